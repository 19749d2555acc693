"""Pulumi projects in Python: what is followed, what is left unknown, and where findings stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from lambdalint.disk import Disk
from lambdalint.documents.tree import Problem
from lambdalint.frameworks import read_programs
from lambdalint.model.function import CodeElsewhere, CodeFolder, Function, InlineCode
from lambdalint.model.project import Stack
from lambdalint.model.source import Setting
from lambdalint.model.trigger import AuthorizerTrigger, HttpTrigger, StateMachineTrigger
from lambdalint.sources import Sources

PROJECT = "name: shop\nruntime:\n  name: python\n"
HEAD = """\
import json
import os
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_aws_apigateway as apigateway
from pulumi_aws import lambda_

config = pulumi.Config()
"""
FUNCTION = """
role = aws.iam.Role("role", assume_role_policy="{}")
fn = lambda_.Function("fn", runtime="python3.13", handler="app.handler", role=role.arn, code=pulumi.FileArchive("src"))
"""


def read(root: Path, files: Mapping[str, str]) -> tuple[Stack, tuple[Problem, ...]]:
    for path, text in {"Pulumi.yaml": PROJECT, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    python = sorted(path for path in files if path.endswith(".py"))
    (reading,) = read_programs(python, Sources(Disk(root), python), lambda _: None)
    return reading.stack, reading.problems


def functions(root: Path, program: str, **stacks: str) -> dict[str, Function]:
    """The functions of a program, each in its last form; `stacks` are the settings of each."""
    files = {f"Pulumi.{name}.yaml": f"config:\n{dedent(text)}" for name, text in stacks.items()}
    stack, problems = read(root, {"__main__.py": HEAD + dedent(program), **files})
    assert not problems
    return {function.name: function for function in stack.functions}


def function(root: Path, program: str, **stacks: str) -> Function:
    """The one function of a program."""
    (found,) = functions(root, program, **stacks).values()
    return found


def values(found: Function) -> dict[str, Any]:
    """What its settings are known to be."""
    configuration = found.configuration
    settings = {name: getattr(configuration, name) for name in ("handler", "runtime", "timeout", "memory")}
    return {name: setting.value for name, setting in settings.items() if isinstance(setting, Setting)}


WRITTEN = {
    "plainly": 'lambda_.Function("fn", runtime="python3.13", handler="app.run", timeout=9, memory_size=512)',
    "an object": 'lambda_.Function("fn", lambda_.FunctionArgs(runtime="python3.13", handler="app.run", timeout=9, memory_size=512))',
    "a dict of arguments": 'lambda_.Function("fn", **{"runtime": "python3.13", "handler": "app.run", "timeout": 9, "memory_size": 512})',
    "an enumeration": 'lambda_.Function("fn", runtime=lambda_.Runtime.PYTHON3D13, handler="app.run", timeout=9, memory_size=512)',
    "module names": 'aws.lambda_.Function(resource_name="fn", runtime="python3.13", handler="app.run", timeout=9, memory_size=512)',
    "a helper": """
        def make(name, **options):
            return lambda_.Function(name, runtime="python3.13", **options)

        made = make("fn", handler="app.run", timeout=3 * 3, memory_size=512)
        """,
    "a component": """
        class Worker(pulumi.ComponentResource):
            memory = 512

            def __init__(self, name, handler, opts=None):
                super().__init__("shop:index:Worker", name, {}, opts)
                self.timeout = 9
                self.make(name, handler)
                self.register_outputs({})

            def make(self, name, handler):
                options = pulumi.ResourceOptions(parent=self)
                lambda_.Function(
                    name, runtime="python3.13", handler=handler, timeout=self.timeout, memory_size=self.memory, opts=options
                )

        Worker("fn", "app.run")
        """,
    "a class of its own": """
        class Worker(lambda_.Function):
            def __init__(self, name, **options):
                super().__init__(name, runtime="python3.13", handler="app.run", **options)

        Worker("fn", timeout=9, memory_size=512)
        """,
    "a loop": """
        for name, timeout in {"fn": 9}.items():
            lambda_.Function(name, runtime="python3.13", handler="app.run", timeout=timeout, memory_size=512)
        """,
    "a comprehension": """
        made = [
            lambda_.Function(name, runtime="python3.13", handler="app.run", timeout=9, memory_size=512) for name in ["fn"]
        ]
        """,
    "an output": """
        table = aws.dynamodb.Table("orders")
        table.arn.apply(
            lambda arn: lambda_.Function("fn", runtime="python3.13", handler="app.run", timeout=9, memory_size=512)
        )
        """,
}


@pytest.mark.parametrize("program", WRITTEN.values(), ids=WRITTEN)
def test_a_function_is_read_however_it_is_written(tmp_path: Path, program: str) -> None:
    found = function(tmp_path, program)

    assert found.name == "fn"
    assert values(found) == {"handler": "app.run", "runtime": "python3.13", "timeout": 9, "memory": 512}


def test_a_function_of_the_native_provider_is_read_without_its_code(tmp_path: Path) -> None:
    program = """
    import pulumi_aws_native as native

    code = native.lambda_.FunctionCodeArgs(s3_bucket="artifacts", s3_key="app.zip")
    made = native.lambda_.Function("fn", runtime="python3.13", handler="app.run", timeout=9, memory_size=512, code=code)
    native.scheduler.Schedule("nightly", target={"arn": made.arn})
    """
    found = function(tmp_path, program)

    assert values(found) == {"handler": "app.run", "runtime": "python3.13", "timeout": 9, "memory": 512}
    assert isinstance(found.source, CodeElsewhere)
    assert not found.triggers_complete


UNKNOWN = {
    "the environment": 'lambda_.Function("fn", timeout=int(os.environ["TIMEOUT"]))',
    "options that nobody sees": 'lambda_.Function("fn", **config.require_object("options"))',
    "an object of them": 'lambda_.Function("fn", lambda_.FunctionArgs(**config.require_object("options")))',
    "an answer of AWS": 'lambda_.Function("fn", timeout=aws.ssm.get_parameter(name="timeout").value)',
    "a setting of a stack that is not written down": 'lambda_.Function("fn", timeout=config.get_int("timeout") or 5)',
}


@pytest.mark.parametrize("program", UNKNOWN.values(), ids=UNKNOWN)
def test_what_only_the_running_program_knows_is_unknown(tmp_path: Path, program: str) -> None:
    assert "timeout" in values(function(tmp_path, program))
    assert function(tmp_path, program).configuration.timeout.value is None


CODE = {
    'pulumi.FileArchive("./src")': "src",
    'pulumi.asset.FileArchive("src/")': "src",
    'pulumi.FileArchive(str(Path(__file__).parent / "src"))': "src",
    'pulumi.FileArchive("dist/app.zip")': "a built archive",
    'pulumi.RemoteArchive("https://example.org/app.zip")': "in S3",
    'pulumi.FileArchive(config.require("folder"))': "chosen at deployment",
    'pulumi.AssetArchive({".": pulumi.FileArchive("src")})': "src",
    'pulumi.AssetArchive({"app.py": pulumi.FileAsset("src/app.py"), "lib": pulumi.FileArchive("src/lib")})': "src",
    'pulumi.AssetArchive({".": pulumi.FileArchive("src"), "lib": pulumi.FileArchive("lib")})': "src, and more",
    'pulumi.AssetArchive({"index.py": pulumi.FileAsset("src/app.py")})': "chosen at deployment",
    'pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")})': "inline",
}


@pytest.mark.parametrize(("code", "expected"), CODE.items(), ids=CODE)
def test_code_is_where_its_archive_is_packed_from(tmp_path: Path, code: str, expected: str) -> None:
    match function(tmp_path, f'lambda_.Function("fn", code={code})').source:
        case CodeFolder(path=path, custom_build=built):
            assert (f"{path}, and more" if built else path) == expected
        case CodeElsewhere(reason=reason):
            assert reason == expected
        case InlineCode(text=text):
            assert (expected, text) == ("inline", "def handler(event, context): ...")


ROUTES = {
    "concat": 'pulumi.Output.concat("integrations/", i.id)',
    "apply": 'i.id.apply(lambda id: f"integrations/{id}")',
    "apply of a function": "i.id.apply(target)",
    "all": 'pulumi.Output.all(i.id, api.id).apply(lambda ids: "integrations/" + ids[0])',
    "all by name": "pulumi.Output.all(i=i.id).apply(lambda ids: f\"integrations/{ids['i']}\")",
    "format": 'pulumi.Output.format("integrations/{0}", i.id)',
    "percent": 'i.id.apply(lambda id: "integrations/%s" % id)',
    "from_input": 'pulumi.Output.from_input(i.id).apply(lambda id: "integrations/" + id)',
}


@pytest.mark.parametrize("target", ROUTES.values(), ids=ROUTES)
def test_outputs_are_followed_to_what_they_name(tmp_path: Path, target: str) -> None:
    program = f"""
