"""No app and no settings, however they are changed, break the reader of Chalice apps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import mutants

from lambdalint.disk import Disk
from lambdalint.documents import load
from lambdalint.documents.tree import Document, Node
from lambdalint.frameworks import read_programs
from lambdalint.sources import Sources

ORDERS = Path(__file__).parent / "fixtures" / "dialects" / "orders" / "chalice"
TOKENS = re.findall(r"\s+|\w+|\"[^\"\n]*\"|[^\w\s]", (ORDERS / "app.py").read_text())
OTHERS = (
    "app", "None", "-1", "[]", "{}", "*", "**", '""', "Chalice", "jobs", "app.route", "app.register_blueprint", "name=1",
    "app.route(1)", "app.on_sqs_message(*app)", "Rate(1)", "Cron()", "app.register_blueprint(app)", "(", ")", "lambda x: x",
)  # fmt: skip
SETTINGS, EXTRAS = ".chalice/config.json", "extras.json"
ROOTS = [load(name, (ORDERS / name).read_bytes()).root for name in (SETTINGS, EXTRAS)]
WORDS = (
    "Clean",
    "dev",
    "stages",
    "lambda_functions",
    "environment_variables",
    "Resources",
    "APIHandler",
    "true",
    "Ref",
    "",
)


@st.composite
def apps(draw: Any) -> str:
    tokens = list(TOKENS)
    changes = st.lists(st.tuples(st.integers(0, len(TOKENS) - 1), st.sampled_from(OTHERS)), min_size=1, max_size=3)
    for place, new in draw(changes):
        tokens[place] = new
    return "".join(tokens)


@given(apps())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_apps_are_read(tmp_path_factory: Any, text: str) -> None:
    root = tmp_path_factory.mktemp("app")
    (root / "app.py").write_text(text)

    for reading in read_programs(["app.py"], Sources(Disk(root), ["app.py"]), documents()):
        assert all(function.id.startswith("app.py#") for function in reading.stack.functions)


@given(st.one_of(*(mutants([root], WORDS, (None, "!Odd")) for root in ROOTS if root is not None)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changed_settings_are_read(tree: Node) -> None:
    sources = Sources(Disk(ORDERS), ["app.py"])

    for changed in ({SETTINGS: tree}, {EXTRAS: tree}):
        for reading in read_programs(["app.py"], sources, documents(changed)):
            assert reading.stack.functions


def documents(changed: dict[str, Node] | None = None) -> Any:
    def nested(path: str) -> Document | None:
        if changed and path in changed:
            return Document(path, changed[path])
        file = ORDERS / path
        return load(path, file.read_bytes()) if file.is_file() else None

    return nested
