"""What the AWS CLI prints of deployed functions, read from files of any name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lambdalint.discover.kinds import Kind, kind_of
from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.frameworks import read_snapshots
from lambdalint.model.function import CodeElsewhere, Function
from lambdalint.model.project import Stack
from lambdalint.model.trigger import HttpTrigger, QueueTrigger, StreamTrigger
from lambdalint.project import join
from lambdalint.sources import Sources

LAMBDA = "arn:aws:lambda:eu-west-1:123456789012:function"
ORDERS = {
    "FunctionName": "orders",
    "FunctionArn": f"{LAMBDA}:orders",
    "Runtime": "python3.13",
    "Role": "arn:aws:iam::123456789012:role/orders",
    "Handler": "app.handler",
    "Timeout": 30,
    "MemorySize": 256,
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": [], "VpcId": ""},
    "Environment": {"Variables": {"TABLE": "orders"}},
    "Layers": [{"Arn": "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3", "CodeSize": 10}],
    "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"},
    "LoggingConfig": {"LogFormat": "JSON", "LogGroup": "/aws/lambda/orders"},
    "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:123456789012:dead"},
}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"
MAPPING = {
    "UUID": "1",
    "EventSourceArn": QUEUE,
    "FunctionArn": f"{LAMBDA}:orders:live",
    "BatchSize": 5,
    "State": "Disabled",
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
}
ATTRIBUTES = {
    "QueueArn": QUEUE,
    "VisibilityTimeout": "180",
    "RedrivePolicy": json.dumps({"deadLetterTargetArn": "arn:dead", "maxReceiveCount": 3}),
}
POLICY = {
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": f"{LAMBDA}:orders",
            "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:s3:::uploads"}},
        }
    ]
}


def stacks(files: Mapping[str, object]) -> list[Stack]:
    documents = [load(path, json.dumps(data).encode()) for path, data in files.items()]
    return [reading.stack for reading in read_snapshots(documents)]


def orders(*more: object) -> Function:
    (stack,) = stacks({f"account/{number}.json": data for number, data in enumerate((ORDERS, *more))})
    (function,) = stack.functions
    return function


def test_a_function_is_what_was_printed() -> None:
    function = orders()
    settings = function.configuration

    assert (function.name, function.id, function.triggers_complete) == ("orders", "account/0.json#orders", False)
    assert function.source == CodeElsewhere("deployed, not in this folder", function.at)
    assert (settings.timeout.value, settings.memory.value, settings.runtime.value) == (30, 256, "python3.13")
    assert (settings.vpc, settings.layers[0].value) == (None, "arn:aws:lambda:eu-west-1:123456789012:layer:shared:3")
    assert settings.environment.variables["TABLE"].value.value == "orders"
    assert settings.log_format is not None
    assert settings.log_format.value == "JSON"
    assert settings.dead_letter is not None
    assert settings.dead_letter.value == "arn:aws:sqs:eu-west-1:123456789012:dead"


def test_the_files_of_a_folder_are_combined() -> None:
    (trigger,) = orders({"EventSourceMappings": [MAPPING]}, {"Attributes": ATTRIBUTES}).triggers

    assert isinstance(trigger, QueueTrigger)
    assert (trigger.batch_size.value, trigger.enabled.value, trigger.reports_item_failures.value) == (5, False, True)
    assert trigger.queue is not None
    assert (trigger.queue.name, trigger.queue.visibility_timeout.value) == (QUEUE, 180)
    assert trigger.queue.max_receive_count is not None
    assert trigger.queue.max_receive_count.value == 3


def test_an_attribute_that_nobody_asked_for_is_unknown() -> None:
    (trigger,) = orders(MAPPING, {"Attributes": {"QueueArn": QUEUE}}).triggers

    assert isinstance(trigger, QueueTrigger)
    assert trigger.queue is not None
    assert trigger.queue.visibility_timeout.value is None
    assert trigger.queue.retention.value is None


def test_streams_urls_policies_and_invoke_configurations_are_read_too() -> None:
    stream = {**MAPPING, "EventSourceArn": "arn:aws:kinesis:eu-west-1:123456789012:stream/s", "MaximumRetryAttempts": 2}
    url = {"FunctionUrl": "https://x", "FunctionArn": f"{LAMBDA}:orders", "AuthType": "NONE", "InvokeMode": "BUFFERED"}
    invoke = {"FunctionArn": f"{LAMBDA}:orders:$LATEST", "MaximumRetryAttempts": 0, "DestinationConfig": {}}

    function = orders(stream, url, invoke, {"Policy": json.dumps(POLICY), "RevisionId": "1"})

    assert [type(trigger) for trigger in function.triggers] == [StreamTrigger, HttpTrigger]
    assert function.configuration.async_invocation.retries.value == 0
    assert function.configuration.url is not None
    assert function.configuration.url.auth.value == "NONE"
    (permission,) = function.configuration.permissions
    assert permission.source is not None
    assert (permission.principal.value, permission.source.value) == ("s3.amazonaws.com", "arn:aws:s3:::uploads")


def test_two_commands_about_one_function_are_one_function() -> None:
    detailed = {"Configuration": ORDERS, "Concurrency": {"ReservedConcurrentExecutions": 7}, "Tags": {"team": "a"}}

    function = orders({"Functions": [ORDERS]}, detailed)

    assert function.configuration.reserved_concurrency is not None
    assert function.configuration.reserved_concurrency.value == 7
    assert function.configuration.tags["team"].value == "a"


def test_folders_are_accounts_of_their_own_and_arns_tell_functions_apart() -> None:
    elsewhere = {**ORDERS, "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:orders"}

    found = stacks({"a/x.json": [ORDERS, elsewhere], "b/x.json": ORDERS})

    assert [[function.name for function in stack.functions] for stack in found] == [
        ["orders", elsewhere["FunctionArn"]],
        ["orders"],
    ]


def test_a_selection_of_settings_is_no_function() -> None:
    assert stacks({"a.json": {"FunctionArn": ORDERS["FunctionArn"], "FunctionName": "orders", "Timeout": 3}}) == []


def test_a_declared_function_is_not_repeated(tmp_path: Path) -> None:
    (deployed,) = stacks({"a.json": [ORDERS, {**ORDERS, "FunctionName": "b", "FunctionArn": f"{LAMBDA}:b"}]})
    declared = Stack("template.yaml", deployed.functions[:1], deployed.resources)

    functions = join([deployed, declared], Sources(Disk(tmp_path))).project.functions

    assert [function.name for function in functions] == ["orders", "b"]


def test_the_content_tells_what_a_file_is(tmp_path: Path) -> None:
    file = tmp_path / "anything.json"
    for data in (ORDERS, {"Functions": [ORDERS]}, {"Attributes": ATTRIBUTES}):
        file.write_text(json.dumps(data, indent=4))
        assert kind_of(str(file)) is Kind.DEPLOYED
    file.write_text(json.dumps({"Policy": json.dumps({"Version": "2012-10-17", **POLICY})}))
    assert kind_of(str(file)) is Kind.DEPLOYED
    file.write_text(json.dumps({"arn": "arn:aws:s3:::bucket", "Records": []}))
    assert kind_of(str(file)) is None


KEYS = st.sampled_from([*ORDERS, *MAPPING, "Attributes", "Functions", "Configuration", "Policy", "FunctionUrl", "Ref"])
VALUES = st.recursive(
    st.none() | st.integers() | st.sampled_from(["", QUEUE, f"{LAMBDA}:orders", "{", '{"Statement": 1}', "[]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, VALUES), VALUES)
def test_no_output_is_too_strange(changed: dict[str, object], other: object) -> None:
    stacks(
        {"a.json": {**ORDERS, **changed}, "b.json": other, "c.json": {"EventSourceMappings": [{**MAPPING, **changed}]}}
    )