def target(id):
    return "integrations/" + id

api = aws.apigatewayv2.Api("api", protocol_type="HTTP")
i = aws.apigatewayv2.Integration("i", api_id=api.id, integration_type="AWS_PROXY", integration_uri=fn.invoke_arn)
aws.apigatewayv2.Route("route", api_id=api.id, route_key="GET /orders", target={target})
"""
    found = function(tmp_path, FUNCTION + program)

    (trigger,) = found.triggers
    assert isinstance(trigger, HttpTrigger)
    assert trigger.path is not None
    assert trigger.path.value == "/orders"
    assert found.triggers_complete


GRANTS = {
    "a dictionary": "json.dumps({'Statement': [{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*'}]})",
    "an output": "pulumi.Output.json_dumps({'Statement': {'Effect': 'Allow', 'Action': ['sqs:SendMessage'], 'Resource': '*'}})",
    "text": """'{"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}'""",
    "a document": "aws.iam.get_policy_document(statements=[{'actions': ['sqs:SendMessage'], 'resources': ['*']}]).json",
    "a document of objects": "aws.iam.get_policy_document_output(statements=["
    "aws.iam.GetPolicyDocumentStatementArgs(actions=['sqs:SendMessage'], resources=['*'])]).json",
    "an applied one": "fn.arn.apply(lambda arn: json.dumps("
    "{'Statement': [{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*'}]}))",
}


@pytest.mark.parametrize("policy", GRANTS.values(), ids=GRANTS)
def test_what_a_role_may_do_is_known_however_its_policy_is_written(tmp_path: Path, policy: str) -> None:
    stack, _ = read(
        tmp_path, {"__main__.py": f'{HEAD}{FUNCTION}\naws.iam.RolePolicy("own", role=role.id, policy={policy})\n'}
    )

    (role,) = stack.resources.roles.values()
    (grant,) = role.grants
    assert (grant.actions, grant.resources, role.complete) == (("sqs:SendMessage",), ("*",), True)


def test_routes_name_the_functions_that_handle_and_authorize(tmp_path: Path) -> None:
    found = functions(
        tmp_path,
        FUNCTION
        + """
