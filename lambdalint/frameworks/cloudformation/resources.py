"""Resources that functions and triggers refer to: tables, log groups, layers, aliases, permissions, URLs."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.frameworks.cloudformation.configuration import async_invocation, function_url
from lambdalint.frameworks.cloudformation.facts import Aimed, Alias, Fact, LayerContent, Published
from lambdalint.frameworks.cloudformation.functions import url_facts
from lambdalint.frameworks.cloudformation.invited import invited
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.sources import ARCHIVES
from lambdalint.frameworks.cloudformation.targets import target_of
from lambdalint.frameworks.cloudformation.template import Declared
from lambdalint.frameworks.cloudformation.values import pattern_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.resource import LogGroup, Permission, Table
from lambdalint.model.source import Setting


def table(properties: View, declared: Declared) -> Iterator[Fact]:
    """A DynamoDB table of any type."""
    view = properties.path("StreamSpecification", "StreamViewType").text()
    called = pattern_of(properties.get("TableName").value)
    yield Table(properties.scope.id(declared.name), declared.name, declared.at, view, called)


def log_group(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Logs::LogGroup`."""
    name = properties.get("LogGroupName").pattern() or Setting.unknown(declared.at)
    identifier = properties.scope.id(declared.name)
    yield LogGroup(identifier, name, declared.at, properties.get("RetentionInDays").integer())


def layer(properties: View, declared: Declared) -> Iterator[Fact]:
    """A layer of SAM or CloudFormation: a build puts its folder where Lambda looks, else it holds a `python` folder."""
    location = properties.get("ContentUri")
    if not location.present:
        location = properties.get("Content")
    written = as_text(location.value) or ""
    path = None if written.lower().endswith(ARCHIVES) else beside(properties.scope.stack.template.path, written)
    metadata = View.of(properties.scope, declared.body.get("Metadata"), declared.at)
    folder = path if path is None or metadata.get("BuildMethod").present else f"{path}/python".removeprefix("./")
    yield LayerContent(properties.scope.id(declared.name), () if folder is None else (folder,))


def alias(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::Alias` or `AWS::Lambda::Version`."""
    target = target_of(properties.get("FunctionName"))
    concurrency = properties.path("ProvisionedConcurrencyConfig", "ProvisionedConcurrentExecutions").integer()
    if target is not None:
        yield Alias(properties.scope.id(declared.name), target)
        yield Aimed(target, Published(properties.get("Name").text(), concurrency))


def permission(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::Permission`."""
    at = declared.at
    statement = Permission(
        properties.get("Action").text() or Setting.unknown(at),
        properties.get("Principal").text() or Setting.unknown(at),
        at,
        source=properties.get("SourceArn").pattern(),
        source_account=properties.get("SourceAccount").pattern(),
        auth_type=properties.get("FunctionUrlAuthType").text(),
        organization=properties.get("PrincipalOrgID").pattern(),
        by_url=properties.get("InvokedViaFunctionUrl").flag(),
    )
    target = target_of(properties.get("FunctionName"))
    yield Aimed(target, statement)
    api = invited(properties, at)
    if api is not None:
        yield Aimed(target, api)


def url(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::Url`."""
    target = target_of(properties.get("TargetFunctionArn"))
    if target is not None:
        yield from url_facts(target, declared.name, function_url(properties, declared.at))


def invoke_config(properties: View, declared: Declared) -> Iterator[Fact]:
    """An `AWS::Lambda::EventInvokeConfig`."""
    yield Aimed(target_of(properties.get("FunctionName")), async_invocation(properties, declared))
