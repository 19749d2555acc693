"""LL605 s3-key-not-unquoted. See rules/LL605-s3-key-not-unquoted.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.notes import way
from lambdalint.model.code import Code, Path, ReachedCall
from lambdalint.model.finding import Finding, Note
from lambdalint.model.function import Function
from lambdalint.model.source import Anchor

_KEY: Path = ("s3", "object", "key")
_HALF_DECODED = "urllib.parse.unquote"


class S3KeyNotUnquoted(Struct, frozen=True):
    """Report keys of S3 notifications that are used as they come, which is encoded."""

    code: ClassVar[str] = "LL605"

    services: frozenset[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding where the first encoded key is used for a function."""
        code = function.code
        if code is None:
            return
        for call in code.calls:
            if self._looks_up_object(call):
                yield _used_encoded(function, code, call)
                return
            if call.target == _HALF_DECODED and any(map(_is_key, call.paths[:1])):
                yield _half_decoded(function, code, call)
                return

    def _looks_up_object(self, call: ReachedCall) -> bool:
        is_one = (call.aws is not None and call.aws.service in self.services) or _makes_object(call)
        return is_one and any(map(_is_key, (*call.paths, *call.held)))


def _makes_object(call: ReachedCall) -> bool:
    return call.name == "Object" and (call.target or "").startswith("boto3.resource('s3')")


def _is_key(path: Path | None) -> bool:
    return path is not None and path[:1] == ("Records",) and path[2:] == _KEY


def _used_encoded(function: Function, code: Code, call: ReachedCall) -> Finding:
    return Finding(
        S3KeyNotUnquoted.code,
        f"S3 URL-encodes the keys in its notifications, so `{call.name}` does not find an object with a space or a `+` in "
        "its key; decode it with `urllib.parse.unquote_plus`",
        at=_read_at(code) or call.at,
        function=function.name,
        label="an encoded key",
        notes=(Note(call.at, "used as it came here"), *way(function, code, call.reach)),
    )


def _half_decoded(function: Function, code: Code, call: ReachedCall) -> Finding:
    return Finding(
        S3KeyNotUnquoted.code,
        "`unquote` leaves the `+` by which S3 encodes a space in the keys of its notifications; use `unquote_plus`",
        at=call.at,
        function=function.name,
        label="`+` stays",
        notes=way(function, code, call.reach),
    )


def _read_at(code: Code) -> Anchor | None:
    """Where the key is taken out of the event, which is where it should be decoded."""
    return next((read.read.at for read in code.reads if _is_key(read.path)), None)
