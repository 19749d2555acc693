"""What a file describes, told by its content: a name says little, and many YAML files are no templates."""

from __future__ import annotations

import codecs
import os
import re
from enum import Enum

from msgspec import Struct

_HEAD = 1 << 20
"""Bytes read to tell what a file is: all of any template that CloudFormation takes."""


class Kind(Enum):
    """What a file may describe functions in."""

    CLOUDFORMATION = "SAM and CloudFormation templates"
    SERVERLESS = "Serverless Framework services"
    TERRAFORM = "Terraform and OpenTofu modules"
    TERRAFORM_PLAN = "plans and states of Terraform and OpenTofu as JSON"
    CHALICE = "settings of Chalice apps"
    ZAPPA = "Zappa settings"
    DEPLOYED = "deployed functions as the AWS CLI prints them"
    SERVERLESS_PROGRAM = "Serverless Framework services as programs"
    PULUMI = "Pulumi projects"
    CDK_PROGRAM = "AWS CDK apps in TypeScript and JavaScript"


class _Signature(Struct, frozen=True):
    """A file of this kind has one of the suffixes (or whole names) and holds the marker, then all patterns (cheapest first)."""

    kind: Kind
    suffixes: frozenset[str]
    marker: bytes
    patterns: tuple[re.Pattern[bytes], ...]


_SIGNATURES = (
    _Signature(
        Kind.CLOUDFORMATION,
        frozenset({".yaml", ".yml", ".json", ".template"}),
        b"AWS::",
        (
            re.compile(rb"""Type["']?\s*:\s*["']?AWS::"""),
            # At the top: deeper down, `Resources` is a part of a serverless.yml.
            re.compile(rb"""^["']?Resources["']?[ \t]*:|[{,]\s*["']?Resources["']?\s*:""", re.MULTILINE),
        ),
    ),
    _Signature(
        Kind.SERVERLESS,
        frozenset({".yaml", ".yml", ".json"}),
        b"service",
        (
            # At the top: in JSON, with no other mapping before it.
            re.compile(rb"""^["']?service["']?[ \t]*:|\A\s*\{[^{}]*"service"\s*:""", re.MULTILINE),
            re.compile(rb"""^["']?provider["']?[ \t]*:|[{,]\s*["']provider["']\s*:""", re.MULTILINE),
        ),
    ),
    _Signature(
        Kind.TERRAFORM_PLAN,
        frozenset({".json"}),
        b"format_version",
        tuple(
            re.compile(text)
            for text in (
                rb""""format_version"\s*:\s*"\d""",
                rb""""(?:planned_values|resource_changes|values)"\s*:\s*[{\[]""",
                rb"aws_lambda_function|\A(?s:.{%d})" % _HEAD,  # a larger one may name functions further down
            )
        ),
    ),
    _Signature(
        Kind.CHALICE,
        frozenset({"config.json"}),
        b'"app_name"',
        (re.compile(rb'"version"\s*:\s*"[12]\.\d"'),),
    ),
    _Signature(
        Kind.ZAPPA,
        frozenset({"zappa_settings.json", "zappa_settings.toml", "zappa_settings.yaml", "zappa_settings.yml"}),
        b"_",
        (re.compile(rb"app_function|django_settings|lambda_handler"),),
    ),
    _Signature(
        Kind.DEPLOYED,
        frozenset({".json"}),
        b"arn:aws",
        (
            re.compile(
                rb""""FunctionArn"\s*:\s*"arn:[\w-]+:lambda:|"QueueArn"\s*:\s*"arn:|"Policy"\s*:\s*"\s*\{\\"Version"""
            ),
        ),
    ),
    _Signature(
        Kind.SERVERLESS_PROGRAM,
        frozenset({"serverless.cjs", "serverless.js", "serverless.mjs", "serverless.ts"}),
        b"provider",
        tuple(re.compile(text) for text in (rb"""\bservice["']?\s*:""", rb"""\bprovider["']?\s*:""", rb"(?i)\baws\b")),
    ),
    _Signature(
        Kind.PULUMI,
        frozenset({"Pulumi.yaml", "Pulumi.yml"}),
        b"runtime",
        (re.compile(rb"""^["']?runtime["']?[ \t]*:""", re.MULTILINE),),
    ),
    _Signature(
        Kind.CDK_PROGRAM,
        frozenset({".cjs", ".cts", ".js", ".mjs", ".mts", ".ts"}),
        b"aws-cdk",
        (re.compile(rb"""(?:\bfrom|\brequire\()\s*["'](?:aws-cdk-lib|@aws-cdk/)"""),),
    ),
    _Signature(
        # A folder matters when any of its files names a function or calls a module that may have one.
        Kind.TERRAFORM,
        frozenset({".tf", ".tofu", ".tf.json", ".tofu.json"}),
        b'"',
        (re.compile(rb"""aws_lambda_function|/lambda/aws["/]|source["']?\s*[=:]\s*"\.\.?/"""),),
    ),
)
SUFFIXES = frozenset().union(*(signature.suffixes for signature in _SIGNATURES))

_LONGER = tuple(sorted(suffix for suffix in SUFFIXES if suffix.startswith(".") and suffix.count(".") > 1))


def suffix_of(name: str) -> str:
    """The part of a file's name that says what the file may be: all of it for some."""
    if name in SUFFIXES:
        return name
    return next((suffix for suffix in _LONGER if name.endswith(suffix)), name[name.rfind(".") :])


def kind_of(path: str, suffix: str | None = None) -> Kind | None:
    """What a file is, of the kinds that have this suffix or of all; None for anything else. Raises OSError."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path takes as long as reading
        head = file.read(min(_HEAD, os.fstat(file.fileno()).st_size))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode()
    fitting = (signature for signature in _SIGNATURES if suffix is None or suffix in signature.suffixes)
    return next((signature.kind for signature in fitting if _fits(head, signature)), None)


def _fits(head: bytes, signature: _Signature) -> bool:
    return signature.marker in head and all(pattern.search(head) for pattern in signature.patterns)


def looked_for() -> str:
    """What a run without any file can say it was looking for."""
    templates = (f"{each.kind.value} ({', '.join(sorted(each.suffixes))})" for each in _SIGNATURES)
    return ", ".join(("Python files (.py)", *templates))
