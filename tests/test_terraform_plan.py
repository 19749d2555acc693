from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants

from lambdalint.discover import discover
from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document, Node
from lambdalint.frameworks import read
from lambdalint.frameworks.reading import Reading
from lambdalint.model.function import CodeFolder, Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import HttpTrigger, QueueTrigger
from lambdalint.project import join
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

Json = dict[str, Any]


def listed(address: str, values: Json, module: str = "", **more: Any) -> Json:
    """A resource as a plan lists it."""
    kind, _, rest = address.removeprefix("data.").partition(".")
    index = json.loads(rest[rest.index("[") + 1 : -1]) if "[" in rest else None
    known = {} if index is None else {"index": index}
    mode = "data" if address.startswith("data.") else "managed"
    where = f"{module}.{address}" if module else address
    return {
        "address": where,
        "mode": mode,
        "type": kind,
        "name": rest.partition("[")[0],
        **known,
        "values": values,
        **more,
    }


def changed(item: Json, unknown: Json, module: str = "") -> Json:
    """The same as a change, with what only the deployment knows."""
    change = {"actions": ["create"], "after": item["values"], "after_unknown": unknown}
    rest = {key: value for key, value in item.items() if key != "values"}
    return {**rest, "change": change, **({"module_address": module} if module else {})}


def refers(*names: str) -> Json:
    """An expression that refers to resources, which the plan lists together with what they are in."""
    return {"references": [name for each in names for name in (each, each.rpartition(".")[0])]}


def constant(**values: Any) -> Json:
    return {name: {"constant_value": value} for name, value in values.items()}


FUNCTION = listed(
    'aws_lambda_function.work["a"]',
    {
        "function_name": "work-a",
        "handler": "app.work",
        "runtime": "python3.13",
        "timeout": 60,
        "memory_size": 128,
        "filename": "./build/work.zip",
        "image_uri": None,
        "dead_letter_config": [],
        "environment": [{"variables": {"STAGE": "dev", "TOKEN": "s3cr3t"}}],
    },
    "module.jobs",
    sensitive_values={"environment": [{"variables": {"TOKEN": True}}]},
)
QUEUE = listed("aws_sqs_queue.jobs", {"name": "jobs", "visibility_timeout_seconds": 30})
MAPPING = listed("aws_lambda_event_source_mapping.jobs", {"batch_size": 5, "enabled": True}, "module.jobs")
ROLE = listed("aws_iam_role.work", {"name": "work"}, "module.jobs")
POLICY = listed(
    "aws_iam_role_policy.work",
    {"policy": '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'},
    "module.jobs",
)
ARCHIVE = listed("data.archive_file.work", {"source_dir": "./src", "output_path": "./build/work.zip"}, "module.jobs")
PLAN: Json = {
    "format_version": "1.2",
    "terraform_version": "1.11.4",
    "planned_values": {
        "root_module": {
            "resources": [QUEUE],
            "child_modules": [{"address": "module.jobs", "resources": [FUNCTION, MAPPING, ROLE, POLICY]}],
        }
    },
    "prior_state": {"values": {"root_module": {"child_modules": [{"address": "module.jobs", "resources": [ARCHIVE]}]}}},
    "resource_changes": [
        changed(QUEUE, {"arn": True, "url": True}),
        changed(FUNCTION, {"arn": True, "role": True, "environment": [{"variables": {"URL": True}}], "architectures": True}, "module.jobs"),
        changed(MAPPING, {"event_source_arn": True, "function_name": True}, "module.jobs"),
        changed(POLICY, {"role": True}, "module.jobs"),
    ],
    "configuration": {
        "root_module": {
            "resources": [{"address": "aws_sqs_queue.jobs", "expressions": constant(name="jobs")}],
            "module_calls": {
                "jobs": {
                    "expressions": {"queue_arn": refers("aws_sqs_queue.jobs.arn")},
                    "module": {
                        "resources": [
                            {
                                "address": "aws_lambda_function.work",
                                "expressions": {
                                    **constant(handler="app.work", runtime="python3.13", timeout=60),
                                    "function_name": {"references": ["each.key"]},
                                    "filename": refers("data.archive_file.work.output_path"),
                                    "role": refers("aws_iam_role.work.arn"),
                                    "environment": [{"variables": {"references": ["var.token", "var.url"]}}],
                                },
                            },
                            {
                                "address": "aws_lambda_event_source_mapping.jobs",
                                "expressions": {
                                    **constant(batch_size=5),
                                    "event_source_arn": {"references": ["var.queue_arn"]},
                                    "function_name": refers('aws_lambda_function.work["a"].arn'),
                                },
                            },
                            {"address": "aws_iam_role_policy.work", "expressions": {"policy": {}, "role": refers("aws_iam_role.work.id")}},
                            {"address": "data.archive_file.work", "expressions": constant(source_dir="./src", output_path="./build/work.zip")},
                        ]
                    },
                }
            },
        }
    },
}  # fmt: skip


