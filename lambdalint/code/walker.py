"""One traversal of a module that drives any number of visitors, and the numbers it gives to nodes.

libcst's own `visit` re-creates every node, also for a reader, and its batched visitor looks up all
hooks again for each module: together they cost several times the parse. Here hooks are gathered once
per visitor class, and whitespace, punctuation and operators are never entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

import libcst as cst
from msgspec import Struct, field

_CODE = {
    "AnnAssign": "target annotation value",
    "Annotation": "annotation",
    "Arg": "keyword value",
    "AsName": "name",
    "Assert": "test msg",
    "Assign": "targets value",
    "AssignTarget": "target",
    "Attribute": "value attr",
    "AugAssign": "target value",
    "Await": "expression",
    "BinaryOperation": "left right",
    "BooleanOperation": "left right",
    "Break": "",
    "Call": "func args",
    "ClassDef": "decorators name type_parameters bases keywords body",
    "CompFor": "target iter ifs inner_for_in",
    "CompIf": "test",
    "Comparison": "left comparisons",
    "ComparisonTarget": "comparator",
    "ConcatenatedString": "left right",
    "Continue": "",
    "Decorator": "decorator",
    "Del": "target",
    "Dict": "elements",
    "DictComp": "key value for_in",
    "DictElement": "key value",
    "Element": "value",
    "Ellipsis": "",
    "Else": "body",
    "ExceptHandler": "type name body",
    "ExceptStarHandler": "type name body",
    "Expr": "value",
    "Finally": "body",
    "Float": "",
    "For": "target iter body orelse",
    "FormattedString": "parts",
    "FormattedStringExpression": "expression format_spec",
    "FormattedStringText": "",
    "From": "item",
    "FunctionDef": "decorators name type_parameters params returns body",
    "GeneratorExp": "elt for_in",
    "Global": "names",
    "If": "test body orelse",
    "IfExp": "body test orelse",
    "Imaginary": "",
    "Import": "names",
    "ImportAlias": "name asname",
    "ImportFrom": "module names",
    "ImportStar": "",
    "IndentedBlock": "body",
    "Index": "value",
    "Integer": "",
    "Lambda": "params body",
    "LazyImport": "names",
    "LazyImportFrom": "module names",
    "List": "elements",
    "ListComp": "elt for_in",
    "Match": "subject cases",
    "MatchAs": "pattern name",
    "MatchCase": "pattern guard body",
    "MatchClass": "cls patterns kwds",
    "MatchKeywordElement": "key pattern",
    "MatchList": "patterns",
    "MatchMapping": "elements rest",
    "MatchMappingElement": "key pattern",
    "MatchOr": "patterns",
    "MatchOrElement": "pattern",
    "MatchSequenceElement": "value",
    "MatchSingleton": "value",
    "MatchStar": "name",
    "MatchTuple": "patterns",
    "MatchValue": "value",
    "Module": "body",
    "Name": "",
    "NameItem": "name",
    "NamedExpr": "target value",
    "Nonlocal": "names",
    "Param": "name annotation default",
    "ParamSpec": "name",
    "Parameters": "posonly_params params star_arg kwonly_params star_kwarg",
    "Pass": "",
    "Raise": "exc cause",
    "Return": "value",
    "Set": "elements",
    "SetComp": "elt for_in",
    "SimpleStatementLine": "body",
    "SimpleStatementSuite": "body",
    "SimpleString": "",
    "Slice": "lower upper step",
    "StarredDictComp": "value for_in",
    "StarredDictElement": "value",
    "StarredElement": "value",
    "Subscript": "value slice",
    "SubscriptElement": "slice",
    "TemplatedString": "parts",
    "TemplatedStringExpression": "expression format_spec",
    "TemplatedStringText": "",
    "Try": "body handlers orelse finalbody",
    "TryStar": "body handlers orelse finalbody",
    "Tuple": "elements",
    "TypeAlias": "name type_parameters value",
    "TypeParam": "param default",
    "TypeParameters": "params",
    "TypeVar": "name bound",
    "TypeVarTuple": "name",
    "UnaryOperation": "expression",
    "While": "test body orelse",
    "With": "items body",
    "WithItem": "item asname",
    "Yield": "value",
}
"""The fields of each node class that hold code, in the order in which libcst visits them."""

Hook: TypeAlias = Callable[[Any], object]


class Cursor(Struct):
    """Where the traversal stands: `node` is the ordinal of the node whose hook is running."""

    node: int = 0


class _Hooks(Struct):
    """What to call for one node class, each with the number of its visitor."""

    visits: list[tuple[int, Hook]] = field(default_factory=list)
    leaves: list[tuple[int, Hook]] = field(default_factory=list)


class _Exit(Struct, frozen=True):
    """Lies on the stack below the children of a node that somebody wants to leave."""

    node: cst.CSTNode | None = None
    ordinal: int = 0
    leaves: Sequence[tuple[int, Hook]] = ()
    muted: frozenset[int] = frozenset()


_LEAVING = _Exit()
"""For a traversal that leaves every node and knows which."""

_FIELDS: dict[type, tuple[str, ...]] = {
    getattr(cst, name): tuple(reversed(fields.split())) for name, fields in _CODE.items() if hasattr(cst, name)
} | {_Exit: ()}
"""Reversed, because a stack gives back last what went in first."""

_ABSENT = frozenset({type(None), cst.MaybeSentinel, cst.ParamStar})
"""What a field may hold instead of code."""


def walk(module: cst.Module, visitors: Sequence[Any], cursor: Cursor | None = None) -> None:
    """Call the `visit_…` and `leave_…` hooks of all visitors on every node that bears code.

    A hook that returns False spares its own visitor the children, as in libcst. Visitors visit in
    the order given and leave in the reverse, so that one may lean on those before it.
    """
    cursor = cursor or Cursor()
    hooks = _gather(visitors)
    muted: frozenset[int] = frozenset()
    ordinal = -1
    stack: list[Any] = [module]
    for node in _unfold(stack):
        kind = node.__class__
        if kind is _Exit:
            muted = node.muted
            _leave(node, cursor)
            continue
        ordinal += 1
        if kind in hooks:
            cursor.node = ordinal
            wanted = hooks[kind]
            refused = {number for number, visit in wanted.visits if number not in muted and visit(node) is False}
            if refused or wanted.leaves:
                stack.append(_Exit(node, ordinal, wanted.leaves, muted))
                muted |= refused


def _leave(exit_: _Exit, cursor: Cursor) -> None:
    cursor.node = exit_.ordinal
    for visitor, leave in exit_.leaves:
        if visitor not in exit_.muted:
            leave(exit_.node)


def ordinals(module: cst.Module) -> dict[int, int]:
    """`id(node)` ► ordinal, for every node that bears code."""
    return {id(node): number for number, node in enumerate(preorder(module))}


def node_path(module: cst.Module, ordinal: int) -> tuple[cst.CSTNode, ...]:
    """The nodes from the module down to the one with this ordinal; IndexError when there is none."""
    return node_paths(module, (ordinal,))[ordinal]


def node_paths(module: cst.Module, ordinals: Iterable[int]) -> dict[int, tuple[cst.CSTNode, ...]]:
    """`node_path` of several nodes in one pass."""
    wanted = set(ordinals)
    paths: dict[int, tuple[cst.CSTNode, ...]] = {}
    path: list[cst.CSTNode] = []
    ordinal = 0
    stack: list[Any] = [module]
    for node in _unfold(stack):
        if not wanted:
            break
        if node is _LEAVING:
            path.pop()
            continue
        path.append(node)
        stack.append(_LEAVING)
        if ordinal in wanted:
            wanted.remove(ordinal)
            paths[ordinal] = tuple(path)
        ordinal += 1
    if wanted:
        raise IndexError(f"no node has ordinal {min(wanted)}")
    return paths


def preorder(root: cst.CSTNode) -> Iterator[Any]:
    """A node and all nodes in it that bear code, parents first, in the order of their ordinals."""
    return _unfold([root])


def _unfold(stack: list[Any]) -> Iterator[Any]:
    """`preorder` of what is on the stack.

    What is put on the stack while a node is looked at comes out after the node's children.
    """
    while stack:
        node = stack.pop()
        yield node
        fields = _FIELDS.get(node.__class__)
        if fields is None:
            # libcst may learn syntax after the table was written: what is inside is read all the same.
            stack.extend(child for child in reversed(node.children) if child.__class__ in _FIELDS)
            continue
        for name in fields:
            value = getattr(node, name)
            kind = value.__class__
            if kind is tuple:
                stack.extend(value[::-1])
            elif kind not in _ABSENT:
                stack.append(value)


def _gather(visitors: Sequence[Any]) -> dict[type, _Hooks]:
    hooks: dict[type, _Hooks] = {}
    for number, visitor in enumerate(visitors):
        # mypy doubts that classes are hashable (python/mypy#11470).
        for kind, visits, name in _hook_names(type(visitor)):  # type: ignore[arg-type]
            wanted = hooks.setdefault(kind, _Hooks())
            hook = (number, getattr(visitor, name))
            if visits:
                wanted.visits.append(hook)
            else:
                wanted.leaves.insert(0, hook)
    return hooks


@cache
def _hook_names(visitor: type) -> tuple[tuple[type, bool, str], ...]:
    """The hooks a visitor class defines: node class, whether it visits or leaves, name of the method."""
    own = (base for base in visitor.__mro__ if base.__module__.partition(".")[0] != "libcst")
    names = sorted({name for base in own for name in vars(base) if name.startswith(("visit_", "leave_"))})
    hooks: list[tuple[type, bool, str]] = []
    for name in names:
        verb, _, node = name.partition("_")
        if node not in _CODE:
            raise TypeError(f"{visitor.__name__}.{name}: the walker never enters a node `{node}`")
        if hasattr(cst, node):
            hooks.append((getattr(cst, node), verb == "visit", name))
    return tuple(hooks)
