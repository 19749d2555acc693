"""What `cdk synth` writes, in small."""

from __future__ import annotations

import json
from typing import Any

HEAD = """\
import os
from aws_cdk import App, Duration, Stack, Stage
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_lambda_event_sources import SqsEventSource
"""
APP = (
    HEAD
    + """
class Shop(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        queue = sqs.Queue(self, "Queue")
        fn = lambda_.Function(
            self, "Orders",
            code=lambda_.Code.from_asset("src"),
            handler="app.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            timeout=Duration.seconds(int(os.environ["SECONDS"])),
        )
        fn.add_event_source(SqsEventSource(queue))

app = App()
Shop(app, "Shop")
"""
)
HANDLER = "def handler(event, context):\n    return {}\n"


def function(
    path: str, asset: str | None = "asset.1", metadata: dict[str, Any] | None = None, **properties: Any
) -> Any:
    known = {"aws:asset:path": asset, "aws:asset:property": "Code"} if asset else {}
    settings = {
        "Handler": "app.handler",
        "Runtime": "python3.13",
        "Code": {"S3Key": "1.zip"},
        "Role": "r",
        **properties,
    }
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": settings,
        "Metadata": {"aws:cdk:path": path, **known, **(metadata or {})},
    }


def queue_source(path: str, queue: str, of: str) -> Any:
    properties = {"EventSourceArn": {"Fn::GetAtt": [queue, "Arn"]}, "FunctionName": {"Ref": of}, "BatchSize": 5}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": properties, "Metadata": {"aws:cdk:path": path}}


ORDERS = {
    "QueueABCDEF01": {
        "Type": "AWS::SQS::Queue",
        "Properties": {"VisibilityTimeout": 45},
        "Metadata": {"aws:cdk:path": "Shop/Queue/Resource"},
    },
    "Orders12345678": function("Shop/Orders/Resource", Timeout=40),
    "OrdersSource00000001": queue_source(
        "Shop/Orders/SqsEventSource:ShopQueue1/Resource", "QueueABCDEF01", "Orders12345678"
    ),
}


def stack(name: str, **more: Any) -> Any:
    return {"type": "aws:cloudformation:stack", "properties": {"templateFile": f"{name}.template.json"}, **more}


def manifest(*names: str) -> str:
    return json.dumps({"version": "40.0.0", "artifacts": {name: stack(name) for name in names}})


def template(resources: Any) -> str:
    return json.dumps({"Resources": resources}, indent=1)


def shop(resources: Any = ORDERS, source: str = APP) -> dict[str, str]:
    """An app in Python that was synthesised."""
    return {
        "cdk.json": '{"app": "python3 app.py"}',
        "app.py": source,
        "src/app.py": HANDLER,
        "cdk.out/manifest.json": manifest("Shop"),
        "cdk.out/Shop.template.json": template(resources),
        "cdk.out/asset.1/app.py": HANDLER,
    }


FRAMES = [
    "...new Function2 in aws-cdk-lib...",
    "new Shop (/home/me/shop/infra/lib/shop.ts:3:3)",
    "...node internals...",
]
CREATED = [{"type": "aws:cdk:logicalId", "data": "Orders12345678"}, {"type": "aws:cdk:creationStack", "data": FRAMES}]
