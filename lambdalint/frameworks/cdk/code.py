"""Where the code of a function is: a folder, a text, a build or an image."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from lambdalint.aws import runtimes
from lambdalint.frameworks.cdk.builder import Site, Table, converted, put, same
from lambdalint.frameworks.programs.values import FileText, Given, Made, Name, Unknown

_ASSETS = frozenset({"from_asset", "asset", "AssetCode"})
_BUILDS = frozenset({"from_docker_build", "from_custom_command"})
_IMAGES = frozenset({"from_image_asset", "from_asset_image", "AssetImageCode", "AssetImage"})
_BUCKETS = frozenset({"from_bucket", "from_bucket_v2", "S3Code", "bucket"})
_TEXTS = frozenset({"from_inline", "InlineCode", "inline"})


def set_code(site: Site, properties: dict[str, Any]) -> dict[str, Any]:
    """Set where a function's code is, and what names its handler; what is returned is the resource's metadata."""
    kind = site.dotted.rpartition(".")[2]
    if kind == "PythonFunction":
        _python_function(site, properties)
    elif kind == "NodejsFunction":
        properties.setdefault("Runtime", runtimes.newest("nodejs"))
        properties["Code"] = Unknown("a build")
    else:
        given = site.arguments.given(-1, "code")
        code = None if given is None else given.value
        handler = site.arguments.get(-1, "handler")
        told = kind == "DockerImageFunction" or (isinstance(handler, Name) and handler.last == "FROM_IMAGE")
        if told or (isinstance(code, Made) and re.search("Image|Ecr|ecr|image", code.dotted)):
            return _image(site, properties, given)
        return _packed(site, properties, given)
    return {}


def is_asset(code: Made) -> bool:
    """Whether code is a folder or file of the project."""
    return code.last in _ASSETS


def _python_function(site: Site, properties: dict[str, Any]) -> None:
    """`PythonFunction` names a folder, a file in it, and a function in that."""
    entry = site.arguments.given(-1, "entry")
    index, name = site.arguments.get(-1, "index"), site.arguments.get(-1, "handler")
    index, name = index or "index.py", name or "handler"
    known = isinstance(index, str) and isinstance(name, str)
    at = site.arguments.given(-1, "handler") or site.arguments.given(-1, "index") or entry
    handler = f"{index.removesuffix('.py')}.{name}" if known else Unknown("handler")
    properties["Handler"] = handler if at is None else Given(handler, at.at)
    if entry is not None:
        properties["Code"] = Given(site.builder.local(entry.value), entry.at)


def _packed(site: Site, properties: dict[str, Any], given: Given | None) -> dict[str, Any]:
    """An archive, or a text."""
    code = None if given is None else given.value
    if given is None or not isinstance(code, Made):
        properties["Code"] = Unknown("code")
    elif code.last in _TEXTS:
        _inline(site, properties, Given(code.arguments.get(0, "code"), given.at))
    elif code.last in _BUCKETS:
        properties["Code"] = Given({"S3Bucket": Unknown("a bucket")}, given.at)
    elif code.last in _ASSETS | _BUILDS:
        path = code.arguments.given(0, "path")
        properties["Code"] = Given(site.builder.local(path.value if path else None), path.at if path else given.at)
        built = code.last in _BUILDS or code.arguments.given(-1, "bundling") is not None
        return {"BuildMethod": "makefile"} if built else {}
    else:
        properties["Code"] = Given(Unknown("code"), given.at)
    return {}


_STARTED: Table = {
    "cmd": ("ImageConfig.Command", same),
    "entrypoint": ("ImageConfig.EntryPoint", same),
    "working_directory": ("ImageConfig.WorkingDirectory", same),
}
_BUILT: Table = {
    "file": ("Dockerfile", same),
    "target": ("DockerBuildTarget", same),
    "build_args": ("DockerBuildArgs", same),
}


def _image(site: Site, properties: dict[str, Any], given: Given | None) -> dict[str, Any]:
    """An image, built from a folder of the project or kept in a registry."""
    at = site.whole if given is None else given.at
    properties |= {"PackageType": "Image", "Code": {"ImageUri": Given(Unknown("an image"), at)}}
    for name in ("Handler", "Runtime"):  # both may be given as `FROM_IMAGE`
        properties.pop(name, None)
    code = given.value if given is not None else None
    if not isinstance(code, Made):
        return {}
    _told(properties, _STARTED, code)
    if code.last not in _IMAGES:
        return {}
    folder = code.arguments.given(0, "directory")
    metadata: dict[str, Any] = {}
    if folder is not None and code.arguments.complete:
        metadata["DockerContext"] = Given(site.builder.local(folder.value), folder.at)
        _told(metadata, _BUILT, code)
    return metadata


def _told(properties: dict[str, Any], table: Table, code: Made) -> None:
    for parameter, (path, convert) in table.items():
        put(properties, path, converted(code.arguments.given(-1, parameter), convert))


def _inline(site: Site, properties: dict[str, Any], text: Given) -> None:
    """Code in the program, or the text of a file, which is then what runs under the name `index`."""
    if not isinstance(text.value, FileText):
        properties["Code"] = {"ZipFile": text}
        return
    path = site.builder.local(text.value.path)
    properties["Code"] = Given(path, text.at)
    handler = properties.get("Handler")
    written = handler.value if isinstance(handler, Given) else None
    if isinstance(path, str) and isinstance(written, str) and isinstance(handler, Given):
        stem = posixpath.basename(path).removesuffix(".py")
        properties["Handler"] = Given(re.sub(r"^index\b", stem, written), handler.at)
