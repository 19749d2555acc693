from __future__ import annotations

import gzip
import json
import os
import random
import re
import struct
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdalint.aws.prices import Architecture, duration_price, month_price, storage_price
from lambdalint.cli import run
from lambdalint.tuning.curve import Point, Strategy, choose
from lambdalint.tuning.distribution import Distribution
from lambdalint.tuning.power_tuning import decode

ROOT = Path(__file__).parent.parent
COST, SPEED, BALANCED = Strategy.COST, Strategy.SPEED, Strategy.BALANCED

# What the unit tests of aws-lambda-power-tuning 4.4.0 expect of its analyzer: (MB, cost, duration), weight, chosen MB.
ORIGINAL = [
    ([(128, 100, 100), (256, 200, 300), (512, 30, 200)], COST, 0.5, 512),
    ([(128, 100, 100), (256, 100, 90), (512, 300, 200)], COST, 0.5, 256),
    ([(128, 100, 300), (256, 200, 200), (512, 300, 100)], SPEED, 0.5, 512),
    ([(128, 100, 200), (256, 90, 200), (512, 300, 400)], SPEED, 0.5, 256),
    ([(128, 100, 100), (256, 200, 300), (512, 30, 200)], BALANCED, 1, 512),
    ([(128, 100, 300), (256, 200, 200), (512, 300, 100)], BALANCED, 0, 512),
    ([(128, 101, 300), (256, 200, 200), (512, 300, 101)], BALANCED, 0.5, 256),
    ([(128, 100, 300), (256, 200, 200), (512, 300, 100), (1024, 1000, 50)], BALANCED, 0.3, 512),
]

TEXT = (
    "REPORT RequestId: 8f5\tDuration: {duration:.2f} ms\tBilled Duration: {billed} ms\t"
    "Memory Size: {memory} MB\tMax Memory Used: {used} MB\t{init}\n"
)


def report(memory: int, duration: float, *, init: float = 0, used: int = 70) -> str:
    return TEXT.format(
        memory=memory,
        duration=duration,
        billed=ceil(duration + init),
        used=used,
        init=f"Init Duration: {init:.2f} ms\t" if init else "",
    )


def json_report(memory: int, duration: float) -> str:
    metrics = {
        "durationMs": duration,
        "billedDurationMs": ceil(duration),
        "memorySizeMB": memory,
        "maxMemoryUsedMB": 70,
    }
    value = {"time": "t", "type": "platform.report", "record": {"requestId": "8f5", "metrics": metrics}}
    return json.dumps(value) + "\n"


def address(points: Sequence[Point]) -> str:
    lists = (
        struct.pack(f"<{len(points)}h", *(point.memory for point in points)),
        struct.pack(f"<{len(points)}f", *(point.duration for point in points)),
        struct.pack(f"<{len(points)}f", *(point.cost for point in points)),
    )
    return "https://lambda-power-tuning.show/#" + ";".join(b64encode(each).decode() for each in lists)


