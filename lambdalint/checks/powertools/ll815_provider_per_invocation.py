"""LL815 provider-per-invocation. See rules/LL815-provider-per-invocation.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.suite import calls_of
from lambdalint.model.code import Phase
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function

_PROVIDERS = r"(?:SSM|Secrets|AppConfig|DynamoDB)Provider|DynamoDBPersistenceLayer|AppConfigStore"


class ProviderPerInvocation(Struct, frozen=True):
    """Report Powertools objects that bring a client and a cache of their own for each event."""

    code: ClassVar[str] = "LL815"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each provider that every invocation makes anew."""
        code = function.code
        for call in () if code is None else calls_of(code, _PROVIDERS):
            if code is not None and call.phase is Phase.INVOKE and call.static:
                yield Finding(
                    self.code,
                    f"every invocation makes a new `{call.name}`, with a new client and an empty cache; "
                    "make it once, outside the handler",
                    at=call.at,
                    function=function.name,
                    label="made for each event",
                    notes=way(function, code, call.reach),
                )
