"""How often each rule was broken."""

from __future__ import annotations

from collections import Counter

from lambdalint.model.report import Report


def counted(report: Report) -> str:
    """One line a rule, the most frequent first; empty when nothing was found."""
    counts = sorted(Counter(finding.code for finding in report.findings).items(), key=lambda each: (-each[1], each[0]))
    width = max((len(str(count)) for _, count in counts), default=0)
    lines = [f"{count:>{width}}  {code}  {report.rules[code].name}\n" for code, count in counts]
    return "".join(["\n", *lines]) if lines else ""
