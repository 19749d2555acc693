"""What a run was able to judge: only there is a suppression without a finding called unused."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from lambdalint.model.code import Code
from lambdalint.model.function import Function
from lambdalint.model.rule import Rule, Tier


class Scope(Struct, frozen=True):
    """Paths of files, by what was known of them."""

    templates: frozenset[str]
    """Read."""
    with_code: frozenset[str]
    """Those of them all of whose functions' code was read."""
    code: frozenset[str]
    """Python files that a declared function runs, or all of whose functions others run."""
    configured: frozenset[str]
    """Those of them that a function runs whose configuration was read too."""

    @classmethod
    def of(cls, functions: Iterable[Function], templates: Collection[str], python: Collection[str]) -> Scope:
        """The scope of a run over these functions, templates and Python files.

        A file that is no part of the run but only imported (a layer's) may be run by functions that the run did not see.
        """
        functions = tuple(functions)
        without = {function.at.path for function in functions if function.code is None}
        declared = [function.code for function in functions if function.code and function.tier is Tier.DECLARED]
        configured = frozenset(module.key for code in declared for module in code.modules.values())
        codes = [function.code for function in functions if function.code]
        code, named = configured | _run_whole(codes), frozenset(python)
        return cls(frozenset(templates), frozenset(templates) - without, code & named, configured & named)

    def judges(self, rule: Rule, path: str) -> bool:
        """Whether a rule would have reported in a file, had there been anything to report."""
        if path in self.templates:
            return "code" not in rule.needs or path in self.with_code
        return path in (self.code if set(rule.needs) <= {"code"} else self.configured)


def _run_whole(codes: Iterable[Code]) -> frozenset[str]:
    """The files without a function that nobody runs: a template that this run did not see may run one."""
    codes = tuple(codes)
    run = {(each.reach.module, each.definition.name) for code in codes for each in code.functions}
    modules = {module.key: module for code in codes for module in code.modules.values()}
    return frozenset(key for key, module in modules.items() if all((key, name) in run for name in module.functions))
