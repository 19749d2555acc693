"""What runs, when, and by which way: the ground that every rule about code stands on."""

from __future__ import annotations

import subprocess
import sys

import pytest
from program import calls, code, phases

from lambdalint.model.value import Constant

CLIENT = "boto3.client"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("import boto3\nc = boto3.client('s3')\ndef handler(event, context): c.x()", ["init"], id="module"),
        pytest.param("import boto3\ndef handler(event, context): boto3.client('s3')", ["invoke"], id="handler"),
        pytest.param("from boto3 import client as c\ndef handler(event, context): c('s3')", ["invoke"], id="renamed"),
        pytest.param(
            """
            import boto3
            c = None
            def handler(event, context):
                global c
                if c is None:
                    c = boto3.client("s3")
            """,
            ["cold"],
            id="guarded",
        ),
        pytest.param(
            """
            import boto3
            c = None
            def get():
                global c
                if c:
                    return c
                c = boto3.client("s3")
                return c
            def handler(event, context): get()
            """,
            ["cold"],
            id="early return",
        ),
        pytest.param(
            """
            import boto3
            c = None
            def handler(event, context):
                global c
                c = c or boto3.client("s3")
            """,
            ["cold"],
            id="or",
        ),
        pytest.param(
            """
            import boto3
            clients = {}
            def handler(event, context):
                try:
                    return clients["s3"]
                except KeyError:
                    clients["s3"] = boto3.client("s3")
            """,
            ["cold"],
            id="missing key",
        ),
        pytest.param(
            """
            import boto3
            clients = {}
            def get(name):
                found = clients.get(name)
                if not found:
                    found = clients[name] = boto3.client(name)
                return found
            def handler(event, context): get("s3")
            """,
            ["cold"],
            id="kept in a dictionary",
        ),
        pytest.param(
            """
            import boto3
            from functools import lru_cache
            @lru_cache(maxsize=1)
            def get(): return boto3.client("s3")
            def handler(event, context): get()
            """,
            ["cold"],
            id="cached factory",
        ),
        pytest.param(
            """
            import boto3
            class Service:
                _client = None
                @property
                def client(self):
                    if self._client is None:
                        self._client = boto3.client("s3")
                    return self._client
            service = Service()
            def handler(event, context): service.client.get_object()
            """,
            ["cold"],
            id="lazy property",
        ),
        pytest.param(
            """
            import boto3
            def handler(event, context):
                if event["debug"] is None:
                    boto3.client("s3")
            """,
            ["invoke"],
            id="a guard on the event is none",
        ),
        pytest.param(
            """
            import boto3, os
            def handler(event, context):
                if os.environ.get("STAGE") is None or os.environ == None:
                    boto3.client("s3")
            """,
            ["invoke"],
            id="a guard on the environment is none",
        ),
        pytest.param(
            """
            import boto3
            def handler(event, context): pass
            if __name__ == "__main__":
                boto3.client("s3")
            """,
            [],
            id="only as a script",
        ),
        pytest.param(
            "import boto3\ndef unused(): boto3.client('s3')\ndef handler(event, context): pass", [], id="unused"
        ),
    ],
)
def test_a_client_is_built_in_the_phase_in_which_its_code_runs(source: str, expected: list[str]) -> None:
    assert phases(code(source), CLIENT) == expected


def test_a_singleton_is_built_at_init_and_its_methods_run_on_every_invocation() -> None:
    found = code(
        """
        import boto3
        class Service:
            def __init__(self):
                self.table = boto3.resource("dynamodb").Table("orders")
            def save(self, order):
                self.table.put_item(Item=order)
        service = Service()
        def handler(event, context):
            service.save(event["order"])
        """
    )

    assert phases(found, "boto3.resource") == ["init"]
    (put,) = calls(found, "boto3.resource('dynamodb').Table().put_item")
    assert (put.phase.value, put.reads_event) == ("invoke", True)
    assert [step.function for step in put.reach.chain] == ["handler"]


def test_code_is_followed_through_modules_packages_and_relative_imports() -> None:
    found = code(
        {
            "src/app.py": "from .services import save\ndef handler(event, context): save(event)",
            "src/services/__init__.py": "from .orders import save",
            "src/services/orders.py": "import boto3\nfrom ..clients import make\ndef save(order): make().put(order)",
            "src/clients.py": "import boto3\ndef make(): return boto3.client('s3')",
        },
        "src.app.handler",
    )

    (made,) = calls(found, CLIENT)
    assert [step.function for step in made.reach.chain] == ["handler", "save"]
    assert [call.reads_event for call in calls(found, "boto3.client('s3').put")] == [True]
    assert found.complete


def test_a_relative_import_that_leads_nowhere_leaves_the_code_incomplete() -> None:
    assert not code({"src/app.py": "from .gone import x\ndef handler(event, context): x()"}, "src.app.handler").complete


