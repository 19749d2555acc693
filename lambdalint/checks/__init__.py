"""One small file per rule, in a folder per series; a check judges, and does nothing else.

Modules beside the folders hold what several checks ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from lambdalint.errors import InternalError
from lambdalint.model.rule import Check, Rule

SERIES: Mapping[str, str] = {
    "1": "code",
    "2": "configuration",
    "3": "triggers",
    "4": "code_configuration",
    "5": "configuration_triggers",
    "6": "code_triggers",
    "7": "several",
    "8": "powertools",
    "9": "cost",
}
"""The folder of each series, by its digit. Series LL0 has no checks: the engine and the policy report it."""


def is_checked(rule: Rule) -> bool:
    """Whether a check keeps the rule's promise."""
    return rule.code[2] in SERIES


def load(rule: Rule) -> type[Check]:
    """The check that the rule's code and name lead to, imported only now: most runs need some of them."""
    module = f"{__name__}.{SERIES[rule.code[2]]}.{rule.slug.lower().replace('-', '_')}"
    name = "".join(word.capitalize() for word in rule.name.split("-"))
    try:
        check: type[Check] = getattr(import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as missing:
        raise InternalError(f"rules/{rule.slug}.md has no check `{name}` in {module}: {missing}") from missing
    return check
