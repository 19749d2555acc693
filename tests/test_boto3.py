"""What boto3 can do, and which operation a call runs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from program import code

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Operation, Service
from lambdalint.model.code import Confidence, ReachedCall

COMMON = (
    "dynamodb",
    "ec2",
    "events",
    "glacier",
    "kinesis",
    "lambda",
    "logs",
    "s3",
    "sns",
    "sqs",
    "ssm",
    "stepfunctions",
)


def service(name: str) -> Service:
    found = boto3.service(name)
    assert found is not None
    return found


def operation(name: str, method: str) -> Operation:
    found = service(name).operation(method)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "method", "actions"),
    [
        ("s3", "get_object", ("s3:GetObject",)),
        ("s3", "head_object", ("s3:GetObject",)),
        ("s3", "list_objects_v2", ("s3:ListBucket",)),
        ("s3", "head_bucket", ("s3:ListBucket",)),
        ("s3", "create_multipart_upload", ("s3:PutObject",)),
        ("s3", "upload_file", ("s3:PutObject",)),
        ("s3", "copy", ("s3:GetObject", "s3:PutObject")),
        ("s3", "delete_bucket_replication", ("s3:PutReplicationConfiguration",)),
        ("lambda", "invoke", ("lambda:InvokeFunction",)),
        ("dynamodb", "transact_get_items", ("dynamodb:GetItem",)),
        ("dynamodb", "transact_write_items", ()),
        ("sqs", "send_message_batch", ("sqs:SendMessage",)),
        ("stepfunctions", "start_execution", ("states:StartExecution",)),
        ("cloudwatch", "put_metric_data", ("cloudwatch:PutMetricData",)),
        ("iot-data", "publish", ("iot:Publish",)),
        ("apigatewaymanagementapi", "post_to_connection", ("execute-api:ManageConnections",)),
        ("apigateway", "get_rest_apis", ("apigateway:GET",)),
        ("bedrock-runtime", "converse", ("bedrock:InvokeModel",)),
        ("kms", "re_encrypt", ("kms:ReEncryptFrom", "kms:ReEncryptTo")),
        ("sts", "get_caller_identity", ()),
        ("cognito-idp", "initiate_auth", ()),
    ],
)
def test_the_permissions_that_every_call_needs(name: str, method: str, actions: tuple[str, ...]) -> None:
    assert operation(name, method).actions == actions


@pytest.mark.parametrize(
    ("name", "method", "fields"),
    [
        ("dynamodb", "batch_write_item", ("UnprocessedItems",)),
        ("dynamodb", "batch_get_item", ("UnprocessedKeys",)),
        ("events", "put_events", ("FailedEntryCount",)),
        ("firehose", "put_record_batch", ("FailedPutCount",)),
        ("kinesis", "put_records", ("FailedRecordCount",)),
        ("s3", "delete_objects", ("Errors",)),
        ("sns", "publish_batch", ("Failed",)),
        ("sqs", "send_message_batch", ("Failed",)),
        ("ssm", "get_parameters", ("InvalidParameters",)),
        ("sqs", "send_message", ()),
        ("ecs", "describe_tasks", ()),
        ("rds", "create_integration", ()),
    ],
)
def test_what_tells_that_a_part_of_a_call_failed(name: str, method: str, fields: tuple[str, ...]) -> None:
    assert operation(name, method).partial_failures == fields


def test_what_a_caller_has_to_give() -> None:
    assert operation("sqs", "send_message").required == {"QueueUrl", "MessageBody"}
    assert "DelaySeconds" in operation("sqs", "send_message").parameters
    assert operation("logs", "create_export_task").required == {"logGroupName", "fromTime", "to", "destination"}
    assert "ClientToken" not in operation("ec2", "create_network_insights_path").required


def test_pages_and_waits() -> None:
    pages = service("s3").paginator("list_objects_v2")
    wait = service("s3").waiter("object_exists")

    assert pages is not None
    assert wait is not None
    assert (pages.input_tokens, pages.output_tokens) == (("ContinuationToken",), ("NextContinuationToken",))
    assert (pages.result_keys, pages.limit_key, pages.more_results) == (
        ("Contents", "CommonPrefixes"),
        "MaxKeys",
        "IsTruncated",
    )
    assert (wait.method, wait.delay, wait.attempts, wait.seconds) == ("head_object", 5, 20, 95)


def test_what_boto3_does_not_know_is_nothing() -> None:
    assert boto3.service("s4") is None
    assert boto3.service("../boto3_sources") is None
    assert service("s3").operation("get_objct") is None
    assert service("s3").operation("get_paginator") is None
    assert service("s3").resource("Buckets") is None
    assert service("lambda").resource() is None


def test_every_table_is_as_the_reader_takes_it() -> None:
    for name in boto3.names():
        table = json.loads((boto3.TABLES / f"{name}.json").read_bytes())
        assert all(operation(name, method).name for method in table["operations"])
        assert all(service(name).paginator(method) for method in table["paginators"])
        assert {wait[0] for wait in table["waiters"].values()} <= table["operations"].keys()
        assert all(service(name).waiter(one) for one in table["waiters"])
        for resource in map(service(name).resource, table["resources"]):
            assert resource is not None
            assert set(resource.operations.values()) <= table["operations"].keys()
            assert all(service(name).waiter(one) for one in resource.waiters.values())
            assert all(service(name).resource(one) for one in resource.leads_to.values())
            assert resource.collections.keys() <= resource.leads_to.keys()


@pytest.fixture(scope="module")
def botocore() -> Any:
    """botocore's own session; it is no dependency of ours, and only a comparison needs it."""
    found = pytest.importorskip("botocore.session", reason="botocore is not installed to compare with")
    recorded = json.loads((boto3.TABLES.parent / "boto3_sources.json").read_bytes())["botocore"]
    installed = pytest.importorskip("botocore").__version__
    if installed != recorded:
        pytest.skip(f"the tables are from botocore {recorded}, and {installed} is installed")
    return found.get_session()


