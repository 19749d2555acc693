"""LL191 growing-tmp-file. See rules/LL191-growing-tmp-file.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.model.code import FileWrite, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_OPENERS = frozenset({"builtins.open", "io.open", "gzip.open", "bz2.open", "lzma.open"})


class GrowingTmpFile(Struct, frozen=True):
    """Report files under /tmp that every invocation appends to."""

    code: ClassVar[str] = "LL191"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each file that grows, and that nothing removes."""
        if function.code is None:
            return
        calls = {call.at: call for call in function.code.calls}
        for write in function.code.files:
            if _is_kept(write) and _appends(calls[write.at]):
                yield Finding(
                    self.code,
                    f"every invocation appends to `{write.path}`, which still holds what earlier ones wrote; "
                    'open it with mode "w", or remove it',
                    at=write.at,
                    function=function.name,
                    label="grows until /tmp is full",
                    notes=way(function, function.code, write.reach),
                )


def _is_kept(write: FileWrite) -> bool:
    # What it holds of the event is LL103's concern, and more than that of the space it takes.
    in_tmp = write.fixed and write.path.startswith("/tmp/")  # noqa: S108  # the place this rule is about
    return in_tmp and write.reach.phase is Phase.INVOKE and not (write.removed or write.checked or write.from_event)


def _appends(call: ReachedCall) -> bool:
    mode = call.call.argument(1, "mode")
    return call.target in _OPENERS and isinstance(mode, Constant) and "a" in str(mode.value)
