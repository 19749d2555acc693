"""No program, however it is changed, breaks the reader of CDK apps."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants
from synthesised import CREATED, shop, stack

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document
from lambdalint.frameworks import read_programs
from lambdalint.sources import Sources

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders" / "cdk" / "orders" / "stack.py"
TOKENS = re.findall(r"\s+|\w+|\"[^\"\n]*\"|[^\w\s]", ORDERS.read_text())
OTHERS = (
    "self", "scope", "None", "True", "-1", "10**9", "[]", "{}", "()", "(1, 2)", "{1: 2}", "[*self.all]", "{**options}",
    "lambda x: x", "Unknown", "super()", "self.api()", "Orders", "sqs", "queue", '""', '"{}{0:>9}".format(1)', "f'{x!r}'",
    "[x for x in range(3)]", "{x: x for x in 'abc'}", "range(10**9)", "Path('/')", "Duration.seconds(None)", "not", "-",
    "if", "for x in self.settings:", "while True:", "*", "**", "%", "/", "import aws_cdk", "\n", "lambda_", "targets",
    "lambda_.Function(self)", "lambda_.Function(*scope, **options)", "apigateway.RestApi(1, 2, 3)", "s3.Bucket(self, 4)",
    "self.queue.grant()", "self.queue.add_event_source()", "self.uploads.add_event_notification()", "open(1).read()",
)  # fmt: skip


def no_template(_: str) -> None:
    return None


@st.composite
def programs(draw: Any) -> str:
    tokens = list(TOKENS)
    for place, new in draw(
        st.lists(st.tuples(st.integers(0, len(TOKENS) - 1), st.sampled_from(OTHERS)), min_size=1, max_size=4)
    ):
        tokens[place] = new
    return "".join(tokens)


@given(programs())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_programs_are_read_without_a_crash(tmp_path_factory: Any, text: str) -> None:
    root = tmp_path_factory.mktemp("app")
    (root / "stack.py").write_text(text)

    for reading in read_programs(["stack.py"], Sources(Disk(root), ["stack.py"]), no_template):
        assert all(function.at.path == "stack.py" for function in reading.stack.functions)


@pytest.mark.parametrize(
    "value",
    ["[" * 90 + "]" * 90, " + ".join(["self.name"] * 900), "scope" + ".next(scope)" * 300, "not " * 900 + "scope"],
)
def test_however_deep_an_expression_is_the_rest_is_read(tmp_path: Path, value: str) -> None:
    text = f"""
from aws_cdk import Stack, aws_lambda as lambda_

class Shop(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        use(*{value})
        lambda_.Function(self, "F", code=lambda_.Code.from_asset("src"), handler="a.b", description={value})
"""
    (tmp_path / "stack.py").write_text(text)
    (reading,) = read_programs(["stack.py"], Sources(Disk(tmp_path), ["stack.py"]), no_template)

    assert [function.name for function in reading.stack.functions] == ["F"] or reading.problems


def test_an_attribute_of_another_object_is_not_ones_own(tmp_path: Path) -> None:
    text = """
from aws_cdk import Stack, aws_lambda as lambda_

class Shop(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        self.memory = 256
        self.fill(scope)
        lambda_.Function(self, "F", code=lambda_.Code.from_asset("src"), handler="a.b", memory_size=self.memory)

    def fill(self, node):
        node.memory = 512
"""
    (tmp_path / "stack.py").write_text(text)
    (reading,) = read_programs(["stack.py"], Sources(Disk(tmp_path), ["stack.py"]), no_template)

    assert [function.configuration.memory.value for function in reading.stack.functions] == [256]


def test_an_attribute_that_is_made_of_itself_ends(tmp_path: Path) -> None:
    text = """
from aws_cdk import Stack, aws_lambda as lambda_

class Shop(Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        self.one = self.two.more
        self.two = self.one.more
        self.folder = self.folder.parent
        lambda_.Function(self, "F", code=lambda_.Code.from_asset(self.folder), handler=self.one)
"""
    (tmp_path / "stack.py").write_text(text)
    (reading,) = read_programs(["stack.py"], Sources(Disk(tmp_path), ["stack.py"]), no_template)

    assert [function.name for function in reading.stack.functions] == ["F"]


FILES = {**shop(), "cdk.out/Shop.metadata.json": json.dumps({"/Shop/Queue/Resource": CREATED})}
FILES["cdk.out/manifest.json"] = json.dumps(
    {
        "artifacts": {
            "Shop": stack("Shop", additionalMetadataFile="Shop.metadata.json", metadata={"/Shop/Orders": CREATED}),
            "Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}},
        }
    }
)
WRITTEN = [path for path in FILES if path.startswith("cdk.out/") and path.endswith(".json")]
ROOTS = {path: root for path in WRITTEN if (root := load(path, FILES[path].encode()).root)}
WORDS = (
    "", "Shop", "Resources", "Properties", "Metadata", "Code", "aws:cdk:path", "aws:asset:path", "Shop/Orders/Resource",
    "asset.1", "../..", "/", "\0", "manifest.json", ".", "type", "data", "aws:cdk:creationStack", "x (/a/app.py:0:0)", "*",
)  # fmt: skip


@pytest.fixture(scope="module", params=["python3 app.py", "npx ts-node app.ts"])
def app(request: Any, tmp_path_factory: Any) -> Path:
    root: Path = tmp_path_factory.mktemp("synthesised")
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("python3 app.py", request.param))
        os.utime(root / path, (1, 1))
    return root


@given(st.sampled_from(WRITTEN), st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_output_is_read_or_left(app: Path, path: str, data: Any) -> None:
    mutant = data.draw(mutants([ROOTS[path]], WORDS, [None, "!Ref"]))

    def files(asked: str) -> Document | None:
        return Document(asked, mutant if asked == path else ROOTS[asked]) if asked in ROOTS else None

    python = ["app.py", "src/app.py"]
    for reading in read_programs(python, Sources(Disk(app), python), files):
        assert all(function.id and function.name for function in reading.stack.functions)
