"""LL151 metric-in-aws-namespace. See rules/LL151-metric-in-aws-namespace.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.operations import calls_of
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant


class MetricInAwsNamespace(Struct, frozen=True):
    """Report metrics of one's own that are put among those of AWS's services."""

    code: ClassVar[str] = "LL151"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each metric whose namespace is AWS's."""
        code = function.code
        for call in calls_of(code, ("cloudwatch", "put_metric_data")) if code is not None else ():
            match call.call.argument(-1, "Namespace"):
                case Constant(value=str(name)) if code is not None and name.startswith("AWS/"):
                    yield Finding(
                        self.code,
                        f"`{name}` is for the metrics of AWS's own services; give yours a namespace without `AWS/`",
                        at=call.at,
                        function=function.name,
                        notes=way(function, code, call.reach),
                    )
                case _:
                    pass
