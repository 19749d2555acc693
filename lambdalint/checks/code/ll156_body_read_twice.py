"""LL156 body-read-twice. See rules/LL156-body-read-twice.md."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.results import Answered
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.module import Context
from lambdalint.model.value import Attribute

_STREAMS = frozenset({"Body", "Payload", "StreamingBody"})


class BodyReadTwice(Struct, frozen=True):
    """Report streams of answers that are read again after they were read to their end."""

    code: ClassVar[str] = "LL156"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each second read of a stream."""
        code = function.code
        for made in code.calls if code is not None else ():
            if code is None or made.aws is None:
                continue
            reads = _reads(made, code)
            for earlier, later in pairwise(reads):
                if _runs_before(earlier.call.context, later.call.context):
                    yield Finding(
                        self.code,
                        "this stream was read to its end before, so there is nothing left to read; keep what the first "
                        "`read()` gave",
                        at=later.at,
                        function=function.name,
                        notes=(*way(function, code, later.reach), Note(earlier.at, "all of it is read here")),
                    )


def _runs_before(earlier: Context, later: Context) -> bool:
    """Whether what stands in the one place has surely run when the other is reached."""
    same = (earlier.function, earlier.loops, earlier.tries) == (later.function, later.loops, later.tries)
    return same and later.conditions[: len(earlier.conditions)] == earlier.conditions


def _reads(made: ReachedCall, code: Code) -> list[ReachedCall]:
    """The calls that read all of a stream in an answer, in the order they stand in."""
    answer = Answered(made.number, code.modules[made.reach.module])
    found = {
        call.number: call
        for call in code.calls
        if call.name == "read"
        and call.reach.module == made.reach.module
        and not call.call.arguments
        and isinstance(call.call.callee, Attribute)
        and answer.field(call.call.callee.of) in _STREAMS
    }
    return [found[number] for number in sorted(found)]
