"""Small projects as tests: which findings a project expects on which line, and how they compare with a run's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lambdalint.model.finding import Finding
from lambdalint.model.source import Span

SIDECAR = "expect.txt"

_MARKER = re.compile(r"#\s*expect:(?P<items>.*)")
_SIDECAR_LINE = re.compile(r"(?P<path>.+):(?P<line>\d+) (?P<items>.+)")
_ITEM = re.compile(r'(?P<code>[A-Z]+\d{3})(?:\s+"(?P<part>[^"]*)")?(?:\s*,\s*|\s+|$)')


@dataclass(frozen=True, slots=True, order=True)
class Expectation:
    """A finding that must start on a line; `part` must occur in its message."""

    path: str
    line: int
    code: str
    part: str = ""

    def met_by(self, finding: Finding) -> bool:
        """Whether a finding is the one that was expected."""
        at = _span(finding)
        return (at.path, at.line, finding.code) == (self.path, self.line, self.code) and self.part in finding.message

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code}" + (f' "{self.part}"' if self.part else "")


def project_expectations(folder: Path) -> tuple[Expectation, ...]:
    """Read what a project's markers (`# expect: LL201 "part"`) and its sidecar expect; a malformed one is a ValueError."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return tuple(
        expectation
        for path in files
        for expectation in (_from_sidecar(path) if path.name == SIDECAR else _from_markers(path, folder))
    )


def compare(expected: Iterable[Expectation], findings: Iterable[Finding]) -> str:
    """Say, one a line, which expectations no finding meets and which findings nobody expected; empty when all is well."""
    unexpected = list(findings)
    missing = []
    for expectation in sorted(expected, key=lambda each: len(each.part), reverse=True):
        met = next((finding for finding in unexpected if expectation.met_by(finding)), None)
        if met is None:
            missing.append(expectation)
        else:
            unexpected.remove(met)
    return "\n".join(
        [f"expected, not reported: {expectation}" for expectation in sorted(missing)]
        + [f"reported, not expected: {describe(finding)}" for finding in unexpected]
    )


def describe(finding: Finding) -> str:
    """Write a finding as an editor would link to it."""
    at = _span(finding)
    return f"{at.path}:{at.line}:{at.column} {finding.code} {finding.message}"


def _from_markers(path: Path, folder: Path) -> Iterator[Expectation]:
    name = path.relative_to(folder).as_posix()
    text = path.read_bytes().decode("utf-8", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if marker := _MARKER.search(line):
            yield from _items(marker["items"], name, number)


def _from_sidecar(path: Path) -> Iterator[Expectation]:
    for line in path.read_text(encoding="utf-8").splitlines():
        match = _SIDECAR_LINE.fullmatch(line)
        if match is None:
            raise ValueError(f'{path}: not `path:line CODE "part"`: {line!r}')
        yield from _items(match["items"], match["path"], int(match["line"]))


def _items(text: str, path: str, line: int) -> Iterator[Expectation]:
    rest = text.strip()
    while rest:
        item = _ITEM.match(rest)
        if item is None:
            raise ValueError(f"{path}:{line}: not a rule's code: {rest!r}")
        yield Expectation(path, line, item["code"], item["part"] or "")
        rest = rest[item.end() :]


def _span(finding: Finding) -> Span:
    assert isinstance(finding.at, Span), f"{finding.code} was reported without being located: {finding.at}"
    return finding.at
