"""Which functions are handlers, how sure that is, and who calls them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from harness import lint
from program import code, finder

from lambdalint.code.marks import marks
from lambdalint.code.program import Program
from lambdalint.code.shapes import GATE, handlers_in
from lambdalint.disk import Disk
from lambdalint.errors import SettingsError
from lambdalint.model.code import Code
from lambdalint.model.module import Module
from lambdalint.model.rule import Tier
from lambdalint.project import undeclared
from lambdalint.sources import Sources


def tiers(source: str, path: str = "app.py", **others: str) -> dict[str, str]:
    """The handlers of a module by tier; the gate must let its bytes pass when there are any."""
    files = {path: dedent(source), **{f"{name}.py": dedent(text) for name, text in others.items()}}
    lookup = finder(files, "src" if path.startswith("src/") else ".")
    module = lookup.load(path)
    assert isinstance(module, Module), module
    lookup.add("app", module)
    found = {name: tier.value for name, tier in handlers_in(module, Program(lookup))}
    assert not found or GATE.search(dedent(source).encode())
    return found


DECORATED = {
    "Powertools": """
        from aws_lambda_powertools import Logger
        logger = Logger()
        @logger.inject_lambda_context(log_event=True)
        def run(event, context): pass
    """,
    "Powertools tracer": """
        from aws_lambda_powertools import Tracer
        tracer = Tracer()
        @tracer.capture_lambda_handler
        def run(event, context): pass
    """,
    "data class": """
        from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source
        @event_source(data_class=SQSEvent)
        def run(event: SQSEvent, context): pass
    """,
    "middleware": """
        from aws_lambda_powertools.middleware_factory import lambda_handler_decorator
        @lambda_handler_decorator
        def checked(handler, event, context): return handler(event, context)
        @checked
        def run(event, context): pass
    """,
    "durable execution": """
        from aws_durable_execution_sdk_python.execution import durable_execution
        from aws_durable_execution_sdk_python.context import DurableContext, durable_step
        @durable_step
        def charge(context, amount): pass
        @durable_execution
        def run(event, context: DurableContext): context.step(charge(3))
    """,
    "Datadog": """
        from datadog_lambda.wrapper import datadog_lambda_wrapper
        @datadog_lambda_wrapper
        def run(event, context): pass
    """,
    "Mangum": "from mangum import Mangum\nfrom web import api\nrun = handler = Mangum(api)",
    "apig-wsgi": "from apig_wsgi import make_lambda_handler\nfrom web import api\nrun = lambda_handler = make_lambda_handler(api)",
    "Alexa": """
        from ask_sdk_core.skill_builder import SkillBuilder
        skill = SkillBuilder()
        run = lambda_handler = skill.lambda_handler()
    """,
    "serverless-wsgi": """
        import serverless_wsgi
        from web import api
        def run(event, context): return serverless_wsgi.handle_request(api, event, context)
    """,
    "awsgi": """
        import awsgi
        from web import api
        def run(event, context): return awsgi.response(api, event, context)
    """,
    "Slack Bolt": """
        from slack_bolt.adapter.aws_lambda import SlackRequestHandler
        from bot import bolt
        def run(event, context):
            return SlackRequestHandler(app=bolt).handle(event, context)
    """,
    "crhelper": """
        from crhelper import CfnResource
        helper = CfnResource()
        @helper.create
        def create(event, context): pass
        def run(event, context): helper(event, context)
    """,
    "router": """
        from aws_lambda_powertools.event_handler import APIGatewayRestResolver
        api = APIGatewayRestResolver()
        @api.get("/")
        def index(): pass
        def run(event, context): return api.resolve(event, context)
    """,
    "batch": """
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
        processor = BatchProcessor(event_type=EventType.SQS)
        def work(record): pass
        def run(event, context):
            return process_partial_response(event=event, record_handler=work, processor=processor, context=context)
    """,
}


@pytest.mark.parametrize("source", DECORATED.values(), ids=DECORATED)
def test_what_a_library_for_handlers_decorates_or_makes_is_a_handler(source: str) -> None:
    assert tiers(source)["run"] == "decorated"
    assert not {"work", "index", "create", "charge", "checked"} & tiers(source).keys()


def test_a_wrapper_called_as_a_function_makes_a_handler() -> None:
    source = """
        from aws_lambda_powertools import Tracer
        tracer = Tracer()
        def work(event, context): pass
        handler = tracer.capture_lambda_handler(work)
    """

    assert tiers(source)["handler"] == "decorated"
    assert code(dedent(source)).entry is not None


def test_every_decorated_function_of_chalice_is_an_entry_point() -> None:
    source = """
        from chalice import Chalice
        app = Chalice(app_name="orders")
        @app.route("/orders/{order_id}")
        def order(order_id): return {"id": order_id}
        @app.lambda_function()
        def report(event, context): pass
        @app.on_sqs_message(queue="orders")
        def work(event): pass
        @app.schedule("rate(1 hour)")
        def tick(event): pass
        def helper(order_id): pass
    """

    assert tiers(source) == dict.fromkeys(("order", "report", "work", "tick"), "decorated")
    assert [code(dedent(source), f"app.{name}").framework for name in ("order", "report", "work")] == [
        "chalice",
        None,
        "chalice",
    ]


def test_each_function_of_chalice_runs_alone_and_the_app_only_what_answers_requests() -> None:
    source = dedent("""
        from chalice import Chalice
        class Shop(Chalice): pass
        app = Shop(app_name="orders")
        @app.route("/orders/{order_id}")
        def order(order_id): return {"id": order_id}
        def listed(): pass
        app.route("/orders")(listed)
        @app.lambda_function()
        def report(event, context): app.log.info(event)
        @app.on_sqs_message(queue="orders")
        def work(event): app.log.info(event)
    """)

    def runs(name: str) -> list[str]:
        return [each.definition.name for each in code(source, f"app.{name}").functions]

    assert (code(source, "app.app").framework, runs("app")) == ("chalice", ["listed", "order"])
    assert [runs(name) for name in ("report", "work")] == [["report"], ["work"]]


@pytest.mark.parametrize(
    "source",
    [
        "def lambda_handler(event, context): pass",
        "def handler(event, _context): pass",
        "def handler(event, _): pass",
        "def handler(payload, context): pass",
        "def handler(event, context=None): pass",
        "def handler(event: dict, ctx) -> None: pass",
        "def s3_handler(event, context): pass",
        "def getItemHandler(event, context): pass",
        "def main(event, context): pass",
        "def on_event(event, context): pass",
        "from aws_lambda_powertools.utilities.typing import LambdaContext\ndef handler(order, unused: LambdaContext): pass",
        "handler = lambda event, context: None",
        "def make_handler(x):\n    def inner(event, context): return x\n    return inner\nhandler = make_handler(1)",
        "class Job:\n    def __call__(self, event, context): pass\nhandler = Job()",
        "class Job:\n    def handle(self, event, context): pass\nhandler = Job().handle",
        "import functools\ndef logged(f): return f\n@logged\ndef lambda_handler(event, context): pass",
        "def lambda_handler(event, context): pass\nif __name__ == '__main__':\n    lambda_handler({}, None)",
    ],
)
def test_a_handler_is_known_by_name_parameters_and_context_together(source: str) -> None:
    assert "shaped" in tiers(source).values()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("handler.py", "def hello(event, context): pass"),
        ("lambda_handlers.py", "def hello(event, context): pass"),
        ("create.py", "def create(event, context): pass"),
        ("list.py", "def todo_list(event, context): pass"),
        ("lambdas/report.py", "def run(event, context): pass"),
    ],
)
def test_the_name_of_the_file_may_stand_for_the_name_of_the_function(path: str, source: str) -> None:
    assert list(tiers(source, path).values()) == ["shaped"]
    assert tiers(source, "util/common.py") == {}


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def signal_handler(signum, frame): pass", id="signal"),
        pytest.param("def error_handler(request, exception): pass", id="Django"),
        pytest.param("import web\n@web.app.errorhandler(404)\ndef not_found_handler(event, context): pass", id="Flask"),
        pytest.param("import bot\n@bot.client.on('x')\ndef message_handler(event, context): pass", id="events"),
        pytest.param(
            "import logging\nclass SqsHandler(logging.Handler):\n    def handler(self, event, context): pass",
            id="method",
        ),
        pytest.param("def invoke_llm(question, context): pass", id="other context"),
        pytest.param("def order_handler(event): pass", id="no context"),
        pytest.param("def order_handler(event, context, table): pass", id="one more"),
        pytest.param("def handler(event, context, *, table): pass", id="keyword that must be given"),
        pytest.param("def outer():\n    def handler(event, context): pass", id="nested"),
        pytest.param("from other import lambda_handler", id="imported"),
        pytest.param(
            "from google.cloud import storage\ndef on_upload_handler(event, context): pass", id="another cloud"
        ),
        pytest.param(
            "def order_handler(event, context): pass\ndef lambda_handler(event, context): order_handler(event, context)",
            id="helper",
        ),
    ],
)
def test_what_only_resembles_a_handler_is_none(source: str) -> None:
    assert tiers(source).keys() <= {"lambda_handler"}


@pytest.mark.parametrize(
    ("source", "direct", "filled"),
    [
        ("def handler(event, context): pass", True, "event context"),
        ("import own\nclass A:\n    def run(self, event, context): pass\nhandler = A().run", True, "event context"),
        (
            "def main(mode, event, context): pass\nimport functools\nhandler = functools.partial(main, 1)",
            True,
            "event context",
        ),
        (
            "from aws_lambda_powertools import Tracer\n@Tracer().capture_lambda_handler\ndef handler(e, c): pass",
            True,
            "e c",
        ),
        (
            "import functools\ndef deco(f):\n    @functools.wraps(f)\n    def inner(e, c): f()\n    return inner\nhandler = deco(1)",
            True,
            "e c",
        ),
        (
            "from elsewhere import with_session\n@with_session\ndef handler(event, context, session): pass",
            False,
            "event context session",
        ),
        ("def own(f): return f\n@own\ndef handler(event, context): pass", False, "event context"),
        (
            "from asgiref.sync import async_to_sync\nasync def main(event, context): pass\nhandler = async_to_sync(main)",
            False,
            "event context",
        ),
        ("from mangum import Mangum\nhandler = Mangum(1)", False, ""),
    ],
)
def test_a_handler_is_called_directly_unless_something_unknown_stands_before_it(
    source: str, direct: bool, filled: str
) -> None:
    found = code(source)

    assert (found.direct, " ".join(one.name for one in found.parameters)) == (direct, filled)


def test_the_second_argument_of_a_durable_function_is_no_lambda_context() -> None:
    source = """
        from aws_durable_execution_sdk_python import durable_execution
        @durable_execution
        def handler(event, context): context.wait(5)
        def other(event, context): pass
    """

    assert [code(dedent(source), f"app.{name}").is_durable for name in ("handler", "other")] == [True, False]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("# lambdalint: handler\ndef run(event): pass", id="above"),
        pytest.param("def run(event):  # lambdalint: handler -- called by the scheduler\n    pass", id="beside"),
        pytest.param("# lambdalint: handler\n@deco(\n    1,\n)\nasync def run(event): pass", id="above a decorator"),
        pytest.param("@deco  # lambdalint: handler\ndef run(event): pass", id="beside a decorator"),
        pytest.param("def f():\n    pass\n# lambdalint: handler\ndef run(event): pass", id="after a block"),
        pytest.param("run = make()  # lambdalint: handler", id="assigned"),
    ],
)
def test_a_comment_makes_the_definition_it_stands_at_a_handler(source: str) -> None:
    assert [mark.name for mark in marks("app.py", source)] == ["run"]


@pytest.mark.parametrize(
    "source",
    [
        "x()  # lambdalint: handler",
        "# lambdalint: handler",
        "def f():\n    # lambdalint: handler\n    pass\ndef g(): pass",
    ],
)
def test_a_comment_that_marks_no_definition_is_told(source: str) -> None:
    assert [mark.name for mark in marks("app.py", source)] == [None]


def project(folder: Path, files: Mapping[str, str]) -> Sources:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text))
    return Sources(Disk(folder), [path for path in files if path.endswith(".py")])


def found(folder: Path, files: Mapping[str, str], *named: tuple[str, str]) -> dict[str, tuple[Tier, Code]]:
    sources = project(folder, files)
    functions = undeclared(sources.python, named, (), sources).functions
    return {function.id: (function.tier, function.code) for function in functions if function.code}


def test_what_the_user_says_is_a_handler_is_one_whatever_it_looks_like(tmp_path: Path) -> None:
    files = {
        "src/jobs.py": """
            class Jobs:
                def run(self, event, context): open(event["path"])
            # lambdalint: handler
            def tick(): pass
            def once(x): pass
        """,
    }
    functions = found(tmp_path, files, ("src/jobs.py", "Jobs.run"), ("src/jobs.py", "once"))

    assert {name: tier for name, (tier, _) in functions.items()} == {
        "src/jobs.py#Jobs.run": Tier.USER,
        "src/jobs.py#once": Tier.USER,
        "src/jobs.py#tick": Tier.USER,
    }
    (opened,) = (call for call in functions["src/jobs.py#Jobs.run"][1].calls if call.target == "builtins.open")
    assert opened.reads_event


def test_a_handler_in_the_settings_that_its_file_does_not_define_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"`app.py` defines no `handel`") as error:
        found(tmp_path, {"app.py": "def handle(x): pass  # not handel"}, ("app.py", "handel"))
    assert error.value.suggestion == "did you mean `handle`?"


def test_a_mark_that_marks_nothing_is_a_finding_and_one_that_marks_is_none(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "app.py": "# lambdalint: handler\ndef run(x): pass\n",
            "other.py": "def f():\n    # lambdalint: handler\n    pass\n",
        },
    )

    assert [(each.code, each.span.path, each.span.line) for each in lint(tmp_path)] == [("LL003", "other.py", 2)]


def test_code_without_a_template_finds_its_own_modules_in_packages_src_and_layers(tmp_path: Path) -> None:
    files = {
        "functions/orders/__init__.py": "",
        "functions/orders/app.py": """
            from .store import save
            from shop.prices import price
            from common import clean
            def handler(event, context): save(price(clean(event)))
        """,
        "functions/orders/store.py": "from ..shared import put\ndef save(x): put(x)",
        "functions/__init__.py": "",
        "functions/shared.py": "def put(x): print(x)",
        "src/shop/prices.py": "def price(x): return x['price']",
        "layers/common/python/common.py": "def clean(x): return x",
    }
    ((_, code),) = found(tmp_path, files).values()

    assert sorted(each.definition.name for each in code.functions) == ["clean", "handler", "price", "put", "save"]
    assert code.complete


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      CodeUri: src/
      Handler: {handler}
      Environment:
        Variables:
          {variables}
"""


