"""LL173 event-in-html. See rules/LL173-event-in-html.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import chosen_by_sender, named, strangers_may_invoke
from lambdalint.checks.notes import way
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Constant, Dictionary, Value, entry


class EventInHtml(Struct, frozen=True):
    """Report pages in which the sender of a request can put scripts."""

    code: ClassVar[str] = "LL173"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each HTML response whose body holds text from the event that is not escaped."""
        code = function.code
        if code is None or not strangers_may_invoke(function):
            return
        for answer in code.answers:
            parts = chosen_by_sender(answer.body, "html") if _is_page(answer.value) else None
            if parts is not None:
                yield Finding(
                    self.code,
                    f"{named(parts, code)} stands in the page as it was sent, scripts included; `html.escape` it",
                    at=answer.made,
                    function=function.name,
                    label="HTML with text from the event",
                    notes=way(function, code, answer.reach),
                )


def _is_page(response: Value) -> bool:
    headers = entry(response, Constant("headers")) if isinstance(response, Dictionary) else None
    return isinstance(headers, Dictionary) and any(map(_says_html, headers.entries))


def _says_html(header: tuple[Value | None, Value]) -> bool:
    match header:
        case (Constant(value=str(name)), Constant(value=str(value))):
            return name.lower() == "content-type" and "text/html" in value.lower()
        case _:
            return False
