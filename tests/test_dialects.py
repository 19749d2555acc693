"""One app in every dialect must give equal functions: rules never learn which dialect they see."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document
from lambdalint.frameworks import load_program, read, read_programs
from lambdalint.model.function import Function
from lambdalint.model.project import Stack
from lambdalint.model.resource import Permission, Resources
from lambdalint.model.source import Setting
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders"
TEMPLATES = {
    "sam": "sam/template.yaml",
    "cloudformation": "cloudformation/template.yaml",
    "cdk": "cdk/app.py",
    "pulumi": "pulumi/__main__.py",
    "cdk in typescript": "cdk_typescript/bin/orders.ts",
    "terraform": "terraform/main.tf",  # with the other files of its folder
    "serverless": "serverless.yml",  # above the others: what it packages lies in its own folder
    "serverless in typescript": "serverless.ts",
}

SOURCES_OF_PERMISSIONS = {"source", "source_account"}
"""SAM narrows them in its own way."""


_BY_CDK = {"name": "routes and event sources are named after what they connect"}
_BY_SERVERLESS = {
    "name": "events have no names of their own",
    "role": "the framework writes what it needs as statements of one shared role",
    "alias": "the framework makes an alias only for provisioned concurrency or SnapStart",
    "assumes": "a stage is chosen, not a parameter",
}
INEXPRESSIBLE = {
    "cdk": _BY_CDK,
    "cdk in typescript": _BY_CDK,
    "serverless": _BY_SERVERLESS,
    "serverless in typescript": _BY_SERVERLESS,
    "pulumi": {"assumes": "a stack is chosen, not a parameter"},
}
"""What a dialect cannot say, or says in its own way, and why: set aside on both sides."""
ONE_FORM = {"cdk", "cdk in typescript", "terraform"}
"""A stage is chosen where the template is made and is no parameter of it: only what is made by default is read."""
OWN_LOG_GROUPS = {"serverless", "serverless in typescript"}
"""The framework makes one for every function."""


def stack(dialect: str) -> Stack:
    def nested(path: str) -> Document | None:
        file = ORDERS / path
        if not file.is_file():
            return None
        return load_program(path, Sources(Disk(ORDERS))) or load(path, file.read_bytes())

    if dialect in ("cdk", "cdk in typescript", "pulumi"):
        return program(dialect)
    if dialect == "terraform":
        return module()
    document = nested(TEMPLATES[dialect])
    assert document is not None
    reading = read(document, nested)
    assert not reading.problems
    return reading.stack


def program(dialect: str) -> Stack:
    """What the files of the app describe that are in its language."""
    path = Path(TEMPLATES[dialect])
    files = sorted(each.relative_to(ORDERS).as_posix() for each in (ORDERS / path.parts[0]).rglob(f"*{path.suffix}"))
    (reading,) = read_programs(files, Sources(Disk(ORDERS), files), no_template)
    assert not reading.problems
    return reading.stack


def no_template(_: str) -> None:
    return None


def module() -> Stack:
    """What the files of a folder describe together."""
    described = read_stacks(["terraform/events.tf", TEMPLATES["terraform"]], (), Sources(Disk(ORDERS)))
    assert not described.problems
    (reading,) = described.readings
    return reading.stack


def plain(value: Any, path: str, unsaid: frozenset[str] = frozenset()) -> Any:
    """A value without positions, origins (`literal`) and names chosen by the deployment, and with ids that name no file."""
    match value:
        case Setting():
            return plain(value.value, path, unsaid)
        case str():
            return value.replace(f"{path}#", "#")
        case Enum():
            return value
        case tuple():
            return [plain(item, path, unsaid) for item in value]
        case dict():
            return {key: plain(item, path, unsaid) for key, item in value.items()}
    if not isinstance(value, Struct):
        return value
    aside = {"at", "called", "literal", *unsaid, *(SOURCES_OF_PERMISSIONS if isinstance(value, Permission) else ())}
    return {name: plain(getattr(value, name), path, unsaid) for name in value.__struct_fields__ if name not in aside}


def described(dialect: str, other: str) -> dict[str, Any]:
    """The functions of a dialect, without what the other cannot say."""
    functions: dict[str, list[Function]] = {}
    for function in stack(dialect).functions:
        if not (other in ONE_FORM and function.assumes):
            functions.setdefault(function.name, []).append(function)
    unsaid = frozenset(INEXPRESSIBLE.get(other, ()))
    return {name: plain(tuple(forms), TEMPLATES[dialect], unsaid) for name, forms in functions.items()}


@pytest.mark.parametrize("dialect", TEMPLATES)
def test_the_orders_app_is_the_same_in_every_dialect(dialect: str) -> None:
    expected = described("sam", dialect)

    assert sorted(expected) == [
        "Clean",
        "CreateOrder",
        "GetOrder",
        "LoadOrders",
        "Notify",
        "ProcessOrder",
        "ProjectOrder",
    ]
    for name, function in described(dialect, dialect).items():
        assert function == expected[name], name


def around(resources: Resources, kind: str, dialect: str) -> list[Any]:
    """Resources of one kind, in the order of their names."""
    found = sorted(getattr(resources, kind).values(), key=lambda resource: str(resource.id.rpartition("#")[2]))
    return [plain(resource, TEMPLATES[dialect]) for resource in found]


@pytest.mark.parametrize("dialect", TEMPLATES)
def test_so_are_the_queues_tables_and_log_groups_around_it(dialect: str) -> None:
    expected, found = stack("sam").resources, stack(dialect).resources

    for kind in ("queues", "tables") if dialect in OWN_LOG_GROUPS else ("queues", "tables", "log_groups"):
        assert around(found, kind, dialect) == around(expected, kind, "sam")
