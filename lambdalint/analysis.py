"""The order of work, from files to findings. A file we can't read and a check that crashes are findings, never silence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from lambdalint import catalog
from lambdalint.catalog.configure import configure
from lambdalint.checks import is_checked, load
from lambdalint.discover import Builds, Discovery, Installed
from lambdalint.disk import Disk
from lambdalint.documents.tree import Problem
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project
from lambdalint.model.report import Coverage, Run
from lambdalint.model.rule import Check, Tier
from lambdalint.model.source import Anchor, Place, Span
from lambdalint.policy.scope import Scope
from lambdalint.policy.verdict import apply
from lambdalint.project import join, undeclared
from lambdalint.settings import Settings
from lambdalint.sources import Sources
from lambdalint.stacks import Described, read_stacks

_CRASHED = "LL004"


def analyse(settings: Settings, files: Discovery, disk: Disk, named: Discovery | None = None) -> Run:
    """Judge the Lambda functions that the files of a run describe.

    With some files `named`, only stacks that have to do with one are judged, and only what touches one is reported: the
    other files are there to contradict them.
    """
    rules = catalog.rules()
    checks = configure(load, filter(is_checked, rules), settings.selected, settings.rule_options, settings.today)
    sources = Sources(disk, files.python, Installed(disk), Builds(disk))
    described = read_stacks(files.templates, (*files.python, *files.programs), sources)
    asked = named or files
    if named is not None:
        described = described.about({*named.python, *named.kinds})
    project, problems = assemble(described, asked, settings, sources)
    judged = [*unread(problems), *together(judge(checks, project, {rule.code: rule.tier for rule in rules}))]
    located = locate(judged, sources)
    scope = Scope.of(project.functions, (*asked.templates, *described.programs), asked.python)
    texts = ((path, disk.text(path)) for path in disk.mentioning(b"lambdalint"))
    verdict = apply(located, settings, rules, texts, scope)
    findings = verdict.findings if named is None else touching(verdict.findings, {*named.python, *named.kinds})
    return Run(disk.seen(), findings, cover(asked, project, sources), len(verdict.hidden))


def assemble(
    described: Described, files: Discovery, settings: Settings, sources: Sources
) -> tuple[Project, list[Problem]]:
    """The functions of all stacks with their code, those that nothing declares, and what was not read."""
    joined = join([reading.stack for reading in described.readings], sources)
    named = [(handler.path, handler.function) for handler in settings.handlers]
    others = undeclared(files.python, named, joined.project.functions, sources)
    project = replace(joined.project, functions=(*joined.project.functions, *others.functions))
    return project, [*described.problems, *joined.problems, *others.problems]


def touching(findings: Iterable[Finding], paths: Collection[str]) -> tuple[Finding, ...]:
    """The located findings that stand in one of these files, or whose other side does."""

    def touches(place: Place) -> bool:
        return isinstance(place, Span) and place.path in paths

    return tuple(finding for finding in findings if any(map(touches, _places(finding))))


def unread(problems: Iterable[Problem]) -> Iterator[Finding]:
    """What is wrong with a file under analysis, each thing once."""
    for problem in dict.fromkeys(problems):
        yield Finding(problem.code, problem.message, problem.at)


def judge(checks: Iterable[Check], project: Project, tiers: Mapping[str, Tier]) -> Iterator[Finding]:
    """What every check finds, each thing once: variants of a function repeat what holds for all of them.

    `tiers` says, by code of a rule, how sure it must be that it speaks about a handler.
    """
    seen: set[tuple[str, Place, str | None]] = set()
    for each in checks:
        for function, finding in _findings(each, project, tiers[each.code]):
            key = (finding.code, finding.at, finding.function)
            if key not in seen:
                seen.add(key)
                yield _assuming(function, finding)


def together(findings: Iterable[Finding]) -> Iterable[Finding]:
    """One finding where several functions share what is wrong (a global setting, a helper), with the notes of all."""
    shared: dict[tuple[str, Place, str], Finding] = {}
    for finding in findings:
        known = shared.setdefault((finding.code, finding.at, finding.message), finding)
        if known is not finding:
            notes = tuple(dict.fromkeys((*known.notes, *finding.notes)))
            names = dict.fromkeys((*known.functions, *finding.functions))
            others = tuple(name for name in names if name != known.function)
            shared[finding.code, finding.at, finding.message] = replace(known, notes=notes, sharers=others)
    return shared.values()


def _findings(each: Check, project: Project, least: Tier) -> Iterator[tuple[Function | None, Finding]]:
    if hasattr(each, "check_project"):
        yield from ((None, finding) for finding in _guarded(each.code, project, each.check_project))
        return
    for function in (one for one in project.functions if one.tier.is_at_least(least)):
        yield from ((function, finding) for finding in _guarded(each.code, function, each.check))


def _guarded(code: str, subject: Function | Project, run: Callable[..., Iterator[Finding]]) -> list[Finding]:
    try:
        return list(run(subject))
    except Exception as error:  # noqa: BLE001  # whatever a check raises, the others still run and nobody reads "clean"
        at = subject.at if isinstance(subject, Function) else Span.of_line(".")
        name = subject.name if isinstance(subject, Function) else None
        reason = f"{type(error).__name__}: {error}"
        return [Finding(_CRASHED, f"the check of {code} crashed ({reason}); please report it", at, function=name)]


def _assuming(function: Function | None, finding: Finding) -> Finding:
    """Say for which parameter values a finding holds, when not for the defaults."""
    if function is None or not function.assumes:
        return finding
    return replace(finding, notes=(*finding.notes, *(Note(one.at, one.message) for one in function.assumes)))


def locate(findings: Iterable[Finding], sources: Sources) -> list[Finding]:
    """Turn every anchor into the span it stands for."""
    findings = tuple(findings)
    anchors = [place for finding in findings for place in _places(finding) if isinstance(place, Anchor)]
    spans = sources.locate(dict.fromkeys(anchors))

    def span(place: Place) -> Span:
        return place if isinstance(place, Span) else spans.get(place) or Span.of_line(place.module.partition("#")[0])

    return [
        replace(
            finding,
            at=span(finding.at),
            notes=tuple(replace(note, at=span(note.at)) for note in finding.notes),
        )
        for finding in findings
    ]


def _places(finding: Finding) -> Iterator[Place]:
    yield finding.at
    yield from (note.at for note in finding.notes)


def cover(files: Discovery, project: Project, sources: Sources) -> Coverage:
    """What was read, so that silence can be told from blindness."""
    by_id = {function.id: function for function in reversed(project.functions)}
    return Coverage(
        python_files=sources.python_read,
        templates=len(files.templates),
        functions=len(by_id),
        joined=sum(function.code is not None for function in by_id.values()),
        elsewhere=sum(not function.has_python_here for function in by_id.values()),
        looked_at=files.looked_at,
    )
