"""At which function of the project the runtime arrives, where it does not call it directly."""

from __future__ import annotations

from collections.abc import Mapping

from lambdalint.model.function import Configuration
from lambdalint.model.source import Setting

_WRAPPERS: Mapping[str, str] = {
    "datadog_lambda": "DD_LAMBDA_HANDLER",
    "instana": "LAMBDA_HANDLER",
    "lumigo_tracer": "LUMIGO_ORIGINAL_HANDLER",
    "newrelic_lambda_wrapper": "NEW_RELIC_LAMBDA_HANDLER",
    "sentry_sdk": "SENTRY_INITIAL_HANDLER",
}
"""Packages with a handler that calls the one this variable names.

Sources: https://docs.datadoghq.com/serverless/guide/handler_wrapper/ · https://github.com/lumigo-io/python_tracer ·
https://github.com/newrelic/newrelic-lambda-layers · https://docs.sentry.io/platforms/python/integrations/aws-lambda/
"""
_IN_LAYER = "/opt/python/"
_WEB_ADAPTER = "/opt/bootstrap"
"""The exec wrapper of the Lambda Web Adapter, for which the handler is the command that starts a web server.

Source: https://github.com/awslabs/aws-lambda-web-adapter
"""


def entry_point(configuration: Configuration) -> Setting[str]:
    """The handler string of the function where the project's code begins; unknown when no Python function is called."""
    handler = configuration.handler
    if handler.value is None:
        return handler
    if _is_command(handler.value) or _variable(configuration, "AWS_LAMBDA_EXEC_WRAPPER") == _WEB_ADAPTER:
        return Setting.unknown(handler.at)
    package = handler.value.removeprefix(_IN_LAYER).replace("/", ".").partition(".")[0]
    if package in _WRAPPERS:
        variable = configuration.environment.variables.get(_WRAPPERS[package])
        return variable.value if variable is not None else Setting.unknown(handler.at)
    return Setting.unknown(handler.at) if handler.value.startswith("/opt/") else handler


def _is_command(handler: str) -> bool:
    return handler.endswith((".sh", "/bootstrap")) or handler == "bootstrap"


def _variable(configuration: Configuration, name: str) -> str | None:
    variable = configuration.environment.variables.get(name)
    return None if variable is None else variable.value.value
