"""Where a function's code is, as its template says."""

from __future__ import annotations

from msgspec.structs import replace

from lambdalint.documents.tree import Mapping, Scalar
from lambdalint.frameworks.cloudformation.inline import inline_code
from lambdalint.frameworks.cloudformation.paths import beside, is_local
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.function import CodeElsewhere, CodeFile, CodeFolder, CodeSource
from lambdalint.model.source import Span

ARCHIVES = (".zip", ".jar", ".war", ".tar", ".gz", ".tgz")
AT_DEPLOYMENT = "chosen at deployment"
AN_IMAGE = "a container image"


def source_of(properties: View, declared: Declared) -> CodeSource:
    """Where the code of a function resource is."""
    serverless = declared.type == "AWS::Serverless::Function"
    code = properties.get("CodeUri" if serverless else "Code")
    image = _image(properties if serverless else code, properties.get("PackageType"))
    if image is not None:
        return CodeElsewhere(AN_IMAGE, image)
    inline = _inline(properties, "InlineCode") if serverless else _inline(code, "ZipFile")
    if inline is not None:
        return inline
    metadata = View.of(properties.scope, declared.body.get("Metadata"), declared.at)
    asset = _own(metadata, "aws:asset:path")
    if asset is not None:
        return _located(asset, custom_build=is_custom_build(metadata))
    if serverless and not code.present:
        # SAM's own command line takes the template's folder.
        return CodeFolder(beside(_template(code), ".") or ".", declared.at, is_custom_build(metadata))
    source = _located(code, custom_build=is_custom_build(metadata))
    return replace(source, literal=_is_literal(properties, code)) if isinstance(source, CodeFolder) else source


def _is_literal(properties: View, code: View) -> bool:
    """Whether the template itself says where the code is, without a parameter or a condition."""
    entries = properties.value if isinstance(properties.value, Mapping) else ()
    plain = any(entry.value is code.value for entry in entries)
    return plain and properties.scope.stack.template.is_file


def is_custom_build(metadata: View) -> bool:
    """Whether a build of the project's own may deploy files that the folder does not show."""
    method = metadata.get("BuildMethod")
    return method.present and not (as_text(method.value) or "").startswith("python")


def _located(written: View, *, custom_build: bool) -> CodeSource:
    """The folder, file or bucket that a location names, relative to the template."""
    match written.value:
        case Scalar():
            return _local(as_text(written.value) or "", _template(written), written.at, custom_build=custom_build)
        case Mapping():
            return CodeElsewhere("in S3", written.at)
        case _:
            return CodeElsewhere(AT_DEPLOYMENT, written.at)


def _local(text: str, template: str, at: Span, *, custom_build: bool) -> CodeSource:
    if "://" in text:
        return CodeElsewhere("in S3", at)
    if text.lower().endswith(ARCHIVES):
        return CodeElsewhere("a built archive", at)
    path = beside(template, text)
    if path is None:
        return CodeElsewhere("outside the project" if is_local(text) else "at a path of one machine", at)
    return CodeFile(path, at) if path.endswith(".py") else CodeFolder(path, at, custom_build)


def _template(view: View) -> str:
    return view.scope.stack.template.path


def _image(holder: View, package_type: View) -> Span | None:
    image = _own(holder, "ImageUri")
    if image is not None:
        return image.at
    return package_type.at if as_text(package_type.value) == "Image" else None


def _inline(holder: View, key: str) -> CodeSource | None:
    code = _own(holder, key)
    if code is None or not isinstance(holder.value, Mapping):
        return None
    # The node before its functions are followed: the lines of the text matter.
    node = holder.value.get(key)
    return (inline_code(holder.scope, node) if node else None) or CodeElsewhere(AT_DEPLOYMENT, code.at)


def _own(holder: View, key: str) -> View | None:
    """A value that is written, not one that may be hidden."""
    written = isinstance(holder.value, Mapping) and holder.value.entry(key) is not None
    view = holder.get(key) if written else None
    return view if view is not None and view.present else None
