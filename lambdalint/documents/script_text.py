"""Strings and numbers of JavaScript as Python's."""

from __future__ import annotations

import re

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_CODE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")
_HIGHEST = 0x10FFFF
_MOST_DIGITS = 30


def unescaped(written: str) -> str:
    """What an escape sequence stands for."""
    code = _CODE.fullmatch(written)
    if code:
        number = int(code[1] or code[2] or code[3], 16)
        return chr(number) if number <= _HIGHEST else "\ufffd"
    rest = written[1:]
    return "" if rest.startswith(("\n", "\r")) else _SIMPLE.get(rest, rest)


def number(written: str) -> int | float | str:
    """A number; text when it is none that can be told."""
    plain = written.replace("_", "").removesuffix("n").lower()
    try:
        if plain.startswith(("0x", "0o", "0b")):
            return int(plain, 0)
        value = float(plain)
    except ValueError:
        return written
    return int(value) if value.is_integer() and len(plain) < _MOST_DIGITS else value
