"""What SAM's events and the resources of CloudFormation say in the same words."""

from __future__ import annotations

from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.source import Setting


def key_filters(rules: View) -> dict[str, Setting[str] | None]:
    """The `prefix` and `suffix` of an S3 key filter."""
    filters: dict[str, Setting[str] | None] = {}
    for rule in rules.items():
        name = (as_text(rule.get("Name").value) or "").lower()
        if name in ("prefix", "suffix"):
            filters[name] = rule.get("Value").text()
    return filters


def enabled_state(state: View) -> Setting[bool] | None:
    """Whether a rule or schedule in this `State` fires."""
    return state.read(lambda value: text != "DISABLED" if (text := as_text(value)) else None)
