"""LL216 file-system-misconfigured. See rules/LL216-file-system-misconfigured.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_MOUNT = re.compile(r"/mnt/[\w.-]+")


class FileSystemMisconfigured(Struct, frozen=True):
    """Report file systems that cannot be mounted."""

    code: ClassVar[str] = "LL216"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for a mount point outside of /mnt, and for a function that is not in a VPC."""
        settings = function.configuration
        for mount in settings.file_systems:
            if mount.value is not None and not _MOUNT.fullmatch(mount.value):
                message = f"a file system is mounted below /mnt only, not at `{mount.value}`; write `/mnt/name`"
            elif settings.vpc is None:
                message = "a file system is reached through a VPC, and the function is in none; give it subnets and a security group"
            else:
                continue
            yield Finding(self.code, message, at=mount.at, function=function.name, label="cannot be mounted")