def handler_findings(folder: Path, handler: str, variables: str) -> list[tuple[str, int]]:
    files = {
        "src/app.py": "import boto3\ndef run(event, context): boto3.client('s3')\n",
        "template.yaml": TEMPLATE.format(handler=handler, variables=variables),
    }
    project(folder, files)
    return [(each.code, each.span.line) for each in lint(folder) if each.code in ("LL401", "LL101")]


@pytest.mark.parametrize(
    ("handler", "variable"),
    [
        ("datadog_lambda.handler.handler", "DD_LAMBDA_HANDLER"),
        ("newrelic_lambda_wrapper.handler", "NEW_RELIC_LAMBDA_HANDLER"),
        ("sentry_sdk.integrations.init_serverless_sdk.sentry_lambda_handler", "SENTRY_INITIAL_HANDLER"),
        ("/opt/python/lumigo_tracer/auto_instrument_handler._handler", "LUMIGO_ORIGINAL_HANDLER"),
        ("instana.lambda_handler", "LAMBDA_HANDLER"),
    ],
)
def test_a_wrapper_is_followed_to_the_handler_that_its_variable_names(
    handler: str, variable: str, tmp_path: Path
) -> None:
    assert handler_findings(tmp_path, handler, f"{variable}: app.run") == [("LL101", 2)]
    assert handler_findings(tmp_path, handler, f"{variable}: app.ran") == [("LL401", 12)]
    assert handler_findings(tmp_path, handler, f"{variable}: !ImportValue name") == []
    assert handler_findings(tmp_path, handler, "OTHER: app.run") == []


