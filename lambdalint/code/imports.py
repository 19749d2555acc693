"""Import statements to the names they bind."""

from __future__ import annotations

import libcst as cst

from lambdalint.code.targets import Targets
from lambdalint.model.module import Condition, Import
from lambdalint.model.value import Attribute, Global, Symbol


def read_import(node: cst.Import, targets: Targets) -> None:
    """`import a.b` binds `a`; `import a.b as c` binds `a.b`."""
    for alias in node.names:
        imported = dotted(alias.name)
        name = _renamed(alias)
        bound = imported if name else imported.partition(".")[0]
        _bind(alias, name or bound, bound, imported, targets)


def read_import_from(node: cst.ImportFrom, targets: Targets) -> None:
    """`from a import b as c` binds `a.b`; a star leaves the names unknown."""
    origin = "." * len(node.relative) + ("" if node.module is None else dotted(node.module))
    if isinstance(node.names, cst.ImportStar):
        targets.facts.star_imports.append(origin)
        _note(node, "*", origin, targets)
        return
    for alias in node.names:
        name = dotted(alias.name)
        imported = f"{origin}{name}" if origin.endswith(".") else f"{origin}.{name}"
        _bind(alias, _renamed(alias) or name, imported, imported, targets)


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _renamed(alias: cst.ImportAlias) -> str | None:
    name = None if alias.asname is None else alias.asname.name
    return name.value if isinstance(name, cst.Name) else None


def _bind(node: cst.CSTNode, name: str, bound: str, imported: str, targets: Targets) -> None:
    _note(node, name, imported, targets)
    targets.bind(name, Symbol(bound), node)


def _note(node: cst.CSTNode, name: str, target: str, targets: Targets) -> None:
    facts = targets.facts
    typing_only = any(_is_type_checking(condition) for condition in facts.context.conditions)
    facts.imports.append(Import(name, target, facts.context, facts.anchor(node), typing_only))


def _is_type_checking(condition: Condition) -> bool:
    match condition.test:
        case Symbol(name=name) | Global(name=name) | Attribute(name=name):
            return condition.holds and name.rpartition(".")[2] == "TYPE_CHECKING"
        case _:
            return False
