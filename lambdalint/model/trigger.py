"""What invokes a function: one small dataclass per kind, so that checks can `match`.

Every trigger has `name` (what the template calls it), `at` (its entry) and, where AWS defines one,
the settings of the event source mapping with AWS's defaults made explicit.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from lambdalint.model.resource import Queue, ResourceId, Table
from lambdalint.model.source import Setting, Span


class Stated(Struct, frozen=True):
    """A setting that somebody wrote, by AWS's name for it; `at` is the name."""

    name: str
    at: Span


class QueueTrigger(Struct, frozen=True):
    """An SQS event source mapping."""

    name: str
    at: Span
    source: Setting[ResourceId]
    batch_size: Setting[int]
    batch_window: Setting[int]
    """Seconds."""
    reports_item_failures: Setting[bool]
    enabled: Setting[bool]
    maximum_concurrency: Setting[int] | None = None
    filters: Setting[tuple[str, ...]] | None = None
    inapplicable: tuple[Stated, ...] = ()
    """Settings of other kinds of sources."""
    queue: Queue | None = None
    """The queue itself, when the project defines it: joined by `lambdalint.project`."""


class StreamKind(Enum):
    """Event sources that are read as ordered shards or partitions."""

    KINESIS = "Kinesis"
    DYNAMODB = "DynamoDB"
    KAFKA = "Kafka"


class StreamTrigger(Struct, frozen=True):
    """A Kinesis, DynamoDB Streams, MSK or self-managed Kafka event source mapping."""

    name: str
    at: Span
    kind: StreamKind
    source: Setting[ResourceId]
    batch_size: Setting[int]
    batch_window: Setting[int]
    """Seconds."""
    reports_item_failures: Setting[bool]
    enabled: Setting[bool]
    starting_position: Setting[str] | None = None
    bisect_on_error: Setting[bool] | None = None
    maximum_retries: Setting[int] | None = None
    maximum_record_age: Setting[int] | None = None
    """Seconds; -1 never expires."""
    parallelization: Setting[int] | None = None
    tumbling_window: Setting[int] | None = None
    """Seconds."""
    on_failure: Setting[ResourceId] | None = None
    filters: Setting[tuple[str, ...]] | None = None
    inapplicable: tuple[Stated, ...] = ()
    """Settings of other kinds of sources."""
    table: Table | None = None


class BrokerTrigger(Struct, frozen=True):
    """An Amazon MQ or DocumentDB event source mapping (`service`: `Amazon MQ`, `DocumentDB`)."""

    name: str
    at: Span
    service: str
    source: Setting[ResourceId]
    batch_size: Setting[int]
    batch_window: Setting[int]
    enabled: Setting[bool]
    inapplicable: tuple[Stated, ...] = ()
    """Settings of other kinds of sources."""


class ApiKind(Enum):
    """Who turns HTTP into an event, and so which contract the response must keep."""

    REST = "REST API"
    HTTP = "HTTP API"
    WEBSOCKET = "WebSocket API"
    FUNCTION_URL = "function URL"
    LOAD_BALANCER = "load balancer"


class HttpTrigger(Struct, frozen=True):
    """An HTTP request that waits for the function's answer."""

    name: str
    at: Span
    kind: ApiKind
    method: Setting[str] | None = None
    path: Setting[str] | None = None
    """The route key for a WebSocket API."""
    api: Setting[ResourceId] | None = None
    integration_timeout: Setting[int] | None = None
    """Milliseconds, as API Gateway counts them; None when the API's own default holds."""
    payload_version: Setting[str] | None = None
    """`1.0` or `2.0`."""
    proxy: Setting[bool] | None = None
    """False for a non-proxy (mapped) integration, whose response is not the proxy contract."""
    auth: Setting[str] | None = None
    endpoint: Setting[str] | None = None
    """`EDGE`, `REGIONAL` or `PRIVATE`, for a REST API."""
    streaming: Setting[bool] | None = None
    """The response is streamed, which lifts the usual limits."""
    asynchronous: Setting[bool] | None = None
    """The API does not wait (`X-Amz-Invocation-Type: 'Event'`)."""


