"""Documents to functions, one dialect a module."""

from __future__ import annotations

from lambdalint.documents.tree import Document
from lambdalint.frameworks.cloudformation.reader import read as read_cloudformation
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.serverless.reader import read as read_serverless
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources

__all__ = ["Nested", "Reading", "read"]

DIALECTS = (read_cloudformation, read_serverless)
"""In the order in which they are asked; each answers None for a document that is none of its own."""


def read(document: Document, nested: Nested) -> Reading:
    """What a document describes; an empty stack when it is of no dialect we know."""
    for dialect in DIALECTS:
        reading = dialect(document, nested)
        if reading is not None:
            return reading
    return Reading(Stack(document.path, (), Resources()))
