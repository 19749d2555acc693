"""What a handler does with its context, as several checks ask."""

from __future__ import annotations

from collections.abc import Iterator

from lambdalint.model.code import Code
from lambdalint.model.module import Module, Read
from lambdalint.model.value import Attribute, Parameter


def context_of(code: Code) -> tuple[Module, Parameter] | None:
    """The parameter that surely is the runtime's own context, with its module; None where somebody else may have changed it."""
    positional = [one for one in code.parameters if one.kind == "positional"]
    if code.entry is None or not code.direct or code.is_durable or code.framework is not None or len(positional) < 2:  # noqa: PLR2004  # event and context
        return None
    return code.modules[code.entry.at.module], Parameter(code.entry.name, positional[1].name)


def context_reads(code: Code) -> Iterator[tuple[str, Read]]:
    """The attributes of the context that the handler itself reads, unless it sets them."""
    found = context_of(code)
    if found is None:
        return
    module, context = found
    own = {
        store.target.name
        for store in module.stores
        if isinstance(store.target, Attribute) and store.target.of == context
    }
    for read in module.reads:
        match read.value:
            case Attribute(of=of, name=name) if of == context and name not in own:
                yield name, read