class BucketTrigger(Struct, frozen=True):
    """S3 event notifications (asynchronous)."""

    name: str
    at: Span
    bucket: Setting[ResourceId]
    events: Setting[tuple[str, ...]]
    prefix: Setting[str] | None = None
    suffix: Setting[str] | None = None


class TopicTrigger(Struct, frozen=True):
    """An SNS subscription (asynchronous)."""

    name: str
    at: Span
    topic: Setting[ResourceId]
    dead_letter: Setting[ResourceId] | None = None
    filter_policy: Setting[str] | None = None


class ScheduleTrigger(Struct, frozen=True):
    """An EventBridge rule or scheduler that fires by the clock (asynchronous)."""

    name: str
    at: Span
    expression: Setting[str]
    enabled: Setting[bool]
    payload: Setting[str] | None = None
    """The constant JSON event, when one is configured."""
    dead_letter: Setting[ResourceId] | None = None
    scheduler: bool = False
    """EventBridge Scheduler rather than a rule."""


class EventTrigger(Struct, frozen=True):
    """An EventBridge rule with an event pattern (asynchronous)."""

    name: str
    at: Span
    pattern: Setting[str]
    """The pattern as JSON text."""
    bus: Setting[ResourceId] | None = None
    enabled: Setting[bool] | None = None
    payload: Setting[str] | None = None
    dead_letter: Setting[ResourceId] | None = None


class LogsTrigger(Struct, frozen=True):
    """A CloudWatch Logs subscription filter (asynchronous)."""

    name: str
    at: Span
    log_group: Setting[str]
    pattern: Setting[str] | None = None


class CognitoTrigger(Struct, frozen=True):
    """A user pool trigger; Cognito waits at most 5 seconds."""

    name: str
    at: Span
    event: Setting[str]
    """`PreSignUp`, `PostConfirmation`, …"""
    user_pool: Setting[ResourceId] | None = None


class AuthorizerTrigger(Struct, frozen=True):
    """A Lambda authorizer of an API."""

    name: str
    at: Span
    api: ApiKind
    type: Setting[str] | None = None
    """`TOKEN` or `REQUEST`."""
    payload_version: Setting[str] | None = None
    simple_responses: Setting[bool] | None = None


class StateMachineTrigger(Struct, frozen=True):
    """A task of a Step Functions state machine."""

    name: str
    at: Span
    state_machine: ResourceId
    state: str | None = None
    """The name of the task state, when the definition is readable."""
    timeout: Setting[int] | None = None
    """`TimeoutSeconds` of the task."""
    waits_for_token: bool = False
    asynchronous: bool = False


class CustomResourceTrigger(Struct, frozen=True):
    """A CloudFormation custom resource whose `ServiceToken` is this function."""

    name: str
    at: Span
    type: str
    """`AWS::CloudFormation::CustomResource` or `Custom::…`."""
    timeout: Setting[int] | None = None
    """`ServiceTimeout`, seconds."""
    through_provider: bool = False
    """A framework stands between (CDK's provider), and answers CloudFormation itself."""


class OtherTrigger(Struct, frozen=True):
    """A trigger no rule knows more about than its service (IoT, Alexa, Firehose, AppSync, Config, …)."""

    name: str
    at: Span
    service: str
    asynchronous: bool | None = None
    source: Setting[ResourceId] | None = None


Trigger: TypeAlias = (
    QueueTrigger
    | StreamTrigger
    | BrokerTrigger
    | HttpTrigger
    | BucketTrigger
    | TopicTrigger
    | ScheduleTrigger
    | EventTrigger
    | LogsTrigger
    | CognitoTrigger
    | AuthorizerTrigger
    | StateMachineTrigger
    | CustomResourceTrigger
    | OtherTrigger
)
