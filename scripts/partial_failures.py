"""Which fields of an answer say that a part of what was asked for failed although the call succeeded.

Derived from botocore's output shapes by the names below, for operations that take several things at once and do more than
read; a `BatchGet...` counts, because what is missing from its answer has to be asked for again. Every name was read with the
operations it finds in botocore 1.44.5.
"""

from __future__ import annotations

import re
from typing import Any

_FIELDS = re.compile(
    r"""
      unprocessed\w*                        # UnprocessedItems, UnprocessedKeys, UnprocessedTraceSegments
    | unsuccessful\w*                       # EC2, Rekognition, VPC Lattice
    | failed (?! .*(?:reason|message)) \w*  # Failed, FailedEntryCount, FailedRecordCount, FailedPutCount
    | failures
    | (?: create | delete | update | user | phonenumber | schemaversion )? errors
    | error (?: list | entries )            # Comprehend, IoT SiteWise
    | invalid (?: parameters | labels | answers | executions )
    | rejected (?: logevents | entity ) info
    | \w* notfound                          # CodeBuild, Glue
    """,
    re.VERBOSE | re.IGNORECASE,
)

_READS = re.compile(
    r"(?: Calculate | Chat | Classify | Describe | Detect | Get | IsAuthorized | List | Query | Search | Test | Validate )"
    r"(?! \w*Batch )",
    re.VERBOSE,
)
"""What such an operation's `Errors` tell is the state of something, not the fate of the call."""

_ALSO = frozenset({"ssm:GetParameters"})

_TELL_STATE = frozenset(
    {
        "dataexchange:CreateJob",
        "glue:CreateIntegration",
        "glue:ModifyIntegration",
        "lambda-web:CreateWebFunctionRevision",
        "medialive:CreateSignalMap",
        "medialive:StartUpdateSignalMap",
        "outposts:StartCapacityTask",
        "rds:CreateIntegration",
        "redshift:CreateIntegration",
    }
)
"""Here too, although something is created."""


def partial_failures(service: str, operation: Any) -> tuple[str, ...]:
    """The fields of an operation's answer to look at (`operation` is botocore's `OperationModel`)."""
    name = f"{service}:{operation.name}"
    reads = _READS.match(operation.name) is not None and name not in _ALSO
    if reads or name in _TELL_STATE or operation.output_shape is None or not _takes_several(operation.input_shape):
        return ()
    members = operation.output_shape.members.items()
    return tuple(name for name, shape in members if _FIELDS.fullmatch(name) and shape.type_name != "string")


def _takes_several(shape: Any) -> bool:
    """Whether a list or a map is given, itself or within a structure (S3's `Delete`)."""
    members = () if shape is None else shape.members.values()
    inner = [one for member in members if member.type_name == "structure" for one in member.members.values()]
    return any(member.type_name in ("list", "map") for member in (*members, *inner))
