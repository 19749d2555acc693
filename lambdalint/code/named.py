"""What calls of AWS act on: the bucket, queue, table or key that they name, and where that name comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from lambdalint.aws import boto3
from lambdalint.code.constants import Folder
from lambdalint.code.entities import External
from lambdalint.code.paths import Paths
from lambdalint.code.program import Program
from lambdalint.code.resolver import Step
from lambdalint.model.code import Naming, Piece, ServiceCall
from lambdalint.model.module import Argument, Call, Module
from lambdalint.model.value import Attribute, Collection, Constant, Dictionary, Item, Result, Text, Value, entry

_NAMES = (
    *("Bucket", "EventBusName", "FunctionName", "Key", "QueueUrl"),
    *("StreamARN", "StreamName", "TableName", "TargetArn", "TopicArn"),
)
"""Parameters by which operations say what they act on."""
_OF_ENTRY = ("DetailType", "EventBusName", "Source")
"""The same within the one entry of a list."""
_OF_RESOURCE = {
    "Bucket": ("Bucket",),
    "Object": ("Bucket", "Key"),
    "Queue": ("QueueUrl",),
    "Table": ("TableName",),
    "Topic": ("TopicArn",),
}
"""By what resources are made, as parameters of the operations that they call."""
_READS = frozenset({"os.getenv", "os.environ.get"})
_SAME = frozenset({"builtins.str", "urllib.parse.unquote", "urllib.parse.unquote_plus"})
"""Functions that give their argument as it was, or decoded."""
_DEEPEST = 12
_UNKNOWN: Naming = (Piece(),)


class Named(Struct, frozen=True):
    """Follows names to constants, environment variables and parts of the event."""

    program: Program
    folder: Folder
    paths: Paths

    def names(self, call: Call, at: Module, aws: ServiceCall) -> dict[str, Naming]:
        """What a call names by the parameters of its operation."""
        held = dict(self._of_owner(call, at, 0)) if aws.kind == "resource" else {}
        own = dict((*_of_only_entry(call), *_given(call, aws, held)))
        found = {name: self._pieces(value, module) for name, (module, value) in held.items()}
        return found | {name: self._pieces(value, at) for name, value in own.items()}

    def _of_owner(self, call: Call, at: Module, depth: int) -> Iterator[tuple[str, Step]]:
        """What the resource was made by that a call is made on: `resource.Table(name).put_item()`."""
        if not isinstance(call.callee, Attribute) or depth >= _DEEPEST:
            return
        made = self._only(call.callee.of, at)
        if made is None or not isinstance(made[1], Result):
            return
        module, maker = made[0], made[0].calls[made[1].call]
        kind = maker.callee.name if isinstance(maker.callee, Attribute) else ""
        given = [argument for argument in maker.arguments if argument.name is None and not argument.unpacked]
        parameters = _OF_RESOURCE.get(kind, ())
        yield from _paired(parameters[len(parameters) - len(given) :], given, module)
        yield from self._of_owner(maker, module, depth + 1)

    def _only(self, value: Value, at: Module) -> Step | None:
        """What a value is, where that is one thing."""
        for _ in range(_DEEPEST):
            steps = [] if isinstance(value, Result) else self._steps(value, at)
            if len(steps) != 1:
                return None if steps else (at, value)
            at, value = steps[0]
        return None

    def _steps(self, value: Value, at: Module) -> list[Step]:
        return list({(module.key, one): (module, one) for module, one in self.program.steps(value, at)}.values())

    def _pieces(self, value: Value, at: Module, depth: int = 0) -> Naming:
        variable = self._variable(value, at)
        if variable is not None:
            return (Piece(variable=variable),)
        path = self.paths.path(value, at)
        if path:
            return (Piece(path=path),)
        if depth >= _DEEPEST:
            return _UNKNOWN
        if isinstance(value, Text):
            return tuple(piece for part in value.parts for piece in self._pieces(part, at, depth + 1))
        for module, inner in self._same(value, at):
            return self._pieces(inner, module, depth + 1)
        constant = self.folder.constant(value, at)
        return _UNKNOWN if constant is None else (Piece(constant=str(constant.value)),)

    def _same(self, value: Value, at: Module) -> Iterable[Step]:
        """The one value that another one is, at most a little changed."""
        steps = self._steps(value, at)
        if len(steps) == 1:
            return steps
        if isinstance(value, Result) and not steps:
            call = at.calls[value.call]
            if self.program.target(call, at) in _SAME and call.arguments:
                return [(at, call.arguments[0].value)]
        return ()

    def _variable(self, value: Value, at: Module) -> str | None:
        match value:
            case Item(of=of, key=key) if External("os.environ") in self.program.entities(of, at):
                name = self.folder.constant(key, at)
            case Result(call=number) if self.program.target(at.calls[number], at) in _READS:
                arguments = at.calls[number].arguments
                name = self.folder.constant(arguments[0].value, at) if arguments else None
            case _:
                return None
        return name.value if name is not None and isinstance(name.value, str) else None


def _given(call: Call, aws: ServiceCall, held: Mapping[str, Step]) -> Iterator[tuple[str, Value]]:
    """What a call says by itself, by name or by position: a resource fills in what it holds."""
    service = boto3.service(aws.service)
    operation = service.operation(aws.method) if service else None
    order = [one for one in operation.parameters if one not in held] if operation and operation.positional else []
    for name in _NAMES:
        value = call.argument(order.index(name) if name in order else -1, name)
        if value is not None:
            yield name, value


def _paired(names: Iterable[str], given: Iterable[Argument], at: Module) -> Iterator[tuple[str, Step]]:
    yield from ((name, (at, argument.value)) for name, argument in zip(names, given, strict=False))


def _of_only_entry(call: Call) -> Iterator[tuple[str, Value]]:
    match call.argument(-1, "Entries"):
        case Collection(items=(Dictionary() as only,)):
            for name in _OF_ENTRY:
                value = entry(only, Constant(name))
                if value is not None:
                    yield name, value
        case _:
            pass