def tuned(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> dict[str, object]:
    assert run(["tune", *arguments, "--json"]) == 0
    value: dict[str, object] = json.loads(capsysbinary.readouterr().out)
    return value


def points_of(value: dict[str, object]) -> list[dict[str, float]]:
    points = value["points"]
    assert isinstance(points, list)
    return points


@pytest.mark.parametrize(("measured", "strategy", "weight", "memory"), ORIGINAL)
def test_chooses_what_the_original_chooses(
    measured: list[tuple[int, float, float]], strategy: Strategy, weight: float, memory: int
) -> None:
    assert choose([Point(*each) for each in measured], strategy, weight).memory == memory


CURVES = st.lists(
    st.builds(Point, st.integers(128, 10_240), st.floats(1e-9, 1e-3), st.floats(0.01, 9e5)),
    min_size=1,
    max_size=20,
    unique_by=lambda point: point.memory,
)


@given(CURVES, st.sampled_from(Strategy), st.floats(-1, 2))
def test_no_other_size_of_a_random_curve_is_better(points: list[Point], strategy: Strategy, weight: float) -> None:
    chosen = choose(points, strategy, weight)
    share = 0.0 if weight < 0 else 1.0 if weight > 1 else weight
    for other in points:
        if strategy is COST:
            assert chosen.cost < other.cost or (chosen.cost == other.cost and chosen.duration <= other.duration)
        elif strategy is SPEED:
            assert chosen.duration < other.duration or (chosen.duration == other.duration and chosen.cost <= other.cost)
        else:
            worth = [
                share * each.cost / max(one.cost for one in points)
                + (1 - share) * each.duration / max(one.duration for one in points)
                for each in (chosen, other)
            ]
            assert worth[0] <= worth[1]


@given(CURVES)
def test_the_address_of_a_diagram_holds_the_whole_curve(points: list[Point]) -> None:
    decoded = decode(address(points), "here")
    assert [point.memory for point in decoded] == [point.memory for point in points]
    assert [point.cost for point in decoded] == pytest.approx([point.cost for point in points])
    assert [point.duration for point in decoded] == pytest.approx([point.duration for point in points])


@given(st.lists(st.integers(0, 90_000_000), min_size=1, max_size=60), st.sampled_from([0.0, 0.2, 0.4]))
def test_counts_durations_exactly(hundredths: list[int], share: float) -> None:
    counted = Distribution()
    for each in hundredths:
        counted.add(each / 100)
    ordered = sorted(each / 100 for each in hundredths)
    cut = int(len(ordered) * share)
    assert counted.trimmed_mean(share) == pytest.approx(fmean(ordered[cut : len(ordered) - cut]))
    assert counted.percentiles(50, 99) == {
        "p50": pytest.approx(ordered[ceil(len(ordered) / 2) - 1]),
        "p99": pytest.approx(ordered[ceil(len(ordered) * 0.99) - 1]),
    }


def test_many_different_durations_take_bounded_memory_and_stay_near() -> None:
    chance = random.Random(7)  # noqa: S311  # any numbers do
    durations = [chance.uniform(1, 900_000) for _ in range(200_000)]
    counted = Distribution()
    for each in durations:
        counted.add(each)
    ordered = sorted(durations)
    assert counted.percentiles(50, 99) == {
        "p50": pytest.approx(ordered[99_999], abs=20),
        "p99": pytest.approx(ordered[197_999], abs=20),
    }
    assert counted.trimmed_mean(0.2) == pytest.approx(fmean(ordered[40_000:160_000]), abs=20)


def test_prices_a_report_as_the_original_does(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    durations = {128: [100.2, 90.7, 80.1, 70.5, 2000.0], 256: [60.0, 50.0, 40.0, 30.0, 20.0]}
    log = tmp_path / "log.txt"
    log.write_text("START\n" + "".join(report(memory, each) for memory, runs in durations.items() for each in runs))

    points = points_of(tuned(capsysbinary, "--from", str(log), "--architecture", "arm64"))

    assert [point["duration"] for point in points] == pytest.approx([fmean([80.1, 90.7, 100.2]), 40.0])
    assert points[1]["cost"] == pytest.approx(40 * 0.25 / 1000 * 1.33334e-5)
    assert points[0]["cost"] == pytest.approx(ceil(fmean([81, 91, 101])) * 0.125 / 1000 * 1.33334e-5)


INSIGHTS = "@duration,@billedDuration,@memorySize,@maxMemoryUsed,@initDuration\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain.log", "".join(report(512, each) for each in (10, 20, 30, 40, 50))),
        ("platform.jsonl", "".join(json_report(512, each) for each in (10, 20, 30, 40, 50))),
        (
            "messages.csv",
            "@timestamp,@message\n" + "".join(f'2026,"{report(512, each)}"\n' for each in (10, 20, 30, 40, 50)),
        ),
        ("fields.csv", INSIGHTS + "".join(f"{each},{each},5.12E8,7E7,\n" for each in (10, 20, 30, 40, 50))),
        (
            "query-results.json",
            json.dumps(
                {"results": [[{"field": "@message", "value": report(512, each)}] for each in (10, 20, 30, 40, 50)]}
            ),
        ),
        (
            "events.json",
            json.dumps({"events": [{"message": json_report(512, each)} for each in (10, 20, 30, 40, 50)]}, indent=2),
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_reads_reports_however_they_were_exported(
    name: str, text: str, packed: bool, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / name
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())

    value = tuned(capsysbinary, "--from", str(file))

    (point,) = points_of(value)
    assert (point["memory"], point["duration"], point["runs"], point["most_used"]) == (512, 30.0, 5, 70)
    assert value["recommended"] is None
    assert value["doubts"] == [
        "only 512 MB was measured, so no size can be recommended; it used 70 MB at most, which no smaller size holds"
    ]


def test_counts_cold_and_warm_starts_apart(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    log = tmp_path / "log.txt"
    log.write_text(report(128, 10, init=300) + report(128, 10) + report(256, 5, init=200) + report(256, 5))

    for starts, durations in (("cold", [310, 205]), ("warm", [10, 5]), ("all", [160, 105])):
        value = tuned(capsysbinary, "--from", str(log), "--starts", starts)
        assert [point["duration"] for point in points_of(value)] == durations
        assert "fewer than 5 runs at 128 MB" in str(value["doubts"])


def test_recommends_from_the_output_of_the_state_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stats = [
        {"value": 128, "averagePrice": 4e-6, "averageDuration": 1900},
        {"value": 512, "averagePrice": 3e-6, "averageDuration": 400},
        {"value": 1024, "averagePrice": 5e-6, "averageDuration": 300},
    ]
    output, image = tmp_path / "output.json", tmp_path / "curve.svg"
    output.write_text(json.dumps({"power": 512, "stateMachine": {}, "stats": stats}))

    assert run(["tune", "--from", str(output), "--strategy", "speed", "--svg", str(image)]) == 0

    text = capsys.readouterr().out
    table, _, _ = text.partition("\n\n")
    assert "█" in table
    assert max(len(line) for line in table.splitlines()) <= 80
    assert "1024 MB is best for speed: 300.00 ms and $5.00 per million invocations" in text
    assert image.read_text().startswith("<svg")
    assert image.read_text().count("<circle") == 6


def test_reads_the_curve_from_the_address_alone(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    shown = address([Point(128, 4e-6, 1900), Point(512, 3e-6, 400)])
    output = tmp_path / "output.json"
    output.write_text(json.dumps({"power": 512, "stateMachine": {"visualization": shown}}))

    assert tuned(capsysbinary, "--from", shown)["recommended"] == 512
    assert tuned(capsysbinary, "--from", str(output))["recommended"] == 512


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"hello\n", "evidence:1: no evidence in this file"),
        (b"", "evidence:1: no evidence in this file"),
        (b"a\nREPORT RequestId: 1\tDuration: 3.00 ms\n", "evidence:2: the report does not say `Billed Duration`"),
        (b"https://lambda-power-tuning.show/#AAA", "evidence: the address holds no curve"),
        (b"https://lambda-power-tuning.show/#AA;AA;AA", "evidence: the curve in the address is damaged"),
        (
            b'{"stats": [{"value": 128, "averageDuration": 9}]}',
            "evidence: `stats` has an entry without a number for 'averagePrice'",
        ),
        (b"@billedDuration,@memorySize\n", "evidence: there are no reports"),
        (b"@billedDuration,@memorySize\n5,1E8\n", "evidence:2: a report without `@memorySize` or `@duration`"),
        (b"@billedDuration\n" + b"x" * 200_000, "evidence:2: not valid CSV"),
        (b'{"stats": []}', "evidence: no memory size was measured"),
        (gzip.compress(b"REPORT")[:-4], "evidence: cannot be read"),
    ],
)
def test_says_what_is_wrong_with_evidence(
    content: bytes, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("evidence").write_bytes(content)

    assert run(["tune", "--from", "evidence"]) == 2
    assert complaint in capsys.readouterr().err


def test_shows_progress_on_a_terminal_only(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text(report(128, 10) * 30_000)
    impatient = (
        "import sys; from lambdalint.cli import progress, run; progress._PATIENCE = 0.0; sys.exit(run(sys.argv[1:]))"
    )
    main, terminal = os.openpty()
    command = [sys.executable, "-c", impatient, "tune", "--from", str(log)]

    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=terminal)
    quiet = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    assert re.search(rb"\[#* *\] +\d+%", os.read(main, 4096))
    assert quiet.stderr == b""
    os.close(main)
    os.close(terminal)


def test_prices_are_those_of_the_price_list() -> None:
    x86, arm = Architecture.X86, Architecture.ARM
    # The pricing page: 1,536 MB for 120 ms, three million times, is 540,000 GB-seconds.
    assert 3e6 * duration_price(1536, 119.2, "us-east-1", x86) == pytest.approx(540_000 * 1.66667e-5)
    assert duration_price(1024, 1000, "eu-central-2", arm) == pytest.approx(1.46667e-5)
    assert storage_price(512, 1000, "us-east-1") == 0
    assert storage_price(1536, 1000, "us-east-1") == pytest.approx(3.09e-8)
    assert month_price(16e9, "us-east-1", x86) == pytest.approx(
        6e9 * 1.66667e-5 + 9e9 * 1.5e-5 + 1e9 * 1.33334e-5, rel=1e-5
    )
