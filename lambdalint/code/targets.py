"""What an assignment, an import or a definition binds, and what it leaves behind."""

from __future__ import annotations

import libcst as cst
from msgspec import Struct

from lambdalint.code.collector import Collector
from lambdalint.code.elements import item_of
from lambdalint.code.expressions import Expressions
from lambdalint.code.scopes import either
from lambdalint.model.module import Store, StoreKind
from lambdalint.model.value import Attribute, Dictionary, Global, Item, Opaque, Value


class Targets(Struct, frozen=True):
    """Binds plain names in the scope; every other target becomes a `Store`."""

    facts: Collector
    expressions: Expressions

    def store(self, target: cst.BaseExpression, value: Value, kind: StoreKind = "assign") -> None:
        """Give a target a value."""
        match target:
            case cst.Name(value=name):
                self._store_name(target, name, value, kind)
            case cst.Tuple(elements=elements) | cst.List(elements=elements):
                for position, element in enumerate(elements):
                    starred = isinstance(element, cst.StarredElement)
                    self.store(element.value, Opaque((value,)) if starred else item_of(value, position), kind)
            case cst.Attribute(value=of, attr=cst.Name(value=name)):
                self._note(target, Attribute(self.expressions.read(of), name), value, kind)
            case cst.Subscript():
                self._store_item(target, value, kind)

    def bind(self, name: str, value: Value, node: cst.CSTNode) -> None:
        """Bind a name of the present scope; a module's names are remembered with the place of the first."""
        scope = self.facts.scope
        if scope.is_module:
            self.facts.definitions.setdefault(name, self.facts.anchor(node))
            # Functions read a module's names later: they may find any of the values it can have.
            conditional = name in scope.names and bool(self.facts.context.conditions or self.facts.context.tries)
            value = either(scope.names[name], value) if conditional else value
        scope.bind(name, value)

    def _store_name(self, node: cst.Name, name: str, value: Value, kind: StoreKind) -> None:
        if name in self.facts.scope.global_names and not self.facts.scope.is_module:
            self._note(node, Global(name), value, kind)
            self._remember_global(name, value)
            self.facts.scope.names[name] = either(Global(name), value)
        else:
            self.bind(name, value, node)

    def _remember_global(self, name: str, value: Value) -> None:
        module = self.facts.scope.module
        held = module.names.get(name)
        module.names[name] = value if held is None else either(held, value)

    def _store_item(self, node: cst.Subscript, value: Value, kind: StoreKind) -> None:
        container = self.expressions.read(node.value)
        keys = [self.expressions.read(e.slice.value) for e in node.slice if isinstance(e.slice, cst.Index)]
        key = keys[0] if len(keys) == 1 else Opaque(tuple(keys))
        self._note(node, Item(container, key), value, kind)
        if isinstance(node.value, cst.Name) and isinstance(container, Dictionary) and not self.facts.scope.is_module:
            self.facts.scope.bind(node.value.value, Dictionary((*container.entries, (key, value))))

    def _note(self, node: cst.CSTNode, target: Value, value: Value, kind: StoreKind) -> None:
        self.facts.stores.append(Store(target, value, self.facts.context, self.facts.anchor(node), kind))