@pytest.mark.parametrize("name", COMMON)
def test_tables_say_what_botocore_does(name: str, botocore: Any) -> None:
    client = botocore.create_client(name, region_name="us-east-1")
    for method, called in client.meta.method_to_api_mapping.items():
        shape = client.meta.service_model.operation_model(called).input_shape
        renamed = {"from": "fromTime"} if name == "logs" else {}
        found = operation(name, method)
        assert found.name == called
        assert {renamed.get(one, one) for one in (shape.members if shape else ())} <= set(found.parameters)
        assert client.can_paginate(method) == (service(name).paginator(method) is not None)
    for waiter in client.waiter_names:
        config, found_waiter = client.get_waiter(waiter).config, service(name).waiter(waiter)
        assert found_waiter is not None
        assert (found_waiter.delay, found_waiter.attempts) == (config.delay, config.max_attempts)


def called(source: str) -> list[ReachedCall]:
    return [call for call in code(source).calls if call.aws]


def operations(source: str) -> list[tuple[str, str, str, Confidence]]:
    return [(one.aws.service, one.aws.operation, one.aws.kind, one.aws.confidence) for one in called(source) if one.aws]


GET = ("s3", "GetObject", "client", Confidence.HIGH)
PUT = ("dynamodb", "PutItem", "resource", Confidence.HIGH)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("s3 = boto3.client('s3')", id="literal"),
        pytest.param("s3 = boto3.client(service_name='s3', region_name='eu-west-1')", id="keyword"),
        pytest.param("KIND = 's3'\ns3 = boto3.client(KIND)", id="constant"),
        pytest.param("s3 = boto3.Session(profile_name='x').client('s3')", id="session"),
        pytest.param("s3 = botocore.session.get_session().create_client('s3')", id="botocore"),
        pytest.param("s3 = boto3.resource('s3').meta.client", id="a resource's client"),
        pytest.param("s3: S3Client = layer.make()", id="annotated variable"),
        pytest.param("def make() -> S3Client: return layer.make()\ns3 = make()", id="annotated function"),
        pytest.param("def make(kind): return boto3.client(kind)\ns3 = make('s3')", id="made by a helper"),
        pytest.param("s3 = None or boto3.client('s3')", id="or"),
    ],
)
def test_a_client_is_known_by_what_makes_it(source: str) -> None:
    head = "import boto3, botocore.session, layer\nfrom mypy_boto3_s3.client import S3Client\n"

    assert operations(f"{head}{source}\ndef handler(event, context): s3.get_object(Bucket='b', Key='k')") == [GET]


@pytest.mark.parametrize(
    "annotation",
    ["S3Client", "'S3Client'", "S3Client | None", "'S3Client | None'", "Optional[S3Client]", "Annotated[S3Client, 1]"],
)
def test_a_parameter_is_known_by_its_type(annotation: str) -> None:
    source = f"""
        from typing import TYPE_CHECKING, Annotated, Optional
        if TYPE_CHECKING:
            from mypy_boto3_s3 import S3Client
        def load(s3: {annotation} = None): s3.get_object(Bucket="b", Key="k")
        def handler(event, context): load(event["client"])
    """

    assert operations(source) == [GET]


@pytest.mark.parametrize(
    ("base", "made"),
    [
        pytest.param("@dataclass\nclass Orders:\n    table: Table", "Orders(layer.table)", id="field of a dataclass"),
        pytest.param(
            "class Orders:\n    def __init__(self, table):\n        self.table = table",
            "Orders(boto3.resource('dynamodb').Table('orders'))",
            id="handed to the constructor",
        ),
        pytest.param(
            "class Orders:\n    def __init__(self):\n        self.table: Table = layer.table()",
            "Orders()",
            id="annotated attribute",
        ),
        pytest.param(
            "class Orders:\n    def __init__(self, table=None):\n"
            "        self.table = table or boto3.resource('dynamodb').Table('orders')",
            "Orders()",
            id="default",
        ),
    ],
)
def test_an_attribute_is_known_by_what_is_put_into_it(base: str, made: str) -> None:
    source = (
        "from dataclasses import dataclass\nimport boto3, layer\n"
        "from mypy_boto3_dynamodb.service_resource import Table\n"
        f"{base}\n    def save(self, item): self.table.put_item(Item=item)\n"
        f"orders = {made}\ndef handler(event, context): orders.save(event)"
    )

    assert operations(source) == [PUT]


