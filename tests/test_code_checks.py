"""What the checks of code say of programs that differ in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import dedent, indent
from typing import Any

import pytest
from factories import function, http_trigger, queue_trigger, written
from msgspec.structs import replace
from program import code

from lambdalint import catalog
from lambdalint.catalog.configure import configure
from lambdalint.checks import load
from lambdalint.model.finding import Finding
from lambdalint.model.rule import Severity

RULES = catalog.rules()


def findings(rule: str, files: Mapping[str, str] | str, **settings: Any) -> list[Finding]:
    (check,) = configure(load, RULES, {rule}, {}, date(2026, 11, 23))
    subject = replace(function(**settings), code=code(files))
    return list(check.check(subject))  # type: ignore[union-attr]  # all of these are about one function


def severities(rule: str, files: Mapping[str, str] | str, **settings: Any) -> list[Severity]:
    card = catalog.find(rule)
    return [card.severity_of(finding) for finding in findings(rule, files, **settings)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("seen.append(event['user'])", Severity.ERROR, id="added to"),
        pytest.param("seen.insert(0, event['user'])", Severity.ERROR, id="put in front"),
        pytest.param("known.setdefault('first', event['user'])", Severity.ERROR, id="under a name that repeats"),
        pytest.param(
            "if 'user' in event: user = event['user']\n    print(user)", Severity.ERROR, id="set on some paths"
        ),
        pytest.param("user = event['user']\n    print(user)", Severity.WARNING, id="set anew"),
        pytest.param(
            "if 'user' in event:\n        user = event['user']\n        print(user)",
            Severity.WARNING,
            id="read where set",
        ),
        pytest.param(
            "if 'user' not in event:\n        return\n    user = event['user']\n    print(user)",
            Severity.WARNING,
            id="set unless nothing comes",
        ),
        pytest.param(
            "if user is None: user = event['user']\n    print(user)", Severity.ERROR, id="the first one stays"
        ),
    ],
)
def test_what_may_reach_another_user_is_worse_than_what_is_replaced(body: str, expected: Severity) -> None:
    source = f"user = None\nseen = []\nknown = {{}}\ndef handler(event, context):\n    global user\n    {body}\n"

    assert severities("LL102", source) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TABLE = os.environ['TABLE']", [Severity.ERROR]),
        ("TABLE = os.environ.get('TABLE')", [Severity.WARNING]),
        ("TABLE = os.getenv('TABLE')\nif not TABLE: raise RuntimeError", []),
        ("TABLE = os.getenv('TABLE')\nFIRST = os.environ['TABLE']", [Severity.ERROR]),
        ("TABLE = os.environ['AWS_REGION']", []),
    ],
)
def test_a_variable_that_raises_is_worse_than_one_that_is_none(line: str, expected: list[Severity]) -> None:
    assert severities("LL402", f"import os\n{line}\ndef handler(event, context): pass\n") == expected


def test_the_way_to_a_read_names_functions_as_their_author_would() -> None:
    body = """
        import os

        def first(): ...
        def first(): return (lambda: os.environ["TABLE"])()
        def handler(event, context):
            return first()
    """
    (finding,) = findings("LL402", body)

    assert [note.message for note in finding.notes] == [
        "no variable is set for `Worker`",
        "`Worker` starts here",
        "`handler` calls `first` here",
        "`first` calls a lambda here",
    ]


@pytest.mark.parametrize("use", ["print(settings.table)", "table = settings.table", "return settings.table"])
def test_a_property_runs_wherever_it_is_read(use: str) -> None:
    body = f"""
        import os

        class Settings:
            @property
            def table(self): return os.environ["TABLE"]
        settings = Settings()
        def handler(event, context):
            {use}
    """
    assert severities("LL402", body) == [Severity.ERROR]


def test_failures_that_nobody_asks_for_are_worse_than_those_that_never_come() -> None:
    reports = "def handler(event, context): return {'batchItemFailures': []}"
    never = "def handler(event, context): return None"
    asks = replace(queue_trigger(), reports_item_failures=written(value=True))

    assert severities("LL601", reports, triggers=(queue_trigger(),)) == [Severity.ERROR]
    assert severities("LL601", never, triggers=(asks,)) == [Severity.WARNING]
    assert severities("LL601", reports, triggers=(asks,)) == []
    assert severities("LL601", never, triggers=(queue_trigger(),)) == []


@pytest.mark.parametrize(
    ("clause", "after", "reported"),
    [
        pytest.param("except Exception:\n    print('failed')", "", True, id="printed"),
        pytest.param("except Exception:\n    continue", "", True, id="passed over"),
        pytest.param("except:\n    pass", "", True, id="bare"),
        pytest.param("except (ValueError, Exception) as error:\n    logging.error(error)", "", True, id="among others"),
        pytest.param("except Exception:\n    return {'statusCode': 500}", "", True, id="answered to nobody"),
        pytest.param("except ValueError:\n    print('failed')", "", False, id="what it knows"),
        pytest.param("except Exception:\n    raise", "", False, id="raised again"),
        pytest.param(
            "except Exception as error:\n    raise RuntimeError from error", "", False, id="raised as another"
        ),
        pytest.param(
            "except Exception:\n    failed = True", "if failed: raise RuntimeError", False, id="raised at the end"
        ),
        pytest.param("except Exception:\n    failed.append(record)", "retry(failed)", False, id="kept"),
        pytest.param("except Exception:\n    sqs.send_message(MessageBody=record['body'])", "", False, id="handed on"),
        pytest.param("except Exception:\n    sys.exit(1)", "", False, id="ended"),
    ],
)
def test_an_error_is_swallowed_when_nothing_learns_of_it(clause: str, after: str, reported: bool) -> None:
    source = f"""\
