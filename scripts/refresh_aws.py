"""Rebuild what lambdalint/aws/ can take from installed packages: `pip install -e . cfn-lint botocore`, then run this.

Writes the runtime lifecycle table and says what changed; compares the names and limits that are kept by hand and says
where they differ. `--check` writes nothing. Exits 1 when something differs (with `--check`) or needs a hand.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, TypeAlias

from lambdalint.aws import environment, lifecycle, limits

TABLE = Path(__file__).resolve().parent.parent / "lambdalint" / "aws" / "lifecycle.py"
Dates: TypeAlias = tuple[str, str, str, str]


def main() -> int:
    """Refresh, or with `--check` only compare; print every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when something differs")
    check = parser.parse_args().check
    model = _botocore("lambda")
    table = read_lifecycle(_cfn_lint("data/AdditionalSpecs/LmbdRuntimeLifecycle.json"), model)
    changes = list(differences(lifecycle.LIFECYCLE, table))
    by_hand = [*reserved_names(), *range_limits(model)]
    print("\n".join([*changes, *by_hand]) or "nothing changed")
    if changes and not check:
        TABLE.write_text(render(table), encoding="utf-8")
    return int(bool(by_hand or (changes and check)))


def read_lifecycle(source: Mapping[str, Mapping[str, str | None]], model: Mapping[str, Any]) -> dict[str, Dates]:
    """Every runtime of the API, with cfn-lint's dates where AWS announced them, in a stable order."""
    return {runtime: _announced(source.get(runtime, {})) for runtime in sorted(model["shapes"]["Runtime"]["enum"])}


def differences(old: Mapping[str, Dates], new: Mapping[str, Dates]) -> Iterator[str]:
    """One line for each runtime that came, went or moved."""
    for runtime in sorted(old.keys() | new.keys()):
        before, after = old.get(runtime), new.get(runtime)
        if before != after:
            yield f"{runtime}: {_dates(before)} -> {_dates(after)}"


def reserved_names() -> Iterator[str]:
    """Where cfn-lint's reserved environment names differ from ours."""
    schema = _cfn_lint("data/schemas/extensions/aws_lambda_function/environment_variable_keys.json")
    theirs = set(schema["propertyNames"]["not"]["enum"])
    for name in sorted(theirs ^ environment.RESERVED):
        yield f"environment.py, RESERVED: {name} is only {'theirs' if name in theirs else 'ours'}"


def range_limits(model: Mapping[str, Any]) -> Iterator[str]:
    """Where the API's widest ranges differ from ours."""
    ours = {
        "Timeout": (limits.TIMEOUT.lowest, limits.MANAGED_INSTANCES_TIMEOUT.highest),
        "MemorySize": (limits.MEMORY.lowest, limits.MANAGED_INSTANCES_MEMORY.highest),
        "EphemeralStorageSize": (limits.EPHEMERAL_STORAGE.lowest, limits.ACCELERATED_EPHEMERAL_STORAGE.highest),
    }
    for shape, expected in ours.items():
        actual = (model["shapes"][shape]["min"], model["shapes"][shape]["max"])
        if actual != expected:
            yield f"limits.py: {shape} is {actual} in botocore, {expected} here"


def render(table: Mapping[str, Dates]) -> str:
    """The source of lifecycle.py."""
    sources = " and ".join(f"{name} {distribution(name).version}" for name in ("cfn-lint", "botocore"))
    rows = "\n".join(
        f'    "{runtime}": ({", ".join(json.dumps(text) for text in dates)}),' for runtime, dates in table.items()
    )
    return f'''"""When AWS retires each runtime. Written by scripts/refresh_aws.py from {sources}."""

from __future__ import annotations

from collections.abc import Mapping

UPDATED = "{datetime.now(UTC).date().isoformat()}"
"""The day the table last changed."""

LIFECYCLE: Mapping[str, tuple[str, str, str, str]] = {{
{rows}
}}
"""By identifier: deprecated, creating blocked, updating blocked (ISO dates), successor; empty where AWS announced none."""
'''


def _announced(entry: Mapping[str, str | None]) -> Dates:
    deprecated, created, updated = (entry.get(key) or "" for key in ("deprecated", "create-block", "update-block"))
    return deprecated, created, updated, entry.get("successor") or ""


def _dates(dates: Dates | None) -> str:
    return " ".join(text or "-" for text in dates) if dates else "absent"


def _cfn_lint(path: str) -> Any:
    return json.loads(Path(str(distribution("cfn-lint").locate_file(f"cfnlint/{path}"))).read_text(encoding="utf-8"))


def _botocore(service: str) -> Any:
    folder = Path(str(distribution("botocore").locate_file(f"botocore/data/{service}")))
    newest = max(folder.iterdir()) / "service-2.json.gz"
    return json.loads(gzip.decompress(newest.read_bytes()))


if __name__ == "__main__":
    sys.exit(main())
