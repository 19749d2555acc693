"""LL203 deprecated-runtime. See rules/LL203-deprecated-runtime.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws import lifecycle, runtimes
from lambdalint.checks.notes import heir
from lambdalint.errors import did_you_mean
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.rule import Severity


class DeprecatedRuntime(Struct, frozen=True):
    """Report runtimes that AWS has retired, or never had."""

    code: ClassVar[str] = "LL203"

    today: date

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding when the runtime is past its deprecation date, or unknown."""
        setting = function.configuration.runtime
        verdict = self._verdict(setting.value) if setting.value else None
        if verdict:
            message, label, severity = verdict
            yield Finding(
                self.code,
                message,
                at=setting.at,
                function=function.name,
                label=label,
                notes=heir(function, setting, "runtime"),
                severity=severity,
            )

    def _verdict(self, identifier: str) -> tuple[str, str, Severity] | None:
        runtime = runtimes.find(identifier)
        if runtime is None:
            return self._unknown(identifier)
        if not _reached(runtime.deprecated, self.today):
            return None
        blocked = _reached(runtime.create_blocked, self.today) or _reached(runtime.update_blocked, self.today)
        move = f"; move to `{runtime.successor}`" if runtime.successor else ""
        return (
            f"`{identifier}` has been deprecated since {runtime.deprecated}{self._blocks(runtime)}{move}",
            f"deprecated since {runtime.deprecated}",
            Severity.ERROR if blocked else Severity.WARNING,
        )

    def _blocks(self, runtime: runtimes.Runtime) -> str:
        """What AWS refuses already and, as scheduled, later: it has moved these dates before."""
        if _reached(runtime.update_blocked, self.today):
            return f", and Lambda has refused to create or update functions with it since {runtime.update_blocked}"
        later = f"updates from {runtime.update_blocked}"
        if _reached(runtime.create_blocked, self.today):
            return f", and Lambda has refused new functions since {runtime.create_blocked} and is to refuse {later}"
        return f", and Lambda is to refuse new functions from {runtime.create_blocked} and {later}"

    def _unknown(self, identifier: str) -> tuple[str, str, Severity]:
        question = did_you_mean(identifier, runtimes.supported(self.today))
        return (
            f"Lambda had no runtime `{identifier}` on {lifecycle.UPDATED}; {question or 'use one of its identifiers'}",
            "no such runtime",
            Severity.ERROR,
        )


def _reached(day: date | None, today: date) -> bool:
    return day is not None and day <= today
