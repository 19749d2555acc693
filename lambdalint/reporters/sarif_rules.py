"""A rule as SARIF describes it to GitHub, from its card."""

from __future__ import annotations

import re

import sarif_om as om

from lambdalint.model.rule import Rule, Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_PROBLEM_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}

# What GitHub shows or accepts at most.
_LONGEST_NAME = 255
_LONGEST_DESCRIPTION = 1024
_MOST_TAGS = 10

_CWE = re.compile(r"cwe-(\d+)", re.IGNORECASE)
_WHY = re.compile(r"^## Why\s+(.+?)(?=\n\s*\n|\n#|\Z)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_LEADING_ON = re.compile(r"(?<=[.!?]) [^.!?]*:$")


def descriptor(rule: Rule) -> om.ReportingDescriptor:
    """The rule, described; all its texts are its card's."""
    page = _page(rule)
    return om.ReportingDescriptor(
        id=rule.code,
        name=_clip(rule.name, _LONGEST_NAME),
        short_description=om.MultiformatMessageString(text=_clip(rule.summary, _LONGEST_DESCRIPTION)),
        full_description=om.MultiformatMessageString(text=_clip(_why(rule), _LONGEST_DESCRIPTION)),
        help=om.MultiformatMessageString(text=page, markdown=page),
        help_uri=rule.url,
        default_configuration=om.ReportingConfiguration(level=LEVELS[rule.severity]),
        properties=_properties(rule),
    )


def _properties(rule: Rule) -> dict[str, object]:
    properties: dict[str, object] = {
        "tags": _tags(rule),
        "precision": rule.confidence,
        "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
    }
    if "security" in rule.tags and rule.security_severity:
        properties["security-severity"] = rule.security_severity
    return properties


def _tags(rule: Rule) -> list[str]:
    """The card's tags, `security` first because GitHub acts on it; `cwe-79` as GitHub spells it."""
    ordered = sorted(rule.tags, key=lambda tag: tag != "security")
    return [_tag(tag) for tag in ordered][:_MOST_TAGS]


def _tag(tag: str) -> str:
    cwe = _CWE.fullmatch(tag)
    return f"external/cwe/cwe-{cwe[1]:>03}" if cwe else tag


def _why(rule: Rule) -> str:
    """The first paragraph of the card's reason as plain text, without a last clause that leads to a list."""
    found = _WHY.search(rule.body)
    why = _LINK.sub(r"\1", " ".join(found[1].split())) if found else rule.summary
    return _LEADING_ON.sub("", why)


def _page(rule: Rule) -> str:
    """The card as a page of Markdown, which is also what plain text viewers show."""
    references = "\n".join(f"- <{url}>" for url in (*rule.references, rule.url))
    return "\n\n".join(filter(None, (rule.summary, rule.guide.strip(), f"## References\n\n{references}")))


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
