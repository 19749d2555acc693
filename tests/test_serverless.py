from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import Any

import pytest
from templates import reading, text_at

from lambdalint.frameworks import Reading
from lambdalint.model.function import CodeElsewhere, CodeFolder, Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
    BrokerTrigger,
    BucketTrigger,
    CognitoTrigger,
    EventTrigger,
    HttpTrigger,
    LogsTrigger,
    OtherTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StateMachineTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)

PATH = "serverless.yml"


def service(function: str = "", *, provider: str = "", top: str = "") -> str:
    """The text of a service with a function `f`."""
    return (
        "service: shop\nprovider:\n  name: aws\n  runtime: python3.13\n"
        f"{indent(dedent(provider), '  ')}\n{dedent(top)}\n"
        f"functions:\n  f:\n    handler: src/app.main\n{indent(dedent(function), '    ')}\n"
    )


def read(text: str, files: Mapping[str, str] | None = None) -> Reading:
    return reading(text, files, PATH)


def one(function: str = "", *, files: Mapping[str, str] | None = None, provider: str = "", top: str = "") -> Function:
    found = read(service(function, provider=provider, top=top), files)
    return next(function for function in found.stack.functions if function.name == "f")


def trigger(events: str, *, provider: str = "", top: str = "") -> Trigger:
    (found,) = one(f"events:\n{indent(dedent(events), '  ')}", provider=provider, top=top).triggers
    return found


def test_what_nobody_writes_is_the_frameworks_default() -> None:
    settings = one().configuration

    assert (settings.timeout.value, settings.timeout.origin) == (6, Origin.DEFAULT)
    assert (settings.memory.value, settings.memory.origin) == (1024, Origin.DEFAULT)
    assert (settings.runtime.value, settings.runtime.origin) == ("python3.13", Origin.INHERITED)
    assert (settings.handler.value, settings.handler.origin) == ("src/app.main", Origin.WRITTEN)


def test_a_setting_stands_where_it_is_written_also_when_a_variable_gives_its_value() -> None:
    text = service("timeout: ${self:custom.slow}", top="custom: {slow: 20}")
    (function,) = read(text).stack.functions

    assert function.configuration.timeout.value == 20
    assert text_at(function.configuration.timeout.at, text) == "${self:custom.slow}"
    assert text_at(function.at, text) == "f"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("${self:custom.a.b}", 11),
        ("${self:custom.list.1}", 13),
        ("${self:custom.${opt:stage, 'dev'}.timeout}", 14),
        ("${self:custom.${sls:stage}.timeout, 99}", 14),
        ("${self:custom.missing, 15}", 15),
        ("${self:custom.missing, self:custom.alsoMissing, '16'}", 16),
        ("${opt:timeout, self:custom.a.b}", 11),
        ("${env:TIMEOUT, 17}", 17),
        ("${param:timeout}", 18),
        ("${param:other, 19}", 19),
        ("${file(config/numbers.yml):timeout}", 20),
        ("${file(./config/${sls:stage}.json):nested.timeout}", 21),
        ("${file(config/missing.yml):timeout, 22}", 22),
        ("${file(config/numbers.yml):viaTheService}", 11),
        ("${opt:timeout}", None),
        ("${ssm:/timeout}", None),
        ("${ssm:/timeout, 5}", None),
        ("${cf:other.Timeout}", None),
        ("${self:custom.secret}", None),
        ("${self:custom.loop}", None),
        ("${file(config/program.js):timeout}", None),
    ],
)
def test_variables(written: str, expected: int | None) -> None:
    files = {
        "config/numbers.yml": "{timeout: 20, viaTheService: '${self:custom.a.b}'}",
        "config/dev.json": '{"nested": {"timeout": 21}}',
    }
    custom = """
    params: {default: {timeout: 18}}
    custom:
      a: {b: 11}
      list: [12, 13]
      dev: {timeout: 14}
      secret: ${ssm:/timeout}
      loop: ${self:custom.loop}
    """

    assert one(f'timeout: "{written}"', files=files, top=custom).configuration.timeout.value == expected


def test_variables_in_text_keep_what_is_known_around_what_is_not() -> None:
    function = one(
        """
        environment:
          KNOWN: ${self:service}-${sls:stage}-${strToBool('1')}
          REGION: arn:aws:sns:${AWS::Region}:x
          QUEUE: !Sub ${self:service}-${Queue}
          SECRET: ${ssm:/x}-y
        """,
        top="resources: {Resources: {Queue: {Type: 'AWS::SQS::Queue'}}}",
    )
    variables = function.configuration.environment.variables

    assert variables["KNOWN"].value.value == "shop-dev-true"
    assert variables["REGION"].value.value is None
    assert variables["QUEUE"].names == f"{PATH}#Queue"
    assert variables["SECRET"].value.value is None
    assert function.configuration.environment.complete


