"""Which calls answer a request of CloudFormation, and for which requests, as LL640 asks."""

from __future__ import annotations

from lambdalint.checks.batches import hands_event_over
from lambdalint.checks.catching import catches_any, contexts, is_caught
from lambdalint.model.code import Code, Path, Phase, ReachedCall
from lambdalint.model.module import Condition, Except, Module
from lambdalint.model.value import Attribute, Collection, Constant, Item, Operation, Result, Value

REQUESTS = ("Create", "Update", "Delete")
_URL: Path = ("ResponseURL",)
_TYPE = "RequestType"
_FAILURES = frozenset(
    {"builtins.BaseException", "builtins.Exception", "botocore.exceptions.BotoCoreError"}
    | {"botocore.exceptions.ClientError", "botocore.client.ClientError"}
)


def replies(code: Code) -> list[ReachedCall]:
    """The calls that answer, or give the event to somebody who may."""
    return [call for call in code.calls if call.phase is Phase.INVOKE and _replies(call)]


def _replies(call: ReachedCall) -> bool:
    is_told = any(name.endswith("cfnresponse.send") for name in call.targets)
    carried = any(one is not None and _URL in one.parts for one in call.carried)
    return is_told or carried or _URL in call.paths or _URL in call.held or hands_event_over(call)


def is_answered(request: str, answers: list[ReachedCall], code: Code) -> bool:
    """Whether an answer is reached for a type of request, whatever else is asked on the way."""
    if code.entry is None:
        return True
    sites = [call for call in answers if _is_let_in(request, call, code)]
    calls = [call for call in code.calls if call.internal and call not in answers and _is_let_in(request, call, code)]
    answering: set[str] = set()
    while sites:
        answering |= {site.call.context.function for site in sites}
        sites = [call for call in calls if _leads_to(call, answering)]
        calls = [call for call in calls if call not in sites]
    return code.entry.name in answering


def _leads_to(call: ReachedCall, functions: set[str]) -> bool:
    return any(f".{target}".endswith(f".{one}") for target in call.targets for one in functions)


def _is_let_in(request: str, call: ReachedCall, code: Code) -> bool:
    module = code.modules[call.reach.module]
    return all(_lets_in(request, one, module, code) for one in call.call.context.conditions)


def _lets_in(request: str, condition: Condition, at: Module, code: Code) -> bool:
    outcome = _outcome(condition.test, request, at, code)
    return outcome is None or outcome is condition.holds


def _outcome(test: Value, request: str, at: Module, code: Code) -> bool | None:
    """How a test comes out for a type of request; None when it asks for something else."""
    match test:
        case Operation(operator="not", operands=(one,)):
            outcome = _outcome(one, request, at, code)
            return None if outcome is None else not outcome
        case Operation(operator="and" | "or" as operator, operands=operands):
            outcomes = {_outcome(one, request, at, code) for one in operands}
            decided = operator == "or"
            return decided if decided in outcomes else None if None in outcomes else not decided
        case Operation(operator="==" | "!=" as operator, operands=(one, Constant(value=str(text)))) if _is_type(
            one, at, code
        ):
            return (text.lower() == request.lower()) is (operator == "==")
        case Operation(operator="in" | "not in" as operator, operands=(one, Collection(items=items))) if _is_type(
            one, at, code
        ):
            known = [item.value for item in items if isinstance(item, Constant)]
            found = request.lower() in (str(value).lower() for value in known)
            return None if len(known) < len(items) else found is (operator == "in")
        case _:
            return None


def _is_type(value: Value, at: Module, code: Code) -> bool:
    """The type of the request, as it came or in other letters."""
    match value:
        case Item(key=Constant(value=str(key))):
            return key == _TYPE
        case Result(call=number):
            callee = at.calls[number].callee
            if isinstance(callee, Attribute) and callee.name in ("casefold", "lower", "strip", "upper"):
                return _is_type(callee.of, at, code)
            calls = (one for one in code.calls if one.number == number and one.reach.module == at.key)
            return any(one.path == (_TYPE,) for one in calls)
        case _:
            return False


def unguarded(code: Code, answers: list[ReachedCall]) -> ReachedCall | None:
    """The first call of AWS whose failure ends the invocation before it answers."""
    calls = (call for call in code.calls_in(Phase.INVOKE) if call.aws is not None and call not in answers)
    return next((call for call in calls if not _is_guarded(call, code)), None)


def _is_guarded(call: ReachedCall, code: Code) -> bool:
    """Whether an error there is caught, or a `finally` follows, which may answer."""
    around = contexts(call.call.context, call.reach, code)
    followed = any(
        part.part == "body" and at.tries[part.number].has_finally for context, at in around for part in context.tries
    )
    return followed or is_caught(call.call.context, call.reach, code, _catches)


def _catches(clause: Except, module: Module) -> bool:
    return catches_any(clause, module, _FAILURES)
