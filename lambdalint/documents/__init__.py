"""Text to trees whose every value knows its span. Knows no AWS."""

from __future__ import annotations

from contextlib import suppress

from lambdalint.documents import dockerfile, json_tree
from lambdalint.documents.templated import cookiecutter_source, jinja_source
from lambdalint.documents.text import Unreadable, decode
from lambdalint.documents.tree import Document

__all__ = ["load"]


def load(path: str, data: bytes) -> Document:
    """A YAML or JSON file as a tree; one that cannot be read has no root and one fatal problem that says why."""
    try:
        return _parse(path, decode(path, data))
    except Unreadable as unreadable:
        return Document(path, None, (unreadable.problem,))


def _parse(path: str, text: str) -> Document:
    source = cookiecutter_source(path, text)
    if source:
        raise source
    try:
        return _parse_rendered(path, text)
    except Unreadable as unreadable:
        raise jinja_source(path, text, unreadable.problem.at.line) or unreadable from None


def _parse_rendered(path: str, text: str) -> Document:
    if dockerfile.is_dockerfile(path):
        return dockerfile.parse(path, text)
    if path.lower().endswith(".toml"):
        from lambdalint.documents import toml_tree

        return toml_tree.parse(path, text)
    if path.lower().endswith(".json"):
        return json_tree.parse(path, text)
    if text.lstrip().startswith("{"):
        with suppress(Unreadable):  # YAML in flow style begins like JSON, and its reader says what is wrong with both
            return json_tree.parse(path, text)
    from lambdalint.documents import yaml_tree

    return yaml_tree.parse(path, text)
