"""Which folders of the project an image's modules come from."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from lambdalint.frameworks.image.stages import Copy


def folders(copies: Sequence[Copy], root: str, module: str) -> list[tuple[str, Copy]]:
    """The folders that `root` of the image was filled from, the likeliest to hold `module` first, with the reason."""
    # What is copied later lies over what was there.
    found = [(folder, copy) for copy in reversed(copies) if (folder := _folder(copy, root)) is not None]
    top = module.replace("/", ".").partition(".")[0]
    return sorted(found, key=lambda pair: _rank(pair[1], root, top))


def moves(copies: Iterable[Copy], root: str) -> bool:
    """Whether something in `root` has another name than in the project, so that its modules cannot be followed."""
    return any(_below(copy.target, root) is not None and _folder(copy, root) is None for copy in copies)


def _rank(copy: Copy, root: str, top: str) -> int:
    inner = _below(copy.target, root) or ""
    if inner.partition("/")[0].removesuffix(".py") == top:
        return 0
    return 2 if inner else 1


def _folder(copy: Copy, root: str) -> str | None:
    """The folder that corresponds to `root`, relative to the context; None when no folder does."""
    above = _below(root, copy.target)
    if above is not None:
        return posixpath.normpath(posixpath.join(copy.source, above))
    inner = _below(copy.target, root)
    if inner is not None and (copy.source == inner or copy.source.endswith(f"/{inner}")):
        return copy.source[: -len(inner)].rstrip("/") or "."
    return None


def _below(path: str, folder: str) -> str | None:
    """The way from a folder to a path in it (empty for itself); None when it is elsewhere."""
    if path == folder:
        return ""
    prefix = f"{folder.rstrip('/')}/"
    return path[len(prefix) :] if path.startswith(prefix) else None
