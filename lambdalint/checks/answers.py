"""What handlers answer over HTTP, as the checks of the response contract ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from lambdalint.checks.http import Format, format_of
from lambdalint.checks.notes import way
from lambdalint.model.code import Answer, Code
from lambdalint.model.finding import Note
from lambdalint.model.function import Function
from lambdalint.model.source import Place
from lambdalint.model.trigger import HttpTrigger
from lambdalint.model.value import Choice, Collection, Constant, Declared, Dictionary, Symbol, Text, Value

Fault: TypeAlias = Callable[[Value], "str | None"]
"""What is wrong with an answer, in words; None when nothing is, or that is not known."""

_OF_REQUESTS = frozenset(
    {"body", "cookies", "headers", "isBase64Encoded", "multiValueHeaders", "multiValueQueryStringParameters"}
    | {"pathParameters", "queryStringParameters", "rawQueryString", "stageVariables"}
)
"""What code asks of a request for its own sake."""
_TELLS_REQUESTS = frozenset(
    {"httpMethod", "path", "rawPath", "requestContext", "resource", "routeKey", "version"} | _OF_REQUESTS
)
"""What only a request has; code that asks whether it is there has other callers too."""


def http_formats(function: Function) -> Iterator[tuple[HttpTrigger, Format]]:
    """Each format in which a function is asked over HTTP, with the first trigger that has it."""
    seen: set[Format] = set()
    for trigger in function.triggers:
        form = format_of(trigger)
        if isinstance(trigger, HttpTrigger) and form is not None and form not in seen:
            seen.add(form)
            yield trigger, form


def is_only_asked_over_http(function: Function) -> bool:
    """Whether every answer goes to somebody who asked over HTTP."""
    return function.triggers_complete and all(format_of(trigger) is not None for trigger in function.triggers)


def answers_requests(answer: Answer, code: Code) -> bool:
    """Whether an answer is for requests: no condition for it asks for another kind of event."""
    asked = code.asked | code.tested
    return all(
        path[0] in _OF_REQUESTS or (path[0] in _TELLS_REQUESTS and path[:1] not in asked) for path in answer.given
    )


class WrongAnswer(Struct, frozen=True):
    """An answer with a fault: in the helper that makes it, unless the helper was given that."""

    answer: Answer
    what: str
    at: Place

    def notes(self, function: Function, code: Code) -> tuple[Note, ...]:
        """Show the helper that makes the answer, or the way to it."""
        made = self.answer.made
        if self.at == made:
            return way(function, code, self.answer.reach) if made != self.answer.at else ()
        return (Note(made, "the helper that makes the answer takes it as it is"),)


def is_any(_: Answer, __: Code) -> bool:
    """Every answer is for the same one, who alone invokes the function."""
    return True


def faults(
    code: Code, fault: Fault, concerns: Callable[[Answer, Code], bool] = answers_requests
) -> Iterator[WrongAnswer]:
    """Each place that makes answers with a fault, of those that concern whoever asks."""
    seen: set[Place] = set()
    for answer in code.answers:
        what = fault(answer.value)
        place = answer.made if fault(answer.written) is not None else answer.at
        if what is not None and place not in seen and concerns(answer, code):
            seen.add(place)
            yield WrongAnswer(answer, what, place)


def type_of(value: Value) -> str | None:
    """The name of the type that a value has on every path; None when that is not known."""
    match value:
        case Constant(value=constant):
            return type(constant).__name__
        case Dictionary():
            return "dict"
        case Text():
            return "str"
        case Collection(kind=kind):
            return kind
        case Declared(type=Symbol(name=name)):
            return name.removeprefix("builtins.")
        case Choice(options=options):
            kinds = {type_of(one) for one in options}
            return kinds.pop() if len(kinds) == 1 else None
        case _:
            return None
