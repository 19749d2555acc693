"""LL608 undecoded-data. See rules/LL608-undecoded-data.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.batches import streams
from lambdalint.checks.event_reads import has_own_shape, is_made_here
from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.trigger import OtherTrigger, StreamKind

_DECODE = "decode it with `base64.b64decode`"
_UNPACK = "decode it with `base64.b64decode`, then `gzip.decompress`"


class UndecodedData(Struct, frozen=True):
    """Report data that is parsed although it is still encoded."""

    code: ClassVar[str] = "LL608"

    parsers: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call that parses encoded data."""
        code = function.code
        if code is None or not code.direct or has_own_shape(code):
            return
        for call in code.calls:
            path = call.paths[0] if call.paths and call.target in self.parsers else None
            what = None if path is None or is_made_here(path, code) else _needed(path, function)
            if path is not None and what is not None:
                yield _finding(function, code, call, path, what)


def _needed(path: Path, function: Function) -> str | None:
    """How a part of the event is decoded; None for one that is not encoded."""
    match path:
        case ("Records", _, "kinesis", "data"):
            return _DECODE
        case ("awslogs", "data"):
            return _UNPACK
        case ("records", _, "data") if any(_is_firehose(one) for one in function.triggers):
            return _DECODE
        case ("records", _, _, "value") if streams(function, StreamKind.KAFKA):
            return _DECODE
        case _:
            return None


def _is_firehose(trigger: object) -> bool:
    return isinstance(trigger, OtherTrigger) and trigger.service == "Firehose"


def _finding(function: Function, code: Code, call: ReachedCall, path: Path, needed: str) -> Finding:
    return Finding(
        UndecodedData.code,
        f"`{path[-1]}` is Base64 text, which `{call.target}` does not read; {needed} first",
        at=call.at,
        function=function.name,
        label="still encoded",
        notes=way(function, code, call.reach),
    )
