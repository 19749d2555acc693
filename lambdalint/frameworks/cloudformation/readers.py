"""What each type of resource says, under one scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from lambdalint.frameworks.cloudformation import functions, machines, pushes, resources, roles, routes
from lambdalint.frameworks.cloudformation.apis import body_of
from lambdalint.frameworks.cloudformation.authorizers import http_authorizer, rest_authorizer, sam_authorizers
from lambdalint.frameworks.cloudformation.conditions import Truth, every
from lambdalint.frameworks.cloudformation.connectors import connector_resource, connectors
from lambdalint.frameworks.cloudformation.facts import Aimed, Doubt, Fact
from lambdalint.frameworks.cloudformation.intrinsics import evaluate
from lambdalint.frameworks.cloudformation.mentions import HARMLESS, functions_mentioned
from lambdalint.frameworks.cloudformation.openapi import Api, definition
from lambdalint.frameworks.cloudformation.parameters import holds
from lambdalint.frameworks.cloudformation.queues import queue
from lambdalint.frameworks.cloudformation.scope import Scope, Stack
from lambdalint.frameworks.cloudformation.synthesised import is_cdks_own
from lambdalint.frameworks.cloudformation.targets import FUNCTION_TYPES
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import pattern_of
from lambdalint.frameworks.cloudformation.view import View
from lambdalint.model.function import FunctionUrl
from lambdalint.model.resource import Resource
from lambdalint.model.trigger import ApiKind, Trigger

Reader: TypeAlias = Callable[[View, Declared], Iterator[Fact]]


def read_resource(scope: Scope, declared: Declared) -> Iterator[Fact]:
    """All that one resource says; nothing but its name when the scenario does not deploy it."""
    custom = pushes.custom_resource if declared.type.startswith("Custom::") else None
    reader = READERS.get(declared.type) or custom
    if declared.type not in OWN_KINDS:
        yield Resource(scope.id(declared.name), declared.name, declared.type, declared.at, _called(scope, declared))
    if reader is None:
        yield from _unread(scope, declared)
        return
    if is_cdks_own(declared):
        return
    deployed = _deployed(scope, declared)
    if deployed is not False:
        properties = View.of(scope, declared.properties, declared.at)
        for fact in reader(properties, declared):
            yield fact if deployed or declared.type in FUNCTION_TYPES else _doubtful(fact)
        yield from connectors(declared, scope)


def _called(scope: Scope, declared: Declared) -> str | None:
    name = NAMES.get(declared.type)
    properties = View.of(scope, declared.properties, declared.at)
    return None if name is None else pattern_of(properties.get(name).value)


def read_shared(scope: Scope) -> Iterator[Fact]:
    """The authorizers that Globals give to every API, SAM's own implicit ones too."""
    shared = scope.stack.template.shared
    for kind, section in ((ApiKind.REST, "Api"), (ApiKind.HTTP, "HttpApi")):
        if section in shared:
            yield from sam_authorizers(View.of(scope, shared[section], shared[section].at), kind)


def _unread(scope: Scope, declared: Declared) -> Iterator[Fact]:
    """A resource of a type we know nothing of may invoke the functions that it is given."""
    if not declared.type.startswith(HARMLESS) and declared.name not in scope.stack.children:
        yield from (Aimed(target, Doubt()) for target in functions_mentioned(scope, declared.properties))
    yield from connectors(declared, scope)


def _deployed(scope: Scope, declared: Declared) -> Truth:
    """Whether the conditions on a resource, and on the stacks that nest it, hold."""
    truths = [] if declared.condition is None else [holds(scope, declared.condition, evaluate)]
    stack: Stack = scope.stack
    while stack.parent is not None:
        if stack.condition is not None:
            truths.append(holds(scope.of(stack.parent), stack.condition, evaluate))
        stack = stack.parent
    return every(truths)


def _doubtful(fact: Fact) -> Fact:
    """What a resource says that may not be there: above all, it may invoke."""
    if isinstance(fact, Aimed) and isinstance(fact.what, Trigger | FunctionUrl):
        return Aimed(fact.target, Doubt())
    return fact