def test_a_client_is_followed_from_module_to_module() -> None:
    found = code(
        {
            "app.py": "from store import save\ndef handler(event, context): save(event)",
            "clients.py": "import boto3\ntable = boto3.resource('dynamodb').Table('orders')",
            "store.py": "import clients\ndef save(order): clients.table.put_item(Item=order)",
        }
    )

    assert [call.aws.operation for call in found.calls if call.aws] == ["PutItem"]


def test_paginators_and_waiters_come_down_to_their_operation() -> None:
    listed, waited = called(
        """
        import boto3
        s3 = boto3.client("s3")
        def handler(event, context):
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket="b"):
                pass
            waiter = s3.get_waiter("object_exists")
            waiter.wait(Bucket="b", Key="k")
        """
    )

    assert listed.aws
    assert (listed.aws.kind, listed.aws.method) == ("paginator", "list_objects_v2")
    assert waited.aws
    assert (waited.aws.kind, waited.aws.method, waited.aws.waiter) == ("waiter", "head_object", "object_exists")


def test_resources_collections_and_batches_come_down_to_their_operation() -> None:
    found = operations(
        """
        import boto3
        bucket = boto3.resource("s3").Bucket("b")
        queue = boto3.resource("sqs").get_queue_by_name(QueueName="q")
        table = boto3.resource("dynamodb").Table("t")
        def handler(event, context):
            for summary in bucket.objects.filter(Prefix="x"):
                summary.delete()
                summary.Object().copy_from(CopySource="x")
            bucket.objects.all().delete()
            bucket.Object("k").wait_until_exists()
            for message in queue.receive_messages():
                message.delete()
            with table.batch_writer() as batch:
                batch.put_item(Item=event)
        """
    )

    assert [name for _, name, _, _ in found] == [
        "GetQueueUrl",
        "ListObjects",
        "DeleteObject",
        "CopyObject",
        "ListObjects",
        "DeleteObjects",
        "HeadObject",
        "ReceiveMessage",
        "DeleteMessage",
        "BatchWriteItem",
    ]


def test_asynchronous_clients_are_clients() -> None:
    source = """
        import aioboto3
        session = aioboto3.Session()
        async def load():
            async with session.client("s3") as s3:
                await s3.get_object(Bucket="b", Key="k")
        def handler(event, context): load()
    """

    assert operations(source) == [GET]
    assert not [call for call in code(source).calls if call.target == "boto3.client"], "it has to be made in its loop"


def test_of_several_services_the_one_with_the_operation_is_called() -> None:
    found = operations(
        """
        import boto3
        def make(kind): return boto3.client(kind)
        s3, sqs = make("s3"), make("sqs")
        def handler(event, context):
            s3.get_object(Bucket="b", Key="k")
            sqs.send_message(QueueUrl="q", MessageBody="m")
        """
    )

    assert found == [
        ("s3", "GetObject", "client", Confidence.MEDIUM),
        ("sqs", "SendMessage", "client", Confidence.MEDIUM),
    ]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("layer.s3_client.get_object(Bucket='b', Key='k')", "GetObject"),
        ("layer.clients['sqs'].send_message(QueueUrl='q', MessageBody='m')", "SendMessage"),
        ("layer.orders_table.put_item(Item=event)", "PutItem"),
        ("layer.dynamodb.Table('orders').get_item(Key={})", "GetItem"),
        ("layer.s3.upload_file('/tmp/x', 'b', 'k')", "PutObject"),
        ("layer.s3_client.get_object(bucket='b')", None),
        ("layer.s3_client.get_object(Bucket='b')", None),
        ("layer.s3_client.get_object('b', 'k')", None),
        ("layer.table.delete()", None),
        ("layer.client.get_object(Bucket='b', Key='k')", None),
        ("layer.logs.append(event)", None),
    ],
)
def test_a_name_is_believed_last_and_only_if_the_arguments_fit(call: str, expected: str | None) -> None:
    found = operations(f"import layer\ndef handler(event, context): {call}")

    assert [(name, sure) for _, name, _, sure in found] == ([(expected, Confidence.LOW)] if expected else [])


def test_what_the_project_defines_is_no_client_whatever_its_name() -> None:
    source = """
        class Store:
            def get_object(self, Bucket, Key): pass
        s3 = Store()
        def handler(event, context): s3.get_object(Bucket="b", Key="k")
    """

    assert operations(source) == []


def test_a_client_of_an_unknown_service_is_known_by_its_name() -> None:
    source = """
        import boto3, os
        s3_client = boto3.client(os.environ["KIND"])
        def handler(event, context): s3_client.get_object(Bucket="b", Key="k")
    """

    assert operations(source) == [("s3", "GetObject", "client", Confidence.MEDIUM)]
