"""Settings that were left to AWS or the framework, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.source import Origin, Setting


def left_to_default(rule: str, function: Function, setting: Setting[int], *, what: str, unit: str) -> Iterator[Finding]:
    """A finding when a number is a default that nobody wrote; Managed Instances have defaults of their own."""
    managed = function.configuration.managed_instances
    if setting.origin is not Origin.DEFAULT or setting.value is None or (managed and managed.value is not False):
        return
    yield Finding(
        rule,
        f"`{function.name}` has no {what} of its own, so the default of {setting.value} {unit} holds; "
        "set the one that it was measured to need",
        at=setting.at,
        function=function.name,
        label=f"{setting.value} {unit} by default",
    )
