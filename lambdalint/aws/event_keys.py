"""The keys at the top of the events that AWS's services send.

Sources, read 2026-11-23: the pages "Using AWS Lambda with …" of https://docs.aws.amazon.com/lambda/latest/dg/ (with-sqs,
with-sns, with-s3, with-kinesis, with-ddb, with-msk, services-cloudwatchlogs, services-alb, urls-invocation);
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html;
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html;
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html.
"""

from __future__ import annotations

from collections.abc import Mapping

RECORDS = frozenset({"Records"})
EVENTBRIDGE = frozenset(
    {"account", "detail", "detail-type", "id", "region", "replay-name", "resources", "source", "time", "version"}
)
KAFKA = frozenset({"bootstrapServers", "eventSource", "eventSourceArn", "records"})
LOGS = frozenset({"awslogs"})
REQUEST = frozenset({"body", "headers", "isBase64Encoded", "queryStringParameters", "requestContext"})
"""What every event of an HTTP request has."""
REQUEST_1_0 = (
    REQUEST
    | {"httpMethod", "multiValueHeaders", "multiValueQueryStringParameters", "path"}
    | {"pathParameters", "resource", "stageVariables", "version"}
)
REQUEST_2_0 = REQUEST | {
    "cookies",
    "pathParameters",
    "rawPath",
    "rawQueryString",
    "routeKey",
    "stageVariables",
    "version",
}

IMAGE_VIEWS: Mapping[str, frozenset[str]] = {
    "NewImage": frozenset({"NEW_IMAGE", "NEW_AND_OLD_IMAGES"}),
    "OldImage": frozenset({"OLD_IMAGE", "NEW_AND_OLD_IMAGES"}),
}
"""The view types of a DynamoDB stream that send each image."""
WITHOUT_IMAGE: Mapping[str, str] = {"NewImage": "a deleted", "OldImage": "a new"}
"""The item whose record has no such image."""
