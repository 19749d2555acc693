"""Other tools' rules: which of ours mean the same, and why there is none for some."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from msgspec import Struct, convert

from lambdalint.catalog import folder, rules
from lambdalint.errors import InternalError, UsageError, did_you_mean
from lambdalint.model.rule import Rule

_TOOLS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), tool)
    for pattern, tool in (
        (r"S\d{4}", "Sonar"),
        (r"PW\d{3}", "pythaw"),
        (r"RG\d{3}", "replayguard"),
        (r"CKV2?_AWS_\d+", "checkov"),
        (r"[EWI]\d{4}", "cfn-lint"),
        (r"(?:ES|WS|ED)\d{4}", "serverless-rules"),
        (r"AwsSolutions-.*|Serverless-.*|.*-Lambda[A-Z].*|NIST.*|PCI.*|HIPAA.*|LambdaD?L?Q?\w*", "cdk-nag"),
        (r"LAMBDA_\w+", "AWS Guard rules and AWS Config"),
        (r"Lambda\.\d+", "AWS Security Hub"),
        (r"CT\.LAMBDA.*", "AWS Control Tower"),
        (r"aws_\w+", "tflint"),
        (r"awslambda_\w+", "Prowler"),
        (r"AVD-AWS-\d+|AWS-\d+", "Trivy and tfsec"),
        (r"[FW]\d{1,2}", "cfn-nag"),
        (r"[0-9a-f]{8}-[0-9a-f-]+", "KICS"),
        (r"[A-Z]{1,4}\d{3,4}", "ruff and Bandit"),
        (r"python_\w+", "Bearer"),
    )
)
"""How the ids of other tools look; what looks like none of these is Semgrep's or Amazon Q's."""


class Refusal(Struct, frozen=True):
    """Rules of other tools that have no counterpart here."""

    ids: tuple[str, ...]
    reason: str


def tool_of(word: str) -> str:
    """Whose rule an id is, by how it looks."""
    return next((tool for pattern, tool in _TOOLS if pattern.fullmatch(word)), "Semgrep and Amazon Q (CodeGuru)")


@cache
def refusals() -> tuple[Refusal, ...]:
    """All that is refused; raises InternalError when the list is wrong."""
    path = folder() / "refused.toml"
    try:
        return convert(tomllib.loads(path.read_text(encoding="utf-8")), type=dict[str, tuple[Refusal, ...]])["refused"]
    except (OSError, ValueError, KeyError) as error:
        raise InternalError(f"rules/refused.toml cannot be read: {error}") from error


def counterparts(word: str) -> tuple[Rule, ...] | Refusal:
    """Our rules for another tool's id, in any case, or why there is none; raises UsageError for an unknown one."""
    covering = covering_rules(word, rules())
    if covering:
        return covering
    for refusal in refusals():
        if word.upper() in (each.upper() for each in refusal.ids):
            return refusal
    known = [alias for rule in rules() for alias in rule.aliases] + [each for one in refusals() for each in one.ids]
    raise UsageError(f"`{word}` is no rule of a tool that lambdalint knows", did_you_mean(word, known))


def covering_rules(word: str, known: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that mean the same as another tool's."""
    return tuple(rule for rule in known if word.upper() in (alias.upper() for alias in rule.aliases))
