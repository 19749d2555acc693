"""Where a function's code is: the folder behind the archive that it is deployed as."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lambdalint.documents.hcl_tree import Attribute, Body, Member, Name
from lambdalint.documents.tree import Node, Scalar
from lambdalint.frameworks.cloudformation.sources import ARCHIVES
from lambdalint.frameworks.terraform.functions import FILE
from lambdalint.frameworks.terraform.nodes import mapping, referred, same, scalar, text, unknown
from lambdalint.frameworks.terraform.registry_words import packs_more, source
from lambdalint.frameworks.terraform.wording import Given
from lambdalint.frameworks.terraform.world import Resource

ARCHIVE = "archive_file"
OBJECTS = ("aws_s3_object", "aws_s3_bucket_object")


def code(given: Given) -> Node | None:
    """The code of a function or layer in CloudFormation's words: a path, a text, an image or a place in S3."""
    image = given.value("image_uri")
    if image is not None:
        return mapping({"ImageUri": image}, image.at)
    inputs = _inputs(given)
    if inputs is not None:
        return source(inputs)
    archive = _archive(given)
    if archive is not None:
        return _content(archive)
    packed = package(given)
    if packed is None:
        return _without_package(given)
    path = text(packed)
    return packed if path is not None and path.lower().endswith(ARCHIVES) else unknown("filename", packed.at)


def _inputs(given: Given) -> Given | None:
    """What a copy of `terraform-aws-modules/lambda` in the project is given, told by the script that packs its code."""
    instance = given.scope.instance
    if "data.external.archive_prepare" not in instance.module.resources:
        return None
    at = given.at
    names = (Attribute(name, at, Member(Name("var", at), name, at)) for name in instance.module.variables)
    return Given(given.scope, Body(tuple(names)), at)


def _without_package(given: Given) -> Node | None:
    key = given.value("s3_key") or given.value("s3_bucket")
    return mapping({"S3Key": key}, key.at) if key is not None else unknown("filename", given.at)


def package(given: Given) -> Node | None:
    """The file that is deployed, also by way of an object in S3."""
    filename, key = given.value("filename"), given.value("s3_key")
    if filename is not None or key is None:
        return filename
    for stored in _resources(given, *OBJECTS):
        of = Given.of(stored)
        if referred(key) == stored.name or same(of.value("key"), key):
            return of.value("source")
    return None


def _resources(given: Given, *kinds: str) -> Iterator[Resource]:
    return (each for each in tuple(given.scope.instance.world.resources.values()) if each.type in kinds)


def _archive(given: Given) -> Given | None:
    """The archive that is deployed, told by where it is written to, or by its digest."""
    packed = package(given)
    digest = referred(given.value("source_code_hash")) or ""
    for archive in _resources(given, ARCHIVE):
        of = Given.of(archive)
        if digest.startswith(f"{archive.name}.") or (packed is not None and _is_at(packed, of.value("output_path"))):
            return of
    return None


def _is_at(packed: Node, written: Node | None) -> bool:
    one, other = text(packed), text(written)
    if one is None or other is None:
        return same(packed, written)
    return posixpath.normpath(one) == posixpath.normpath(other)


def is_built(given: Given) -> bool:
    """Whether something else puts files where an archive is made from."""
    inputs = _inputs(given)
    if inputs is not None:
        return packs_more(inputs)
    archive = _archive(given)
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
