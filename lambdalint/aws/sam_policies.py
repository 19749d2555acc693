"""What SAM's policy templates and connectors grant; `scripts/refresh_sam.py` says where the table comes from."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Statement: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Actions, and resource patterns in which `${Name}` is a parameter of the template (`${Other}`: a connector's other end)."""


def policy_template(name: str) -> tuple[Statement, ...] | None:
    """The statements of a policy template (`SQSPollerPolicy`); None when SAM has none of that name."""
    found = _table()["policies"].get(name)
    return None if found is None else _statements(found)


def connector(other: str, permissions: tuple[str, ...], *, function_is_source: bool) -> tuple[Statement, ...]:
    """What a connector with a resource of type `other` adds to the function's role."""
    access = _table()["connectors"].get(f"{'>' if function_is_source else '<'} {other}", {})
    return tuple(statement for name in permissions for statement in _statements(access.get(name, ())))


def _statements(found: Any) -> tuple[Statement, ...]:
    return tuple((tuple(actions), tuple(resources)) for actions, resources in found)


@cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
