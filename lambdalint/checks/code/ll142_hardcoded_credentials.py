"""LL142 hardcoded-credentials. See rules/LL142-hardcoded-credentials.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.clients import Made, made
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_KEY_ID = re.compile(r"(?:AKIA|ASIA)[A-Z2-7]{16}")
_SECRET = re.compile(r"[A-Za-z0-9/+]{40}")
_VARIED = 12
"""Different characters in a secret: a placeholder repeats a few."""


class HardcodedCredentials(Struct, frozen=True):
    """Report access keys that stand in the code."""

    code: ClassVar[str] = "LL142"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each client or session that gets keys as text."""
        for one in made(function.code) if function.code is not None else ():
            if _has_keys(one) and not one.is_elsewhere:
                yield Finding(
                    self.code,
                    "access keys stand in the code, for everyone who can read it; leave them out, and give the execution role "
                    "what they may do",
                    at=one.call.at,
                    function=function.name,
                    label="access keys as text",
                    secret=True,
                )


def _has_keys(one: Made) -> bool:
    key_id, secret = one.text("aws_access_key_id") or "", one.text("aws_secret_access_key") or ""
    is_secret = _SECRET.fullmatch(secret) is not None and len(set(secret)) >= _VARIED
    return is_secret or _KEY_ID.fullmatch(key_id) is not None
