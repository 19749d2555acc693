"""The `json` format, version 1: docs/schema/report.json describes it. Keys may be added to it, never changed or removed."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from lambdalint import __version__
from lambdalint.model.finding import Finding, Fix, Note
from lambdalint.model.report import Report
from lambdalint.model.source import Place
from lambdalint.reporters.sources import span_of
from lambdalint.reporters.summary import count


def render(report: Report) -> str:
    """A report as one JSON document, in ASCII."""
    document = {
        "version": 1,
        "tool": {"name": "lambdalint", "version": __version__},
        "findings": [_finding(finding, report) for finding in report.findings],
        "counts": {severity.value: number for severity, number in count(report).items()},
        "suppressed": report.suppressed,
        "coverage": asdict(report.coverage),
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    rule = report.rules[finding.code]
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity_of(finding).value,
        "confidence": rule.confidence,
        "message": finding.message,
        "function": finding.function,
        "shared_with": list(finding.sharers),
        **_place(finding.at),
        "notes": [_note(note) for note in finding.notes],
        "fix": _fix(finding.fix) if finding.fix else None,
        "url": rule.url,
    }


def _place(place: Place) -> dict[str, Any]:
    return asdict(span_of(place))


def _note(note: Note) -> dict[str, Any]:
    return {**_place(note.at), "message": note.message}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "message": fix.message,
        "applicability": fix.applicability,
        "unsafe_because": fix.unsafe_because,
        "edits": [{**_place(edit.at), "text": edit.text} for edit in fix.edits],
    }
