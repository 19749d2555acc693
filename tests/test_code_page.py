"""docs/code.md names the tests that hold what it promises."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from test_answers import ANSWERS, UNKNOWN
from test_carried import CARRIED
from test_event import CONSTANTS, FLOWS, WAYS
from test_following import WAYS as FOLLOWING
from test_handlers import DECORATED
from test_named import NAMED

PAGE = (Path(__file__).parent.parent / "docs" / "code.md").read_text(encoding="utf-8")


def section(title: str, page: str = PAGE) -> str:
    """What stands under a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("title", "cases"),
    [
        ("Handlers", DECORATED),
        ("What runs, and when", FOLLOWING),
        ("The event", FLOWS),
        ("The way from the event", WAYS),
        ("Text that the sender chose", CARRIED),
        ("What calls of AWS act on", NAMED),
        ("What the handler returns", [*ANSWERS, *UNKNOWN]),
        ("Constants", CONSTANTS),
    ],
)
def test_the_page_lists_every_case_and_no_other(title: str, cases: Iterable[str]) -> None:
    rows = re.findall(r"^\| [^|]+ \| ((?:`[^`|]+`(?:, )?)+) \|$", section(title), re.MULTILINE)

    assert sorted(re.findall(r"`([^`]+)`", ", ".join(rows))) == sorted(cases)
