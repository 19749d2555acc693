"""Values that are credentials or secrets, as LL124 asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from lambdalint.checks.values import dotted, shown
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.module import Module
from lambdalint.model.value import Attribute, Constant, Item, Result, Value

_CREDENTIALS = "the credentials of a role"
_GIVERS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("sts", "AssumeRole"): ("Credentials", _CREDENTIALS),
    ("sts", "AssumeRoleWithWebIdentity"): ("Credentials", _CREDENTIALS),
    ("sts", "AssumeRoleWithSAML"): ("Credentials", _CREDENTIALS),
    ("sts", "GetSessionToken"): ("Credentials", "credentials"),
    ("secretsmanager", "GetSecretValue"): ("SecretString", "the value of a secret"),
}
"""Operations whose answer holds a secret: under which key, and what it is."""
_HARMLESS = frozenset({"AccessKeyId", "Expiration"})
_ENVIRONMENT = "every environment variable, among them the credentials of the execution role,"
_VARIABLES = frozenset({"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})


class Secrets(Struct, frozen=True):
    """Looks for secrets in values of one function's code."""

    code: Code

    def in_any(self, values: Iterable[Value], module: Module) -> str | None:
        """What is secret in values or in the text made of them; None when nothing is."""
        parts = (part for value in values for part in shown(value, module))
        return next((what for part in parts if (what := self._what(part, module)) is not None), None)

    def environment_in(self, value: Value, module: Module) -> str | None:
        """The environment, where a value shows it: handing other secrets on may be the function's purpose."""
        parts = (_environment(part, module) for part in shown(value, module))
        return next((what for what in parts if what is not None), None)

    def _what(self, value: Value, module: Module) -> str | None:
        return _environment(value, module) or self._answered(value, module)

    def _answered(self, value: Value, module: Module) -> str | None:
        keys: list[object] = []
        while isinstance(value, Item):
            keys.insert(0, value.key.value if isinstance(value.key, Constant) else None)
            value = value.of
        call = self._call(value, module)
        giver = _GIVERS.get((call.aws.service, call.aws.operation)) if call is not None and call.aws else None
        if giver is None or (keys and (keys[0] != giver[0] or keys[-1] in _HARMLESS)):
            return None
        return giver[1]

    def _call(self, value: Value, module: Module) -> ReachedCall | None:
        if not isinstance(value, Result):
            return None
        numbered = (one for one in self.code.calls if one.number == value.call and one.reach.module == module.key)
        return next(numbered, None)


def _environment(value: Value, module: Module) -> str | None:
    match value:
        case Item(of=of, key=Constant(value=str(name))) if name in _VARIABLES and _is_environ(of, module):
            return f"`{name}`"
        case Result(call=number):
            callee = module.calls[number].callee
            shows = isinstance(callee, Attribute) and callee.name in ("items", "copy", "values")
            return _ENVIRONMENT if shows and _is_environ(getattr(callee, "of", None), module) else None
        case _:
            return _ENVIRONMENT if _is_environ(value, module) else None


def _is_environ(value: Value | None, module: Module) -> bool:
    return dotted(value, module) == "os.environ"
