"""LL612 typed-attribute-as-plain. See rules/LL612-typed-attribute-as-plain.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.event_reads import has_own_shape, is_made_here
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_IMAGES = frozenset({"Keys", "NewImage", "OldImage"})


class TypedAttributeAsPlain(Struct, frozen=True):
    """Report attributes of stream records that are used without the type that stands around each value."""

    code: ClassVar[str] = "LL612"

    converters: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that takes such an attribute for its value."""
        code = function.code
        if code is None or not code.direct or has_own_shape(code):
            return
        for call in code.calls:
            path = next((path for path in self._taken(call) if _is_attribute(path)), None)
            if path is not None and not is_made_here(path, code):
                yield _finding(function, code, call, path)

    def _taken(self, call: ReachedCall) -> Iterator[Path]:
        """What a call takes for plain values: a cast, or the resource API of DynamoDB, which puts types around by itself."""
        if call.target in self.converters:
            yield from (path for path in call.paths[:1] if path is not None)
        if call.aws is not None and (call.aws.service, call.aws.kind) == ("dynamodb", "resource"):
            yield from sorted(call.held, key=str)


def _is_attribute(path: Path) -> bool:
    match path:
        case ("Records", _, "dynamodb", str() as image, str() as name):
            return image in _IMAGES and name not in "*?"
        case _:
            return False


def _finding(function: Function, code: Code, call: ReachedCall, path: Path) -> Finding:
    return Finding(
        TypedAttributeAsPlain.code,
        f"`{path[-1]}` of a stream record is a dictionary such as {{'S': 'text'}} or {{'N': '1'}}, which `{call.name}` does "
        "not take; take the value out of it, or use `TypeDeserializer`",
        at=call.at,
        function=function.name,
        label="still typed",
        notes=way(function, code, call.reach),
    )
