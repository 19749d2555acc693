"""What every construct needs to write its resources: its place, its arguments, and the values of CDK's small classes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.frameworks.cdk.template import Resource, Template, mentions
from lambdalint.frameworks.cdk.values import Construct, Place, identifier
from lambdalint.frameworks.programs.paths import local
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Instance, Made, Ref, Thing, Unknown
from lambdalint.model.source import Anchor

Convert: TypeAlias = Callable[[Thing], Thing]
Table: TypeAlias = Mapping[str, tuple[str, Convert]]
"""Parameter ► where its value goes (a path of keys with `.` between them) and what is made of it."""


class Builder(Struct):
    """The template that an app writes. `folder` is where the app runs, relative to the root; `file` is what it writes."""

    folder: str
    file: str
    template: Template = field(default_factory=Template)
    doubt: bool = False
    tasks: list[tuple[Place, str, Made]] = field(default_factory=list)
    """The Step Functions tasks that invoke functions: where each is made, its state, and itself."""
    functions: list[Construct] = field(default_factory=list)
    aspects: list[Thing] = field(default_factory=list)
    """What visits every construct once all are made."""

    @property
    def has_functions(self) -> bool:
        """Whether any resource is a function."""
        kinds = ("AWS::Lambda::Function", "AWS::Serverless::Function")
        return any(resource.type in kinds for resource in self.template.resources.values())

    def site(self, dotted: str, arguments: Arguments) -> Site:
        """Where a construct with these arguments is made."""
        scope = place_of(arguments.get(0, "scope")) or Place("")
        name = arguments.get(1, "id")
        whole = arguments.at
        found = arguments.given(1, "id")
        at = whole if found is None else found.at
        path = scope.path if name is None else (*scope.path, identifier(name))
        return Site(self, dotted, Place(scope.stack, path), arguments, at, whole)

    def local(self, path: Thing) -> Thing:
        """A path of the program, relative to the template; unknown when it is not of the project."""
        return local(path, self.folder, posixpath.dirname(self.file))


class Site(Struct, frozen=True):
    """A construct being made; `at` is its id, `whole` the call."""

    builder: Builder
    dotted: str
    place: Place
    arguments: Arguments
    at: Anchor
    whole: Anchor

    def add(self, type_name: str, properties: dict[str, Any], *suffix: str) -> Resource:
        """A resource of this construct, named after it and what follows."""
        place = replace(self.place, path=(*self.place.path, *suffix))
        resource = self.builder.template.add(place, type_name, self.at, self.whole, properties)
        resource.within = self.place
        resource.doubtful = self.builder.doubt
        return resource

    def construct(self, resource: Resource) -> Construct:
        """The construct whose resource this is."""
        return Construct(self.dotted, resource.name, self.place, self.arguments)

    def properties(self, table: Table) -> dict[str, Any]:
        """The arguments as properties; those that cannot be seen hide all others."""
        properties: dict[str, Any] = {} if self.arguments.complete else {HIDDEN: Unknown("**")}
        for parameter, (path, convert) in table.items():
            put(properties, path, converted(self.arguments.given(-1, parameter), convert))
        return properties


def put(properties: dict[str, Any], path: str, value: Thing) -> None:
    """Set a value at the end of a path of keys; nothing when there is none."""
    if value is None or (isinstance(value, Given) and value.value is None):
        return
    *above, last = path.split(".")
    for key in above:
        properties = properties.setdefault(key, {})
    properties[last] = value


def converted(given: Given | None, convert: Convert) -> Given | None:
    """An argument, changed and still where it stands."""
    if given is None or given.value is None:
        return None
    return given if isinstance(given.value, Unknown) else Given(convert(given.value), given.at)


def place_of(scope: Thing) -> Place | None:
    """The place that a scope is."""
    match scope:
        case Place():
            return scope
        case Instance(place=Place() as place) | Construct(place=place):
            return place
        case _:
            return None


def same(value: Thing) -> Thing:
    """A value as it is."""
    return value


def word(value: Thing) -> Thing:
    """The last part of an enumeration's name, as `ACTIVE`."""
    return getattr(value, "last", None) or (value if isinstance(value, str) else Unknown())


