"""Serverless Framework services to functions.

A service's `${…}` variables are replaced as far as its files decide them (`syntax`, `variables`); what is then written
about functions, events and roles is said again in the words of SAM and CloudFormation (`functions`, `events`, `routes`,
`roles`), which is what the framework itself deploys, and that template is read as any other (`reader`).
"""

from __future__ import annotations

from lambdalint.documents.tree import Document, Mapping


def is_service(document: Document) -> bool:
    """Whether a document is a service; only then need the rest be loaded."""
    root = document.root
    return isinstance(root, Mapping) and root.get("service") is not None and root.get("provider") is not None
