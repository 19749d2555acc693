"""Entities as one would write them, with one spelling for each thing."""

from __future__ import annotations

from lambdalint.code.entities import Definition, Entity, External, Instance, Namespace, Type
from lambdalint.code.finder import Finder
from lambdalint.model.module import Call
from lambdalint.model.value import Constant

_SESSIONS = ("boto3.Session()", "boto3.session.Session()", "boto3._get_default_session()")


def describe(entity: Entity, finder: Finder) -> str:
    """An entity as one would write it."""
    match entity:
        case External(name=name):
            return _one_spelling(name)
        case Definition(module=module, function=function):
            return f"{finder.name_of(module.key)}.{function.name}"
        case Type(module=module, definition=definition) | Instance(module=module, definition=definition):
            return f"{finder.name_of(module.key)}.{definition.name}"
        case Namespace(dotted=dotted):
            return dotted


def result_name(callee: str, call: Call) -> str:
    """What a call gives: a client is known by its service; any other result by what made it."""
    callee = _one_spelling(callee)
    if callee in ("boto3.client", "boto3.resource"):
        service = call.argument(0, "service_name")
        if isinstance(service, Constant) and isinstance(service.value, str):
            return f"{callee}({service.value!r})"
    return f"{callee}()"


def _one_spelling(name: str) -> str:
    """The same name for all ways to a session's clients."""
    for session in _SESSIONS:
        name = name.replace(session, "boto3")
    return name
