"""What a plan says of arguments, as expressions: values that are known, and references where only the deployment knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from lambdalint.documents import hcl
from lambdalint.documents.hcl_tree import Array, Attribute, Body, Expression, Literal, Name, Object, Opaque, Text
from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.terraform.nodes import text
from lambdalint.frameworks.terraform.planned import Planned, find, word
from lambdalint.model.source import Span

MOST_REFERENCES = 20
NAMING = ("arn", "_arns", "_id", "_name", "bucket", "destination", "endpoint", "layers", "role", "rule", "uri", "url")
"""How arguments end that name a resource."""
TEXTS = ("body", "definition", "source_arn", "target")
"""Those that are texts around resources: what they refer to is all that they may be about."""


class _Said(Struct, frozen=True):
    """A value, true where only the deployment knows and where it is a secret, and what is written for it."""

    value: Node | None
    doubt: Node | None
    secret: Node | None
    written: Node | None
    at: Span

    @property
    def doubtful(self) -> bool:
        """Whether nothing of the value is known."""
        return _is_true(self.doubt)

    @property
    def empty(self) -> bool:
        """Whether it stands for no value."""
        if self.doubtful or isinstance(self.doubt, Mapping | Sequence):
            return False
        return self.value is None or (isinstance(self.value, Scalar) and self.value.value in (None, ""))

    def names(self) -> list[str]:
        """The keys of an object, known or not."""
        both = (node for node in (self.value, self.doubt) if isinstance(node, Mapping))
        return list(dict.fromkeys(entry.key for node in both for entry in node))

    def inside(self, key: str) -> _Said:
        """What stands under a key."""
        value, doubt, secret = (find(node, key) for node in (self.value, self.doubt, self.secret))
        # References are written of an argument as a whole.
        written = self.written if find(self.written, "references") is not None else find(self.written, key)
        return _Said(value, doubt, secret, written, (value or doubt or self).at)

    def items(self) -> Iterator[_Said]:
        """The items of a list."""
        for number, value in enumerate(_items(self.value)):
            doubt, secret = _item(self.doubt, number), _item(self.secret, number)
            written = _item(self.written, number) if isinstance(self.written, Sequence) else self.written
            yield _Said(value, doubt, secret, written, value.at)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _item(node: Node | None, number: int) -> Node | None:
    return next(iter(_items(node)[number : number + 1]), None)


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is True


def body(planned: Planned, written: Node | None, known: Collection[str]) -> Body:
    """The arguments of an instance; a value that is `known` of another instance becomes its name."""
    said = _Said(planned.values, planned.unknown, planned.secret, written, planned.at)
    return Body(tuple(_arguments(said, planned.type, known)))


def _arguments(said: _Said, kind: str, known: Collection[str]) -> Iterator[Attribute]:
    for name in said.names():
        argument = said.inside(name)
        if argument.empty or (said.written is not None and _is_default(argument)):
            continue
        if said.written is None and kind == "aws_lambda_event_source_mapping" and text(argument.value) == "0":
            continue  # a state says 0 of what does not apply
        own_name = kind == "aws_lambda_function" and name == "function_name"
        yield Attribute(name, argument.at, _expression("" if own_name else name, argument, known))


def expression(name: str, written: Node) -> Expression:
    """What a module is given, or gives, under a name."""
    constant = find(written, "constant_value")
    if constant is None:
        return _references(name, written, written.at)
    return _expression(name, _Said(constant, None, None, None, constant.at), ())


def _is_default(argument: _Said) -> bool:
    """Whether nobody wrote it; blocks may be made by `dynamic`, which a plan does not repeat."""
    return argument.written is None and (argument.doubtful or not _items(argument.value))


def _expression(name: str, said: _Said, known: Collection[str]) -> Expression:
    if _is_true(said.secret):
        return Opaque(said.at)
    if said.doubtful:
        return _references(name, said.written, said.at)
    if isinstance(said.value, Mapping) or isinstance(said.doubt, Mapping):
        inner = ((key, said.inside(key)) for key in said.names())
        return Object(tuple((Literal(key, one.at), _expression(key, one, known)) for key, one in inner), said.at)
    if isinstance(said.value, Sequence):
        return Array(tuple(_expression(name, item, known) for item in said.items()), said.at)
    return _plain(name, said, known)


def _plain(name: str, said: _Said, known: Collection[str]) -> Expression:
    if not isinstance(said.value, Scalar):
        return Opaque(said.at)
    value = said.value.value
    named = identity(str(value), by_id=name.endswith("_id"))
    # What a text is put together from is said to stand where the text does.
    return Text((Name(named, said.at),), said.at) if named in known else Literal(value, said.at)


def identity(value: str, *, by_id: bool) -> str:
    """What an instance is known by; an id says which one only where an id is asked for."""
    return f"id {value}" if by_id else value


def _references(name: str, written: Node | None, at: Span) -> Expression:
    """What an unknown value refers to; only an argument that names a resource is no more than that."""
    words = [word(item) for item in _items(find(written, "references"))][:MOST_REFERENCES]
    # `queue.jobs` is listed beside `queue.jobs.arn`.
    whole = [each for each in words if not any(other.startswith((f"{each}.", f"{each}[")) for other in words)]
    followed = [hcl.template(f"${{{each}}}", at) for each in whole]
    if name in TEXTS:
        return Text((*(part for each in followed for part in (Opaque(at), each)), Opaque(at)), at)
    return followed[0] if len(followed) == 1 and name.endswith(NAMING) else Opaque(at)
