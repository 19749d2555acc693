"""LL103 user-data-in-tmp. See rules/LL103-user-data-in-tmp.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.rarely import runs_rarely
from lambdalint.model.code import FileWrite, Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class UserDataInTmp(Struct, frozen=True):
    """Report data of one event that is left in a file under /tmp."""

    code: ClassVar[str] = "LL103"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each file of user data that nothing removes."""
        if function.code is None or runs_rarely(function, function.code):
            return
        for write in function.code.files:
            if _is_left_behind(write):
                again = (
                    "the next invocation finds it or writes over it" if write.fixed else "the next invocation finds it"
                )
                full = "" if write.fixed else " and /tmp fills up"
                yield Finding(
                    self.code,
                    f"data from the event is left in `{write.path}{'' if write.fixed else '…'}`: {again}{full}; "
                    "delete the file before the handler returns",
                    at=write.at,
                    function=function.name,
                    label="stays in /tmp",
                    notes=way(function, function.code, write.reach),
                )


def _is_left_behind(write: FileWrite) -> bool:
    # A file that is only written when it is not there yet is the cache that AWS recommends.
    in_tmp = write.path == "/tmp" or write.path.startswith("/tmp/")  # noqa: S108  # the place this rule is about
    return in_tmp and write.from_event and write.reach.phase is Phase.INVOKE and not write.removed and not write.checked
