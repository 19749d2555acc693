"""LL137 side-effect-outside-step. See rules/LL137-side-effect-outside-step.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.replays import replayed
from lambdalint.model.code import Confidence, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_HTTP = re.compile(
    r"(?:requests|httpx)(?:\.(?:[Ss]ession|Client)\(\))?\.(?:delete|get|head|options|patch|post|put|request)"
    r"|urllib\.request\.urlopen|urllib3\.(?:PoolManager\(\)\.)?request"
)


class SideEffectOutsideStep(Struct, frozen=True):
    """Report what a durable function asks of others again on each replay."""

    code: ClassVar[str] = "LL137"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each call of AWS or over HTTP that stands outside of a step."""
        code = function.code
        for call in replayed(code) if code is not None else ():
            if code is not None and _reaches_out(call):
                yield Finding(
                    self.code,
                    f"each replay of this durable function calls `{call.name}` again; call it within a step, whose result is kept",
                    at=call.at,
                    function=function.name,
                    label="repeated on each replay",
                    notes=way(function, code, call.reach),
                )


def _reaches_out(call: ReachedCall) -> bool:
    if call.aws is not None:
        return call.aws.confidence is not Confidence.LOW
    return _HTTP.fullmatch(call.target or "") is not None
