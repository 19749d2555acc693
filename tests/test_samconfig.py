"""What samconfig.toml gives a template's parameters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdalint.documents import load
from lambdalint.documents.tree import Document
from lambdalint.frameworks import Reading, read

TEMPLATE = b"""
Transform: AWS::Serverless-2016-10-31
Parameters:
  Timeout: {Type: Number, Default: 5}
  Memory: {Type: Number, Default: 256}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {Timeout: !Ref Timeout, MemorySize: !Ref Memory, Handler: a.b, Runtime: python3.13, CodeUri: src}
"""


def reading(config: str, template: str = "api/template.yaml", name: str = "api/samconfig.toml") -> Reading:
    def nested(path: str) -> Document | None:
        return load(path, config.encode()) if path == name else None

    return read(load(template, TEMPLATE), nested)


def forms(config: str, template: str = "api/template.yaml", name: str = "api/samconfig.toml") -> list[object]:
    return [
        (one.configuration.timeout.value, one.configuration.memory.value, *(each.message for each in one.assumes))
        for one in reading(config, template, name).stack.functions
    ]


@pytest.mark.parametrize(
    "written",
    [
        '"Timeout=30 Memory=512"',
        "'Timeout=\"30\" Memory=512'",
        '["Timeout=30", "Memory=512"]',
        '"ParameterKey=Timeout,ParameterValue=30 ParameterKey=Memory,ParameterValue=512"',
    ],
)
def test_the_default_environment_gives_the_values(written: str) -> None:
    assert forms(f"[default.deploy.parameters]\nparameter_overrides = {written}") == [(30, 512)]


def test_other_environments_start_from_the_templates_own_defaults() -> None:
    config = (
        '[default.global.parameters]\nparameter_overrides = "Timeout=30"\n'
        '[prod.deploy.parameters]\nparameter_overrides = "Memory=1024 Unknown=1"'
    )

    assert forms(config) == [(30, 256), (5, 1024, "in the samconfig environment `prod`")]
    assumption = reading(config).stack.functions[1].assumes[0]
    assert (assumption.at.path, assumption.at.line, assumption.at.column) == ("api/samconfig.toml", 4, 1)


def test_yaml_says_the_same() -> None:
    config = "prod: {deploy: {parameters: {parameter_overrides: [Timeout=7]}}}"

    assert forms(config, name="api/samconfig.yaml")[1:] == [(7, 256, "in the samconfig environment `prod`")]


@pytest.mark.parametrize(
    ("option", "template", "timeout"),
    [
        ("", "api/template.yaml", 30),
        ("", "api/other.yaml", 5),
        ('template_file = "other.yaml"', "api/other.yaml", 30),
        ('template_file = "other.yaml"', "api/template.yaml", 5),
        ('template = ".aws-sam/build/template.yaml"', "api/template.yaml", 30),
    ],
)
def test_it_is_for_the_template_that_it_names(option: str, template: str, timeout: int) -> None:
    config = f'[default.deploy.parameters]\n{option}\nparameter_overrides = "Timeout=30"'

    assert forms(config, template) == [(timeout, 256)]


def test_what_is_no_toml_is_said_where_it_breaks() -> None:
    (problem,) = load("samconfig.toml", b"[default]\nx = = 1\n").problems

    assert (problem.code, problem.at.line, problem.at.column) == ("LL001", 2, 5)


LINES = (
    "[default.deploy.parameters]",
    "[prod]",
    "[[prod]]",
    "parameter_overrides = ",
    "[1, {a = 'b'}]",
    '"Timeout=x"',
    "a.b = 1",
    "\n",
    '"""',
)


@given(st.lists(st.sampled_from(LINES)))
def test_no_configuration_is_too_strange(lines: list[str]) -> None:
    assert forms("\n".join(lines))
    assert forms(" ".join(lines))
