"""sarif_om's values as plain JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attr

# A result of level "warning" must say so: without a level it takes its rule's, not the schema's default.
_ALWAYS_WRITTEN = frozenset({"level"})

# sarif_om was made from a draft; this is what the final SARIF 2.1.0 calls otherwise.
_FINAL_NAMES = {("Suppression", "state"): "status"}


def plain(value: Any) -> Any:
    """A value of the model without what is absent or the schema's default anyway."""
    if attr.has(type(value)):
        return dict(_members(value))
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def schema_name(model: type, field: attr.Attribute[Any]) -> str:
    """What the final schema calls a field of a class of the model."""
    name: str = field.metadata["schema_property_name"]
    return _FINAL_NAMES.get((model.__name__, name), name)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    for field in attr.fields(type(value)):
        member = getattr(value, field.name)
        name = schema_name(type(value), field)
        if member is not None and (name in _ALWAYS_WRITTEN or member != _default(field)):
            yield name, plain(member)


def _default(field: attr.Attribute[Any]) -> Any:
    factory = getattr(field.default, "factory", None)
    return factory() if factory else field.default
