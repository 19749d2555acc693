"""The `sarif` format: SARIF 2.1.0 as GitHub code scanning reads it.

https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sarif_om as om

from lambdalint import __version__
from lambdalint.model.finding import Finding
from lambdalint.model.report import Report
from lambdalint.model.rule import RULES_URL
from lambdalint.reporters.sarif_model import plain
from lambdalint.reporters.sarif_results import Results
from lambdalint.reporters.sarif_rules import descriptor

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

# GitHub rejects a file that holds more.
_MOST_RESULTS = 25_000
_MOST_BYTES = 10_000_000
"""After gzip."""

# Findings about a file or rule that was not, or not wholly, followed.
_UNREAD = frozenset({"LL001", "LL004", "LL005", "LL007", "LL008", "LL009"})


def render(report: Report, sources: Callable[[str], str]) -> str:
    """A report as one JSON document, in ASCII. Of more findings than GitHub takes, the worst are written."""
    results = Results.of(report, sources)
    number = min(len(report.findings), _MOST_RESULTS)
    while True:
        findings = _worst(report, number)
        text = json.dumps(_log(report, findings, results), separators=(",", ":")) + "\n"
        size = len(text) if len(text) <= _MOST_BYTES else len(gzip.compress(text.encode("ascii")))
        if size <= _MOST_BYTES or not findings:
            return text
        number = number * _MOST_BYTES // size * 9 // 10


def _worst(report: Report, number: int) -> Sequence[Finding]:
    """As many findings of the worst severities, in the order they have."""
    ranks = [report.rules[finding.code].severity_of(finding).rank for finding in report.findings]
    worst = sorted(range(len(ranks)), key=lambda index: -ranks[index])[:number]
    return [report.findings[index] for index in sorted(worst)]


def _log(report: Report, findings: Sequence[Finding], results: Results) -> dict[str, Any]:
    run = om.Run(
        tool=om.Tool(driver=_driver(results)),
        invocations=[_invocation(report, findings, results)],
        results=[results.result(finding) for finding in findings],
        # Only the reader knows where the project's root is on its disk.
        original_uri_base_ids={"%SRCROOT%": om.ArtifactLocation(description=om.Message(text="The project's root."))},
        column_kind="unicodeCodePoints",
    )
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [plain(run)]}


def _driver(results: Results) -> om.ToolComponent:
    return om.ToolComponent(
        name="lambdalint",
        version=__version__,
        semantic_version=__version__,
        information_uri=RULES_URL,
        rules=[descriptor(rule) for rule in results.rules],
    )


def _invocation(report: Report, findings: Sequence[Finding], results: Results) -> om.Invocation:
    """The run succeeded even where files could not be read: GitHub refuses every result of one that did not."""
    notifications = [
        *_cut(report, findings),
        *(results.notification(finding) for finding in findings if finding.code in _UNREAD),
    ]
    return om.Invocation(execution_successful=True, tool_execution_notifications=notifications or None)


def _cut(report: Report, findings: Sequence[Finding]) -> Iterator[om.Notification]:
    if len(findings) < len(report.findings):
        text = f"These are the {len(findings)} worst of {len(report.findings)} findings: GitHub takes no larger file."
        yield om.Notification(message=om.Message(text=text), level="warning")
