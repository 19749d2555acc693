"""What is left of a run's findings when settings and suppressions have had their say."""

from __future__ import annotations

from collections.abc import Iterable

from lambdalint.model.finding import Finding
from lambdalint.model.rule import Rule
from lambdalint.policy.scope import Scope
from lambdalint.policy.select import file_ignores, reported
from lambdalint.policy.suppress import Suppressed, read, suppress
from lambdalint.settings.options import Settings


def apply(
    findings: Iterable[Finding],
    settings: Settings,
    rules: Iterable[Rule],
    texts: Iterable[tuple[str, str]],
    scope: Scope,
) -> Suppressed:
    """The located findings that a run reports, sorted, and those that suppressions hide.

    `rules` is the whole catalogue; `texts` gives the path and the text of every file that was read, or at least of
    those that mention lambdalint.
    """
    ignored_in = file_ignores(settings)
    kept = tuple(reported(findings, settings, ignored_in))
    if not settings.suppressions:
        return Suppressed(_sorted(kept))

    def judges(rule: Rule, path: str) -> bool:
        runs = rule.code in settings.selected and rule.code not in ignored_in(path)
        return runs and scope.judges(rule, path)

    written = [suppression for path, text in texts for suppression in read(path, text)]
    outcome = suppress(kept, written, tuple(rules), judges)
    left = reported(outcome.findings, settings, ignored_in)
    return Suppressed(_sorted(left), tuple(each for each in outcome.hidden if each.finding.code in settings.selected))


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))
