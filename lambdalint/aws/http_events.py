"""What the events of HTTP requests hold, and what their answers may.

Sources, read 2026-11-23:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html (payload formats,
lower-case header names, inferred responses);
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html (REST APIs);
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html (function URLs);
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html (load balancers).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

_Key: TypeAlias = tuple[str | int, ...]

ONLY_1_0: Mapping[_Key, str] = {
    ("httpMethod",): "requestContext.http.method",
    ("path",): "rawPath",
    ("resource",): "routeKey",
    ("multiValueHeaders",): "headers",
    ("multiValueQueryStringParameters",): "queryStringParameters",
    ("requestContext", "httpMethod"): "requestContext.http.method",
    ("requestContext", "identity"): "requestContext.http",
    ("requestContext", "path"): "requestContext.http.path",
    ("requestContext", "resourcePath"): "routeKey",
    ("requestContext", "requestTime"): "requestContext.time",
    ("requestContext", "requestTimeEpoch"): "requestContext.timeEpoch",
    ("requestContext", "authorizer", "claims"): "requestContext.authorizer.jwt.claims",
}
"""What format 1.0, a REST API's too, has and format 2.0 has not, each with where 2.0 has the like."""
ONLY_2_0: Mapping[_Key, str] = {
    ("rawPath",): "path",
    ("rawQueryString",): "queryStringParameters",
    ("routeKey",): "resource",
    ("cookies",): "headers",
    ("requestContext", "http"): "httpMethod, path and requestContext.identity",
    ("requestContext", "routeKey"): "resource",
    ("requestContext", "time"): "requestContext.requestTime",
    ("requestContext", "timeEpoch"): "requestContext.requestTimeEpoch",
    ("requestContext", "authorizer", "jwt"): "requestContext.authorizer.claims",
}
"""The reverse."""
NOT_FROM_LOAD_BALANCERS: Mapping[_Key, str] = {
    **ONLY_2_0,
    ("pathParameters",): "path",
    ("resource",): "path",
    ("requestContext", "identity"): "the header x-forwarded-for",
    ("requestContext", "authorizer"): "the headers x-amzn-oidc-*",
    ("requestContext", "stage"): "requestContext.elb",
    ("requestContext", "requestId"): "the header x-amzn-trace-id",
}
"""What an Application Load Balancer does not send."""
