"""`lambdalint check`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from lambdalint.cli.output import note, refuse_unwritable, say, screen, write_files
from lambdalint.cli.parameters import Word, target
from lambdalint.errors import UsageError
from lambdalint.settings.table import KEYS, NEVER

if TYPE_CHECKING:
    from lambdalint.discover import Discovery
    from lambdalint.engine import Outcome
    from lambdalint.settings import Settings

_FORMATS = KEYS["output-format"].kind.choices
_FOR_PEOPLE = ("full", "concise")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--select", multiple=True, metavar="RULES", help="Run these rules: codes, names, beginnings, tags, ALL.")
@click.option("--extend-select", multiple=True, metavar="RULES", help="Run these rules as well.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not run these rules.")
@click.option("--profile", type=Word(KEYS["profile"].kind.choices), help="The set of rules to run.")
@click.option(
    "--fail-on", type=Word(KEYS["fail-on"].kind.choices), help="The least severity that makes the exit code 1."
)
@click.option("--exit-zero", is_flag=True, help=f"The same as --fail-on {NEVER}.")
@click.option("--output-format", type=Word(_FORMATS), help="How to write findings to standard output.")
@click.option(
    "--output",
    "targets",
    multiple=True,
    type=target(_FORMATS),
    metavar="FORMAT=FILE",
    help="Write them to a file as well.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option("--show-files", is_flag=True, help="List the files that would be read, and stop.")
@click.option("--show-settings", is_flag=True, help="Show every setting and where it came from, and stop.")
@click.option("--no-suppressions", is_flag=True, help="Report what comments and Metadata suppress.")
@click.option("--today", metavar="DATE", help="The day for rules about dates, such as 2026-11-23.")
@click.option("--config", multiple=True, metavar="FILE|KEY=VALUE", help="Another settings file, or one setting.")
@click.option("--isolated", is_flag=True, help="Read no settings file.")
@click.option("--force-exclude", is_flag=True, help="Leave out excluded files even when PATHS names them.")
@click.option(
    "--cache-dir",
    type=click.Path(path_type=Path),
    envvar="LAMBDALINT_CACHE_DIR",
    help="Where to keep what later runs can use.",
)
@click.option("--no-cache", is_flag=True, help="Use and keep nothing of other runs.")
@click.option("--color", type=Word(("auto", "always", "never")), default="auto", help="Whether to use colour.")
@click.option("-q", "--quiet", is_flag=True, help="Write nothing when nothing is found.")
@click.option("-v", "--verbose", is_flag=True, help="Say which settings are used and what is left out.")
@click.pass_context
def check(
    context: click.Context,
    /,
    paths: tuple[Path, ...],
    *,
    targets: tuple[tuple[str, Path], ...],
    color: str,
    cache_dir: Path | None,
    no_cache: bool,
    force_exclude: bool,
    statistics: bool,
    show_files: bool,
    show_settings: bool,
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> None:
    """Check the Lambda functions in PATHS, or in the whole project."""
    files = _by_file(targets)
    refuse_unwritable(files)
    root, settings = _settings(paths, given)
    if verbose:
        note(f"note: settings from {settings.file or 'no file'}; {len(settings.selected)} rules")
    if show_settings:
        say(_shown(settings))
        return
    if show_files:
        _show_files(settings, paths, root, verbose=verbose, force_exclude=force_exclude)
        return
    from lambdalint import engine
    from lambdalint.cache import of_runs

    cache = None if no_cache else of_runs(cache_dir)
    outcome = engine.check(settings, paths, root, cache, force_exclude=force_exclude)
    if verbose:
        _tell_skipped(outcome.files)
        if cache and cache.failure:
            note(f"note: nothing is kept for the next run: {cache.failure}")
    _write(outcome, settings.output_format, files, color, statistics=statistics, quiet=quiet)
    context.exit(outcome.report.exit_code)


def _by_file(targets: Sequence[tuple[str, Path]]) -> dict[Path, str]:
    """The format of each file."""
    formats = {path: output_format for output_format, path in targets}
    if len(formats) < len(targets):
        raise UsageError("--output: one file is named twice")
    return formats


def _settings(paths: Sequence[Path], given: Mapping[str, Any]) -> tuple[Path, Settings]:
    """The root of the run and its settings."""
    from lambdalint import catalog
    from lambdalint.settings import load, root_of

    if Path("-") in paths:
        raise UsageError("standard input (`-`) cannot be checked", "name a file or a folder")
    folder = Path.cwd()
    root = root_of(paths, folder)
    flags = {key.name: given[key.field] for key in KEYS.values() if given.get(key.field) not in (None, ())}
    settings = load(
        root,
        catalog.rules(),
        today=datetime.now(UTC).date(),
        paths=[folder / path for path in paths],
        configs=given["config"],
        isolated=given["isolated"],
        flags=flags | ({"fail-on": NEVER} if given["exit_zero"] else {}),
    )
    return root, replace(settings, suppressions=not given["no_suppressions"])


def _shown(settings: Settings) -> str:
    from lambdalint.settings.show import shown

    return shown(settings)


def _show_files(settings: Settings, paths: Sequence[Path], root: Path, *, verbose: bool, force_exclude: bool) -> None:
    from lambdalint.discover import discover

    found = discover(
        root, paths, exclude=settings.exclude, include_tests=settings.include_tests, force_exclude=force_exclude
    )
    if verbose:
        _tell_skipped(found)
    say("".join(f"{path}\n" for path in sorted({*found.python, *found.kinds})))


def _tell_skipped(files: Discovery) -> None:
    for skipped in files.skipped:
        note(f"note: left out {skipped.path}: {skipped.reason}")
    if files.skipped_unnamed:
        note(f"note: left out {files.skipped_unnamed} more")


def _write(
    outcome: Outcome, output_format: str, files: Mapping[Path, str], color: str, *, statistics: bool, quiet: bool
) -> None:
    """Everything is rendered before anything is written: a run that fails leaves no half of its reports."""
    from lambdalint.cli.statistics import counted
    from lambdalint.reporters import write

    report, terminal = outcome.report, screen(color)

    def render(wanted: str, *, color: bool = False, unicode: bool = True) -> str:
        return write(wanted, report, outcome.sources, color=color, width=terminal.width, unicode=unicode)

    for_people = output_format in _FOR_PEOPLE
    text = render(output_format, color=terminal.color, unicode=terminal.unicode)
    if statistics and for_people:
        text += counted(report)
    write_files({path: render(wanted) for path, wanted in files.items()})
    if report.findings or not (quiet and for_people):
        say(text, machine=not for_people)
