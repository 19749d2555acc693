"""What derives from the event, the way to it, and which constants are known; docs/code.md lists the same."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from harness import lint
from program import calls, code, finder

from lambdalint.code import Variables, analyse
from lambdalint.model.code import Path as Way
from lambdalint.model.module import Module
from lambdalint.model.value import Constant

START = "import boto3, json\ns3 = boto3.client('s3')\n"

VALUES = {
    "assignment": """
        def handler(event, context):
            order = event["order"]
            s3.yes(order)
            order = 1
            s3.no(order)
    """,
    "unpacking": """
        def handler(event, context):
            first, *others = event["orders"]
            (one, (two, three)) = (1, (event, 3))
            s3.yes(first), s3.yes(others), s3.no(one), s3.yes(two), s3.no(three)
    """,
    "dictionary": """
        def handler(event, context):
            order = {"id": event["id"], "kind": "new"}
            order["total"] = event["total"]
            s3.yes(order), s3.yes(order["id"]), s3.no(order["kind"]), s3.yes({**event}["x"])
    """,
    "list": """
        def handler(event, context):
            pair = [event["a"], 1]
            found = []
            for record in event["Records"]:
                found.append(record["body"])
            s3.yes(pair[0]), s3.no(pair[1]), s3.yes(found)
    """,
    "set and other containers": """
        import collections
        def handler(event, context):
            seen, queue = set(), collections.deque()
            seen.add(event["id"])
            queue.append(event["id"])
            s3.yes(seen), s3.yes(queue)
    """,
    "comprehension": """
        def handler(event, context):
            s3.yes([r["body"] for r in event["Records"]]), s3.yes({k: v for k, v in event.items()})
            s3.no([1 for r in event["Records"]])
    """,
    "enumerate and zip": """
        def handler(event, context):
            for number, (a, b) in enumerate(zip(event["a"], [1])):
                s3.yes(a), s3.no(b), s3.no(number)
    """,
    "text": """
        def handler(event, context):
            x = event["x"]
            s3.yes(f"{x}!"), s3.yes("a" + x), s3.yes("%s" % x), s3.yes("{}".format(x)), s3.yes(",".join(x))
    """,
    "match": """
        def handler(event, context):
            match event:
                case {"a": a, **rest}: s3.yes(a), s3.yes(rest)
                case other: s3.yes(other)
    """,
    "default and alternative": """
        def handler(event, context):
            s3.yes(event.get("a") or "b"), s3.yes(event.get("a", "b")), s3.yes(event["a"] if event else "b")
            s3.no("a" if event["x"] else "b")
    """,
    "try": """
        def handler(event, context):
            try:
                order = event["order"]
            except KeyError:
                order = None
            s3.yes(order)
    """,
    "parsed JSON": """
        def handler(event, context):
            s3.yes(json.loads(event["body"])["id"]), s3.yes(json.dumps({"order": event}))
    """,
}

CALLS = {
    "result of a function": """
        def order(event): return event["order"]
        def fixed(event): return "order"
        def handler(event, context):
            s3.yes(order(event)), s3.no(fixed(event))
    """,
    "arguments": """
        def save(a, b, *, c, d=1, **others):
            s3.yes(a), s3.no(b), s3.yes(c), s3.no(d), s3.yes(others["x"])
        def handler(event, context): save(event, 1, c=event, x=event)
    """,
    "one of several callers": """
        def save(order): s3.yes(order)
        def handler(event, context):
            save(1)
            save(event)
    """,
    "closure": """
        def handler(event, context):
            def save(): s3.yes(event["order"])
            save()
    """,
    "generator": """
        def records(event):
            for record in event["Records"]:
                yield record
        def handler(event, context):
            for record in records(event): s3.yes(record)
    """,
    "await": """
        import asyncio
        async def order(event): return event["order"]
        async def main(event): s3.yes(await order(event))
        def handler(event, context): asyncio.run(main(event))
    """,
    "callback of map and executors": """
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor()
        def one(record): s3.yes(record)
        def two(record, table): s3.yes(record), s3.no(table)
        def handler(event, context):
            list(map(one, event["Records"]))
            pool.submit(two, event["Records"][0], "orders")
    """,
    "functions of libraries": """
        import base64, hashlib
        def handler(event, context):
            s3.yes(base64.b64decode(event["body"]).decode()), s3.yes(hashlib.sha256(event["x"].encode()).hexdigest())
            s3.yes(sorted(event["x"])), s3.yes(int(event["x"])), s3.yes(s3.get_object(Key=event["x"]))
    """,
}

OBJECTS = {
    "attribute set in __init__": """
        class Order:
            def __init__(self, event, kind):
                self.event = event
                self.kind = kind
            def save(self):
                s3.yes(self.event["id"]), s3.no(self.kind)
            def id(self): return self.event["id"]
            @property
            def total(self): return self.event["total"]
        def handler(event, context):
            order = Order(event, "new")
            order.save()
            s3.yes(order.event), s3.no(order.kind), s3.yes(order.id()), s3.yes(order.total)
    """,
    "attribute set from outside": """
        class Order: pass
        def handler(event, context):
            order = Order()
            order.id = event["id"]
            s3.yes(order.id)
    """,
    "attribute set by another method": """
        class Orders:
            def keep(self, event): self.last = event
            def show(self): s3.yes(self.last)
        orders = Orders()
        def handler(event, context):
            orders.keep(event)
            orders.show()
    """,
    "global variable": """
        LAST = None
        def show(): s3.yes(LAST)
        def handler(event, context):
            global LAST
            LAST = event["order"]
            show()
    """,
    "dataclass": """
        from dataclasses import dataclass
        @dataclass
        class Order:
            id: str
            kind: str = "new"
            def save(self): s3.yes(self.id), s3.no(self.kind)
            @classmethod
            def of(cls, event): return cls(event["id"])
        def handler(event, context):
            Order(event["id"]).save()
            s3.yes(Order.of(event).id)
    """,
    "dataclass from JSON": """
        from dataclasses import dataclass
        @dataclass
        class Order:
            id: str
        def handler(event, context): s3.yes(Order(**json.loads(event["body"])).id)
    """,
    "named tuple": """
        from collections import namedtuple
        Order = namedtuple("Order", "id kind")
        def handler(event, context): s3.yes(Order(event["id"], 1).id)
    """,
    "pydantic model": """
        from pydantic import BaseModel
        class Order(BaseModel):
            id: str
            def save(self): s3.yes(self.id)
        def handler(event, context):
            order = Order(**event)
            order.save()
            s3.yes(order.id), s3.yes(order.model_dump())
    """,
    "model_validate": """
        from pydantic import BaseModel
        class Order(BaseModel):
            id: str
            def save(self): s3.yes(self.id)
        def handler(event, context):
            Order.model_validate(event).save()
            s3.yes(Order.model_validate_json(event["body"]).id), s3.yes(Order.parse_obj(event).id)
    """,
}

FRAMEWORKS = {
    "Powertools parser": """
        from aws_lambda_powertools.utilities.parser import BaseModel, event_parser, parse
        class Order(BaseModel):
            id: str
            def save(self): s3.yes(self.id)
        @event_parser(model=Order)
        def handler(event: Order, context):
            s3.yes(event.id)
            event.save()
            s3.yes(parse(event=event, model=Order).id)
    """,
    "Powertools data classes": """
        from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source
        @event_source(data_class=SQSEvent)
        def handler(event: SQSEvent, context):
            for record in event.records:
                s3.yes(record.body), s3.yes(record.json_body["id"])
    """,
    "Powertools batch": """
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
        processor = BatchProcessor(event_type=EventType.SQS)
        def work(record): s3.yes(record.json_body)
        def handler(event, context):
            return process_partial_response(event=event, record_handler=work, processor=processor, context=context)
    """,
    "Powertools batch decorator": """
        from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, batch_processor
        processor = BatchProcessor(event_type=EventType.SQS)
        def work(record): s3.yes(record.body)
        @batch_processor(record_handler=work, processor=processor)
        def handler(event, context): return processor.response()
    """,
    "Powertools router": """
        from aws_lambda_powertools.event_handler import APIGatewayRestResolver
        from aws_lambda_powertools.event_handler.api_gateway import Router
        router = Router()
        @router.post("/orders/<id>")
        def post(id): s3.yes(id), s3.yes(router.current_event.json_body["x"])
        app = APIGatewayRestResolver()
        app.include_router(router)
        def handler(event, context): return app.resolve(event, context)
    """,
    "Flask": """
        import serverless_wsgi
        from flask import Flask, request
        app = Flask("orders")
        @app.route("/orders/<id>")
        def get(id): s3.yes(id), s3.yes(request.json), s3.yes(request.args.get("x"))
        def handler(event, context): return serverless_wsgi.handle_request(app, event, context)
    """,
    "FastAPI": """
        from fastapi import APIRouter, FastAPI
        from mangum import Mangum
        router = APIRouter()
        @router.get("/orders/{id}")
        async def get(id): s3.yes(id)
        app = FastAPI()
        app.include_router(router)
        handler = Mangum(app)
    """,
}

HARMLESS = {
    "size, kind and comparison": """
        def handler(event, context):
            s3.no(len(event)), s3.no(bool(event)), s3.no(isinstance(event, dict)), s3.no(event == 1)
            s3.no("a" in event), s3.no(not event), s3.no(any(event)), s3.no(event["x"].startswith("a"))
    """,
    "one of fixed values": """
        TABLES = {"a": "orders"}
        def handler(event, context): s3.no(TABLES[event["x"]]), s3.no(TABLES.get(event["x"]))
    """,
    "context and environment": """
        import os, uuid
        def handler(event, context):
            s3.no(context.aws_request_id), s3.no(os.environ["TABLE"]), s3.no(str(uuid.uuid4()))
    """,
}

FLOWS = {**VALUES, **CALLS, **OBJECTS, **FRAMEWORKS, **HARMLESS}


@pytest.mark.parametrize("source", FLOWS.values(), ids=FLOWS)
def test_the_event_is_followed_into_what_is_made_of_it_and_nothing_else(source: str) -> None:
    found = [(call.name, call.reads_event) for call in code(START + dedent(source)).calls if call.name in ("yes", "no")]

    assert found
    assert [each for each in found if each not in (("yes", True), ("no", False))] == []


def test_a_variable_that_an_inner_function_changes_is_not_followed() -> None:
    source = """
        def handler(event, context):
            order = None
            def keep():
                nonlocal order
                order = event["order"]
            keep()
            s3.put(order)
    """

    assert [call.reads_event for call in code(START + dedent(source)).calls if call.name == "put"] == [False]


WAYS: dict[str, tuple[str, Way | None]] = {
    "loop": ("for r in event['Records']: s3.p(r['body'])", ("Records", "*", "body")),
    "numbered loop": ("for i, r in enumerate(event['Records']): s3.p(r['body'])", ("Records", "*", "body")),
    "sorted loop": ("for r in sorted(event['Records']): s3.p(r['body'])", ("Records", "*", "body")),
    "loop over a slice": ("for r in event['Records'][:5]: s3.p(r['body'])", ("Records", "*", "body")),
    "loop over a view": ("for r in SQSEvent(event).records: s3.p(r.message_id)", ("Records", "*", "messageId")),
    "comprehension": ("s3.p([r['body'] for r in event['Records']][0])", ("Records", "*", "body")),
    "unpacking": ("first, *others = event['Records']\n    s3.p(first['body'])", ("Records", 0, "body")),
    "get": ("s3.p(event.get('a', {}).get('b'))", ("a", "b")),
    "values of a dictionary": ("for k, v in event['a'].items(): s3.p(v)", ("a", "?")),
    "dictionary and back": ("x = {'a': event['b']}\n    s3.p(x['a'])", ("b",)),
    "copy": ("s3.p(copy.deepcopy(event)['a'])", ("a",)),
    "match": ("match event:\n        case {'a': [first, *_]}: s3.p(first)", ("a", 0)),
    "helper": ("for r in event['Records']: helper(r)", ("Records", "*", "body")),
    "map": ("list(map(helper, event['Records']))", ("Records", "*", "body")),
    "result of a helper": ("s3.p(order(event)['id'])", ("order", "id")),
    "attribute of an object": ("Order(event).save()", ("order",)),
    "batch": ("process_partial_response(event=event, record_handler=helper, processor=p)", ("Records", "*", "body")),
    "parsed JSON": ("s3.p(json.loads(event['body'])['id'])", None),
    "one of two": ("s3.p(event['a'] if event else event['b'])", None),
}
HELPERS = """
import copy
from aws_lambda_powertools.utilities.batch import process_partial_response
from aws_lambda_powertools.utilities.data_classes import SQSEvent
def helper(r): s3.p(r["body"])
def order(e): return e["order"]
class Order:
    def __init__(self, e): self.e = e
    def save(self): s3.p(self.e["order"])
