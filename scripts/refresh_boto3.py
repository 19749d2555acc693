"""Rebuild `lambdalint/aws/boto3_services/` from installed packages: `pip install -e . boto3 cfn-lint`, then run this.

Only names and numbers are taken: from botocore's models (Apache-2.0) the operations, parameters, paginators and waiters,
from boto3 (Apache-2.0) the resources, from cfn-lint (MIT-0) which IAM actions there are. `--check` writes nothing and exits 1
when something differs.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, TypeAlias

import boto3
from boto3.resources.model import ResourceModel
from boto3.s3 import inject
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import get_session
from iam_actions import PREFIXES, actions
from partial_failures import partial_failures

from lambdalint.aws.boto3 import TABLES, operation_name

SOURCES = TABLES.parent / "boto3_sources.json"
Table: TypeAlias = dict[str, Any]

_TRANSFERS = {
    "upload_file": ("PutObject", ("s3:PutObject",)),
    "upload_fileobj": ("PutObject", ("s3:PutObject",)),
    "download_file": ("GetObject", ("s3:GetObject",)),
    "download_fileobj": ("GetObject", ("s3:GetObject",)),
    "copy": ("CopyObject", ("s3:GetObject", "s3:PutObject")),
}
"""boto3/s3/inject.py: methods that split large objects into parts, and what they come down to."""
_TRANSFER_METHODS = {name: name for name in _TRANSFERS}
_INJECTED: Mapping[str, Mapping[str, Table]] = {
    "s3": {
        "Bucket": {"operations": {**_TRANSFER_METHODS, "load": "list_buckets", "reload": "list_buckets"}},
        "Object": {"operations": _TRANSFER_METHODS},
        "ObjectSummary": {"operations": {"load": "head_object", "reload": "head_object"}},
    },
    "dynamodb": {
        "Table": {"leads_to": {"batch_writer": "BatchWriter"}},
        "BatchWriter": {"operations": {"put_item": "batch_write_item", "delete_item": "batch_write_item"}},
    },
    "ec2": {
        "": {"operations": {"create_tags": "create_tags"}},
        "Instance": {"operations": {"delete_tags": "delete_tags"}},
    },
}
"""What boto3 adds to its resources in code: boto3/s3/inject.py, boto3/dynamodb/table.py, boto3/ec2/."""
_ALIASES = {
    "cloudsearchdomain": {"return": "returnFields"},
    "ec2": {"Filter": "Filters"},
    "logs": {"from": "fromTime"},
}
"""botocore/handlers.py: parameters that are documented by another name; their own is taken as well."""
_FILLED = {"glacier": "accountId"}
"""botocore/handlers.py: a required parameter that botocore fills in, as it does tokens of idempotency."""
_PARTS = ("operations", "waiters", "collections", "leads_to", "batch")


def main() -> int:
    """Refresh, or with `--check` only compare; print every service that differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when something differs")
    check = parser.parse_args().check
    built = {f"{name}.json": render(table) for name, table in tables()}
    present = {path.name: path.read_text(encoding="utf-8") for path in TABLES.iterdir()}
    changed = sorted(name for name in built.keys() | present.keys() if built.get(name) != present.get(name))
    print("\n".join(changed) or "nothing changed")
    if not check:
        _write(built, changed)
    return int(check and bool(changed))


def _write(built: Mapping[str, str], changed: Iterable[str]) -> None:
    for name in changed:
        if name in built:
            (TABLES / name).write_text(built[name], encoding="utf-8")
        else:
            (TABLES / name).unlink()
    sources = {package: version(package) for package in ("boto3", "botocore", "cfn-lint")}
    SOURCES.write_text(json.dumps(sources, indent=0) + "\n", encoding="utf-8")


def tables() -> Iterator[tuple[str, Table]]:
    """Every service of botocore with its table."""
    session, known = get_session(), _known_actions()
    boto3.Session(botocore_session=session)  # shows the session where boto3's resources are
    loader = session.get_component("data_loader")
    for name in sorted(session.get_available_services()):
        model = session.get_service_model(name)
        prefix = PREFIXES.get(name, model.signing_name)
        yield (
            name,
            {
                "prefix": prefix,
                "operations": dict(_operations(name, model, prefix, known)),
                "paginators": dict(_paginators(_load(loader, name, "paginators-1", "pagination"))),
                "waiters": dict(_waiters(_load(loader, name, "waiters-2", "waiters"))),
                "resources": _resources(name, _load(loader, name, "resources-1")),
            },
        )


