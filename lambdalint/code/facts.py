"""One Python file to its facts."""

from __future__ import annotations

import libcst as cst

from lambdalint.code.collector import Collector
from lambdalint.code.depth import room_to_recurse
from lambdalint.code.scopes import Scope
from lambdalint.code.statements import FactVisitor
from lambdalint.code.walker import ordinals
from lambdalint.model.module import Module


@room_to_recurse()
def read_facts(key: str, tree: cst.Module) -> Module:
    """All facts of a parsed module."""
    collector = Collector(key, ordinals(tree), Scope("", is_module=True))
    FactVisitor(collector).visit_Module(tree)
    return Module(
        key=key,
        imports=tuple(collector.imports),
        functions=collector.functions,
        classes=collector.classes,
        variables=collector.scope.names,
        calls=tuple(collector.calls),
        reads=tuple(collector.reads),
        stores=tuple(collector.stores),
        tries=tuple(collector.tries),
        raises=tuple(collector.raises),
        tests=tuple({id(test): test for test in collector.tests}.values()),
        star_imports=tuple(collector.star_imports),
        defines_getattr="__getattr__" in collector.functions,
        definitions=collector.definitions,
    )
