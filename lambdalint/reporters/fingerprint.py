"""The fingerprint by which GitHub recognises an alert after lines moved: `primaryLocationLineHash`.

GitHub fills it in where it can; a different value under the same key makes it warn. So this is its own algorithm,
over UTF-16 code units: blanks are skipped, a line end is one line feed, and each line is hashed with what follows.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import reduce

_BLOCK = 100
"""Code units that a hash reads, from the first one of its line."""
_BASE = 37
_MODULUS = 2**64
_END_OF_FILE = 65535
_LINE_FEED = 10

_BLANK = re.compile(r"[ \t]+")


def line_hashes(text: str) -> list[str]:
    """The fingerprint of each line of a file, as hash and how often it occurred so far."""
    written = _BLANK.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    units = array("H", written.encode("utf-16", "surrogatepass")[2:])  # without the byte order mark
    units.append(_END_OF_FILE)
    starts = [0, *(index + 1 for index, unit in enumerate(units) if unit == _LINE_FEED)]
    units.extend([0] * _BLOCK)
    seen: Counter[str] = Counter()
    hashes = []
    for start in starts:
        line_hash = format(reduce(_shift_in, units[start : start + _BLOCK], 0), "x")
        seen[line_hash] += 1
        hashes.append(f"{line_hash}:{seen[line_hash]}")
    return hashes


def _shift_in(line_hash: int, unit: int) -> int:
    return (line_hash * _BASE + unit) % _MODULUS