def reading(plan: Json, path: str = "infra/plan.json") -> Reading:
    return read(load(path, json.dumps(plan).encode()), lambda _: None)


def function(plan: Json) -> Function:
    (found,) = reading(plan).stack.functions
    return found


def test_a_plan_says_what_its_module_would_make() -> None:
    found = function(PLAN)
    settings = found.configuration

    assert (found.name, found.called) == ('jobs.work["a"]', "work-a")
    assert (settings.handler.value, settings.timeout.value) == ("app.work", 60)
    assert (settings.memory.value, settings.memory.origin) == (128, Origin.DEFAULT)
    assert settings.architecture.value == "x86_64"
    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "infra/src"
    assert settings.timeout.at.path == "infra/plan.json"


def test_what_only_the_deployment_knows_and_secrets_stay_unknown() -> None:
    variables = function(PLAN).configuration.environment.variables

    assert {name: one.value.value for name, one in variables.items()} == {"STAGE": "dev", "TOKEN": None, "URL": None}


def test_references_of_the_configuration_join_through_modules() -> None:
    found = function(PLAN)
    role = found.configuration.role
    (trigger,) = found.triggers

    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert (trigger.queue.name, trigger.queue.visibility_timeout.value) == ("jobs", 30)
    assert trigger.batch_size.value == 5
    assert role is not None
    assert [grant.actions for grant in role.grants] == [("s3:GetObject",)]


def test_a_plan_that_lists_only_changes_says_the_same() -> None:
    changes = [*PLAN["resource_changes"], changed(ROLE, {}, "module.jobs"), changed(ARCHIVE, {}, "module.jobs")]
    for change in changes:
        change["address"] = (
            change["address"].removeprefix("module.jobs.") if "module_address" not in change else change["address"]
        )
    bare = {key: value for key, value in PLAN.items() if key not in ("planned_values", "prior_state")}

    found = function({**bare, "resource_changes": changes})

    assert [type(trigger) for trigger in found.triggers] == [QueueTrigger]
    assert isinstance(found.source, CodeFolder)


