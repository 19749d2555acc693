"""The `full` format, for people: each finding with the lines it is about, from every file it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.model.finding import Finding, Fix
from lambdalint.model.report import Report
from lambdalint.model.rule import Rule
from lambdalint.model.source import Span
from lambdalint.reporters.cells import wrap
from lambdalint.reporters.screen import Screen, Style
from lambdalint.reporters.snippet import Mark, Snippet
from lambdalint.reporters.sources import Lines, clamp, first_line, lines_of, span_of, texts_of
from lambdalint.reporters.summary import sentences

_NARROWEST = 40


class Block(Struct, frozen=True):
    """Marks in one file. `lines` is None when the file has none to show: then there is one mark, and only its place is said."""

    at: Span
    marks: tuple[Mark, ...]
    lines: Sequence[str] | None


def render(report: Report, sources: Callable[[str], str], screen: Screen) -> str:
    """A report, its last lines the summary."""
    screen = replace(screen, width=max(screen.width, _NARROWEST))
    read = lines_of(texts_of(sources))
    findings = ["\n".join(_draw(finding, report.rules[finding.code], read, screen)) for finding in report.findings]
    outcome, *rest = sentences(report)
    style = Style.CLEAR if report.coverage.functions and not report.findings else Style.STRONG
    return "\n\n".join((*findings, "\n".join((screen.paint(outcome, style), *rest)))) + "\n"


def _draw(finding: Finding, rule: Rule, read: Lines, screen: Screen) -> Iterator[str]:
    yield from _headline(finding, rule, screen)
    blocks = tuple(_blocks(finding, Style.of(rule.severity_of(finding)), read, screen))
    gutter = max((len(str(mark.at.end_line)) for block in blocks if block.lines for mark in block.marks), default=1)
    margin = screen.paint(" " * (gutter + 1) + "|", Style.FRAME)
    for block in blocks:
        yield _place(block, "-->" if block is blocks[0] else ":::", gutter, screen)
        if block.lines is not None:
            yield margin
            yield from Snippet(block.lines, block.marks, gutter, screen).draw()
            yield margin
    yield from _facts(finding, rule, gutter, screen)


def _headline(finding: Finding, rule: Rule, screen: Screen) -> Iterator[str]:
    severity = rule.severity_of(finding)
    label = f"{severity.value}[{screen.link(rule.code, rule.url)}]"
    indent = len(f"{severity.value}[{rule.code}]: ")
    first, *rest = wrap(screen.one_line(finding.message), screen.width - indent)
    yield screen.paint(label, Style.of(severity)) + screen.paint(f": {first}", Style.STRONG)
    for line in rest:
        yield " " * indent + screen.paint(line, Style.STRONG)


def _blocks(finding: Finding, style: Style, read: Lines, screen: Screen) -> Iterator[Block]:
    """The finding's own file, then those of its notes; what is told of one file stands together."""
    marks = [Mark(span_of(finding.at), screen.one_line(finding.label), style, primary=True)]
    marks += (Mark(span_of(note.at), screen.one_line(note.message), Style.FRAME) for note in finding.notes)
    for path in dict.fromkeys(mark.at.path for mark in marks):
        told = [mark for mark in marks if mark.at.path == path]
        lines = None if finding.secret else read(path)
        if lines is None:
            yield from (Block(mark.at, (mark,), None) for mark in told)
        else:
            yield Block(told[0].at, tuple(_fit(mark, lines) for mark in reversed(told)), lines)


def _fit(mark: Mark, lines: Sequence[str]) -> Mark:
    at = clamp(mark.at, lines)
    return replace(mark, at=at if mark.primary else first_line(at, lines))


def _place(block: Block, arrow: str, gutter: int, screen: Screen) -> str:
    label = f": {block.marks[0].label}" if block.lines is None and block.marks[0].label else ""
    place = f"{screen.show(block.at.path)}:{block.at.line}:{block.at.column}"
    return " " * gutter + screen.paint(arrow, Style.FRAME) + f" {place}{label}"


def _facts(finding: Finding, rule: Rule, gutter: int, screen: Screen) -> Iterator[str]:
    facts = {
        "note": rule.summary,
        "help": _help(finding.fix) if finding.fix else None,
        "functions" if finding.sharers else "function": ", ".join(finding.functions),
        "rule": f"{rule.code} {rule.name} (see `lambdalint rule {rule.code}`)",
    }
    for name, text in facts.items():
        if text:
            yield from _fact(name, screen.one_line(text), gutter, screen)


def _help(fix: Fix) -> str:
    return fix.message if fix.unsafe_because is None else f"{fix.message} (unsafe: {fix.unsafe_because})"


def _fact(name: str, text: str, gutter: int, screen: Screen) -> Iterator[str]:
    indent = gutter + len(f" = {name}: ")
    first, *rest = wrap(text, screen.width - indent)
    sign = " " * gutter + screen.paint(" =", Style.FRAME)
    yield f"{sign} {screen.paint(f'{name}:', Style.STRONG)} {first}"
    yield from (" " * indent + line for line in rest)
