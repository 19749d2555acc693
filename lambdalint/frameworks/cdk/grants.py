"""What `grant_…` methods and policy statements let a function's role do."""

from __future__ import annotations

from typing import Any

from lambdalint.frameworks.cdk.builder import Builder, Site, arn
from lambdalint.frameworks.cdk.values import Construct
from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import Arguments, Given, Instance, Made, Name, Ref, Thing, Unknown
from lambdalint.model.source import Anchor

_READ_TABLE = ("dynamodb:BatchGetItem", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:Query",
               "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:ConditionCheckItem")  # fmt: skip
_WRITE_TABLE = ("dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem")
_READ_BUCKET = ("s3:GetObject*", "s3:GetBucket*", "s3:List*")
_PUT_BUCKET = ("s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging",
               "s3:PutObjectVersionTagging", "s3:Abort*")  # fmt: skip
_CONSUME = ("sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage",
            "sqs:GetQueueAttributes")  # fmt: skip
_READ_STREAM = ("kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
                "kinesis:ListShards", "kinesis:SubscribeToShard", "kinesis:DescribeStream",
                "kinesis:ListStreams", "kinesis:DescribeStreamConsumer")  # fmt: skip
_READ_CHANGES = ("dynamodb:ListStreams", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")

ACTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("aws_dynamodb", "grant_read_data"): (*_READ_TABLE, "dynamodb:DescribeTable"),
    ("aws_dynamodb", "grant_write_data"): (*_WRITE_TABLE, "dynamodb:DescribeTable"),
    ("aws_dynamodb", "grant_read_write_data"): (*_READ_TABLE, *_WRITE_TABLE, "dynamodb:DescribeTable"),
    ("aws_dynamodb", "grant_full_access"): ("dynamodb:*",),
    ("aws_dynamodb", "grant_stream_read"): _READ_CHANGES,
    ("aws_s3", "grant_read"): _READ_BUCKET,
    ("aws_s3", "grant_write"): ("s3:DeleteObject*", *_PUT_BUCKET),
    ("aws_s3", "grant_put"): _PUT_BUCKET,
    ("aws_s3", "grant_delete"): ("s3:DeleteObject*",),
    ("aws_s3", "grant_read_write"): (*_READ_BUCKET, "s3:DeleteObject*", *_PUT_BUCKET),
    ("aws_sqs", "grant_send_messages"): ("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
    ("aws_sqs", "grant_consume_messages"): _CONSUME,
    ("aws_sqs", "grant_purge"): ("sqs:PurgeQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
    ("aws_sns", "grant_publish"): ("sns:Publish",),
    ("aws_events", "grant_put_events_to"): ("events:PutEvents",),
    ("aws_events", "grant_all_put_events"): ("events:PutEvents",),
    ("aws_lambda", "grant_invoke"): ("lambda:InvokeFunction",),
    ("aws_kinesis", "grant_read"): _READ_STREAM,
    ("aws_kinesis", "grant_write"): ("kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"),
    ("aws_secretsmanager", "grant_read"): ("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"),
    ("aws_ssm", "grant_read"): ("ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParameter",
                                "ssm:GetParameterHistory"),
    ("aws_stepfunctions", "grant_start_execution"): ("states:StartExecution",),
    ("aws_stepfunctions", "grant_start_sync_execution"): ("states:StartSyncExecution",),
}  # fmt: skip
"""What CDK allows for each method, by the module of what it is called on."""


def grant(builder: Builder, of: Construct, method: str, grantee: Thing, at: Anchor) -> None:
    """Let a grantee do what a method stands for; a method we do not know makes its permissions unreadable."""
    actions = ACTIONS.get((of.dotted.removeprefix("aws_cdk.").partition(".")[0], method))
    resources = [arn(of)]
    if of.dotted.startswith(("aws_cdk.aws_s3.", "aws_cdk.aws_dynamodb.", "aws_cdk.aws_lambda.")):
        below = {"aws_s3": "/*", "aws_dynamodb": "/index/*", "aws_lambda": ":*"}
        resources.append(joined((arn(of), below[of.dotted.split(".")[1]])))
    if method == "grant_stream_read":
        resources = [Ref(of.name, "StreamArn")]
    statement: Thing = {"Effect": "Allow", "Action": list(actions), "Resource": resources} if actions else Unknown()
    attach(builder, grantee, Given(statement, at))


IMMUTABLE = "without_policy_updates"
"""A part of roles whose permissions CDK leaves as they are."""
_REACHED = {
    "SqsDestination": "grant_send_messages", "SqsDlq": "grant_send_messages", "SnsDestination": "grant_publish",
    "SnsDlq": "grant_publish", "EventBridgeDestination": "grant_put_events_to", "LambdaDestination": "grant_invoke",
}  # fmt: skip


def let_reach(builder: Builder, function: Construct, given: Given | None) -> None:
    """Let a function reach the destination that it is given, as CDK does."""
    if given is None or given.value is None:
        return
    made = given.value if isinstance(given.value, Made) else None
    target = (
        next((one.value for one in (*made.arguments.positional, *made.arguments.named.values())), None)
        if made
        else None
    )
    target = target.base if isinstance(target, Instance) else target
    if made is not None and isinstance(target, Construct):
        grant(builder, target, _REACHED.get(made.last, made.last), function, given.at)
    else:
        attach(builder, function, Given(Unknown("a destination"), given.at))


def allow(builder: Builder, grantee: Thing, actions: list[str], resource: Thing, at: Anchor) -> None:
    """One more plain statement for a function's role."""
    attach(builder, grantee, Given({"Effect": "Allow", "Action": actions, "Resource": resource}, at))


def attach(builder: Builder, grantee: Thing, statement: Given) -> None:
    """One more statement for a function's or role's permissions."""
    role = role_of(grantee)
    if role is None or role.imported or IMMUTABLE in role.parts:
        return
    policy = role.parts.get("policy")
    if policy is None:
        site = Site(builder, "", role.place, Arguments(statement.at), statement.at, statement.at)
        policy = site.add(
            "AWS::IAM::Policy", {"PolicyDocument": {"Statement": []}, "Roles": [Ref(role.name)]}, "Policy"
        )
        role.parts["policy"] = policy
    statements = policy.properties["PolicyDocument"]["Statement"]
    statements.append(statement)
    if builder.doubt:
        statements.append(Given(Unknown("a condition"), statement.at))


def role_of(grantee: Thing) -> Construct | None:
    """The role that a function has, or that a value is."""
    grantee = grantee.base if isinstance(grantee, Instance) else grantee
    if not isinstance(grantee, Construct):
        return None
    if grantee.dotted.startswith("aws_cdk.aws_iam."):
        return grantee
    role = grantee.parts.get("role")
    return role if isinstance(role, Construct) else None


def statement(value: Thing) -> Thing:
    """A `PolicyStatement(…)`."""
    if not isinstance(value, Made) or not value.arguments.complete or value.last != "PolicyStatement":
        return Unknown("a statement")
    effect = value.arguments.get(-1, "effect")
    written = {"Effect": "Deny" if isinstance(effect, Name) and effect.last == "DENY" else "Allow"}
    keys = {"actions": "Action", "resources": "Resource", "not_actions": "NotAction", "not_resources": "NotResource",
            "conditions": "Condition"}  # fmt: skip
    return {**written, **{key: one for name, key in keys.items() if (one := value.arguments.given(-1, name))}}


_ADDED = {"add_actions": "actions", "add_not_actions": "not_actions", "add_resources": "resources",
          "add_not_resources": "not_resources", "add_all_resources": "resources",
          "add_condition": "conditions", "add_conditions": "conditions"}  # fmt: skip


def extend(made: Made, method: str, arguments: Arguments) -> None:
    """`statement.add_actions("…")`: what is put into a `PolicyStatement` before it is used."""
    name = _ADDED.get(method)
    if made.last != "PolicyStatement" or name is None:
        return
    held = made.arguments.get(-1, name)
    more = ["*"] if method == "add_all_resources" else [one.value for one in arguments.positional]
    known = (held is None or isinstance(held, list)) and arguments.complete
    value = [*(held or ()), *more] if known else Unknown("a statement")
    made.arguments.named[name] = Given(value, arguments.at)


def add_statement(builder: Builder, grantee: Thing, given: Given | None, at: Anchor) -> None:
    """`function.add_to_role_policy(PolicyStatement(…))`."""
    attach(builder, grantee, Given(Unknown(), at) if given is None else Given(statement(given.value), given.at))


def managed_policy(value: Thing) -> Thing:
    """`ManagedPolicy.from_aws_managed_policy_name("…")` as its ARN."""
    if isinstance(value, Construct):
        return Ref(value.name) if not value.imported else _named(value.arguments)
    return (
        _named(value.arguments) if isinstance(value, Made) and "managed_policy" in value.last else Unknown("a policy")
    )


def _named(arguments: Arguments) -> Thing:
    name = arguments.get(0, "managed_policy_name")
    return f"arn:aws:iam::aws:policy/{name}" if isinstance(name, str) else Unknown("a policy")


def add_managed(builder: Builder, of: Thing, given: Given | None, at: Anchor) -> None:
    """`role.add_managed_policy(…)`."""
    value = Unknown("a policy") if given is None else managed_policy(given.value)
    add_policy(builder, of, value, at if given is None else given.at)


def add_policy(builder: Builder, of: Thing, value: Thing, at: Anchor) -> None:
    """One more managed policy for a role."""
    role = role_of(of)
    resource = builder.template.resources.get(role.name) if role is not None else None
    if role is not None and resource is not None and IMMUTABLE not in role.parts:
        held = resource.properties.get("ManagedPolicyArns", [])
        policies = held.value if isinstance(held, Given) else held
        known = policies if isinstance(policies, list) else [policies]
        resource.properties["ManagedPolicyArns"] = [*known, Given(value, at)]


def role(site: Site) -> Construct:
    """An `aws_iam.Role`."""
    properties: dict[str, Any] = site.properties({
        "role_name": ("RoleName", lambda value: value),
        "managed_policies": ("ManagedPolicyArns", _managed_policies),
        "inline_policies": ("Policies", _policies),
    })  # fmt: skip
    return site.construct(site.add("AWS::IAM::Role", properties))


def _managed_policies(values: Thing) -> Thing:
    return [managed_policy(one) for one in values] if isinstance(values, list) else Unknown("policies")


def _policies(value: Thing) -> Thing:
    if not isinstance(value, dict):
        return Unknown("policies")
    return [{"PolicyName": str(name), "PolicyDocument": document(one)} for name, one in value.items()]


def document(value: Thing) -> Thing:
    """A `PolicyDocument(statements=[…])`."""
    statements = value.arguments.get(-1, "statements") if isinstance(value, Made) else None
    if not isinstance(statements, list):
        return Unknown("a document")
    return {"Statement": [statement(one) for one in statements]}


def policy(site: Site) -> Construct:
    """An `aws_iam.Policy` or `ManagedPolicy` of the app's own."""
    statements, roles = site.arguments.get(-1, "statements"), site.arguments.get(-1, "roles")
    given = site.arguments.get(-1, "document")
    written = {"Statement": [statement(one) for one in statements]} if isinstance(statements, list) else document(given)
    attached = [Ref(one.name) for one in roles if isinstance(one, Construct)] if isinstance(roles, list) else []
    kind = "ManagedPolicy" if site.dotted.endswith("ManagedPolicy") else "Policy"
    resource = site.add(f"AWS::IAM::{kind}", {"PolicyDocument": written, "Roles": attached})
    return site.construct(resource)
