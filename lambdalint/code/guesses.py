"""What a value may be by what the code calls it: `s3_client`, `self.table`, `clients["sqs"]`, `session.client("sns")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lambdalint.aws import boto3
from lambdalint.code.arguments import declaration
from lambdalint.code.decorators import last_name
from lambdalint.code.displays import texts
from lambdalint.code.naming import deciding_argument, result_name
from lambdalint.model.code import Confidence
from lambdalint.model.module import Call, Module
from lambdalint.model.value import Attribute, Constant, Global, Item, Parameter, Result, Symbol, Value

_MAKER = re.compile(r"(?:create_|get_|make_)?(?:aws_|boto3?_)?(client|resource)")
_AROUND = re.compile(r"^(?:aws|boto3?|async|aio)|(?:client|resource|service|serviceresource|conn|connection|boto3?)$")
"""What names put around a service's, once written in one word."""
_ALIASES = {
    "apigatewaymanagement": "apigatewaymanagementapi",
    "apigwmanagement": "apigatewaymanagementapi",
    "bedrock": "bedrock-runtime",
    "cloudwatchlogs": "logs",
    "cognito": "cognito-idp",
    "cognitoidentityprovider": "cognito-idp",
    "cw": "cloudwatch",
    "ddb": "dynamodb",
    "dynamo": "dynamodb",
    "eventbridge": "events",
    "kinesisfirehose": "firehose",
    "parameterstore": "ssm",
    "secretmanager": "secretsmanager",
    "secrets": "secretsmanager",
    "sfn": "stepfunctions",
    "stepfunction": "stepfunctions",
}
"""Names people use that are not boto3's."""
_RESOURCES = {
    "bucket": "boto3.resource('s3').Bucket()",
    "queue": "boto3.resource('sqs').Queue()",
    "table": "boto3.resource('dynamodb').Table()",
    "topic": "boto3.resource('sns').Topic()",
}


def guesses(value: Value, at: Module) -> Iterator[tuple[str, Confidence]]:
    """What a value may be, as `naming` writes it, likeliest first."""
    match value:
        case Parameter(function=function, name=name):
            declared = declaration(at.functions[function], name) if function in at.functions else None
            if declared is not None and declared.annotation is not None:
                yield from ((one, Confidence.MEDIUM) for one in _called(last_name(declared.annotation)))
            yield from ((one, Confidence.LOW) for one in _called(name))
        case Global(name=name) | Symbol(name=name):
            yield from ((one, Confidence.LOW) for one in _called(name.rpartition(".")[2]))
        case Attribute(of=of, name=name):
            yield from ((one, Confidence.LOW) for one in _called(name))
            yield from ((f"{one}.{name}", sure) for one, sure in guesses(of, at))
        case Item(key=Constant(value=str(key))):
            yield from ((one, Confidence.LOW) for one in _called(key))
        case Result(call=number):
            yield from _made(at.calls[number], at)


def _made(call: Call, at: Module) -> Iterator[tuple[str, Confidence]]:
    """A client of a literal service, whoever makes it; else what the called thing is called."""
    maker = _MAKER.fullmatch(last_name(call.callee))
    given = call.argument(0, "service_name")
    if maker is not None and isinstance(given, Constant) and given.value in boto3.names():
        yield f"boto3.{maker[1]}({given.value!r})", Confidence.MEDIUM
        return
    for callee, sure in guesses(call.callee, at):
        deciding = deciding_argument(callee)
        text = texts(call.argument(0, deciding), at, lambda *_: ())[0] if deciding else None
        yield result_name(callee, text), sure


@cache
def _called(word: str) -> tuple[str, ...]:
    """The client, resource or part of one that a thing of that name may be."""
    plain = re.sub(r"[^a-z0-9]", "", word.lower())
    resource = next((name for end, name in _RESOURCES.items() if plain.endswith(end)), None)
    plain = plain if plain in _services() else _AROUND.sub("", plain)
    service = _services().get(plain) or _ALIASES.get(plain)
    clients = () if service is None else (f"boto3.client({service!r})", f"boto3.resource({service!r})")
    return clients if resource is None else (*clients, resource)


@cache
def _services() -> dict[str, str]:
    return {name.replace("-", ""): name for name in boto3.names()}
