"""What is left out below the root, and why: other people's code, copies of the project's own, and its tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lambdalint.discover.patterns import is_pattern, matcher
from lambdalint.disk import Disk
from lambdalint.errors import UsageError

_INSTALLED = "installed packages"
_CACHE = "a cache"
_COPY = "a copy of the sources"
_REPOSITORY = "version control"
_TESTS = "tests (`include-tests` reads them)"
_FOLDERS: Mapping[str, str] = {
    "node_modules": _INSTALLED,
    "site-packages": _INSTALLED,
    "dist-packages": _INSTALLED,
    ".eggs": _INSTALLED,
    ".aws-sam": f"{_COPY}, made by `sam build`",
    "cdk.out": f"{_COPY}, made by `cdk synth`",
    ".serverless": f"{_COPY}, made by `serverless package`",
    ".terraform": f"{_COPY}, made by `terraform init`",
    "__pycache__": _CACHE,
    ".cache": _CACHE,
    ".hypothesis": _CACHE,
    ".ipynb_checkpoints": _CACHE,
    ".mypy_cache": _CACHE,
    ".nox": _CACHE,
    ".pytest_cache": _CACHE,
    ".ruff_cache": _CACHE,
    ".tox": _CACHE,
    ".git": _REPOSITORY,
    ".hg": _REPOSITORY,
    ".svn": _REPOSITORY,
}
_TEST_FOLDERS = {"tests", "test"}
_TEST_FILE = re.compile(r"test_.*\.py|.*_test\.py|conftest\.py|.*\.(?:spec|test)\.[cm]?[jt]s")
_LIBRARY = re.compile(r"(?:.*/)?lib/python3\.\d+")
# `pip install -e` leaves `name.egg-info` beside the project's own sources; only an installed one has a version.
_METADATA = re.compile(r".+\.dist-info|.+-.+\.egg-info")


class Skips:
    """Why a folder or a file is left out; None when it is not."""

    __slots__ = ("_excluded", "_include_tests")

    def __init__(self, exclude: Sequence[str], *, include_tests: bool) -> None:
        bad = next((pattern for pattern in exclude if not is_pattern(pattern)), None)
        if bad is not None:
            raise UsageError(f"exclude: `{bad}` is no pattern", "patterns are written as in .gitignore")
        self._excluded = matcher(exclude) if exclude else None
        self._include_tests = include_tests

    def folder(self, path: str, name: str) -> str | None:
        """By where a folder is."""
        if name in _FOLDERS:
            return _FOLDERS[name]
        if name.startswith("python3.") and _LIBRARY.fullmatch(path):
            return _INSTALLED
        if name in _TEST_FOLDERS and not self._include_tests:
            return _TESTS
        return self._settings(f"{path}/")

    def file(self, path: str, name: str) -> str | None:
        """By what a file is called."""
        if not self._include_tests and _TEST_FILE.fullmatch(name):
            return _TESTS
        return self._settings(path)

    def _settings(self, path: str) -> str | None:
        if self._excluded is None or not self._excluded.match_file(path):
            return None
        return "excluded by the settings"


def environment(folders: Iterable[str], files: Iterable[str]) -> str | None:
    """Why a folder with this content is left out as a whole."""
    return "a virtual environment" if "pyvenv.cfg" in files or "conda-meta" in folders else None


def installed(disk: Disk, folder: str, folders: Iterable[str]) -> Mapping[str, str]:
    """What `pip install --target` put into a folder, with why it is left out: the project's own code may stand beside it."""
    metadata = [name for name in folders if _METADATA.fullmatch(name)]
    names = {name for each in metadata for name in (each, *_recorded(disk, f"{folder}/{each}" if folder else each))}
    return dict.fromkeys(names, _INSTALLED)


def _recorded(disk: Disk, metadata: str) -> Iterator[str]:
    """The names at the top of an installed package, or the package's own name when its record is not there."""
    for record in ("RECORD", "top_level.txt"):
        data = disk.read(f"{metadata}/{record}")
        if isinstance(data, bytes):
            lines = data.decode(errors="replace").splitlines()
            yield from {line.partition(",")[0].partition("/")[0] for line in lines}
            return
    yield metadata.rpartition("/")[2].partition("-")[0]
