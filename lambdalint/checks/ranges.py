"""Numbers that AWS accepts within limits only, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.aws.limits import Range
from lambdalint.checks.notes import heir
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Setting


def out_of_range(
    rule: str, function: Function, setting: Setting[int], accepted: Range, *, what: str, unit: str, by_whom: str
) -> Iterator[Finding]:
    """A finding when a number is known and not within a range; `what` it is, in which unit, and who does what with it."""
    if setting.value is None or setting.value in accepted:
        return
    limits = f"{accepted.lowest} to {accepted.highest} {unit}"
    yield Finding(
        rule,
        f"{what.format(f'{setting.value} {unit}')} is outside the {limits} that {by_whom}; set it within that range",
        at=setting.at,
        function=function.name,
        label=f"not within {limits}",
        notes=heir(function, setting, what.replace("{} of ", "").removeprefix("a ")),
    )
