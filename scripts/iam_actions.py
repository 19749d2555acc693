"""Which IAM actions a call of an AWS operation needs, where that is not simply the operation's own name.

Read 2026-11-23. Whatever a model's own documentation says ("This operation requires permission for ...") comes from there;
other sources stand beside their entries. An operation whose name is no action that cfn-lint's copy of the Service
Authorization Reference knows (https://docs.aws.amazon.com/service-authorization/latest/reference/), and that is not here,
gets none: unknown is better than wrong.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

PREFIXES: Mapping[str, str] = {
    "cloudcontrol": "cloudformation",
    "cloudwatch": "cloudwatch",
    "iot-data": "iot",
    "iot-jobs-data": "iotjobsdata",
    "iotsecuretunneling": "iot",
    "mturk": "mechanicalturk",
    "partnercentral-account": "partnercentral",
    "partnercentral-benefits": "partnercentral",
    "partnercentral-channel": "partnercentral",
    "partnercentral-selling": "partnercentral",
    "resourcegroupstaggingapi": "tag",
}
"""Services whose actions do not start with the name that signs their requests."""

_NONE_NEEDED = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})
""""No permissions are required to perform this operation.\""""

_UNSURE = frozenset({"sesv2:SendEmail", "sesv2:SendBulkEmail", "lambda:InvokeAsync"})
"""The content of a mail decides between `ses:SendEmail` and `ses:SendRawEmail`
(https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html); sources differ about the deprecated `InvokeAsync`."""

_CONFIGURATION = {
    "Accelerate": "AccelerateConfiguration",
    "Analytics": "AnalyticsConfiguration",
    "Encryption": "EncryptionConfiguration",
    "IntelligentTiering": "IntelligentTieringConfiguration",
    "Inventory": "InventoryConfiguration",
    "Lifecycle": "LifecycleConfiguration",
    "Metrics": "MetricsConfiguration",
    "Replication": "ReplicationConfiguration",
}
"""What S3's operations on parts of a bucket's configuration call them, and what its actions do."""

_S3_BUCKET = {
    f"s3:{verb}Bucket{name}{tail}": (f"s3:{'Put' if verb == 'Delete' else 'Get' if verb == 'List' else verb}{action}",)
    for verb in ("Get", "Put", "Delete", "List")
    for name, action in _CONFIGURATION.items()
    for tail in ("", "Configuration", "Configurations")
}

ACTIONS: Mapping[str, tuple[str, ...]] = {
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
    **_S3_BUCKET,
    "s3:CompleteMultipartUpload": ("s3:PutObject",),
    "s3:CopyObject": ("s3:GetObject", "s3:PutObject"),
    "s3:CreateMultipartUpload": ("s3:PutObject",),
    "s3:CreateSession": ("s3express:CreateSession",),
    "s3:DeleteBucketCors": ("s3:PutBucketCORS",),
    "s3:DeleteBucketOwnershipControls": ("s3:PutBucketOwnershipControls",),
    "s3:DeleteBucketTagging": ("s3:PutBucketTagging",),
    "s3:DeleteObjects": ("s3:DeleteObject",),
    "s3:DeletePublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:GetBucketNotificationConfiguration": ("s3:GetBucketNotification",),
    "s3:GetObjectLockConfiguration": ("s3:GetBucketObjectLockConfiguration",),
    "s3:GetPublicAccessBlock": ("s3:GetBucketPublicAccessBlock",),
    "s3:HeadBucket": ("s3:ListBucket",),
    "s3:HeadObject": ("s3:GetObject",),
    "s3:ListBuckets": ("s3:ListAllMyBuckets",),
    "s3:ListDirectoryBuckets": ("s3express:ListAllMyDirectoryBuckets",),
    "s3:ListMultipartUploads": ("s3:ListBucketMultipartUploads",),
    "s3:ListObjectVersions": ("s3:ListBucketVersions",),
    "s3:ListObjects": ("s3:ListBucket",),
    "s3:ListObjectsV2": ("s3:ListBucket",),
    "s3:ListParts": ("s3:ListMultipartUploadParts",),
    "s3:PutBucketNotificationConfiguration": ("s3:PutBucketNotification",),
    "s3:PutObjectLockConfiguration": ("s3:PutBucketObjectLockConfiguration",),
    "s3:PutPublicAccessBlock": ("s3:PutBucketPublicAccessBlock",),
    "s3:SelectObjectContent": ("s3:GetObject",),
    "s3:UploadPart": ("s3:PutObject",),
    "s3:UploadPartCopy": ("s3:GetObject", "s3:PutObject"),
    "s3:WriteGetObjectResponse": ("s3-object-lambda:WriteGetObjectResponse",),
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html; what a transaction that
    # writes, or a PartiQL statement, needs depends on what is in it.
    "dynamodb:TransactGetItems": ("dynamodb:GetItem",),
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    "sqs:ChangeMessageVisibilityBatch": ("sqs:ChangeMessageVisibility",),
    "sqs:DeleteMessageBatch": ("sqs:DeleteMessage",),
    "sqs:SendMessageBatch": ("sqs:SendMessage",),
    # https://docs.aws.amazon.com/sns/latest/dg/sns-batch-api-actions.html
    "sns:PublishBatch": ("sns:Publish",),
    # The models' documentation.
    "bedrock-runtime:Converse": ("bedrock:InvokeModel",),
    "bedrock-runtime:ConverseStream": ("bedrock:InvokeModelWithResponseStream",),
    "bedrock-agent-runtime:RetrieveAndGenerateStream": ("bedrock:RetrieveAndGenerate",),
    "bedrock-runtime:StartAsyncInvoke": ("bedrock:InvokeModel",),
    "kms:ReEncrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
    "lambda:Invoke": ("lambda:InvokeFunction",),
    "lambda:InvokeWithResponseStream": ("lambda:InvokeFunction",),
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    "lambda:GetLayerVersionByArn": ("lambda:GetLayerVersion",),
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    "apigatewaymanagementapi:DeleteConnection": ("execute-api:ManageConnections",),
    "apigatewaymanagementapi:GetConnection": ("execute-api:ManageConnections",),
    "apigatewaymanagementapi:PostToConnection": ("execute-api:ManageConnections",),
    # https://docs.aws.amazon.com/timestream/latest/developerguide/security_iam_service-with-iam.html
    "timestream-query:Query": ("timestream:Select",),
    # https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-access.html
    "cloudsearchdomain:UploadDocuments": ("cloudsearch:document",),
}
"""By service, as boto3 calls it, and operation."""


def actions(service: str, prefix: str, operation: Any, known: Container[str]) -> tuple[str, ...]:
    """What every call of an operation needs; empty when that is nothing, when it depends on the call, or when it is unknown.

    `operation` is botocore's `OperationModel`; `known` holds the actions that there are, as `prefix:action` in lower case.
    """
    name = f"{service}:{operation.name}"
    if name in _NONE_NEEDED or name in _UNSURE or operation.auth_type == "none":
        return ()
    found = ACTIONS.get(name, (f"{prefix}:{operation.name}",))
    if all(one.lower() in known for one in found):
        return found
    # API Gateway's actions are HTTP methods:
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
    return (f"apigateway:{operation.http['method']}",) if prefix == "apigateway" else ()
