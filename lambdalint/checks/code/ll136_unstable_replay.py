"""LL136 unstable-replay. See rules/LL136-unstable-replay.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.replays import replayed
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_CLOCK = frozenset(
    {"time.time", "time.time_ns", "datetime.date.today", "datetime.datetime.now"}
    | {"datetime.datetime.today", "datetime.datetime.utcnow"}
)
_RANDOM = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4"})


class UnstableReplay(Struct, frozen=True):
    """Report what a durable function gets differently on each replay."""

    code: ClassVar[str] = "LL136"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each clock and each random value that is read outside of a step."""
        code = function.code
        for call in replayed(code) if code is not None else ():
            what = _drawn(call.target or "")
            if code is not None and what is not None and not call.call.discarded:
                yield Finding(
                    self.code,
                    f"each replay of this durable function gets another {what} here, and may go another way with it; "
                    "take it within a step",
                    at=call.at,
                    function=function.name,
                    label="differs on each replay",
                    notes=way(function, code, call.reach),
                )


def _drawn(target: str) -> str | None:
    if target in _CLOCK:
        return "time"
    is_random = target in _RANDOM or (target.startswith(("random.", "secrets.")) and not target.endswith(".seed"))
    return "random value" if is_random else None
