from __future__ import annotations

from datetime import date

import pytest

from lambdalint.aws import environment, event_sources, lifecycle, runtimes


def test_a_retired_runtime_names_its_dates_and_its_successor() -> None:
    runtime = runtimes.find("python3.9")
    assert runtime is not None
    assert runtime.deprecated == date(2025, 12, 15)
    assert runtime.successor == "python3.14"


def test_a_runtime_without_announced_dates_is_known() -> None:
    runtime = runtimes.find("nodejs26.x")
    assert runtime is not None
    assert (runtime.deprecated, runtime.create_blocked, runtime.update_blocked) == (None, None, None)


@pytest.mark.parametrize("identifier", ["Python3.12", "python 3.12", "python", "provided.al2023023", ""])
def test_identifiers_are_taken_as_lambda_spells_them(identifier: str) -> None:
    assert runtimes.find(identifier) is None


def test_every_successor_is_a_runtime_that_has_none() -> None:
    for identifier in lifecycle.LIFECYCLE:
        runtime = runtimes.find(identifier)
        assert runtime is not None
        if runtime.successor:
            successor = runtimes.find(runtime.successor)
            assert successor is not None, identifier
            assert successor.successor is None, identifier


def test_no_runtime_is_recommended_that_retires_before_the_one_it_replaces() -> None:
    for identifier in lifecycle.LIFECYCLE:
        runtime = runtimes.find(identifier)
        successor = runtimes.find(runtime.successor) if runtime and runtime.successor else None
        if runtime and successor:
            assert runtime.deprecated is not None
            assert successor.deprecated is not None
            assert runtime.deprecated <= successor.deprecated, identifier


def test_only_runtimes_with_time_left_are_worth_suggesting() -> None:
    assert "python3.14" in runtimes.supported(date(2026, 11, 23))
    assert "python3.9" not in runtimes.supported(date(2026, 11, 23))
    assert "python3.15" not in runtimes.supported(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("identifier", "version"),
    [("python3.9", (3, 9)), ("python3.14", (3, 14)), ("nodejs22.x", None), ("python3", None)],
)
def test_python_version_of_a_runtime(identifier: str, version: tuple[int, int] | None) -> None:
    assert runtimes.python_version(identifier) == version


@pytest.mark.parametrize("name", ["AWS_REGION", "_HANDLER", "TZ", "AWS_LAMBDA_LOG_FORMAT", "_X_AMZN_TRACE_ID"])
def test_the_runtime_provides(name: str) -> None:
    assert environment.is_provided(name)


@pytest.mark.parametrize("name", ["AWS_ACCOUNT_ID", "HOME_TABLE", "AWS_REGION_NAME", "POWERTOOLS_SERVICE_NAME"])
def test_the_runtime_does_not_provide(name: str) -> None:
    assert not environment.is_provided(name)


def test_what_tools_and_emulators_set_is_normally_absent() -> None:
    assert environment.is_normally_absent("POWERTOOLS_SERVICE_NAME")
    assert environment.is_normally_absent("AWS_SAM_LOCAL")
    assert not environment.is_normally_absent("TABLE_NAME")


def test_only_fifo_queues_have_small_batches() -> None:
    assert event_sources.SQS.maximum_batch_size == 10_000
    assert event_sources.SQS_FIFO.maximum_batch_size == 10
