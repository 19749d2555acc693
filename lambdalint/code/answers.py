"""What the handler may return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from msgspec import Struct

from lambdalint.code.carried import Carrying
from lambdalint.code.entities import Definition
from lambdalint.code.paths import Paths
from lambdalint.code.phases import never_runs
from lambdalint.code.settled import Frame, Settler
from lambdalint.model.code import Answer, Reach
from lambdalint.model.module import Context, Return
from lambdalint.model.value import Choice, Constant, Dictionary, Result, Value

_DEEPEST = 5
"""How many helpers pass an answer on before it counts as unknown."""
_MOST = 200
"""How many answers are looked at: helpers that call one another in many ways have more than anybody reads."""


class Answers(Struct, frozen=True):
    """Follows the returns of a handler into the helpers that make them; `reached` is what runs."""

    handler: Definition
    settler: Settler
    paths: Paths
    carrying: Carrying
    reached: Mapping[tuple[str, str], Reach]

    def all(self) -> tuple[Answer, ...]:
        """Every way in which the handler may end without an error."""
        if self.handler.function.is_generator:
            return ()
        return tuple(islice(self._of(self.handler, Frame(), None, 0), _MOST))

    def _of(self, called: Definition, frame: Frame, outer: Return | None, depth: int) -> Iterator[Answer]:
        for found in _returns(called):
            for value in found.value.options if isinstance(found.value, Choice) else (found.value,):
                made = None
                if isinstance(value, Result) and depth < _DEEPEST:
                    made = self.settler.called(value, called.module, frame)
                if made is None:
                    yield from self._settled(value, found, called, frame, outer)
                for helper, passed in made or ():
                    yield from self._of(helper, passed, outer or found, depth + 1)

    def _settled(
        self, value: Value, found: Return, called: Definition, frame: Frame, outer: Return | None
    ) -> Iterator[Answer]:
        reach = self.reached.get(called.key)
        if reach is not None:
            settled = self.settler.settle(value, called.module, frame)
            written = settled if outer is None else self.settler.settle(value, called.module, Frame())
            first = outer or found
            conditions = [one.test for one in first.context.conditions]
            given = frozenset(self.paths.mentioned(conditions, self.handler.module))
            body = self.carrying.carried(_body(value), called.module)
            yield Answer(settled, first.at, first.context, written, found.at, reach, given, body)


def _body(value: Value) -> Value:
    """What a response has as its body; all of what is no response."""
    entries = value.entries if isinstance(value, Dictionary) else ()
    return next((held for key, held in entries if key == Constant("body")), value)


def _returns(called: Definition) -> Iterator[Return]:
    """The returns of a function, and the end of its body where that can be reached."""
    function = called.function
    yield from (found for found in function.returns if not never_runs(found.context))
    if function.falls_through:
        yield Return(Constant(None), Context(function.name), function.at)
