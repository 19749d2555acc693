"""Sources that become YAML or JSON only when cookiecutter, Jinja or the like has rendered them."""

from __future__ import annotations

import re

from lambdalint.documents.text import Unreadable, span
from lambdalint.model.source import Span

_COOKIECUTTER = re.compile(r"\{[{%][^{}%\n]{0,200}\bcookiecutter\b[^{}%\n]{0,200}[%}]\}")
# Neither `{{resolve:ssm:/name}}`, which CloudFormation fills in, nor `{% $states.input %}`, which Step Functions does.
_MARKER = re.compile(
    r"\{\{(?!\s*resolve:)[^{}\n]*\}\}"
    r"|\{%[-+]?\s*(?:if|elif|else|endif|for|endfor|set|macro|block|extends|include|import|from|raw|with|filter|call)\b"
    r"[^{}\n]*%\}"
)


def cookiecutter_source(path: str, text: str) -> Unreadable | None:
    """What to say of a text that uses cookiecutter's variables; None for any other."""
    marker = _COOKIECUTTER.search(text) if "cookiecutter" in text else None
    return _not_rendered(marker, span(path, text, *marker.span())) if marker else None


def jinja_source(path: str, text: str, broken_line: int) -> Unreadable | None:
    """What to say of a text that cannot be parsed because of a marker on that line; None when there is none."""
    for written in text.splitlines()[broken_line - 1 : broken_line]:
        marker = _MARKER.search(written)
        if marker:
            return _not_rendered(marker, Span(path, broken_line, marker.start() + 1, broken_line, marker.end() + 1))
    return None


def _not_rendered(marker: re.Match[str], at: Span) -> Unreadable:
    message = f"`{marker.group()}` is filled in when the project is rendered; run lambdalint on the result"
    return Unreadable(message, at, code="LL005")
