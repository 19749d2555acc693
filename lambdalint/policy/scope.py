"""What a run was able to judge: only there is a suppression without a finding called unused."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lambdalint.model.function import Function
from lambdalint.model.rule import Rule, Tier


@dataclass(frozen=True, slots=True)
class Scope:
    """Paths of files, by what was known of them."""

    templates: frozenset[str]
    """Read."""
    with_code: frozenset[str]
    """Those of them all of whose functions' code was read."""
    code: frozenset[str]
    """Python files that some function runs."""
    configured: frozenset[str]
    """Those of them that a function runs whose configuration was read too."""

    @classmethod
    def of(cls, functions: Iterable[Function], templates: Collection[str]) -> Scope:
        """The scope of a run over these functions and templates."""
        functions = tuple(functions)
        without = {function.at.path for function in functions if function.code is None}
        return cls(
            frozenset(templates),
            frozenset(templates) - without,
            _python(functions),
            _python(function for function in functions if function.tier is Tier.DECLARED),
        )

    def judges(self, rule: Rule, path: str) -> bool:
        """Whether a rule would have reported in a file, had there been anything to report."""
        if path in self.templates:
            return "code" not in rule.needs or path in self.with_code
        return path in (self.code if set(rule.needs) <= {"code"} else self.configured)


def _python(functions: Iterable[Function]) -> frozenset[str]:
    return frozenset(module.key for function in functions if function.code for module in function.code.modules.values())
