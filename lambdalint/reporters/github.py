"""The `github` format: workflow commands, which GitHub shows as annotations.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
GitHub shows ten of each kind for a step, so the last line says how many there are.
"""

from __future__ import annotations

from lambdalint.model.finding import Finding
from lambdalint.model.report import Report
from lambdalint.model.rule import Severity
from lambdalint.model.source import Span
from lambdalint.reporters.sources import span_of
from lambdalint.reporters.summary import sentences

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """A report, its last line the summary."""
    commands = [_command(finding, report) for finding in report.findings]
    return "\n".join((*commands, " ".join(sentences(report)))) + "\n"


def _command(finding: Finding, report: Report) -> str:
    rule = report.rules[finding.code]
    properties = {**_region(span_of(finding.at)), "title": f"{rule.code} {rule.name}"}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[rule.severity_of(finding)]} {written}::{_data(_message(finding))}"


def _region(at: Span) -> dict[str, str | int]:
    lines: dict[str, str | int] = {"file": at.path, "line": at.line, "endLine": at.end_line}
    # The runner drops a command's columns when it spans several lines.
    return lines if at.line != at.end_line else {**lines, "col": at.column, "endColumn": at.end_column}


def _message(finding: Finding) -> str:
    notes = ((span_of(note.at), note.message) for note in finding.notes)
    return "\n".join((finding.message, *(f"{at.path}:{at.line}: {message}" for at, message in notes)))


def _data(text: str) -> str:
    encodable = text.encode(errors="replace").decode()  # a file name may hold bytes that are no text
    return encodable.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
