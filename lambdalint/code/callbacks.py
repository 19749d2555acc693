"""How other people's code calls the functions that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.model.module import Argument, Call
from lambdalint.model.value import Collection, Constant, Element, Item, Value

_EACH = re.compile(r"builtins\.(?:map|filter)|.*\)\.(?:map|imap|starmap|imap_unordered|map_async)")
_WITH_THE_REST = re.compile(r".*\)\.(?:submit|apply_async)|asyncio\.to_thread")
_THREADS = re.compile(r"(?:threading|multiprocessing)\.(?:Thread|Timer|Process)")
_BATCHES = re.compile(r"aws_lambda_powertools\.utilities\.batch\..*")
_BY_KEY = re.compile(r"builtins\.(?:max|min|sorted)|.*\.sort")
_NEVER = re.compile(
    r"functools\.(?:lru_cache|partial|singledispatch|update_wrapper|wraps)(?:\(\))?"
    r"|(?:dataclasses|attr|attrs|pydantic)\.(?:field|ib|Field)"
    r"|builtins\.(?:callable|getattr|hasattr|id|isinstance|print|repr|setattr|str|type)|(?:inspect|typing)\..*"
)
"""What only looks at a function, or keeps it for a caller that is followed anyway."""
_AT_ONCE = re.compile(r"(?:asyncio|builtins|concurrent|functools|itertools|multiprocessing|threading)\..*")
"""What calls a function soon, not when some event comes."""


def is_called_by(name: str) -> bool:
    """Whether something outside the project may call a function that it is given."""
    return not _NEVER.fullmatch(name)


def calls_at_once(name: str) -> bool:
    """Whether it does so soon; otherwise it may keep the function until an event comes."""
    return _AT_ONCE.fullmatch(name) is not None


def passed(name: str, call: Call, position: int) -> tuple[Argument, ...] | None:
    """The arguments that a function gets which is this argument of a call; None when that is not known."""
    given = call.arguments
    if _EACH.fullmatch(name):
        return tuple(Argument(Element(one.value)) for one in given[position + 1 :])
    if _WITH_THE_REST.fullmatch(name):
        return given[position + 1 :]
    if _THREADS.fullmatch(name):
        return tuple(Argument(one) for one in _args(call))
    if _BY_KEY.fullmatch(name) and given[position].name == "key" and position:
        return (Argument(Element(given[0].value)),)
    event = call.argument(-1, "event")
    if _BATCHES.fullmatch(name) and event is not None:
        return (Argument(Element(Item(event, Constant("Records")))),)
    return None


def _args(call: Call) -> Iterator[Value]:
    given = call.argument(-1, "args")
    if isinstance(given, Collection):
        yield from given.items
