"""The `concise` format: one line for each finding, as editors and grep like it."""

from __future__ import annotations

from lambdalint.model.finding import Finding
from lambdalint.model.report import Report
from lambdalint.reporters.screen import Screen, Style
from lambdalint.reporters.sources import span_of
from lambdalint.reporters.summary import sentences


def render(report: Report, screen: Screen) -> str:
    """A report, its last line the summary."""
    lines = [_line(finding, report, screen) for finding in report.findings]
    return "\n".join((*lines, " ".join(sentences(report)))) + "\n"


def _line(finding: Finding, report: Report, screen: Screen) -> str:
    at = span_of(finding.at)
    rule = report.rules[finding.code]
    severity = rule.severity_of(finding)
    code = screen.paint(f"{screen.link(finding.code, rule.url)} {severity.value}", Style.of(severity))
    place = f"{screen.show(at.path)}:{at.line}:{at.column}"
    function = f" [{screen.show(', '.join(finding.functions))}]" if finding.functions else ""
    return f"{place}: {code} {screen.one_line(finding.message)}{function}"
