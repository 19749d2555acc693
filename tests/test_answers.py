"""What the handler may return; docs/code.md lists the same."""

from __future__ import annotations

import pytest
from program import code

from lambdalint.model.value import (
    Choice,
    Collection,
    Constant,
    Declared,
    Dictionary,
    Local,
    Parameter,
    Symbol,
    Text,
    Value,
)

START = """
import asyncio, boto3, json
from aws_lambda_powertools import Logger
from functools import lru_cache
table = boto3.resource("dynamodb").Table("orders")
logger = Logger()
HEADERS = {"type": "json"}
KEPT = {"status": 200}
def respond(status, body=None, headers=None):
    return {"status": status, "body": body, "headers": headers or HEADERS}
def both(event):
    if event["a"]:
        return 1
    return "b"
def maybe(event):
    if event["a"]:
        return 1
def show(x): print(x)
class Api:
    def ok(self, body): return {"body": json.dumps(body)}
import enum
class Status(enum.Enum):
    OPEN = "open"
def generated(): yield 1
class Service:
    def __init__(self): self.answer = {"status": 200}
api = Api()
"""

ANSWERS: dict[str, tuple[str, list[str]]] = {
    "display": ("return {'a': 1, 'b': [True, None]}", ["{'a': 1, 'b': [True, None]}"]),
    "constructor": ("return dict(a=1)", ["{'a': 1}"]),
    "variable": ("x = {'a': 1}\n    x['b'] = 2\n    return x", ["{'a': 1, 'b': 2}"]),
    "variable of the module": ("return HEADERS", ["{'type': 'json'}"]),
    "attribute of an object": ("return Service().answer", ["{'status': 200, …}"]),
    "text": ("return f'{event}!' + str(1)", ["text"]),
    "one of two": ("return {'a': 1 if event else 'b'}", ["{'a': 1|'b'}"]),
    "alternative": ("return {'a': None or event.get('x') or 2}", ["{'a': ?|2}"]),
    "several returns": ("if event['a']:\n        return 1\n    return 2", ["1", "2"]),
    "end of the body": ("if event['a']:\n        return 1", ["1", "None"]),
    "helper": ("return respond(404, {'a': 1})", ["{'status': 404, 'body': {'a': 1, …}, 'headers': {'type': 'json'}}"]),
    "helper within a display": ("return {'a': both(event)}", ["{'a': 1|'b'}"]),
    "helper that may return nothing": ("return maybe(event)", ["1", "None"]),
    "method": ("return api.ok({'a': 1})", ["{'body': str}"]),
    "coroutine": ("return asyncio.run(later(event))", ["{'a': 1}"]),
    "known function": ("return {'a': json.dumps(event), 'b': len(event), 'c': sorted(event)}", ["{'a': str, 'b': int, 'c': list}"]),
    "AWS operation": ("x = table.get_item(Key={})\n    return [x, x['Item'], x['Count']]", ["[dict, dict, ?]"]),
    "dates": ("from datetime import date, timedelta\n    return date.today() + timedelta(days=1)", ["date"]),
    "sets": ("return set(event['a']) & set(event['b'])", ["set"]),
    "view of a dictionary": ("return event.keys()", ["dict_keys"]),
    "object of a class": ("return [Service(), Status.OPEN, generated()]", ["[Service, Enum, GeneratorType]"]),
    "event": ("event['a'] = 1\n    return event", ["event"]),
    "item of a display": ("return {'a': {'b': 1}}['a']['b']", ["1"]),
}  # fmt: skip
UNKNOWN: dict[str, tuple[str, list[str]]] = {
    "part of the event": ("return event['a']", ["?"]),
    "library": ("return json.loads('1')", ["?"]),
    "variable of the module that is changed": ("KEPT['x'] = 1\n    return KEPT", ["{'status': 200, …}"]),
    "dictionary that is handed on": ("x = {'a': 1}\n    fill(x)\n    return x", ["{'a': 1, …}"]),
    "dictionary filled inside": ("x = {'a': {'b': 1}}\n    x['a']['c'] = 2\n    return x", ["{'a': {'b': 1, …}}"]),
    "decorated helper": ("return wrapped(event)", ["?"]),
    "generator": ("yield 1", []),
}


