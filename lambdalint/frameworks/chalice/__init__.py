"""Chalice apps to functions.

An app is its Python code, `app.py` with what its decorators register (`registry`, `library`), and its settings,
`.chalice/config.json`, one set of them for each stage (`settings`). Together they are said again as the template that
`chalice package` would make, each part at the span where its author wrote it (`functions`, `events`, `apis`, `roles`),
and that template is read as any other (`reader`).
Source: https://aws.github.io/chalice/topics/configfile.html
"""

from __future__ import annotations

import posixpath

APP, SETTINGS = "app.py", ".chalice/config.json"


def may_be_app(path: str) -> bool:
    """Whether a file is called as an app must be; only then is it asked for settings beside it."""
    return posixpath.basename(path) == APP
