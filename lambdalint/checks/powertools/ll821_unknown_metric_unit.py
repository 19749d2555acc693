"""LL821 unknown-metric-unit. See rules/LL821-unknown-metric-unit.md."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.aws.powertools import METRIC_UNITS
from lambdalint.checks.suite import calls_of
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_ADDS = r"(?:Metrics\(\)\.add_metric|single_metric)"


class UnknownMetricUnit(Struct, frozen=True):
    """Report units that CloudWatch does not know, and that Powertools refuses."""

    code: ClassVar[str] = "LL821"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each metric whose unit is a text that is none."""
        for call in () if function.code is None else calls_of(function.code, _ADDS):
            unit = call.call.argument(1, "unit")
            if isinstance(unit, Constant) and isinstance(unit.value, str) and unit.value not in METRIC_UNITS:
                near = next(iter(difflib.get_close_matches(unit.value.capitalize(), METRIC_UNITS, 1)), None)
                yield Finding(
                    self.code,
                    f"CloudWatch has no unit {unit.value!r}, so this raises MetricUnitError; "
                    + (f"write `{near}`" if near else "take one from `MetricUnit`"),
                    at=call.at,
                    function=function.name,
                    label="not a unit",
                )
