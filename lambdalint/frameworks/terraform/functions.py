"""Terraform's functions on values that may be known in part; None for what is not known."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator
from typing import TypeAlias

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.terraform.json_text import parsed
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing, joined, moved, shape, text, unknown
from lambdalint.frameworks.terraform.operators import number
from lambdalint.frameworks.terraform.shapes import HIDDEN, SEVERAL, elements, whole
from lambdalint.frameworks.terraform.world import Fails, Scope
from lambdalint.model.source import Span

Function: TypeAlias = Callable[[Scope, list[Node], Span], Node | None]


def _merge(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    entries: dict[str, Entry] = {}
    for argument in arguments:
        if not is_known(argument):
            entries[HIDDEN] = Entry(HIDDEN, at, argument)
        elif isinstance(argument, Mapping):
            entries.update((entry.key, entry) for entry in argument)
    return Mapping(tuple(entries.values()), at)


def _concat(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple(item for argument in arguments for item in _items(argument)), at)


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (unknown(SEVERAL, node.at),)


def _flatten(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple(_flat(arguments[0])), at) if isinstance(arguments[0], Sequence) else None


def _flat(node: Node) -> Iterator[Node]:
    for item in _items(node):
        if isinstance(item, Sequence):
            yield from _flat(item)
        else:
            # An item that is not known may be a list of any length.
            yield item if isinstance(item, Scalar) or is_known(item) else unknown(SEVERAL, item.at)


def _lookup(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    key = text(arguments[1])
    if key is None or not isinstance(arguments[0], Mapping) or not is_known(arguments[0]):
        return None
    found = arguments[0].get(key)
    if found is None and whole(arguments[0]):
        if len(arguments) == 2:  # noqa: PLR2004  (no default)
            raise Fails
        return arguments[2]
    return found


def _join(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    separator, *lists = arguments
    items = [item for each in lists for item in _items(each)]
    if any(not whole(each) or not isinstance(each, Sequence) for each in lists):
        return None
    return joined([part for item in items for part in (separator, item)][1:], at)


def _split(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    separator, whole_text = map(text, arguments)
    if not separator or whole_text is None:
        return None
    return Sequence(tuple(Scalar(part, at, part) for part in whole_text.split(separator)), at)


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


def _coalesce(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    for argument in arguments:
        if not is_known(argument):
            return None
        if not is_nothing(argument) and text(argument) != "":
            return argument
    raise Fails


def _coalescelist(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    for argument in arguments:
        if not is_known(argument) or not whole(argument):
            return None
        if isinstance(argument, Sequence) and argument.items:
            return argument
    raise Fails


def _compact(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    kept = (item for item in _items(arguments[0]) if not is_nothing(item) and text(item) != "")
    return Sequence(tuple(kept), at)


def _distinct(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple({shape(item): item for item in _items(arguments[0])}.values()), at)


def _length(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    known = text(arguments[0])
    return Scalar(len(found), at) if found is not None else None if known is None else Scalar(len(known), at)


def _element(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    found, index = elements(arguments[0]), number(arguments[1])
    return found[int(index) % len(found)][1] if found and index is not None else None


def _one(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    if found is None or len(found) > 1:
        return None
    return found[0][1] if found else Scalar(None, at)


def _keys(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    return (
        None
        if found is None
        else Sequence(tuple(sorted((key for key, _ in found), key=lambda key: text(key) or "")), at)
    )


def _values(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    return None if found is None else Sequence(tuple(value for _, value in found), at)


def _zipmap(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    keys, values = (elements(argument) for argument in arguments)
    if keys is None or values is None or len(keys) != len(values):
        return None
    pairs = zip(keys, values, strict=True)
    return Mapping(tuple(Entry(text(key) or HIDDEN, key.at, value) for (_, key), (_, value) in pairs), at)


def _contains(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    if found is None or not is_known(arguments[1]):
        return None
    if any(shape(item) == shape(arguments[1]) for _, item in found):
        return Scalar(True, at)
    return Scalar(False, at) if all(is_known(item) for _, item in found) else None


def _range(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    bounds = [number(argument) for argument in arguments]
    numbers = [int(bound) for bound in bounds if bound is not None]
    if len(numbers) < len(bounds) or not 1 <= len(numbers) <= 2 or max(map(abs, numbers)) > LONGEST_RANGE:  # noqa: PLR2004
        return None
    return Sequence(tuple(Scalar(each, at) for each in range(*numbers)), at)


def _jsonencode(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """An object stays what it is: who needs its text makes it, who needs its parts has them."""
    node = arguments[0]
    return Scalar(json.dumps(node.value), at) if isinstance(node, Scalar) else node


def _jsondecode(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    return parsed(arguments[0])


def _file(scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """The content of a JSON file, as jsonencode gives it; of others, that it is one."""
    written = text(arguments[0])
    world = scope.instance.world
    path = beside(f"{world.folder}/main.tf", written) if written else None
    document = world.files(path) if path and path.endswith(".json") else None
    if document is not None and document.root is not None:
        return moved(document.root, at)
    return unknown(f"{FILE}{written}", at) if written else None


def _templatefile(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """A text that is not read, with what it is given: it can refer to nothing else."""
    return Mapping((Entry("Fn::TemplateFile", at, arguments[-1]),), at)


def _same(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    return arguments[0]


def _on_text(convert: Callable[..., str | bool]) -> Function:
    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        texts = [text(argument) for argument in arguments]
        known = [each for each in texts if each is not None]
        return Scalar(convert(*known), at) if len(known) == len(texts) else None

    return function


def _on_numbers(convert: Callable[..., int | float]) -> Function:
    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        numbers = [number(argument) for argument in arguments]
        known = [each for each in numbers if each is not None]
        return Scalar(convert(*known), at) if known and len(known) == len(numbers) else None

    return function


def _replaced(whole_text: str, old: str, new: str) -> str:
    # Between slashes stands a regular expression of another engine than ours.
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise Fails
    return whole_text.replace(old, new)


FILE = "file "
"""Begins the name of what is unknown because it is a file's content."""
LONGEST_RANGE = 1000

FUNCTIONS: dict[str, Function] = {
    "abspath": _same,
    "basename": _on_text(posixpath.basename),
    "ceil": _on_numbers(lambda value: int(-(-value // 1))),
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "dirname": _on_text(lambda path: posixpath.dirname(path) or "."),
    "distinct": _distinct,
    "element": _element,
    "endswith": _on_text(str.endswith),
    "file": _file,
    "flatten": _flatten,
    "floor": _on_numbers(lambda value: int(value // 1)),
    "format": _format,
    "join": _join,
    "jsondecode": _jsondecode,
    "jsonencode": _jsonencode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _on_text(str.lower),
    "max": _on_numbers(lambda *values: max(values)),
    "merge": _merge,
    "min": _on_numbers(lambda *values: min(values)),
    "nonsensitive": _same,
    "one": _one,
    "pathexpand": _same,
    "range": _range,
    "replace": _on_text(_replaced),
    "sensitive": _same,
    "setunion": _concat,
    "split": _split,
    "startswith": _on_text(str.startswith),
    "templatefile": _templatefile,
    "title": _on_text(str.title),
    "tobool": _same,
    "tolist": _same,
    "tomap": _same,
    "tonumber": _same,
    "toset": _same,
    "tostring": _same,
    "trim": _on_text(str.strip),
    "trimprefix": _on_text(str.removeprefix),
    "trimspace": _on_text(str.strip),
    "trimsuffix": _on_text(str.removesuffix),
    "upper": _on_text(str.upper),
    "values": _values,
    "zipmap": _zipmap,
}
