"""What the checks of configuration and triggers say of functions that no template can easily show."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import default, function, http_trigger, inherited, queue_trigger, span, unknown, written

from lambdalint.checks.configuration.ll201_timeout_over_limit import TimeoutOverLimit
from lambdalint.checks.configuration.ll202_memory_out_of_range import MemoryOutOfRange
from lambdalint.checks.configuration.ll203_deprecated_runtime import DeprecatedRuntime
from lambdalint.checks.configuration.ll204_reserved_env_var import ReservedEnvVar
from lambdalint.checks.configuration_triggers.ll501_queue_visibility_below_timeout import QueueVisibilityBelowTimeout
from lambdalint.checks.configuration_triggers.ll502_timeout_over_caller import TimeoutOverCaller
from lambdalint.model.finding import Finding
from lambdalint.model.rule import FunctionCheck, Severity
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
    BrokerTrigger,
    CognitoTrigger,
    CustomResourceTrigger,
    HttpTrigger,
    OtherTrigger,
    ScheduleTrigger,
    StateMachineTrigger,
    Trigger,
)

VISIBILITY = QueueVisibilityBelowTimeout(timeouts=6)
SCHEDULE = ScheduleTrigger("Nightly", span(), written("rate(1 day)"), default(value=True))
BROKER = BrokerTrigger("Broker", span(), "Amazon MQ", unknown(), default(100), default(0), default(value=True))


def runtimes_on(day: str) -> DeprecatedRuntime:
    return DeprecatedRuntime(today=date.fromisoformat(day))


def only(check: FunctionCheck, *arguments: Any, **settings: Any) -> Finding:
    (finding,) = check.check(function(*arguments, **settings))
    return finding


def silent(check: FunctionCheck, **settings: Any) -> bool:
    return not list(check.check(function(**settings)))


@pytest.mark.parametrize(
    ("timeout", "managed", "triggers", "reported"),
    [
        (0, None, (), True),
        (900, None, (), False),
        (901, None, (), True),
        (unknown(), None, (), False),
        (5400, True, (), False),
        (5401, True, (), True),
        (5400, unknown(), (), False),
        (1200, True, (BROKER,), True),
    ],
)
def test_timeout_over_limit(timeout: object, managed: object, triggers: tuple[Trigger, ...], reported: bool) -> None:
    settings = {"timeout": timeout, "managed_instances": written(managed) if managed is True else managed}
    assert silent(TimeoutOverLimit(), triggers=triggers, **settings) is not reported


@pytest.mark.parametrize(
    ("memory", "managed", "reported"),
    [
        (64, None, True),
        (128, None, False),
        (10_240, None, False),
        (16_384, None, True),
        (16_384, written(value=True), False),
        (1_024, written(value=True), True),
        (16_384, unknown(), False),
        (64, unknown(), True),
    ],
)
def test_memory_out_of_range(memory: int, managed: object, reported: bool) -> None:
    assert silent(MemoryOutOfRange(), memory=memory, managed_instances=managed) is not reported


@pytest.mark.parametrize(
    ("day", "severity", "said"),
    [
        ("2025-12-14", None, ""),
        ("2025-12-15", Severity.WARNING, "is to refuse new functions from 2027-02-01 and updates from 2027-03-03"),
        ("2027-02-01", Severity.ERROR, "has refused new functions since 2027-02-01 and is to refuse updates"),
        ("2027-03-03", Severity.ERROR, "has refused to create or update functions with it since 2027-03-03"),
    ],
)
def test_a_runtime_gets_worse_with_time(day: str, severity: Severity | None, said: str) -> None:
    findings = list(runtimes_on(day).check(function(runtime="python3.9")))
    assert [finding.severity for finding in findings] == ([severity] if severity else [])
    assert all(said in finding.message and "move to `python3.14`" in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [
        ("Python3.12", "python3.12"),
        ("python 3.12", "python3.12"),
        ("provided.al2023023", "provided.al2023"),
        ("nodejs22", "nodejs22.x"),
        ("node20.x", "nodejs24.x"),
    ],
)
def test_an_unknown_runtime_is_an_error_with_a_suggestion(written_as: str, meant: str) -> None:
    finding = only(runtimes_on("2026-11-23"), runtime=written_as)
    assert finding.severity is Severity.ERROR
    assert f"did you mean `{meant}`?" in finding.message


@pytest.mark.parametrize("runtime", ["python3.15", "custom", "java17.al2023", unknown()])
def test_runtimes_without_announced_dates_are_left_alone(runtime: object) -> None:
    assert silent(runtimes_on("2099-01-01"), runtime=runtime)


def test_an_inherited_value_is_reported_where_it_stands_and_shows_the_function() -> None:
    finding = only(runtimes_on("2026-11-23"), "Orders", runtime=inherited("python3.9", line=7))
    assert finding.at == span(7)
    assert [note.message for note in finding.notes] == ["`Orders` inherits this runtime"]


def test_reserved_variables_are_reported_one_by_one() -> None:
    names = {"AWS_REGION": "eu-west-1", "TABLE": "orders", "_HANDLER": "x", "TZ": "Europe/Berlin", "aws_region": "x"}
    findings = list(ReservedEnvVar().check(function(environment=names)))
    assert [finding.message.split("`")[1] for finding in findings] == ["AWS_REGION", "_HANDLER"]


@pytest.mark.parametrize(
    ("visibility", "timeout", "window", "severity"),
    [
        (59, 60, 0, Severity.ERROR),
        (60, 60, 0, Severity.WARNING),
        (359, 60, 0, Severity.WARNING),
        (360, 60, 0, None),
        (360, 60, 20, Severity.WARNING),
        (380, 60, 20, None),
        (359, 60, unknown(), Severity.WARNING),
        (360, 60, unknown(), None),
        (unknown(), 60, 0, None),
        (30, unknown(), 0, None),
        (None, 60, 0, None),
    ],
)
def test_queue_visibility(visibility: Any, timeout: Any, window: Any, severity: Severity | None) -> None:
    worker = function(timeout=timeout, triggers=(queue_trigger(visibility, window=window),))
    assert [finding.severity for finding in VISIBILITY.check(worker)] == ([severity] if severity else [])


def test_the_default_visibility_timeout_is_named_as_such() -> None:
    finding = only(VISIBILITY, timeout=10, triggers=(queue_trigger(default(30, line=40), window=5),))
    assert finding.at == span(40)
    assert "30 s (the default) is below 6 x 10 s + 5 s" in finding.message
    assert "at least 65 s" in finding.message


def _route(kind: ApiKind, **settings: Any) -> HttpTrigger:
    return http_trigger(kind, **settings)


@pytest.mark.parametrize(
    ("trigger", "waits"),
    [
        (_route(ApiKind.REST), 29),
        (_route(ApiKind.REST, endpoint="EDGE"), 29),
        (_route(ApiKind.REST, integration_timeout=120_000), 120),
        (_route(ApiKind.REST, integration_timeout=6_500), 6.5),
        (_route(ApiKind.REST, integration_timeout=unknown()), None),
        (_route(ApiKind.REST, streaming=True), None),
        (_route(ApiKind.REST, asynchronous=True), None),
        (_route(ApiKind.REST, asynchronous=unknown()), None),
        (_route(ApiKind.REST, asynchronous=False), 29),
        (_route(ApiKind.HTTP), 30),
        (_route(ApiKind.WEBSOCKET), 29),
        (_route(ApiKind.FUNCTION_URL), None),
        (_route(ApiKind.LOAD_BALANCER), None),
        (AuthorizerTrigger("Auth", span(), ApiKind.HTTP), 10),
        (AuthorizerTrigger("Auth", span(), ApiKind.REST), None),
        (CognitoTrigger("SignUp", span(), written("PreSignUp")), 5),
        (CognitoTrigger("Mail", span(), written("CustomEmailSender")), None),
        (StateMachineTrigger("Step", span(), "machine", timeout=written(20)), 20),
        (StateMachineTrigger("Step", span(), "machine"), None),
        (StateMachineTrigger("Step", span(), "machine", timeout=written(20), waits_for_token=True), None),
        (CustomResourceTrigger("Setup", span(), "Custom::Setup", timeout=written(60)), 60),
        (CustomResourceTrigger("Setup", span(), "Custom::Setup"), None),
        (OtherTrigger("Skill", span(), "Alexa"), 8),
        (OtherTrigger("Resolver", span(), "AppSync", asynchronous=False), None),
        (OtherTrigger("Rule", span(), "IoT", asynchronous=True), None),
    ],
)
def test_how_long_a_caller_waits(trigger: Trigger, waits: float | None) -> None:
    check = TimeoutOverCaller()
    assert silent(check, timeout=int(waits or 900), triggers=(trigger,))
    if waits:
        assert f"waits {waits:g} s;" in only(check, timeout=int(waits) + 1, triggers=(trigger,)).message


def test_only_an_api_that_can_wait_longer_is_told_to() -> None:
    def advice(**settings: Any) -> str:
        return only(TimeoutOverCaller(), timeout=60, triggers=(_route(ApiKind.REST, **settings),)).message.split(";")[1]

    assert "integration timeout" not in advice(endpoint="EDGE")
    assert "Regional and private APIs" in advice(endpoint="REGIONAL")
    assert "Regional and private APIs" in advice()
    assert advice(endpoint="EDGE", integration_timeout=5_000).endswith("or raise the integration timeout")


def test_another_trigger_that_needs_the_time_justifies_the_timeout() -> None:
    put_job = _route(ApiKind.REST)
    assert silent(TimeoutOverCaller(), timeout=300, triggers=(put_job, queue_trigger(1800)))
    assert silent(TimeoutOverCaller(), timeout=300, triggers=(put_job, SCHEDULE))
    assert silent(TimeoutOverCaller(), timeout=30, triggers=(put_job, _route(ApiKind.HTTP)))
    assert silent(TimeoutOverCaller(), timeout=300, triggers=(put_job,), triggers_complete=False)
    assert not silent(TimeoutOverCaller(), timeout=300, triggers=(put_job, _route(ApiKind.HTTP)))
