"""No program and no settings, however they are changed, break the reader of Pulumi projects."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdalint.disk import Disk
from lambdalint.frameworks import read_programs
from lambdalint.frameworks.reading import Reading
from lambdalint.sources import Sources

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders" / "pulumi"
PROGRAMS = ("__main__.py", "orders/__init__.py", "orders/functions.py", "orders/web.py")
SETTINGS = ("Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml")
OTHERS = (
    "self", "name", "None", "True", "-1", "10**9", "[]", "{}", "()", "{1: 2}", "{**options}", "*queue", "**variables",
    "lambda x: x", "Unknown", "super()", '""', '"{}{0:>9}{!r}".format(1)', "f'{x!r}'", "'%s' % 1", "queue.arn.apply()",
    "queue.apply(queue)", "pulumi.Output.all()", "pulumi.Output.format(1)", "pulumi.Output.concat(queue, [], {})",
    "pulumi.AssetArchive([])", "pulumi.AssetArchive({'.': 3, '': queue})", "pulumi.FileArchive(None)", "json.dumps()",
    "pulumi.Config(1).get_int(queue)", "config.require()", "aws.sqs.Queue(queue)", "aws.sqs.Queue.get()", "aws.lambda_",
    "aws.lambda_.Function()", "aws.lambda_.Function(*queue, **options)", "aws.iam.get_policy_document(statements=3)",
    "aws.iam.Role('r', inline_policies=[3])", "function(function, function)", "for x in queue:", "while True:", "\n", "if",
)  # fmt: skip


def read(root: Path, changes: dict[str, str]) -> list[Reading]:
    for name in (*PROGRAMS, *SETTINGS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(changes.get(name, (ORDERS / name).read_text()))
    return read_programs(PROGRAMS, Sources(Disk(root), PROGRAMS), lambda _: None)


@st.composite
def programs(draw: Any) -> tuple[str, str]:
    name = draw(st.sampled_from([name for name in PROGRAMS if "__init__" not in name]))
    tokens = re.findall(r"\s+|\w+|\"[^\"\n]*\"|[^\w\s]", (ORDERS / name).read_text())
    places = st.tuples(st.integers(0, len(tokens) - 1), st.sampled_from(OTHERS))
    for place, new in draw(st.lists(places, min_size=1, max_size=4)):
        tokens[place] = new
    return name, "".join(tokens)


@given(programs())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_programs_are_read_without_a_crash(tmp_path_factory: Any, program: tuple[str, str]) -> None:
    (reading,) = read(tmp_path_factory.mktemp("shop"), dict([program]))

    assert all(function.at.path in PROGRAMS for function in reading.stack.functions)


@given(st.sampled_from(SETTINGS), st.text("abc:{}[]-'\"\n \t!&*|>#0.", max_size=60), st.integers(0, 200))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_are_changed_settings(tmp_path_factory: Any, name: str, new: str, at: int) -> None:
    text = (ORDERS / name).read_text()

    for reading in read(tmp_path_factory.mktemp("shop"), {name: text[:at] + new + text[at + len(new) :]}):
        assert reading.stack.functions or reading.problems


@pytest.mark.parametrize(
    "value",
    [
        "[" * 90 + "]" * 90,
        " + ".join(["name"] * 200),
        "queue" + ".apply(lambda x: x)" * 100,
        "pulumi.Output.json_dumps(" * 60 + "queue" + ")" * 60,
        "{'a': " * 80 + "queue.arn" + "}" * 80,
    ],
)
def test_however_deep_an_expression_is_the_rest_is_read(tmp_path: Path, value: str) -> None:
    text = (ORDERS / "__main__.py").read_text()

    (reading,) = read(
        tmp_path, {"__main__.py": text.replace("work['timeout'] * 9", value).replace('work["timeout"] * 9', value)}
    )

    assert {function.name for function in reading.stack.functions} >= {"CreateOrder", "Clean", "Notify"}
