"""Hides the findings that comments and `Metadata` suppress, and reports the suppressions that hide nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.rule import Rule
from lambdalint.policy import metadata, python_comments, yaml_comments
from lambdalint.policy.stale import ABOUT_SUPPRESSIONS, findings_about, rules_by_word
from lambdalint.policy.suppression import MENTION, Comment, Suppression, holds, suppressions


class Hidden(Struct, frozen=True):
    """A finding that is not reported, and why."""

    finding: Finding
    by: Suppression


class Suppressed(Struct, frozen=True):
    """What is left to report, findings about suppressions included, and what is not."""

    findings: tuple[Finding, ...]
    hidden: tuple[Hidden, ...] = ()


def read(path: str, text: str) -> tuple[Suppression, ...]:
    """The suppressions in a Python file or a YAML or JSON template."""
    if MENTION not in text:
        return ()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    in_comments = (each for comment in _comments(path, text) for each in suppressions(path, comment))
    in_metadata = () if path.endswith(".py") else metadata.read(path, text)
    return (*in_comments, *in_metadata)


def _comments(path: str, text: str) -> Iterator[Comment]:
    if path.endswith(".py"):
        return python_comments.read(text)
    if path.endswith((".tf", ".tofu", ".tfvars")):
        from lambdalint.policy import hcl_comments

        return hcl_comments.read(text)
    if path.endswith((".cjs", ".cts", ".js", ".mjs", ".mts", ".ts")):
        from lambdalint.policy import script_comments

        return script_comments.read(text)
    is_json = path.endswith(".json") or text.lstrip().startswith("{")
    return iter(()) if is_json else yaml_comments.read(text)


def suppress(
    findings: Iterable[Finding],
    written: Iterable[Suppression],
    rules: Sequence[Rule],
    judges: Callable[[Rule, str], bool],
) -> Suppressed:
    """Take away the findings that are suppressed at their primary place; add LL002 and LL003.

    `judges` tells whether a rule would have reported in a file, had there been anything to report.
    """
    findings, written = tuple(findings), tuple(written)
    known = rules_by_word(rules)
    by_path = _by_path(written)
    about = (each for suppression in written for each in findings_about(suppression, findings, known, judges))
    verdicts = [(finding, _hiding(finding, by_path, known)) for finding in (*findings, *about)]
    return Suppressed(
        tuple(finding for finding, by in verdicts if by is None),
        tuple(Hidden(finding, by) for finding, by in verdicts if by is not None),
    )


def _by_path(written: Iterable[Suppression]) -> Mapping[str, list[Suppression]]:
    """By file; those that cover a part of it before those that cover it whole."""
    paths: dict[str, list[Suppression]] = {}
    for suppression in sorted(written, key=lambda each: each.covers is None):
        paths.setdefault(suppression.at.path, []).append(suppression)
    return paths


def _hiding(
    finding: Finding, by_path: Mapping[str, list[Suppression]], known: Mapping[str, Rule]
) -> Suppression | None:
    at = finding.span
    for suppression in by_path.get(at.path, ()):
        named = [rule.code for word in suppression.words if (rule := known.get(word.text.lower()))]
        # What is said about a comment can be suppressed in that very comment.
        of_itself = finding.code in ABOUT_SUPPRESSIONS and holds(suppression.at, at)
        if finding.code in named and (of_itself or suppression.hides_at(at)):
            return suppression
    return None
