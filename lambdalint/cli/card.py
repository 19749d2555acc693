"""A rule's card as a terminal shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from lambdalint.model.rule import Rule, Severity
from lambdalint.reporters.cells import wrap
from lambdalint.reporters.screen import Screen, Style

_WIDEST = 100
"""Columns: longer lines of prose are hard to read."""
_LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<url>[^)]+)\)")
_FENCE = "```"
_ITEM = "- "


def listed(rules: Sequence[Rule], screen: Screen) -> str:
    """One line a rule."""
    name = max(len(rule.name) for rule in rules)
    severity = max(len(each.value) for each in Severity)
    return "".join(
        f"{screen.paint(rule.code, Style.STRONG)}  {rule.name:{name}}  "
        f"{screen.paint(f'{rule.severity.value:{severity}}', Style.of(rule.severity))}  "
        f"{rule.profile.value:7}  {rule.summary}\n"
        for rule in rules
    )


def render(rule: Rule, screen: Screen) -> str:
    """The whole card."""
    title = f"{screen.paint(rule.code, Style.of(rule.severity))} {screen.paint(rule.name, Style.STRONG)}"
    lines = [title, *_wrapped(rule.summary, screen), "", *_facts(rule), *_options(rule, screen)]
    lines += ["", *_body(rule.guide, screen), screen.paint("References", Style.STRONG), ""]
    lines += [f"{_ITEM}{url}" for url in (*rule.references, rule.url)]
    return "\n".join(lines) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    facts = {
        "severity": rule.severity.value,
        "confidence": rule.confidence,
        "profile": rule.profile.value,
        "reads": ", ".join(rule.needs),
        "tags": ", ".join(rule.tags),
        "elsewhere": ", ".join(rule.aliases),
        "formerly": ", ".join(rule.formerly),
    }
    yield from (f"{name:10}  {value}" for name, value in facts.items() if value)


def _options(rule: Rule, screen: Screen) -> Iterator[str]:
    if not rule.options:
        return
    yield from ("", screen.paint("Options", Style.STRONG))
    for option in rule.options:
        yield from ("", f"    {option.name} = {json.dumps(option.default, ensure_ascii=False)}")
        yield from _wrapped(option.help, screen, indent="    ")


def _body(markdown: str, screen: Screen) -> Iterator[str]:
    """Headings, paragraphs, lists and fenced code, which is all that cards are made of."""
    paragraph: list[str] = []
    code = False
    for line in [*markdown.strip().split("\n"), ""]:
        begins = code or not line or line.startswith((_FENCE, "#", _ITEM))
        if begins and paragraph:
            yield from _wrapped(" ".join(paragraph), screen)
            paragraph = []
        if line.startswith(_FENCE):
            code = not code
            yield from _label(line) if code else ()
        elif code:
            yield f"    {line}".rstrip()
        elif line.startswith("#"):
            yield screen.paint(line.lstrip("# "), Style.STRONG)
        elif line:
            paragraph.append(line.strip())
        else:
            yield ""


def _label(fence: str) -> Iterator[str]:
    """The file that a block of code stands for."""
    _, _, path = fence.partition(" ")
    if path:
        yield from (f"  {path}:", "")


def _wrapped(text: str, screen: Screen, indent: str = "") -> Iterator[str]:
    linked = _LINK.sub(r"\g<text> (\g<url>)", text)
    hanging = indent + "  " * linked.startswith(_ITEM)
    first, *rest = wrap(linked, min(screen.width, _WIDEST) - len(hanging))
    yield from (f"{indent}{first}", *(f"{hanging}{line}" for line in rest))
