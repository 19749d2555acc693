"""Where settings are written: the nearest file upwards from what is checked, and what `--config` gives."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from lambdalint.errors import SettingsError, UsageError, did_you_mean
from lambdalint.settings.options import Options
from lambdalint.settings.table import KEYS, parse
from lambdalint.settings.written import Source, Written

OWN_FILE = "lambdalint.toml"
SHARED_FILE = "pyproject.toml"
_SHARED_TABLE = ("tool", "lambdalint")


class Found(Struct, frozen=True):
    """A settings file, and the one beside it that is not read."""

    options: Options
    name: str
    passed_over: str | None = None


def root_of(paths: Sequence[Path], folder: Path) -> Path:
    """What reported paths are relative to: `folder` when all paths are in it, else the nearest folder that holds them."""
    absolute = _absolute(paths, folder)
    return folder if all(path.is_relative_to(folder) for path in absolute) else _common(absolute)


def start_of(paths: Sequence[Path], folder: Path) -> Path:
    """Where the search for a settings file begins: the nearest folder that holds all paths."""
    return _common(_absolute(paths, folder)) if paths else folder


def _absolute(paths: Sequence[Path], folder: Path) -> list[Path]:
    return [Path(os.path.normpath(folder / path)) for path in paths]


def _common(paths: Sequence[Path]) -> Path:
    try:
        common = Path(os.path.commonpath(paths))
    except ValueError:
        raise UsageError("the paths have no folder in common", "check one drive at a time") from None
    return common if common.is_dir() else common.parent


def nearest(start: Path, root: Path) -> Found | None:
    """The settings of `start` or the nearest folder above it, as far as its repository reaches."""
    for folder in (start, *start.parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        from_shared = _shared(shared, root) if shared.is_file() else None
        if own.is_file():
            return Found(_own(own, root), _name(own, root), _name(shared, root) if from_shared else None)
        if from_shared:
            return Found(from_shared, _name(shared, root))
        if (folder / ".git").exists():
            return None
    return None


def given(texts: Sequence[str], root: Path) -> tuple[Found | None, tuple[Options, ...]]:
    """What `--config` gives: at most one file in place of the nearest, and single values."""
    files = [text for text in texts if _is_file(text)]
    if len(files) > 1:
        raise UsageError(
            f"--config: two files, `{files[0]}` and `{files[1]}`", "give one file, and KEY=VALUE for the rest"
        )
    values = tuple(_value(text, root) for text in texts if not _is_file(text))
    return (_file(Path(files[0]), root) if files else None), values


def _is_file(text: str) -> bool:
    return "=" not in text or Path(text).is_file()


def _file(path: Path, root: Path) -> Found:
    if not path.is_file():
        wanted = f"`--config {path}=…` sets a value" if str(path) in KEYS else None
        raise UsageError(f"--config: there is no file `{path}`", wanted or _near(path))
    if path.name != SHARED_FILE:
        return Found(_own(path, root, base=root), str(path))
    options = _shared(path, root, base=root)
    if options is None:
        raise UsageError(f"--config: `{path}` has no table [{'.'.join(_SHARED_TABLE)}]")
    return Found(options, str(path))


def _near(path: Path) -> str | None:
    folder = path.parent
    return did_you_mean(str(path), (str(each) for each in sorted(folder.glob("*.toml")))) if folder.is_dir() else None


def _value(text: str, root: Path) -> Options:
    """`key=value`, the value in TOML, or else taken as a string: quotes would mean quoting them for the shell too."""
    import tomllib

    key, _, value = text.partition("=")
    for toml in (f"{key} = {value}", f"{key} = {json.dumps(value.strip())}"):
        try:
            return parse(tomllib.loads(toml), Source("--config", root))
        except tomllib.TOMLDecodeError:
            continue
    raise UsageError(f"--config: `{text}` is neither a file nor KEY=VALUE")


def _own(path: Path, root: Path, base: Path | None = None) -> Options:
    text = _text(path, root)
    source = Source(_name(path, root), base or path.parent, text)
    table = _toml(text, source.name)
    if "tool" in table:
        raise Written(None, source, ("tool",)).error(
            "unknown key `tool`", f"in {OWN_FILE} the keys have no table around them"
        )
    return parse(table, source)


def _shared(path: Path, root: Path, base: Path | None = None) -> Options | None:
    """The settings in a pyproject.toml; None when it has none. One that never says our name is not even parsed."""
    if b"lambdalint" not in path.read_bytes():
        return None
    text = _text(path, root)
    source = Source(_name(path, root), base or path.parent, text, _SHARED_TABLE)
    everything = _toml(text, source.name)
    tools = everything.get("tool")
    table = tools.get("lambdalint") if isinstance(tools, dict) else None
    if "lambdalint" in everything or not isinstance(table, dict | None):
        raise Written(None, source, ()).error("the settings are no table [tool.lambdalint]")
    return None if table is None else parse(table, source)


def _text(path: Path, root: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{_name(path, root)}:1: the file is not UTF-8: {error.reason}") from None


def _toml(text: str, name: str) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = place[1] if place else len(text.splitlines())
        raise SettingsError(f"{name}:{line}: not valid TOML: {error}") from None


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
