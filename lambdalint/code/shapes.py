"""Which definitions of a module are Lambda handlers although no template says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from msgspec import Struct

from lambdalint.code.arguments import free_parameters
from lambdalint.code.decorators import last_name, without_arguments
from lambdalint.code.entities import Definition, Entity, External, Instance
from lambdalint.code.entry import decorator_names
from lambdalint.code.handler_libraries import DECORATORS, DISPATCHERS, MAKERS, MIDDLEWARE, PLATFORMS, REGISTERS, ROUTED
from lambdalint.code.naming import describe
from lambdalint.code.phases import never_runs
from lambdalint.code.program import Program
from lambdalint.model.module import FunctionDef, FunctionParameter, Module
from lambdalint.model.rule import Tier
from lambdalint.model.value import Attribute, Global, Local, Parameter, Result, Symbol, Value

GATE = re.compile(
    rb"^(?:async )?def (?:\w*handler\w*\(|\w+\(\s*_?(?:lambda_)?(?:event|evt)\b)|^\w*handler\w* *(?::.*)?= "
    rb"|aws_lambda_powertools|aws_durable_execution_sdk|\b(?:chalice|mangum|apig_wsgi|ask_sdk)|lambdalint: handler",
    re.MULTILINE | re.IGNORECASE,
)
"""What a file that holds a handler contains, in its bytes: others are not parsed."""

_EVENTS = frozenset({"event", "_event", "evt", "lambda_event", "events"})
_SHORT_EVENTS = frozenset({"e", "ev", "_", "data", "input", "payload", "request"})
_CONTEXTS = frozenset(
    {"context", "_context", "ctx", "_ctx", "lambda_context", "_lambda_context", "_", "__", "unused_context"}
)
_CERTAIN = frozenset({"lambda_handler", "handler"})
_NAMES = re.compile(r"_?handler|_?(?:\w+_)?handler|\w+Handler|lambda_function|main|on_event|is_complete")
_FILES = re.compile(r"(?:\w+[_-])?handlers?|lambda|lambda[_-]\w+|\w+[_-]lambda")
_FOLDERS = re.compile(r"(?:\w+[_-])?(?:handlers|lambdas|lambda_functions|functions)")
"""What the file, or the folder of one, is called whose functions are handlers whatever their own names."""


def handlers_in(module: Module, program: Program) -> Iterator[tuple[str, Tier]]:
    """The names of a module that are handlers, with how sure that is."""
    shapes = _Shapes(module, program)
    for name, value in module.variables.items():
        tier = shapes.tier(name, value)
        if tier is not None:
            yield name, tier


class _Shapes(Struct, frozen=True):
    module: Module
    program: Program

    def tier(self, name: str, value: Value) -> Tier | None:
        """How sure it is that a name of the module is a handler; None when it is none."""
        match value:
            case Local(name=defined) if defined in self.module.functions:
                return self._of_function(name, self.module.functions[defined])
            case Result() | Attribute():
                return self._of_object(name, value)
            case _:
                return None

    def _of_function(self, name: str, function: FunctionDef) -> Tier | None:
        if name not in _CERTAIN and self._is_called_here(name, function):
            return None
        if self._is_decorated(function) or self._passes_on(function):
            return Tier.DECORATED
        return Tier.SHAPED if self._is_shaped(name, function) else None

    def _is_decorated(self, function: FunctionDef) -> bool:
        names = decorator_names(function, self.program, self.module)
        known = any(DECORATORS.fullmatch(text) or ROUTED.fullmatch(text) for text in names)
        return known or any(self._is_middleware(one) for one in function.decorators)

    def _is_called_here(self, name: str, function: FunctionDef) -> bool:
        """Its own module calls it, so it is a helper of another one; `if __name__ == "__main__"` does not count."""
        return any(
            call.callee == Global(name) and call.context.function != function.name and not never_runs(call.context)
            for call in self.module.calls
        )

    def _of_object(self, name: str, value: Value) -> Tier | None:
        entities = self.program.entities(value, self.module)
        made = [describe(entity, self.program.finder) for entity in entities if isinstance(entity, External)]
        wraps = isinstance(value, Result) and bool(DECORATORS.fullmatch(self._callee(value)))
        if wraps or any(MAKERS.fullmatch(text) for text in made):
            return Tier.DECORATED if name != "app" else None
        if name not in _CERTAIN and not name.endswith("_handler"):
            return None
        return Tier.SHAPED if any(self._is_called_like_one(entity) for entity in entities) else None

    def _is_called_like_one(self, entity: Entity) -> bool:
        """`make_handler(x)` of the project returns such a function, or an object with such a `__call__`."""
        called = self.program.classes.method(entity, "__call__") if isinstance(entity, Instance) else entity
        return isinstance(called, Definition) and _takes_event_and_context(free_parameters(called), certain=True)

    def _callee(self, value: Result) -> str:
        return self.program.target(self.module.calls[value.call], self.module) or ""

    def _is_middleware(self, decorator: Value) -> bool:
        """A function of the project that Powertools' factory turned into a decorator for handlers."""
        for entity in self.program.entities(without_arguments(decorator, self.module), self.module):
            if isinstance(entity, Definition):
                own = decorator_names(entity.function, self.program, entity.module)
                if any(MIDDLEWARE.fullmatch(text) for text in own):
                    return True
        return False

    def _passes_on(self, function: FunctionDef) -> bool:
        """`return app.resolve(event, context)`: somebody else's framework does the work."""
        if not _takes_event_and_context(function.parameters, certain=True):
            return False
        event = Parameter(function.name, function.parameters[0].name)
        given = [one for one in self.module.calls if any(event == argument.value for argument in one.arguments)]
        return any(DISPATCHERS.fullmatch(self.program.target(one, self.module) or "") for one in given)

    def _is_shaped(self, name: str, function: FunctionDef) -> bool:
        certain = name in _CERTAIN
        if not _takes_event_and_context(function.parameters, certain=certain) or self._belongs_elsewhere(
            name, function
        ):
            return False
        if certain or _NAMES.fullmatch(name):
            return True
        return not function.is_async and not function.is_generator and self._file_says(name)

    def _belongs_elsewhere(self, name: str, function: FunctionDef) -> bool:
        """It is registered with another framework, or written for another cloud."""
        if any(last_name(without_arguments(one, self.module)) in REGISTERS | {"on"} for one in function.decorators):
            return True
        return name != "lambda_handler" and any(one.target.startswith(PLATFORMS) for one in self.module.imports)

    def _file_says(self, name: str) -> bool:
        """`handler.py`, `lambda/hello.py`, and `create.py` with a function `create`."""
        path = PurePosixPath(self.module.key)
        named = name.lower() == path.stem.lower() or name.lower().endswith(f"_{path.stem.lower()}")
        return named or bool(_FILES.fullmatch(path.stem)) or bool(_FOLDERS.fullmatch(path.parent.name))


def _takes_event_and_context(parameters: tuple[FunctionParameter, ...], *, certain: bool) -> bool:
    """Exactly two parameters must be given, and they are called what people call event and context.

    Of a `certain` name the first one may be called almost anything.
    """
    positional = [one for one in parameters if one.kind == "positional"]
    needed = [one for one in parameters if one.kind in ("positional", "keyword") and one.default is None]
    if len(positional) < 2 or any(one not in positional[:2] for one in needed):  # noqa: PLR2004  # event and context
        return False
    first, second = positional[:2]
    events = _EVENTS | _SHORT_EVENTS if certain else _EVENTS
    annotated = second.annotation is not None and _ends_in_context(second.annotation)
    return (first.name in events or (certain and annotated)) and (second.name in _CONTEXTS or annotated)


def _ends_in_context(annotation: Value) -> bool:
    match annotation:
        case Symbol(name=name) | Global(name=name) | Attribute(name=name):
            return name.endswith(("LambdaContext", "DurableContext"))
        case _:
            return False