guard = lambda_.Function("guard", handler="guard.handler", runtime="python3.13")
apigateway.RestAPI("api", routes=[
    apigateway.RouteArgs(path="/", local_path="www"),
    apigateway.RouteArgs(
        path="orders/{id}", method=apigateway.Method.GET, event_handler=fn,
        authorizers=[apigateway.AuthorizerArgs(parameter_name="Authorization", type="request", handler=guard)],
    ),
    {"path": "/any", "event_handler": fn},
])
""",
    )

    first, second = found["fn"].triggers
    assert isinstance(first, HttpTrigger)
    assert isinstance(second, HttpTrigger)
    assert [each.value for each in (first.method, first.path, first.auth) if each] == ["GET", "/orders/{id}", "CUSTOM"]
    assert [each.value for each in (second.method, second.path, second.auth) if each] == ["ANY", "/any", "NONE"]
    assert [type(trigger) for trigger in found["guard"].triggers] == [AuthorizerTrigger]
    assert all(each.triggers_complete for each in found.values())


def test_the_tasks_of_a_state_machine_are_followed_through_its_text(tmp_path: Path) -> None:
    definition = '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "%s", "End": true}}}'
    program = (
        f"aws.sfn.StateMachine('machine', role_arn='r', definition=fn.arn.apply(lambda arn: '{definition}' % arn))"
    )

    (trigger,) = function(tmp_path, f"{FUNCTION}\n{program}").triggers
    assert isinstance(trigger, StateMachineTrigger)
    assert trigger.state == "A"


DOUBTFUL = {
    "a library that is not read": "import somewhere\nsomewhere.Connector('c', function=fn.arn)",
    "a resource that may not be there": "if os.environ.get('QUEUE'):\n"
    "    lambda_.EventSourceMapping('m', function_name=fn.name, event_source_arn='arn:aws:sqs:eu-west-1:1:q')",
    "a loop over what is not known": "for name in os.listdir('queues'):\n"
    "    lambda_.EventSourceMapping(name, function_name=fn.name, event_source_arn='arn:aws:sqs:eu-west-1:1:q')",
}


@pytest.mark.parametrize("program", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_may_invoke_a_function_leaves_its_triggers_open(tmp_path: Path, program: str) -> None:
    assert not function(tmp_path, f"{FUNCTION}\n{program}").triggers_complete


def test_what_cannot_invoke_a_function_leaves_its_triggers_closed(tmp_path: Path) -> None:
    program = """
