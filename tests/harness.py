"""Small projects as tests: fixtures and the examples of cards, the findings they expect, and how a run compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lambdalint import catalog
from lambdalint.engine import check
from lambdalint.model.finding import Finding
from lambdalint.model.rule import Example
from lambdalint.settings import load

SIDECAR = "expect.txt"

TODAY = date(2026, 11, 23)
"""The day on which projects are checked that set none themselves."""

BESIDE_THE_POINT = "LL405"
"""Nearly every project here calls AWS and says nothing of its role: the rule would speak about all of them."""

_MARKER = re.compile(r"#\s*expect:(?P<items>.*)")
_SIDECAR_LINE = re.compile(r"(?P<path>.+):(?P<line>\d+) (?P<items>.+)")
_SECTION = re.compile(r"^## (.+)\n", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<language>\w+) (?P<path>\S+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
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
        at = finding.span
        return (at.path, at.line, finding.code) == (self.path, self.line, self.code) and self.part in finding.message

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code}" + (f' "{self.part}"' if self.part else "")


def lint(folder: Path, flags: Mapping[str, object] | None = None) -> tuple[Finding, ...]:
    """Run lambdalint on a project, with settings as flags would give them; a `lambdalint.toml` in it is read."""
    settings = load(folder, catalog.rules(), today=TODAY, flags=flags)
    return check(settings, (), folder).report.findings


def flags_for(rule: str) -> dict[str, object]:
    """Run one rule beside those of the profile."""
    ignored = {} if rule == BESIDE_THE_POINT else {"ignore": [BESIDE_THE_POINT]}
    return {"extend-select": [rule], **ignored}


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
    at = finding.span
    return f"{at.path}:{at.line}:{at.column} {finding.code} {finding.message}"


def sections(body: str) -> dict[str, str]:
    """A card's sections by title, in the order written."""
    _, *parts = _SECTION.split(body)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def examples(section: str) -> tuple[Example, ...]:
    """The fenced blocks of a section that name a file: together they are one small project."""
    return tuple(Example(each["language"], each["path"], each["text"]) for each in _BLOCK.finditer(section))


def write_project(folder: Path, files: Iterable[Example]) -> None:
    """Write examples as files; a path that two of them name is a ValueError."""
    for example in files:
        path = folder / example.path
        if path.exists():
            raise ValueError(f"two blocks are called {example.path}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.text, encoding="utf-8")


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
