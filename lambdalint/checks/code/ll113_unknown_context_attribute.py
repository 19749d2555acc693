"""LL113 unknown-context-attribute. See rules/LL113-unknown-context-attribute.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.context import ATTRIBUTES
from lambdalint.checks.context import context_reads
from lambdalint.errors import did_you_mean
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_OTHER_WORDS = {
    "request_id": "aws_request_id",
    "awsRequestId": "aws_request_id",
    "get_remaining_time_in_ms": "get_remaining_time_in_millis",
    "remaining_time_in_millis": "get_remaining_time_in_millis",
    "function_arn": "invoked_function_arn",
    "memory_limit": "memory_limit_in_mb",
}
_UPPER = re.compile(r"(?<!^)(?=[A-Z])")


class UnknownContextAttribute(Struct, frozen=True):
    """Report attributes that the context does not have."""

    code: ClassVar[str] = "LL113"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each attribute that the handler reads and the runtime's context lacks."""
        for name, read in context_reads(function.code) if function.code else ():
            if name not in ATTRIBUTES and not name.startswith("_") and not read.context.tries:
                yield Finding(
                    self.code,
                    f"the context has no `{name}`, so this raises AttributeError; {_hint(name)}",
                    at=read.at,
                    function=function.name,
                    label="not there",
                )


def _hint(name: str) -> str:
    meant = _OTHER_WORDS.get(name) or _UPPER.sub("_", name).lower()
    if meant in ATTRIBUTES:
        return f"did you mean `{meant}`?"
    return did_you_mean(name, sorted(ATTRIBUTES)) or "see `python-context` in the references"
