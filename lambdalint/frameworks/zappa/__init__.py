"""Zappa's settings to functions.

Each stage is one Lambda function, whose handler is Zappa's own: it gives requests to a web application and events to
functions of the project. What it may call is said again as a function resource of its own (`functions`, `events`) that
has the stage's settings (`stages`); read as a template, they become forms of one function (`reader`).
Source: https://github.com/zappa/Zappa#advanced-settings
"""

from __future__ import annotations

from lambdalint.documents.tree import Document, Mapping

CALLED = ("app_function", "django_settings", "lambda_handler")
"""What a stage names of the project; one that names none can only be extended."""


def is_settings(document: Document) -> bool:
    """Whether a document holds stages of Zappa; only then need the rest be loaded."""
    root = document.root
    stages = [entry.value for entry in root if isinstance(entry.value, Mapping)] if isinstance(root, Mapping) else []
    return any(stage.get(key) is not None for stage in stages for key in CALLED)
