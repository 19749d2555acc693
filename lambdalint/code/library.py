"""Every Python file that was read, with its facts, and its tree while that is small."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from lambdalint.documents.tree import Problem
from lambdalint.model.module import Module

_KEPT = 400_000
"""Bytes of source whose trees are kept for positions; what is beyond is parsed again when it is reported."""


class Library(Struct):
    """Reads each file once. libcst is imported when the first one comes."""

    _facts: dict[str, Module | Problem] = field(default_factory=dict)
    _trees: dict[str, Any] = field(default_factory=dict)
    _texts: dict[str, bytes] = field(default_factory=dict)
    _kept: int = 0

    def __len__(self) -> int:
        return sum(isinstance(facts, Module) for facts in self._facts.values())

    def read(self, key: str, data: bytes) -> Module | Problem:
        """The facts of a file, or why it can't be read."""
        if key not in self._facts:
            self._facts[key] = self._read(key, data)
        return self._facts[key]

    def _read(self, key: str, data: bytes) -> Module | Problem:
        from lambdalint.code.facts import read_facts
        from lambdalint.code.parse import parse

        tree = parse(key, data)
        if isinstance(tree, Problem):
            return tree
        self._texts[key] = data
        if self._kept + len(data) <= _KEPT:
            self._kept += len(data)
            self._trees[key] = tree
        return read_facts(key, tree)

    def locate(self, key: str, nodes: Iterable[int]) -> dict[int, tuple[int, int, int, int]]:
        """Where nodes of a file stand: line, column, end line, end column, 1-based, in its own text."""
        from lambdalint.code.encoding import decode
        from lambdalint.code.parse import parse
        from lambdalint.code.positions import locate

        text = decode(key, self._texts[key])
        tree = self._trees.get(key) or parse(key, self._texts[key])
        return {} if isinstance(text, Problem) or isinstance(tree, Problem) else locate(tree, text, nodes)
