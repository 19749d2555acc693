"""Changes to Python files that change nothing of what they mean."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import libcst as cst

_SUFFIX = "_renamed"
_Statement = TypeVar("_Statement", cst.SimpleStatementLine, cst.FunctionDef, cst.ClassDef)


def with_comments(text: str) -> str:
    """A comment and a blank line before every statement, above the comments that belong to it."""
    return cst.parse_module(text).visit(_Comments()).code


def with_brackets(text: str) -> str:
    """Brackets around what is assigned, returned and passed, over several lines."""
    return cst.parse_module(text).visit(_Brackets()).code


def with_other_names(text: str, keep: Collection[str]) -> str:
    """The parameters and variables of every function by other names, but for those to keep and those that calls name."""
    tree = cst.parse_module(text)
    keywords = _Keywords()
    tree.visit(keywords)
    return tree.visit(_Functions({*keep, *keywords.found})).code


def without_suffix(message: str) -> str:
    """A message about renamed variables as it would be about the original ones."""
    return message.replace(_SUFFIX, "")


class _Comments(cst.CSTTransformer):
    def leave_SimpleStatementLine(
        self, _: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine:
        return _announced(updated_node)

    def leave_FunctionDef(self, _: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        return _announced(updated_node)

    def leave_ClassDef(self, _: cst.ClassDef, updated_node: cst.ClassDef) -> cst.ClassDef:
        return _announced(updated_node)


def _announced(node: _Statement) -> _Statement:
    comment = cst.EmptyLine(comment=cst.Comment("# Nothing changes here."))
    return node.with_changes(leading_lines=(cst.EmptyLine(indent=False), comment, *node.leading_lines))


class _Brackets(cst.CSTTransformer):
    def visit_FormattedString(self, _: cst.FormattedString) -> bool:
        return False

    def visit_Decorator(self, _: cst.Decorator) -> bool:
        return False

    def leave_Assign(self, _: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        return updated_node.with_changes(value=_bracketed(updated_node.value))

    def leave_Return(self, _: cst.Return, updated_node: cst.Return) -> cst.Return:
        value = updated_node.value
        return updated_node if value is None else updated_node.with_changes(value=_bracketed(value))

    def leave_Arg(self, _: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node if updated_node.star else updated_node.with_changes(value=_bracketed(updated_node.value))


def _bracketed(value: cst.BaseExpression) -> cst.BaseExpression:
    line = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace("    "))
    brackets = cst.LeftParen(whitespace_after=line), cst.RightParen(whitespace_before=line)
    return value.with_changes(lpar=(brackets[0], *value.lpar), rpar=(*value.rpar, brackets[1]))


class _Keywords(cst.CSTVisitor):
    """The names by which calls pass arguments."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def visit_Arg(self, node: cst.Arg) -> None:
        if node.keyword is not None:
            self.found.add(node.keyword.value)


class _Functions(cst.CSTTransformer):
    """Renames the variables of each function that is not inside of another."""

    def __init__(self, keep: Collection[str]) -> None:
        super().__init__()
        self.keep = keep

    def visit_FunctionDef(self, _: cst.FunctionDef) -> bool:
        return False

    def leave_FunctionDef(self, original_node: cst.FunctionDef, _: cst.FunctionDef) -> cst.FunctionDef:
        own = _Own()
        original_node.params.visit(own)
        original_node.body.visit(own)
        if own.is_odd:
            return original_node
        # A decorator's library may pass arguments by name: the parts of a route's path.
        passed = own.parameters if original_node.decorators else set[str]()
        renaming = _Renaming(own.bound - own.shared - passed - set(self.keep))
        body, params = original_node.body.visit(renaming), original_node.params.visit(renaming)
        return original_node.with_changes(body=body, params=params)


class _Own(cst.CSTVisitor):
    """The names that a function binds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.bound: set[str] = set()
        self.parameters: set[str] = set()
        self.shared: set[str] = set()
        """Declared `global` or `nonlocal`, imported, or names of functions."""
        self.is_odd = False
        """It defines a class, whose attributes are named like variables, or looks at its variables by name."""

    def visit_Param(self, node: cst.Param) -> None:
        self.bound.add(node.name.value)
        self.parameters.add(node.name.value)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self._bind(node.target)

    def visit_For(self, node: cst.For) -> None:
        self._bind(node.target)

    def visit_AsName(self, node: cst.AsName) -> None:
        self._bind(node.name)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        self._bind(node.target)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.shared.add(node.name.value)
        return False

    def visit_Lambda(self, _: cst.Lambda) -> bool:
        return False

    def visit_ClassDef(self, _: cst.ClassDef) -> bool:
        self.is_odd = True
        return False

    def visit_Match(self, _: cst.Match) -> None:
        self.is_odd = True

    def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
        self.shared.update(name.value for name in _names(node))
        return False

    def visit_NameItem(self, node: cst.NameItem) -> None:
        self.shared.add(node.name.value)

    def visit_Name(self, node: cst.Name) -> None:
        self.is_odd |= node.value == "locals"

    def _bind(self, target: cst.CSTNode) -> None:
        match target:
            case cst.Name(value=name):
                self.bound.add(name)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for element in elements:
                    self._bind(element.value)


def _names(node: cst.CSTNode) -> list[cst.Name]:
    found = [node] if isinstance(node, cst.Name) else []
    return [*found, *(name for child in node.children for name in _names(child))]


class _Renaming(cst.CSTTransformer):
    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.names = names

    def leave_Name(self, _: cst.Name, updated_node: cst.Name) -> cst.Name:
        if updated_node.value not in self.names:
            return updated_node
        return updated_node.with_changes(value=f"{updated_node.value}{_SUFFIX}")

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> cst.Param:
        return updated_node.with_changes(default=original_node.default, annotation=original_node.annotation)

    def visit_ImportAlias(self, _: cst.ImportAlias) -> bool:
        return False
