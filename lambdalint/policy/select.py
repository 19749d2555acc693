"""Which findings are reported, how bad they are, and whether they fail the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from lambdalint.model.finding import Finding
from lambdalint.model.rule import Rule, Severity
from lambdalint.settings.options import Settings

_INPUT_SERIES = "LL0"


def rules_in_force(rules: Iterable[Rule], settings: Settings) -> dict[str, Rule]:
    """By code, the rules that were selected and those of series LL0, with the severities that the settings give."""
    return {
        rule.code: replace(rule, severity=settings.severities.get(rule.code, rule.severity))
        for rule in rules
        if rule.code in settings.selected or rule.code.startswith(_INPUT_SERIES)
    }


def reported(
    findings: Iterable[Finding], settings: Settings, ignored_in: Callable[[str], frozenset[str]]
) -> Iterator[Finding]:
    """The findings of selected rules that are not ignored in their file; `ignored_in` is `file_ignores(settings)`.

    A severity in the settings wins over what a finding says of itself.
    """
    for finding in findings:
        if finding.code in settings.selected and finding.code not in ignored_in(finding.span.path):
            yield replace(finding, severity=None) if finding.code in settings.severities else finding


def file_ignores(settings: Settings) -> Callable[[str], frozenset[str]]:
    """The codes that `per-file-ignores` takes away in a file."""
    if not settings.per_file_ignores:
        return lambda _: frozenset()
    from pathspec import GitIgnoreSpec

    specs = [(GitIgnoreSpec.from_lines([pattern]), codes) for pattern, codes in settings.per_file_ignores]

    @cache
    def ignored_in(path: str) -> frozenset[str]:
        return frozenset().union(*(codes for spec, codes in specs if spec.match_file(path)))

    return ignored_in


def exit_code(findings: Iterable[Finding], rules: Mapping[str, Rule], fail_on: Severity | None) -> int:
    """1 when a finding is at least as bad as `fail_on`, else 0."""
    if fail_on is None:
        return 0
    return int(any(rules[finding.code].severity_of(finding).rank >= fail_on.rank for finding in findings))
