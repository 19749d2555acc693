"""Which files of a project matter, and what each is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from lambdalint.discover.builds import Builds
from lambdalint.discover.installed import Installed
from lambdalint.discover.kinds import SUFFIXES, Kind, kind_of, looked_for, suffix_of
from lambdalint.discover.listing import Listing
from lambdalint.discover.skips import Skips, environment, installed
from lambdalint.disk import Disk
from lambdalint.errors import UsageError, did_you_mean

__all__ = ["Builds", "Discovery", "Installed", "Kind", "Skipped", "around", "discover", "looked_for"]

_MARKS = (".git", "lambdalint.toml", ".lambdalint.toml", "pyproject.toml")
"""What the top folder of a project has."""
MAX_SKIPPED = 1000
"""How many skipped folders and files a `Discovery` names."""


class Skipped(Struct, frozen=True, order=True):
    """A folder or file that was left out. `reason` completes "left out: …"."""

    path: str
    reason: str


class Discovery(Struct, frozen=True):
    """The files of one run. Paths are POSIX, relative to the root, and sorted."""

    python: tuple[str, ...]
    kinds: Mapping[str, Kind]
    """What each template is, by its path."""
    looked_at: int
    """Files seen, of whatever type, without those in folders that were skipped."""
    skipped: tuple[Skipped, ...] = ()
    skipped_unnamed: int = 0
    """How many more were skipped than `skipped` names."""

    @property
    def templates(self) -> tuple[str, ...]:
        """The paths of all templates."""
        return tuple(path for path, kind in self.kinds.items() if kind is not Kind.CDK_PROGRAM)

    @property
    def programs(self) -> tuple[str, ...]:
        """The paths of programs in other languages than Python, each a part of something that deploys."""
        return tuple(path for path, kind in self.kinds.items() if kind is Kind.CDK_PROGRAM)


def discover(
    root: Path,
    paths: Sequence[Path] = (),
    *,
    exclude: Sequence[str] = (),
    include_tests: bool = False,
    force_exclude: bool = False,
) -> Discovery:
    """Find the Python files and templates in files and folders of a project; without paths, in all of it.

    Paths are absolute or relative to the working folder, and must be within the root. What a path names is taken
    whatever it is called and whether or not git ignores it; below a named folder, git's and the built-in exclusions
    and `exclude` (patterns as in .gitignore, relative to the root) hold. With `force_exclude`, exclusions other than git's
    hold for named files too. Raises UsageError for a path that does not exist.
    """
    skips = Skips(exclude, include_tests=include_tests)
    search = _Search(Path(os.path.normpath(root.absolute())), skips, force_exclude=force_exclude)
    for path in paths or (root,):
        search.add(path)
    return search.found()


class _Search:
    """Collects the files of one run."""

    __slots__ = ("_disk", "_force_exclude", "_kinds", "_listing", "_python", "_root", "_seen", "_skipped", "_skips")

    def __init__(self, root: Path, skips: Skips, *, force_exclude: bool) -> None:
        self._root = root
        self._force_exclude = force_exclude
        self._disk = Disk(root)
        self._skips = skips
        self._listing = Listing(root)
        self._python: set[str] = set()
        self._kinds: dict[str, Kind] = {}
        self._seen: set[str] = set()
        self._skipped: dict[str, str] = {}

    def found(self) -> Discovery:
        """All that was collected."""
        taken = self._python | self._kinds.keys()
        skipped = sorted(Skipped(path, reason) for path, reason in self._skipped.items() if path not in taken)
        return Discovery(
            python=tuple(sorted(self._python)),
            kinds=dict(sorted(self._kinds.items())),
            looked_at=len(self._seen),
            skipped=tuple(skipped[:MAX_SKIPPED]),
            skipped_unnamed=max(0, len(skipped) - MAX_SKIPPED),
        )

    def add(self, path: Path) -> None:
        """Take what a person named."""
        absolute = Path(os.path.normpath(path.absolute()))
        if not absolute.is_relative_to(self._root):
            raise UsageError(f"`{path}` is outside of `{self._root}`", "start from a folder that holds both")
        relative = "/".join(absolute.relative_to(self._root).parts)
        if absolute.is_dir():
            self._below(relative)
        elif absolute.is_file():
            self._named(relative, absolute)
        else:
            raise UsageError(f"`{path}` does not exist", _near(absolute))

    def _named(self, path: str, absolute: Path) -> None:
        self._seen.add(path)
        reason = self._excluded(path) if self._force_exclude else None
        if reason:
            self._skip(path, reason)
        elif absolute.suffix == ".py":
            self._python.add(path)
        else:
            self._template(path)
            if path not in self._kinds:
                self._skipped.setdefault(path, "neither Python nor a template")

    def _excluded(self, path: str) -> str | None:
        """Why a file would not have been found: because of its own name, or of a folder above it."""
        *above, name = path.split("/")
        folders = ("/".join(above[: depth + 1]) for depth in range(len(above)))
        reasons = (self._skips.folder(folder, folder.rpartition("/")[2]) for folder in folders)
        return next(filter(None, reasons), None) or self._skips.file(path, name)

    def _below(self, top: str) -> None:
        pending = [top]
        while pending:
            folder = pending.pop()
            try:
                folders, files = self._listing.children(folder)
            except OSError as error:
                self._skip(folder or ".", _unreadable(error))
                continue
            reason = None if folder == top else environment(folders, files)
            if reason:
                self._skip(folder, reason)
            else:
                pending += self._of(folder, folders, files)

    def _of(self, folder: str, folders: Iterable[str], files: Iterable[str]) -> Iterable[str]:
        """Take a folder's files and give the folders in it that are worth going into."""
        prefix = f"{folder}/" if folder else ""
        alien = installed(self._disk, folder, folders)
        for name in files:
            self._file(prefix + name, name, alien.get(name) or _unprintable(name))
        for name in folders:
            path = prefix + name
            reason = alien.get(name) or _unprintable(name) or self._skips.folder(path, name)
            if reason:
                self._skip(path, reason)
            else:
                yield path

    def _file(self, path: str, name: str, reason: str | None) -> None:
        self._seen.add(path)
        suffix = suffix_of(name)
        if suffix != ".py" and suffix not in SUFFIXES:
            return
        reason = reason or self._skips.file(path, name)
        if reason:
            self._skip(path, reason)
        elif not os.path.isfile(self._on_disk(path)):  # noqa: PTH113  # a Path takes longer than asking
            return  # git lists what was deleted and not yet committed
        elif suffix == ".py":
            self._python.add(path)
        else:
            self._template(path, suffix)

    def _template(self, path: str, suffix: str | None = None) -> None:
        try:
            kind = kind_of(self._on_disk(path), suffix)
        except OSError as error:
            self._skip(path, _unreadable(error))
        else:
            if kind:
                self._kinds[path] = kind

    def _skip(self, path: str, reason: str) -> None:
        self._skipped[path.encode(errors="backslashreplace").decode()] = reason

    def _on_disk(self, path: str) -> str:
        return f"{self._root}/{path}"


def around(path: Path, root: Path) -> Path:
    """The folder of the project that a file belongs to: the nearest that git or settings mark as one, at most the root.

    Where nothing marks one, it is the root in a git repository, and the file's own folder anywhere else.
    """
    folder = path.parent
    within = [each for each in (folder, *folder.parents) if each.is_relative_to(root)]
    marked = next((each for each in within if any((each / mark).exists() for mark in _MARKS)), None)
    in_repository = any((each / ".git").exists() for each in root.parents)
    return marked or (root if in_repository else folder)


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror}"


def _unprintable(name: str) -> str | None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    return None


def _near(path: Path) -> str | None:
    """What may have been meant by a path whose first missing part was mistyped."""
    missing = next(each for each in (path, *path.parents) if each.parent.is_dir())
    return did_you_mean(missing.name, sorted(sibling.name for sibling in missing.parent.iterdir()))
