"""CDK apps in TypeScript: the tables are those for Python, so what is tested is how they are reached, and what is unknown."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdalint.disk import Disk
from lambdalint.documents.tree import Problem
from lambdalint.frameworks import read_programs
from lambdalint.frameworks.cdk.jsii import snake
from lambdalint.model.function import CodeElsewhere, CodeFolder, Function, InlineCode
from lambdalint.model.source import Span
from lambdalint.model.trigger import (
    BucketTrigger,
    HttpTrigger,
    QueueTrigger,
    ScheduleTrigger,
    StreamTrigger,
    TopicTrigger,
)
from lambdalint.sources import Sources

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders" / "cdk_typescript" / "lib" / "orders-stack.ts"
HEAD = """\
import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import { PythonFunction } from '@aws-cdk/aws-lambda-python-alpha';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as path from 'path';
import { other } from 'some-package';

const common = { code: lambda.Code.fromAsset('src'), handler: 'app.handler', runtime: lambda.Runtime.PYTHON_3_13 };
"""
FUNCTION = "const fn = new lambda.Function(this, 'Orders', common);\n"


def no_template(_: str) -> None:
    return None


def functions(root: Path, files: dict[str, str]) -> tuple[list[Function], tuple[Problem, ...]]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    scripts = sorted(name for name in files if not name.endswith(".json"))
    readings = read_programs(scripts, Sources(Disk(root)), no_template)
    problems = tuple(problem for reading in readings for problem in reading.problems)
    return [function for reading in readings for function in reading.stack.functions], problems


def stack(body: str) -> str:
    made = "class Shop extends Stack {\n  constructor(scope: App, id: string, props: StackProps = {}) {\n"
    return f"{HEAD}{made}super(scope, id, props);\n{dedent(body)}\n}}\n}}\nnew Shop(new App(), 'Shop');\n"


def one(root: Path, body: str) -> Function:
    (found,), problems = functions(root, {"app.ts": stack(body)})
    assert not problems
    return found


@pytest.mark.parametrize(
    ("written", "python"),
    [
        ("visibilityTimeout", "visibility_timeout"),
        ("fromAwsManagedPolicyName", "from_aws_managed_policy_name"),
        ("addS3EventSelector", "add_s3_event_selector"),
        ("enableECSManagedTags", "enable_ecs_managed_tags"),
        ("lambda", "lambda_"),
        ("PYTHON_3_13", "PYTHON_3_13"),
        ("SqsEventSource", "SqsEventSource"),
    ],
)
def test_names_are_spelled_as_python_spells_them(written: str, python: str) -> None:
    assert snake(written) == python


def test_what_is_written_stands_where_it_is_written_also_when_it_is_spread(tmp_path: Path) -> None:
    found = one(tmp_path, "new lambda.Function(this, 'Orders', { ...common, timeout: Duration.minutes(1) });")
    lines = (tmp_path / "app.ts").read_text().splitlines()

    def text(at: Span) -> str:
        return lines[at.line - 1][at.column - 1 : at.end_column - 1]

    assert text(found.at) == "'Orders'"
    assert text(found.configuration.handler.at) == "'app.handler'"
    assert (found.configuration.timeout.value, text(found.configuration.timeout.at)) == (60, "Duration.minutes(1)")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("lambda.Code.fromAsset('src')", "src"),
        ("lambda.Code.fromAsset(path.join(__dirname, '../src'))", "src"),
        ("lambda.Code.fromAsset(`${__dirname}/../src`)", "src"),
        ("new lambda.AssetCode(path.resolve('src'))", "src"),
        ("lambda.Code.fromAsset(process.env.SRC ?? 'src')", None),
        ("lambda.Code.fromBucket(bucket, 'key')", None),
    ],
)
def test_the_folder_of_the_code(tmp_path: Path, code: str, expected: str | None) -> None:
    text = stack(f"new lambda.Function(this, 'F', {{ ...common, code: {code} }});")
    (found,), _ = functions(tmp_path, {"bin/app.ts": text, "cdk.json": '{"app": "npx ts-node bin/app.ts"}'})

    assert isinstance(found.source, CodeElsewhere if expected is None else CodeFolder)
    assert getattr(found.source, "path", None) == expected


def test_code_in_the_program(tmp_path: Path) -> None:
    code = "{ ...common, handler: 'index.handler', code: lambda.Code.fromInline(`def handler(event, context): ...`) }"
    found = one(tmp_path, f"new lambda.Function(this, 'F', {code});")

    assert isinstance(found.source, InlineCode)
    assert found.source.text == "def handler(event, context): ..."


def test_a_python_function_names_a_folder_a_file_and_a_function(tmp_path: Path) -> None:
    settings = "{ entry: path.join(__dirname, 'orders'), index: 'api.py', handler: 'create', runtime: common.runtime }"
    found = one(tmp_path, f"new PythonFunction(this, 'F', {settings});")

    assert found.configuration.handler.value == "api.create"
    assert isinstance(found.source, CodeFolder)
    assert found.source.path == "orders"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(this, 'Q'), { batchSize: 5 }));", QueueTrigger),
        (("fn.addEventSource(new sources.DynamoEventSource(new dynamodb.Table(this, 'T', { stream: 'NEW_IMAGE' }), "
         "{ startingPosition: lambda.StartingPosition.LATEST }));"), StreamTrigger),
        ("new apigateway.LambdaRestApi(this, 'Api', { handler: fn, proxy: false }).root.addMethod('GET');", HttpTrigger),
        (("new events.Rule(this, 'R', { schedule: events.Schedule.rate(Duration.hours(1)), "
         "targets: [new targets.LambdaFunction(fn)] });"), ScheduleTrigger),
        ("new sns.Topic(this, 'T').addSubscription(new subscriptions.LambdaSubscription(fn));", TopicTrigger),
        (("const b = new s3.Bucket(this, 'B'); b.addEventNotification(s3.EventType.OBJECT_CREATED_PUT, "
         "new notifications.LambdaDestination(fn), { prefix: 'in/' }, { suffix: '.json' });"), BucketTrigger),
    ],
)  # fmt: skip
def test_triggers(tmp_path: Path, body: str, kind: type) -> None:
    found = one(tmp_path, FUNCTION + body)

    assert [type(trigger) for trigger in found.triggers] == [kind]
    assert found.triggers_complete


def test_filters_of_a_bucket_are_several_objects(tmp_path: Path) -> None:
    body = """
    const created = new notifications.LambdaDestination(fn);
    new s3.Bucket(this, 'B').addEventNotification(s3.EventType.OBJECT_CREATED, created, { prefix: 'in/' }, { suffix: '.json' });
    """
    (trigger,) = one(tmp_path, FUNCTION + body).triggers

    assert isinstance(trigger, BucketTrigger)
    assert trigger.prefix is not None
    assert trigger.suffix is not None
    assert (trigger.prefix.value, trigger.suffix.value) == ("in/", ".json")


def variables(found: Function) -> dict[str, Any]:
    return {name: one.value.value for name, one in found.configuration.environment.variables.items()}


def test_names_of_variables_are_the_users_own(tmp_path: Path) -> None:
    body = (
        "const fn = new lambda.Function(this, 'F', { ...common, environment: { tableName: 'a', B: process.env.B! } });"
    )
    found = one(tmp_path, body + "fn.addEnvironment('C', 'c');")

    assert variables(found) == {"tableName": "a", "B": None, "C": "c"}
    assert found.configuration.environment.complete


@pytest.mark.parametrize(
    "body",
    [
        "new lambda.Function(this, 'F', { ...common, environment: { A: 'a', ...other } });",
        "const fn = new lambda.Function(this, 'F', { ...common, environment: { A: 'a' } }); fn.addEnvironment(other, 'b');",
        (
            "const fn = new lambda.Function(this, 'F', { ...common, environment: { A: 'a' } });"
            " if (other) { fn.addEnvironment('B', 'b'); }"
        ),
        (
            "const fn = new lambda.Function(this, 'F', { ...common, environment: { A: 'a' } });"
            " other.forEach((name: string) => fn.addEnvironment(name, 'b'));"
        ),
        "new lambda.Function(this, 'F', { ...common, ...other });",
        "new lambda.Function(this, 'F', Object.assign(other, common));",
    ],
)
def test_an_environment_that_cannot_all_be_seen_proves_nothing(tmp_path: Path, body: str) -> None:
    assert not one(tmp_path, body).configuration.environment.complete


@pytest.mark.parametrize(
    "body",
    [
        "other(fn);",
        "other.connect(this, { target: fn });",
        "new other(this, 'Other', { handlers: [fn] });",
        "if (other) { fn.addEventSource(new sources.SqsEventSource(new sqs.Queue(this, 'Q'))); }",
        "fn.addEventSource(other);",
    ],
)
def test_a_function_that_something_else_is_given_may_be_invoked_by_it(tmp_path: Path, body: str) -> None:
    assert not one(tmp_path, FUNCTION + body).triggers_complete


def test_settings_that_depend_on_something_unknown_are_unknown(tmp_path: Path) -> None:
    body = """
    const prod = this.node.tryGetContext('stage') === 'prod';
    new lambda.Function(this, 'F', { ...common, memorySize: prod ? 512 : 128, timeout: other.timeout ?? Duration.hours(1) });
    """
    settings = one(tmp_path, body).configuration

    assert (settings.memory.value, settings.timeout.value) == (None, None)


def test_a_function_that_may_not_be_made_is_there(tmp_path: Path) -> None:
    assert one(tmp_path, "if (other) { new lambda.Function(this, 'F', common); }").name == "F"


def test_permissions_are_granted(tmp_path: Path) -> None:
    body = """
    new dynamodb.Table(this, 'T').grantReadData(fn);
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }));
    """
    role = one(tmp_path, FUNCTION + body).configuration.role
    assert role is not None
    assert role.complete
    actions = {action for grant in role.grants for action in grant.actions}

    assert {"dynamodb:GetItem", "sqs:SendMessage"} <= actions


def test_what_is_changed_beneath_a_construct(tmp_path: Path) -> None:
    body = """
    const cfn = fn.node.defaultChild as lambda.CfnFunction;
    cfn.addPropertyOverride('Timeout', 60);
    cfn.memorySize = 512;
    """
    settings = one(tmp_path, FUNCTION + body).configuration

    assert (settings.timeout.value, settings.memory.value) == (60, 512)


def test_an_aspect_makes_unknown_what_it_may_change(tmp_path: Path) -> None:
    aspect = """