@pytest.mark.parametrize(
    "way",
    [
        pytest.param("list(map(work, event['Records']))", id="map"),
        pytest.param("[work(r) for r in event['Records']]", id="comprehension"),
        pytest.param("list(pool.map(work, event['Records']))", id="executor"),
        pytest.param("Thread(target=work, args=(event,)).start()", id="thread"),
        pytest.param("process_partial_response(event=event, record_handler=work, processor=p)", id="batch processor"),
        pytest.param("partial(work, event)()", id="partial"),
        pytest.param("{'a': work}[event['kind']](event)", id="table of functions"),
        pytest.param("(lambda r: work(r))(event)", id="lambda"),
    ],
)
def test_functions_that_are_handed_on_are_followed_with_the_event(way: str) -> None:
    found = code(
        f"""
        from threading import Thread
        from functools import partial
        from concurrent.futures import ThreadPoolExecutor
        from aws_lambda_powertools.utilities.batch import process_partial_response, BatchProcessor
        import boto3
        pool = ThreadPoolExecutor()
        p = BatchProcessor()
        s3 = boto3.client("s3")
        def work(record):
            s3.put_object(Body=record["body"])
        def handler(event, context):
            {way}
        """
    )

    assert [(c.phase.value, c.reads_event) for c in calls(found, "boto3.client('s3').put_object")] == [("invoke", True)]


def test_routes_of_a_framework_run_when_the_event_is_handed_to_it() -> None:
    found = code(
        """
        import boto3
        from aws_lambda_powertools.event_handler import APIGatewayRestResolver
        app = APIGatewayRestResolver()
        @app.get("/orders/<order_id>")
        def get_order(order_id):
            return boto3.client("dynamodb").get_item(Key=order_id)
        def handler(event, context):
            return app.resolve(event, context)
        """
    )

    assert phases(found, CLIENT) == ["invoke"]
    assert [call.reads_event for call in calls(found, "boto3.client('dynamodb').get_item")] == [True]


def test_the_projects_own_decorators_are_passed_through() -> None:
    found = code(
        """
        import functools, boto3
        def logged(function):
            @functools.wraps(function)
            def wrapper(event, context):
                boto3.client("logs").put(event)
                return function(event, context)
            return wrapper
        @logged
        def handler(event, context):
            boto3.client("s3").put(event)
        """
    )

    assert [call.reads_event for call in found.calls if (call.target or "").endswith(".put")] == [True, True]


def test_recursion_and_import_cycles_end() -> None:
    found = code(
        {
            "app.py": "import other\ndef handler(event, context): return walk(event)\ndef walk(x): return walk(x['next'])",
            "other.py": "import app\ndef f(): return app.handler",
        }
    )

    assert found.complete


def test_event_is_followed_into_helpers_and_back_but_not_through_what_tells_nothing() -> None:
    found = code(
        """
        import boto3, json
        s3 = boto3.client("s3")
        def parse(event):
            body = json.loads(event["body"])
            return body["user"]
        def handler(event, context):
            s3.a(parse(event))
            s3.b(len(event["body"]))
            s3.c("fixed")
            s3.d(event["x"] == 1)
            s3.e(f"key/{event['x']}")
        """
    )

    seen = {
        (call.target or "")[-1]: call.reads_event
        for call in found.calls
        if (call.target or "").startswith("boto3.client('s3').")
    }
    assert seen == {"a": True, "b": False, "c": False, "d": False, "e": True}


def test_the_way_from_the_event_is_known_through_variables_and_helpers() -> None:
    found = code(
        """
        def first(records): return records[0]["body"]
        def handler(event, context):
            records = event.get("Records", [])
            first(records)
            for record in records:
                record["messageId"]
        """
    )

    paths = {read.path for read in found.reads}
    assert ("Records", 0, "body") in paths
    assert ("Records", "*", "messageId") in paths
    assert ("Records",) in found.event_loops


