"""Functions, layers, versions and aliases."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from lambdalint.aws import runtimes
from lambdalint.frameworks.cdk import grants
from lambdalint.frameworks.cdk.builder import (
    Builder,
    Site,
    Table,
    arn,
    converted,
    mebibytes,
    put,
    same,
    seconds,
    word,
    words,
)
from lambdalint.frameworks.cdk.code import is_asset, set_code
from lambdalint.frameworks.cdk.template import Resource
from lambdalint.frameworks.cdk.values import Construct, Place, identifier
from lambdalint.frameworks.programs.operators import joined
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Made, Name, Ref, Thing, Unknown

_DOTTED_VERSION = re.compile(r"(PYTHON|RUBY)_(\d+)_(\d+)$")
_PLAIN_VERSION = re.compile(r"(NODEJS|JAVA|DOTNET)_(\d+)(?:_X)?$")
_INSIGHTS = "CloudWatchLambdaInsightsExecutionRolePolicy"
_RUNTIMES = {
    "JAVA_8_CORRETTO": "java8.al2",
    "GO_1_X": "go1.x",
    "PROVIDED": "provided",
    "PROVIDED_AL2": "provided.al2",
    "PROVIDED_AL2023": "provided.al2023",
    "DOTNET_CORE_3_1": "dotnetcore3.1",
    "NODEJS_LATEST": runtimes.newest("nodejs"),
    "NODEJS": "nodejs",
}


def runtime(value: Thing) -> Thing:
    """`Runtime.PYTHON_3_12` as AWS calls it."""
    if isinstance(value, Made):
        return value.arguments.get(0, "name") if value.last == "Runtime" else Unknown("Runtime")
    name = str(word(value))
    if found := _DOTTED_VERSION.match(name):
        return f"{found[1].lower()}{found[2]}.{found[3]}"
    if found := _PLAIN_VERSION.match(name):
        return f"{found[1].lower()}{found[2]}{'.x' if found[1] == 'NODEJS' else ''}"
    return _RUNTIMES.get(name, Unknown("Runtime"))


def _architectures(value: Thing) -> Thing:
    return [{"ARM_64": "arm64", "X86_64": "x86_64"}.get(str(word(value)), Unknown("Architecture"))]


def _arns(values: Thing) -> Thing:
    return [arn(one) for one in values] if isinstance(values, list) else values


def _variables(value: Thing) -> Thing:
    return value if isinstance(value, dict) else Unknown("environment")


def _snap_start(value: Thing) -> Thing:
    return "PublishedVersions" if str(word(value)).startswith("ON_PUBLISHED") else Unknown("SnapStart")


def _present(_: Thing) -> Thing:
    return {"SubnetIds": Unknown("subnets")}


SETTINGS: Table = {
    "function_name": ("FunctionName", same),
    "handler": ("Handler", same),
    "runtime": ("Runtime", runtime),
    "timeout": ("Timeout", seconds),
    "memory_size": ("MemorySize", same),
    "environment": ("Environment.Variables", _variables),
    "architecture": ("Architectures", _architectures),
    "tracing": ("TracingConfig.Mode", words({"ACTIVE": "Active", "PASS_THROUGH": "PassThrough"})),
    "reserved_concurrent_executions": ("ReservedConcurrentExecutions", same),
    "ephemeral_storage_size": ("EphemeralStorage.Size", mebibytes),
    "layers": ("Layers", _arns),
    "vpc": ("VpcConfig", _present),
    "dead_letter_queue": ("DeadLetterConfig.TargetArn", arn),
    "dead_letter_topic": ("DeadLetterConfig.TargetArn", arn),
    "role": ("Role", arn),
    "snap_start": ("SnapStart.ApplyOn", _snap_start),
    "recursive_loop": ("RecursiveLoop", words({"ALLOW": "Allow", "TERMINATE": "Terminate"})),
    "environment_encryption": ("KmsKeyArn", arn),
    "code_signing_config": ("CodeSigningConfigArn", arn),
    "log_group": ("LoggingConfig.LogGroup", lambda value: Ref(value.name) if isinstance(value, Construct) else value),
    "logging_format": ("LoggingConfig.LogFormat", words({"JSON": "JSON", "TEXT": "Text"})),
    "log_format": ("LoggingConfig.LogFormat", words({"JSON": "JSON", "TEXT": "Text"})),
}
"""Parameters of `Function` and where CloudFormation has them."""


def destination(value: Thing) -> Thing:
    """The ARN that a destination stands for (`SqsDestination(queue)`, `SqsDlq(queue)`)."""
    if not isinstance(value, Made):
        return Unknown("a destination")
    given = [*value.arguments.positional, *value.arguments.named.values()]
    return arn(given[0].value) if given else Unknown("a destination")


INVOCATION: Table = {
    "retry_attempts": ("MaximumRetryAttempts", same),
    "max_event_age": ("MaximumEventAgeInSeconds", seconds),
    "on_failure": ("DestinationConfig.OnFailure.Destination", destination),
    "on_success": ("DestinationConfig.OnSuccess.Destination", destination),
}


def function(site: Site) -> Construct:
    """A `Function` or one of the classes made from it."""
    if site.dotted.endswith("SingletonFunction"):
        site = _of_stack(site)
        known = next((one for one in site.builder.functions if one.place == site.place), None)
        if known is not None and "*" not in site.place.path[0]:
            return known
    properties = site.properties(SETTINGS)
    metadata = set_code(site, properties)
    resource = site.add("AWS::Lambda::Function", properties)
    resource.metadata = metadata
    made = site.construct(resource)
    site.builder.functions.append(made)
    _around(site, resource, made)
    return made


def _of_stack(site: Site) -> Site:
    """A `SingletonFunction` is made once in its stack, named after its purpose and `uuid`."""
    purpose = site.arguments.get(-1, "lambda_purpose") or "SingletonLambda"
    parts = (identifier(purpose), identifier(site.arguments.get(-1, "uuid")).replace("-", ""))
    return replace(site, place=Place(site.place.stack, ("".join(parts),)))


def _around(site: Site, resource: Resource, made: Construct) -> None:
    """What CDK makes with a function: a role, a log group, how it is invoked asynchronously."""
    properties, arguments = resource.properties, site.arguments
    if "Role" not in properties and HIDDEN not in properties:
        made.parts["role"] = _role(site, properties)
        properties["Role"] = Ref(made.parts["role"].name, "Arn")
    elif arguments.given(-1, "role") is not None:
        made.parts["role"] = arguments.get(-1, "role")
    _hide_extensions(site, properties)
    configure_invocation(site.builder, made, arguments)
    if properties.get("DeadLetterConfig") is None and arguments.get(-1, "dead_letter_queue_enabled") is True:
        queue = site.add("AWS::SQS::Queue", {"MessageRetentionPeriod": 1_209_600}, "DeadLetterQueue")
        properties["DeadLetterConfig"] = {"TargetArn": Ref(queue.name, "Arn")}
    _let_work(site, properties, made)
    retention = arguments.given(-1, "log_retention")
    if retention is not None:
        days = converted(retention, retention_days)
        name = {"LogGroupName": _log_group_name(resource), "RetentionInDays": days}
        site.add("AWS::Logs::LogGroup", name, "LogRetention")


def _let_work(site: Site, properties: dict[str, Any], made: Construct) -> None:
    """What CDK lets a function do because of its settings."""
    builder, at = site.builder, site.whole
    dead_letter = properties.get("DeadLetterConfig")
    if dead_letter is not None:
        action = "sqs:SendMessage" if site.arguments.given(-1, "dead_letter_topic") is None else "sns:Publish"
        grants.allow(builder, made, [action], dead_letter["TargetArn"], at)
    if properties.get("TracingConfig") is not None:
        grants.allow(builder, made, ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*", at)
    if site.arguments.given(-1, "insights_version") is not None:
        grants.add_policy(builder, made, f"arn:aws:iam::aws:policy/{_INSIGHTS}", at)


def _log_group_name(resource: Resource) -> Thing:
    return joined(("/aws/lambda/", Ref(resource.name)))


def _hide_extensions(site: Site, properties: dict[str, Any]) -> None:
    """Insights and other extensions come as layers, which may bring packages and variables."""
    extensions = ("adot_instrumentation", "insights_version", "params_and_secrets")
    if any(site.arguments.given(-1, name) is not None for name in extensions):
        layers = properties.get("Layers", [])
        held = layers.value if isinstance(layers, Given) else layers
        properties["Layers"] = [*(held if isinstance(held, list) else []), Unknown("an extension")]


def _role(site: Site, properties: dict[str, Any]) -> Construct:
    policies = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
    if "VpcConfig" in properties:
        policies.append("arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole")
    resource = site.add("AWS::IAM::Role", {"ManagedPolicyArns": policies}, "ServiceRole")
    return Construct("aws_cdk.aws_iam.Role", resource.name, site.place, Arguments(site.whole))


def configure_invocation(builder: Builder, made: Construct, arguments: Arguments) -> None:
    """An `EventInvokeConfig` for what a function's arguments say about it."""
    properties: dict[str, Any] = {}
    for parameter, (path, convert) in INVOCATION.items():
        put(properties, path, converted(arguments.given(-1, parameter), convert))
    if properties:
        site = builder.site("", arguments)
        owner = Site(builder, "", made.place, arguments, site.at, arguments.at)
        owner.add("AWS::Lambda::EventInvokeConfig", {"FunctionName": Ref(made.name), **properties}, "EventInvokeConfig")
    for parameter in ("on_failure", "on_success"):
        grants.let_reach(builder, made, arguments.given(-1, parameter))


