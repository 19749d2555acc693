"""Environment variables that Lambda reserves, and those a function finds although nobody declared them.

Sources, read 2026-11-23: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime
environment variables"; the reserved names also in cfn-lint 1.58.0, which scripts/refresh_aws.py compares.
"""

from __future__ import annotations

RESERVED = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
    }
)
"""Lambda refuses a function that declares one of these."""

PROVIDED = RESERVED | {
    "AWS_XRAY_CONTEXT_MISSING",
    "AWS_XRAY_DAEMON_ADDRESS",
    "LANG",
    "LD_LIBRARY_PATH",
    "PATH",
    "PWD",
    "PYTHONPATH",
    "SHLVL",
    "TZ",
    "_AWS_XRAY_DAEMON_ADDRESS",
    "_AWS_XRAY_DAEMON_PORT",
}
"""What the Python runtimes set before the handler runs; those that are not reserved may be declared too."""

_PROVIDED_PREFIXES = ("AWS_LAMBDA_", "AWS_CONTAINER_")

_TOOL_PREFIXES = (
    "DD_",
    "ELASTIC_APM_",
    "EPSAGON_",
    "LUMIGO_",
    "NEW_RELIC_",
    "OPENTELEMETRY_",
    "OTEL_",
    "POWERTOOLS_",
    "SENTRY_",
    "SNYK_",
    "THUNDRA_",
)
"""Settings of well-known tools, all optional or injected by the tool's own layer or plugin."""

_LOCAL = frozenset({"AWS_SAM_LOCAL", "CHALICE_STAGE", "CI", "IS_LOCAL", "IS_OFFLINE", "LOCALSTACK_HOSTNAME"})
"""Set by local emulators, test runners and frameworks: absent in Lambda on purpose."""


def is_provided(name: str) -> bool:
    """Whether the runtime itself sets a variable, so that reading it without a declaration is right."""
    return name in PROVIDED or name.startswith(_PROVIDED_PREFIXES)


def is_normally_absent(name: str) -> bool:
    """Whether a variable belongs to a tool or an emulator, so that its absence from a template says nothing."""
    return name in _LOCAL or name.startswith(_TOOL_PREFIXES)