"""


@pytest.mark.parametrize(("body", "expected"), WAYS.values(), ids=WAYS)
def test_the_way_from_the_event_is_known_where_it_is_one(body: str, expected: Way | None) -> None:
    found = code(f"{START}{HELPERS}\ndef handler(event, context):\n    {body}")

    assert [call.paths for call in found.calls if call.name == "p"] == [(expected,)]


CONSTANTS: dict[str, tuple[str, object]] = {
    "arithmetic": ("2 * MINUTE + 1", 121),
    "variable": ("MINUTE", 60),
    "variable of another module": ("config.LIMIT", 900),
    "imported variable": ("LIMIT", 900),
    "class attribute": ("Settings.pause", 5),
    "attribute of an object": ("settings.wait", 7),
    "dictionary": ("PAUSES['long']", 30),
    "result of a function": ("pause()", 12),
    "default of a parameter": ("patient()", 20),
    "cast": ("int('7')", 7),
    "smaller one": ("min(MINUTE, 5)", 5),
    "duration": ("timedelta(minutes=2).total_seconds()", 120.0),
    "duration by position": ("timedelta(0, 30).total_seconds()", 30.0),
    "text": ("f'{MINUTE}s'", "60s"),
    "text with fields": ("'%d s of %s' % (MINUTE, 'a day')", "60 s of a day"),
    "configured variable": ("int(os.environ['PAUSE'])", 4),
    "default of a variable that is not configured": ("int(os.environ.get('OTHER', '5'))", 5),
    "alternative for a variable that is not configured": ("os.getenv('OTHER') or 'x'", "x"),
    "variable that the deployment knows": ("os.environ.get('SECRET', '5')", None),
    "variable that Lambda sets": ("os.environ.get('AWS_REGION', 'x')", None),
    "variable that functions change": ("COUNT", None),
    "one of two": ("1 if LIMIT else 2", None),
    "event": ("event['x']", None),
}
SETTINGS = {
    "config.py": "LIMIT = 15 * 60",
    "app.py": """
        import config, os, time
        from config import LIMIT
        from datetime import timedelta
        MINUTE = 60
        COUNT = 0
        PAUSES = {{"short": 3, "long": 30}}
        class Settings:
            pause = 5
            def __init__(self): self.wait = 7
        settings = Settings()
        def pause(): return 12
        def patient(seconds=20): return seconds
        def handler(event, context):
            global COUNT
            COUNT += 1
            time.sleep({})
    """,
}


@pytest.mark.parametrize(("expression", "expected"), CONSTANTS.values(), ids=CONSTANTS)
def test_a_constant_is_known_where_code_and_configuration_decide_it(expression: str, expected: object) -> None:
    lookup = finder({"config.py": SETTINGS["config.py"], "app.py": SETTINGS["app.py"].format(expression)})
    module = lookup.find("app")
    assert isinstance(module, Module)
    variables = Variables({"PAUSE": "4", "SECRET": None}, complete=True)
    (sleep,) = calls(analyse(lookup, module, "handler", variables), "time.sleep")

    (given,) = (argument.value for argument in sleep.call.arguments)
    assert (given.value if isinstance(given, Constant) else None) == expected


def test_without_a_configuration_the_environment_is_not_known() -> None:
    found = code("import os, time\ndef handler(event, context): time.sleep(int(os.environ.get('PAUSE', '5')))")

    assert not isinstance(calls(found, "time.sleep")[0].call.arguments[0].value, Constant)


def test_a_default_that_a_call_leaves_standing_is_one_of_the_values() -> None:
    found = code(
        """
        import time
        def pause(seconds=900): time.sleep(seconds)
        def handler(event, context):
            pause()
            pause(5)
        """
    )

    assert not isinstance(calls(found, "time.sleep")[0].call.arguments[0].value, Constant)


@pytest.mark.parametrize(("value", "codes"), [("120", ["LL404"]), ("5", [])])
def test_a_wait_that_the_template_configures_is_compared_with_the_timeout(
    value: str, codes: list[str], tmp_path: Path
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(
        "import os, time\ndef handler(event, context): time.sleep(int(os.environ['PAUSE']))\n"
    )
    (tmp_path / "template.yaml").write_text(
        dedent(f"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: python3.13
                  CodeUri: src/
                  Handler: app.handler
                  Timeout: 60
                  Environment: {{Variables: {{PAUSE: "{value}"}}}}
        """)
    )

    assert [each.code for each in lint(tmp_path) if each.code == "LL404"] == codes
