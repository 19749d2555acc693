"""LL805 metrics-without-namespace. See rules/LL805-metrics-without-namespace.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, mentions
from lambdalint.model.code import Code, Phase, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Attribute, Constant, Item

_VARIABLE = "POWERTOOLS_METRICS_NAMESPACE"
_FLUSHES = ("log_metrics", "flush_metrics")


class MetricsWithoutNamespace(Struct, frozen=True):
    """Report metrics that nobody gives a namespace, neither code nor configuration."""

    code: ClassVar[str] = "LL805"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for metrics that cannot be written for want of a namespace."""
        code, environment = function.code, function.configuration.environment
        if code is None or not environment.complete or _VARIABLE in environment.variables or _is_set(code):
            return
        made = list(calls_of(code, "Metrics"))
        used = any(call.phase is Phase.INVOKE for call in calls_of(code, r"Metrics\(\)\.add_metric"))
        if made and used and mentions(code, *_FLUSHES) and not any(map(_has_namespace, made)):
            yield Finding(
                self.code,
                "these metrics have no namespace, so writing them raises `SchemaValidationError` and the invocation fails; "
                f"pass `namespace`, or set `{_VARIABLE}`",
                at=made[0].at,
                function=function.name,
                label="no namespace",
                notes=(Note(environment.at, f"the environment of `{function.name}` has no `{_VARIABLE}`"),),
            )


def _has_namespace(made: ReachedCall) -> bool:
    call = made.call
    return call.unpacks or any(call.argument(at, name) for at, name in ((1, "namespace"), (2, "provider")))


def _is_set(code: Code) -> bool:
    """Whether code sets it by itself, later or in the environment."""
    for store in code.stores:
        match store.store.target:
            case Attribute(name="namespace") | Item(key=Constant(value="POWERTOOLS_METRICS_NAMESPACE")):
                return True
    return any(argument.value == Constant(_VARIABLE) for call in code.calls for argument in call.call.arguments)
