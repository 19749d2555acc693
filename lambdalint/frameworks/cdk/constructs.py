"""The library's classes and methods, each with what it writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lambdalint.frameworks.cdk import apis, grants, lambdas, pushes, resources, sources
from lambdalint.frameworks.cdk.builder import Builder, Site, attribute_of, functions_in, place_of
from lambdalint.frameworks.cdk.methods import CONNECTING, METHODS
from lambdalint.frameworks.cdk.overrides import assign, beneath
from lambdalint.frameworks.cdk.values import Construct, Place, Route, identifier
from lambdalint.frameworks.programs.values import Arguments, Given, Instance, Joined, Made, Method, Thing, Unknown

Maker: TypeAlias = Callable[[Site], Construct]

_PLACES = frozenset({"App", "Stage", "Stack", "NestedStack", "Construct"})
_GRANTING = frozenset({"LambdaInvokeAction", "RotationSchedule"})
"""What lets the function that it is given do more."""
_HARMLESS = ("builtins.", "logging.", "cdk_nag.", "json.", "os.", "typing.", "aws_cdk.CfnOutput", "aws_cdk.Tags",
             "aws_cdk.Aspects", "aws_cdk.Annotations", "aws_cdk.assertions", "constructs.", "dataclasses.")  # fmt: skip
"""What may be given a function without ever invoking it, changing it, or letting it do more."""
_NODE = "constructs.Node"
_PURE = ("add_dependency", "metric", "apply_removal_policy", "add_alarm", "add_suppressions",
         "add_event_source_mapping", "add_widgets", "add_metadata", "override_logical_id", "to_string")  # fmt: skip

_SPELLINGS = ((re.compile(r"_alpha\b"), ""), (re.compile(r"^aws_cdk\.core\b|^monocdk\b"), "aws_cdk"))
"""What version 1 and previews call otherwise."""
_CONNECTORS = ("_actions", "_destinations", "_event_sources", "_integrations", "_notifications", "_subscriptions",
               "_targets", "_tasks")  # fmt: skip
"""Modules whose classes connect constructs, and are none themselves."""

MAKERS: dict[str, Maker] = {
    **dict.fromkeys(
        ("aws_lambda.Function", "aws_lambda.DockerImageFunction", "aws_lambda.SingletonFunction",
         "aws_lambda_python.PythonFunction", "aws_lambda_nodejs.NodejsFunction", "triggers.TriggerFunction",
         "aws_cloudfront.experimental.EdgeFunction"),
        lambdas.function,
    ),
    "aws_lambda.LayerVersion": lambdas.layer,
    "aws_lambda_python.PythonLayerVersion": lambdas.layer,
    "aws_lambda.Alias": lambdas.alias,
    "aws_lambda.Version": lambdas.version,
    "aws_lambda.EventSourceMapping": sources.mapping,
    "aws_sqs.Queue": resources.queue,
    "aws_dynamodb.Table": resources.table,
    "aws_dynamodb.TableV2": resources.table,
    "aws_s3.Bucket": resources.plain("AWS::S3::Bucket"),
    "aws_sns.Topic": resources.plain("AWS::SNS::Topic"),
    "aws_sns.Subscription": pushes.subscription,
    "aws_kinesis.Stream": resources.plain("AWS::Kinesis::Stream"),
    "aws_events.EventBus": resources.plain("AWS::Events::EventBus"),
    "aws_events.Rule": pushes.rule,
    "aws_logs.LogGroup": resources.log_group,
    "aws_logs.SubscriptionFilter": pushes.log_subscription,
    "aws_iam.Role": grants.role,
    "aws_iam.Policy": grants.policy,
    "aws_iam.ManagedPolicy": grants.policy,
    "aws_cognito.UserPool": pushes.user_pool,
    "aws_apigateway.RestApi": apis.rest_api,
    "aws_apigateway.LambdaRestApi": apis.lambda_rest_api,
    "aws_apigateway.TokenAuthorizer": apis.authorizer,
    "aws_apigateway.RequestAuthorizer": apis.authorizer,
    "aws_apigatewayv2.HttpApi": apis.http_api,
    "aws_apigatewayv2.WebSocketApi": apis.http_api,
    "aws_stepfunctions.StateMachine": resources.state_machine,
    "CustomResource": resources.custom_resource,
    "custom_resources.Provider": resources.provider,
}  # fmt: skip


class Library:
    """Makes constructs and calls their methods, for a program that is followed."""

    __slots__ = ("builder",)

    packages = frozenset({"aws_cdk", "monocdk", "constructs"})

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    @property
    def doubt(self) -> bool:
        """Whether what is made now may not be there."""
        return self.builder.doubt

    @doubt.setter
    def doubt(self, value: bool) -> None:
        self.builder.doubt = value

    @staticmethod
    def spelled(dotted: str) -> str:
        """The name of something of the library, as CDK 2 spells it."""
        for pattern, spelling in _SPELLINGS:
            dotted = pattern.sub(spelling, dotted)
        return dotted

    def make(self, dotted: str, arguments: Arguments) -> Thing:
        """What calling something of the library gives."""
        name = dotted.rpartition(".")[2]
        scope = place_of(arguments.get(0, "scope"))
        if name in _PLACES and dotted.startswith(("aws_cdk.", "constructs.")):
            return self._place(name, scope, arguments)
        if dotted.startswith("aws_cdk."):
            return self._of_cdk(dotted, name, scope, arguments)
        if scope is not None and name[:1].isupper() and not dotted.startswith(_HARMLESS):
            self.escaped(arguments)
            return self._place("Stack" if name.endswith("Stack") else "Construct", scope, arguments)
        if not dotted.startswith(_HARMLESS):
            self.escaped(arguments)
        return Made(dotted, arguments)

    def _place(self, kind: str, scope: Place | None, arguments: Arguments) -> Place:
        name = arguments.get(1, "id")
        scope = scope or Place("")
        known = "" if name is None or kind == "App" else identifier(name)
        if kind in ("App", "Stage", "Stack"):
            return Place("/".join(part for part in (scope.stack, known) if part))
        return Place(scope.stack, (*scope.path, known) if known else scope.path)

    def _of_cdk(self, dotted: str, name: str, scope: Place | None, arguments: Arguments) -> Thing:
        plain = dotted.removeprefix("aws_cdk.")
        maker = MAKERS.get(plain)
        if maker is not None:
            return maker(self.builder.site(dotted, arguments))
        if ".from_" in plain and scope is not None:
            return self._imported(dotted, arguments)
        makes = _takes_place(arguments) and not plain.partition(".")[0].endswith(_CONNECTORS)
        if name == "LambdaInvoke" and "stepfunctions" in plain:
            made = Made(dotted, arguments)
            state = arguments.get(1, "id")
            self.builder.tasks.append((scope or Place(""), state if isinstance(state, str) else "Task", made))
            return made
        if name in _GRANTING:
            self.escaped(arguments)
        if not makes or not name[:1].isupper() or dotted.startswith(_HARMLESS):
            return Made(dotted, arguments)
        site = self.builder.site(dotted, arguments)
        return resources.cloudformation(site) if name.startswith("Cfn") else resources.generic(site)

    def _imported(self, dotted: str, arguments: Arguments) -> Construct:
        site = self.builder.site(dotted, arguments)
        return Construct(dotted, "".join(("imported.", *site.place.path)), site.place, arguments, imported=True)

    def initialise(self, instance: Instance, base: str, arguments: Arguments) -> None:
        """Make an object of the project a place for others, or the construct that its class inherits from."""
        made = self.make(base, arguments)
        if isinstance(made, Place):
            instance.place = made
        elif isinstance(made, Construct):
            instance.base, instance.place = made, made.place

    def attribute(self, of: Thing, name: str) -> Thing:
        """What an attribute of a construct, or of something made with the library, is."""
        if not isinstance(of, Construct | Made | Route):
            return Unknown(name)
        if isinstance(of, Made) and of.dotted == _NODE and name == "default_child" and isinstance(of.of, Construct):
            return beneath(of.of)
        if isinstance(of, Construct):
            if name == "node":
                return Made(_NODE, Arguments(of.arguments.at), of)
            if name in of.parts:
                return of.parts[name]
            if name in ("current_version", "latest_version", "lambda_", "function"):
                return of
            found = None if name in METHODS else attribute_of(of, name)
            return Method(of, name) if found is None else found
        return Method(of, name)

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """An attribute of a construct gets a value."""
        if isinstance(of, Construct):
            assign(self.builder, of, name, value)

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives; one we do not know may do anything with the functions it is given."""
        if not isinstance(of, Construct | Made | Route):
            self.escaped(arguments)
            return Unknown(name)
        if isinstance(of, Route):
            return self._of_node(of, name, arguments)
        if isinstance(of, Made):
            if of.dotted == "aws_cdk.Aspects.of" and name == "add":
                self.builder.aspects.append(arguments.get(0, "aspect"))
            grants.extend(of, name, arguments)
            return Made(f"{of.dotted}.{name}", arguments, of)
        undecided = self.builder.doubt and name in CONNECTING
        handler = None if undecided else METHODS.get(name)
        done = handler(self.builder, of, arguments) if handler is not None else None
        if done is not None:
            return done
        if name.startswith("grant"):
            grantee = arguments.get(0, "grantee")
            grants.grant(self.builder, of, name, grantee, arguments.at)
        elif not name.startswith(_PURE):
            self.escaped(arguments)
        return Made(f"{of.dotted}.{name}", arguments, of)

    def _of_node(self, of: Route, name: str, arguments: Arguments) -> Thing:
        if name == "add_resource":
            return apis.add_resource(self.builder, of, arguments)
        if name == "add_proxy":
            return apis.add_proxy(self.builder, of, arguments)
        if name == "resource_for_path":
            return apis.resource_for(self.builder, of, arguments)
        if name == "add_method":
            apis.add_method(self.builder, of, arguments)
        return Unknown(name)

    def escaped(self, arguments: Arguments) -> None:
        """Something that cannot be followed is given these: it may invoke the functions among them, and let them do more."""
        given = [one.value for one in (*arguments.positional, *arguments.named.values())]
        if functions_in(self.builder.template, given):
            site = Site(self.builder, "", Place("", ("Unread",)), arguments, arguments.at, arguments.at)
            site.add("CDK::Unread::Call", {"Given": given})
        for value in given:
            grants.attach(self.builder, value, Given(Unknown("a grant"), arguments.at))


def _takes_place(arguments: Arguments) -> bool:
    """Whether what is called takes a scope and an id first, as every construct does."""
    scope, name = arguments.get(0, "scope"), arguments.get(1, "id")
    placed = place_of(scope) is not None or isinstance(scope, Unknown)
    return placed and (isinstance(name, str | Unknown | Joined))
