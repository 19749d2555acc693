"""Functions and classes: bound where they are defined, their bodies read when all around them is known."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst
from msgspec import Struct
from msgspec.structs import replace

from lambdalint.code.scopes import Scope
from lambdalint.code.targets import Targets
from lambdalint.model.module import ClassDef, Context, FunctionDef
from lambdalint.model.value import Local, Parameter


class Definitions(Struct, frozen=True):
    """Reads definitions; `run` reads a body and says whether it ends the block."""

    targets: Targets
    run: Callable[[cst.CSTNode], bool]

    def function(self, node: cst.FunctionDef) -> None:
        """A function or method: decorators and defaults now, the body later."""
        facts, expressions = self.targets.facts, self.targets.expressions
        name = facts.unused_name(facts.qualify(node.name.value))
        found = FunctionDef(
            name,
            expressions.parameters(node.params),
            tuple(expressions.read(decorator.decorator) for decorator in node.decorators),
            facts.context,
            facts.anchor(node.name),
            annotation=None if node.returns is None else expressions.read_annotation(node.returns),
            is_async=node.asynchronous is not None,
            class_name=facts.scope.function if facts.scope.is_class else None,
        )
        facts.functions[name] = found
        scope = Scope(name, {one.name: Parameter(name, one.name) for one in found.parameters}, parent=facts.scope)
        facts.deferred.append(lambda: self._function_body(node, found, scope))
        self.targets.bind(node.name.value, Local(name), node.name)

    def _function_body(self, node: cst.FunctionDef, found: FunctionDef, scope: Scope) -> None:
        facts = self.targets.facts
        with facts.within(scope, Context(found.name)):
            ended = self.run(node.body)
        facts.functions[found.name] = replace(
            found,
            is_generator=found.name in facts.generators,
            returns=tuple(facts.returns.get(found.name, ())),
            falls_through=not ended,
        )

    def class_(self, node: cst.ClassDef) -> None:
        """A class: its body runs now, like the module's."""
        facts, expressions = self.targets.facts, self.targets.expressions
        name = facts.unused_name(facts.qualify(node.name.value))
        bases = tuple(expressions.read(base.value) for base in node.bases)
        decorators = tuple(expressions.read(decorator.decorator) for decorator in node.decorators)
        with facts.within(Scope(name, parent=facts.scope, is_class=True)) as scope:
            self.run(node.body)
        methods = {
            plain: value.name
            for plain, value in scope.names.items()
            if isinstance(value, Local) and value.name in facts.functions
        }
        attributes = {plain: value for plain, value in scope.names.items() if plain not in methods}
        facts.classes[name] = ClassDef(
            name, bases, decorators, facts.context, facts.anchor(node.name), methods, attributes
        )
        self.targets.bind(node.name.value, Local(name), node.name)