def layer(site: Site) -> Construct:
    """A `LayerVersion` or `PythonLayerVersion`."""
    resource = site.add("AWS::Lambda::LayerVersion", {})
    entry, code = site.arguments.given(-1, "entry"), site.arguments.get(-1, "code")
    if entry is not None:
        resource.properties["Content"] = Given(site.builder.local(entry.value), entry.at)
        resource.metadata["BuildMethod"] = "python"
    elif isinstance(code, Made) and is_asset(code):
        built = code.arguments.given(-1, "bundling") is not None
        path = code.arguments.given(0, "path")
        local = site.builder.local(path.value if path else None)
        resource.properties["Content"] = Unknown("a build") if built or path is None else Given(local, path.at)
    return site.construct(resource)


_DAYS = {
    "ONE_DAY": 1, "THREE_DAYS": 3, "FIVE_DAYS": 5, "ONE_WEEK": 7, "TWO_WEEKS": 14, "ONE_MONTH": 30,
    "TWO_MONTHS": 60, "THREE_MONTHS": 90, "FOUR_MONTHS": 120, "FIVE_MONTHS": 150, "SIX_MONTHS": 180,
    "ONE_YEAR": 365, "THIRTEEN_MONTHS": 400, "EIGHTEEN_MONTHS": 545, "TWO_YEARS": 731, "THREE_YEARS": 1096,
    "FIVE_YEARS": 1827, "SIX_YEARS": 2192, "SEVEN_YEARS": 2557, "EIGHT_YEARS": 2922, "NINE_YEARS": 3288,
    "TEN_YEARS": 3653,
}  # fmt: skip


def retention_days(value: Thing) -> Thing:
    """`RetentionDays.ONE_WEEK` in days; nothing for `INFINITE`."""
    name = str(word(value)) if isinstance(value, Name) else ""
    return None if name == "INFINITE" else _DAYS.get(name, Unknown("RetentionDays"))


def version(site: Site) -> Construct:
    """A `Version` of a function."""
    target = Given(site.arguments.get(-1, "lambda_"), site.whole)
    return _published(site.construct(site.add("AWS::Lambda::Version", {"FunctionName": target})), target.value)


def alias(site: Site) -> Construct:
    """An `Alias` of a function's version."""
    concurrency = site.arguments.given(-1, "provisioned_concurrent_executions")
    properties: dict[str, Any] = {
        "Name": site.arguments.given(-1, "alias_name"),
        "FunctionName": site.arguments.given(-1, "version"),
    }
    put(properties, "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions", concurrency)
    made = site.construct(site.add("AWS::Lambda::Alias", properties))
    return _published(made, site.arguments.get(-1, "version"))


def _published(made: Construct, of: Thing) -> Construct:
    """A version or alias works with the role of its function."""
    if isinstance(of, Construct) and "role" in of.parts:
        made.parts["role"] = of.parts["role"]
    return made
