"""YAML text to PyYAML's nodes: bounded in depth, every failure an `Unreadable` that says what to do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import yaml
from yaml.reader import ReaderError

from lambdalint.documents.text import MAX_DEPTH, Unreadable, span
from lambdalint.documents.yaml_types import DEFAULT_TAGS, plain_tag
from lambdalint.model.source import Span

YamlNode: TypeAlias = yaml.ScalarNode | yaml.SequenceNode | yaml.MappingNode

_ADVICE = {
    "mapping values are not allowed": "quote a value that holds `: `, or check the indentation",
    "could not find expected ':'": "check the quotes and the indentation on the line above",
    "did not find expected key": "check the indentation and the quotes here and on the line above",
    "did not find expected '-'": "indent all items of the list alike",
    "did not find expected ',' or": "close the bracket, or write the missing comma",
    "did not find expected alphabetic or numeric": "quote a value that begins with `*` or `&`",
    "found undefined alias": "define the anchor above it, or quote a value that begins with `*`",
    "found unknown escape": "use single quotes, or write the backslash twice",
    "found unexpected end of stream": "close the quote",
    "second occurrence": "give each anchor (`&`) its own name",
}


class _Composing:
    """What is ours in PyYAML's loaders: a bound on nesting, and which plain scalars are more than text."""

    path = ""
    depth = 0

    def descend_resolver(self, parent: YamlNode | None, _index: object) -> None:
        """Count a level: without a bound, libyaml's composer overflows the stack and takes the process with it."""
        self.depth += 1
        if self.depth > MAX_DEPTH and parent is not None:
            raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", _at(self.path, parent.start_mark))

    def ascend_resolver(self) -> None:
        """Leave a level."""
        self.depth -= 1

    def resolve(self, kind: type[YamlNode], text: str, implicit: tuple[bool, bool] | bool) -> str:
        """The tag of a node that has none written; `implicit` is a pair, the first for plain style, for scalars only."""
        return plain_tag(text) if isinstance(implicit, tuple) and implicit[0] else DEFAULT_TAGS[kind]


def documents(path: str, text: str) -> Iterator[YamlNode]:
    """The root of each document in a file that is not empty; raises `Unreadable`."""
    try:
        loader = loader_class()(text)
        loader.path = path
        while loader.check_node():
            yield loader.get_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"not valid YAML: {_reason(error, text)}", _at(path, mark)) from None
    except ReaderError as error:
        message = f"not valid YAML: it holds the control character U+{error.character:04X}; remove it"
        raise Unreadable(message, span(path, text, text.find(chr(error.character)))) from None


@cache
def loader_class() -> Any:
    """PyYAML's fastest loader with what is ours; chosen once."""
    base = getattr(yaml, "CSafeLoader", None)
    if base is None:
        warnings.warn(
            "PyYAML is installed without libyaml: reading YAML takes 20 times longer", RuntimeWarning, stacklevel=1
        )
        base = yaml.SafeLoader
    return type("_Loader", (_Composing, base), {})


def _at(path: str, mark: Any) -> Span:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Span(path, line, column, line, column)


def _reason(error: yaml.MarkedYAMLError, text: str) -> str:
    problem = error.problem or "unknown"
    offset = error.problem_mark.index if error.problem_mark else 0
    if "cannot start any token" in problem:
        return _bad_start(text[offset : offset + 1])
    where = f" ({error.context} on line {error.context_mark.line + 1})" if error.context and error.context_mark else ""
    advice = next((advice for part, advice in _ADVICE.items() if part in problem), None)
    return f"{problem}{where}" + (f"; {advice}" if advice else "")


def _bad_start(character: str) -> str:
    if character == "\t":
        return "a tab cannot indent; use spaces"
    return f"a value cannot begin with {character!r}; put it in quotes"
