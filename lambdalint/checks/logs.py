"""What code sends to its log, as several checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.value import Attribute, Result, walk

_LEVELS = "(?:debug|info|warning|warn|error|critical|exception|fatal|log)"
_LOGS = re.compile(
    r"builtins\.print|pprint\.pp(?:rint)?|sys\.std(?:out|err)\.write"
    rf"|logging\.(?:(?:getLogger|Logger|LoggerAdapter)\(\)\.)?{_LEVELS}"
    rf"|aws_lambda_powertools\.(?:\w+\.)*Logger\(\)\.{_LEVELS}"
    rf"|structlog\.(?:\w+\.)?get_logger\(\)\.{_LEVELS}|loguru\.logger\.{_LEVELS}"
    rf"|chalice\.(?:\w+\.)?Chalice\(\)\.log\.{_LEVELS}"
)
"""What writes to the log, by dotted name."""
_HANDLERS = frozenset({"handlers", "hasHandlers"})
"""How code asks whether a logger has handlers."""
_REMOVERS = frozenset({"removeHandler", "clear", "pop", "remove"})


def log_calls(code: Code) -> Iterator[ReachedCall]:
    """The calls in invocations that write to the log."""
    for call in code.calls:
        if call.phase is not Phase.INIT and call.target is not None and _LOGS.fullmatch(call.target):
            yield call


def replaces_handlers(code: Code) -> bool:
    """Whether code takes the handlers away that the runtime gives the root logger."""
    if any(_is_handlers(store.store.target) for store in code.stores):
        return True
    return any(
        call.name == "removeHandler" or (call.name in _REMOVERS and _is_handlers(getattr(call.call.callee, "of", None)))
        for call in code.calls
    )


def asks_for_handlers(call: ReachedCall, code: Code) -> bool:
    """Whether a call runs only when a logger has handlers, or has none."""
    calls = code.modules[call.reach.module].calls
    for condition in call.call.context.conditions:
        for part in walk(condition.test):
            asked = calls[part.call] if isinstance(part, Result) else None
            values = [part] if asked is None else [asked.callee, *(argument.value for argument in asked.arguments)]
            if any(map(_is_handlers, values)):
                return True
    return False


def _is_handlers(value: object) -> bool:
    return isinstance(value, Attribute) and value.name in _HANDLERS
