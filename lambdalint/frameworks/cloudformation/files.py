"""Files of the project that a template names for what it does not say itself."""

from __future__ import annotations

from lambdalint.documents.tree import Node, Problem
from lambdalint.frameworks.cloudformation.paths import beside, is_local
from lambdalint.frameworks.cloudformation.view import View, as_text


def names_a_file(location: View) -> bool:
    """Whether a location is meant to be a file next to the template."""
    return is_local(as_text(location.value) or "")


def root_of_file(location: View, what: str) -> Node | None:
    """What the file at a location holds; when there is none, LL009 says that `what` is missing."""
    scope, written = location.scope, as_text(location.value) or ""
    path = beside(scope.stack.template.path, written)
    document = scope.world.files(path) if path else None
    if document is None:
        message = f"{what} `{written}` is not in the project"
        scope.trace.problems[Problem("LL009", message, location.at)] = None
    return document.root if document else None
