"""How long those who call a function synchronously wait for its answer.

Only what AWS states and a template shows is here. Not here: load balancers, Lex, Amazon Connect and the authorizers of
REST and WebSocket APIs, for which no figure holds in every configuration, and AWS AppSync, whose resolvers say in their
own code whether they wait. Read 2026-11-23.
"""

from __future__ import annotations

from msgspec import Struct


class Caller(Struct, frozen=True):
    """Someone who stops waiting; `name` reads well after "outlasts". `raisable` says what would make it wait longer."""

    name: str
    seconds: float
    raisable: str | None = None


EDGE_REST_API = Caller("an edge-optimized REST API", 29)
"""botocore 1.44.5, `apigateway` (`PutIntegrationRequest.timeoutInMillis`): more than 29 s "for Regional or private APIs only"."""

REST_API = Caller("a REST API", 29, "raise the integration timeout, which Regional and private APIs allow on request")
"""As above; https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html."""

HTTP_API = Caller("an HTTP API", 30)
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: cannot be increased."""

HTTP_API_AUTHORIZATION = Caller("an HTTP API authorizing a request", 10)
"""As above, "Timeout for Lambda authorizer response"."""

WEBSOCKET_API = Caller("a WebSocket API", 29)
"""https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html."""

COGNITO = Caller("Amazon Cognito", 5)
"""https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html."""

COGNITO_ASYNCHRONOUS_EVENTS = frozenset({"CustomEmailSender", "CustomSMSSender"})
"""The triggers Cognito does not wait for (same page)."""

ALEXA = Caller("Alexa", 8)
"""https://developer.amazon.com/en-US/docs/alexa/smarthome/troubleshooting-guide.html (SKILL_RESPONSE_TIMEOUT_EXCEPTION)."""

FIREHOSE = Caller("Amazon Data Firehose", 300)
"""https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html, "Lambda invocation duration"."""

BY_SERVICE = {"Alexa": ALEXA, "Firehose": FIREHOSE}
