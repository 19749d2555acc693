"""The cards, compiled: so that no run but the first pays for YAML.

A wheel is built with its cards compiled (`hatch_build.py`). A checkout and an editable install read `rules/` itself,
and keep the result in the user's cache under the names, sizes and times of the cards. A compiled module in the
repository would drift and be a merge conflict whenever two people add a card; a cache alone would make each fresh
container read every header. Where no cache can be written, the cards are read each time. JSON, because it executes
nothing and outlives a change of Python.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from msgspec import MsgspecError, Struct, json

from lambdalint.cache import user_folder
from lambdalint.errors import InternalError
from lambdalint.model.rule import Rule

COMPILED = "catalog.json"
"""The compiled cards' name, inside the folder of cards of a wheel."""
Stamp: TypeAlias = list[tuple[str, int, int]]
"""Name, size and time of every file that the compiled cards depend on."""


class _Compiled(Struct):
    rules: tuple[Rule, ...]
    stamp: Stamp | None


def load(folder: Path) -> tuple[Rule, ...]:
    """The rules of a folder of cards, by code; raises InternalError when a card is wrong or there is none."""
    shipped = folder / COMPILED
    if shipped.is_file():
        return json.decode(shipped.read_bytes(), type=_Compiled).rules
    stamp = _stamp(folder)
    cache = _cache_file(folder)
    return _remembered(cache, stamp) or _compile(folder, cache, stamp)


def read_all(folder: Path) -> tuple[Rule, ...]:
    """Read every card of a folder; raises InternalError when one is wrong or two have the same code or name."""
    from lambdalint.catalog import card

    rules = tuple(card.read(path) for path in sorted(folder.glob("LL*.md")))
    if not rules:
        raise InternalError(f"{folder} holds no rule cards: the installation is damaged")
    known: dict[str, str] = {}
    for rule in rules:
        for word in {rule.code.lower(), rule.name, *(former.lower() for former in rule.formerly)}:
            if known.setdefault(word, rule.slug) != rule.slug:
                raise InternalError(f"rules/{rule.slug}.md: `{word}` already belongs to {known[word]}")
    return rules


def packed(rules: Iterable[Rule], stamp: Stamp | None = None) -> bytes:
    """The rules as bytes that `load` reads back."""
    return json.encode(_Compiled(tuple(rules), stamp))


def _stamp(folder: Path) -> Stamp:
    """What changes when a card, or the code that reads cards, does."""
    reader = Path(__file__).with_name("card.py")
    with os.scandir(folder) as entries:
        cards = sorted((entry for entry in entries if entry.name.endswith(".md")), key=lambda entry: entry.name)
    stats = [(str(folder), folder.stat()), (reader.name, reader.stat())]
    stats += [(entry.name, entry.stat()) for entry in cards]
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]


def _remembered(cache: Path | None, stamp: Stamp) -> tuple[Rule, ...] | None:
    try:
        compiled = json.decode(cache.read_bytes() if cache else b"", type=_Compiled)
    except (OSError, MsgspecError, UnicodeDecodeError):
        return None
    return compiled.rules if compiled.stamp == stamp else None


def _compile(folder: Path, cache: Path | None, stamp: Stamp) -> tuple[Rule, ...]:
    rules = read_all(folder)
    if cache:
        with contextlib.suppress(OSError):
            cache.parent.mkdir(parents=True, exist_ok=True)
            draft = cache.with_suffix(f".{os.getpid()}")
            draft.write_bytes(packed(rules, stamp))
            draft.replace(cache)
    return rules


def _cache_file(folder: Path) -> Path | None:
    """Where this checkout's cards are remembered; None when the user has no home."""
    cache = user_folder()
    return cache and cache / f"catalog-{crc32(os.fsencode(folder)):08x}.json"
