"""Functions on outputs, and of JSON, whose results stay what they are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.standard import formatted
from lambdalint.frameworks.programs.values import Arguments, Given, Made, Thing, Unknown

JSON: Final = "json.dumps"


def called(dotted: str, arguments: Arguments) -> Thing:
    """What one of the functions gives."""
    try:
        return FUNCTIONS[dotted](arguments)
    except (ValueError, IndexError):
        return Unknown(dotted)


def _values(arguments: Arguments) -> list[Thing]:
    return [given.value for given in arguments.positional]


def _all(arguments: Arguments) -> Thing:
    if not arguments.complete:
        return Unknown("all")
    values = _values(arguments)
    return values or {name: given.value for name, given in arguments.named.items()}


def _format(arguments: Arguments) -> Thing:
    text, *values = _values(arguments) or [None]
    named = {name: given.value for name, given in arguments.named.items()}
    return formatted(text, values, named) if isinstance(text, str) else Unknown("format")


def _json(arguments: Arguments) -> Thing:
    """The text of a value; who needs its parts has them."""
    return Made(JSON, arguments)


def _parsed(arguments: Arguments) -> Thing:
    text = arguments.get(0, "s")
    return text.arguments.get(0, "obj") if isinstance(text, Made) and text.dotted == JSON else Unknown("json")


def _same(arguments: Arguments) -> Thing:
    given = arguments.given(0, "val")
    return given.value if isinstance(given, Given) else Unknown("a value")


FUNCTIONS: Final[dict[str, Callable[[Arguments], Thing]]] = {
    "json.dumps": _json,
    "json.loads": _parsed,
    "pulumi.Output.all": _all,
    "pulumi.Output.concat": lambda arguments: joined(_values(arguments)),
    "pulumi.Output.format": _format,
    "pulumi.Output.from_input": _same,
    "pulumi.Output.json_dumps": _json,
    "pulumi.Output.json_loads": _parsed,
    "pulumi.Output.secret": _same,
    "pulumi.Output.unsecret": _same,
}
