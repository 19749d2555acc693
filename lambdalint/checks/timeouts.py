"""How long a call waits at most, where its arguments say so, as LL404 asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.aws.boto3 import Waiter
from lambdalint.model.code import Confidence, Phase, ReachedCall
from lambdalint.model.value import Collection, Constant, Dictionary, Value

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
    "concurrent.futures.ThreadPoolExecutor().submit().result": (0, "timeout"),
    "redis.Redis": (-1, "socket_timeout"),
    "psycopg2.connect": (-1, "connect_timeout"),
    "psycopg.connect": (-1, "connect_timeout"),
    "pymysql.connect": (-1, "connect_timeout"),
}
"""Where each function takes the seconds it waits at most."""
_BOTOCORE = ((-1, "read_timeout"), (-1, "connect_timeout"))
_URLLIB3 = ((0, "total"), (1, "connect"), (2, "read"))
_CONFIGS: Mapping[str, tuple[tuple[int, str], ...]] = {
    "botocore.config.Config": _BOTOCORE,
    "botocore.client.Config": _BOTOCORE,
    "httpx.Timeout": ((0, "timeout"), (-1, "connect"), (-1, "read"), (-1, "write"), (-1, "pool")),
    "urllib3.Timeout": _URLLIB3,
    "urllib3.util.Timeout": _URLLIB3,
    "aiohttp.ClientTimeout": ((0, "total"), (1, "connect"), (2, "sock_read"), (3, "sock_connect")),
}
"""Objects that are made of timeouts, and where each of these is taken."""
_SETTINGS = frozenset(
    {
        *_CONFIGS,
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


class Wait(Struct, frozen=True):
    """What a call waits for and how long: the name of the argument, of the waiter, or of the function that only waits."""

    what: str
    seconds: float
    by_default: bool = False
    """Nobody chose it: a waiter without configuration."""

    @property
    def is_sleep(self) -> bool:
        """Whether it waits for nothing but time."""
        return self.what in _SLEEPS


def waits(call: ReachedCall) -> Iterator[Wait]:
    """The literal waits of a call that the function's timeout may cut off."""
    target = call.target or ""
    if call.phase is Phase.INIT and target not in _SETTINGS:
        return  # while a module is loaded the function's timeout does not count yet
    if target in _SLEEPS:
        yield from _seconds(target, call.call.argument(0, "secs" if target == "time.sleep" else "delay"))
    elif target in _TIMEOUTS:
        position, name = _TIMEOUTS[target]
        yield from _seconds(name, call.call.argument(position, name))
    elif target in _CONFIGS:
        for position, name in _CONFIGS[target]:
            yield from _seconds(name, call.call.argument(position, name))
    elif call.name == "wait" or (call.aws is not None and call.aws.kind == "waiter"):
        yield from _waiter(call)


def _seconds(name: str, value: Value | None) -> Iterator[Wait]:
    """A number, or the longer of a (connect, read) pair."""
    parts = value.items if isinstance(value, Collection) else (value,)
    numbers = [part.value for part in parts if isinstance(part, Constant) and _is_number(part.value)]
    if numbers and len(numbers) == len(parts):
        yield Wait(name, max(float(number) for number in numbers))  # type: ignore[arg-type]  # `_is_number` says so


def _waiter(call: ReachedCall) -> Iterator[Wait]:
    """How long a waiter sleeps: after each attempt but the last; what is not configured is as AWS's model says."""
    known, config = _known_waiter(call), call.call.argument(-1, "WaiterConfig")
    if config is None and known is not None and not call.call.unpacks:
        yield Wait(known.name, known.seconds, by_default=True)
    if not isinstance(config, Dictionary) or not all(isinstance(key, Constant) for key, _ in config.entries):
        return
    given = {key.value: value for key, value in config.entries if isinstance(key, Constant)}
    delay = given.get("Delay", Constant(known.delay if known else None))
    attempts = given.get("MaxAttempts", Constant(known.attempts if known else None))
    match delay, attempts:
        case Constant(value=int() | float() as pause), Constant(value=int(number)):
            yield Wait("WaiterConfig", float(pause * (number - 1)))


def _known_waiter(call: ReachedCall) -> Waiter | None:
    if call.aws is None or call.aws.waiter is None or call.aws.confidence is Confidence.LOW:
        return None
    service = boto3.service(call.aws.service)
    return None if service is None else service.waiter(call.aws.waiter)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