class Larger {
  visit(node: unknown) { if (node instanceof lambda.CfnFunction) { node.memorySize = 1024; } }
}
"""
    text = stack(FUNCTION + "Aspects.of(this).add(new Larger());").replace("Duration,", "Aspects, Duration,")
    text = text.replace("class Shop", f"{aspect}class Shop")
    (found,), problems = functions(tmp_path, {"app.ts": text})

    assert not problems
    assert (found.configuration.memory.value, found.configuration.timeout.value) == (None, 3)


def test_an_aspect_of_somebody_else_makes_all_unknown(tmp_path: Path) -> None:
    text = stack(FUNCTION + "Aspects.of(this).add(other());").replace("Duration,", "Aspects, Duration,")
    (found,), _ = functions(tmp_path, {"app.ts": text})

    assert (found.configuration.memory.value, found.configuration.handler.value) == (None, "app.handler")


def test_a_construct_that_nothing_makes_is_read_with_what_it_is_given_unknown(tmp_path: Path) -> None:
    text = f"""{HEAD}
import {{ Construct }} from 'constructs';
export class Worker extends Construct {{
  constructor(scope: Construct, id: string, props: {{ timeout: Duration }}) {{
    super(scope, id);
    new lambda.Function(this, 'Work', {{ ...common, timeout: props.timeout, memorySize: 512 }});
  }}
}}
"""
    (found,), _ = functions(tmp_path, {"worker.ts": text})

    assert (found.configuration.timeout.value, found.configuration.memory.value) == (None, 512)


def test_what_typescript_was_compiled_to_is_not_read_again(tmp_path: Path) -> None:
    text = stack(FUNCTION)
    compiled = text.replace(": App", "").replace(": string", "").replace(": StackProps", "")
    marked = f'Object.defineProperty(exports, "__esModule", {{ value: true }});\n{compiled}'
    files = {"app.ts": text, "app.js": compiled, "dist/app.js": marked, "app.d.ts": "import 'aws-cdk-lib';"}
    found, _ = functions(tmp_path, {**files, "package.json": "{}"})

    assert [function.at.path for function in found] == ["app.ts"]


def test_an_app_of_version_one_and_of_node_modules(tmp_path: Path) -> None:
    text = """
