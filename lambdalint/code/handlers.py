"""A `Handler:` string to the definition it names, as the Lambda runtime resolves it.

Source: awslambdaric (`_get_handler`): the string is split at the last dot, slashes in the module
become dots, the module is imported, and the name is looked up in it.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable

from msgspec import Struct

from lambdalint.code.finder import Finder
from lambdalint.model.function import HandlerProblem
from lambdalint.model.module import Module
from lambdalint.model.value import Symbol

_LOADED_FIRST = frozenset(
    {
        "json",
        "logging",
        "traceback",
        "importlib",
        "os",
        "signal",
        "base64",
        "http",
        "decimal",
        "warnings",
        "types",
        "re",
    }
)
"""Standard modules the runtime has imported before it looks for the handler's."""
_USUAL_NAMES = ("lambda_handler", "handler", "main")


class Found(Struct, frozen=True):
    """The module and the name in it."""

    module: Module
    name: str


def resolve_handler(handler: str, finder: Finder, files: Iterable[str]) -> Found | HandlerProblem | None:
    """What a handler string names; None when the code that is here does not decide it.

    `files` are the Python files under the code's root, relative to it, to suggest from.
    """
    module_name, dot, name = handler.rpartition(".")
    if not dot or not module_name or not name:
        return HandlerProblem(f"`{handler}` is not of the form `module.function`", _without_dot(handler, finder))
    dotted = module_name.replace("/", ".")
    if dotted.startswith("."):
        plain = f"{dotted.lstrip('.')}.{name}"
        return HandlerProblem("no module can be imported by a name that starts so", plain, in_own_code=True)
    shadowed = _shadowed(dotted)
    if shadowed is not None:
        return HandlerProblem(shadowed)
    module = finder.find(dotted)
    if module is None:
        return None if finder.problems else _missing_module(dotted, name, finder, files)
    if name in module.variables or _may_define(module):
        return Found(module, name)
    nearest = _nearest(name, module)
    place = module.definitions.get(nearest) if nearest else None
    suggestion = f"{module_name}.{nearest}" if nearest else None
    own = module.key in finder.candidates(dotted)[:2]
    return HandlerProblem(f"`{module.key}` defines no `{name}`", suggestion, place, in_own_code=own)


def _shadowed(dotted: str) -> str | None:
    first = dotted.partition(".")[0]
    if first in sys.builtin_module_names:
        return f"the module `{first}` is built into Python and hides yours"
    if first in _LOADED_FIRST:
        return f"the runtime has already loaded Python's own module `{first}`, which hides yours"
    return None


def _may_define(module: Module) -> bool:
    """A star import from what is not here, or a `__getattr__`, may provide any name."""
    return module.defines_getattr or bool(module.star_imports)


def _nearest(name: str, module: Module) -> str | None:
    own = [known for known, value in module.variables.items() if not isinstance(value, Symbol)]
    close = difflib.get_close_matches(name, own, 1, 0.6)
    usual = [known for known in _USUAL_NAMES if known in own]
    return next(iter([*close, *usual]), None)


def _without_dot(handler: str, finder: Finder) -> str | None:
    module = finder.find(handler) if handler.isidentifier() else None
    name = _nearest("lambda_handler", module) if module else None
    return f"{handler}.{name}" if name else None


def _missing_module(dotted: str, name: str, finder: Finder, files: Iterable[str]) -> HandlerProblem:
    if finder.inline is not None:
        meant = name if name in finder.inline.variables else _nearest(name, finder.inline)
        return HandlerProblem("inline code is the module `index`", f"index.{meant}" if meant else None)
    known = sorted({path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files})
    close = difflib.get_close_matches(dotted, known, 1, 0.6)
    tail = [one for one in known if one.rpartition(".")[2] == dotted.rpartition(".")[2]]
    suggested = next(iter([*close, *tail]), None)
    meant = _defined(name, suggested, finder) if suggested else None
    return HandlerProblem(f"there is no `{finder.candidates(dotted)[1]}`", f"{suggested}.{meant}" if meant else None)


def _defined(name: str, dotted: str, finder: Finder) -> str | None:
    """A name as a module defines it, or the nearest that it does define."""
    found = [loaded for path in finder.candidates(dotted)[:2] if isinstance(loaded := finder.load(path), Module)]
    if not found or name in found[0].variables or _may_define(found[0]):
        return name
    return _nearest(name, found[0])
