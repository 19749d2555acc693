"""What a newcomer sees first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from harness import TODAY, lint

from lambdalint import catalog
from lambdalint.engine import check
from lambdalint.model.source import Span
from lambdalint.reporters import write
from lambdalint.settings import load

ROOT = Path(__file__).parent.parent
ORDERS = ROOT / "examples" / "orders"

FAULTS = [
    ("LL502", "template.yaml", "Timeout: 45"),
    ("LL401", "template.yaml", "Handler: api.get_orders"),
    ("LL203", "template.yaml", "Runtime: python3.9"),
    ("LL403", "template.yaml", "MemorySize: 3008"),
    ("LL601", "template.yaml", "Payments:"),
    ("LL501", "template.yaml", "VisibilityTimeout: 30"),
    ("LL102", "src/api.py", 'log_fields["customer"] = customer["sub"]'),
    ("LL103", "src/imports.py", 's3.download_file(bucket, key, "/tmp/orders.csv")'),
    ("LL603", "src/notifications.py", "except Exception:"),
    ("LL402", "src/payments.py", 'os.environ["PAYMENTS_URL"] + "/charges",'),
    ("LL404", "src/payments.py", "answer = session.post("),
    ("LL602", "src/returns.py", 'parcel = json.loads(event["Records"][0]["body"])'),
    ("LL101", "src/store.py", 'return boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])'),
]
"""Code, file and line of each fault of the example: its own comments must not give them away."""


def line_at(span: Span) -> str:
    return (ORDERS / span.path).read_text(encoding="utf-8").splitlines()[span.line - 1].strip()


def test_the_example_shows_each_fault_once_and_nothing_else() -> None:
    findings = [(each.code, each.span.path, line_at(each.span)) for each in lint(ORDERS)]

    assert sorted(findings) == sorted(FAULTS)


@pytest.mark.parametrize(("page", "code"), [("README.md", "LL402"), ("docs/reports.md", "LL501")])
def test_the_finding_that_a_page_shows_is_the_one_a_reader_will_see(page: str, code: str) -> None:
    settings = load(ROOT, catalog.rules(), today=TODAY, flags={"select": [code]})
    outcome = check(settings, [ORDERS], ROOT)
    written = write("full", outcome.report, outcome.sources, color=False, width=100)
    shown = re.findall(r"```text\n(error.+?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)

    assert [written[: len(block)] for block in shown] == shown
    assert shown
