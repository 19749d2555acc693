"""The order of work, from paths to a report. A file we can't read and a check that crashes are findings, never silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lambdalint import catalog, documents, frameworks, policy
from lambdalint.catalog.configure import Check, configure
from lambdalint.checks import CHECKS
from lambdalint.discover import Discovery, Installed, discover
from lambdalint.documents import terraform
from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.reading import Reading
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.project import Project
from lambdalint.model.report import Coverage, Report
from lambdalint.model.source import Anchor, Place, Span
from lambdalint.project import join, undeclared
from lambdalint.settings import Settings
from lambdalint.sources import Sources

_CRASHED = "LL004"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run's report, the text of the files it speaks of, what was looked at, and what was hidden."""

    report: Report
    sources: Callable[[str], str]
    files: Discovery
    suppressed: policy.Suppressed


def check(settings: Settings, paths: Sequence[Path], root: Path) -> Outcome:
    """Lint the Lambda functions that the files under `paths` describe; without paths, those of the whole project."""
    rules = catalog.rules()
    checks = configure(CHECKS, rules, settings.selected, settings.rule_options, settings.today)
    files = discover(root, paths, exclude=settings.exclude, include_tests=settings.include_tests)
    sources = Sources(root, files.python, Installed(root))
    readings, malformed = read_templates(files.templates, sources)
    programs = frameworks.read_programs(files.python, sources)
    project, problems = assemble([*readings, *programs], files, settings, sources)
    findings = [*unread([*malformed, *problems]), *together(judge(checks, project))]
    located = locate(findings, sources)
    written = (path for program in programs for path in program.covers)
    scope = policy.Scope.of(project.functions, (*files.templates, *written))
    texts = ((path, sources.text(path)) for path in sources.mentioning(b"lambdalint"))
    verdict = policy.apply(located, settings, rules, texts, scope)
    in_force = policy.rules_in_force(rules, settings)
    report = Report(
        findings=verdict.findings,
        rules=in_force,
        coverage=cover(files, project, sources),
        suppressed=len(verdict.hidden),
        exit_code=policy.exit_code(verdict.findings, in_force, settings.fail_on),
    )
    return Outcome(report, sources.text, files, verdict)


def read_templates(paths: Iterable[str], sources: Sources) -> tuple[list[Reading], list[Problem]]:
    """Every template that no other one nests, with those that it nests, and what is wrong with the text of any."""
    loaded: dict[str, Document | None] = {}

    def load(path: str) -> Document | None:
        if path not in loaded:
            loaded[path] = _folder(path, sources) if path.endswith("/") else _file(path, sources)
        return loaded[path]

    units = dict.fromkeys(terraform.module_of(path) for path in paths)
    readings = {unit: frameworks.read(document, load) for unit in units if (document := load(unit)) is not None}
    covered = {nested for path, reading in readings.items() for nested in reading.covers if nested != path}
    malformed = [problem for document in loaded.values() if document for problem in document.problems]
    snapshots = frameworks.read_snapshots(document for document in loaded.values() if document)
    return [*(reading for path, reading in readings.items() if path not in covered), *snapshots], malformed


def _file(path: str, sources: Sources) -> Document | None:
    data = sources.read(path)
    if isinstance(data, bytes):
        return documents.load(path, data)
    return None if data is None else Document(path, None, (data,))


def _folder(path: str, sources: Sources) -> Document | None:
    files = {each: sources.read(each) for each in sources.files_in(path) if terraform.is_terraform(each)}
    from lambdalint.documents.terraform_folder import load_folder

    document = load_folder({each: data for each, data in files.items() if isinstance(data, bytes)})
    unread = tuple(data for data in files.values() if isinstance(data, Problem))
    return replace(document, problems=(*document.problems, *unread)) if document is not None else None


def assemble(
    readings: Iterable[Reading], files: Discovery, settings: Settings, sources: Sources
) -> tuple[Project, list[Problem]]:
    """The functions of all templates with their code, those that no template declares, and what was not read."""
    readings = tuple(readings)
    joined = join([reading.stack for reading in readings], sources)
    named = [(handler.path, handler.function) for handler in settings.handlers]
    others = undeclared(files.python, named, joined.project.functions, sources)
    project = replace(joined.project, functions=(*joined.project.functions, *others.functions))
    problems = [problem for reading in readings for problem in reading.problems]
    return project, [*problems, *joined.problems, *others.problems]


def unread(problems: Iterable[Problem]) -> Iterator[Finding]:
    """What is wrong with a file under analysis, each thing once."""
    for problem in dict.fromkeys(problems):
        yield Finding(problem.code, problem.message, problem.at)


def judge(checks: Iterable[Check], project: Project) -> Iterator[Finding]:
    """What every check finds, each thing once: variants of a function repeat what holds for all of them."""
    seen: set[tuple[str, Place, str | None]] = set()
    for each in checks:
        for function, finding in _findings(each, project):
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


def _findings(each: Check, project: Project) -> Iterator[tuple[Function | None, Finding]]:
    if hasattr(each, "check_project"):
        yield from ((None, finding) for finding in _guarded(each.code, project, each.check_project))
        return
    for function in project.functions:
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
