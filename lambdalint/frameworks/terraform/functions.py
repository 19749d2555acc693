"""Terraform's functions on texts, numbers and files; None for what is not known."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.terraform.collections import COLLECTIONS, Function, items_of
from lambdalint.frameworks.terraform.json_text import parsed
from lambdalint.frameworks.terraform.nodes import is_nothing, joined, moved, referred, text, unknown
from lambdalint.frameworks.terraform.operators import number, truth
from lambdalint.frameworks.terraform.shapes import whole
from lambdalint.frameworks.terraform.world import Fails, Scope
from lambdalint.model.source import Span


def _join(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    separator, *lists = arguments
    items = [item for each in lists for item in items_of(each)]
    if any(not whole(each) or not isinstance(each, Sequence) for each in lists):
        return None
    return joined([part for item in items for part in (separator, item)][1:], at)


def _split(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    separator, whole_text = map(text, arguments)
    if any(map(is_nothing, arguments)):
        raise Fails
    if not separator or whole_text is None:
        return None
    return Sequence(tuple(Scalar(part, at, part) for part in whole_text.split(separator)), at)


def _formatlist(scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """A text for each item of the lists; what is no list goes into all of them."""
    lists = [each for each in arguments if isinstance(each, Sequence)]
    if not lists or not all(whole(each) and len(each.items) == len(lists[0].items) for each in lists):
        return None
    rows = (
        [each.items[row] if isinstance(each, Sequence) else each for each in arguments]
        for row in range(len(lists[0].items))
    )
    made = [_format(scope, row, at) or unknown("formatlist(…)", at) for row in rows]
    return Sequence(tuple(made), at)


def _substr(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    whole_text, start, length = text(arguments[0]), number(arguments[1]), number(arguments[2])
    if whole_text is None or start is None or length is None:
        return None
    begin = int(start) if start >= 0 else max(0, len(whole_text) + int(start))
    return Scalar(whole_text[begin : begin + int(length)] if length >= 0 else whole_text[begin:], at)


def _format(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    pattern = text(arguments[0])
    if pattern is None:
        return None
    pieces = pattern.replace("%%", "\0").replace("%d", "%s").replace("%v", "%s").split("%s")
    if len(pieces) != len(arguments) or any("%" in piece for piece in pieces):
        return None
    texts = [Scalar(piece.replace("\0", "%"), at) for piece in pieces]
    given = [*arguments[1:], None]
    return joined([part for pair in zip(texts, given, strict=True) for part in pair if part is not None], at)


def _jsonencode(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """An object stays what it is: who needs its text makes it, who needs its parts has them."""
    node = arguments[0]
    return Scalar(json.dumps(node.value), at) if isinstance(node, Scalar) else node


def _jsondecode(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    return parsed(arguments[0])


def _yamldecode(scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """What a file of the project says."""
    name, _, path = (referred(arguments[0]) or "").partition(FILE)
    document = _document(scope, path) if not name and path.endswith((".yaml", ".yml")) else None
    return moved(document, at) if document is not None else parsed(arguments[0])


def _document(scope: Scope, written: str) -> Node | None:
    world = scope.instance.world
    path = beside(f"{world.folder}/main.tf", written)
    document = world.files(path) if path else None
    return document.root if document is not None else None


def _file(scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """The content of a JSON file, as jsonencode gives it; of others, that it is one."""
    written = text(arguments[0])
    document = _document(scope, written) if written and written.endswith(".json") else None
    if document is not None:
        return moved(document, at)
    return unknown(f"{FILE}{written}", at) if written else None


def _templatefile(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """A text that is not read, with what it is given: it can refer to nothing else."""
    return Mapping((Entry("Fn::TemplateFile", at, arguments[-1]),), at)


def _same(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    return arguments[0]


def _tostring(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    known = text(arguments[0])
    return arguments[0] if known is None else Scalar(known, at, known)


def _tonumber(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    known = number(arguments[0])
    if known is None and text(arguments[0]) is not None:
        raise Fails
    return arguments[0] if known is None else Scalar(known, at)


def _tobool(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    known = truth(arguments[0])
    if known is None and text(arguments[0]) is not None:
        raise Fails
    return arguments[0] if known is None else Scalar(known, at)


def _on_text(convert: Callable[..., str | bool]) -> Function:
    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        if any(map(is_nothing, arguments)):
            raise Fails
        texts = [text(argument) for argument in arguments]
        known = [each for each in texts if each is not None]
        return Scalar(convert(*known), at) if len(known) == len(texts) else None

    return function


def _on_numbers(convert: Callable[..., int | float]) -> Function:
    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        if any(map(is_nothing, arguments)):
            raise Fails
        numbers = [number(argument) for argument in arguments]
        known = [each for each in numbers if each is not None]
        return Scalar(convert(*known), at) if known and len(known) == len(numbers) else None

    return function


def _replaced(whole_text: str, old: str, new: str) -> str:
    # Between slashes stands a regular expression of another engine than ours.
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise Fails
    return whole_text.replace(old, new)


_WORD = re.compile(r"(?<!\w)\w")
FILE = "file "
"""Begins the name of what is unknown because it is a file's content."""

FUNCTIONS: dict[str, Function] = {
    **COLLECTIONS,
    "abs": _on_numbers(abs),
    "abspath": _same,
    "basename": _on_text(lambda path: posixpath.basename(path.rstrip("/"))),
    "ceil": _on_numbers(lambda value: int(-(-value // 1))),
    "chomp": _on_text(lambda whole_text: whole_text.rstrip("\r\n")),
    "dirname": _on_text(lambda path: posixpath.dirname(path) or "."),
    "endswith": _on_text(str.endswith),
    "file": _file,
    "floor": _on_numbers(lambda value: int(value // 1)),
    "format": _format,
    "formatlist": _formatlist,
    "join": _join,
    "jsondecode": _jsondecode,
    "jsonencode": _jsonencode,
    "lower": _on_text(str.lower),
    "max": _on_numbers(lambda *values: max(values)),
    "min": _on_numbers(lambda *values: min(values)),
    "nonsensitive": _same,
    "pathexpand": _same,
    "replace": _on_text(_replaced),
    "sensitive": _same,
    "split": _split,
    "startswith": _on_text(str.startswith),
    "strcontains": _on_text(lambda whole_text, part: part in whole_text),
    "strrev": _on_text(lambda whole_text: whole_text[::-1]),
    "substr": _substr,
    "templatefile": _templatefile,
    "title": _on_text(lambda whole_text: _WORD.sub(lambda match: match[0].upper(), whole_text)),
    "tobool": _tobool,
    "tomap": _same,
    "tonumber": _tonumber,
    "tostring": _tostring,
    "trim": _on_text(str.strip),
    "trimprefix": _on_text(str.removeprefix),
    "trimspace": _on_text(str.strip),
    "trimsuffix": _on_text(str.removesuffix),
    "upper": _on_text(str.upper),
    "yamldecode": _yamldecode,
}
"""What is evaluated; the result of any other function is unknown."""
