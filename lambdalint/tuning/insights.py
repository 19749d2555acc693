"""Results of CloudWatch Logs Insights whose columns are the fields that it finds in reports.

It names them `@duration`, `@billedDuration`, `@memorySize`, … and gives memory in bytes:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from lambdalint.errors import UsageError
from lambdalint.tuning.reports import Invocation

MARK = "@billedDuration"
_BYTES = 1_000_000
"""Of a MB as Logs Insights counts: 128 MB are 1.28E8."""


def of_csv(lines: Iterable[str], name: str) -> Iterator[Invocation]:
    """The invocations in a CSV file with a header; raises UsageError."""
    reader = csv.DictReader(lines)
    try:
        for row in reader:
            yield from _invocation(row, f"{name}:{reader.line_num}")
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num + 1}: not valid CSV: {error}") from error


def of_json(value: object, name: str) -> Iterator[Invocation]:
    """The invocations in `aws logs get-query-results` or in what the console exports; nothing in other JSON."""
    rows = value.get("results") if isinstance(value, Mapping) else value
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        yield from _invocation(_fields(row), f"{name}: result {number}")


def _fields(row: object) -> Mapping[str, object]:
    if isinstance(row, list):
        cells = [cell for cell in row if isinstance(cell, Mapping)]
        return {str(cell.get("field")): cell.get("value") for cell in cells}
    return cast("Mapping[str, object]", row) if isinstance(row, Mapping) else {}


def _invocation(row: Mapping[str, object], place: str) -> Iterator[Invocation]:
    if not row.get(MARK):
        return  # another event than a report
    numbers = {field: _number(row.get(field), field, place) for field in _FIELDS}
    if not numbers["@memorySize"] or not numbers["@duration"]:
        raise UsageError(f"{place}: a report without `@memorySize` or `@duration`", "add them to the query's fields")
    before = (numbers["@initDuration"] or 0.0) + (numbers["@restoreDuration"] or 0.0)
    used = numbers["@maxMemoryUsed"]
    yield Invocation(
        round(numbers["@memorySize"] / _BYTES),
        numbers["@duration"] + before,
        (numbers[MARK] or 0.0) + (numbers["@billedRestoreDuration"] or 0.0),
        before > 0,
        None if used is None else round(used / _BYTES),
    )


_FIELDS = (
    "@duration",
    MARK,
    "@memorySize",
    "@maxMemoryUsed",
    "@initDuration",
    "@restoreDuration",
    "@billedRestoreDuration",
)


def _number(value: object, field: str, place: str) -> float | None:
    if value in (None, ""):
        return None
    try:
        return float(str(value))
    except ValueError as error:
        raise UsageError(f"{place}: `{field}` is no number: {value}") from error
