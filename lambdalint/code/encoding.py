"""Bytes of a Python file to its text."""

from __future__ import annotations

from io import BytesIO
from tokenize import detect_encoding

from lambdalint.documents.text import span
from lambdalint.documents.tree import Problem
from lambdalint.model.source import Span


def decode(key: str, data: bytes) -> str | Problem:
    """The text as Python decodes it (by byte order mark, coding comment, else UTF-8), or why it can't be."""
    try:
        encoding, _ = detect_encoding(BytesIO(data).readline)
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(key, error)
    except (SyntaxError, LookupError, ValueError):
        return _unknown_encoding(key, data)


def _undecodable(key: str, error: UnicodeDecodeError) -> Problem:
    before = error.object[: error.start].decode(errors="replace")
    byte = error.object[error.start]
    message = f"not {error.encoding.upper()}: cannot read byte 0x{byte:02X}; save it as UTF-8"
    return Problem("LL001", message, span(key, before, len(before)), fatal=True)


def _unknown_encoding(key: str, data: bytes) -> Problem:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:  # in the first two lines, Python blames a missing coding comment for it
        return _undecodable(key, error)
    line = 1 if b"coding" in data.partition(b"\n")[0] else 2
    message = "its coding comment names no encoding of this text; save it as UTF-8 and drop the comment"
    return Problem("LL001", message, Span.of_line(key, line), fatal=True)
