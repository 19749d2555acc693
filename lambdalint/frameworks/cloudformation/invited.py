"""An API that may invoke a function by its permission, where no route says how."""

from __future__ import annotations

from lambdalint.frameworks.cloudformation.apis import is_websocket
from lambdalint.frameworks.cloudformation.facts import Invited
from lambdalint.frameworks.cloudformation.values import Reference, parts_of
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.model.source import Setting, Span
from lambdalint.model.trigger import ApiKind, HttpTrigger

PRINCIPAL = "apigateway.amazonaws.com"
KINDS = {
    "AWS::ApiGateway::RestApi": ApiKind.REST,
    "AWS::ApiGatewayV2::Api": ApiKind.HTTP,
    "AWS::Serverless::Api": ApiKind.REST,
    "AWS::Serverless::HttpApi": ApiKind.HTTP,
}


def invited(permission: View, at: Span) -> Invited | None:
    """The API of the project that a permission is for; nothing but which one it is is known."""
    source = permission.get("SourceArn")
    if as_text(permission.get("Principal").value) != PRINCIPAL or "/authorizers/" in str(parts_of(source.value)):
        return None
    scope = permission.scope
    apis = [
        part.id for part in parts_of(source.value) if isinstance(part, Reference) and scope.type_of(part.id) in KINDS
    ]
    if not apis:
        return None
    kind = ApiKind.WEBSOCKET if is_websocket(scope, apis[0], at) else KINDS[scope.type_of(apis[0])]
    return Invited(
        HttpTrigger(
            apis[0].rpartition("#")[2],
            at,
            kind,
            Setting.unknown(at),
            Setting.unknown(at),
            api=Setting(apis[0], source.at),
            integration_timeout=Setting.unknown(at),
            payload_version=Setting.unknown(at),
            proxy=Setting.unknown(at),
            auth=Setting.unknown(at),
            endpoint=Setting.unknown(at),
            streaming=Setting.unknown(at),
            asynchronous=Setting.unknown(at),
        )
    )