import logging, sys
import boto3
from elsewhere import retry
table = boto3.resource("dynamodb").Table("orders")
sqs = boto3.client("sqs")
def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            if not record["body"]:
                raise ValueError
            table.put_item(Item=record)
{indent(clause, " " * 8)}
    {after}
"""

    assert bool(findings("LL603", source, triggers=(queue_trigger(),))) is reported


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        pytest.param(
            """
            try:
                return table.get_item(Key=record["id"])["Item"]
            except Exception:
                print("not there")
            """,
            False,
            id="None tells the caller",
        ),
        pytest.param(
            """
            table.put_item(Item=record)
            try:
                topic.publish(Message=record["body"])
            except Exception:
                print("nobody was told")
            """,
            False,
            id="best effort beside the work",
        ),
        pytest.param(
            """
            state = "done"
            try:
                topic.publish(Message=record["body"])
            except Exception:
                state = "failed"
            table.put_item(Item={"id": record["messageId"], "state": state})
            """,
            False,
            id="the outcome is kept",
        ),
        pytest.param(
            """
            item = table.get_item(Key=record["id"])
            try:
                topic.publish(Message=item["body"])
            except Exception:
                print("nobody was told")
            """,
            True,
            id="prepared outside",
        ),
        pytest.param(
            """
            try:
                topic.publish(Message=record["body"])
            except Exception:
                print("nobody was told")
            try:
                table.put_item(Item=record)
            except Exception:
                print("not kept")
            """,
            True,
            id="one after the other",
        ),
    ],
)
def test_a_helper_swallows_when_its_caller_cannot_know(body: str, reported: bool) -> None:
    source = f"""\
import boto3
table = boto3.resource("dynamodb").Table("orders")
topic = boto3.resource("sns").Topic("arn")
def work(record):
{indent(dedent(body), "    ")}
def handler(event, context):
    for record in event["Records"]:
        work(record)
"""

    assert bool(findings("LL603", source, triggers=(queue_trigger(),))) is reported


def test_whoever_else_invokes_the_function_may_want_the_answer() -> None:
    source = """
    def handler(event, context):
        try:
            work(event)
        except Exception:
            return {"statusCode": 500}
    """

    assert findings("LL603", source, triggers=(queue_trigger(), http_trigger())) == []
    assert len(findings("LL603", source, triggers=(queue_trigger(),))) == 1


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        pytest.param("save(event['Records'][0])", True, id="the first"),
        pytest.param("first = event['Records'][0]\nsave(first['body'])\nsave(first['messageId'])", True, id="twice"),
        pytest.param("record, *_ = event['Records']\nsave(record)", False, id="unpacked"),
        pytest.param("save(event['Records'][0])\nsave(event['Records'][1])", False, id="two of them"),
        pytest.param(
            "save(event['Records'][0])\nfor record in event['Records'][1:]: save(record)", False, id="and the rest"
        ),
        pytest.param(
            "save(event['Records'][0])\n[save(r) for r in event.get('Records', [])]", False, id="comprehension"
        ),
        pytest.param("save(event['Records'][0])\nlist(map(save, event['Records']))", False, id="map"),
        pytest.param("save(event['Records'][0])\nevery(event)", False, id="handed on"),
        pytest.param(
            "for _, r in enumerate(event['Records']): save(r)\nsave(event['Records'][0])", False, id="enumerated"
        ),
        pytest.param("while event['Records']: save(event['Records'].pop(0)['body'])", False, id="popped"),
    ],
)
def test_a_batch_is_lost_when_only_its_first_record_is_touched(body: str, reported: bool) -> None:
    source = f"from elsewhere import save, every\ndef handler(event, context):\n{indent(dedent(body), '    ')}\n"

    assert bool(findings("LL602", source, triggers=(queue_trigger(),))) is reported


@pytest.mark.parametrize(
    ("place", "reported"),
    [("module", []), ("handler", ["5 s"])],
)
def test_the_functions_timeout_does_not_end_the_loading_of_its_module(place: str, reported: list[str]) -> None:
    line = "requests.get('https://example.com', timeout=5)"
    before, inside = (line, "pass") if place == "module" else ("", line)

    found = findings("LL404", f"import requests\n{before}\ndef handler(event, context): {inside}\n", timeout=3)

    assert [part for finding in found for part in reported if part in finding.message] == reported
    assert len(found) == len(reported)


def test_a_password_in_a_connection_string_is_not_repeated() -> None:
    (found,) = findings(
        "LL101", "import psycopg2\ndef handler(event, context): psycopg2.connect('postgres://me:secret@db')"
    )

    assert "secret" not in found.message
