"""What a `serverless-compose.yml` gives to the services that it deploys together."""

from __future__ import annotations

import posixpath

from lambdalint.documents.tree import Node
from lambdalint.frameworks.nodes import entries, find, text
from lambdalint.frameworks.reading import Nested

FILES = ("serverless-compose.yml", "serverless-compose.yaml")


def params_of(service: str, files: Nested) -> Node | None:
    """The parameters that a service is given, by its path."""
    folder = posixpath.dirname(service)
    above = posixpath.dirname(folder)
    for home in dict.fromkeys((above, posixpath.dirname(above))):
        for name in FILES:
            document = files(posixpath.join(home, name)) if folder else None
            for entry in entries(find(document.root, "services")) if document is not None else ():
                inside = text(find(entry.value, "path"))
                if inside is not None and posixpath.normpath(posixpath.join(home, inside)) == folder:
                    return find(entry.value, "params")
    return None
