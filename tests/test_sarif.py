from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import attr
import jsonschema
import pytest
import sarif_om
from hypothesis import given
from msgspec.structs import replace
from sample_report import FINDINGS, REPORT, RULES, SOURCES, any_report, any_sources

from lambdalint import __version__, catalog
from lambdalint.model.finding import Finding
from lambdalint.model.report import Report
from lambdalint.model.rule import Rule, Severity
from lambdalint.model.source import Span
from lambdalint.reporters import sarif, write
from lambdalint.reporters.fingerprint import line_hashes
from lambdalint.reporters.sarif_model import plain, schema_name
from lambdalint.reporters.sarif_rules import descriptor

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "fixtures" / "reports" / "report.sarif"


def sarif_of(report: Report, sources: dict[str, str] = SOURCES) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(write("sarif", report, sources.__getitem__, color=False, width=80))
    return log


def run_of(report: Report, sources: dict[str, str] = SOURCES) -> dict[str, Any]:
    run: dict[str, Any] = sarif_of(report, sources)["runs"][0]
    return run


@pytest.fixture(scope="session")
def multitool() -> Path:
    """Microsoft's validator, from `npm install @microsoft/sarif-multitool`."""
    said = os.environ.get("LAMBDALINT_SARIF_MULTITOOL")
    found = [Path(said)] if said else sorted(ROOT.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool"))
    if not found:
        pytest.skip("no @microsoft/sarif-multitool in node_modules, and LAMBDALINT_SARIF_MULTITOOL is not set")
    return found[0]


@pytest.fixture(scope="session")
def schema(multitool: Path) -> dict[str, Any]:
    """SARIF 2.1.0's own schema, which comes with the validator."""
    text = (multitool.parent / "sarif-2.1.0.json").read_text(encoding="utf-8-sig")
    schema: dict[str, Any] = json.loads(text)
    return schema


@pytest.mark.parametrize("report", [REPORT, replace(REPORT, findings=())], ids=["findings", "clean"])
def test_microsofts_validator_has_nothing_to_say(report: Report, multitool: Path, tmp_path: Path) -> None:
    path, verdict = tmp_path / "lambdalint.sarif", tmp_path / "verdict.sarif"
    path.write_text(json.dumps(sarif_of(report)))
    rules = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning")
    subprocess.run(
        [multitool, "validate", path, *rules, "-o", verdict, "--log", "ForceOverwrite"], check=True, capture_output=True
    )
    # It ends with 0 whatever it found.
    assert json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"][0]["results"] == []


def test_a_report_fits_the_schema(schema: dict[str, Any]) -> None:
    jsonschema.validators.validator_for(schema)(schema).validate(sarif_of(REPORT))


def test_every_name_of_the_model_is_one_of_the_schema(schema: dict[str, Any]) -> None:
    for name in dir(sarif_om):
        model = getattr(sarif_om, name)
        if attr.has(model):
            key = name[0].lower() + name[1:]
            definition = schema if name == "SarifLog" else schema["definitions"][key]
            assert {schema_name(model, field) for field in attr.fields(model)} <= set(definition["properties"]), name


def test_a_report_looks_as_agreed() -> None:
    """LAMBDALINT_UPDATE_GOLDEN=1 writes what it looks like now; read the difference."""
    text = json.dumps(sarif_of(REPORT), indent=2).replace(f'"{__version__}"', '"VERSION"') + "\n"
    if os.environ.get("LAMBDALINT_UPDATE_GOLDEN"):
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


def test_a_clean_run_has_results_and_there_are_none() -> None:
    run = run_of(replace(REPORT, findings=()))
    assert run["results"] == []
    assert len(run["tool"]["driver"]["rules"]) == len(RULES)
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert "automationDetails" not in run


def test_a_level_is_written_even_when_it_is_the_default_of_the_schema() -> None:
    error = replace(RULES[4], severity=Severity.ERROR)
    finding = Finding(error.code, "m", Span("template.yaml", 1, 1, 1, 2), severity=Severity.WARNING)
    run = run_of(replace(REPORT, findings=(finding,), rules={error.code: error}))
    assert run["results"][0]["level"] == "warning"
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error"}


def test_what_is_absent_or_default_is_not_written() -> None:
    run = sarif_om.Run(tool=sarif_om.Tool(driver=sarif_om.ToolComponent(name="t")), results=[])
    assert plain(run) == {"tool": {"driver": {"name": "t"}}, "results": []}
    suppression = sarif_om.Suppression(kind="inSource", state="accepted")
    assert plain(suppression) == {"kind": "inSource", "status": "accepted"}


def regions(result: dict[str, Any]) -> Iterator[dict[str, int]]:
    for location in (*result["locations"], *result.get("relatedLocations", ())):
        yield from (
            location["physicalLocation"][key]
            for key in ("region", "contextRegion")
            if key in location["physicalLocation"]
        )


@given(report=any_report, sources=any_sources)
def test_any_finding_has_a_region_github_takes(report: Report, sources: dict[str, str]) -> None:
    for result in run_of(report, sources)["results"]:
        for region in regions(result):
            assert min(region.values()) >= 1
            assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
        primary = result["locations"][0]["physicalLocation"]["region"]
        assert primary["startLine"] == primary["endLine"]


def test_notes_are_linked_from_the_message() -> None:
    result = run_of(REPORT)["results"][4]
    assert result["message"]["text"].endswith(
        " See [`Orders` is invoked by `OrdersQueue` here](1), [with 10 messages at once](2)."
    )
    assert [location["id"] for location in result["relatedLocations"]] == [1, 2]


def test_brackets_of_a_message_are_no_link() -> None:
    text = run_of(REPORT)["results"][5]["message"]["text"]
    assert "and \\[orders](1) too; remove it. See [" in text


def test_paths_are_relative_and_percent_encoded() -> None:
    locations = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run_of(REPORT)["results"]]
    assert {location["uriBaseId"] for location in locations} == {"%SRCROOT%"}
    assert [unquote(location["uri"]) for location in locations] == [
        finding.at.path for finding in FINDINGS if isinstance(finding.at, Span)
    ]
    assert {"legacy%2Cv1%3Aold.yaml", "src/tabs%20and%20%25.py"} <= {location["uri"] for location in locations}


