from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from mutations import mutants
from templates import reading, text_at

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document, Node
from lambdalint.frameworks import Reading, read
from lambdalint.model.function import CodeFolder, Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
    BucketTrigger,
    CognitoTrigger,
    EventTrigger,
    HttpTrigger,
    OtherTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)
from lambdalint.project import join
from lambdalint.sources import Sources
from lambdalint.stacks import read_stacks

PATH = "shop/zappa_settings.json"
APP = {"app_function": "web.app"}


def read_stages(stages: Mapping[str, object], files: Mapping[str, str] | None = None) -> Reading:
    return reading(json.dumps(stages), files, PATH)


def forms(stages: Mapping[str, object], files: Mapping[str, str] | None = None) -> dict[str, Function]:
    """Every form of the function, by what it assumes."""
    found = read_stages(stages, files).stack.functions
    assert len({function.id for function in found}) == 1
    return {", ".join(one.message for one in function.assumes): function for function in found}


def one(stage: Mapping[str, object], files: Mapping[str, str] | None = None) -> Function:
    """The function of the only stage as it is when requests come in."""
    return forms({"dev": {**APP, **stage}}, files)[""]


def event(item: Mapping[str, object]) -> list[Trigger]:
    """What makes Zappa call the function of an item of `events`."""
    found = forms({"dev": {**APP, "events": [{"function": "jobs.run", **item}]}})
    return list(found["where Zappa calls `jobs.run`"].triggers)


def source(arn: str, **more: object) -> Trigger:
    (found,) = event({"event_source": {"arn": arn, **more}})
    return found


def values(trigger: Any, *names: str) -> list[object]:
    return [setting and setting.value for setting in (getattr(trigger, name) for name in names)]


def test_what_nobody_writes_is_zappas_default() -> None:
    function = one({})
    configuration = function.configuration

    assert (configuration.timeout.value, configuration.timeout.origin) == (30, Origin.DEFAULT)
    assert (configuration.memory.value, configuration.memory.origin) == (512, Origin.DEFAULT)
    assert configuration.runtime.value is None
    assert not configuration.environment.complete
    assert configuration.role is not None
    assert not configuration.role.complete
    assert not function.triggers_complete
    assert function.framework == "zappa"


def test_settings_become_those_of_lambda() -> None:
    stage = {
        "project_name": "Shop_App",
        "timeout_seconds": 60,
        "memory_size": 256,
        "runtime": "python3.13",
        "ephemeral_storage": {"Size": 1024},
        "xray_tracing": True,
        "architecture": "arm64",
        "lambda_concurrency": 5,
        "snap_start": "PublishedVersions",
        "dead_letter_arn": "arn:aws:sqs:eu-west-1:1:dead",
        "vpc_config": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        "efs_config": [{"Arn": "arn:aws:elasticfilesystem:x", "LocalMountPath": "/mnt/data"}],
        "layers": ["arn:aws:lambda:eu-west-1:1:layer:x:1"],
        "tags": {"team": "shop"},
        "environment_variables": {"A": "1"},
        "aws_environment_variables": {"B": "2"},
        "aws_kms_key_arn": "",
    }
    function = one(stage)
    configuration = function.configuration

    assert (function.name, function.called) == ("Shop_App", "shop-app-dev")
    known = ("timeout", "memory", "runtime", "ephemeral_storage", "tracing", "architecture", "reserved_concurrency")
    assert values(configuration, *known) == [60, 256, "python3.13", 1024, "Active", "arm64", 5]
    assert values(configuration, "snap_start", "dead_letter", "vpc", "kms_key") == [
        "PublishedVersions", "arn:aws:sqs:eu-west-1:1:dead", True, None,
    ]  # fmt: skip
    assert [system.value for system in configuration.file_systems] == ["/mnt/data"]
    assert [layer.value for layer in configuration.layers] == ["arn:aws:lambda:eu-west-1:1:layer:x:1"]
    assert configuration.tags["team"].value == "shop"
    assert {name: one.value.value for name, one in configuration.environment.variables.items()} == {"A": "1", "B": "2"}


def test_a_setting_stands_where_it_is_written_also_in_a_stage_that_is_extended() -> None:
    text = (
        '{"base": {"memory_size": 256},\n "dev": {"extends": "base", "app_function": "web.app", "timeout_seconds": 20}}'
    )
    (function,) = reading(text, path=PATH).stack.functions
    memory, timeout = function.configuration.memory, function.configuration.timeout

    assert (memory.value, text_at(memory.at, text)) == (256, "256")
    assert (timeout.value, text_at(timeout.at, text)) == (20, "20")
    assert text_at(function.at, text) == '"app_function"'


def test_stages_are_forms_of_one_function_where_they_differ() -> None:
    stages = {
        "dev": {**APP, "project_name": "shop", "tags": {"stage": "dev"}},
        "qa": {"extends": "dev", "tags": {"stage": "qa"}},
        "prod": {"extends": "dev", "memory_size": 1024},
    }
    found = forms(stages)

    assert {assumed: function.configuration.memory.value for assumed, function in found.items()} == {
        "": 512,
        "in the stage `prod`": 1024,
    }


