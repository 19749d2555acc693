"""What to say of a text that libcst does not parse: broken, not rendered yet, or of another Python."""

from __future__ import annotations

import ast
import re
import warnings

from lambdalint.documents.templated import cookiecutter_source, jinja_source
from lambdalint.documents.text import line_starts
from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span

_BEGINNING = r"(?:^|[:;])\s*"
_PYTHON_2 = {
    "the `print` statement": _BEGINNING + r"print\b\s*(?:>>|[^\s=.,:;()\[\]])",
    "the `exec` statement": _BEGINNING + r"exec\s+[^\s=.,:;()\[\]]",
    "`except E, e`": r"\bexcept\b[^:]*,\s*\w+\s*:",
    "`raise E, message`": _BEGINNING + r"raise\s+[\w.]+\s*,",
    "`<>`": r"<>",
    "a number such as `0777`": r"(?<![\w.])0\d+(?![\w.])",
    "a number such as `10L`": r"(?<![\w.])\d+[lL]\b",
    "a string such as `ur''`": r"\b[uU][rR][\"']",
    "`repr` in backticks": r"`[^`]+`",
}
"""What only Python 2 reads, and how it looks on the line that Python 3 does not read."""

_PLACE = re.compile(r"error at (\d+):(\d+)")


def rejection(key: str, text: str, reason: str) -> Problem:
    """The problem of a text that libcst rejects for this reason.

    Python's own parser, which only reads, has better words for it, and the exact place.
    """
    error = _syntax_error(text)
    if error is None:
        return unsupported(key, reason)
    at = _span_of(key, text, error)
    template = cookiecutter_source(key, text)
    if template:
        return template.problem
    if "too many levels" in error.msg:
        return too_deep(at)
    old = _python_2(text, at)
    if old:
        return python_2(old, at)
    return _not_rendered(key, text, at) or Problem("LL001", f"not valid Python: {error.msg}", at, fatal=True)


def python_2(what: str, at: Span) -> Problem:
    """The problem of syntax that went with Python 2."""
    return Problem("LL007", f"{what} is Python 2, which no supported runtime runs; port the file", at, fatal=True)


def too_deep(at: Span) -> Problem:
    """The problem of a text that the parser might not survive."""
    return Problem("LL008", "nests too deeply to be read; split the statement, or exclude the file", at, fatal=True)


def unsupported(key: str, reason: str) -> Problem:
    """The problem of a text that libcst does not read although Python does, or may."""
    place = _PLACE.search(reason)
    line, column = (int(place[1]), max(1, int(place[2]))) if place else (1, 1)
    message = "libcst does not know this syntax; update libcst, or write it another way"
    return Problem("LL007", message, Span(key, line, column, line, column), fatal=True)


def _not_rendered(key: str, text: str, at: Span) -> Problem | None:
    """The problem of a Jinja marker at the very place of the error: elsewhere it may be of a formatted string."""
    marker = jinja_source(key, text, at.line)
    if marker is None:
        return None
    reaches = marker.problem.at.column <= at.column <= marker.problem.at.end_column
    return marker.problem if reaches else None


def _syntax_error(text: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of no use to anyone but the text's author: odd escapes and the like
            ast.parse(text)
    except SyntaxError as error:
        return error
    except (RecursionError, MemoryError):  # Python's bounds are not libcst's
        return None
    return None


def _span_of(key: str, text: str, error: SyntaxError) -> Span:
    """Where Python saw the error, within the text: it may point behind its end."""
    line = min(error.lineno or 1, len(line_starts(text)))
    column = max(error.offset or 1, 1)
    within = error.end_lineno == line and (error.end_offset or 0) > column
    return Span(key, line, column, line, (error.end_offset or column) if within else column)


def _python_2(text: str, at: Span) -> str | None:
    line = "".join(text.splitlines()[at.line - 1 : at.line])
    return next((what for what, pattern in _PYTHON_2.items() if re.search(pattern, line)), None)