def test_a_functions_settings_go_before_the_providers() -> None:
    provider = """
    timeout: 3
    memorySize: 256
    architecture: arm64
    tracing: {lambda: true}
    layers: [arn:aws:lambda:eu-west-1:1:layer:a:1]
    vpc: {subnetIds: [s-1], securityGroupIds: [g-1]}
    environment: {A: a, B: b}
    tags: {team: x}
    """
    own = """
    timeout: 9
    tracing: false
    layers: []
    vpc: ~
    environment: {B: c, C: null}
    tags: {stage: y}
    """
    inherited = one(provider=provider).configuration
    changed = one(own, provider=provider).configuration

    assert (inherited.timeout.value, inherited.memory.value, inherited.architecture.value) == (3, 256, "arm64")
    assert (inherited.tracing.value, len(inherited.layers)) == ("Active", 1)
    assert inherited.vpc is not None
    assert (changed.timeout.value, changed.tracing.value, changed.layers) == (9, "PassThrough", ())
    assert changed.vpc is None
    assert {name: one.value.value for name, one in changed.environment.variables.items()} == {"A": "a", "B": "c"}
    assert set(changed.tags) == {"team", "stage"}


def test_an_environment_that_is_not_all_here_proves_nothing() -> None:
    for function, provider, top in (
        ("environment: ${ssm:/x}", "environment: {A: b}", ""),
        ("environment: {A: b}", "environment: ${file(missing.yml)}", ""),
        ("environment: {A: b}", "", "plugins: [serverless-dotenv-plugin]"),
        ("environment: {A: b}", "", "plugins: [./plugins/own]"),
    ):
        assert not one(function, provider=provider, top=top).configuration.environment.complete
    assert one("environment: {A: b}", top="plugins: [serverless-prune-plugin]").configuration.environment.complete


def test_other_settings() -> None:
    settings = one(
        """
        reservedConcurrency: 2
        provisionedConcurrency: 1
        ephemeralStorageSize: 2048
        onError: arn:aws:sns:eu-west-1:1:errors
        snapStart: true
        maximumRetryAttempts: 0
        maximumEventAge: 60
        destinations: {onSuccess: g, onFailure: arn:aws:sqs:eu-west-1:1:failed}
        fileSystemConfig: {arn: arn:x, localMountPath: /mnt/x}
        url: {cors: true, invokeMode: RESPONSE_STREAM}
        kmsKeyArn: arn:aws:kms:eu-west-1:1:key/x
        """
    ).configuration

    assert settings.reserved_concurrency is not None
    assert settings.reserved_concurrency.value == 2
    assert settings.provisioned_concurrency is not None
    assert settings.alias is not None
    assert settings.ephemeral_storage.value == 2048
    assert settings.dead_letter is not None
    assert settings.snap_start is not None
    assert (settings.async_invocation.retries.value, settings.async_invocation.maximum_age.value) == (0, 60)
    assert settings.async_invocation.on_failure is not None
    assert [mount.value for mount in settings.file_systems] == ["/mnt/x"]
    assert settings.url is not None
    assert settings.url.auth.value == "NONE"
    assert settings.url.cors_origins is not None
    assert settings.url.cors_origins.value == ("*",)


def test_functions_may_lie_in_several_files() -> None:
    text = "service: x\nprovider: {name: aws, runtime: python3.13}\nfunctions:\n  - ${file(a.yml)}\n  - g: ${file(b.json):g}\n"
    found = read(text, {"a.yml": "f: {handler: a.f}", "b.json": '{"g": {"handler": "b.g", "timeout": 5}}'})

    assert [(function.name, function.at.path) for function in found.stack.functions] == [("f", "a.yml"), ("g", PATH)]
    assert found.covers == ("a.yml",)  # what only gives a value may be a service of its own


def test_the_code_is_the_services_folder_wherever_that_is() -> None:
    for function, top, expected in (
        ("", "", CodeFolder),
        ("package: {artifact: build/x.zip}", "", CodeElsewhere),
        ("", "package: {artifact: build/x.zip}", CodeElsewhere),
        ("image: 1.dkr.ecr.eu-west-1.amazonaws.com/x:1", "", CodeElsewhere),
    ):
        assert isinstance(one(function, top=top).source, expected)
    (deep,) = reading(service(), None, "services/shop/serverless.yml").stack.functions
    assert isinstance(deep.source, CodeFolder)
    assert deep.source.path == "services/shop"


