"""One app in every dialect must give equal functions: rules never learn which dialect they see."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document
from lambdalint.frameworks import Nested, load_program, read, read_programs
from lambdalint.model.function import Function
from lambdalint.model.project import Stack
from lambdalint.model.resource import Permission, Resources
from lambdalint.model.source import Setting
from lambdalint.model.trigger import HttpTrigger
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
OF_ONE_HANDLER = {
    "chalice": "chalice/app.py",  # with its settings, and the template that is laid over its own
    "zappa": "src/zappa_settings.yml",  # in the folder that is deployed
}
"""Dialects in which one function answers all requests, in place of those that the others have for each."""
FILES = {**TEMPLATES, **OF_ONE_HANDLER}

SOURCES_OF_PERMISSIONS = {"source", "source_account"}
"""SAM narrows them in its own way."""


_BY_CDK = {"name": "routes and event sources are named after what they connect"}
_BY_SERVERLESS = {
    "name": "events have no names of their own",
    "role": "the framework writes what it needs as statements of one shared role",
    "alias": "the framework makes an alias only for provisioned concurrency or SnapStart",
    "assumes": "a stage is chosen, not a parameter",
}
_BY_DECORATORS = {
    "name": "events have no names of their own",
    **dict.fromkeys(("source", "bucket", "queue", "table"), "sources of events are named by text"),
    **dict.fromkeys(
        ("filters", "bisect_on_error", "maximum_retries", "on_failure", "reports_item_failures"),
        "event source mappings cannot be told more than how much to read at once",
    ),
    "payload": "a schedule brings an event that the framework makes",
}
_OWN = ("timeout", "ephemeral_storage", "reserved_concurrency", "vpc")
"""What the functions of the app set for themselves."""
INEXPRESSIBLE = {
    "cdk": _BY_CDK,
    "cdk in typescript": _BY_CDK,
    "serverless": _BY_SERVERLESS,
    "serverless in typescript": _BY_SERVERLESS,
    "pulumi": {"assumes": "a stack is chosen, not a parameter"},
    "chalice": {
        **_BY_DECORATORS,
        "handler": "the functions stand in `app.py` and its blueprints, and take events of Chalice's own",
        "runtime": "it is that of the Python that deploys",
        "role": "its statements stand in files, or are made of what the code calls",
    },
    "zappa": {
        **_BY_DECORATORS,
        **dict.fromkeys(("id", "name", "assumes", "framework"), "it is one function that calls several of the project"),
        **dict.fromkeys(_OWN, "what is set for one is set for all"),
        **dict.fromkeys(("environment", "layers", "layer_paths"), "other resources are named by text"),
        **dict.fromkeys(("async_invocation", "maximum_concurrency", "url"), "it has no setting for it"),
        "role": "it may do nearly everything",
        "triggers_complete": "`zappa invoke` and asynchronous tasks may call any of them",
    },
}
"""What a dialect cannot say, or says in its own way, and why: set aside on both sides."""
ONE_FORM = {"cdk", "cdk in typescript", "terraform"}
"""A stage is chosen where the template is made and is no parameter of it: only what is made by default is read."""
URLS = {"zappa"}
"""A function URL leads to the application, never to the functions for events."""
BY_HANDLER = {
    "work.clean": "Clean",
    "work.load": "LoadOrders",
    "work.notify": "Notify",
    "work.process": "ProcessOrder",
    "work.project": "ProjectOrder",
}
"""The forms of Zappa's one function."""
OWN_LOG_GROUPS = {"serverless", "serverless in typescript"}
"""The framework makes one for every function."""


def stack(dialect: str) -> Stack:
    def nested(path: str) -> Document | None:
        file = ORDERS / path
        if not file.is_file():
            return None
        return load_program(path, Sources(Disk(ORDERS))) or load(path, file.read_bytes())

    if dialect in ("cdk", "cdk in typescript", "chalice", "pulumi"):
        return program(dialect, nested if dialect == "chalice" else no_template)
    if dialect == "terraform":
        return module()
    document = nested(FILES[dialect])
    assert document is not None
    reading = read(document, nested)
    assert not reading.problems
    return reading.stack


def program(dialect: str, nested: Nested) -> Stack:
    """What the files of the app describe that are in its language."""
    path = Path(FILES[dialect])
    files = sorted(each.relative_to(ORDERS).as_posix() for each in (ORDERS / path.parts[0]).rglob(f"*{path.suffix}"))
    (reading,) = read_programs(files, Sources(Disk(ORDERS), files), nested)
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
            form = BY_HANDLER.get(function.configuration.handler.value or "") if dialect == "zappa" else None
            functions.setdefault(form or function.name, []).append(without_url(function) if other in URLS else function)
    unsaid = frozenset(INEXPRESSIBLE.get(other, ()))
    return {name: plain(tuple(forms), FILES[dialect], unsaid) for name, forms in functions.items()}


def without_url(function: Function) -> Function:
    return replace(function, triggers=tuple(one for one in function.triggers if not isinstance(one, HttpTrigger)))


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
    found = described(dialect, dialect)
    assert sorted(found) == sorted(expected)
    for name, function in found.items():
        assert function == expected[name], name


@pytest.mark.parametrize(("dialect", "handler"), [("chalice", "api_handler"), ("zappa", "orders")])
def test_so_are_the_functions_for_events_where_one_answers_all_requests(dialect: str, handler: str) -> None:
    expected, found = described("sam", dialect), described(dialect, dialect)

    assert sorted(found) == sorted([*BY_HANDLER.values(), handler])
    for name in BY_HANDLER.values():
        assert found[name] == expected[name], name


def around(resources: Resources, kind: str, dialect: str) -> list[Any]:
    """Resources of one kind, in the order of their names."""
    found = sorted(getattr(resources, kind).values(), key=lambda resource: str(resource.id.rpartition("#")[2]))
    return [plain(resource, FILES[dialect]) for resource in found]


@pytest.mark.parametrize("dialect", [*TEMPLATES, "chalice"])
def test_so_are_the_queues_tables_and_log_groups_around_it(dialect: str) -> None:
    expected, found = stack("sam").resources, stack(dialect).resources

    for kind in ("queues", "tables") if dialect in OWN_LOG_GROUPS else ("queues", "tables", "log_groups"):
        assert around(found, kind, dialect) == around(expected, kind, "sam")
