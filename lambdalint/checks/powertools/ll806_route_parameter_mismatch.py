"""LL806 route-parameter-mismatch. See rules/LL806-route-parameter-mismatch.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.suite import calls_of, decorated
from lambdalint.model.code import Code, Decoration, ReachedFunction
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.value import Constant

_RESOLVERS = r"(?:APIGateway(?:Rest|Http)Resolver|ApiGatewayResolver|ALBResolver|LambdaFunctionUrlResolver|VPCLattice\w*Resolver)"
_ROUTES = rf"(?:{_RESOLVERS}|Router)\(\)\.(?:get|post|put|patch|delete|head|route)"
_HARMLESS = re.compile(rf".*\.(?:Tracer\(\)\.capture_method|{_ROUTES})")
_NAMED = re.compile(r"<(\w+)>")


class RouteParameterMismatch(Struct, frozen=True):
    """Report routes whose function does not take what the path names."""

    code: ClassVar[str] = "LL806"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each route whose path and parameters differ."""
        code = function.code
        if code is None or _validates(code):
            return
        for view, route in decorated(code, _ROUTES):
            rule = route.call.argument(0, "rule") if route.call else None
            if isinstance(rule, Constant) and isinstance(rule.value, str) and _is_called_plainly(view):
                wrong = _difference(set(_NAMED.findall(rule.value)), view, code)
                if wrong is not None:
                    yield _finding(function, view, route, wrong)


def _finding(function: Function, view: ReachedFunction, route: Decoration, wrong: str) -> Finding:
    return Finding(
        RouteParameterMismatch.code,
        f"{wrong}: every request of this route raises TypeError; name them alike",
        at=route.at,
        function=function.name,
        label="this path",
        notes=(Note(view.definition.at, "and this function differ"),),
    )


def _difference(named: set[str], view: ReachedFunction, code: Code) -> str | None:
    parameters, name = view.definition.parameters, view.definition.name
    missing = sorted(named - {one.name for one in parameters})
    if missing and not any(one.kind == "**" for one in parameters):
        return f"the path passes `{missing[0]}`, which `{name}` does not take"
    needed = (one.name for one in parameters if one.kind in ("positional", "keyword") and one.default is None)
    extra = next((one for one in needed if one not in named), None)
    if extra is None or _prefix_may_name(code):
        return None
    return f"`{name}` needs `{extra}`, which the path does not pass"


def _is_called_plainly(view: ReachedFunction) -> bool:
    """No other decorator may fill its parameters, and no object does."""
    return view.definition.class_name is None and all(_HARMLESS.fullmatch(one.target) for one in view.decorations)


def _validates(code: Code) -> bool:
    """With validation, parameters come from the query and the body too."""
    made = list(calls_of(code, _RESOLVERS))
    return not made or any(one.call.unpacks or one.call.argument(5, "enable_validation") for one in made)


def _prefix_may_name(code: Code) -> bool:
    prefixes = [call.call.argument(1, "prefix") for call in code.calls if call.name == "include_router"]
    return any(one is not None and not (isinstance(one, Constant) and "<" not in str(one.value)) for one in prefixes)