@pytest.mark.parametrize(("body", "expected"), [*ANSWERS.values(), *UNKNOWN.values()], ids=[*ANSWERS, *UNKNOWN])
def test_an_answer_is_known_as_far_as_the_code_decides_it(body: str, expected: list[str]) -> None:
    found = code(
        f"{START}\nasync def later(event): return {{'a': 1}}\ndef fill(x): x['b'] = 1\n"
        f"@table.anything\ndef wrapped(event): return 1\n\ndef handler(event, context):\n    {body}\n"
    )

    assert [shown(answer.value) for answer in found.answers] == expected


def test_what_a_helper_makes_is_told_apart_from_what_it_is_given() -> None:
    found = code(f"{START}\ndef handler(event, context):\n    return respond(200, [1])\n")

    (answer,) = found.answers
    assert shown(answer.value) == "{'status': 200, 'body': [1], 'headers': {'type': 'json'}}"
    assert shown(answer.written) == "{'status': ?, 'body': ?, 'headers': ?|{'type': 'json'}}"
    assert (answer.reach.function, answer.context.function) == ("respond", "handler")
    assert answer.made != answer.at


def test_an_answer_says_what_of_the_event_it_depends_on() -> None:
    found = code(f"""{START}
def handler(event, context):
    if event.get("source") == "warmer" or "warm" in event:
        return 1
    return 2
""")

    assert [answer.given for answer in found.answers] == [{("source",), ("warm",)}, {("source",), ("warm",)}]


def test_helpers_that_call_one_another_in_many_ways_come_to_an_end() -> None:
    helpers = "".join(
        f"def h{n}(x):\n" + "".join(f"    if x == {i}: return h{(n + i) % 9}(x)\n" for i in range(9)) for n in range(9)
    )
    found = code(f"{helpers}\ndef handler(event, context): return h0(event)\n")

    assert 0 < len(found.answers) <= 200


@pytest.mark.parametrize(
    ("decorator", "known"), [("logger.inject_lambda_context", True), ("app.route('/')", False), ("own", False)]
)
def test_nothing_is_known_where_a_decorator_may_change_it(decorator: str, known: bool) -> None:
    found = code(
        f"{START}\ndef own(f): return lambda *a: str(f(*a))\n@{decorator}\ndef handler(event, context): return 1\n"
    )

    assert bool(found.answers) == known


@pytest.mark.parametrize(
    ("test", "expected"),
    [("'a' in event", ("a",)), ("'b' not in event['a'].keys()", ("a", "b")), ("event.get('a') in ('x',)", None)],
)
def test_what_the_code_asks_the_event_for_is_known(test: str, expected: tuple[str, ...] | None) -> None:
    found = code(f"def handler(event, context):\n    if {test}:\n        return 1\n")

    assert found.asked == frozenset([expected] if expected else [])


@pytest.mark.parametrize(
    "test", ["event['a']", "not event.get('a')", "event['a'] is not None and x", "(event['a'] or {})['b'] == 1"]
)
def test_what_the_code_tests_for_being_empty_is_known(test: str) -> None:
    found = code(f"def handler(event, context):\n    if {test}:\n        return 1\n")

    assert found.tested == {("a",)}


def test_what_displays_among_the_arguments_hold_of_the_event_is_known() -> None:
    found = code(
        "import x\ndef handler(event, context):\n    x.y(event['a'], {'b': [event['c']['d'], 1]}, str(event['e']))\n"
    )

    assert found.calls[-1].held == {("c", "d")}


def test_a_store_says_which_part_of_the_event_it_changes() -> None:
    found = code("def handler(event, context):\n    event['a']['b'] = 1\n")

    assert [store.path for store in found.stores] == [("a", "b")]


def shown(value: Value) -> str:
    match value:
        case Constant(value=constant):
            return repr(constant)
        case Dictionary(entries=entries):
            return "{" + ", ".join("…" if key is None else f"{shown(key)}: {shown(one)}" for key, one in entries) + "}"
        case Collection(items=items):
            return "[" + ", ".join(map(shown, items)) + "]"
        case Choice(options=options):
            return "|".join(map(shown, options))
        case Declared(type=Symbol(name=name) | Local(name=name)):
            return name.rpartition(".")[2]
        case Parameter(name=name):
            return name
        case Text():
            return "text"
        case _:
            return "?"
