"""From paths to a report: what an earlier run found, if nothing it saw has changed, else a new analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, json
from msgspec.structs import replace

from lambdalint import catalog
from lambdalint.cache import Cache
from lambdalint.discover import Discovery, discover
from lambdalint.disk import Disk
from lambdalint.model.report import Report, Run
from lambdalint.policy.select import exit_code, rules_in_force
from lambdalint.settings import Settings


class Outcome(Struct, frozen=True):
    """A run's report, the text of the files it speaks of, and what was looked at."""

    report: Report
    sources: Callable[[str], str]
    files: Discovery


def check(settings: Settings, paths: Sequence[Path], root: Path, cache: Cache | None = None) -> Outcome:
    """Lint the Lambda functions that the files under `paths` describe; without paths, those of the whole project."""
    files = discover(root, paths, exclude=settings.exclude, include_tests=settings.include_tests)
    disk = Disk(root)
    name = _name_of(settings, root, files)
    run = cache.recall(name, Run) if cache else None
    if run is None or not disk.shows(run.seen):
        from lambdalint.analysis import analyse

        run = analyse(settings, files, disk := Disk(root))
        if cache:
            cache.keep(name, run)
    rules = rules_in_force(catalog.rules(), settings)
    report = Report(
        findings=run.findings,
        rules=rules,
        coverage=run.coverage,
        suppressed=run.suppressed,
        exit_code=exit_code(run.findings, rules, settings.fail_on),
    )
    return Outcome(report, disk.text, files)


def _name_of(settings: Settings, root: Path, files: Discovery) -> str:
    """A name for all that decides about a run beside the content of files."""
    judging = replace(settings, output_format="", layers=(), file=None, passed_over=None)
    decisive = json.encode((judging, str(root), files), enc_hook=str, order="deterministic")
    return f"{blake2b(decisive, digest_size=16).hexdigest()}.run"
