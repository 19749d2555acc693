"""Which `except` clauses end a failure so that nothing learns of it, as LL603 asks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from lambdalint.model.code import Code, ReachedCall, ReachedFunction
from lambdalint.model.module import Context, Except, Module, TryPart
from lambdalint.model.value import Choice, Constant, Result, Symbol, Value, children

_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})
_TELLS = ("builtins.", "logging.", "traceback.")


class Swallowing(Struct, frozen=True):
    """Looks at the `try` statements of one function. The names are the rule's options."""

    tells_only: frozenset[str]
    parses_only: frozenset[str]
    code: Code
    module: Module
    reached: ReachedFunction

    def clauses(self) -> Iterator[Except]:
        """Each broad clause around work on the event that only tells of the error, where the invocation then succeeds."""
        own = [
            call
            for call in self.code.calls
            if call.reach.module == self.module.key and call.call.context.function == self.reached.definition.name
        ]
        for number, statement in enumerate(self.module.tries):
            if statement.context.function == self.reached.definition.name:
                for position, clause in enumerate(statement.handlers):
                    part = TryPart(number, "handler", position)
                    if _is_broad(clause) and self._loses_work(own, part) and self._carries_on(part):
                        yield clause

    def _loses_work(self, calls: list[ReachedCall], part: TryPart) -> bool:
        body = TryPart(part.number, "body")
        works = [call for call in calls if self._works(call)]
        if any(call.call.discarded and not self._is_caught(call.call.context) for call in works):
            return False  # the main work is not in a `try`, and what is caught here is done beside it
        answers = [call for call in calls if part in call.call.context.tries]
        return any(body in call.call.context.tries for call in works) and all(map(self._only_tells, answers))

    def _is_caught(self, context: Context) -> bool:
        return any(
            one.part != "body" or any(map(_is_broad, self.module.tries[one.number].handlers)) for one in context.tries
        )

    def _works(self, call: ReachedCall) -> bool:
        """Something is done with the record, beyond taking it apart."""
        name = call.target or call.name
        named = self._is_named(call, self.parses_only | self.tells_only)
        return call.reads_event and not named and not name.startswith(_TELLS)

    def _only_tells(self, call: ReachedCall) -> bool:
        """The answer to the error is a log line or a metric: nobody keeps the record."""
        return (call.target or "").startswith(_TELLS) or self._is_named(call, self.tells_only)

    def _is_named(self, call: ReachedCall, names: frozenset[str]) -> bool:
        return call.name in names or call.target in names

    def _carries_on(self, part: TryPart) -> bool:
        """After the error the invocation still succeeds: nothing is stored to be looked at later, and no result tells."""
        if any(not _is_elsewhere(raised.context, part) for raised in self.reached.raises):
            return False
        if any(part in one.store.context.tries for one in self.code.stores if one.reach.module == self.module.key):
            return False
        if self._is_needed_later(part.number):
            return False
        return self._is_entry() or not any(map(_tells_caller, (one.value for one in self.reached.definition.returns)))

    def _is_needed_later(self, number: int) -> bool:
        """Whether code after it uses what only its body makes: after an error there is no such variable, and that raises."""
        body = TryPart(number, "body")
        made = {Result(one) for one, call in enumerate(self.module.calls) if body in call.context.tries}
        after = (call for call in self.module.calls if not any(one.number == number for one in call.context.tries))
        return any(part in made for call in after for argument in call.arguments for part in _sure(argument.value))

    def _is_entry(self) -> bool:
        """Nobody reads what the handler of a batch, or a decorator around it, returns, but for its failures."""
        return not self.reached.reach.chain


def _sure(value: Value) -> Iterator[Value]:
    """A value and all that it surely is made of."""
    yield value
    for part in () if isinstance(value, Choice) else children(value):
        yield from _sure(part)


def _is_broad(clause: Except) -> bool:
    return not clause.types or any(isinstance(one, Symbol) and one.name in _BROAD for one in clause.types)


def _is_elsewhere(context: Context, part: TryPart) -> bool:
    """Whether a `raise` stands where this clause catches it, or in a clause beside it: any other may reckon up at the end."""
    return any(one.number == part.number and one != part for one in context.tries)


def _tells_caller(value: object) -> bool:
    return not (isinstance(value, Constant) and value.value is None)
