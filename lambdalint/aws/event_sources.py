"""What an event source mapping may say for each kind of source, and what Lambda fills in.

Source: botocore 1.44.5, `lambda`, `CreateEventSourceMappingRequest`, read 2026-11-23;
FIFO queues: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html.
"""

from __future__ import annotations

from msgspec import Struct

from lambdalint.aws.limits import Range


class EventSource(Struct, frozen=True):
    """One kind of source. Sizes in records, windows in seconds; the flags say which settings apply to it."""

    name: str
    default_batch_size: int
    maximum_batch_size: int = 10_000
    default_window: int = 0
    """Whole seconds: the half second of Kafka, Amazon MQ and DocumentDB counts as none."""
    maximum_window: int = 300
    starting_position: bool = False
    """Must be told where in the stream to begin; the others refuse it."""
    item_failures: bool = True
    """Accepts `ReportBatchItemFailures`."""
    retry_limits: bool = False
    """Accepts bisecting, a maximum of retries and a maximum record age."""
    failure_destination: bool = False
    """Accepts an on-failure destination of its own; a queue uses its redrive policy."""
    parallelization: bool = False
    """Accepts a parallelization factor and a tumbling window."""
    maximum_concurrency: bool = False
    """Accepts `ScalingConfig.MaximumConcurrency`."""

    def accepts(self, setting: str) -> bool:
        """Whether a setting of event source mappings applies to it; those that all sources share do."""
        flag = FLAGS.get(setting)
        return flag is None or getattr(self, flag) is True


FLAGS = {
    "StartingPosition": "starting_position",
    "StartingPositionTimestamp": "starting_position",
    "FunctionResponseTypes": "item_failures",
    "BisectBatchOnFunctionError": "retry_limits",
    "MaximumRetryAttempts": "retry_limits",
    "MaximumRecordAgeInSeconds": "retry_limits",
    "DestinationConfig": "failure_destination",
    "ParallelizationFactor": "parallelization",
    "TumblingWindowInSeconds": "parallelization",
    "ScalingConfig": "maximum_concurrency",
}
"""The settings that only some sources accept, and the flag that says so."""


_STREAM = {"starting_position": True, "retry_limits": True, "failure_destination": True}

SQS = EventSource("SQS", 10, maximum_concurrency=True)
SQS_FIFO = EventSource("SQS FIFO", 10, maximum_batch_size=10, maximum_window=0, maximum_concurrency=True)
KINESIS = EventSource("Kinesis", 100, **_STREAM, parallelization=True)
DYNAMODB = EventSource("DynamoDB", 100, **_STREAM, parallelization=True)
KAFKA = EventSource("Kafka", 100, **_STREAM)
AMAZON_MQ = EventSource("Amazon MQ", 100, item_failures=False)
DOCUMENTDB = EventSource("DocumentDB", 100, starting_position=True, item_failures=False)

PARALLELIZATION = Range(1, 10)
TUMBLING_WINDOW = Range(0, 900)
"""Seconds."""
RETRIES = Range(-1, 10_000)
"""-1 retries until the record expires."""
RECORD_AGE = Range(60, 604_800)
"""Seconds; -1 beside it, for records that never grow too old."""
MAXIMUM_CONCURRENCY = Range(2, 1_000)
BATCH_WITHOUT_WINDOW = 10
"""Messages of a queue; a larger batch needs a window of at least 1 s (`MaximumBatchingWindowInSeconds`)."""

DEFAULT_VISIBILITY_TIMEOUT = 30
"""Seconds a received message stays hidden in a queue that says nothing else (botocore 1.44.5, `sqs`)."""
DEFAULT_RETENTION = 345_600
"""Seconds a queue that says nothing else keeps a message (same source)."""
