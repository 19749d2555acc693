"""What a run comes to, in sentences: what was found, and what was read, so that silence can be told from blindness."""

from __future__ import annotations

from collections import Counter

from lambdalint.model.report import Report
from lambdalint.model.rule import Severity

_LOOKED_FOR = (
    "SAM and CloudFormation templates, Terraform modules, Serverless Framework services, CDK apps, "
    "Pulumi projects, Chalice apps, Zappa settings, snapshots of deployed functions and Python handlers"
)


def count(report: Report) -> dict[Severity, int]:
    """How many findings there are of each severity, worst first."""
    found = Counter(report.rules[finding.code].severity_of(finding) for finding in report.findings)
    return {severity: found[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)}


def sentences(report: Report) -> tuple[str, ...]:
    """The outcome, then what it rests on."""
    outcome = (_found(report),) if report.findings else ()
    if not report.coverage.functions:
        return (*outcome, _nothing_to_check(report))
    return (*(outcome or (_clear(report),)), _coverage(report))


def _found(report: Report) -> str:
    numbers = ", ".join(_number(found, severity.value) for severity, found in count(report).items() if found)
    functions = len({name for finding in report.findings for name in finding.functions})
    where = f" in {_number(functions, 'function')}" if functions else ""
    return f"Found {numbers}{where}{_suppressed(report)}."


def _clear(report: Report) -> str:
    return f"All clear: nothing to report in {_number(report.coverage.functions, 'function')}{_suppressed(report)}."


def _suppressed(report: Report) -> str:
    return f" ({report.suppressed} suppressed)" if report.suppressed else ""


def _coverage(report: Report) -> str:
    coverage = report.coverage
    here = coverage.functions - coverage.elsewhere
    elsewhere = f" ({coverage.elsewhere} more in another language or outside the project)" if coverage.elsewhere else ""
    their = "its" if here == 1 else "their"
    return f"{coverage.joined} of {_number(here, 'function')} joined to {their} code{elsewhere}; read {_read(report)}."


def _nothing_to_check(report: Report) -> str:
    looked_at = _number(report.coverage.looked_at, "file")
    return f"No Lambda functions found: looked at {looked_at} for {_LOOKED_FOR}, and read {_read(report)}."


def _read(report: Report) -> str:
    templates = _number(report.coverage.templates, "template")
    return f"{templates} and {_number(report.coverage.python_files, 'Python file')}"


def _number(number: int, noun: str) -> str:
    plural = "" if number == 1 or noun == Severity.INFO.value else "s"
    return f"{number} {noun}{plural}"