def test_images_that_the_framework_builds_are_read_from_their_dockerfiles() -> None:
    images = "ecr: {images: {api: {path: img, file: Dockerfile.api, buildArgs: {STAGE: dev}}}}"
    files = {"img/Dockerfile.api": 'FROM public.ecr.aws/lambda/python:3.13\nCOPY src ./\nCMD ["main.handler"]\n'}
    by_name = one("image: api", files=files, provider=images)
    started = one("image: {name: api, command: [other.handler]}", files=files, provider=images)

    for found, handler in ((by_name, "main.handler"), (started, "other.handler")):
        assert isinstance(found.source, CodeFolder)
        assert (found.source.path, found.configuration.handler.value) == ("img/src", handler)
        assert found.configuration.runtime.value is None


def test_a_package_that_takes_files_from_elsewhere_proves_nothing_by_its_folder() -> None:
    for top in (
        "package: {patterns: [../shared/**]}",
        "plugins: [./plugins/build]",
        "plugins: ['${file(plugins.yml)}']",
    ):
        source = one(top=top).source
        assert isinstance(source, CodeFolder)
        assert source.custom_build
    ours = one(top="package: {patterns: ['!tests/**', src/**]}\nplugins: [serverless-prune-plugin]").source
    assert isinstance(ours, CodeFolder)
    assert not ours.custom_build


def test_without_a_runtime_a_function_is_not_python() -> None:
    (function,) = read("service: x\nprovider: aws\nfunctions: {f: {handler: a.b}}").stack.functions

    assert not function.has_python_here


def test_a_plugin_may_name_its_own_runtime() -> None:
    text = "service: x\nplugins: [serverless-rust]\nprovider: {name: aws, runtime: rust}\nfunctions: {f: {handler: f}}"

    (function,) = read(text).stack.functions

    assert function.configuration.runtime.value is None
    assert not function.has_python_here


def test_the_worker_of_a_queue_that_a_plugin_makes_is_a_function() -> None:
    top = "plugins: [serverless-lift]\nconstructs: {jobs: {type: queue, worker: {handler: app.work, timeout: 9}}}"
    worker = read(service(top=top)).stack.functions[-1]

    assert (worker.name, worker.configuration.timeout.value, worker.has_python_here) == ("jobsWorker", 9, True)
    (queue,) = worker.triggers
    assert isinstance(queue, QueueTrigger)
    assert (queue.batch_size.value, queue.source.value, queue.reports_item_failures.value) == (1, None, None)


def test_a_wsgi_application_is_where_the_code_begins() -> None:
    text = service("", top="plugins: [serverless-wsgi]\ncustom: {wsgi: {app: site.app}}").replace(
        "src/app.main", "wsgi_handler.handler"
    )
    (function,) = read(text).stack.functions

    assert function.configuration.handler.value == "site.app"
    assert text_at(function.configuration.handler.at, text) == "site.app"


@pytest.mark.parametrize("provider", ["google", "azure", "{name: openwhisk}"])
def test_other_clouds_have_no_lambda_functions(provider: str) -> None:
    assert read(f"service: x\nprovider: {provider}\nfunctions: {{f: {{handler: a.b}}}}").stack.functions == ()