def test_requests_and_events_are_given_to_different_functions() -> None:
    stage = {
        **APP,
        "events": [
            {"function": "jobs.nightly", "expressions": ["rate(1 day)", "rate(2 days)"], "enabled": False},
            {"function": "jobs.nightly", "event_source": {"arn": "arn:aws:sns:eu-west-1:1:t"}},
        ],
        "authorizer": {"function": "auth.check"},
        "cognito": {"user_pool": "p", "triggers": [{"source": "TokenGeneration_HostedAuth", "function": "auth.token"}]},
    }
    found = forms({"dev": stage})

    assert {function.configuration.handler.value: [type(one) for one in function.triggers]
            for function in found.values()} == {
        "web.app": [HttpTrigger],
        "jobs.nightly": [ScheduleTrigger, ScheduleTrigger, TopicTrigger],
        "auth.check": [AuthorizerTrigger],
        "auth.token": [CognitoTrigger],
    }  # fmt: skip
    nightly, token = found["where Zappa calls `jobs.nightly`"], found["where Zappa calls `auth.token`"]
    assert [values(one, "expression", "enabled") for one in nightly.triggers[:2]] == [
        ["rate(1 day)", False],
        ["rate(2 days)", False],
    ]
    assert values(token.triggers[0], "event") == ["PreTokenGeneration"]
    assert isinstance(token.source, CodeFolder)
    assert token.source.path == "shop"


def test_the_sources_of_events() -> None:
    queue = source("arn:aws:sqs:eu-west-1:1:q", enabled=False)
    stream = source("arn:aws:kinesis:eu-west-1:1:stream/s", batch_size=50, starting_position="LATEST")
    bucket = source("arn:aws:s3:::files", events=["s3:ObjectRemoved:*"], prefix="in/", suffix=".json")
    old = source("arn:aws:s3:::files", key_filters=[{"type": "prefix", "value": "in/"}])
    rule = source("arn:aws:events:eu-west-1:1:rule/r", event_pattern={"source": ["shop"]})

    assert isinstance(queue, QueueTrigger)
    assert values(queue, "source", "batch_size", "enabled", "batch_window") == [
        "arn:aws:sqs:eu-west-1:1:q", 10, False, 0,
    ]  # fmt: skip
    assert values(source("arn:aws:sqs:eu-west-1:1:q", batch_size=50), "batch_size", "batch_window") == [50, None]
    assert isinstance(stream, StreamTrigger)
    assert values(stream, "batch_size", "starting_position") == [50, "LATEST"]
    assert isinstance(bucket, BucketTrigger)
    assert values(bucket, "bucket", "events", "prefix", "suffix") == ["files", ("s3:ObjectRemoved:*",), "in/", ".json"]
    assert values(old, "events", "prefix") == [("s3:ObjectCreated:*",), "in/"]
    assert isinstance(rule, EventTrigger)
    assert isinstance(source("arn:aws:lex:eu-west-1:1:x"), OtherTrigger)


def test_a_handler_that_replaces_zappas_gets_all_events_from_the_runtime() -> None:
    stage = {**APP, "lambda_handler": "own.handler", "events": [{"function": "jobs.run", "expression": "rate(1 day)"}]}
    found = forms({"dev": stage})[""]

    assert found.configuration.handler.value == "own.handler"
    assert found.framework is None
    assert [type(trigger) for trigger in found.triggers] == [HttpTrigger, ScheduleTrigger]


def test_django_is_called_by_a_name_that_is_not_written() -> None:
    (found,) = read_stages({"dev": {"django_settings": "shop.settings"}}).stack.functions

    assert found.configuration.handler.value is None
    assert [type(trigger) for trigger in found.triggers] == [HttpTrigger]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ({}, (ApiKind.REST, "1.0", "EDGE", "NONE")),
        ({"endpoint_configuration": ["REGIONAL"], "iam_authorization": True}, (ApiKind.REST, "1.0", "REGIONAL", "AWS_IAM")),
        ({"authorizer": {"function": "auth.check"}}, (ApiKind.REST, "1.0", "EDGE", "CUSTOM")),
        ({"apigateway_version": "v2"}, (ApiKind.HTTP, "2.0", None, "NONE")),
    ],
)  # fmt: skip
def test_the_api(stage: Mapping[str, object], expected: tuple[object, ...]) -> None:
    (trigger,) = one(stage).triggers

    assert isinstance(trigger, HttpTrigger)
    assert (trigger.kind, *values(trigger, "payload_version", "endpoint", "auth")) == expected


def test_other_ways_for_requests() -> None:
    url = one(
        {"apigateway_enabled": False, "function_url_enabled": True, "function_url_config": {"authorizer": "AWS_IAM"}}
    )
    balanced = one({"use_apigateway": False, "alb_enabled": True})

    assert url.configuration.url is not None
    assert url.configuration.url.auth.value == "AWS_IAM"
    assert values(url.configuration.url, "cors_origins") == [("*",)]
    assert [trigger.kind for trigger in balanced.triggers if isinstance(trigger, HttpTrigger)] == [
        ApiKind.LOAD_BALANCER
    ]
    assert not one({"apigateway_enabled": False}).triggers


