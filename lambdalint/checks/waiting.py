"""Who waits for a function's answer, and for how long: what AWS says of each caller, applied to a trigger."""

from __future__ import annotations

from msgspec.structs import replace

from lambdalint.aws import callers
from lambdalint.aws.callers import Caller
from lambdalint.model.source import Setting
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
    CognitoTrigger,
    CustomResourceTrigger,
    HttpTrigger,
    OtherTrigger,
    StateMachineTrigger,
    Trigger,
)


def caller(trigger: Trigger) -> Caller | None:
    """Who waits behind a trigger; None when nobody does, when it is without limit, and when the limit is unknown."""
    match trigger:
        case HttpTrigger():
            return _api(trigger)
        case AuthorizerTrigger(api=ApiKind.HTTP):
            return callers.HTTP_API_AUTHORIZATION
        case CognitoTrigger(event=Setting(value=str(event))):
            return None if event in callers.COGNITO_ASYNCHRONOUS_EVENTS else callers.COGNITO
        case StateMachineTrigger(timeout=Setting(value=int(seconds)), waits_for_token=False, asynchronous=False):
            return Caller("the state machine's task", seconds, "raise its `TimeoutSeconds`")
        case CustomResourceTrigger(timeout=Setting(value=int(seconds)), through_provider=False):
            return Caller("CloudFormation", seconds, "raise the resource's `ServiceTimeout`")
        case OtherTrigger(asynchronous=False | None, service=service):
            return callers.BY_SERVICE.get(service)
        case _:
            return None


def _api(trigger: HttpTrigger) -> Caller | None:
    api = _default(trigger)
    if api is None or _may_be(trigger.asynchronous) or _may_be(trigger.streaming):
        return None
    if trigger.integration_timeout is None:
        return api
    if trigger.integration_timeout.value is None:
        return None
    seconds = trigger.integration_timeout.value / 1000
    return replace(
        api, seconds=seconds, raisable="raise the integration timeout" if seconds < api.seconds else api.raisable
    )


def _default(trigger: HttpTrigger) -> Caller | None:
    match trigger.kind:
        case ApiKind.REST:
            edge = trigger.endpoint is not None and trigger.endpoint.value == "EDGE"
            return callers.EDGE_REST_API if edge else callers.REST_API
        case ApiKind.HTTP:
            return callers.HTTP_API
        case ApiKind.WEBSOCKET:
            return callers.WEBSOCKET_API
        case _:
            return None


def _may_be(setting: Setting[bool] | None) -> bool:
    return setting is not None and setting.value is not False
