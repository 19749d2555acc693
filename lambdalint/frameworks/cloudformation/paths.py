"""Where the files stand that a template names."""

from __future__ import annotations

import posixpath
import re

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|arn:|/|[A-Za-z]:\\")


def beside(template: str, written: str) -> str | None:
    """A path written in a template, relative to the root; None when it is a URL, absolute or outside the project."""
    if not written or _ELSEWHERE.match(written) or "\0" in written:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(template), written))
    return None if path == ".." or path.startswith("../") else path


def is_local(written: str) -> bool:
    """Whether a location is meant to be a file next to the template."""
    return bool(written) and not _ELSEWHERE.match(written)
