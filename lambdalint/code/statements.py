"""Statements to facts: one pass over a module, in the order Python runs it.

`FactVisitor` is a libcst visitor whose hooks take a statement each and steer into its parts
themselves, because values need the order of evaluation, not of the text: the right side before
the target, the loop's source before its body, a function's body after what surrounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst
from msgspec.structs import replace

from lambdalint.code.collector import Collector
from lambdalint.code.definitions import Definitions
from lambdalint.code.expressions import Expressions
from lambdalint.code.imports import read_import, read_import_from
from lambdalint.code.literals import fold
from lambdalint.code.patterns import captures, is_wildcard, literals
from lambdalint.code.scopes import Branches, either
from lambdalint.code.targets import Targets
from lambdalint.model.module import Condition, Except, Raise, Return, Try, TryPart
from lambdalint.model.value import Collection, Constant, Declared, Element, Opaque, Operation


class FactVisitor(cst.CSTVisitor):
    """Reads a module's statements into a `Collector`. Every hook says whether the statement ends its block."""

    def __init__(self, facts: Collector) -> None:
        super().__init__()
        self.facts = facts
        self.expressions = Expressions(facts)
        self.targets = Targets(facts, self.expressions)
        self.definitions = Definitions(self.targets, self._run)
        self._hooks: dict[type[cst.CSTNode], Callable[[Any], object]] = {
            cst.SimpleStatementLine: self._line,
            cst.SimpleStatementSuite: self._line,
            cst.IndentedBlock: lambda node: self._block(node.body),
            cst.Expr: self._expression,
            cst.Assign: self._assign,
            cst.AnnAssign: self._annotated,
            cst.AugAssign: self._augmented,
            cst.Del: self._delete,
            cst.Return: self._return,
            cst.Raise: self._raise,
            cst.Continue: lambda _: True,
            cst.Break: lambda _: True,
            cst.Assert: self._assert,
            cst.Import: lambda node: read_import(node, self.targets),
            cst.ImportFrom: lambda node: read_import_from(node, self.targets),
            cst.Global: self._global,
            cst.Nonlocal: self._nonlocal,
            cst.If: self._if,
            cst.For: self._for,
            cst.While: self._while,
            cst.With: self._with,
            cst.Try: self._try,
            cst.TryStar: self._try,
            cst.Match: self._match,
            cst.FunctionDef: self.definitions.function,
            cst.ClassDef: self.definitions.class_,
        }

    def visit_Module(self, node: cst.Module) -> bool:
        """Read the module's body, then the bodies of its functions, breadth first."""
        self._block(node.body)
        for body in self.facts.deferred:
            body()
        return False

    def _run(self, node: cst.CSTNode) -> bool:
        hook = self._hooks.get(type(node))
        return hook is not None and hook(node) is True

    def _block(self, statements: Sequence[cst.CSTNode]) -> bool:
        """Run statements; what follows `if x: return` runs only where x does not hold."""
        before = self.facts.context
        ended = False
        for statement in statements:
            if self._run(statement):
                ended = True
                break
        self.facts.context = before
        return ended

    def _line(self, node: cst.SimpleStatementLine | cst.SimpleStatementSuite) -> bool:
        # A list, not a generator: every statement of the line must run.
        return max([self._run(small) for small in node.body], default=False)

    def _assume(self, condition: Condition) -> None:
        """From here to the end of the block a condition is known."""
        context = self.facts.context
        self.facts.tests.append(condition.test)
        self.facts.context = replace(context, conditions=(*context.conditions, condition))

    def _expression(self, node: cst.Expr) -> None:
        match node.value:
            case cst.Call():
                self.expressions.call(node.value, discarded=True)
            case cst.Await(expression=cst.Call() as call):
                self.expressions.call(call, discarded=True, awaited=True)
            case _:
                self.expressions.read(node.value)

    def _assign(self, node: cst.Assign) -> None:
        value = self.expressions.read(node.value)
        for target in node.targets:
            self.targets.store(target.target, value)

    def _annotated(self, node: cst.AnnAssign) -> None:
        annotation = self.expressions.read_annotation(node.annotation)
        if node.value is not None:
            value = self.expressions.read(node.value)
            self.facts.declare(value, annotation)
            self.targets.store(node.target, value)
        elif self.facts.scope.is_class and isinstance(node.target, cst.Name):
            # A dataclass or pydantic field: its type is all that is known of it.
            self.targets.store(node.target, Declared(annotation))

    def _augmented(self, node: cst.AugAssign) -> None:
        added = self.expressions.read(node.value)
        operator = type(node.operator).__name__.removesuffix("Assign")
        value = fold(_AUGMENTED.get(operator, operator), self.expressions.read(node.target), added)
        self.targets.store(node.target, value, "augment")

    def _delete(self, node: cst.Del) -> None:
        targets = [e.value for e in node.target.elements] if isinstance(node.target, cst.Tuple) else [node.target]
        for target in targets:
            if isinstance(target, cst.Name):
                self.facts.scope.names.pop(target.value, None)
            else:
                self.targets.store(target, Constant(None), "delete")

    def _return(self, node: cst.Return) -> bool:
        value = Constant(None) if node.value is None else self.expressions.read(node.value)
        facts = self.facts
        found = Return(value, facts.context, facts.anchor(node))
        facts.returns.setdefault(facts.context.function, []).append(found)
        return True

    def _raise(self, node: cst.Raise) -> bool:
        value = None if node.exc is None else self.expressions.read(node.exc)
        self.facts.raises.append(Raise(value, self.facts.context, self.facts.anchor(node)))
        return True

    def _assert(self, node: cst.Assert) -> None:
        self._assume(Condition(self.expressions.read(node.test), holds=True))

    def _global(self, node: cst.Global) -> None:
        self.facts.scope.global_names.update(item.name.value for item in node.names)

    def _nonlocal(self, node: cst.Nonlocal) -> None:
        self.facts.scope.nonlocal_names.update(item.name.value for item in node.names)

    def _if(self, node: cst.If) -> bool:
        test = self.expressions.read(node.test)
        with self.facts.scope.branches() as branches:
            then_ends = self._branch(branches, Condition(test, holds=True), node.body)
            otherwise_ends = self._branch(branches, Condition(test, holds=False), node.orelse)
        if then_ends and not otherwise_ends:
            self._assume(Condition(test, holds=False))
        elif otherwise_ends and not then_ends:
            self._assume(Condition(test, holds=True))
        return then_ends and otherwise_ends

    def _branch(self, branches: Branches, condition: Condition, body: cst.CSTNode | None) -> bool:
        branches.begin()
        with self.facts.under(condition):
            ends = False if body is None else self._run(body.body if isinstance(body, cst.Else) else body)
        branches.end(reaches_end=not ends)
        return ends

    def _for(self, node: cst.For) -> bool:
        source = self.expressions.read(node.iter)
        with self.facts.scope.branches() as branches:
            branches.end()
            branches.begin()
            self.targets.store(node.target, Element(source))
            with self.facts.under(loop=source):
                self._run(node.body)
            branches.end()
        return self._else(node.orelse)

    def _while(self, node: cst.While) -> bool:
        test = self.expressions.read(node.test)
        with self.facts.scope.branches() as branches:
            branches.end()
            branches.begin()
            with self.facts.under(Condition(test, holds=True), loop=test):
                self._run(node.body)
            branches.end()
        endless = isinstance(test, Constant) and bool(test.value) and not _breaks(node.body)
        return self._else(node.orelse) or endless

    def _else(self, node: cst.Else | None) -> bool:
        return False if node is None else self._run(node.body)

    def _with(self, node: cst.With) -> bool:
        for item in node.items:
            expression = item.item.expression if isinstance(item.item, cst.Await) else item.item
            scoped = isinstance(expression, cst.Call)
            value = self.expressions.call(expression, scoped=True) if scoped else self.expressions.read(item.item)  # type: ignore[arg-type]  # `scoped` says it is a call
            if item.asname is not None:
                self.targets.store(item.asname.name, value)
        return self._run(node.body)

    def _try(self, node: cst.Try | cst.TryStar) -> bool:
        number = self._open_try(node)
        with self.facts.scope.branches() as branches:
            branches.begin()
            ended = self._part(TryPart(number, "body"), node.body)
            if node.orelse is not None and not ended:
                ended = self._part(TryPart(number, "else"), node.orelse.body)
            branches.end(reaches_end=not ended)
            all_ended = ended
            attempted = self.facts.scope.names
            handlers: Sequence[cst.ExceptHandler | cst.ExceptStarHandler] = node.handlers
            for position, handler in enumerate(handlers):
                # Anything may have been assigned before the exception came.
                self.facts.scope.names = {
                    name: either(branches.start.get(name, value), value) for name, value in attempted.items()
                }
                all_ended &= self._handler(branches, TryPart(number, "handler", position), handler)
        if node.finalbody is not None:
            all_ended |= self._part(TryPart(number, "finally"), node.finalbody.body)
        return all_ended

    def _open_try(self, node: cst.Try | cst.TryStar) -> int:
        facts = self.facts
        handlers = tuple(self._except(handler) for handler in node.handlers)
        facts.tries.append(Try(handlers, facts.context, facts.anchor(node), node.finalbody is not None))
        return len(facts.tries) - 1

    def _except(self, handler: cst.ExceptHandler | cst.ExceptStarHandler) -> Except:
        value = None if handler.type is None else self.expressions.read(handler.type)
        types = () if value is None else value.items if isinstance(value, Collection) else (value,)
        named = handler.name is not None and isinstance(handler.name.name, cst.Name)
        name = handler.name.name.value if named else None  # type: ignore[union-attr]  # `named` says it is there
        return Except(types, self.facts.anchor(handler), name)

    def _handler(self, branches: Branches, part: TryPart, node: cst.ExceptHandler | cst.ExceptStarHandler) -> bool:
        if node.name is not None:
            # Its type was read before, with the clause; it is all that is known of an exception.
            types = self.facts.tries[part.number].handlers[part.handler].types
            self.expressions.bind_target(node.name.name, Declared(types[0]) if len(types) == 1 else Opaque(types))
        ended = self._part(part, node.body)
        branches.end(reaches_end=not ended)
        return ended

    def _part(self, part: TryPart, body: cst.CSTNode) -> bool:
        with self.facts.under(part=part):
            return self._run(body)

    def _match(self, node: cst.Match) -> bool:
        subject = self.expressions.read(node.subject)
        endings: list[bool] = []
        with self.facts.scope.branches() as branches:
            for case in node.cases:
                branches.begin()
                for name, value in captures(case.pattern, subject):
                    self.facts.scope.bind(name, value)
                guard = None if case.guard is None else self.expressions.read(case.guard)
                test = Operation("case", (subject, *literals(case.pattern), *(() if guard is None else (guard,))))
                with self.facts.under(Condition(test, holds=True)):
                    endings.append(self._run(case.body))
                branches.end(reaches_end=not endings[-1])
            exhaustive = any(is_wildcard(case) for case in node.cases)
            if not exhaustive:
                branches.ends.append(branches.start)
        return exhaustive and all(endings)


_AUGMENTED = {"Add": "+", "Subtract": "-", "Multiply": "*", "Divide": "/", "Modulo": "%", "BitOr": "|"}


def _breaks(body: cst.CSTNode) -> bool:
    """Whether a loop's own body holds a `break` (not that of an inner loop)."""
    stack: list[cst.CSTNode] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Break):
            return True
        if not isinstance(node, cst.For | cst.While | cst.FunctionDef | cst.ClassDef | cst.BaseExpression):
            stack.extend(node.children)
    return False
