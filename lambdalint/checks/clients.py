"""How code makes boto3's clients, resources and sessions, as several checks ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.value import Constant, Value

_MAKERS = frozenset(
    {"boto3.client", "boto3.resource", "boto3.Session", "boto3.session.Session", "boto3.setup_default_session"}
)
_OF_SESSION = {"aws_access_key_id": 0, "aws_secret_access_key": 1, "aws_session_token": 2, "region_name": 3}
_OF_CLIENT = {
    "service_name": 0,
    "region_name": 1,
    "endpoint_url": 5,
    "aws_access_key_id": 6,
    "aws_secret_access_key": 7,
    "aws_session_token": 8,
}
_LOCAL = re.compile(r"https?://(?:localhost|127\.|0\.0\.0\.0|host\.docker|[\w-]+(?::\d+|$)|[^/]*localstack)")
"""An emulator on the developer's machine, or another container beside the function's."""


class Made(Struct, frozen=True):
    """A call that makes a client, a resource or a session."""

    call: ReachedCall

    def given(self, name: str) -> Value | None:
        """What is given for a parameter; None when it is not given or may hide."""
        positions = _OF_CLIENT if self.call.target in ("boto3.client", "boto3.resource") else _OF_SESSION
        return self.call.call.argument(positions.get(name, -1), name)

    def text(self, name: str) -> str | None:
        """What is given for a parameter, where that is a constant text."""
        value = self.given(name)
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it may speak to something else than AWS: an endpoint of its own that is local, or not known."""
        endpoint = self.given("endpoint_url")
        if endpoint is None or endpoint == Constant(None):
            return False
        text = self.text("endpoint_url")
        return text is None or _LOCAL.match(text) is not None


def made(code: Code) -> Iterator[Made]:
    """All clients, resources and sessions that code makes."""
    return (Made(call) for call in code.calls if call.target in _MAKERS)
