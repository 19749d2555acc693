"""Terraform's modules to functions.

A folder's files are one module (`module`). Its resources are looked at one instance at a time, those of the local
modules it calls too (`instances`), and their arguments are evaluated as far as the text decides them (`evaluate`). Then
each is said in CloudFormation's words (`wording`, `services`), which are AWS's own: what a queue, a role or a trigger
means to a function is known there already, and `reader` hands it over. What `terraform show -json` prints of a plan or
a state is said as such a module again (`plan`).
"""

from __future__ import annotations

from lambdalint.documents.tree import Document, Mapping

_PLANNED = ("planned_values", "resource_changes", "values")


def is_plan(document: Document) -> bool:
    """Whether a document is what `terraform show -json` prints of a plan or a state."""
    root = document.root
    return (
        isinstance(root, Mapping)
        and root.get("format_version") is not None
        and any(root.get(key) is not None for key in _PLANNED)
    )
