"""LL190 write-outside-tmp. See rules/LL190-write-outside-tmp.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.catching import catches_os_error, is_caught
from lambdalint.checks.notes import way
from lambdalint.checks.stages import is_for_one_place
from lambdalint.model.code import Code, FileWrite, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_WRITABLE = ("/tmp/", "/mnt/", "/dev/", "/proc/")  # noqa: S108  # where a function may write
_SURE = re.compile(
    r"builtins\.open|io\.open|(?:bz2|gzip|lzma|tarfile)\.open|zipfile\.ZipFile|pathlib\..*|shutil\..*|boto3\..*|urllib\..*"
)
"""What surely takes a path where others take a name or a format."""
_OF_A_FILE = re.compile(r"[\w./ -]*\w\.\w{1,5}")


class WriteOutsideTmp(Struct, frozen=True):
    """Report files that are written where the file system is read-only."""

    code: ClassVar[str] = "LL190"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each file that is surely written elsewhere than in /tmp or in a mounted file system."""
        code = function.code
        if code is None or any(call.target == "os.chdir" for call in code.calls):
            return
        calls = {call.at: call for call in code.calls}
        for write in code.files:
            if _is_outside(write) and _is_surely_written(write, calls[write.at], code):
                yield Finding(
                    self.code,
                    f"`{write.path}{'' if write.fixed else '…'}` lies on a read-only file system, so writing it fails with "
                    "`[Errno 30]`; write to /tmp",
                    at=write.at,
                    function=function.name,
                    label="only /tmp and mounted file systems can be written",
                    notes=way(function, code, write.reach),
                )


def _is_outside(write: FileWrite) -> bool:
    path = write.path
    if not path or ".." in path or ":" in path or path[0] in "~$" or "\n" in path:
        return False
    if not path.startswith("/"):
        return True
    return not any(path.startswith(one) or one.startswith(path + "/" * write.fixed) for one in _WRITABLE)


def _is_surely_written(write: FileWrite, call: ReachedCall, code: Code) -> bool:
    sure = call.target is not None and (_SURE.fullmatch(call.target) or call.aws is not None)
    if not (sure or (write.fixed and _OF_A_FILE.fullmatch(write.path))):
        return False
    context = call.call.context
    return not is_caught(context, write.reach, code, catches_os_error) and not is_for_one_place(
        context, code.modules[write.reach.module]
    )
