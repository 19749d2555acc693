"""One small file per rule; a check judges, and does nothing else."""

from __future__ import annotations

from lambdalint.checks.ll101_client_in_handler import ClientInHandler
from lambdalint.checks.ll102_user_data_in_global import UserDataInGlobal
from lambdalint.checks.ll103_user_data_in_tmp import UserDataInTmp
from lambdalint.checks.ll201_timeout_over_limit import TimeoutOverLimit
from lambdalint.checks.ll202_memory_out_of_range import MemoryOutOfRange
from lambdalint.checks.ll203_deprecated_runtime import DeprecatedRuntime
from lambdalint.checks.ll204_reserved_env_var import ReservedEnvVar
from lambdalint.checks.ll401_handler_not_found import HandlerNotFound
from lambdalint.checks.ll402_env_var_missing import EnvVarMissing
from lambdalint.checks.ll403_oversized_memory import OversizedMemory
from lambdalint.checks.ll404_timeout_exceeds_function import TimeoutExceedsFunction
from lambdalint.checks.ll501_queue_visibility_below_timeout import QueueVisibilityBelowTimeout
from lambdalint.checks.ll502_timeout_over_caller import TimeoutOverCaller
from lambdalint.checks.ll601_partial_batch_mismatch import PartialBatchMismatch
from lambdalint.checks.ll602_first_record_only import FirstRecordOnly
from lambdalint.checks.ll603_swallowed_batch_error import SwallowedBatchError
from lambdalint.model.rule import FunctionCheck, ProjectCheck

CHECKS: tuple[type[FunctionCheck | ProjectCheck], ...] = (
    ClientInHandler,
    UserDataInGlobal,
    UserDataInTmp,
    TimeoutOverLimit,
    MemoryOutOfRange,
    DeprecatedRuntime,
    ReservedEnvVar,
    HandlerNotFound,
    EnvVarMissing,
    OversizedMemory,
    TimeoutExceedsFunction,
    QueueVisibilityBelowTimeout,
    TimeoutOverCaller,
    PartialBatchMismatch,
    FirstRecordOnly,
    SwallowedBatchError,
)
"""Every check, by code."""
