"""Which definitions of a module are Lambda handlers although no template says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.code.entities import Definition, External
from lambdalint.code.program import Program
from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.rule import Tier
from lambdalint.model.value import Attribute, Choice, Local, Parameter, Result, Symbol, Value

GATE = re.compile(
    rb"^(?:async )?def \w*handler\w*\(|aws_lambda_powertools|\b(?:Mangum|chalice|make_lambda_handler|durable_execution"
    rb"|SlackRequestHandler|SkillBuilder|serverless_wsgi|awsgi|CfnResource)\b|^handler = |lambdalint: handler",
    re.MULTILINE,
)
"""What a file that holds a handler contains, in its bytes: others are not parsed."""

_DECORATORS = frozenset(
    {
        "inject_lambda_context",
        "capture_lambda_handler",
        "log_metrics",
        "event_source",
        "event_parser",
        "validator",
        "idempotent",
        "batch_processor",
        "async_batch_processor",
        "kafka_consumer",
        "durable_execution",
    }
)
"""Decorators of Powertools and the durable execution SDK that only a handler takes."""
_DECORATED_BY = ("aws_lambda_powertools", "aws_durable_execution_sdk_python")
_MAKERS = frozenset(
    {
        "mangum.Mangum",
        "apig_wsgi.make_lambda_handler",
        "ask_sdk_core.skill_builder.SkillBuilder().lambda_handler",
        "chalice.Chalice",
        "crhelper.CfnResource",
    }
)
"""What makes an object that Lambda can call."""
_DISPATCHES = frozenset(
    {"resolve", "lambda_handler", "handle", "handle_request", "response", "process_partial_response"}
)
_NAMES = re.compile(r"(?:lambda_|main_|_)?handler|[a-z0-9_]+_handler")
_EVENTS = frozenset({"event", "evt", "e", "ev", "_event", "lambda_event"})
_CONTEXTS = frozenset({"context", "ctx", "_context", "_ctx", "_", "__", "lambda_context", "_unused_context"})


def handlers_in(module: Module, program: Program) -> Iterator[tuple[str, Tier]]:
    """The names of a module that are handlers, with how sure that is."""
    for name, value in module.variables.items():
        tier = _tier(name, value, module, program)
        if tier is not None:
            yield name, tier


def _tier(name: str, value: Value, module: Module, program: Program) -> Tier | None:
    match value:
        case Local(name=defined) if defined in module.functions:
            return _function_tier(module.functions[defined], module, program)
        case Result() | Attribute():
            return Tier.DECORATED if name != "app" and _is_made(value, module, program) else None
        case _:
            return None


def _function_tier(function: FunctionDef, module: Module, program: Program) -> Tier | None:
    if any(_is_handlers_decorator(decorator, module, program) for decorator in function.decorators):
        return Tier.DECORATED
    if not _takes_event_and_context(function):
        return None
    if any(_dispatches(found.value, module, program) for found in function.returns):
        return Tier.DECORATED
    return Tier.SHAPED if _NAMES.fullmatch(function.name) and not function.decorators else None


def _is_handlers_decorator(decorator: Value, module: Module, program: Program) -> bool:
    plain = module.calls[decorator.call].callee if isinstance(decorator, Result) else decorator
    return any(
        isinstance(entity, External)
        and entity.name.startswith(_DECORATED_BY)
        and entity.name.rpartition(".")[2] in _DECORATORS
        for entity in program.entities(plain, module)
    )


def _takes_event_and_context(function: FunctionDef) -> bool:
    names = [one.name for one in function.parameters if one.kind == "positional"]
    return len(names) > 1 and names[0] in _EVENTS and names[1] in _CONTEXTS


def _is_made(value: Value, module: Module, program: Program) -> bool:
    if isinstance(value, Attribute):
        return value.name in ("resolve", "lambda_handler") and _is_external(value.of, module, program)
    call = module.calls[value.call] if isinstance(value, Result) else None
    return call is not None and any(
        isinstance(entity, External) and entity.name in _MAKERS for entity in program.entities(call.callee, module)
    )


def _is_external(value: Value, module: Module, program: Program) -> bool:
    return any(isinstance(entity, External) for entity in program.entities(value, module))


def _dispatches(value: Value, module: Module, program: Program) -> bool:
    """`return app.resolve(event, context)`: the framework of somebody else does the work."""
    match value:
        case Result(call=number):
            callee = module.calls[number].callee
            named = callee.name if isinstance(callee, Attribute | Symbol) else ""
            known = named.rpartition(".")[2] in _DISPATCHES
            given = any(isinstance(argument.value, Parameter) for argument in module.calls[number].arguments)
            return (
                known
                and given
                and not any(isinstance(entity, Definition) for entity in program.entities(callee, module))
            )
        case Choice(options=options):
            return any(_dispatches(option, module, program) for option in options)
        case _:
            return False
