"""A Dockerfile as a list of instructions, each a mapping: its name with the value, then its flags (`--from`).

The value is a list where the file writes JSON (`CMD ["app.handler"]`), else one text without comments and line breaks.
No library fits: `dockerfile-parse` edits files by line numbers and knows no columns or here-documents, and bindings to
Docker's own parser need a compiled extension for every platform.
Source: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from lambdalint.documents import json_tree
from lambdalint.documents.text import Unreadable
from lambdalint.documents.tree import Document, Entry, Mapping, Node, Scalar, Sequence
from lambdalint.model.source import Span

_NAME = re.compile(r"dockerfile|containerfile", re.IGNORECASE)
_ESCAPE = re.compile(r"(?:#[^\n]*\n)*?#\s*escape\s*=\s*(\S)", re.IGNORECASE)
_COMMENT = re.compile(r"\s*#")
_INSTRUCTION = re.compile(r"\s*(?P<name>[A-Za-z]+)(?=\s|$)")
_FLAG = re.compile(r"\s*(?P<name>--[a-z-]+)(?:=(?P<value>\S*))?(?=\s|$)")
_HERE_DOCUMENT = re.compile(r"<<-?(?P<quote>[\"']?)(?P<word>[A-Za-z_][\w.-]*)(?P=quote)")
_WITH_HERE_DOCUMENTS = re.compile(r"\s*(?:RUN|COPY|ADD)\s", re.IGNORECASE)


def is_dockerfile(path: str) -> bool:
    """Whether a file is a Dockerfile by its name: `Dockerfile`, `Dockerfile.worker`, `api.dockerfile`."""
    return _NAME.search(PurePosixPath(path).name) is not None


def parse(path: str, text: str) -> Document:
    """The instructions of a Dockerfile; a line that is none is passed over, as only Docker's own parser would refuse it."""
    escape = _ESCAPE.match(text)
    lines = text.splitlines()
    found = (_instruction(path, number, body) for number, body in _logical_lines(lines, escape[1] if escape else "\\"))
    items = tuple(item for item in found if item is not None)
    return Document(path, Sequence(items, Span.of_line(path)))


def _logical_lines(lines: list[str], escape: str) -> Iterator[tuple[int, str]]:
    """Line number and text of each instruction, with blanks for continuations and comments so that positions hold."""
    continued = re.compile(rf"{re.escape(escape)}[ \t]*$")
    number = 0
    while number < len(lines):
        first, goes_on = number, True
        body: list[str] = []
        while goes_on and number < len(lines):
            line = lines[number]
            is_comment = _COMMENT.match(line) is not None
            goes_on = bool(continued.search(line)) if not is_comment else bool(body)
            if body and not line.strip():
                goes_on = True
            body.append("" if is_comment else continued.sub(lambda match: " " * len(match[0]), line))
            number += 1
        text = "\n".join(body)
        yield first + 1, text
        for word in _here_documents(text):
            number = _after(lines, number, word)


def _here_documents(text: str) -> Iterator[str]:
    if _WITH_HERE_DOCUMENTS.match(text):
        yield from (match["word"] for match in _HERE_DOCUMENT.finditer(text))


def _after(lines: list[str], number: int, word: str) -> int:
    """The line after the end of a here-document."""
    while number < len(lines) and lines[number].strip("\t") != word:
        number += 1
    return number + 1


def _instruction(path: str, number: int, body: str) -> Mapping | None:
    name = _INSTRUCTION.match(body)
    if name is None:
        return None
    flags, start = [], name.end()
    while flag := _FLAG.match(body, start):
        at = _span(path, number, body, flag.start("name"), flag.end())
        flags.append(Entry(flag["name"], at, Scalar(flag["value"] or "", at, flag["value"] or "")))
        start = flag.end()
    start += len(body[start:]) - len(body[start:].lstrip())
    key_at = _span(path, number, body, name.start("name"), name.end())
    entry = Entry(name["name"].upper(), key_at, _value(path, number, body, start))
    return Mapping((entry, *flags), _span(path, number, body, name.start("name"), len(body.rstrip())))


def _value(path: str, number: int, body: str, start: int) -> Node:
    if body.startswith("[", start):
        blank = re.sub(r"[^\n]", " ", body[:start])
        try:
            root = json_tree.parse(path, "\n" * (number - 1) + blank + body[start:]).root
        except Unreadable:  # Docker, too, takes for a shell's command what is no JSON
            root = None
        if root is not None:
            return root
    text = " ".join(line.strip() for line in body[start:].splitlines() if line.strip())
    return Scalar(text, _span(path, number, body, start, len(body.rstrip())), text)


def _span(path: str, number: int, body: str, start: int, end: int) -> Span:
    def place(offset: int) -> tuple[int, int]:
        before = body[:offset]
        return number + before.count("\n"), offset - (before.rfind("\n") + 1) + 1

    return Span(path, *place(start), *place(max(start, end)))