def test_the_role_that_zappa_makes_has_the_policies_that_are_written() -> None:
    extra = {"Effect": "Allow", "Action": ["rekognition:*"], "Resource": "*"}
    policy = '{"Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}]}'
    stage = {"attach_policy": "policy.json", "extra_permissions": [extra]}
    written = one(stage, {"shop/policy.json": policy}).configuration.role
    added = one({"extra_permissions": [extra]}).configuration.role

    assert written is not None
    assert written.complete
    assert [grant.actions for grant in written.grants] == [("logs:*",), ("rekognition:*",)]
    assert added is not None
    assert not added.complete
    assert one({"manage_roles": False, "role_name": "shop"}).configuration.role is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("zappa_settings.yml", "dev:\n  app_function: web.app\n  timeout_seconds: 20\n"),
        ("zappa_settings.toml", '[dev]\napp_function = "web.app"\ntimeout_seconds = 20\n'),
    ],
)
def test_every_format_of_the_settings(path: str, text: str) -> None:
    (function,) = reading(text, path=path).stack.functions
    timeout = function.configuration.timeout

    assert (timeout.value, timeout.at.path, timeout.at.line) == (20, path, 3)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"dev": 1}', '{"dev": {"s3_bucket": "x"}}', '{"dev": {"app_function": null}}']
)
def test_what_holds_no_stage_has_no_functions(text: str) -> None:
    assert not reading(text, path=PATH).stack.functions


def test_zappa_calls_the_code_of_the_project_with_what_it_makes_of_the_event(tmp_path: Path) -> None:
    files = {
        "zappa_settings.json": '{"dev": {"app_function": "shop.web.api", "events": [{"function": "shop.jobs.nightly"}]}}',
        "shop/web.py": """
            from flask import Flask
            api = Flask(__name__)
            @api.route("/<name>")
            def show(name): open(name)
        """,
        "shop/jobs.py": "def nightly(*args): pass",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(dedent(text))
    sources = Sources(Disk(tmp_path), [path for path in files if path.endswith(".py")])
    stacks = [each.stack for each in read_stacks(["zappa_settings.json"], (), sources).readings]
    codes = [function.code for function in join(stacks, sources).project.functions if function.code]

    assert [(code.module, code.handler_name, code.framework) for code in codes] == [
        ("shop/web.py", "api", "zappa"),
        ("shop/jobs.py", "nightly", "zappa"),
    ]
    assert [call.target for call in codes[0].calls if call.reads_event] == ["builtins.open"]


EVERYTHING = {
    "base": {"extends": "prod", "layers": ["x"], "tags": {"a": "b"}, "environment_variables": {"A": "1"}},
    "prod": {
        "extends": "base", "app_function": "web.app", "lambda_handler": "own.handler", "xray_tracing": True,
        "events": [
            {"function": "jobs.a", "expressions": ["rate(1 day)"], "enabled": True},
            {"function": "jobs.b", "event_source": {"arn": "arn:aws:s3:::b", "key_filters": [{"type": "prefix"}]}},
            {"function": "jobs.c", "event_source": {"arn": "arn:aws:sqs:x:1:q", "batch_size": 50}},
            {"function": "jobs.d", "event_source": {"arn": "arn:aws:events:x:1:r", "pattern": {}, "schedule": "x"}},
        ],
        "authorizer": {"function": "auth.check", "arn": "arn:aws:lambda:x"},
        "cognito": {"user_pool": "p", "triggers": [{"source": "PreSignUp_SignUp", "function": "auth.sign"}]},
        "bot_events": [{"function": "bot.answer"}], "endpoint_configuration": ["REGIONAL"],
        "function_url_enabled": True, "function_url_config": {"cors": {"allowedOrigins": ["x"]}}, "alb_enabled": True,
        "attach_policy": "policy.json", "extra_permissions": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        "vpc_config": {"SubnetIds": ["s"]}, "efs_config": [{"LocalMountPath": "/mnt/x"}], "dead_letter_arn": "x",
    },
}  # fmt: skip
WORDS = (
    "function",
    "event_source",
    "arn",
    "extends",
    "events",
    "app_function",
    "prod",
    "base",
    "true",
    "Ref",
    "arn:aws:sns:x",
    ":::",
    "app.py",
    "..",
    "",
)
ROOT = load(PATH, json.dumps(EVERYTHING).encode()).root
assert ROOT is not None


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(mutants([ROOT], WORDS, (None, "!Ref", "!Odd")))
def test_no_settings_break_the_reader(tree: Node) -> None:
    policy = load("shop/policy.json", b'{"Statement": {}}')

    result = read(Document(PATH, tree), lambda path: policy if path == policy.path else None)

    assert all(function.id for function in result.stack.functions)