def _operations(service: str, model: Any, prefix: str, known: frozenset[str]) -> Iterator[tuple[str, list[Any]]]:
    for name in model.operation_names:
        operation, method = model.operation_model(name), xform_name(name)
        parameters, required = _parameters(service, operation)
        needed = actions(service, prefix, operation, known)
        details: Table = {
            "name": None if operation_name(method) == name else name,
            "actions": None if needed == (f"{prefix}:{name}",) else needed,
            "failures": partial_failures(service, operation) or None,
            "deprecated": operation.deprecated or None,
        }
        yield method, _entry(parameters, required, details)
    if service == "s3":
        yield from _transfers()


def _parameters(service: str, operation: Any) -> tuple[list[str], set[str]]:
    """The parameters as callers know them, and which of them they have to give."""
    shape = operation.input_shape
    if shape is None:
        return [], set()
    aliases = _ALIASES.get(service, {})
    filled = {*operation.idempotent_members, _FILLED.get(service)}
    required = {aliases.get(one, one) for one in shape.required_members if one not in filled}
    names = [*(aliases.get(one, one) for one in shape.members), *(one for one in aliases if one in shape.members)]
    return sorted(names, key=lambda one: one not in required), required


def _transfers() -> Iterator[tuple[str, list[Any]]]:
    for method, (name, needed) in _TRANSFERS.items():
        signature = inspect.signature(getattr(inject, method)).parameters
        given = [one for one in signature if one != "self"]
        required = {one for one in given if signature[one].default is inspect.Parameter.empty}
        yield method, _entry(given, required, {"name": name, "actions": needed, "positional": True})


def _entry(parameters: Iterable[str], required: set[str], details: Table) -> list[Any]:
    told = {key: value for key, value in details.items() if value is not None}
    text = " ".join(f"{one}!" if one in required else one for one in parameters)
    return [text, told] if told else [text]


def _paginators(models: Table) -> Iterator[tuple[str, list[Any]]]:
    for name, model in models.items():
        lists = [_listed(model.get(key)) for key in ("input_token", "output_token", "result_key")]
        yield xform_name(name), [*lists, model.get("limit_key"), model.get("more_results")]


def _waiters(models: Table) -> Iterator[tuple[str, list[Any]]]:
    for name, model in models.items():
        yield xform_name(name), [xform_name(model["operation"]), model["delay"], model["maxAttempts"]]


def _resources(service: str, definitions: Table) -> Table:
    if not definitions:
        return {}
    classes = definitions["resources"]
    found = {"": _resource(ResourceModel(service, definitions["service"], classes))}
    found |= {name: _resource(ResourceModel(name, definition, classes)) for name, definition in classes.items()}
    for name, added in _INJECTED.get(service, {}).items():
        resource = found.setdefault(name, {part: {} for part in _PARTS})
        for part, entries in added.items():
            resource[part] |= entries
    return found


def _resource(model: Any) -> Table:
    model.load_rename_map()
    actions = [*model.actions, *([model.load] if model.load else [])]
    related = [*model.subresources, *model.references, *model.collections, *actions]
    methods = {one.name: xform_name(one.request.operation) for one in actions}
    return {
        "operations": methods | ({"reload": methods["load"]} if model.load else {}),
        "waiters": {one.name: xform_name(one.waiter_name) for one in model.waiters},
        "collections": {one.name: xform_name(one.request.operation) for one in model.collections},
        "leads_to": {one.name: one.resource.type for one in related if one.resource},
        "batch": {one.name: xform_name(one.request.operation) for one in model.batch_actions},
    }


def render(table: Table) -> str:
    """A table as JSON with one entry a line, so that a new version reads as a short difference."""
    return "{" + ",\n".join(f"{json.dumps(key)}: {_lines(value)}" for key, value in table.items()) + "}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, dict) or not value:
        return json.dumps(value)
    entries = (f"{json.dumps(key)}: {json.dumps(one, separators=(',', ':'))}" for key, one in sorted(value.items()))
    return "{\n" + ",\n".join(entries) + "}"


def _known_actions() -> frozenset[str]:
    path = distribution("cfn-lint").locate_file("cfnlint/data/AdditionalSpecs/Policies.json")
    services = json.loads(Path(str(path)).read_text(encoding="utf-8"))
    return frozenset(f"{prefix}:{action}" for prefix, facts in services.items() for action in facts["Actions"])


def _load(loader: Any, service: str, kind: str, key: str | None = None) -> Table:
    """A model, or a part of it; empty when the service has none of the kind."""
    try:
        model: Table = loader.load_service_model(service, kind)
    except UnknownServiceError:
        return {}
    return model if key is None else model[key]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


if __name__ == "__main__":
    sys.exit(main())