@pytest.mark.parametrize(
    ("handler", "variables"),
    [
        ("run.sh", "AWS_LAMBDA_EXEC_WRAPPER: /opt/bootstrap"),
        ("run.sh", "PORT: 8080"),
        ("app.serve", "AWS_LAMBDA_EXEC_WRAPPER: /opt/bootstrap"),
        ("bootstrap", "PORT: 8080"),
    ],
)
def test_the_command_of_a_web_adapter_is_no_python_handler(handler: str, variables: str, tmp_path: Path) -> None:
    assert handler_findings(tmp_path, handler, variables) == []


def test_an_exec_wrapper_that_only_observes_leaves_the_handler_as_it_is(tmp_path: Path) -> None:
    assert handler_findings(tmp_path, "app.run", "AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-instrument") == [("LL101", 2)]


def test_the_handler_of_a_container_is_known_by_its_shape_and_never_missing(tmp_path: Path) -> None:
    project(
        tmp_path,
        {
            "src/app.py": "import boto3\ndef lambda_handler(event, context): boto3.client('s3')\n",
            "template.yaml": """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Orders:
                    Type: AWS::Serverless::Function
                    Properties:
                      PackageType: Image
                    Metadata:
                      DockerContext: src
                      Dockerfile: Dockerfile
            """,
        },
    )

    assert [each.code for each in lint(tmp_path) if each.code in ("LL401", "LL101")] == ["LL101"]
