"""Templates for tests of the SAM and CloudFormation dialect: write YAML, get functions."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent

from lambdalint.documents import load
from lambdalint.documents.tree import Document
from lambdalint.frameworks import Reading, read
from lambdalint.model.function import Function
from lambdalint.model.source import Span

PATH = "template.yaml"


def reading(text: str, files: Mapping[str, str] | None = None, path: str = PATH) -> Reading:
    """What a template describes; `files` are those it may refer to."""
    texts = files or {}

    def nested(name: str) -> Document | None:
        return load(name, texts[name].encode()) if name in texts else None

    return read(load(path, dedent(text).encode()), nested)


def functions(text: str, files: Mapping[str, str] | None = None) -> dict[str, Function]:
    """The functions of a template as they are by default, by name."""
    return {function.name: function for function in reading(text, files).stack.functions if not function.assumes}


def forms(text: str, name: str, files: Mapping[str, str] | None = None) -> dict[str, Function]:
    """Every form of one function, by what it assumes (empty: the defaults)."""
    return {
        ", ".join(assumption.message for assumption in function.assumes): function
        for function in reading(text, files).stack.functions
        if function.name == name
    }


def serverless(
    properties: str, *, resources: str = "", top: str = "", files: Mapping[str, str] | None = None
) -> Function:
    """A SAM function `F` with these properties, among other resources and below other sections."""
    return functions(with_function("AWS::Serverless::Function", properties, resources, top), files)["F"]


def plain(properties: str, *, resources: str = "", top: str = "", files: Mapping[str, str] | None = None) -> Function:
    """A CloudFormation function `F`, as `serverless`."""
    return functions(with_function("AWS::Lambda::Function", properties, resources, top), files)["F"]


def with_function(kind: str, properties: str, resources: str = "", top: str = "") -> str:
    """The text of a template with a function `F`."""
    return (
        f"{dedent(top)}\nResources:\n  F:\n    Type: {kind}\n    Properties:\n      Handler: app.handler\n"
        f"{indent(dedent(properties), ' ' * 6)}\n{indent(dedent(resources), '  ')}\n"
    )


def text_at(span: Span, text: str) -> str:
    """What stands at a span of one line."""
    assert span.line == span.end_line
    return dedent(text).splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]
