"""LL131 unfinished-background-work. See rules/LL131-unfinished-background-work.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.checks.stages import is_for_one_place
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Global, Result, Value, walk

_WORKS = {
    "threading.Thread().start": "the thread",
    "threading.Timer().start": "the timer's thread",
    "asyncio.create_task": "the task",
    "asyncio.ensure_future": "the task",
    "asyncio.get_running_loop().create_task": "the task",
    "concurrent.futures.ThreadPoolExecutor().submit": "the pool's work",
    "concurrent.futures.ThreadPoolExecutor().map": "the pool's work",
    "subprocess.Popen": "the process",
}
"""What starts work and returns before it is done."""
_WAITS = frozenset(
    {"all_tasks", "as_completed", "communicate", "enumerate", "join", "poll", "result", "shutdown", "wait", "waitpid"}
)
_OF_WAITING = ("threading.", "queue.", "concurrent.", "asyncio.", "subprocess.", "os.", "multiprocessing.")


class UnfinishedBackgroundWork(Struct, frozen=True):
    """Report threads, tasks and processes that the handler starts and does not wait for."""

    code: ClassVar[str] = "LL131"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each piece of work that is surely still running when the handler returns."""
        code = function.code
        if code is None or function.configuration.managed_instances is not None or any(map(_waits, code.calls)):
            return
        for call in code.calls_in(Phase.INVOKE):
            work = _WORKS.get(call.target or "")
            if work and _is_abandoned(call, code) and not _is_local(call, code):
                yield Finding(
                    self.code,
                    f"nobody waits for {work} that starts here: Lambda freezes it when the handler returns, and it goes on "
                    "in a later invocation or never; wait for it",
                    at=call.at,
                    function=function.name,
                    label="may never finish",
                    notes=way(function, code, call.reach),
                )


def _waits(call: ReachedCall) -> bool:
    return call.name in _WAITS and (call.target is None or call.target.startswith(_OF_WAITING))


def _is_local(call: ReachedCall, code: Code) -> bool:
    return is_for_one_place(call.call.context, code.modules[call.reach.module])


def _is_abandoned(call: ReachedCall, code: Code) -> bool:
    """Whether nothing else has a hold of the work: it is dropped, or kept in a name that nobody reads."""
    started = call.call.callee.of if isinstance(call.call.callee, Attribute) else None
    if call.target in ("threading.Thread().start", "threading.Timer().start"):
        made = {one for one in walk(started) if isinstance(one, Result)} if started is not None else set()
        return len(made) == 1 and not _is_used(made.pop(), call, code)
    if call.target == "subprocess.Popen":
        return not call.call.scoped and not _is_used(Result(call.number), call, code)
    return call.call.discarded and not call.call.awaited and not _is_scoped(started, call, code)


def _is_used(work: Result, starter: ReachedCall, code: Code) -> bool:
    """Whether anything but its start has to do with it."""
    module = code.modules[starter.reach.module]
    calls = (one for one in module.calls if one.at != starter.at)
    values: list[Value] = [part for one in calls for part in (one.callee, *(given.value for given in one.arguments))]
    values += [store.value for store in module.stores]
    values += [found.value for definition in module.functions.values() for found in definition.returns]
    values += module.variables.values()
    return any(part == work for value in values for part in walk(value))


def _is_scoped(pool: Value | None, call: ReachedCall, code: Code) -> bool:
    """A `with` block waits for its pool; of a pool that comes from elsewhere nobody knows."""
    module = code.modules[call.reach.module]
    held = module.variables.get(pool.name) if isinstance(pool, Global) else pool
    if (call.target or "").startswith("asyncio."):
        return False
    return not isinstance(held, Result) or module.calls[held.call].scoped
