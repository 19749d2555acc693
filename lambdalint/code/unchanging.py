"""What is the same on every invocation of one execution environment."""

from __future__ import annotations

from msgspec import Struct, field

from lambdalint.code.entities import Definition, External
from lambdalint.code.event import EventFlow
from lambdalint.code.memo import Memo
from lambdalint.code.program import Program
from lambdalint.model.module import Call, Module
from lambdalint.model.value import (
    Attribute,
    Constant,
    Element,
    Global,
    Local,
    Parameter,
    Result,
    Symbol,
    Value,
    children,
)

_PURE = (
    "aws_lambda_powertools.utilities.parameters.",
    "os.",
    "builtins.",
    "base64.",
    "boto3.",
    "botocore.",
    "datetime.timedelta",
    "json.",
    "pathlib.",
    "typing.",
    "urllib.parse.",
)
"""Libraries whose results depend on their arguments and the environment only, or on settings kept outside."""
_SETTINGS = ("get_secret_value", "get_parameter", "get_parameters", "generate_db_auth_token")
"""What an AWS client answers does not stay the same, but for settings, and for what is as good as another of its kind."""
_VARYING = frozenset({"os.urandom", "os.times", "builtins.input", "builtins.id", "builtins.open"})


class Unchanging(Struct):
    """Asks of values whether they surely stay the same, once the walk is over."""

    program: Program
    flow: EventFlow
    _static: Memo[bool] = field(default_factory=lambda: Memo(unfinished=True))

    def call_is_static(self, call: Call, at: Module) -> bool:
        """Whether every argument of a call, and the object it is called on, is surely the same on every invocation."""
        receiver = call.callee.of if isinstance(call.callee, Attribute) else Constant(None)
        return all(self.is_static(value, at) for value in (receiver, *(argument.value for argument in call.arguments)))

    def is_static(self, value: Value, at: Module) -> bool:
        """Whether it is surely one value, the same on every invocation of one execution environment."""
        return self._static.answer(value, at, self.flow.version, lambda: self._is_static(value, at))

    def _is_static(self, value: Value, at: Module) -> bool:
        match value:
            case Constant() | Global() | Symbol() | Local():
                return True
            case Parameter():
                return self._parameter_is_static(value, at)
            case Result(call=number):
                return self._result_is_static(at.calls[number], at)
            case Element():
                return False
            case Attribute(of=Parameter()) if held := self.program.steps(value, at):
                return all(self.is_static(one, module) for module, one in held)
            case _:
                parts = children(value)
                return bool(parts) and all(self.is_static(part, at) for part in parts)

    def _parameter_is_static(self, value: Parameter, at: Module) -> bool:
        key = (at.key, value.function, value.name)
        if key in self.flow.tainted or key in self.flow.contextual:
            return False
        given = self.program.given(value, at)
        return bool(given) and all(self.is_static(argument, module) for module, argument in given)

    def _result_is_static(self, call: Call, at: Module) -> bool:
        entities = self.program.entities(call.callee, at)
        return bool(entities) and all(self._yields_static(entity, call, at) for entity in entities)

    def _yields_static(self, entity: object, call: Call, at: Module) -> bool:
        match entity:
            case Definition(module=module, function=function):
                returns = function.returns
                return bool(returns) and all(self.is_static(found.value, module) for found in returns)
            case External(name=name) if _is_pure(name):
                return self.call_is_static(call, at)
            case _:
                return False


def _is_pure(name: str) -> bool:
    """Whether the same arguments give the same result: `json.loads`, `Retry(3)`, but not `client.assume_role(…)`."""
    owner, _, last = name.rpartition(".")
    if owner.startswith("boto3.") and owner.endswith(")"):
        return last in _SETTINGS
    makes_object = last[:1].isupper() and not owner.endswith(")")
    return name not in _VARYING and (makes_object or name.startswith(_PURE))
