"""What calls of AWS act on; docs/code.md lists the same."""

from __future__ import annotations

from textwrap import dedent

import pytest
from program import code

from lambdalint.model.code import Naming, Piece

START = """
import boto3, os
from urllib.parse import unquote_plus
s3 = boto3.client("s3")
resource = boto3.resource("s3")
NAME = "orders"
class Store:
    def __init__(self): self.bucket = resource.Bucket(os.environ["BUCKET"])
    def save(self, key): self.bucket.put_object(Key=key)
def save(bucket, key): s3.put_object(Bucket=bucket, Key=key)
"""

NAMED: dict[str, tuple[str, dict[str, str]]] = {
    "constant": ("s3.put_object(Bucket=NAME, Key='a')", {"Bucket": "'orders'", "Key": "'a'"}),
    "environment": ("s3.put_object(Bucket=os.getenv('B'))", {"Bucket": "$B"}),
    "part of the event": ("s3.put_object(Key=unquote_plus(event['key']))", {"Key": "event.key"}),
    "text": ("s3.put_object(Key=f\"a/{event['key']}.{some()}\")", {"Key": "'a/' event.key '.' ?"}),
    "position": ("s3.upload_file('/tmp/a', NAME, 'a')", {"Bucket": "'orders'", "Key": "'a'"}),
    "helper": ("save(os.environ['B'], event['key'])", {"Bucket": "$B", "Key": "event.key"}),
    "resource": ("resource.Object(NAME, 'a').put()", {"Bucket": "'orders'", "Key": "'a'"}),
    "resource of a resource": ("resource.Bucket(NAME).Object('a').put()", {"Bucket": "'orders'", "Key": "'a'"}),
    "position beside a resource": (
        "resource.Bucket(NAME).upload_file('/tmp/a', 'b')",
        {"Bucket": "'orders'", "Key": "'b'"},
    ),
    "resource kept in an object": ("Store().save('a')", {"Bucket": "$BUCKET", "Key": "'a'"}),
    "batch writer": (
        "with boto3.resource('dynamodb').Table(NAME).batch_writer() as batch:\n    batch.put_item(Item={})",
        {"TableName": "'orders'"},
    ),
    "the only entry": (
        "boto3.client('events').put_events(Entries=[{'Source': NAME, 'DetailType': 'a'}])",
        {"Source": "'orders'", "DetailType": "'a'"},
    ),
    "one of several": ("s3.put_object(Key='a' if event['key'] else 'b')", {"Key": "?"}),
}


def written(naming: Naming) -> str:
    return " ".join(map(piece, naming))


def piece(one: Piece) -> str:
    if one.constant is not None:
        return repr(one.constant)
    if one.variable is not None:
        return f"${one.variable}"
    return "?" if one.path is None else ".".join(map(str, ("event", *one.path)))


@pytest.mark.parametrize(("body", "names"), NAMED.values(), ids=NAMED)
def test_what_a_call_acts_on_is_known(body: str, names: dict[str, str]) -> None:
    body = dedent(body).replace("\n", "\n    ")
    (found,) = [call for call in code(f"{START}\ndef handler(event, context):\n    {body}\n").calls if call.aws]

    assert {name: written(naming) for name, naming in found.names.items()} == names
