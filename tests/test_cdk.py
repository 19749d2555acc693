"""CDK apps in Python: what is followed, what is left unknown, and where findings stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent, indent

import pytest

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Problem
from lambdalint.frameworks import read, read_programs
from lambdalint.model.function import CodeElsewhere, CodeFile, CodeFolder, Function, InlineCode
from lambdalint.model.resource import Grant
from lambdalint.model.source import Origin
from lambdalint.model.trigger import (
    BucketTrigger,
    CustomResourceTrigger,
    EventTrigger,
    HttpTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StateMachineTrigger,
    StreamTrigger,
    TopicTrigger,
    Trigger,
)
from lambdalint.sources import Sources

HEAD = """\
import os
from pathlib import Path

from aws_cdk import App, CustomResource, Duration, Size, Stack, custom_resources
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from aws_cdk import aws_stepfunctions_tasks as tasks
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from aws_cdk.aws_lambda_python_alpha import PythonFunction
from constructs import Construct
"""
FUNCTION = """
fn = lambda_.Function(
    self, "Orders", code=lambda_.Code.from_asset("src"), handler="app.handler", runtime=lambda_.Runtime.PYTHON_3_13
)
"""


def functions(root: Path, files: dict[str, str]) -> tuple[list[Function], tuple[Problem, ...]]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    python = sorted(path for path in files if path.endswith(".py"))
    sources = Sources(Disk(root), python)
    readings = read_programs(
        python, sources, lambda path: load(path, sources.bytes_of(path)) if sources.bytes_of(path) else None
    )
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return [function for reading in readings for function in reading.stack.functions], problems


def stack(body: str, before: str = "") -> str:
    init = "class Shop(Stack):\n    def __init__(self, scope, id, **kwargs):\n        super().__init__(scope, id, **kwargs)\n"
    return HEAD + dedent(before) + init + indent(dedent(body), " " * 8) + '\napp = App()\nShop(app, "Shop")\n'


def one(root: Path, body: str, before: str = "") -> Function:
    (found,), problems = functions(root, {"app.py": stack(body, before)})
    assert not problems
    return found


def trigger(root: Path, body: str) -> Trigger:
    (found,) = one(root, FUNCTION + dedent(body)).triggers
    return found


def test_defaults_are_made_explicit_and_what_is_written_stands_where_it_is_written(tmp_path: Path) -> None:
    found = one(tmp_path, FUNCTION)
    settings = found.configuration

    assert (settings.timeout.value, settings.timeout.origin) == (3, Origin.DEFAULT)
    assert (settings.memory.value, settings.memory.origin) == (128, Origin.DEFAULT)
    assert settings.runtime.value == "python3.13"
    text = (tmp_path / "app.py").read_text().splitlines()
    at = settings.handler.at
    assert text[at.line - 1][at.column - 1 : at.end_column - 1] == '"app.handler"'
    assert text[found.at.line - 1][found.at.column - 1 : found.at.end_column - 1] == '"Orders"'


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('lambda_.Code.from_asset("src")', "src"),
        ('lambda_.AssetCode("./src")', "src"),
        ('lambda_.Code.from_asset(os.path.join(os.path.dirname(__file__), "src"))', "src"),
        (
            'lambda_.Code.from_asset(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "infra", "src"))',
            "src",
        ),
        ('lambda_.Code.from_asset(str(Path(__file__).resolve().parent / "src" / "orders"))', "src/orders"),
        ('lambda_.Code.from_asset(f"{Path(__file__).parents[0]}/src")', "src"),
        ('lambda_.Code.from_asset(path=os.getcwd() + "/src")', "src"),
    ],
)
def test_assets_are_found_from_where_the_app_runs_or_its_files_are(tmp_path: Path, code: str, expected: str) -> None:
    text = stack(f'lambda_.Function(self, "F", code={code}, handler="a.b", runtime=lambda_.Runtime.PYTHON_3_13)')
    (found,), _ = functions(tmp_path, {"infra/app.py": text, "infra/cdk.json": '{"app": "python3 app.py"}'})

    assert isinstance(found.source, CodeFolder)
    assert found.source.path == f"infra/{expected}"


def test_code_may_stand_in_the_app_or_in_one_file(tmp_path: Path) -> None:
    inline = one(tmp_path, FUNCTION.replace('Code.from_asset("src")', 'Code.from_inline("def handler(e, c): pass")'))
    assert isinstance(inline.source, InlineCode)
    assert inline.source.text == "def handler(e, c): pass"

    read = FUNCTION.replace('Code.from_asset("src")', "InlineCode(text)").replace("app.handler", "index.main")
    file = one(tmp_path, 'with open("task.py", encoding="utf8") as f:\n    text = f.read()\n' + read)
    assert isinstance(file.source, CodeFile)
    assert (file.source.path, file.configuration.handler.value) == ("task.py", "task.main")


@pytest.mark.parametrize(
    "function",
    [
        'lambda_.DockerImageFunction(self, "F", code=lambda_.DockerImageCode.from_image_asset("img", cmd=["main.run"]))',
        (
            'lambda_.Function(self, "F", code=lambda_.Code.from_asset_image("img", cmd=["main.run"]), '
            "handler=lambda_.Handler.FROM_IMAGE, runtime=lambda_.Runtime.FROM_IMAGE)"
        ),
        (
            'lambda_.DockerImageFunction(self, "F", code=lambda_.DockerImageCode.from_image_asset('
            'str(Path(__file__).parent / "img"), cmd=["main.run"], build_args={"FOLDER": "src"}, target="api"))'
        ),
    ],
)
def test_images_are_read_from_their_dockerfiles(tmp_path: Path, function: str) -> None:
    dockerfile = 'FROM public.ecr.aws/lambda/python:3.13 AS api\nARG FOLDER=src\nCOPY $FOLDER ./\nCMD ["app.main"]\n'
    found, problems = functions(tmp_path, {"app.py": stack(function), "img/Dockerfile": dockerfile})
    (image,) = found

    assert not problems
    assert isinstance(image.source, CodeFolder)
    assert (image.source.path, image.configuration.handler.value) == ("img/src", "main.run")
    assert image.configuration.runtime.value is None
    assert image.configuration.handler.at.path == "app.py"


def test_code_that_is_not_in_the_project(tmp_path: Path) -> None:
    image = one(tmp_path, 'lambda_.DockerImageFunction(self, "F", code=lambda_.DockerImageCode.from_image_asset("i"))')

    assert isinstance(image.source, CodeElsewhere)
    assert image.configuration.package_type.value == "Image"


def test_python_functions_name_a_folder_a_file_and_a_function(tmp_path: Path) -> None:
    plain = one(tmp_path, 'PythonFunction(self, "F", entry="src", runtime=lambda_.Runtime.PYTHON_3_12)')
    named = one(
        tmp_path,
        'PythonFunction(self, "F", entry="src", index="a/b.py", handler="run", runtime=lambda_.Runtime.PYTHON_3_12)',
    )

    assert plain.configuration.handler.value == "index.handler"
    assert named.configuration.handler.value == "a/b.run"
    assert isinstance(plain.source, CodeFolder)
    assert plain.source.path == "src"


def test_arguments_come_through_variables_dicts_helpers_and_objects(tmp_path: Path) -> None:
    before = """
    COMMON = {"memory_size": 512, "runtime": lambda_.Runtime.PYTHON_3_12}


    class Settings:
        def __init__(self, minutes, name="orders"):
            self.minutes = minutes
            self.name = name

        @property
        def timeout(self):
            return Duration.minutes(self.minutes)


    def make(scope, settings, *, handler=None, **options):
        return lambda_.Function(
            scope, settings.name, code=lambda_.Code.from_asset("src"), handler=handler or "app.handler",
            timeout=settings.timeout, **COMMON, **options
        )
    """
    settings = one(tmp_path, "self.fn = make(self, Settings(2), tracing=lambda_.Tracing.ACTIVE)", before).configuration

    assert (settings.handler.value, settings.timeout.value, settings.memory.value) == ("app.handler", 120, 512)
    assert (settings.tracing.value, settings.runtime.value) == ("Active", "python3.12")


def test_settings_may_have_defaults_of_the_projects_own(tmp_path: Path) -> None:
    before = """
    class Own(lambda_.Function):
        def __init__(self, scope, id, **kwargs):
            kwargs.setdefault("memory_size", 512)
            kwargs.setdefault("timeout", Duration.seconds(9))
            super().__init__(scope, id, code=lambda_.Code.from_asset("src"), handler="app.handler",
                             runtime=lambda_.Runtime.PYTHON_3_13, **kwargs)
    """
    settings = one(tmp_path, 'Own(self, "F", memory_size=1024)', before).configuration

    assert (settings.memory.value, settings.timeout.value) == (1024, 9)


def test_loops_over_literals_make_a_function_each(tmp_path: Path) -> None:
    body = """
    limits = {"create": 10, "delete": 20}
    for name, limit in limits.items():
        fn = lambda_.Function(
            self, f"{name}-order", code=lambda_.Code.from_asset("src"), handler=f"app.{name}",
            runtime=lambda_.Runtime.PYTHON_3_13, timeout=Duration.seconds(limit),
        )
        fn.add_environment("NAME", name)
    """
    found, _ = functions(tmp_path, {"app.py": stack(body)})

    assert [
        (one.name, one.configuration.timeout.value, one.configuration.environment.variables["NAME"].value.value)
        for one in found
    ] == [("create-order", 10, "create"), ("delete-order", 20, "delete")]


def test_what_only_the_running_program_knows_is_unknown(tmp_path: Path) -> None:
    body = FUNCTION.replace(
        "runtime=",
        'timeout=Duration.seconds(int(os.environ["T"])), memory_size=self.node.try_get_context("memory"), runtime=',
    )
    settings = one(tmp_path, body).configuration

    assert settings.timeout.value is None
    assert settings.memory.value is None
    assert settings.handler.value == "app.handler"


@pytest.mark.parametrize(
    "addition",
    [
        'fn.add_environment(os.environ["NAME"], "x")',
        "for key in read_keys():\n    fn.add_environment(key, 'x')",
    ],
)
def test_a_variable_of_unknown_name_may_be_any(tmp_path: Path, addition: str) -> None:
    environment = one(tmp_path, FUNCTION + addition).configuration.environment

    assert not environment.complete


@pytest.mark.parametrize(
    ("change", "timeout", "memory"),
    [
        ("fn.node.default_child.timeout = 42", 42, 128),
        ('fn.node.default_child.add_property_override("MemorySize", 999)', 3, 999),
        ('fn.node.default_child.add_override("Properties.Timeout", 7)', 7, 128),
        ('fn.node.default_child.add_property_override(os.environ["KEY"], 9)', None, None),
        ('if os.environ.get("SLOW"):\n    fn.node.default_child.timeout = 42', None, 128),
        ("for one in (fn,):\n    one.node.default_child.timeout = 8", 8, 128),
        ("from aws_cdk import Aspects\nAspects.of(self).add(Slow())", None, 128),
        ("from aws_cdk import Aspects\nfrom vendor import Any\nAspects.of(self).add(Any())", None, None),
        ("from aws_cdk import Aspects\nimport cdk_nag\nAspects.of(self).add(cdk_nag.AwsSolutionsChecks())", 3, 128),
    ],
)
def test_ways_around_a_functions_parameters_are_followed_too(
    tmp_path: Path, change: str, timeout: int | None, memory: int | None
) -> None:
    before = """
    class Slow:
        def visit(self, node):
            if isinstance(node, lambda_.CfnFunction):
                node.timeout = 99
    """
    settings = one(tmp_path, FUNCTION + change, before).configuration

    assert (settings.timeout.value, settings.memory.value) == (timeout, memory)


def test_a_dict_that_is_filled_later_is_whole(tmp_path: Path) -> None:
    body = """
    self.env = {"A": "1"}
    self.env["B"] = "2"
    local = dict(self.env, C="3")
    local["D"] = "4"
    """ + indent(FUNCTION.replace("runtime=", "environment=local, runtime="), " " * 4)
    environment = one(tmp_path, body).configuration.environment

    assert sorted(environment.variables) == ["A", "B", "C", "D"]
    assert environment.complete


def test_a_stack_that_nothing_makes_is_read_with_unknown_arguments(tmp_path: Path) -> None:
    text = HEAD + dedent(
        """
        class Part(Construct):
            def __init__(self, scope, id, memory, limit=30):
                super().__init__(scope, id)
                lambda_.Function(self, "Job", code=lambda_.Code.from_asset("src"), handler="a.b",
                                 runtime=lambda_.Runtime.PYTHON_3_13, memory_size=memory, timeout=Duration.seconds(3))
        """
    )
    (found,), _ = functions(tmp_path, {"lib/part.py": text})

    assert (found.name, found.configuration.timeout.value, found.configuration.memory.value) == ("Job", 3, None)


def test_version_1_and_other_spellings_of_imports(tmp_path: Path) -> None:
    text = dedent(
        """
        import aws_cdk.aws_lambda as _lambda
        import aws_cdk.core as cdk


        class Shop(cdk.Stack):
            def __init__(self, scope: cdk.Construct, id: str) -> None:
                super().__init__(scope, id)
                _lambda.Function(self, "F", code=_lambda.Code.asset("src"), handler="a.b",
                                 runtime=_lambda.Runtime.PYTHON_3_8, timeout=cdk.Duration.minutes(1))


        Shop(cdk.App(), "Shop")
        """
    )
    (found,), _ = functions(tmp_path, {"app.py": text})

    assert (found.configuration.runtime.value, found.configuration.timeout.value) == ("python3.8", 60)


def test_a_queue_source_has_its_settings_and_its_queue(tmp_path: Path) -> None:
    found = trigger(
        tmp_path,
        """
        queue = sqs.Queue(self, "Queue")
        fn.add_event_source(sources.SqsEventSource(
            queue, batch_size=25, max_batching_window=Duration.minutes(1), report_batch_item_failures=True
        ))
        """,
    )

    assert isinstance(found, QueueTrigger)
    assert (found.batch_size.value, found.batch_window.value, found.reports_item_failures.value) == (25, 60, True)
    assert found.queue is not None
    assert (found.queue.visibility_timeout.value, found.queue.visibility_timeout.origin) == (30, Origin.DEFAULT)


def test_a_stream_that_exists_elsewhere_is_still_a_stream(tmp_path: Path) -> None:
    found = trigger(
        tmp_path,
        """
        stream = kinesis.Stream.from_stream_arn(self, "Stream", os.environ["STREAM"])
        fn.add_event_source(sources.KinesisEventSource(
            stream, starting_position=lambda_.StartingPosition.LATEST, bisect_batch_on_error=True
        ))
        """,
    )

    assert isinstance(found, StreamTrigger)
    assert found.starting_position is not None
    assert found.starting_position.value == "LATEST"
    assert found.bisect_on_error is not None
    assert found.bisect_on_error.value is True


CONNECTIONS: Mapping[str, tuple[type, object]] = {
    'events.Rule(self, "R", schedule=events.Schedule.rate(Duration.minutes(5)), targets=[targets.LambdaFunction(fn)])': (
        ScheduleTrigger,
        "rate(5 minutes)",
    ),
    'r = events.Rule(self, "R", event_pattern={"source": ["a"]})\nr.add_target(targets.LambdaFunction(fn))': (
        EventTrigger,
        '{"source":["a"]}',
    ),
    'sns.Topic(self, "T").add_subscription(subscriptions.LambdaSubscription(fn))': (TopicTrigger, "#T"),
    'fn.add_event_source(sources.SnsEventSource(sns.Topic(self, "T")))': (TopicTrigger, "#T"),
    'b = s3.Bucket(self, "B")\nb.add_event_notification(s3.EventType.OBJECT_REMOVED_DELETE, '
    "notifications.LambdaDestination(fn))": (BucketTrigger, ("s3:ObjectRemoved:Delete",)),
    'fn.add_event_source(sources.S3EventSource(s3.Bucket(self, "B"), events=[s3.EventType.OBJECT_CREATED]))': (
        BucketTrigger,
        ("s3:ObjectCreated:*",),
    ),
    'a = apigateway.RestApi(self, "A")\na.root.add_resource("x").add_method("POST", apigateway.LambdaIntegration(fn))': (
        HttpTrigger,
        "/x",
    ),
    'a = apigateway.LambdaRestApi(self, "A", handler=fn, proxy=False)\na.root.resource_for_path("x/{y}").add_method("GET")': (
        HttpTrigger,
        "/x/{y}",
    ),
    'apigatewayv2.HttpApi(self, "A").add_routes(path="/x", integration=HttpLambdaIntegration("I", fn))': (
        HttpTrigger,
        "/x",
    ),
    'CustomResource(self, "C", service_token=fn.function_arn)': (CustomResourceTrigger, None),
    'custom_resources.Provider(self, "P", on_event_handler=fn)': (CustomResourceTrigger, None),
    'stepfunctions.StateMachine(self, "M", definition=tasks.LambdaInvoke(self, "Do", lambda_function=fn))': (
        StateMachineTrigger,
        "Do",
    ),
}


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_whatever_connects_a_function_is_a_trigger(tmp_path: Path, connection: str) -> None:
    kind, expected = CONNECTIONS[connection]
    found = trigger(tmp_path, connection)

    assert isinstance(found, kind)
    settings = (getattr(found, name, None) for name in ("expression", "pattern", "topic", "events", "path", "state"))
    known = next((getattr(setting, "value", setting) for setting in settings if setting is not None), None)
    assert known == (f"app.py{expected}" if isinstance(expected, str) and expected.startswith("#") else expected)


def test_a_provider_answers_cloudformation_for_the_functions_it_is_given(tmp_path: Path) -> None:
    given = 'p = custom_resources.Provider(self, "P", on_event_handler=fn, is_complete_handler=fn)\n'
    function = one(tmp_path, f'{FUNCTION}{given}CustomResource(self, "C", service_token=p.service_token)')
    (found,) = function.triggers

    assert isinstance(found, CustomResourceTrigger)
    assert found.through_provider
    assert function.triggers_complete


@pytest.mark.parametrize(
    "call",
    [
        "unknown_library(fn)",
        "fn.add_event_source(own_source())",
        'Gateway(self, "G", function=fn)',
    ],
)
def test_what_cannot_be_followed_may_invoke_the_functions_it_is_given(tmp_path: Path, call: str) -> None:
    before = "from elsewhere import Gateway, own_source, unknown_library\n"

    assert not one(tmp_path, FUNCTION + call, before).triggers_complete
    assert one(tmp_path, FUNCTION + "print(fn)").triggers_complete


def test_grants_are_statements_of_the_functions_role(tmp_path: Path) -> None:
    body = FUNCTION + dedent(
        """
        table = dynamodb.Table(self, "T", partition_key=None)
        table.grant_read_data(fn)
        fn.add_to_role_policy(iam.PolicyStatement(actions=["ses:SendEmail"], resources=["*"]))
        """
    )
    role = one(tmp_path, body).configuration.role

    assert role is not None
    assert role.complete
    assert [policy.value for policy in role.managed_policies] == ["AWSLambdaBasicExecutionRole"]
    read, send = role.grants
    assert "dynamodb:GetItem" in read.actions
    assert read.resources == ("app.py#T", "app.py#T/index/*")
    assert send == Grant("Allow", ("ses:SendEmail",), ("*",), send.at)


@pytest.mark.parametrize(
    ("more", "actions"),
    [
        ("tracing=lambda_.Tracing.ACTIVE", {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}),
        ("dead_letter_queue_enabled=True", {"sqs:SendMessage"}),
        ('dead_letter_topic=sns.Topic(self, "T")', {"sns:Publish"}),
        (
            'on_failure=destinations.SqsDestination(sqs.Queue(self, "Q"))',
            {"sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"},
        ),
        ('on_success=destinations.EventBridgeDestination(events.EventBus(self, "B"))', {"events:PutEvents"}),
    ],
)
def test_what_a_function_is_made_with_lets_it_do_what_that_takes(tmp_path: Path, more: str, actions: set[str]) -> None:
    before = "from aws_cdk import aws_lambda_destinations as destinations\n"
    role = one(tmp_path, FUNCTION.replace("runtime=", f"{more}, runtime="), before).configuration.role

    assert role is not None
    assert role.complete
    assert {action for grant in role.grants for action in grant.actions} == actions


def test_a_statement_may_be_filled_before_it_is_used(tmp_path: Path) -> None:
    body = """
    statement = iam.PolicyStatement()
    statement.add_actions("rekognition:DetectLabels")
    statement.add_all_resources()
    fn.add_to_role_policy(statement)
    fn.add_permission("Allow", principal=iam.ServicePrincipal("s3.amazonaws.com"), source_arn="arn:aws:s3:::b")
    """
    settings = one(tmp_path, FUNCTION + dedent(body)).configuration

    assert settings.role is not None
    assert settings.role.complete
    assert [(grant.actions, grant.resources) for grant in settings.role.grants] == [
        (("rekognition:DetectLabels",), ("*",))
    ]
    assert [permission.principal.value for permission in settings.permissions] == ["s3.amazonaws.com"]


def test_a_role_without_policy_updates_stays_as_it_is(tmp_path: Path) -> None:
    role = 'role = iam.Role(self, "Role", assumed_by=None)\n'
    function = FUNCTION.replace(
        "runtime=", "role=role.without_policy_updates(), tracing=lambda_.Tracing.ACTIVE, runtime="
    )
    found = one(tmp_path, role + function).configuration.role

    assert found is not None
    assert (found.id, found.grants) == ("app.py#Role", ())


def test_what_polls_for_an_alias_is_allowed_to_the_functions_role(tmp_path: Path) -> None:
    alias = 'alias = lambda_.Alias(self, "Live", alias_name="live", version=fn.current_version)\n'
    poll = 'alias.add_event_source(sources.SqsEventSource(sqs.Queue(self, "Q")))\n'
    found = one(tmp_path, FUNCTION + alias + poll)

    assert [type(each) for each in found.triggers] == [QueueTrigger]
    assert found.configuration.role is not None
    assert "sqs:ReceiveMessage" in found.configuration.role.grants[0].actions


def test_a_singleton_is_named_after_its_uuid_and_made_once(tmp_path: Path) -> None:
    made = FUNCTION.replace("lambda_.Function(", "lambda_.SingletonFunction(").replace(
        "runtime=", 'uuid="a-1", runtime='
    )
    found, _ = functions(tmp_path, {"app.py": stack(made + made.replace('"Orders"', '"Again"'))})

    assert [each.name for each in found] == ["SingletonLambdaa1"]


def test_a_grant_that_is_not_known_leaves_the_role_open(tmp_path: Path) -> None:
    role = one(tmp_path, FUNCTION + "s3.Bucket(self, 'B').grant_teleport(fn)").configuration.role

    assert role is not None
    assert not role.complete


def test_a_source_made_under_an_unknown_condition_is_a_doubt_and_no_trigger(tmp_path: Path) -> None:
    queue = 'queue = sqs.Queue(self, "Q")\n'
    body = FUNCTION + queue + 'if os.environ.get("LIVE"):\n    fn.add_event_source(sources.SqsEventSource(queue))\n'
    found = one(tmp_path, body)

    assert not found.triggers_complete
    assert not found.triggers


def test_a_file_that_is_no_python_is_a_finding_and_the_others_are_read(tmp_path: Path) -> None:
    found, problems = functions(
        tmp_path, {"app.py": stack(FUNCTION), "broken.py": "import aws_cdk\n\nclass Shop(\n", "cdk.json": "{}"}
    )

    assert [function.name for function in found] == ["Orders"]
    (problem,) = problems
    assert (problem.code, problem.at.path) == ("LL001", "broken.py")


def test_programs_that_never_end_are_left_with_a_finding(tmp_path: Path) -> None:
    body = "again(self)\n" + FUNCTION
    found, problems = functions(tmp_path, {"app.py": stack(body, "def again(scope):\n    again(scope)\n")})

    assert [function.name for function in found] == ["Orders"]
    assert [problem.code for problem in problems] == ["LL008"]


def test_a_synthesised_template_can_be_named_and_has_no_functions_of_cdks_own() -> None:
    def function(path: str, handler: str, code: dict[str, str], **metadata: str) -> dict[str, object]:
        properties = {"Handler": handler, "Runtime": "python3.13", "Role": "x", "Code": code}
        return {
            "Type": "AWS::Lambda::Function",
            "Properties": properties,
            "Metadata": {"aws:cdk:path": path, **metadata},
        }

    own = "Shop/BucketNotificationsHandler050a0587b7544547bf325f094a3db834/Resource"
    resources = {
        "Work": function("Shop/Work/Resource", "app.work", {"S3Key": "k"}, **{"aws:asset:path": "asset.1"}),
        "Own": function(own, "index.handler", {"ZipFile": "x = 1"}),
    }
    document = load("cdk.out/Shop.template.json", json.dumps({"Resources": resources}).encode())
    (found,) = read(document, lambda _: None).stack.functions

    assert found.name == "Work"
    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "cdk.out/asset.1"


def test_a_stack_of_two_stages_has_its_functions_in_both(tmp_path: Path) -> None:
    stages = """
class Delivery(Stage):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        Shop(self, "Shop", seconds=10 if id == "dev" else 20)

for name in ["dev", "prod"]:
    Delivery(app, name)
"""
    text = stack(FUNCTION).replace('Shop(app, "Shop")\n', stages).replace("import App", "import Stage, App")
    found, _ = functions(tmp_path, {"app.py": text})

    assert [one.name for one in found] == ["Orders", "prod-Shop-Orders"]
