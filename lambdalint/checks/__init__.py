"""One small file per rule; a check judges, and does nothing else."""

from __future__ import annotations

from lambdalint.checks.ll201_timeout_over_limit import TimeoutOverLimit
from lambdalint.checks.ll202_memory_out_of_range import MemoryOutOfRange
from lambdalint.checks.ll203_deprecated_runtime import DeprecatedRuntime
from lambdalint.checks.ll204_reserved_env_var import ReservedEnvVar
from lambdalint.checks.ll501_queue_visibility_below_timeout import QueueVisibilityBelowTimeout
from lambdalint.checks.ll502_timeout_over_caller import TimeoutOverCaller
from lambdalint.model.rule import FunctionCheck, ProjectCheck

CHECKS: tuple[type[FunctionCheck | ProjectCheck], ...] = (
    TimeoutOverLimit,
    MemoryOutOfRange,
    DeprecatedRuntime,
    ReservedEnvVar,
    QueueVisibilityBelowTimeout,
    TimeoutOverCaller,
)
"""Every check, by code."""
