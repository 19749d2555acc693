"""LL143 missing-session-token. See rules/LL143-missing-session-token.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.clients import Made, made
from lambdalint.checks.values import dotted
from lambdalint.model.code import Code
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.module import Module
from lambdalint.model.value import Constant, Global, Item, Result, Value

_KEY_ID = "AWS_ACCESS_KEY_ID"
_READS = frozenset({"os.environ.get", "os.getenv"})


class MissingSessionToken(Struct, frozen=True):
    """Report clients that get the execution role's keys without the token that belongs to them."""

    code: ClassVar[str] = "LL143"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each client or session that AWS will refuse."""
        code = function.code
        for one in made(code) if code is not None else ():
            if code is not None and _drops_token(one, code) and not one.is_elsewhere:
                yield Finding(
                    self.code,
                    f"`{_KEY_ID}` is the execution role's, whose keys AWS refuses without `AWS_SESSION_TOKEN`; leave all of them "
                    "out, boto3 finds them by itself",
                    at=one.call.at,
                    function=function.name,
                    label="no session token",
                )


def _drops_token(one: Made, code: Code) -> bool:
    key_id, token = one.given("aws_access_key_id"), one.given("aws_session_token")
    if key_id is None or token not in (None, Constant(None)) or one.call.call.unpacks:
        return False
    return _is_role_key(key_id, code.modules[one.call.reach.module])


def _is_role_key(value: Value, module: Module) -> bool:
    match value:
        case Item(of=of, key=Constant(value=name)):
            return name == _KEY_ID and dotted(of, module) == "os.environ"
        case Result(call=number):
            call = module.calls[number]
            return dotted(call.callee, module) in _READS and call.argument(0, "key") == Constant(_KEY_ID)
        case Global(name=name) if name in module.variables:
            return _is_role_key(module.variables[name], module)
        case _:
            return False
