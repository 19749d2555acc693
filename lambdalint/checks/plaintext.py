"""Configured text that is a secret itself, and not where one is kept."""

from __future__ import annotations

import re

_TOKENS = (
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})"),
    ("a GitLab token", r"\bglpat-[\w-]{20}"),
    ("a Slack token", r"\bxox[abeoprs]-\d{8,}-[\w-]{16}"),
    ("a Slack webhook", r"https://hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{20}"),
    ("a Stripe key", r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{24}"),
    ("a Google API key", r"\bAIza[\w-]{35}"),
    ("an OpenAI key", r"\bsk-(?:[a-z]+-)?[\w-]{16,}T3BlbkFJ[\w-]{16}"),
    ("an Anthropic key", r"\bsk-ant-[a-z]+\d+-[\w-]{32}"),
    ("a SendGrid key", r"\bSG\.[\w-]{22}\.[\w-]{43}"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}"),
    ("a PyPI token", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{32}"),
)
_TOKEN_SHAPES = tuple((what, re.compile(pattern)) for what, pattern in _TOKENS)
_PASSWORD_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s@]+)@", re.IGNORECASE)
_SECRET_NAME = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|(?:SECRET|ACCESS|PRIVATE)_?(?:ACCESS_?)?KEY)$", re.IGNORECASE
)
_PASSWORD_NAME = re.compile(r"(?:PASSWORD|PASSWD)$", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"change|replace|example|placeholder|insert|dummy|fake|sample|test|todo|your|here|xxx|\*\*\*|\.\.\.|<.*>|"
    r"redacted|secret|password|token|local|none|null|undefined|0000|1234",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+\d{0,3}(?:[-_/.: ][a-z]*\d{0,3})*", re.IGNORECASE)
"""What names of parameters, secrets and resources look like: words, perhaps numbered."""
_REFERENCE = re.compile(r"arn:|https?://|/|\$|\{|%")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHORTEST_PASSWORD, _SHORTEST_SECRET = 6, 16


def secret_in(name: str, value: str) -> str | None:
    """What kind of secret a variable holds, by the shape of its value or by its name; None when it holds none."""
    return _token(value) or _by_name(name, value)


def _token(value: str) -> str | None:
    for what, shape in _TOKEN_SHAPES:
        found = shape.search(value)
        if found and "EXAMPLE" not in found.group().upper():
            return what
    url = _PASSWORD_IN_URL.match(value)
    return "a URL with a password" if url and _is_password(url.group(1)) else None


def _by_name(name: str, value: str) -> str | None:
    if not _SECRET_NAME.search(name) or _REFERENCE.match(value):
        return None
    if _PASSWORD_NAME.search(name):
        return "a password" if _is_password(value) else None
    return "a secret" if _is_random(value) else None


def _is_password(value: str) -> bool:
    return len(value) >= _SHORTEST_PASSWORD and not _PLACEHOLDER.search(value) and not _REFERENCE.match(value)


def _is_random(value: str) -> bool:
    """Whether text is a key that something generated, rather than a name, a number or words."""
    has_both = any(one.isdigit() for one in value) and any(one.isalpha() for one in value)
    named = _WORDS.fullmatch(value) or _UUID.fullmatch(value) or " " in value
    return len(value) >= _SHORTEST_SECRET and has_both and not named and not _PLACEHOLDER.search(value)