def test_constants_are_folded_into_arguments() -> None:
    found = code(
        """
        import time
        from datetime import timedelta
        MINUTE = 60
        def pause(seconds): time.sleep(seconds)
        def handler(event, context):
            time.sleep(2 * MINUTE + 1)
            time.sleep(timedelta(minutes=2).total_seconds())
            time.sleep(int("7"))
            pause(9)
            time.sleep(event["x"])
        """
    )

    values = {getattr(call.call.arguments[0].value, "value", None) for call in calls(found, "time.sleep")}
    assert values == {121, 120.0, 7, 9, None}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("TABLE = os.environ['TABLE']", [("TABLE", True, False)]),
        ("TABLE = os.getenv('TABLE')", [("TABLE", False, False)]),
        ("TABLE = os.environ.get('TABLE', 'x')", [("TABLE", False, True)]),
        ("TABLE = os.getenv('TABLE') or 'x'", [("TABLE", False, True)]),
        ("if 'TABLE' in os.environ:\n    T = os.environ['TABLE']", [("TABLE", False, True)]),
        ("try:\n    T = os.environ['TABLE']\nexcept KeyError:\n    T = 'x'", [("TABLE", False, True)]),
        ("T = os.getenv('TABLE')\nif not T:\n    T = 'x'", [("TABLE", False, True)]),
        ("NAME = 'TABLE'\nT = os.environ[NAME]", [("TABLE", True, False)]),
        ("os.environ['TABLE'] = 'x'\nT = os.environ['TABLE']", []),
        ("from os import environ as e\nT = e['TABLE']", [("TABLE", True, False)]),
    ],
)
def test_environment_reads_say_whether_they_can_do_without(source: str, expected: list[tuple[str, bool, bool]]) -> None:
    found = code(f"import os\n{source}\ndef handler(event, context): print(TABLE, T)\n")

    assert [(read.name, read.required, read.default is not None) for read in found.environment] == expected


def test_what_is_kept_says_whose_state_it_is() -> None:
    found = code(
        """
        LAST = None
        SEEN = []
        class Service:
            shared = None
            def keep(self, x):
                self.last = x
                Service.shared = x
        service = Service()
        def note(x, log=[]):
            log.append(x)
        def handler(event, context):
            global LAST
            LAST = event["user"]
            SEEN.append(event["user"])
            service.keep(event["user"])
            Service().keep(event)
            note(event["user"])
            local = []
            local.append(event["user"])
        """
    )

    kept = sorted(store.owner for store in found.stores if store.from_event and store.owner)
    assert kept == ["class", "default", "global", "global", "instance"]


def test_a_global_read_back_in_the_same_function_still_holds_the_event() -> None:
    found = code(
        """
        USER = None
        class Session:
            user = None
        def remember(user):
            Session.user = user
        def handler(event, context):
            global USER
            USER = event["user"]
            remember(USER)
        """
    )

    assert sorted(store.owner for store in found.stores if store.from_event and store.owner) == ["class", "global"]


def test_the_parser_is_loaded_with_the_first_file_that_is_read() -> None:
    program = "import sys, lambdalint.engine; sys.exit('libcst' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "deep",
    [
        pytest.param("[" * 90 + "event" + "]" * 90, id="lists"),
        pytest.param(" + ".join(["event['x']"] * 150), id="sum"),
        pytest.param("event" + ".get('x')" * 150, id="chain"),
        pytest.param("not " * 400 + "event", id="nots"),
    ],
)
def test_what_nests_deeply_is_followed_all_the_same(deep: str) -> None:
    found = code(
        f"import boto3\ns3 = boto3.client('s3')\ndef handler(event, context):\n    s3.put_object(Body={deep})\n"
    )

    assert [call.phase.value for call in calls(found, "boto3.client('s3').put_object")] == ["invoke"]


@pytest.mark.parametrize(
    ("handler", "expected"),
    [("app.send", ["QUEUE_URL"]), ("app.receive", [])],
    ids=["the one that needs it", "the one beside it"],
)
def test_what_a_module_reads_for_another_handler_is_not_needed_by_this_one(handler: str, expected: list[str]) -> None:
    found = code(
        """
        import os, boto3
        sqs = boto3.client("sqs")
        QUEUE_URL = os.getenv("QUEUE_URL")
        def send(event, context):
            sqs.send_message(QueueUrl=QUEUE_URL, MessageBody=event["body"])
        def receive(event, context):
            print(event["Records"])
        """,
        handler,
    )

    assert [read.name for read in found.environment] == expected


def test_decorators_are_known_with_what_they_are_given() -> None:
    files = {
        "app.py": """
            from shared import app, tracer, PATH
            @app.get(PATH, compress=True)
            @tracer.capture_method
            def show(id): return id
            def handler(event, context): return app.resolve(event, context)
        """,
        "shared.py": """
            from aws_lambda_powertools import Tracer
            from aws_lambda_powertools.event_handler import APIGatewayRestResolver
            app, tracer, PATH = APIGatewayRestResolver(), Tracer(), "/orders/<id>"
        """,
    }

    (show,) = [one for one in code(files).functions if one.definition.name == "show"]
    route, traced = show.decorations

    assert show.name == "app.show"
    assert route.target == "aws_lambda_powertools.event_handler.APIGatewayRestResolver().get"
    assert route.call is not None
    assert route.call.argument(0, "rule") == Constant("/orders/<id>")
    assert traced.target == "aws_lambda_powertools.Tracer().capture_method"
    assert traced.call is None
    assert traced.at != show.definition.at
