"""From paths to a report: what an earlier run found, if nothing it saw has changed, else a new analysis."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct, json
from msgspec.structs import replace

from lambdalint import catalog
from lambdalint.cache import Cache
from lambdalint.discover import Discovery, around, discover
from lambdalint.disk import Disk
from lambdalint.model.report import Report, Run
from lambdalint.policy.select import exit_code, rules_in_force
from lambdalint.settings import Settings


class Outcome(Struct, frozen=True):
    """A run's report, the text of the files it speaks of, and what was looked at."""

    report: Report
    sources: Callable[[str], str]
    files: Discovery


def check(
    settings: Settings,
    paths: Sequence[Path],
    root: Path,
    cache: Cache | None = None,
    *,
    force_exclude: bool = False,
) -> Outcome:
    """Lint the Lambda functions that the files under `paths` describe; without paths, those of the whole project.

    A path that is a file is checked with the project around it, and what touches it is reported.
    """
    find = partial(discover, root, exclude=settings.exclude, include_tests=settings.include_tests)
    files = find(paths, force_exclude=force_exclude)
    context = _context(paths, root)
    wide = find((*paths, *context)) if context else files
    disk = Disk(root)
    name = _name_of(settings, root, files, wide)
    run = cache.recall(name, Run) if cache else None
    if run is None or not disk.shows(run.seen):
        from lambdalint.analysis import analyse

        run = analyse(settings, wide, disk := Disk(root), named=files if context else None)
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


def _context(paths: Sequence[Path], root: Path) -> tuple[Path, ...]:
    """The folders of the projects around files that are named one by one."""
    absolute = (Path(os.path.abspath(path)) for path in paths)  # noqa: PTH100  # resolve() would follow links out of the root
    return tuple(dict.fromkeys(around(path, root) for path in absolute if path.is_file()))


def _name_of(settings: Settings, root: Path, *files: Discovery) -> str:
    """A name for all that decides about a run beside the content of files."""
    judging = replace(settings, output_format="", layers=(), file=None, passed_over=None)
    decisive = json.encode((judging, str(root), files), enc_hook=str, order="deterministic")
    return f"{blake2b(decisive, digest_size=16).hexdigest()}.run"
