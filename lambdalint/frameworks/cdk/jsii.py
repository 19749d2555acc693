"""The library as TypeScript and JavaScript call it: the same names in camel case, and settings as one last object.

CDK's libraries are written in TypeScript, and those for Python are made from them by rules (https://aws.github.io/jsii);
turning these around is all it takes to read both with the same tables.
"""

from __future__ import annotations

import keyword
import re

from msgspec.structs import replace

from lambdalint.frameworks.cdk.constructs import Library
from lambdalint.frameworks.cdk.values import Construct, Place, Route
from lambdalint.frameworks.programs.values import HIDDEN, Arguments, Given, Made, Method, Name, Thing, Unknown
from lambdalint.frameworks.scripts.values import ClassValue, Closure, Fields, Instance, plain
from lambdalint.model.source import Anchor

_WORD_END = re.compile(r"([a-z0-9])([A-Z])|([A-Z]+)(?=[A-Z][a-z])")
_PACKAGES = (
    (re.compile(r"^(?:aws-cdk-lib|@aws-cdk)(?:/core)?(?=/|$)|^monocdk(?=/|$)"), "aws_cdk"),
    (re.compile(r"^cdk-nag$"), "cdk_nag"),
)
_STRUCT = "aws_cdk.Property"
"""What an object with settings is: in Python it is made by calling a class of the library."""

_MAPS = frozenset({"build_args", "detail", "environment", "environment_variables", "headers", "inline_policies",
                   "context", "expression_attribute_names", "parameters", "variables",
                   "request_parameters", "request_templates", "response_parameters", "response_templates",
                   "stage_variables", "tags"})  # fmt: skip
"""Settings whose keys are the user's own."""
_TAKING_DATA = frozenset({"filter", "from_json", "from_object", "set_context", "to_json_string", "set_value"})
"""Functions whose last object is no settings."""
_TAKING_SEVERAL = frozenset({"add_event_notification", "add_object_created_notification",
                             "add_object_removed_notification"})  # fmt: skip
"""Methods that take any number of objects at the end."""
_OF_PLACES = {"account": "AWS::AccountId", "partition": "AWS::Partition", "region": "AWS::Region"}


def snake(name: str) -> str:
    """A name as Python spells it; classes and members of enumerations keep theirs."""
    if not name[:1].islower():
        return name
    spelled = _WORD_END.sub(lambda found: f"{found[1]}_{found[2]}" if found[1] else f"{found[3]}_", name).lower()
    return f"{spelled}_" if keyword.iskeyword(spelled) else spelled


class Jsii:
    """A library of constructs for a program in TypeScript or JavaScript."""

    __slots__ = ("_library", "aspects")

    def __init__(self, library: Library) -> None:
        self._library = library
        self.aspects: list[Instance] = []
        """The app's own, which visit every construct once all are made."""

    @property
    def doubt(self) -> bool:
        """Whether what is made now may not be there."""
        return self._library.doubt

    @doubt.setter
    def doubt(self, value: bool) -> None:
        self._library.doubt = value

    def package(self, name: str) -> Name:
        """A package, by the name that it has in Python."""
        for pattern, spelling in _PACKAGES:
            name = pattern.sub(spelling, name)
        ours = name.startswith("aws_cdk")
        return Name(self._library.spelled(name.replace("-", "_").replace("/", "."))) if ours else Name(name)

    def member(self, of: Name, name: str) -> Name:
        """Something of a package, or of a class of it."""
        return Name(self._library.spelled(f"{of.dotted}.{snake(name)}"))

    def make(self, of: Name, arguments: Arguments) -> Thing:
        """What calling something of a package gives."""
        return self._library.make(of.dotted, _lifted(of.last, arguments))

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method of a construct gives."""
        if not isinstance(of, Construct | Made | Route):
            self.escaped(arguments)
            return Unknown(name)
        first = plain(arguments.get(0, "aspect"))
        if isinstance(of, Made) and of.dotted == "aws_cdk.Aspects.of" and isinstance(first, Instance):
            self.aspects.append(first)
            return of
        return self._library.method(of, snake(name), _lifted(snake(name), arguments))

    def attribute(self, of: Thing, name: str) -> Thing:
        """What an attribute of a construct, or of the place that a stack is, stands for."""
        if name == "node":
            return (
                Made("constructs.Node", Arguments(of.arguments.at), of) if isinstance(of, Construct | Made) else _NODE
            )
        if isinstance(of, Place):
            return Unknown(_OF_PLACES.get(name, name))
        return self._library.attribute(of, snake(name)) if isinstance(of, Construct | Made | Route) else Unknown(name)

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """An attribute of a construct gets a value."""
        self._library.assign(of, snake(name), _handed(value, snake(name)))

    def escaped(self, arguments: Arguments) -> None:
        """Something that cannot be followed is given these."""
        self._library.escaped(_lifted("", arguments))


_NODE = Name("constructs.Node")


def _lifted(callee: str, arguments: Arguments) -> Arguments:
    """A call as Python writes it: the last object, if it is one of settings, as arguments by name."""
    if callee in _TAKING_DATA:
        return replace(arguments, positional=[Given(_data(one), one.at) for one in arguments.positional])
    given = [_handed(one) for one in arguments.positional]
    last = arguments.positional[-1].value if arguments.positional else None
    if isinstance(last, Fields) and callee not in _TAKING_SEVERAL:
        settings = given.pop().value.arguments
        return Arguments(arguments.at, given, settings.named, arguments.complete and settings.complete)
    return Arguments(arguments.at, given, {}, arguments.complete and not _may_hold_settings(last))


def _may_hold_settings(last: Thing) -> bool:
    """Whether the last value of a call may be an object with settings that cannot be seen."""
    foreign = isinstance(last, Name | Made) and not last.dotted.startswith("aws_cdk.")
    return foreign or isinstance(last, Unknown)


def _handed(one: Given, name: str = "") -> Given:
    """A value as the library for Python takes it; an object of the project is what the library made of it."""
    match one.value:
        case Given():
            return _handed(one.value, name)
        case Fields() as fields if name in _MAPS:
            return Given({key: _entry(each) for key, each in fields.items()}, one.at)
        case Fields() as fields:
            return Given(_struct(fields, one.at), one.at)
        case list() as items:
            return Given([_handed(_placed(item, one.at), name).value for item in items], one.at)
        case Instance(base=base):
            return Given(Unknown("an object") if base is None else base, one.at)
        case Closure() | ClassValue() | Method():
            return Given(Unknown("a function"), one.at)
        case _:
            return one


def _struct(fields: Fields, at: Anchor) -> Made:
    given = {snake(key): _placed(one, at) for key, one in fields.items() if key != HIDDEN and plain(one) is not None}
    named = {name: _handed(one, name) for name, one in given.items()}
    return Made(_STRUCT, Arguments(at, [], named, HIDDEN not in fields))


def _placed(value: Thing, at: Anchor) -> Given:
    return value if isinstance(value, Given) else Given(value, at)


def _data(value: Thing) -> Thing:
    """A value that is handed on as it is written, with its objects under the keys that it gives them."""
    match plain(value):
        case dict() as fields:
            return {key: _data(one) for key, one in fields.items()}
        case list() as items:
            return [_data(one) for one in items]
        case Instance(base=base):
            return Unknown("an object") if base is None else base
        case other:
            return other


def _entry(value: Thing) -> Thing:
    """A value of a map, with its place if it is text or the like."""
    known = _data(value)
    return Given(known, value.at) if isinstance(value, Given) and not isinstance(known, dict | list | Made) else known
