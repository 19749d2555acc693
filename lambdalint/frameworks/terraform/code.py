"""Where a function's code is: the folder behind the archive that it is deployed as."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.documents.tree import Node, Scalar
from lambdalint.frameworks.cloudformation.sources import ARCHIVES
from lambdalint.frameworks.terraform.functions import FILE
from lambdalint.frameworks.terraform.nodes import mapping, referred, same, scalar, text, unknown
from lambdalint.frameworks.terraform.wording import Given
from lambdalint.frameworks.terraform.world import World

ARCHIVE = "archive_file"
OBJECTS = ("aws_s3_object", "aws_s3_bucket_object")


def code(given: Given) -> Node | None:
    """The code of a function or layer in CloudFormation's words: a path, a text, an image or a place in S3."""
    image = given.value("image_uri")
    if image is not None:
        return mapping({"ImageUri": image}, image.at)
    packed = package(given)
    if packed is None:
        return _without_package(given)
    archive = _archive(given, packed)
    if archive is not None:
        return _content(archive)
    path = text(packed)
    return packed if path is not None and path.lower().endswith(ARCHIVES) else unknown("filename", packed.at)


def _without_package(given: Given) -> Node | None:
    key = given.value("s3_key") or given.value("s3_bucket")
    return mapping({"S3Key": key}, key.at) if key is not None else unknown("filename", given.at)


def package(given: Given) -> Node | None:
    """The file that is deployed, also by way of an object in S3."""
    filename, key = given.value("filename"), given.value("s3_key")
    if filename is not None or key is None:
        return filename
    for stored in _resources(given.scope.instance.world, *OBJECTS):
        if same(stored.value("key"), key) or referred(key) == _name(given.scope.instance.world, stored):
            return stored.value("source")
    return None


def _name(world: World, stored: Given) -> str:
    return next(name for name, resource in world.resources.items() if resource.block.body is stored.body)


def _resources(world: World, *kinds: str) -> Iterator[Given]:
    return (Given.of(resource) for resource in tuple(world.resources.values()) if resource.type in kinds)


def _archive(given: Given, path: Node) -> Given | None:
    """The archive that is written to a path."""
    archives = _resources(given.scope.instance.world, ARCHIVE)
    return next((archive for archive in archives if same(archive.value("output_path"), path)), None)


def is_built(given: Given) -> bool:
    """Whether something else puts files where an archive is made from."""
    packed = package(given)
    archive = _archive(given, packed) if packed is not None else None
    return archive is not None and (archive.body.attribute("depends_on") is not None or bool(archive.blocks("source")))


def _content(archive: Given) -> Node:
    located = archive.value("source_dir") or archive.value("source_file")
    if located is not None:
        return located
    content, name = archive.value("source_content"), text(archive.value("source_content_filename"))
    if content is not None:
        return _one_file(content, name or "")
    return _put_together(archive.blocks("source") or (), archive)


def _put_together(sources: tuple[Given, ...], archive: Given) -> Node:
    """The folder that all files of an archive come from, where each is as in the archive."""
    files = [(source.value("content"), text(source.value("filename")) or "") for source in sources]
    if len(files) == 1 and files[0][0] is not None:
        return _one_file(files[0][0], files[0][1])
    folders = {_folder_of(content, name) for content, name in files}
    folder = folders.pop() if len(folders) == 1 else None
    return unknown("source", archive.at) if folder is None else scalar(folder, sources[0].at)


def _one_file(content: Node, name: str) -> Node:
    folder = _folder_of(content, name)
    if folder is not None:
        return scalar(folder, content.at)
    # CloudFormation's inline code is always the module `index`.
    if isinstance(content, Scalar) and name == "index.py":
        return mapping({"ZipFile": content}, content.at)
    return unknown("source", content.at)


def _folder_of(content: Node | None, name: str) -> str | None:
    """The folder in which a file has the name that it has in the archive."""
    path = (referred(content) or "").partition(FILE)[2]
    if not name or not f"/{path}".endswith(f"/{name}"):
        return None
    return path.removesuffix(name) or "."
