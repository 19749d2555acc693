"""LL205 ephemeral-storage-out-of-range. See rules/LL205-ephemeral-storage-out-of-range.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.limits import ACCELERATED_EPHEMERAL_STORAGE, EPHEMERAL_STORAGE
from lambdalint.checks.ranges import out_of_range
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class EphemeralStorageOutOfRange(Struct, frozen=True):
    """Report sizes of /tmp that Lambda refuses."""

    code: ClassVar[str] = "LL205"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the storage is outside what this kind of function may have."""
        settings = function.configuration
        accelerated = settings.accelerator is not None and settings.accelerator.value is not False
        accepted = ACCELERATED_EPHEMERAL_STORAGE if accelerated else EPHEMERAL_STORAGE
        storage = settings.ephemeral_storage
        yield from out_of_range(
            self.code, function, storage, accepted, what="{} of /tmp", unit="MB", by_whom="Lambda accepts"
        )
