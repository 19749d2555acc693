"""Findings as SARIF results."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from urllib.parse import quote

import sarif_om as om
from msgspec import Struct

from lambdalint.model.finding import Finding, Fix
from lambdalint.model.report import Report
from lambdalint.model.rule import Rule
from lambdalint.model.source import Span
from lambdalint.reporters.fingerprint import line_hashes
from lambdalint.reporters.sarif_rules import LEVELS
from lambdalint.reporters.sources import Lines, first_line, lines_of, span_of, texts_of

_LOOKS_LIKE_A_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_SENTENCE_ENDS = (".", "!", "?")


class Results(Struct, frozen=True):
    """Makes the results of one run; holds what they share."""

    rules: tuple[Rule, ...]
    indices: Mapping[str, int]
    lines: Lines
    hashes: Callable[[str], Sequence[str]]
    """Path to the fingerprint of each line."""

    @classmethod
    def of(cls, report: Report, sources: Callable[[str], str]) -> Results:
        """Results of a run, whose files are read once."""
        texts = texts_of(sources)

        @cache
        def hashes(path: str) -> Sequence[str]:
            text = texts(path)
            return line_hashes(text) if text else ()

        codes = sorted(report.rules)
        rules = tuple(report.rules[code] for code in codes)
        return cls(rules, {code: index for index, code in enumerate(codes)}, lines_of(texts), hashes)

    def result(self, finding: Finding) -> om.Result:
        """One finding."""
        index = self.indices[finding.code]
        return om.Result(
            rule_id=finding.code,
            rule_index=index,
            level=LEVELS[self.rules[index].severity_of(finding)],
            message=om.Message(text=_message(finding)),
            locations=[self._location(finding)],
            related_locations=list(_related(finding)) or None,
            partial_fingerprints=self._fingerprints(span_of(finding.at)),
            fixes=[_fix(finding.fix)] if finding.fix else None,
        )

    def notification(self, finding: Finding) -> om.Notification:
        """A finding about something that was not read, as news of the run itself."""
        index = self.indices[finding.code]
        return om.Notification(
            message=om.Message(text=_sentence(finding.message)),
            level=LEVELS[self.rules[index].severity_of(finding)],
            locations=[self._location(finding)],
            associated_rule=om.ReportingDescriptorReference(id=finding.code, index=index),
        )

    def _location(self, finding: Finding) -> om.Location:
        """The finding on one line: GitHub annotates a pull request only where it changed every line of the region."""
        at = span_of(finding.at)
        line = first_line(at, self.lines(at.path))
        functions = [om.LogicalLocation(name=name, kind="function") for name in finding.functions]
        return om.Location(
            physical_location=_physical(line, whole=at if at.end_line > line.line else None),
            logical_locations=functions or None,
        )

    def _fingerprints(self, at: Span) -> dict[str, str] | None:
        hashes = self.hashes(at.path)
        return {"primaryLocationLineHash": hashes[at.line - 1]} if 0 < at.line <= len(hashes) else None


def _message(finding: Finding) -> str:
    """The message, and its notes as links to the related locations of the same number."""
    links = ", ".join(f"[{_link_text(note.message)}]({number})" for number, note in enumerate(finding.notes, 1))
    return _sentence(finding.message) + (f" See {links}." if links else "")


def _sentence(text: str) -> str:
    literal = _LOOKS_LIKE_A_LINK.sub(r"\\[", text)
    return literal if literal.endswith(_SENTENCE_ENDS) else f"{literal}."


def _link_text(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _related(finding: Finding) -> Iterator[om.Location]:
    for number, note in enumerate(finding.notes, 1):
        yield om.Location(
            id=number,
            physical_location=_physical(span_of(note.at)),
            message=om.Message(text=note.message),
        )


def _physical(at: Span, whole: Span | None = None) -> om.PhysicalLocation:
    """A place; `whole` is the larger one that it begins."""
    return om.PhysicalLocation(
        artifact_location=_artifact(at.path),
        region=_region(at),
        context_region=_region(whole) if whole else None,
    )


def _artifact(path: str) -> om.ArtifactLocation:
    return om.ArtifactLocation(uri=quote(path, errors="replace"), uri_base_id="%SRCROOT%")


def _region(at: Span, least: int = 1) -> om.Region:
    """A region as GitHub wants it: numbers from 1, and `least` columns wide."""
    line, column = max(at.line, 1), max(at.column, 1)
    end_line = max(at.end_line, line)
    shortest = column + least if end_line == line else 1
    return om.Region(start_line=line, start_column=column, end_line=end_line, end_column=max(at.end_column, shortest))


def _fix(fix: Fix) -> om.Fix:
    paths = dict.fromkeys(edit.at.path for edit in fix.edits)
    return om.Fix(
        description=om.Message(text=_sentence(fix.message)),
        artifact_changes=[_change(path, fix) for path in paths],
    )


def _change(path: str, fix: Fix) -> om.ArtifactChange:
    replacements = [
        om.Replacement(
            deleted_region=_region(edit.at, least=0),
            inserted_content=om.ArtifactContent(text=edit.text) if edit.text else None,
        )
        for edit in fix.edits
        if edit.at.path == path
    ]
    return om.ArtifactChange(artifact_location=_artifact(path), replacements=replacements)
