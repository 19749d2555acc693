"""LL281 environment-without-own-key. See rules/LL281-environment-without-own-key.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.compliance import required
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class EnvironmentWithoutOwnKey(Struct, frozen=True):
    """Report environment variables that are encrypted with the key of AWS."""

    code: ClassVar[str] = "LL281"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when it is not configured."""
        if function.configuration.environment.variables:
            yield from required(
                self.code,
                function,
                function.configuration.kms_key,
                "has environment variables under the key of AWS; name a `KmsKeyArn`, if a policy asks for a key of your own",
            )
