"""What Powertools for AWS Lambda (Python) takes.

Source: `aws_lambda_powertools/metrics/provider/cloudwatch_emf/metric_properties.py` of version 3.2.1, and the `StandardUnit` of
the CloudWatch API, 2026-11-23.
"""

from __future__ import annotations

_SIZES = (
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
)

METRIC_UNITS = frozenset(
    {"Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "None", "NoUnit", "Count/Second", "CountPerSecond"}
    | set(_SIZES)
    | {f"{size}/Second" for size in _SIZES}
    | {f"{size}PerSecond" for size in _SIZES}
)
"""The units of metrics by name, as CloudWatch writes them and as `MetricUnit` calls them."""
