"""A report made by hand, with everything that is awkward to write, and the files it speaks of."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from lambdalint.model.finding import Edit, Finding, Fix, Note
from lambdalint.model.report import Coverage, Report
from lambdalint.model.rule import Profile, Rule, Severity
from lambdalint.model.source import Span

APP = """\
import json

import boto3


def handler(event, context):
    table = boto3.resource("dynamodb").Table("orders")
    try:
        for record in event["Records"]:
            order = json.loads(record["body"])
            table.put_item(Item=order)
    except Exception:
        print("顧客注文の保存に失敗しました 🛒", event)
"""

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: python3.8
      Timeout: 60
      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt OrdersQueue.Arn
            BatchSize: 10
  OrdersQueue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
""".replace("\n", "\r\n")

TABS = 'def handler(event, context):\n\tif event:\n\t\tclient\t= boto3.client("s3")  # \x1b[2J\u202e\n'

LONG = (
    '{"Resources": {"' + "x" * 100 + '": {"Properties": {"Runtime": "python3.7", "Description": "' + "y" * 150 + '"}}}}'
)

SOURCES = {
    "src/app.py": APP,
    "template.yaml": TEMPLATE,
    "src/tabs and %.py": TABS,
    "packaged.json": LONG,
    "empty.yaml": "",
}


def span(path: str, text: str, until: str | None = None) -> Span:
    """From the first `text` in a file to its end, or to the end of `until`."""
    source = SOURCES[path].replace("\r\n", "\n")
    start = source.index(text)
    end = start + len(text) if until is None else source.index(until, start) + len(until)
    return Span(path, *_position(source[:start]), *_position(source[:end]))