def test_a_fix_is_its_edits() -> None:
    (fix,) = run_of(REPORT)["results"][6]["fixes"]
    (change,) = fix["artifactChanges"]
    region = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": 'client = boto3.client("s3")\n'}}
    ]


def test_files_that_were_not_read_are_news_of_the_run() -> None:
    (invocation,) = run_of(REPORT)["invocations"]
    assert invocation["executionSuccessful"] is True
    about = [notification["associatedRule"]["id"] for notification in invocation["toolExecutionNotifications"]]
    assert about == ["LL001"] * 4


def test_too_many_findings_lose_the_least_bad_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 8)
    run = run_of(REPORT)
    assert [result["level"] for result in run["results"]] == ["error"] * 2 + ["warning"] + ["error"] * 5
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith(
        "These are the 8 worst of 10 findings"
    )


def test_too_large_a_file_loses_the_least_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "_MOST_BYTES", 2500)
    text = write("sarif", REPORT, SOURCES.__getitem__, color=False, width=80)
    assert len(gzip.compress(text.encode())) <= 2500
    levels = [result["level"] for result in json.loads(text)["runs"][0]["results"]]
    assert "note" not in levels
    assert levels.count("error") == 7


def test_a_rule_fits_what_github_takes() -> None:
    tags = ("cost", "security", "CWE-79", *(f"tag-{number}" for number in range(12)))
    rule = replace(RULES[2], summary="s" * 2000, name="n" * 300, tags=tags, body=f"## Why\n\n{'w' * 2000}\n")
    written: dict[str, Any] = plain(descriptor(rule))
    assert len(written["name"]) == 255
    assert len(written["shortDescription"]["text"]) == len(written["fullDescription"]["text"]) == 1024
    assert written["properties"]["tags"][:3] == ["security", "cost", "external/cwe/cwe-079"]
    assert len(written["properties"]["tags"]) == 10


@pytest.mark.parametrize("rule", [*RULES, *catalog.rules()], ids=lambda rule: rule.code)
def test_a_rule_is_described_by_its_card(rule: Rule) -> None:
    written: dict[str, Any] = plain(descriptor(rule))
    assert rule.guide.strip() in written["help"]["markdown"]
    assert "expect:" not in written["help"]["text"]
    assert rule.url == written["helpUri"]
    assert 0 < len(written["fullDescription"]["text"]) <= 1024
    assert "](" not in written["fullDescription"]["text"]
    assert written["properties"].get("security-severity") == rule.security_severity
    assert re.fullmatch("high|medium|low", written["properties"]["precision"])


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (" a\nb\n  \t\tc\n d", ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]),
    ],
)
def test_a_fingerprint_is_githubs(text: str, hashes: list[str]) -> None:
    """The vectors of its own tests."""
    assert (
        line_hashes(text) == line_hashes(text.replace("\n", "\r\n")) == line_hashes(text.replace("\n", "\r")) == hashes
    )


def test_fingerprints_of_equal_lines_are_numbered() -> None:
    hashes = line_hashes("same line\n" * 40)
    assert [value.split(":")[1] for value in hashes[:3]] == ["1", "2", "3"]
    assert len(set(hashes)) == 41
