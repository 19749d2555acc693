"""Expressions to values: what they may stand for, and the calls and reads on the way."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import Any, Literal

import libcst as cst

from lambdalint.code.annotations import read_annotation
from lambdalint.code.collector import Collector
from lambdalint.code.elements import item_of, put_into
from lambdalint.code.equivalents import WRITERS, equivalent, imported_module, is_container
from lambdalint.code.literals import fold, is_text, operator_of, read_number, read_string
from lambdalint.code.scopes import Scope, either
from lambdalint.model.module import (
    Argument,
    Call,
    Condition,
    Context,
    FunctionDef,
    FunctionParameter,
    Import,
    Read,
    Return,
)
from lambdalint.model.value import (
    MUTATORS,
    Attribute,
    Collection,
    Constant,
    Dictionary,
    Element,
    Global,
    Item,
    Local,
    Opaque,
    Operation,
    Parameter,
    Result,
    Symbol,
    Text,
    Value,
)

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__"}


class Expressions:
    """Reads expressions in the order Python evaluates them, so that a name has its value when it is used."""

    def __init__(self, facts: Collector) -> None:
        self.facts = facts
        self._readers: dict[type[cst.CSTNode], Callable[[Any], Value]] = {
            cst.Name: self._name,
            cst.Attribute: self._attribute,
            cst.Call: self._call,
            cst.Subscript: self._subscript,
            cst.SimpleString: read_string,
            cst.ConcatenatedString: lambda node: fold("+", self.read(node.left), self.read(node.right)),
            cst.FormattedString: self._formatted,
            cst.TemplatedString: self._formatted,
            cst.Integer: read_number,
            cst.Float: read_number,
            cst.Imaginary: read_number,
            cst.UnaryOperation: self._unary,
            cst.BinaryOperation: lambda n: fold(operator_of(n.operator), self.read(n.left), self.read(n.right)),
            cst.BooleanOperation: self._boolean,
            cst.Comparison: self._comparison,
            cst.IfExp: self._conditional,
            cst.Lambda: self._lambda,
            cst.Tuple: lambda node: Collection("tuple", self._elements(node.elements)),
            cst.List: lambda node: Collection("list", self._elements(node.elements)),
            cst.Set: lambda node: Collection("set", self._elements(node.elements)),
            cst.Dict: self._dictionary,
            cst.ListComp: lambda node: self._comprehension(node, "list"),
            cst.SetComp: lambda node: self._comprehension(node, "set"),
            cst.GeneratorExp: lambda node: self._comprehension(node, "generator"),
            cst.DictComp: lambda node: self._comprehension(node, "dict"),
            cst.Await: self._await,
            cst.Yield: self._yield,
            cst.NamedExpr: self._walrus,
            cst.From: lambda node: Element(self.read(node.item)),
            cst.Ellipsis: lambda _: Opaque(),
        }

    def read(self, node: cst.BaseExpression | cst.From) -> Value:
        """What an expression may stand for."""
        reader = self._readers.get(type(node))
        return reader(node) if reader is not None else Opaque()

    def call(self, node: cst.Call, *, discarded: bool = False, scoped: bool = False, awaited: bool = False) -> Value:
        """A call, told what its surroundings do with the result."""
        callee = self.read(node.func)
        arguments = tuple(self._argument(argument) for argument in node.args)
        facts = self.facts
        facts.calls.append(Call(callee, arguments, facts.context, facts.anchor(node), discarded, scoped, awaited))
        self._note_mutation(node.func, arguments)
        imported = imported_module(callee, arguments, facts.scope.module.names)
        if imported is not None:
            facts.imports.append(Import("", imported.name, facts.context, facts.anchor(node)))
            return imported
        return equivalent(callee, arguments) or Result(len(facts.calls) - 1)

    def read_annotation(self, annotation: cst.Annotation) -> Value:
        """The type a name is declared to have."""
        return read_annotation(annotation.annotation, self._name)

    def _name(self, node: cst.Name) -> Value:
        name = node.value
        if name in ("None", "True", "False"):
            return Constant({"None": None, "True": True, "False": False}[name])
        found = self.facts.scope.look_up(name)
        if found is not None:
            return found
        if name in _BUILTINS and name not in self.facts.scope.module.names:
            return Symbol(f"builtins.{name}")
        return Global(name)

    def _attribute(self, node: cst.Attribute) -> Value:
        value = Attribute(self.read(node.value), node.attr.value)
        if isinstance(value.of, Parameter | Global | Symbol):
            self.facts.reads.append(Read(value, self.facts.context, self.facts.anchor(node)))
        return value

    def _call(self, node: cst.Call) -> Value:
        return self.call(node)

    def _argument(self, node: cst.Arg) -> Argument:
        value = self.read(node.value)
        number = self.facts.ordinals[id(node.value)]
        return Argument(value, node.keyword.value if node.keyword else None, bool(node.star), number)

    def _note_mutation(self, callee: cst.BaseExpression, arguments: Sequence[Argument]) -> None:
        """`failures.append(x)` puts x into what `failures` holds."""
        match callee:
            case cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value=method)) if method in MUTATORS | WRITERS:
                held = self.facts.scope.names.get(name)
                added = tuple(argument.value for argument in arguments)
                names = self.facts.scope.module.names
                if held and added and not self.facts.scope.is_module and is_container(held, self.facts.calls, names):
                    self.facts.scope.bind(name, put_into(held, added, method))

    def _subscript(self, node: cst.Subscript) -> Value:
        of = self.read(node.value)
        keys = [self._slice(element.slice) for element in node.slice]
        value = Item(of, keys[0] if len(keys) == 1 else Collection("tuple", tuple(keys)))
        self.facts.reads.append(Read(value, self.facts.context, self.facts.anchor(node)))
        return value

    def _slice(self, node: cst.BaseSlice) -> Value:
        if isinstance(node, cst.Index):
            return self.read(node.value)
        bounds = (node.lower, node.upper, node.step) if isinstance(node, cst.Slice) else ()
        return Operation("slice", tuple(Constant(None) if bound is None else self.read(bound) for bound in bounds))

    def _formatted(self, node: cst.FormattedString | cst.TemplatedString) -> Value:
        parts: list[Value] = []
        for part in node.parts:
            match part:
                case cst.FormattedStringText(value=text) | cst.TemplatedStringText(value=text):
                    parts.append(Constant(text.replace("{{", "{").replace("}}", "}")))
                case cst.FormattedStringExpression() | cst.TemplatedStringExpression():
                    parts.append(self.read(part.expression))
        if all(is_text(part) for part in parts):
            return Constant("".join(str(part.value) for part in parts if isinstance(part, Constant)))
        return Text(tuple(parts))

    def _unary(self, node: cst.UnaryOperation) -> Value:
        operator, operand = operator_of(node.operator), self.read(node.expression)
        if operator == "-" and isinstance(operand, Constant) and isinstance(operand.value, int | float):
            return Constant(-operand.value)
        return Operation(operator, (operand,))

    def _boolean(self, node: cst.BooleanOperation) -> Value:
        left = self.read(node.left)
        operator = operator_of(node.operator)
        with self.facts.under(Condition(left, holds=operator == "and")):
            return Operation(operator, (left, self.read(node.right)))

    def _comparison(self, node: cst.Comparison) -> Value:
        left = self.read(node.left)
        results: list[Value] = []
        for target in node.comparisons:
            right = self.read(target.comparator)
            results.append(Operation(operator_of(target.operator), (left, right)))
            left = right
        return results[0] if len(results) == 1 else Operation("and", tuple(results))

    def _conditional(self, node: cst.IfExp) -> Value:
        test = self.read(node.test)
        with self.facts.under(Condition(test, holds=True)):
            then = self.read(node.body)
        with self.facts.under(Condition(test, holds=False)):
            return either(then, self.read(node.orelse))

    def _elements(self, elements: Sequence[cst.BaseElement]) -> tuple[Value, ...]:
        return tuple(
            Element(self.read(element.value)) if isinstance(element, cst.StarredElement) else self.read(element.value)
            for element in elements
        )

    def _dictionary(self, node: cst.Dict) -> Value:
        return Dictionary(
            tuple(
                (self.read(element.key) if isinstance(element, cst.DictElement) else None, self.read(element.value))
                for element in node.elements
            )
        )

    def _await(self, node: cst.Await) -> Value:
        if isinstance(node.expression, cst.Call):
            return self.call(node.expression, awaited=True)
        return self.read(node.expression)

    def _yield(self, node: cst.Yield) -> Value:
        value = Constant(None) if node.value is None else self.read(node.value)
        facts = self.facts
        facts.generators.add(facts.context.function)
        facts.returns.setdefault(facts.context.function, []).append(
            Return(Collection("generator", (value,)), facts.context, facts.anchor(node))
        )
        return Opaque()

    def _walrus(self, node: cst.NamedExpr) -> Value:
        value = self.read(node.value)
        if isinstance(node.target, cst.Name):
            self.facts.scope.bind(node.target.value, value)
        return value

    def _comprehension(self, node: Any, kind: str) -> Value:
        inner = Scope(self.facts.scope.function, parent=self.facts.scope)
        with self.facts.within(inner):
            return self._comprehend(node, node.for_in, kind)

    def _comprehend(self, node: Any, clause: cst.CompFor, kind: str) -> Value:
        source = self.read(clause.iter)
        self.bind_target(clause.target, Element(source))
        conditions = [Condition(self.read(test.test), holds=True) for test in clause.ifs]
        with self.facts.under(*conditions, loop=source):
            if clause.inner_for_in is not None:
                return self._comprehend(node, clause.inner_for_in, kind)
            if kind == "dict":
                return Dictionary(((self.read(node.key), self.read(node.value)),))
            return Collection(kind, (self.read(node.elt),))

    def bind_target(self, target: cst.BaseExpression, value: Value) -> None:
        """Bind the plain names of a target that cannot outlive the function (loops, `with … as`, comprehensions)."""
        match target:
            case cst.Name(value=name):
                self.facts.scope.bind(name, value)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for position, element in enumerate(elements):
                    starred = isinstance(element, cst.StarredElement)
                    self.bind_target(element.value, Opaque((value,)) if starred else item_of(value, position))

    def _lambda(self, node: cst.Lambda) -> Value:
        facts = self.facts
        name = facts.unused_name(facts.qualify(f"<lambda {facts.ordinals[id(node)]}>"))
        parameters = self.parameters(node.params)
        scope = Scope(name, {one.name: Parameter(name, one.name) for one in parameters}, parent=facts.scope)
        with facts.within(scope, Context(name)):
            body = Return(self.read(node.body), facts.context, facts.anchor(node.body))
        facts.functions[name] = FunctionDef(
            name, parameters, (), facts.context, facts.anchor(node), returns=(body,), falls_through=False
        )
        return Local(name)

    def parameters(self, declared: cst.Parameters) -> tuple[FunctionParameter, ...]:
        """The parameters of a function or lambda; their defaults are evaluated here, where it is defined."""
        found = [self._parameter(one, "positional") for one in (*declared.posonly_params, *declared.params)]
        if isinstance(declared.star_arg, cst.Param):
            found.append(self._parameter(declared.star_arg, "*"))
        found.extend(self._parameter(one, "keyword") for one in declared.kwonly_params)
        if declared.star_kwarg is not None:
            found.append(self._parameter(declared.star_kwarg, "**"))
        return tuple(found)

    def _parameter(self, node: cst.Param, kind: Literal["positional", "keyword", "*", "**"]) -> FunctionParameter:
        default = None if node.default is None else self.read(node.default)
        annotation = None if node.annotation is None else self.read_annotation(node.annotation)
        return FunctionParameter(node.name.value, kind, default, annotation)