def _position(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


RULES = (
    Rule(
        "LL001",
        "unreadable-file",
        "A file that belongs to a function cannot be read, so nothing in it was checked.",
        Severity.ERROR,
        "high",
        Profile.DEFAULT,
        body="## Why\n\nWhat cannot be read is not checked.\n",
    ),
    Rule(
        "LL101",
        "client-in-handler",
        "An SDK client or a connection is built on every invocation, though all invocations of an execution environment could share one.",
        Severity.WARNING,
        "high",
        Profile.DEFAULT,
        tags=("performance", "cost"),
        needs=("code",),
        references=("https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html",),
        body="## Why\n\nA client takes time to build.\nIt can be shared.\n\n## Write\n\n```python\ns3 = boto3.client('s3')\n```\n",
    ),
    Rule(
        "LL102",
        "user-data-in-global",
        "Data of one invocation is left where the next one, for another user, sees it.",
        Severity.ERROR,
        "medium",
        Profile.DEFAULT,
        tags=("security", "cwe-488"),
        security_severity="6.5",
        body="## Why\n\nThe next user sees it.\n",
    ),
    Rule(
        "LL203",
        "deprecated-runtime",
        "The runtime is deprecated, blocked, or not one that Lambda has.",
        Severity.INFO,
        "high",
        Profile.DEFAULT,
    ),
    Rule(
        "LL501",
        "queue-visibility-below-timeout",
        "The queue shows a message again while the function may still work on it.",
        Severity.WARNING,
        "high",
        Profile.DEFAULT,
        tags=("reliability",),
        needs=("configuration", "triggers"),
    ),
    Rule(
        "LL603",
        "swallowed-batch-error",
        "A batch is reported as handled when it was not, so its messages are lost.",
        Severity.ERROR,
        "high",
        Profile.DEFAULT,
    ),
)

EVENT = Span("src/app.py", 13, 35, 13, 40)

FINDINGS = (
    Finding("LL001", "the file is empty, so it is no template", Span.of_line("empty.yaml"), label="nothing here"),
    Finding(
        "LL001",
        "line 3 is not UTF-8: byte 0xff\nat 100%, column 7",
        Span("legacy,v1:old.yaml", 3, 7, 3, 8),
        label="this byte",
        notes=(Note(Span("gone.py", 1, 1, 1, 1), "`handler` would be here"),),
    ),
    Finding(
        "LL203",
        "`python3.7` gets no security patches since 2023-12-04; use `python3.13`",
        span("packaged.json", '"python3.7"'),
        function="Packaged",
        label="deprecated",
    ),
    Finding(
        "LL101",
        "`boto3.resource` runs on every invocation; create it outside the handler",
        span("src/app.py", 'boto3.resource("dynamodb")'),
        function="Orders",
        label="built per invocation",
        notes=(Note(span("src/app.py", "handler"), "`Orders` starts here"),),
    ),
    Finding(
        "LL603",
        "a failed message is logged and then deleted from the queue; let the exception leave the handler",
        span("src/app.py", "try:", until="event)"),
        function="Orders",
        label="reports success whatever happens",
        notes=(
            Note(span("template.yaml", "Queue:", until="BatchSize: 10\n"), "`Orders` is invoked by `OrdersQueue` here"),
            Note(span("template.yaml", "BatchSize: 10"), "with 10 messages at once"),
        ),
    ),
    Finding(
        "LL102",
        "`event` is printed: 100% of it, {0} and [orders](1) too; remove it",
        EVENT,
        function="Orders",
        label="the event",
        notes=(
            Note(span("src/app.py", '"顧客注文の保存に失敗しました 🛒"'), "beside this text"),
            Note(span("src/app.py", "print"), "by this call, whose output goes to CloudWatch Logs and stays there"),
        ),
        fix=Fix(
            "Print the message id",
            (Edit(EVENT, 'record["messageId"]'), Edit(Span("src/app.py", 1, 1, 1, 1), "")),
            unsafe_because="the log changes",
        ),
    ),
    Finding(
        "LL101",
        "`boto3.client` runs on every invocation; create it outside the handler",
        span("src/tabs and %.py", 'boto3.client("s3")'),
        function="Tabs",
        label="built per invocation",
        fix=Fix(
            "Move it above `handler`", (Edit(Span("src/tabs and %.py", 1, 1, 1, 1), 'client = boto3.client("s3")\n'),)
        ),
    ),
    Finding(
        "LL501",
        "a message becomes visible after 30 s, while `Orders` may still work on it for 60 s; set VisibilityTimeout to 360 s",
        span("template.yaml", "30"),
        function="Orders",
        label="30 s",
        notes=(Note(span("template.yaml", "60"), "60 s, so 6 x 60 s is the least"),),
        severity=Severity.ERROR,
    ),
    Finding("LL001", "the file ends too early", Span("template.yaml", 21, 1, 21, 1)),
    Finding("LL001", "a span that the text does not have", Span("template.yaml", 99, 99, 120, 3), label="past the end"),
)

REPORT = Report(
    findings=FINDINGS,
    rules={rule.code: rule for rule in RULES},
    coverage=Coverage(python_files=2, templates=2, functions=3, joined=2, elsewhere=1, looked_at=14),
    suppressed=2,
    exit_code=1,
)

_ANY_TEXT = st.text(
    st.characters() | st.sampled_from("\x1b\x07\x9b\u202e\u200d\ufeff\ud800\r\n\t%:,[](){}\\界e\u0301"), max_size=60
)
_ANY_NUMBER = st.integers(-1, 12) | st.just(10**6)
_ANY_SPAN = st.builds(Span, st.sampled_from(("a.py", "b.yaml", "gone.py", "w\x1b\ud800ird.py")), *[_ANY_NUMBER] * 4)
_ANY_NOTES = st.lists(st.builds(Note, _ANY_SPAN, _ANY_TEXT), max_size=4).map(tuple)
_ANY_FIX = st.builds(
    Fix,
    _ANY_TEXT,
    st.lists(st.builds(Edit, _ANY_SPAN, _ANY_TEXT), min_size=1, max_size=2).map(tuple),
    st.none() | _ANY_TEXT,
)
_ANY_FINDING = st.builds(
    Finding,
    st.sampled_from([rule.code for rule in RULES]),
    _ANY_TEXT,
    _ANY_SPAN,
    function=st.none() | _ANY_TEXT,
    label=_ANY_TEXT,
    notes=_ANY_NOTES,
    fix=st.none() | _ANY_FIX,
)

any_report = st.builds(
    lambda findings: replace(REPORT, findings=tuple(findings)), st.lists(_ANY_FINDING, min_size=1, max_size=2)
)
"""Reports with any text in any place."""

any_sources = st.dictionaries(st.sampled_from(("a.py", "b.yaml")), _ANY_TEXT)
