"""Whatever Python is read: nothing raises, and what does not change its meaning changes no finding."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from harness import lint
from hypothesis import HealthCheck, given, settings
from program import finder
from python_text import PROGRAMS
from rewriting import with_brackets, with_comments, with_other_names, without_suffix

from lambdalint.code import analyse
from lambdalint.model.finding import Finding
from lambdalint.model.module import Module

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLES = Path(__file__).parent.parent / "examples"
PROJECTS = sorted(
    folder
    for pattern in ("LL002*/*", "LL1*/*", "LL40[24]*/*", "LL6*/*")
    for folder in FIXTURES.glob(pattern)
    if any(folder.rglob("*.py"))
) + sorted(folder for folder in EXAMPLES.iterdir() if folder.is_dir())
LIBRARY = Path(sysconfig.get_path("stdlib"))
SAMPLE = [
    path
    for path in sorted([*LIBRARY.glob("*.py"), *LIBRARY.glob("asyncio/*.py"), *LIBRARY.glob("email/*.py")])
    if path.stat().st_size < 20_000
][::9]


def analyses(text: str) -> Iterator[str]:
    """Analyse a file from each function of its top level, and give back their names."""
    lookup = finder({"app.py": text})
    module = lookup.find("app")
    if isinstance(module, Module):
        for name in [name for name in module.variables if name in module.functions]:
            analyse(lookup, module, name)
            yield name


@given(PROGRAMS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_program_gives_facts_and_can_be_followed(text: str) -> None:
    for name in analyses(text):
        assert name.isidentifier()


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_the_standard_library_gives_facts_and_can_be_followed(path: Path) -> None:
    names = list(analyses(path.read_text(encoding="utf-8")))

    assert len(names) == len(set(names))


def brackets(text: str, _: bool) -> str:
    return with_brackets(text)


def comments(text: str, _: bool) -> str:
    return with_comments(text)


def names(text: str, is_declared: bool) -> str:
    return with_other_names(text, ("_",) if is_declared else ("_", "event", "context"))


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
@pytest.mark.parametrize("change", [comments, brackets, names])
def test_what_changes_no_meaning_changes_no_finding(
    change: Callable[[str, bool], str], folder: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    copytree(folder, changed)
    is_declared = any(path.suffix in (".yaml", ".yml", ".tf", ".json") for path in folder.rglob("*"))
    for path in changed.rglob("*.py"):
        path.write_text(change(path.read_text(encoding="utf-8"), is_declared), encoding="utf-8")

    assert told(changed) == told(folder)


def told(folder: Path) -> list[tuple[str, str, str | None, str]]:
    """What is reported, but for the line."""
    return sorted(map(_without_line, lint(folder, {"profile": "strict"})), key=repr)


def _without_line(finding: Finding) -> tuple[str, str, str | None, str]:
    return finding.code, without_suffix(finding.message), finding.function, finding.span.path
