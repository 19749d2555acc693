"""Python text to libcst's tree, or the one problem for which it has none. Nothing is ever run."""

from __future__ import annotations

import re

import libcst as cst

from lambdalint.code.depth import too_deep_at
from lambdalint.code.encoding import decode
from lambdalint.code.positions import locate
from lambdalint.code.rejection import python_2, rejection, too_deep, unsupported
from lambdalint.code.walker import preorder
from lambdalint.documents.text import span
from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span

MAX_SIZE = 1_000_000
"""Bytes: a handler has a few thousand; what is far larger is generated, and takes a minute to parse."""

_OLD_EXCEPT = re.compile(r"^[ \t]*except\b[^:\n]*,[ \t]*(?:e|ex|exc|err)[ \t]*:", re.MULTILINE)
_OLD_NAMES = frozenset({"e", "ex", "exc", "err"})
"""libcst reads `except E, e` as Python 3.14 does, as two classes; but nobody gives a class such a name."""


def parse(key: str, source: str | bytes) -> cst.Module | Problem:
    """The tree of a module, or why it has none. `key` is the path in the problem."""
    if len(source) > MAX_SIZE:
        message = f"the file has {len(source) / 1e6:.1f} MB and only {MAX_SIZE / 1e6:.0f} MB are read; exclude it"
        return Problem("LL001", message, Span.of_line(key), fatal=True)
    text = decode(key, source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    if isinstance(text, Problem):
        return text
    if "\0" in text:
        return Problem("LL001", "holds a NUL character", span(key, text, text.index("\0")), fatal=True)
    deep = too_deep_at(text)
    return _parse(key, text) if deep is None else too_deep(span(key, text, deep))


def _parse(key: str, text: str) -> cst.Module | Problem:
    try:
        tree = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return rejection(key, text, error.message)
    except cst.CSTValidationError as error:
        return rejection(key, text, str(error))
    except cst.CSTLogicError as error:  # its grammar knows more than its nodes, as with joined template strings
        return unsupported(key, str(error))
    except RecursionError:
        return too_deep(Span.of_line(key))
    except UnicodeEncodeError as error:
        message = f"half a character, U+{ord(text[error.start]):04X}; save it as UTF-8"
        return Problem("LL001", message, span(key, text, error.start), fatal=True)
    return _old_except(key, text, tree) or tree


def _old_except(key: str, text: str, tree: cst.Module) -> Problem | None:
    if not _OLD_EXCEPT.search(text):
        return None
    for ordinal, node in enumerate(preorder(tree)):
        if isinstance(node, cst.ExceptHandler) and _names_old_style(node.type):
            classes = ordinal + 1
            return python_2("`except E, e`", Span(key, *locate(tree, text, (classes,))[classes]))
    return None


def _names_old_style(classes: cst.BaseExpression | None) -> bool:
    if not isinstance(classes, cst.Tuple) or classes.lpar:
        return False
    last = classes.elements[-1].value
    return isinstance(last, cst.Name) and last.value in _OLD_NAMES
