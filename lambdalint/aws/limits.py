"""What Lambda accepts for a function's settings, and what it fills in.

Sources, read 2026-11-23: botocore 1.44.5, `lambda` (`CreateFunctionRequest`: Timeout, MemorySize, EphemeralStorage);
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (range, one vCPU);
https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-best-practices.html (at least 2 GB).
"""

from __future__ import annotations

from msgspec import Struct


class Range(Struct, frozen=True):
    """The lowest and the highest value that is accepted."""

    lowest: int
    highest: int

    def __contains__(self, value: int) -> bool:
        return self.lowest <= value <= self.highest


TIMEOUT = Range(1, 900)
"""Seconds."""
MANAGED_INSTANCES_TIMEOUT = Range(1, 5400)
"""Seconds; beyond 900 only for asynchronous and event source mapping invocations, Amazon MQ and DocumentDB excepted."""
DEFAULT_TIMEOUT = 3

MEMORY = Range(128, 10_240)
"""MB."""
MANAGED_INSTANCES_MEMORY = Range(2_048, 32_768)
"""MB."""
DEFAULT_MEMORY = 128
MEMORY_OF_ONE_VCPU = 1_769
"""MB: more than this gives a second CPU, which single-threaded code cannot use."""

ENVIRONMENT = 4_096
"""Bytes of all names and values of environment variables together."""
LAYERS = 5
"""Layers of one function."""

EPHEMERAL_STORAGE = Range(512, 10_240)
"""MB of /tmp."""
ACCELERATED_EPHEMERAL_STORAGE = Range(512, 32_768)
"""MB of /tmp with `AcceleratorConfig`."""
DEFAULT_EPHEMERAL_STORAGE = 512
