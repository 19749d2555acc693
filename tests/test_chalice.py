from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from lambdalint.disk import Disk
from lambdalint.frameworks import Reading
from lambdalint.model.function import CodeFolder, Function
from lambdalint.model.source import Origin
from lambdalint.model.trigger import (
    ApiKind,
    AuthorizerTrigger,
    BucketTrigger,
    EventTrigger,
    HttpTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StreamKind,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)
from lambdalint.sources import Sources
from lambdalint.stacks import Described, read_stacks

HEAD = 'from chalice import *\napp = Chalice(app_name="shop")\n'
CONFIG = {"version": "2.0", "app_name": "shop"}


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(tmp_path)


class App:
    """A Chalice app on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def described(self, code: str, config: Mapping[str, object] | str | None = None, **files: str) -> Described:
        settings = config if isinstance(config, str) else json.dumps({**CONFIG, **(config or {})}, indent=1)
        texts = {"app.py": HEAD + dedent(code), ".chalice/config.json": settings, **files}
        for name, text in texts.items():
            path = self.folder / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        python = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.py"))
        return read_stacks([], python, Sources(Disk(self.folder), python))

    def reading(self, code: str, config: Mapping[str, object] | None = None, **files: str) -> Reading:
        described = self.described(code, config, **files)
        assert not described.problems
        (reading,) = described.readings
        return reading

    def functions(self, code: str, config: Mapping[str, object] | None = None, **files: str) -> dict[str, Function]:
        found = self.reading(code, config, **files).stack.functions
        return {function.name: function for function in found if not function.assumes}

    def one(self, code: str, config: Mapping[str, object] | None = None, **files: str) -> Function:
        (function,) = self.functions(code, config, **files).values()
        return function

    def trigger(self, decorator: str) -> Trigger:
        (trigger,) = self.one(f"{decorator}\ndef run(event): pass").triggers
        return trigger


def values(holder: Any, *names: str) -> list[object]:
    return [setting and setting.value for setting in (getattr(holder, name) for name in names)]


def test_what_nobody_writes_is_chalices_default(app: App) -> None:
    function = app.one("@app.lambda_function()\ndef run(event, context): pass")
    configuration = function.configuration

    assert (function.id, function.name, function.called) == ("app.py#run", "run", "shop-dev-run")
    assert (function.at.path, function.at.line) == ("app.py", 4)
    assert (configuration.timeout.value, configuration.timeout.origin) == (60, Origin.DEFAULT)
    assert (configuration.memory.value, configuration.memory.origin) == (128, Origin.DEFAULT)
    assert configuration.handler.value == "app.run"
    assert configuration.runtime.value is None
    assert configuration.environment.complete
    assert function.triggers_complete
    assert isinstance(function.source, CodeFolder)
    assert (function.source.path, function.source.further) == (".", ("vendor",))


def test_a_function_has_its_own_settings_before_those_of_its_stage_and_of_the_app(app: App) -> None:
    config = {
        "lambda_timeout": 10,
        "lambda_memory_size": 256,
        "environment_variables": {"A": "app", "B": "app", "C": "app"},
        "lambda_functions": {"run": {"lambda_memory_size": 512, "reserved_concurrency": 3}},
        "stages": {
            "dev": {
                "lambda_timeout": 20,
                "xray": True,
                "environment_variables": {"B": "stage", "C": "stage"},
                "lambda_functions": {"run": {"environment_variables": {"C": "own"}}},
            }
        },
    }
    configuration = app.one("@app.lambda_function()\ndef run(event, context): pass", config).configuration

    assert values(configuration, "timeout", "memory", "reserved_concurrency", "tracing") == [20, 512, 3, "Active"]
    assert (configuration.timeout.origin, configuration.memory.origin) == (Origin.INHERITED, Origin.WRITTEN)
    assert configuration.timeout.at.path == ".chalice/config.json"
    known = configuration.environment.variables
    assert {name: one.value.value for name, one in known.items()} == {"A": "app", "B": "stage", "C": "own"}
    assert (known["B"].value.origin, known["C"].value.origin) == (Origin.INHERITED, Origin.WRITTEN)


def test_other_settings(app: App) -> None:
    config = {
        "layers": ["arn:aws:lambda:eu-west-1:1:layer:x:1"],
        "subnet_ids": ["subnet-1"],
        "security_group_ids": ["sg-1"],
        "tags": {"team": "shop"},
        "log_retention_in_days": 7,
    }
    reading = app.reading("@app.lambda_function()\ndef run(event, context): pass", config)
    configuration = reading.stack.functions[0].configuration

    assert [layer.value for layer in configuration.layers] == ["arn:aws:lambda:eu-west-1:1:layer:x:1"]
    assert values(configuration, "vpc") == [True]
    assert configuration.tags["team"].value == "shop"
    assert [values(group, "name", "retention") for group in reading.stack.resources.log_groups.values()] == [
        ["/aws/lambda/shop-dev-run", 7]
    ]


def test_stages_are_forms_of_a_function_where_they_differ(app: App) -> None:
    config = {"stages": {"prod": {"lambda_timeout": 300}, "dev": {}, "qa": {"api_gateway_stage": "qa"}}}
    found = app.reading("@app.lambda_function()\ndef run(event, context): pass", config).stack.functions

    assert [([one.message for one in each.assumes], each.configuration.timeout.value) for each in found] == [
        ([], 60),
        (["in the stage `prod`"], 300),
    ]


def test_all_routes_lead_to_one_function(app: App) -> None:
    code = """
        user = CognitoUserPoolAuthorizer("users", provider_arns=["arn:aws:cognito-idp:x"])

        @app.authorizer()
        def check(request): pass

        @app.route("/")
        def index(): pass

        @app.route("/orders", methods=["GET", "POST"], authorizer=check)
        def orders(): pass

        @app.route("/me", authorizer=user.with_scopes(["email"]))
        def me(): pass

        @app.route("/admin", authorizer=IAMAuthorizer())
        def admin(): pass
    """
    found = app.functions(code, {"api_gateway_endpoint_type": "REGIONAL"})
    handler = found["api_handler"]
    triggers = [trigger for trigger in handler.triggers if isinstance(trigger, HttpTrigger)]

    assert (handler.configuration.handler.value, handler.called) == ("app.app", "shop-dev")
    assert [values(each, "method", "path", "auth", "endpoint") for each in triggers] == [
        ["GET", "/", "NONE", "REGIONAL"],
        ["GET", "/orders", "CUSTOM", "REGIONAL"],
        ["POST", "/orders", "CUSTOM", "REGIONAL"],
        ["GET", "/me", "COGNITO_USER_POOLS", "REGIONAL"],
        ["GET", "/admin", "AWS_IAM", "REGIONAL"],
    ]
    assert [type(trigger) for trigger in found["check"].triggers] == [AuthorizerTrigger]
    assert sorted(found) == ["api_handler", "check"]


def test_what_decorators_connect_functions_to(app: App) -> None:
    queue = app.trigger('@app.on_sqs_message(queue="orders")')
    more = app.trigger('@app.on_sqs_message(queue_arn="arn:aws:sqs:x:1:q", batch_size=5, maximum_concurrency=2)')
    topic = app.trigger('@app.on_sns_message("news")')
    stream = app.trigger('@app.on_kinesis_record(stream="clicks")')
    table = app.trigger('@app.on_dynamodb_record("arn:aws:dynamodb:x", 10, starting_position="TRIM_HORIZON")')
    bucket = app.trigger('@app.on_s3_event("files", prefix="in/", suffix=".json")')
    rule = app.trigger('@app.on_cw_event({"source": ["shop"]})')

    assert isinstance(queue, QueueTrigger)
    assert values(queue, "batch_size", "batch_window", "reports_item_failures") == [1, 0, False]
    assert str(queue.source.value).endswith(":orders")
    assert isinstance(more, QueueTrigger)
    assert values(more, "source", "batch_size", "maximum_concurrency") == ["arn:aws:sqs:x:1:q", 5, 2]
    assert isinstance(topic, TopicTrigger)
    assert str(topic.topic.value).endswith(":news")
    assert isinstance(stream, StreamTrigger)
    assert (stream.kind, *values(stream, "batch_size", "starting_position")) == (StreamKind.KINESIS, 100, "LATEST")
    assert isinstance(table, StreamTrigger)
    assert values(table, "source", "batch_size", "starting_position") == ["arn:aws:dynamodb:x", 10, "TRIM_HORIZON"]
    assert isinstance(bucket, BucketTrigger)
    assert values(bucket, "bucket", "events", "prefix", "suffix") == ["files", ("s3:ObjectCreated:*",), "in/", ".json"]
    assert isinstance(rule, EventTrigger)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"rate(1 hour)"', "rate(1 hour)"),
        ("Rate(1, unit=Rate.HOURS)", "rate(1 hour)"),
        ("Rate(5, Rate.MINUTES)", "rate(5 minutes)"),
        ('Cron(0, 3, "*", "*", "?", "*")', "cron(0 3 * * ? *)"),
        ("EVERY", "rate(2 days)"),
        ("os.environ['RATE']", None),
    ],
)
def test_a_schedule(app: App, written: str, expected: str | None) -> None:
    function = app.one(f"import os\nEVERY = Rate(2, unit=Rate.DAYS)\n@app.schedule({written})\ndef run(event): pass")
    (trigger,) = function.triggers

    assert isinstance(trigger, ScheduleTrigger)
    assert trigger.expression.value == expected


def test_websockets(app: App) -> None:
    code = """
        @app.on_ws_connect()
        def hello(event): pass

        @app.on_ws_message()
        def talk(event): pass
    """
    found = app.functions(code)

    assert {name: each.configuration.handler.value for name, each in found.items()} == {
        "websocket_connect": "app.hello",
        "websocket_message": "app.talk",
    }
    (trigger,) = found["websocket_message"].triggers
    assert isinstance(trigger, HttpTrigger)
    assert (trigger.kind, *values(trigger, "path")) == (ApiKind.WEBSOCKET, "$default")


def test_the_blueprints_that_an_app_takes_over(app: App) -> None:
    code = """
        from chalicelib.jobs import jobs, extra
        app.register_blueprint(jobs, name_prefix="v1_", url_prefix="/v1")
        app.register_blueprint(extra)
    """
    blueprint = """
        from chalice import Blueprint
        jobs = Blueprint(__name__)
        extra = Blueprint("chalicelib.other")
        unused = Blueprint(__name__)

        @jobs.schedule("rate(1 day)", name="nightly")
        def run(event): pass

        @jobs.route("/jobs")
        def listed(): pass

        @extra.lambda_function()
        def more(event, context): pass

        @unused.lambda_function()
        def never(event, context): pass
    """
    found = app.functions(code, None, chalicelib__jobs="", **{"chalicelib__jobs.py": blueprint})

    assert {name: each.configuration.handler.value for name, each in found.items()} == {
        "api_handler": "app.app",
        "v1_nightly": "chalicelib.jobs.run",
        "more": "chalicelib.other.more",
    }
    assert [values(each, "path") for each in found["api_handler"].triggers] == [["/v1/jobs"]]
    assert found["v1_nightly"].at.path == "chalicelib/jobs.py"


def test_an_app_that_is_made_elsewhere_or_extends_chalice(app: App) -> None:
    code = """
        class Shop(Chalice):
            def ready(self): pass

        def make(): return Shop("shop")

        app = make()

        @app.lambda_function()
        def run(event, context): pass

        def inner():
            @app.lambda_function()
            def hidden(event, context): pass
    """
    assert list(app.functions(code)) == ["run"]


def test_the_role(app: App) -> None:
    code = "@app.lambda_function()\ndef run(event, context): pass"
    policy = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
    files = {".chalice/policy-dev.json": policy, ".chalice/own.json": policy.replace("Get", "Put")}
    found = app.one(code).configuration.role
    own = app.one(code, {"autogen_policy": False}, **files).configuration.role
    named = app.one(code, {"autogen_policy": False, "iam_policy_file": "own.json"}, **files).configuration.role
    given = app.one(code, {"manage_iam_role": False, "iam_role_arn": "arn:aws:iam::1:role/x"}).configuration.role

    assert found is not None
    assert not found.complete
    assert own is not None
    assert (own.complete, [grant.actions for grant in own.grants]) == (True, [("s3:GetObject",)])
    assert named is not None
    assert [grant.actions for grant in named.grants] == [("s3:PutObject",)]
    assert given is not None
    assert (given.complete, given.grants) == (False, ())


@pytest.mark.parametrize(
    "more",
    [
        {"infrastructure.py": "from chalice.cdk import Chalice as Part"},
        {"record.py": "path = os.path.join('.chalice', 'config.json')"},
    ],
)
def test_variables_may_be_set_by_other_code(app: App, more: Mapping[str, str]) -> None:
    function = app.one("@app.lambda_function()\ndef run(event, context): pass", None, **more)

    assert not function.configuration.environment.complete


def test_what_is_wrong_with_the_settings_is_said_and_only_that_app_is_not_read(app: App) -> None:
    described = app.described("@app.lambda_function()\ndef run(event, context): pass", '{\n "version": "2.0",\n}')

    assert [(each.code, each.at.path, each.at.line) for each in described.problems] == [
        ("LL001", ".chalice/config.json", 2)
    ]
    assert not described.readings


@pytest.mark.parametrize("code", ["app = None", "app = boto3.client('s3')", "del app", "app.lambda_function()", ""])
def test_what_is_no_app_has_no_functions(app: App, code: str) -> None:
    assert not app.described(code).readings


def test_a_route_may_be_registered_by_a_call(app: App) -> None:
    code = """
        def orders(): pass
        app.route("/orders", methods=["POST"])(orders)
    """
    handler = app.one(code)

    assert [values(each, "method", "path") for each in handler.triggers] == [["POST", "/orders"]]
    assert handler.triggers_complete


def test_an_app_with_routes_that_cannot_be_seen_has_its_function_all_the_same(app: App) -> None:
    code = """
        def make():
            app = Chalice("shop")
            @app.route("/orders")
            def orders(): pass
            return app
        app = make()
    """
    handler = app.one(code, {"stages": {"version": "2.0", "prod": {"lambda_timeout": 20}}})

    assert (handler.name, handler.called, handler.configuration.timeout.value) == ("api_handler", "shop-prod", 20)
    assert not handler.triggers_complete


def test_a_template_that_is_laid_over_the_apps_own(app: App) -> None:
    code = '@app.on_sqs_message("orders")\ndef work_off(event): pass\n@app.route("/")\ndef index(): pass'
    extras = """
        {"Resources": {
            "Orders": {"Type": "AWS::DynamoDB::Table"},
            "APIHandler": {"Properties": {"Environment": {"Variables": {"TABLE": {"Ref": "Orders"}}}}},
            "WorkOff": {"Properties": {"Timeout": 20, "DeadLetterQueue": {"TargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}}}},
            "Dead": {"Type": "AWS::SQS::Queue"}
        }}
    """
    described = app.described(code, {"environment_variables": {"LEVEL": "INFO"}}, **{"resources.json": extras})
    (reading,) = described.readings
    found = {function.name: function for function in reading.stack.functions}
    variables = found["api_handler"].configuration.environment.variables

    assert sorted(variables) == ["LEVEL", "TABLE"]
    assert variables["TABLE"].names == "app.py#Orders"
    assert values(found["work_off"].configuration, "timeout", "dead_letter") == [20, "app.py#Dead"]
    assert found["work_off"].configuration.timeout.at.path == "resources.json"
    assert described.programs == ("app.py", "resources.json")