def words(spelling: Mapping[str, str]) -> Convert:
    """The members of an enumeration, in AWS's words."""
    return lambda value: spelling.get(str(word(value)), Unknown())


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}


def seconds(value: Thing) -> Thing:
    """A `Duration` in seconds."""
    amount = value.arguments.get(0, "amount") if isinstance(value, Made) else None
    if not isinstance(amount, int | float) or not isinstance(value, Made):
        return Unknown("Duration")
    if value.last == "millis":
        return int(amount // 1000)
    return int(amount * _SECONDS[value.last]) if value.last in _SECONDS else Unknown("Duration")


def milliseconds(value: Thing) -> Thing:
    """A `Duration` in milliseconds."""
    if isinstance(value, Made) and value.last == "millis":
        return value.arguments.get(0, "amount")
    found = seconds(value)
    return found * 1000 if isinstance(found, int) else found


def mebibytes(value: Thing) -> Thing:
    """A `Size` in MB."""
    amount = value.arguments.get(0, "amount") if isinstance(value, Made) else None
    if not isinstance(amount, int) or not isinstance(value, Made):
        return Unknown("Size")
    factor = {"mebibytes": 1, "gibibytes": 1024}.get(value.last)
    return Unknown("Size") if factor is None else amount * factor


_NAMED_BY_REF = ("aws_sns.", "aws_secretsmanager.", "aws_stepfunctions.", "aws_lambda.LayerVersion", "aws_lambda.Alias",
                 "aws_lambda.Version", "aws_lambda_python.PythonLayerVersion", "aws_msk.")  # fmt: skip
"""Constructs whose ARN is what `Ref` gives."""


def arn(value: Thing) -> Thing:
    """The ARN of a construct; whatever else is given stays as it is."""
    value = value.base if isinstance(value, Instance) and value.base is not None else value
    if not isinstance(value, Construct):
        return value.arguments.get(2, "arn") if isinstance(value, Made) else value
    if value.imported:
        return _written(value, "arn")
    by_ref = value.dotted.removeprefix("aws_cdk.").startswith(_NAMED_BY_REF)
    return Ref(value.name) if by_ref else Ref(value.name, "Arn")


def _written(imported: Construct, what: str) -> Thing:
    """The ARN or name by which something that exists elsewhere was found."""
    for name, given in imported.arguments.named.items():
        if name == what or name.endswith(f"_{what}"):
            return given.value
    if imported.dotted.endswith(f"_{what}") and len(imported.arguments.positional) > 2:  # noqa: PLR2004  # scope, id
        return imported.arguments.positional[2].value
    return Unknown(what)


def attribute_of(of: Construct, name: str) -> Thing:
    """What an attribute such as `queue_url` or `function_arn` hands to others; None when it is none of these."""
    what = name.rpartition("_")[2]
    if of.imported:
        return _written(of, what) if what in ("arn", "name", "url", "id") else None
    if name == "table_stream_arn":
        return Ref(of.name, "StreamArn")
    if name in ("queue_name", "topic_name", "state_machine_name"):
        return Ref(of.name, {"q": "QueueName", "t": "TopicName", "s": "Name"}[name[0]])
    if name.startswith("attr_"):
        return Ref(of.name, pascal(name.removeprefix("attr_")))
    if what == "arn":
        return arn(of)
    return Ref(of.name) if what in ("name", "url", "id", "ref", "token") else None


def pascal(name: str) -> str:
    """`memory_size` as CloudFormation spells it."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def functions_in(template: Template, *values: Thing) -> list[str]:
    """The functions that values refer to."""
    found = dict.fromkeys(name for value in values for name in mentions(value))
    kinds = ("AWS::Lambda::Function", "AWS::Lambda::Alias")
    return [name for name in found if name in template.resources and template.resources[name].type in kinds]
