"""LL823 parameter-cache-bypassed. See rules/LL823-parameter-cache-bypassed.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.suite import calls_of
from lambdalint.model.code import Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_READS = r"(?:get_parameters?(?:_by_name)?|get_secret|get_app_config|(?:SSM|Secrets|AppConfig|DynamoDB)Provider\(\)\.get(?:_multiple)?)"


class ParameterCacheBypassed(Struct, frozen=True):
    """Report reads of parameters and secrets that go past Powertools' cache."""

    code: ClassVar[str] = "LL823"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each read that asks the service on every invocation."""
        code = function.code
        for call in () if code is None else calls_of(code, _READS):
            by = _bypass(call)
            if code is not None and by is not None and call.phase is Phase.INVOKE and not _is_second_try(call):
                yield Finding(
                    self.code,
                    f"`{by}` asks the service again on every invocation, which costs time, money and its request quota; "
                    "let the cache keep it for a while",
                    at=call.at,
                    function=function.name,
                    label="past the cache",
                    notes=way(function, code, call.reach),
                )


def _bypass(call: ReachedCall) -> str | None:
    if call.call.argument(-1, "force_fetch") == Constant(True):
        return "force_fetch=True"
    age = call.call.argument(-1, "max_age")
    return "max_age=0" if isinstance(age, Constant) and age.value == 0 else None


def _is_second_try(call: ReachedCall) -> bool:
    """Fetched again because what the cache had did not work, or only sometimes."""
    context = call.call.context
    return bool(context.conditions) or any(one.part == "handler" for one in context.tries)