EVENTS: list[tuple[str, type[Trigger], dict[str, Any]]] = [
    ("- http: GET orders/{id}", HttpTrigger, {"kind": ApiKind.REST, "method": "GET", "path": "/orders/{id}", "proxy": True, "auth": "NONE", "endpoint": "EDGE"}),
    ("- http: {path: /, method: any, integration: lambda, async: true}", HttpTrigger, {"method": "ANY", "path": "/", "proxy": False, "asynchronous": True}),
    ("- http: {path: x, method: get, authorizer: aws_iam, timeoutInMillis: 9000}", HttpTrigger, {"auth": "AWS_IAM", "integration_timeout": 9000}),
    ("- http: {path: x, method: get, authorizer: {type: COGNITO_USER_POOLS, authorizerId: !Ref A}}", HttpTrigger, {"auth": "COGNITO_USER_POOLS"}),
    ("- httpApi: PUT /orders", HttpTrigger, {"kind": ApiKind.HTTP, "method": "PUT", "path": "/orders", "payload_version": "2.0", "proxy": True}),
    ("- httpApi: '*'", HttpTrigger, {"method": "ANY", "path": "$default"}),
    ("- httpApi: {path: /x, method: '*', authorizer: {type: aws_iam}}", HttpTrigger, {"method": "ANY", "path": "/x", "auth": "AWS_IAM"}),
    ("- websocket: $connect", HttpTrigger, {"kind": ApiKind.WEBSOCKET, "path": "$connect"}),
    ("- alb: {listenerArn: x, priority: 1}", HttpTrigger, {"kind": ApiKind.LOAD_BALANCER}),
    ("- sqs: arn:aws:sqs:eu-west-1:1:q", QueueTrigger, {"source": "arn:aws:sqs:eu-west-1:1:q", "batch_size": 10, "reports_item_failures": False}),
    ("- sqs: {arn: !GetAtt Q.Arn, batchSize: 1, enabled: false}", QueueTrigger, {"batch_size": 1, "enabled": False}),
    ("- sqs: {arn: x, functionResponseType: ReportBatchItemFailures, maximumBatchingWindow: 30}", QueueTrigger, {"reports_item_failures": True, "batch_window": 30}),
    ("- stream: arn:aws:kinesis:eu-west-1:1:stream/s", StreamTrigger, {"kind": StreamKind.KINESIS, "batch_size": 10, "starting_position": "TRIM_HORIZON"}),
    ("- stream: {type: dynamodb, arn: !GetAtt T.StreamArn, startingPosition: LATEST}", StreamTrigger, {"kind": StreamKind.DYNAMODB, "starting_position": "LATEST"}),
    ("- stream: {arn: !GetAtt T.StreamArn, batchWindow: 2}", StreamTrigger, {"kind": StreamKind.DYNAMODB, "batch_window": 2}),
    ("- msk: {arn: x, topic: t}", StreamTrigger, {"kind": StreamKind.KAFKA, "batch_size": 100}),
    ("- kafka: {bootstrapServers: [x], topic: t, accessConfigurations: {}}", StreamTrigger, {"kind": StreamKind.KAFKA}),
    ("- activemq: {arn: x, queue: q}", BrokerTrigger, {"service": "Amazon MQ"}),
    ("- rabbitmq: {arn: x, queue: q, batchSize: 7}", BrokerTrigger, {"batch_size": 7}),
    ("- s3: photos", BucketTrigger, {"bucket": "photos", "events": ("s3:ObjectCreated:*",)}),
    ("- s3: {bucket: b, event: s3:ObjectRemoved:*, rules: [{prefix: in/}, {suffix: .jpg}]}", BucketTrigger, {"events": ("s3:ObjectRemoved:*",), "prefix": "in/", "suffix": ".jpg"}),
    ("- sns: orders", TopicTrigger, {"topic": "orders"}),
    ("- sns: {arn: !Ref T, filterPolicy: {a: [b]}}", TopicTrigger, {"filter_policy": '{"a":["b"]}'}),
    ("- schedule: rate(1 hour)", ScheduleTrigger, {"expression": "rate(1 hour)", "enabled": True}),
    ("- schedule: {rate: [cron(0 1 * * ? *)], enabled: false, input: {a: 1}}", ScheduleTrigger, {"expression": "cron(0 1 * * ? *)", "enabled": False, "payload": '{"a":1}'}),
    ("- eventBridge: {schedule: rate(1 day)}", ScheduleTrigger, {"expression": "rate(1 day)"}),
    ("- eventBridge: {eventBus: b, pattern: {source: [x]}}", EventTrigger, {"pattern": '{"source":["x"]}', "bus": "b"}),
    ("- cloudwatchEvent: {event: {source: [aws.ec2]}}", EventTrigger, {"pattern": '{"source":["aws.ec2"]}'}),
    ("- cloudwatchLog: /aws/x", LogsTrigger, {"log_group": "/aws/x"}),
    ("- cloudwatchLog: {logGroup: /x, filter: ERROR}", LogsTrigger, {"pattern": "ERROR"}),
    ("- cognitoUserPool: {pool: users, trigger: PreSignUp}", CognitoTrigger, {"event": "PreSignUp", "user_pool": "users"}),
    ("- iot: {sql: SELECT 1}", OtherTrigger, {"service": "AWS IoT"}),
    ("- alexaSkill", OtherTrigger, {"service": "Alexa"}),
    ("- alexaSmartHome: amzn1.x", OtherTrigger, {"service": "Alexa"}),
    ("- cloudFront: {eventType: viewer-request}", OtherTrigger, {"service": "CloudFront"}),
]  # fmt: skip


