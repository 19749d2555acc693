"""What Zappa makes Lambda call: the web application and the functions that its settings name.

Source: https://github.com/zappa/Zappa#advanced-settings. Only JSON and YAML settings are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from lambdalint import documents
from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.project.join import Sources

_FILES = ("zappa_settings.json", "zappa_settings.yaml", "zappa_settings.yml")
_FUNCTIONS = ("app_function", "lambda_handler")


def zappa_functions(files: Iterable[str], sources: Sources) -> Iterator[tuple[str, str]]:
    """File and name of each function or application that settings beside or above `files` name."""
    folders = {str(folder) for file in files for folder in PurePosixPath(file).parents}
    for folder in sorted(folders):
        for name in _FILES:
            path = str(PurePosixPath(folder) / name)
            data = sources.bytes_of(path)
            root = documents.load(path, data).root if data else None
            for dotted in _named(root):
                module, _, function = dotted.rpartition(".")
                yield str(PurePosixPath(folder) / f"{module.replace('.', '/')}.py"), function


def _named(root: Node | None) -> Iterator[str]:
    for stage in root if isinstance(root, Mapping) else ():
        if isinstance(stage.value, Mapping):
            yield from _texts(stage.value.get(key) for key in _FUNCTIONS)
            yield from _texts([_within(stage.value.get("authorizer"), "function")])
            events = stage.value.get("events")
            yield from _texts(_within(one, "function") for one in (events if isinstance(events, Sequence) else ()))


def _within(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _texts(nodes: Iterable[Node | None]) -> Iterator[str]:
    return (
        node.value for node in nodes if isinstance(node, Scalar) and isinstance(node.value, str) and "." in node.value
    )