const cdk = require('@aws-cdk/core');
const lambda = require('@aws-cdk/aws-lambda');
const stack = new cdk.Stack(new cdk.App(), 'Shop');
new lambda.Function(stack, 'F', { code: lambda.Code.asset('src'), handler: 'a.b', runtime: lambda.Runtime.PYTHON_3_9,
  timeout: cdk.Duration.seconds(5) });
"""
    (found,), _ = functions(tmp_path, {"app.js": text})

    assert (found.configuration.runtime.value, found.configuration.timeout.value) == ("python3.9", 5)


TOKENS = re.findall(r"\s+|\w+|'[^'\n]*'|[^\w\s]", ORDERS.read_text())
OTHERS = (
    "this", "scope", "null", "undefined", "-1", "10**9", "[]", "{}", "()", "{ a: 1 }", "[...this.all]", "{ ...options }",
    "(x) => x", "other", "super()", "this.api()", "Orders", "sqs", "queue", "''", "`${1}`", "await", "new", "delete",
    "if (x)", "for (const x of this.settings)", "while (true)", "...", "*", "?.", "??", "=", "=>", "import 'aws-cdk-lib';",
    "\n", "lambda", "targets", "new lambda.Function(this)", "new lambda.Function(...scope, options)", "as any", "!",
    "new apigateway.RestApi(1, 2, 3)", "new s3.Bucket(this, 4)", "this.queue.grant()", "this.queue.addEventSource()",
    "this.uploads.addEventNotification()", "class", "extends", "static", "get", "enum E { A }", "export default", "//",
)  # fmt: skip


@st.composite
def programs(draw: Any) -> str:
    tokens = list(TOKENS)
    for place, new in draw(
        st.lists(st.tuples(st.integers(0, len(TOKENS) - 1), st.sampled_from(OTHERS)), min_size=1, max_size=4)
    ):
        tokens[place] = new
    return "".join(tokens)


@given(programs())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_programs_are_read_without_a_crash(tmp_path_factory: Any, text: str) -> None:
    found, _ = functions(tmp_path_factory.mktemp("app"), {"stack.ts": text})

    assert all(function.at.path == "stack.ts" for function in found)


@pytest.mark.parametrize(
    "value",
    ["[" * 90 + "]" * 90, " + ".join(["id"] * 900), "scope" + ".next(scope)" * 300, "!" * 900 + "scope", "(" * 3000],
)
def test_however_deep_an_expression_is_the_rest_is_read(tmp_path: Path, value: str) -> None:
    text = stack(f"use({value});\nnew lambda.Function(this, 'F', {{ ...common, description: {value} }});")
    found, problems = functions(tmp_path, {"stack.ts": text})

    assert [function.name for function in found] == ["F"] or problems
