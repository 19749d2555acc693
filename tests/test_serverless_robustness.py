from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants
from templates import reading

from lambdalint.documents import load
from lambdalint.documents.tree import Document, Node
from lambdalint.frameworks import read
from lambdalint.frameworks.serverless.syntax import pieces

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders"
EXTRA = """
service: {name: x}
plugins: [serverless-wsgi, serverless-iam-roles-per-function, ./own]
custom: {a: "${self:custom.b}", b: "${self:custom.a}", c: ["${file(part.yml):x.${opt:stage, 'dev'}}", "#{AWS::Region}"]}
params: {default: {p: 3}}
provider:
  name: aws
  runtime: python3.13
  timeout: ${param:p}
  vpc: ${ssm:/vpc}
  environment: {A: "${env:A, 'b'}", "${sls:stage}": "${strToBool(${self:custom.c.1})}"}
  httpApi: {authorizers: {j: {type: jwt}, f: {type: request, functionName: f}}}
  iam: {role: {statements: [{Effect: Allow, Action: "*", Resource: "arn:${AWS::Region}:x"}], managedPolicies: [x]}}
  logs: {lambda: {logFormat: JSON}}
functions:
  - f:
      handler: a.b
      url: {cors: true}
      layers: [{Ref: LLambdaLayer}]
      destinations: {onFailure: f, onSuccess: {arn: x, type: sns}}
      iamRoleStatements: [{Effect: Allow, Action: ["s3:Get*"], Resource: {"Fn::GetAtt": [F, Arn]}}]
      events:
        - alexaSkill
        - http: {path: "x/{y}", method: get, authorizer: {name: f, type: request}, integration: lambda, async: true}
        - httpApi: {path: /, method: "*", authorizer: {name: j}}
        - websocket: {route: $connect, authorizer: f}
        - schedule: {rate: [rate(1 day), cron(0 0 * * ? *)], input: {a: 1}}
        - eventBridge: {schedule: rate(1 hour), pattern: {source: [x]}}
        - sns: {arn: x, redrivePolicy: {deadLetterTargetRef: Q}}
        - kafka: {bootstrapServers: [x], topic: t}
        - rabbitmq: {arn: x, queue: q}
        - alb: {listenerArn: x, priority: 1}
        - cognitoUserPool: {pool: p, trigger: PreSignUp}
        - stream: {arn: "arn:aws:kinesis:x", destinations: {onFailure: x}}
        - ${file(part.yml):event}
  - ${file(part.yml):functions}
layers: {l: {path: layer}}
stepFunctions: {stateMachines: {m: {definition: {States: {A: {Type: Task, Resource: {"Fn::GetAtt": [f, Arn]}}}}}}}
resources: [{extensions: {FLambdaFunction: {Properties: {Timeout: 3}}}}, "${file(part.yml)}"]
"""
PART = "{functions: {g: {handler: a.g}}, event: {sqs: x}, Resources: {Q: {Type: 'AWS::SQS::Queue'}}}"
TEXTS = (EXTRA, (ORDERS / "serverless.yml").read_text())
ROOTS = [root for text in TEXTS if (root := load("serverless.yml", text.encode()).root)]

TAGS = (None, "!Ref", "!GetAtt", "!Sub", "!Odd")
WORDS = (
    "", "f", "arn", "name", "Ref", "Fn::GetAtt", "aws", "true", "${", "${self:}", "${self:custom.a}", "${file(part.yml)}",
    "${opt:x, ${self:functions}}", "${ssm:x}-${self:custom.c}", "${strToBool(1)}", "GET /x", "${self:provider}", "-1",
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(mutants(ROOTS, WORDS, TAGS))
def test_no_service_breaks_the_reader(tree: Node) -> None:
    part = load("part.yml", PART.encode())

    result = read(Document("serverless.yml", tree), lambda path: part if path == "part.yml" else None)

    assert all(function.id for function in result.stack.functions)


@given(st.text(alphabet="${}():,'\"ab self.", max_size=40))
def test_no_text_breaks_the_search_for_variables(text: str) -> None:
    for part in pieces(text):
        assert (part if isinstance(part, str) else part.text) in text


def service(custom: str) -> str:
    head = "service: x\nprovider: {name: aws, runtime: python3.13, timeout: '${self:custom.a0}'}\n"
    return f"{head}functions: {{f: {{handler: a.b}}}}\ncustom:\n{custom}"


@pytest.mark.parametrize(
    "custom",
    [
        "\n".join(f"  a{n}: ${{self:custom.a{n + 1}}}" for n in range(2000)),
        "\n".join(f"  a{n}: {{x: '${{self:custom.a{n + 1}}}'}}" for n in reversed(range(2000))),
        "\n".join(f"  a{n}: ['${{self:custom.a{n + 1}}}', '${{self:custom.a{n + 1}}}']" for n in range(40)),
        "\n".join(f"  a{n}: '${{self:custom.a{n + 1}}}${{self:custom.a{n + 1}}}'" for n in range(40)) + "\n  a40: xxxx",
        "  a0: '" + "${self:" * 3000 + "}" * 3000 + "'",
        "  a0: ${self:custom}",
    ],
    ids=["a long chain", "a deep tree", "a bomb of lists", "a bomb of text", "deep nesting", "itself"],
)
def test_what_has_no_end_is_bounded_and_said(custom: str) -> None:
    result = reading(service(custom), path="serverless.yml")

    assert all(function.configuration.timeout.value is None for function in result.stack.functions)
