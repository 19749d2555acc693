"""What of the event reaches an argument as text that its sender chose; docs/code.md lists the same."""

from __future__ import annotations

from textwrap import dedent

import pytest
from program import code

START = """
import base64, boto3, hashlib, html, json, os, re, shlex, uuid
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote_plus
KINDS = {"new": "a", "old": "b"}
s3 = boto3.client("s3")

def say(text):
    s3.shell(text)

def both(text):
    s3.free(text)
"""

CARRIED = {
    "item": "s3.free(event['name'])",
    "text": "s3.free('ls ' + event['name']), s3.free(f\"ls {event['name']}\"), s3.free('%s' % event['name'])",
    "decoded": "s3.free(base64.b64decode(event['body'])), s3.free(unquote_plus(event['key']))",
    "parsed": "s3.free(json.loads(event['body'])['name'])",
    "loop": """
        for record in event["Records"]:
            s3.free(record["body"])
    """,
    "number": "s3.safe(int(event['n'])), s3.safe(len(event['n'])), s3.safe(event['n'] - 1), s3.safe(f\"{float(event['n'])}\")",
    "digest": "s3.safe(hashlib.sha256(event['b'].encode()).hexdigest()), s3.safe(base64.b64encode(event['b'])), s3.safe(uuid.UUID(event['b']))",
    "chosen": "s3.safe(KINDS[event['kind']]), s3.safe('a' if event['kind'] == 'b' else 'c')",
    "compared": """
        if event["kind"] not in KINDS:
            return
        s3.safe(event["kind"]), s3.free(event["other"])
    """,
    "form checked": """
        if not re.fullmatch("[a-z]+", event["kind"]):
            raise ValueError
        s3.safe(event["kind"])
    """,
    "asked whether it is there": """
        if event["kind"] != "":
            s3.free(event["kind"])
    """,
    "quoted": "s3.shell(shlex.quote(event['name'])), s3.html(html.escape(event['name'])), s3.url(quote(event['name']))",
    "quoted in part": "s3.free(shlex.quote(event['name']) + event['other'])",
    "quoted by the caller": "say(shlex.quote(event['name'])), say('fixed')",
    "quoted by one of two callers": "both(shlex.quote(event['name'])), both(event['name'])",
    "last part of a path": """
        s3.path(os.path.basename(event["key"])), s3.path(event["key"].split("/")[-1]), s3.path(Path(event["key"]).name)
        s3.path(event["key"].replace("/", "_")), s3.free(event["key"].split(",")[0])
    """,
}


@pytest.mark.parametrize("body", CARRIED.values(), ids=CARRIED)
def test_text_of_the_event_is_known_with_what_it_is_escaped_for(body: str) -> None:
    body = dedent(body).strip().replace("\n", "\n    ")
    found = code(f"{START}\ndef handler(event, context):\n    {body}\n")
    calls = [call for call in found.calls if call.name in ("free", "safe", "shell", "html", "url", "path")]
    said = [(call.name, call.carried[0]) for call in calls]
    meant = {"free": [], "shell": ["shell"], "html": ["html"], "url": ["url"], "path": ["path"]}

    assert said
    assert [each for each in said if (each[1] and sorted(each[1].escaped)) != meant.get(each[0])] == []


def test_the_parts_that_are_carried_are_known() -> None:
    found = code("import os\ndef handler(event, context): os.system(event['a'] + event['b']['c'])")

    (carried,) = found.calls[0].carried
    assert carried is not None
    assert carried.parts == {("a",), ("b", "c")}
