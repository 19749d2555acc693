"""Runtimes: when AWS retires each, and what to move to. The dates are in `lifecycle.py`.

What deprecation means: https://docs.aws.amazon.com/lambda/latest/dg/runtime-support-policy.html.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from lambdalint.aws.lifecycle import LIFECYCLE

_PYTHON = re.compile(r"python(\d)\.(\d+)")


_SNAP_START = re.compile(r"(?:java|python|dotnet)(?P<major>\d+)(?:\.(?P<minor>\d+)|\.al2)?")


class Runtime(Struct, frozen=True):
    """A runtime that Lambda knows. A date of None is one AWS has not announced."""

    id: str
    deprecated: date | None
    create_blocked: date | None
    """From this day no function can be created with it."""
    update_blocked: date | None
    """From this day no function that uses it can be updated."""
    successor: str | None
    """The newest of its family; None for that one itself."""


def find(identifier: str) -> Runtime | None:
    """The runtime of an identifier exactly as Lambda spells it."""
    if identifier not in LIFECYCLE:
        return None
    deprecated, create_blocked, update_blocked, successor = LIFECYCLE[identifier]
    return Runtime(identifier, _day(deprecated), _day(create_blocked), _day(update_blocked), successor or None)


def newest(identifier: str) -> str:
    """The newest runtime of the family of one that Lambda knows."""
    return LIFECYCLE[identifier][-1] or identifier


def supported(today: date) -> tuple[str, ...]:
    """The identifiers with a published deprecation date that is still to come: what to use."""
    return tuple(identifier for identifier, (deprecated, *_) in LIFECYCLE.items() if deprecated > today.isoformat())


def python_version(identifier: str) -> tuple[int, int] | None:
    """`(3, 13)` for `python3.13`; None for the other families."""
    match = _PYTHON.fullmatch(identifier)
    return (int(match[1]), int(match[2])) if match else None


def has_snap_start(identifier: str) -> bool:
    """Whether Lambda can start it from a snapshot; an unknown one may be newer than we are.

    https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html, read 2026-11-23: Java 11, Python 3.12 and .NET 8 and later.
    """
    if identifier not in LIFECYCLE:
        return True
    family = _SNAP_START.fullmatch(identifier)
    return family is not None and any(
        identifier.startswith(name) and (int(family["major"]), int(family["minor"] or 0)) >= first
        for name, first in (("java", (11, 0)), ("python", (3, 12)), ("dotnet", (8, 0)))
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
