"""The comments of TypeScript and JavaScript, found without parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambdalint.policy import bracketed_comments
from lambdalint.policy.suppression import Comment

# Every alternative is possessive or ends where the text does, so that nothing is read twice.
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`(?:[^`\\]|\\(?s:.))*+`?)"""
    r"""|(?P<comment>//[^\n]*)|(?P<aside>/\*(?s:.*?)(?:\*/|\Z))"""
    r"""|(?P<open>[\[{(])|(?P<close>[\]})])|(?P<code>[^\s"'`/\[\]{}()]+|/)""",
)


def read(text: str) -> Iterator[Comment]:
    """Every comment, with the lines of what it belongs to."""
    return bracketed_comments.read(text, _TOKEN)