pulumi.export("arn", fn.arn)
pulumi.log.info("made")
aws.cloudwatch.MetricAlarm("alarm", dimensions={"FunctionName": fn.name})
print(fn)
"""
    assert function(tmp_path, FUNCTION + program).triggers_complete


def test_a_role_given_to_what_is_not_read_may_do_more(tmp_path: Path) -> None:
    stack, _ = read(tmp_path, {"__main__.py": f"{HEAD}{FUNCTION}\nimport somewhere\nsomewhere.grant(role)\n"})

    (role,) = stack.resources.roles.values()
    assert not role.complete


STACKS = {"dev": "  shop:memory: '256'", "prod": "  memory: 1024\n  shop:queue: jobs"}


def test_a_function_has_a_form_for_each_stack_that_changes_it(tmp_path: Path) -> None:
    files = {f"Pulumi.{name}.yaml": f"config:\n{text}\n" for name, text in STACKS.items()}
    program = f"""{HEAD}
lambda_.Function(f"fn-{{pulumi.get_stack()}}", memory_size=config.require_int("memory"))
lambda_.Function("other", timeout=config.get_int("timeout", 20), memory_size=512)
if config.get("queue"):
    lambda_.Function("worker", memory_size=512)
"""
    stack, problems = read(tmp_path, {"__main__.py": program, **files})

    assert not problems
    assert [
        (each.name, each.configuration.memory.value, [one.message for one in each.assumes]) for each in stack.functions
    ] == [
        ("fn-dev", 256, ["in the stack `dev`"]),
        ("fn-dev", 1024, ["in the stack `prod`"]),
        ("other", 512, []),
        ("worker", 512, []),
    ]
    assert stack.functions[1].assumes[0].at.path == "Pulumi.prod.yaml"
    assert stack.functions[2].configuration.timeout.value == 20


SETTINGS = {
    'config.require_int("timeout")': 30,
    'config.get_int("timeout")': 30,
    'pulumi.Config("shop").require_int("timeout")': 30,
    'pulumi.Config("other").require_int("timeout")': 40,
    'config.require_object("limits")["timeout"]': "50",
    'config.get_int("none") or 60': 60,
    'config.get_int("none", 70)': 70,
    'config.get_int("shared")': 80,
    'config.require_secret_int("secret")': None,
    'config.require_int("none")': None,
}


@pytest.mark.parametrize(("expression", "expected"), SETTINGS.items(), ids=SETTINGS)
def test_settings_are_what_the_stack_and_the_project_say(tmp_path: Path, expression: str, expected: object) -> None:
    files = {
        "Pulumi.yaml": f"{PROJECT}config:\n  shared: {{type: integer, default: 80}}\n",
        "Pulumi.dev.yaml": "config:\n  shop:timeout: 30\n  other:timeout: 40\n  limits: {timeout: 50}\n"
        "  shop:secret: {secure: AAABAA}\n",
        "__main__.py": f'{HEAD}lambda_.Function("fn", timeout={expression})\n',
    }
    stack, _ = read(tmp_path, files)
    (found,) = stack.functions

    assert found.configuration.timeout.value == (int(expected) if isinstance(expected, str) else expected)


def test_modules_and_another_main_folder_are_followed(tmp_path: Path) -> None:
    files = {
        "Pulumi.yaml": f"{PROJECT}main: infra/\n",
        "infra/__main__.py": "import sys\nsys.path.insert(0, '..')\nimport queues\nfrom shared import names\n",
        "infra/queues.py": "import pulumi_aws as aws\nfrom shared.names import NAME\naws.sqs.Queue(NAME)\n"
        "aws.lambda_.Function('fn', code=__import__('pulumi').FileArchive('../src'))\n",
        "shared/__init__.py": "",
        "shared/names.py": "NAME = 'jobs'\n",
        "infra/unused.py": "import pulumi_aws as aws\naws.sqs.Queue('unused')\n",
    }
    stack, problems = read(tmp_path, files)

    assert not problems
    assert list(stack.resources.queues) == ["infra/__main__.py#jobs"]
    assert [each.id for each in stack.functions] == ["infra/__main__.py#fn"]


def test_settings_stand_where_the_program_says_them(tmp_path: Path) -> None:
    program = """
    def make(name, timeout):
        return lambda_.Function(name, timeout=timeout, environment={"variables": {"STAGE": "prod"}})

    make("fn", 9)
    """
    found = function(tmp_path, program)

    text = (tmp_path / "__main__.py").read_text().splitlines()
    assert text[found.at.line - 1] == text[found.configuration.timeout.at.line - 1] == 'make("fn", 9)'
    assert "environment=" in text[found.configuration.environment.at.line - 1]


PROBLEMS = {
    "a program with an error": ({"__main__.py": "import pulumi\ndef"}, "LL001", "__main__.py", 2),
    "a module with an error": (
        {"__main__.py": "import pulumi\nfrom queues import jobs\n", "queues.py": "\n\njobs ="},
        "LL001",
        "queues.py",
        3,
    ),
    "no program": ({"app.py": "import pulumi"}, "LL008", "Pulumi.yaml", 3),
    "another language": ({"Pulumi.yaml": "name: shop\nruntime: go\n", "app.py": ""}, "LL008", "Pulumi.yaml", 2),
    "a program without end": (
        {"__main__.py": "import pulumi\ndef again(n):\n    return again(n + 1)\nagain(1)\n"},
        "LL008",
        "__main__.py",
        1,
    ),
}


@pytest.mark.parametrize(("files", "code", "path", "line"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_cannot_be_read_is_said(tmp_path: Path, files: dict[str, str], code: str, path: str, line: int) -> None:
    stack, (problem,) = read(tmp_path, files)

    assert not stack.functions
    assert (problem.code, problem.at.path, problem.at.line) == (code, path, line)


def test_recursion_that_only_the_running_program_ends_is_followed_once(tmp_path: Path) -> None:
    program = """
def crawl(folder):
    for name in os.listdir(folder):
        if os.path.isdir(name):
            crawl(os.path.join(folder, name))
        lambda_.Function(f"{name}-fn", handler="app.handler")

crawl("functions")
"""
    assert values(function(tmp_path, program))["handler"] == "app.handler"
