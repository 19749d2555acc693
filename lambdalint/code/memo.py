"""Answers about values, remembered until more becomes known of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct, field

from lambdalint.model.module import Module
from lambdalint.model.value import Value

T = TypeVar("T")


class Memo(Struct, Generic[T]):
    """One kind of answer. A question that comes up again while it is being answered gets `unfinished`, so cycles end."""

    unfinished: T
    _version: int = -1
    _answers: dict[tuple[int, str], tuple[Value, T]] = field(default_factory=dict)

    def answer(self, value: Value, at: Module, version: int, work_out: Callable[[], T]) -> T:
        """The answer about a value of a module; it is worked out anew when `version` has changed."""
        if version != self._version:
            self._version = version
            self._answers.clear()
        key = (id(value), at.key)
        known = self._answers.get(key)
        if known is not None:
            return known[1]
        # The value is kept with its answer, so that no other value can get its id.
        self._answers[key] = (value, self.unfinished)
        found = work_out()
        if version == self._version:
            self._answers[key] = (value, found)
        return found
