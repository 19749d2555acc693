"""LL264 logs-kept-forever. See rules/LL264-logs-kept-forever.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.project import Project


class LogsKeptForever(Struct, frozen=True):
    """Report log groups of functions that never expire."""

    code: ClassVar[str] = "LL264"

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield a finding for each log group of a function that has no retention."""
        chosen = [function.configuration.log_group for function in project.functions]
        names = {setting.value for setting in chosen if setting is not None}
        for group in project.resources.log_groups.values():
            is_of_function = "/aws/lambda/" in (group.name.value or "") or not names.isdisjoint(
                (group.id, group.name.value)
            )
            if group.retention is None and is_of_function:
                yield Finding(
                    self.code,
                    "what is logged here is kept, and paid for, for ever; set for how many days it is needed",
                    at=group.at,
                    label="no retention",
                )
