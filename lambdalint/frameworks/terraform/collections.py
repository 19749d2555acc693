"""Terraform's functions on lists, sets and objects that may be known in part; None for what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TypeAlias

from lambdalint.documents.tree import Entry, Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform.nodes import is_known, is_nothing, shape, text, unknown
from lambdalint.frameworks.terraform.operators import equality, number, truth
from lambdalint.frameworks.terraform.shapes import HIDDEN, SEVERAL, elements, whole
from lambdalint.frameworks.terraform.world import Fails, Scope
from lambdalint.model.source import Span

Function: TypeAlias = Callable[[Scope, list[Node], Span], Node | None]

LONGEST_RANGE = 1000
LONGEST_PRODUCT = 1000


def _merge(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    entries: dict[str, Entry] = {}
    for argument in arguments:
        if not whole(argument):
            # What can't be seen may override what came before.
            entries = {
                key: Entry(key, each.key_at, unknown(f"{key} …", each.value.at)) for key, each in entries.items()
            }
        if not is_known(argument):
            entries[HIDDEN] = Entry(HIDDEN, at, argument)
        elif isinstance(argument, Mapping):
            entries.update((entry.key, entry) for entry in argument)
    return Mapping(tuple(entries.values()), at)


def _concat(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple(item for argument in arguments for item in items_of(argument)), at)


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of a list; what is not known may have any."""
    return node.items if isinstance(node, Sequence) else (unknown(SEVERAL, node.at),)


def _flatten(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple(_flat(arguments[0])), at) if isinstance(arguments[0], Sequence) else None


def _flat(node: Node) -> Iterator[Node]:
    for item in items_of(node):
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
    kept = (item for item in items_of(arguments[0]) if not is_nothing(item) and text(item) != "")
    return Sequence(tuple(kept), at)


def _distinct(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    return Sequence(tuple({shape(item): item for item in items_of(arguments[0])}.values()), at)


def _length(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    found = elements(arguments[0])
    known = text(arguments[0])
    return Scalar(len(found), at) if found is not None else None if known is None else Scalar(len(known), at)


def _element(_scope: Scope, arguments: list[Node], _at: Span) -> Node | None:
    found, index = elements(arguments[0]), number(arguments[1])
    return found[int(index) % len(found)][1] if found and index is not None and index >= 0 else None


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
    if found is None:
        return None
    equal = [equality(item, arguments[1]) for _, item in found]
    return Scalar(True, at) if True in equal else None if None in equal else Scalar(False, at)


def _range(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    bounds = [number(argument) for argument in arguments]
    numbers = [int(bound) for bound in bounds if bound is not None]
    if len(numbers) < len(bounds) or not numbers or max(map(abs, numbers)) > LONGEST_RANGE:
        return None
    start, end = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    step = numbers[2] if len(numbers) > len(("start", "end")) else 1 if end >= start else -1
    if step == 0 or (step > 0) != (end >= start):
        return None
    return Sequence(tuple(Scalar(each, at) for each in range(start, end, step)), at)


def _texts(node: Node) -> dict[str, Node] | None:
    """A set whose every member is known, by its text."""
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node):
        return None
    return {text(item) or "": item for item in node}


def _toset(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """Terraform goes over a set in the order of its texts."""
    known = _texts(arguments[0])
    return arguments[0] if known is None else Sequence(tuple(known[each] for each in sorted(known)), at)


def _on_sets(choose: Callable[[dict[str, Node], dict[str, Node]], dict[str, Node]]) -> Function:
    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        sets = [_texts(argument) for argument in arguments]
        known = [each for each in sets if each is not None]
        if not known or len(known) < len(sets):
            return None
        result = known[0]
        for other in known[1:]:
            result = choose(result, other)
        return Sequence(tuple(result[each] for each in sorted(result)), at)

    return function


def _setproduct(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    lists = [items_of(argument) for argument in arguments if whole(argument) and isinstance(argument, Sequence)]
    size = 1
    for each in lists:
        size *= len(each)
    if len(lists) < len(arguments) or size > LONGEST_PRODUCT:
        return None
    return Sequence(tuple(Sequence(combination, at) for combination in product(*lists)), at)


def _slice(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    start, end = number(arguments[1]), number(arguments[2])
    if start is None or end is None or not isinstance(arguments[0], Sequence) or not whole(arguments[0]):
        return None
    if not 0 <= start <= end <= len(arguments[0].items):
        raise Fails
    return Sequence(arguments[0].items[int(start) : int(end)], at)


def _reverse(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    known = isinstance(arguments[0], Sequence) and whole(arguments[0])
    return Sequence(items_of(arguments[0])[::-1], at) if known else None


def _sort(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    if not isinstance(arguments[0], Sequence) or not all(isinstance(item, Scalar) for item in arguments[0]):
        return None
    return Sequence(tuple(sorted(arguments[0].items, key=lambda item: text(item) or "")), at)


def _index(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    known = _texts(arguments[0])
    wanted = text(arguments[1])
    if known is None or wanted is None:
        return None
    places = [number for number, item in enumerate(items_of(arguments[0])) if text(item) == wanted]
    if not places:
        raise Fails
    return Scalar(places[0], at)


def _sum(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    numbers = [number(item) for item in items_of(arguments[0])]
    known = [each for each in numbers if each is not None]
    return Scalar(sum(known), at) if known and len(known) == len(numbers) else None


def _all(*, decisive: bool) -> Function:
    """`alltrue` and `anytrue`: one item of the decisive kind is enough."""

    def function(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
        truths = [truth(item) for item in items_of(arguments[0])]
        if decisive in truths:
            return Scalar(decisive, at)
        return None if None in truths else Scalar(not decisive, at)

    return function


def _map(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """Terraform 0.11's way to write an object."""
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    return Mapping(tuple(Entry(text(key) or HIDDEN, key.at, value) for key, value in pairs), at)


def _list(_scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """Terraform 0.11's way to write a list."""
    return Sequence(tuple(arguments), at)


def _setunion(scope: Scope, arguments: list[Node], at: Span) -> Node | None:
    """Members that are not known stay what they are."""
    together = Sequence(tuple(item for argument in arguments for item in items_of(argument)), at)
    return _toset(scope, [together], at)


COLLECTIONS: dict[str, Function] = {
    "alltrue": _all(decisive=False),
    "anytrue": _all(decisive=True),
    "coalesce": _coalesce,
    "coalescelist": _coalescelist,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "index": _index,
    "keys": _keys,
    "length": _length,
    "list": _list,
    "lookup": _lookup,
    "map": _map,
    "merge": _merge,
    "one": _one,
    "range": _range,
    "reverse": _reverse,
    "setintersection": _on_sets(lambda one, other: {each: one[each] for each in one if each in other}),
    "setproduct": _setproduct,
    "setsubtract": _on_sets(lambda one, other: {each: one[each] for each in one if each not in other}),
    "setunion": _setunion,
    "slice": _slice,
    "sort": _sort,
    "sum": _sum,
    "tolist": lambda _scope, arguments, _at: arguments[0],
    "toset": _toset,
    "values": _values,
    "zipmap": _zipmap,
}