@pytest.mark.parametrize(("events", "kind", "expected"), EVENTS, ids=[events for events, _, _ in EVENTS])
def test_events(events: str, kind: type[Trigger], expected: dict[str, Any]) -> None:
    found = trigger(events)

    assert type(found) is kind
    values = {name: getattr(found, name) for name in expected}
    assert {
        name: getattr(value, "value", value) if name != "kind" else value for name, value in values.items()
    } == expected


def test_an_event_that_cannot_be_read_may_be_any() -> None:
    for events in ("events: ${ssm:/x}", 'events: ["${file(missing.yml)}"]', "events: [{http: GET /}, []]"):
        assert not one(events).triggers_complete
    assert one("events: [{http: GET /}]").triggers_complete


def test_authorizers_are_triggers_of_the_functions_that_they_are() -> None:
    for events, provider in (
        ("- http: {path: x, method: get, authorizer: f}", ""),
        ("- httpApi: {path: /x, method: get, authorizer: {name: own}}", "httpApi: {authorizers: {own: {type: request, functionName: f}}}"),
        ("- websocket: {route: $connect, authorizer: f}", ""),
    ):  # fmt: skip
        found = one(f"events:\n  {events}", provider=provider).triggers
        assert {type(each) for each in found} == {HttpTrigger, AuthorizerTrigger}
        assert next(each for each in found if isinstance(each, HttpTrigger)).auth.value == "CUSTOM"  # type: ignore[union-attr]  # it has one


def test_roles() -> None:
    statement = "[{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]"

    def actions(function: Function) -> set[str]:
        assert function.configuration.role is not None
        return {action for grant in function.configuration.role.grants for action in grant.actions}

    modern = one("events: [{sqs: 'arn:aws:sqs:x'}]", provider=f"iam: {{role: {{statements: {statement}}}}}")
    legacy = one(provider=f"iamRoleStatements: {statement}")
    own = one(f"iamRoleStatements: {statement}", top="plugins: [serverless-iam-roles-per-function]")
    ignored = one(f"iamRoleStatements: {statement}")

    assert {"s3:GetObject", "sqs:ReceiveMessage", "logs:PutLogEvents"} <= actions(modern)
    assert "s3:GetObject" in actions(legacy) & actions(own)
    assert "s3:GetObject" not in actions(ignored)
    assert own.configuration.role is not None
    assert own.configuration.role.name == "FIamRoleLambdaExecution"
    assert all(role.configuration.role.complete for role in (modern, own) if role.configuration.role)


def test_a_role_that_cannot_be_read_proves_nothing() -> None:
    for function, provider in (
        ("role: arn:aws:iam::1:role/x", ""),
        ("", "iam: {role: 'arn:aws:iam::1:role/x'}"),
        ("", "iam: {role: {statements: '${ssm:/x}'}}"),
        ("", "iam: {role: {managedPolicies: '${ssm:/x}'}}"),
        ("", "iam: '${file(missing.yml)}'"),
    ):
        role = one(function, provider=provider).configuration.role
        assert role is None or not role.complete


def test_resources_may_name_functions_and_change_what_the_framework_makes() -> None:
    top = """
    stepFunctions: {stateMachines: {flow: {definition: {States: {A: {Type: Task, Resource: !GetAtt f.Arn}}}}}}
    resources:
      extensions: {FLambdaFunction: {Properties: {Timeout: 77}}}
      Resources:
        Hourly:
          Type: AWS::Events::Rule
          Properties:
            ScheduleExpression: rate(1 hour)
            Targets: [{Id: f, Arn: !GetAtt FLambdaFunction.Arn}]
    """
    function = one(top=top)

    assert {type(each) for each in function.triggers} == {ScheduleTrigger, StateMachineTrigger}
    assert function.configuration.timeout.value == 77


def test_log_groups_and_layers_of_the_service() -> None:
    text = service("logRetentionInDays: 7\nlayers: [{Ref: CommonLambdaLayer}]", top="layers: {common: {path: layer}}")
    found = read(text).stack
    (group,) = found.resources.log_groups.values()

    assert (group.name.value, group.retention and group.retention.value) == ("/aws/lambda/shop-dev-f", 7)
    assert found.functions[0].configuration.layer_paths == ("layer/python",)
    assert found.functions[0].configuration.layers_complete
    assert not one("layers: [{Ref: PythonRequirementsLambdaLayer}]").configuration.layers_complete
