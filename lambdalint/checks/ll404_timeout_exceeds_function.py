"""LL404 timeout-exceeds-function. See rules/LL404-timeout-exceeds-function.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lambdalint.checks.notes import heir, way
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Collection, Constant, Dictionary, Value

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_TIMEOUTS: Mapping[str, tuple[int, str]] = {
    **{f"requests.{verb}": (-1, "timeout") for verb in _VERBS},
    **{f"requests.Session().{verb}": (-1, "timeout") for verb in _VERBS},
    **{f"requests.session().{verb}": (-1, "timeout") for verb in _VERBS},
    **{f"httpx.{verb}": (-1, "timeout") for verb in _VERBS},
    **{f"httpx.Client().{verb}": (-1, "timeout") for verb in _VERBS},
    **{f"subprocess.{name}": (-1, "timeout") for name in ("run", "call", "check_call", "check_output")},
    "httpx.Client": (-1, "timeout"),
    "httpx.AsyncClient": (-1, "timeout"),
    "urllib.request.urlopen": (2, "timeout"),
    "urllib3.PoolManager": (-1, "timeout"),
    "urllib3.PoolManager().request": (-1, "timeout"),
    "http.client.HTTPSConnection": (-1, "timeout"),
    "http.client.HTTPConnection": (-1, "timeout"),
    "socket.create_connection": (1, "timeout"),
    "socket.setdefaulttimeout": (0, "timeout"),
    "asyncio.wait_for": (1, "timeout"),
    "concurrent.futures.wait": (1, "timeout"),
    "concurrent.futures.as_completed": (1, "timeout"),
    "redis.Redis": (-1, "socket_timeout"),
    "psycopg2.connect": (-1, "connect_timeout"),
    "psycopg.connect": (-1, "connect_timeout"),
    "pymysql.connect": (-1, "connect_timeout"),
}
"""Where each function takes the seconds it waits at most."""
_CONFIG = ("botocore.config.Config", "botocore.client.Config")
_SETTINGS = frozenset(
    {
        *_CONFIG,
        "httpx.Client",
        "httpx.AsyncClient",
        "urllib3.PoolManager",
        "http.client.HTTPSConnection",
        "http.client.HTTPConnection",
        "socket.setdefaulttimeout",
        "redis.Redis",
    }
)
"""What keeps a timeout for calls that come later."""
_SLEEPS = ("time.sleep", "asyncio.sleep")


@dataclass(frozen=True, slots=True)
class _Wait:
    what: str
    seconds: float

    @property
    def is_sleep(self) -> bool:
        return self.what in _SLEEPS


@dataclass(frozen=True, slots=True)
class TimeoutExceedsFunction:
    """Report waits in the code that the function's own timeout cuts off."""

    code: ClassVar[str] = "LL404"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each literal wait that is not shorter than the function may run."""
        limit = function.configuration.timeout.value
        if function.code is None or limit is None:
            return
        for call in function.code.calls:
            for wait in _waits(call):
                # While a module is loaded the function's timeout does not count yet, but what is set up then does later.
                if wait.seconds >= limit and (call.phase is not Phase.INIT or call.target in _SETTINGS):
                    yield _finding(function, function.code, call, wait, limit)


def _finding(function: Function, code: Code, call: ReachedCall, wait: _Wait, limit: int) -> Finding:
    timeout = function.configuration.timeout
    fate = "never ends" if wait.is_sleep else "can never fire"
    remedy = "leave it to Step Functions or a schedule" if wait.is_sleep else "set it below the function's timeout"
    return Finding(
        TimeoutExceedsFunction.code,
        f"`{wait.what}` of {wait.seconds:g} s {fate}: Lambda stops `{function.name}` after {limit} s; {remedy}",
        at=call.at,
        function=function.name,
        label=f"cut off after {limit} s",
        notes=(
            Note(timeout.at, f"`{function.name}` may run {limit} s"),
            *heir(function, timeout, "timeout"),
            *way(function, code, call.reach),
        ),
    )


def _waits(call: ReachedCall) -> Iterator[_Wait]:
    target = call.target or ""
    if target in _SLEEPS:
        yield from _seconds(target, call.call.argument(0, "secs" if target == "time.sleep" else "delay"))
    elif target in _TIMEOUTS:
        position, name = _TIMEOUTS[target]
        yield from _seconds(name, call.call.argument(position, name))
    elif target in _CONFIG:
        for name in ("read_timeout", "connect_timeout"):
            yield from _seconds(name, call.call.argument(-1, name))
    elif isinstance(call.call.callee, Attribute) and call.call.callee.name == "wait":
        yield from _waiter(call.call.argument(-1, "WaiterConfig"))


def _seconds(name: str, value: Value | None) -> Iterator[_Wait]:
    """A number, or the longer of a (connect, read) pair."""
    parts = value.items if isinstance(value, Collection) else (value,)
    numbers = [part.value for part in parts if isinstance(part, Constant) and _is_number(part.value)]
    if numbers and len(numbers) == len(parts):
        yield _Wait(name, max(float(number) for number in numbers))  # type: ignore[arg-type]  # `_is_number` says so


def _waiter(config: Value | None) -> Iterator[_Wait]:
    if not isinstance(config, Dictionary):
        return
    given = {
        key.value: value.value
        for key, value in config.entries
        if isinstance(key, Constant) and isinstance(value, Constant)
    }
    delay, attempts = given.get("Delay"), given.get("MaxAttempts")
    if isinstance(delay, int | float) and isinstance(attempts, int):
        yield _Wait("WaiterConfig", float(delay * attempts))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
