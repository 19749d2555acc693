"""What the decorators of an app register."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from lambdalint.frameworks.chalice import APP as APP_FILE
from lambdalint.frameworks.chalice.library import APP, Library, made_of
from lambdalint.frameworks.programs.evaluation import evaluate
from lambdalint.frameworks.programs.modules import Modules
from lambdalint.frameworks.programs.program import Program
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.programs.values import ROOT, Arguments, Made, Routine, Thing
from lambdalint.model.module import FunctionDef, Module
from lambdalint.model.source import Anchor
from lambdalint.model.value import Attribute, Result

_NAMED = {
    "authorizer": 2, "lambda_function": 0, "on_cw_event": 1, "on_dynamodb_record": 3, "on_kinesis_record": 3,
    "on_s3_event": 4, "on_sns_message": 1, "on_sqs_message": 2, "on_ws_connect": 0, "on_ws_disconnect": 0,
    "on_ws_message": 0, "schedule": 1,
}  # fmt: skip
"""By decorator: where the function's name stands among the arguments."""
KINDS = frozenset({"route", *_NAMED})
_DECORATED = re.compile(rb"^[ \t]*@[\w.]+\.(?:authorizer|lambda_function|on_\w+|route|schedule)\b", re.MULTILINE)


class Registered(Struct, frozen=True):
    """A function, the decorator that registers it and its arguments; `at` is the function's name."""

    kind: str
    name: str
    handler: str
    at: Anchor
    arguments: Arguments
    url_prefix: Thing = None

    @property
    def decorator(self) -> Anchor:
        """Where the decorator is called."""
        return self.arguments.at

    def anchors(self) -> Iterator[Anchor]:
        """All places that a template would name."""
        yield self.at
        yield self.decorator
        yield from (given.at for given in (*self.arguments.positional, *self.arguments.named.values()))


class Registry(Struct, frozen=True):
    """An app: where it is made, the functions it registers, and the modules in which that is written."""

    at: Anchor
    functions: tuple[Registered, ...]
    files: tuple[str, ...]
    complete: bool
    """False when there are routes that cannot be seen: made in a loop, or by a function."""

    def of(self, *kinds: str) -> tuple[Registered, ...]:
        """The functions that some decorators register."""
        return tuple(one for one in self.functions if one.kind in kinds)


def registry(path: str, files: Iterable[str], python: Python) -> Registry | None:
    """What the app in a file registers; None when there is none that can be followed."""
    module = python.module(path)
    if not isinstance(module, Module):
        return None
    folder, library = posixpath.dirname(path), Library()
    roots = (folder, posixpath.join(folder, "vendor"))
    program = Program(Modules(python, roots, library), library, posixpath.join(ROOT, folder))
    program.run_module(module)
    app = made_of(program.name("app", module))
    if app is None or app.dotted != APP:
        return None
    modules = [module, *_others(path, files, python)]
    found = tuple(one for each in modules for one in _App(program, library, app, folder).registered(each))
    at = module.definitions.get("app", app.arguments.at)
    written = dict.fromkeys((path, *(one.at.module for one in found)))
    routes = sum(one.kind == "route" for one in found)
    return Registry(at, found, tuple(written), complete=routes >= sum(map(_routes, modules)))


def _routes(module: Module) -> int:
    """How many routes a module describes, in whatever way."""
    return sum(isinstance(call.callee, Attribute) and call.callee.name == "route" for call in module.calls)


def _others(path: str, files: Iterable[str], python: Python) -> Iterator[Module]:
    """The other modules of the app that decorate functions."""
    folder = posixpath.join(posixpath.dirname(path), "")
    for each in files:
        inside = each.startswith(folder) and each != path and posixpath.basename(each) != APP_FILE
        if inside and _DECORATED.search(python.bytes_of(each)):
            found = python.module(each)
            if isinstance(found, Module):
                yield found


class _App(Struct, frozen=True):
    program: Program
    library: Library
    app: Made
    folder: str

    def registered(self, module: Module) -> Iterator[Registered]:
        """What a module registers with the app, or with blueprints that it takes over."""
        frame = self.program.module_frame(module)
        for function in module.functions.values():
            is_inner = function.class_name is not None or "<" in function.name
            for decorator in () if is_inner else function.decorators:
                yield from self._with(evaluate(self.program, decorator, frame), _plain(function), function.at)
        for call in module.calls:
            # A decorator may be called as any other function: `app.route("/orders")(orders)`.
            if isinstance(call.callee, Result) and len(call.arguments) == 1 and not call.context.function:
                given = evaluate(self.program, call.arguments[0].value, frame)
                if isinstance(given, Routine):
                    made = evaluate(self.program, call.callee, frame)
                    yield from self._with(made, _plain(given.definition), given.definition.at)

    def _with(self, made: Thing, own: str, at: Anchor) -> Iterator[Registered]:
        """What a decorator of the app, or of a blueprint that it takes over, makes of a function."""
        registrar = made.of if isinstance(made, Made) else None
        if not (isinstance(made, Made) and isinstance(registrar, Made) and made.last in KINDS):
            return
        name = made.arguments.get(_NAMED.get(made.last, -1), "name")
        known = name if isinstance(name, str) else own
        if registrar is self.app:
            yield Registered(made.last, known, f"app.{own}", at, made.arguments)
        for each in self.library.registrations:
            if each.app is self.app and made_of(each.blueprint) is registrar:
                prefix = each.name_prefix if isinstance(each.name_prefix, str) else ""
                handler = f"{self._import_name(registrar)}.{own}"
                yield Registered(made.last, prefix + known, handler, at, made.arguments, each.url_prefix)

    def _import_name(self, blueprint: Made) -> str:
        """The module that a blueprint says its functions are in, which is nearly always `__name__`."""
        written = blueprint.arguments.get(0, "import_name")
        if isinstance(written, str) and written != "__main__":
            return written
        path = posixpath.relpath(blueprint.arguments.at.module, self.folder or ".")
        return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _plain(function: FunctionDef) -> str:
    """A function's own name: a second one of that name has a number."""
    return function.name.partition("~")[0]
