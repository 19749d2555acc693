"""In which format a function is asked over HTTP, and so must answer, as several checks ask."""

from __future__ import annotations

from enum import Enum

from lambdalint.model.function import Function
from lambdalint.model.source import Setting
from lambdalint.model.trigger import ApiKind, HttpTrigger, Trigger


class Format(Enum):
    """What the event looks like, and which answers are understood; the value completes "the payload format of …"."""

    REST = "a REST API"
    HTTP_1_0 = "an HTTP API with format 1.0"
    HTTP_2_0 = "format 2.0"
    LOAD_BALANCER = "a load balancer"


_BY_VERSION = {"1.0": Format.HTTP_1_0, "2.0": Format.HTTP_2_0}


def format_of(trigger: Trigger) -> Format | None:
    """The format of a trigger; None for one that is not HTTP, or maps its events, and where it is not known."""
    match trigger:
        case HttpTrigger(kind=ApiKind.LOAD_BALANCER):
            return Format.LOAD_BALANCER
        case HttpTrigger(kind=ApiKind.REST, proxy=Setting(value=True)):
            return Format.REST
        case HttpTrigger(kind=ApiKind.HTTP | ApiKind.FUNCTION_URL, proxy=Setting(value=True), payload_version=version):
            return _BY_VERSION.get(version.value or "") if version is not None else None
        case _:
            return None


def only_format(function: Function) -> tuple[HttpTrigger, Format] | None:
    """The format of all that may invoke a function, and one trigger that has it; None when there is no such format."""
    formats = {format_of(trigger) for trigger in function.triggers}
    only = formats.pop() if len(formats) == 1 and function.triggers_complete else None
    first = function.triggers[0] if only is not None else None
    return (first, only) if only is not None and isinstance(first, HttpTrigger) else None


def sends_body(trigger: Trigger) -> bool:
    """Whether a trigger surely hands a request over as it came, its body as text."""
    match trigger:
        case HttpTrigger(kind=ApiKind.WEBSOCKET, proxy=Setting(value=True)):
            return True
        case _:
            return format_of(trigger) is not None
