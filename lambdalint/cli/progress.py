"""How far reading has come, for people who wait at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

_PATIENCE = 1.0
"""Seconds in which nothing is shown."""
_EACH = 0.1
_WIDTH = 30


class Progress:
    """A bar on standard error, where that is a terminal; called with the bytes read of the present file."""

    def __init__(self, names: Iterable[str]) -> None:
        self._total = 0
        for name in names:
            with suppress(OSError):
                self._total += Path(name).stat().st_size
        self._before = self._now = 0
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, position: int) -> None:
        """Note a position; one that is lower than before is in the next file."""
        if position < self._now:
            self._before += self._now
        self._now = position
        if time.monotonic() >= self._next and sys.stderr.isatty():
            self._next = time.monotonic() + _EACH
            self._show(min((self._before + position) / max(self._total, 1), 1.0))

    def _show(self, share: float) -> None:
        self._shown = True
        done = round(share * _WIDTH)
        sys.stderr.write(f"\r[{'#' * done}{' ' * (_WIDTH - done)}] {share:4.0%}")
        sys.stderr.flush()