def _sam_api(kind: ApiKind) -> Reader:
    def read(properties: View, declared: Declared) -> Iterator[Fact]:
        yield from sam_authorizers(properties, kind)
        yield from definition(_api(properties, declared, kind))

    return read


def _rest_api(properties: View, declared: Declared) -> Iterator[Fact]:
    yield from definition(_api(properties, declared, ApiKind.REST))


def _http_api(properties: View, declared: Declared) -> Iterator[Fact]:
    yield from routes.quick_api(properties, declared)
    yield from definition(_api(properties, declared, ApiKind.HTTP))


def _api(properties: View, declared: Declared, kind: ApiKind) -> Api:
    return Api(properties.scope.id(declared.name), kind, properties, declared.at, body_of(properties))


READERS: dict[str, Reader] = {
    "AWS::ApiGateway::Authorizer": rest_authorizer,
    "AWS::ApiGateway::Method": routes.method,
    "AWS::ApiGateway::RestApi": _rest_api,
    "AWS::ApiGatewayV2::Api": _http_api,
    "AWS::ApiGatewayV2::Authorizer": http_authorizer,
    "AWS::ApiGatewayV2::Route": routes.route,
    "AWS::CloudFormation::CustomResource": pushes.custom_resource,
    "AWS::Cognito::UserPool": pushes.user_pool,
    "AWS::DynamoDB::GlobalTable": resources.table,
    "AWS::DynamoDB::Table": resources.table,
    "AWS::ElasticLoadBalancingV2::TargetGroup": routes.target_group,
    "AWS::Events::Rule": pushes.rule,
    "AWS::IAM::ManagedPolicy": roles.policy,
    "AWS::IAM::Policy": roles.policy,
    "AWS::IAM::Role": roles.role,
    "AWS::IAM::RolePolicy": roles.policy,
    "AWS::Lambda::Alias": resources.alias,
    "AWS::Lambda::EventInvokeConfig": resources.invoke_config,
    "AWS::Lambda::EventSourceMapping": pushes.mapping,
    "AWS::Lambda::Function": functions.lambda_function,
    "AWS::Lambda::LayerVersion": resources.layer,
    "AWS::Lambda::Permission": resources.permission,
    "AWS::Lambda::Url": resources.url,
    "AWS::Lambda::Version": resources.alias,
    "AWS::Logs::LogGroup": resources.log_group,
    "AWS::Logs::SubscriptionFilter": pushes.log_subscription,
    "AWS::S3::Bucket": pushes.bucket,
    "AWS::SNS::Subscription": pushes.subscription,
    "AWS::SNS::Topic": pushes.topic,
    "AWS::SQS::Queue": queue,
    "AWS::Scheduler::Schedule": pushes.schedule,
    "AWS::Serverless::Api": _sam_api(ApiKind.REST),
    "AWS::Serverless::Connector": connector_resource,
    "AWS::Serverless::Function": functions.serverless_function,
    "AWS::Serverless::HttpApi": _sam_api(ApiKind.HTTP),
    "AWS::Serverless::LayerVersion": resources.layer,
    "AWS::Serverless::SimpleTable": resources.table,
    "AWS::Serverless::StateMachine": machines.state_machine,
    "AWS::Serverless::WebSocketApi": routes.web_socket_routes,
    "AWS::StepFunctions::StateMachine": machines.state_machine,
    "Custom::LogRetention": resources.log_group,
    "Custom::S3BucketNotifications": pushes.bucket_notifications,
    "CDK::CustomResources::Provider": pushes.provider,
    **dict.fromkeys(pushes.OTHERS, pushes.other),
}

NAMES = {
    "AWS::Events::EventBus": "Name",
    "AWS::Kinesis::Stream": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
}
"""Resources that others name by their ARN, with the property that is a part of it."""

OWN_KINDS = frozenset({
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::IAM::Role",
    "AWS::Lambda::Function",
    "AWS::Logs::LogGroup",
    "AWS::SQS::Queue",
    "AWS::Serverless::Function",
    "AWS::Serverless::SimpleTable",
})  # fmt: skip
"""Types that the model knows by more than their name."""