def test_in_a_state_values_are_references() -> None:
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:work"
    resources = [
        listed("aws_lambda_function.work[0]", {"function_name": "work", "arn": arn, "handler": "app.work", "role": "arn:aws:iam::123456789012:role/x/work"}),
        listed("aws_iam_role.work", {"name": "work", "arn": "arn:aws:iam::123456789012:role/x/work"}),
        listed("aws_iam_role_policy.work", {"role": "work", "policy": '{"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'}),
        listed("aws_sqs_queue.jobs", {"arn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "url": "https://sqs.eu-west-1.amazonaws.com/1/jobs", "visibility_timeout_seconds": 30}),
        listed("aws_lambda_event_source_mapping.jobs", {"event_source_arn": "arn:aws:sqs:eu-west-1:123456789012:jobs", "function_name": arn, "maximum_retry_attempts": 0}),
        listed("aws_api_gateway_rest_api.rest", {"id": "r1", "root_resource_id": "root"}),
        listed("aws_api_gateway_resource.orders", {"id": "o1", "rest_api_id": "r1", "parent_id": "root", "path_part": "orders"}),
        listed("aws_api_gateway_method.get", {"id": "m1", "rest_api_id": "r1", "resource_id": "o1", "http_method": "GET"}),
        listed("aws_api_gateway_integration.get", {"rest_api_id": "r1", "resource_id": "o1", "http_method": "GET", "type": "AWS_PROXY", "uri": f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn}/invocations"}),
        listed("aws_apigatewayv2_api.api", {"id": "a1b2", "protocol_type": "HTTP"}),
        listed("aws_apigatewayv2_integration.work", {"id": "c3d4", "api_id": "a1b2", "integration_type": "AWS_PROXY", "integration_uri": arn, "payload_format_version": "2.0"}),
        listed("aws_apigatewayv2_route.work", {"api_id": "a1b2", "route_key": "GET /work", "target": "integrations/c3d4"}),
    ]  # fmt: skip
    found = function({"format_version": "1.0", "values": {"root_module": {"resources": resources}}})
    role = found.configuration.role

    assert found.name == "work"
    routes = {trigger.path.value for trigger in found.triggers if isinstance(trigger, HttpTrigger) and trigger.path}
    assert {type(trigger) for trigger in found.triggers} == {QueueTrigger, HttpTrigger}
    assert routes == {"/work", "/orders"}
    assert all(not isinstance(trigger, QueueTrigger) or trigger.queue for trigger in found.triggers)
    assert role is not None
    assert [grant.actions for grant in role.grants] == [("s3:*",)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (json.dumps(PLAN), True),
        (json.dumps(PLAN, indent=2), True),
        (json.dumps({"format_version": "1.2", "planned_values": {}, "padding": "x" * (1 << 20), "late": PLAN}), True),
        (json.dumps({"format_version": "1.2", "provider_schemas": {"aws_lambda_function": {}}}), False),
        (json.dumps({"format_version": "1.2", "planned_values": {"root_module": {}}}), False),
    ],
    ids=["plan", "indented", "large", "schemas", "without functions"],
)
def test_a_plan_is_told_by_what_it_holds(tmp_path: Path, text: str, found: bool) -> None:
    (tmp_path / "out.json").write_text(text)

    assert discover(tmp_path).templates == (("out.json",) if found else ())


def test_what_is_unknown_as_a_whole_proves_no_absence() -> None:
    unknown = json.loads(json.dumps(PLAN))
    for change in unknown["resource_changes"]:
        if change["type"] == "aws_lambda_function":
            change["change"]["after_unknown"]["environment"] = [{"variables": True}]
        if change["type"] == "aws_iam_role_policy":
            change["change"]["after_unknown"]["policy"] = True
        if change["type"] == "aws_sqs_queue":
            change["change"]["after_unknown"]["redrive_policy"] = True
    expressions = unknown["configuration"]["root_module"]["resources"][0]["expressions"]
    expressions["redrive_policy"] = refers("aws_sqs_queue.dead.arn")

    found = function(unknown)
    (trigger,) = found.triggers

    assert not found.configuration.environment.complete
    assert found.configuration.role is not None
    assert not found.configuration.role.complete
    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert trigger.queue.dead_letter is not None
    assert trigger.queue.dead_letter.value is None


@pytest.mark.parametrize("named", [("plan.json",), ("main.tf", "plan.json")])
def test_a_plan_beside_its_module_is_left_out(tmp_path: Path, named: tuple[str, ...]) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(PLAN))
    (tmp_path / "main.tf").write_text('module "jobs" {\n  source = "./jobs"\n}\n')
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "main.tf").write_text('resource "aws_lambda_function" "work" {\n  for_each = var.all\n}\n')
    sources = Sources(Disk(tmp_path))
    described = read_stacks(named, (), sources)

    project = join([each.stack for each in described.readings], sources).project

    assert [each.at.path for each in project.functions] == ["jobs/main.tf" if len(named) > 1 else "plan.json"]
    assert [queue.name for queue in project.resources.queues.values()] == ([] if len(named) > 1 else ["jobs"])


ROOTS = [
    root
    for plan in (PLAN, {"format_version": "1", "values": PLAN["planned_values"]})
    if (root := load("p.json", json.dumps(plan).encode()).root)
]
WORDS = (
    "",
    "address",
    "module.jobs",
    'module.m["x',
    "references",
    "aws_sqs_queue.jobs",
    "${",
    "each.value",
    "values",
    "arn",
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(mutants(ROOTS, WORDS, (None,)))
def test_no_plan_breaks_the_reader(tree: Node) -> None:
    found = read(Document("p.json", tree), lambda _: None)

    assert all(each.id and each.at.line for each in found.stack.functions)


@settings(max_examples=50)
@given(st.integers(0, 2000), st.sampled_from(["", "{", "]", '"', ",,", "nul"]))
def test_a_broken_plan_is_reported_where_it_breaks(at: int, inserted: str) -> None:
    text = json.dumps(PLAN, indent=1)
    document = load("p.json", (text[:at] + inserted).encode())

    assert document.root is None
    assert not at or [problem.code for problem in document.problems] == ["LL001"]
    assert all(problem.at.line >= text[:at].count("\n") for problem in document.problems)
