"""LL126 reserved-env-written. See rules/LL126-reserved-env-written.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.environment import RESERVED
from lambdalint.checks.notes import way
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code, Phase, Reach
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Anchor
from lambdalint.model.value import Constant, Dictionary, Item


class ReservedEnvWritten(Struct, frozen=True):
    """Report variables of the runtime that a handler overwrites."""

    code: ClassVar[str] = "LL126"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each reserved variable that an invocation sets or deletes."""
        code = function.code
        for name, at, reach in _written(code) if code else ():
            if code and name in RESERVED and reach.phase is Phase.INVOKE:
                yield Finding(
                    self.code,
                    f"`{name}` belongs to the runtime, and what is set here stays for every later invocation; "
                    "hand the value over where it is needed (`region_name=`, a session of its own)",
                    at=at,
                    function=function.name,
                    label="the runtime's own",
                    notes=way(function, code, reach),
                )


def _written(code: Code) -> Iterator[tuple[str, Anchor, Reach]]:
    for store in code.stores:
        module = code.modules[store.reach.module]
        match store.store.target:
            case Item(of=of, key=Constant(value=str(name))) if dotted(of, module) == "os.environ":
                yield name, store.store.at, store.reach
    for call in code.calls:
        if call.target == "os.putenv":
            yield from _names(call.call.argument(0, "key"), call.at, call.reach)
        elif call.target == "os.environ.update":
            yield from _names(call.call.argument(0, ""), call.at, call.reach)
            yield from ((argument.name, call.at, call.reach) for argument in call.call.arguments if argument.name)


def _names(value: object, at: Anchor, reach: Reach) -> Iterator[tuple[str, Anchor, Reach]]:
    match value:
        case Constant(value=str(name)):
            yield name, at, reach
        case Dictionary(entries=entries):
            for key, _ in entries:
                yield from _names(key, at, reach)
