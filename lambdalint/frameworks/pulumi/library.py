"""Pulumi's own functions, and the resources of its provider for AWS, for a program that is followed."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field

from lambdalint.frameworks.programs.values import (
    HIDDEN,
    Arguments,
    Callback,
    Given,
    Instance,
    Joined,
    Made,
    Method,
    Ref,
    Thing,
    Unknown,
)
from lambdalint.frameworks.pulumi import names, outputs
from lambdalint.frameworks.pulumi.assets import packed
from lambdalint.frameworks.pulumi.module import Module, Resource, mentioned
from lambdalint.frameworks.pulumi.project import Project
from lambdalint.frameworks.pulumi.routes import API, TYPE, described, handlers
from lambdalint.frameworks.pulumi.settings import Stack, setting
from lambdalint.model.source import Anchor

CONFIG: Final = "pulumi.Config"
_HARMLESS = (
    "builtins.",
    "json.",
    "logging.",
    "os.",
    "pathlib.",
    "typing.",
    "dataclasses.",
    "pulumi.",
    "pulumi_aws.",
    "pulumi_aws_apigateway.",
)
"""What may be given a function without ever invoking it, changing it, or letting it do more."""
_HARMLESS_METHODS = frozenset({"register_outputs"})
_OPTIONS = frozenset({"resource_name", "opts", "args", "__props__"})
"""Arguments of every resource that are none of its own."""


class Library(Struct):
    """Makes resources of a module. `stack` is None when nobody wrote down what any sets."""

    project: Project
    stack: Stack | None = None
    module: Module = field(default_factory=Module)
    doubt: bool = False
    asked: bool = False
    """Whether the program looked at what its stack sets."""
    packages: frozenset[str] = frozenset({"pulumi", "pulumi_aws", "pulumi_aws_apigateway", "pulumi_aws_native"})

    @property
    def folder(self) -> str:
        """Where the program runs."""
        return self.project.folder

    @staticmethod
    def spelled(dotted: str) -> str:
        """The name of something of the library: assets and settings have modules of their own, which nobody names."""
        for module in ("pulumi.asset.", "pulumi.config.", "pulumi.output."):
            if dotted.startswith(module):
                return f"pulumi.{dotted.removeprefix(module)}"
        return dotted

    def make(self, dotted: str, arguments: Arguments) -> Thing:
        """What calling something of the library, or of another one, gives."""
        kind = names.type_of(dotted)
        if kind is not None:
            return self._resource(dotted, kind, arguments)
        if dotted == API:
            return self._routes(arguments)
        if dotted in outputs.FUNCTIONS:
            return outputs.called(dotted, arguments)
        if dotted in ("pulumi.get_stack", "pulumi.get_project"):
            return self._named(dotted)
        if not dotted.startswith(_HARMLESS):
            self.escaped(arguments)
        return Made(dotted, arguments)

    def _named(self, dotted: str) -> Thing:
        if dotted == "pulumi.get_project":
            return self.project.name or Unknown("project")
        self.asked = True
        return Unknown("stack") if self.stack is None else self.stack.name

    def _resource(self, dotted: str, kind: str, arguments: Arguments) -> Resource:
        given = {names.argument(kind, name): value for name, value in self.own(arguments).items()}
        held = {name: packed(value, self) for name, value in given.items()}
        return self.add(kind, arguments, held, found=names.is_found(dotted))

    def _routes(self, arguments: Arguments) -> Resource:
        given = self.own(arguments)
        for function in dict.fromkeys(handlers(given)):
            allowed = {"action": "lambda:InvokeFunction", "principal": "apigateway.amazonaws.com"}
            limits = {"function_name": function, "source_arn": Unknown("the API")}
            self.beside("aws_lambda_permission", {**allowed, **limits}, arguments.at)
        return self.add(TYPE, arguments, described(given))

    def own(self, arguments: Arguments) -> dict[str, Thing]:
        """The arguments of a resource, also those that an object of them holds."""
        found: dict[str, Thing] = {} if arguments.complete else {HIDDEN: Unknown("**")}
        for held in (arguments.get(1, "args"), *(one.value for one in arguments.positional[2:])):
            match held:
                case Made(arguments=inner) if held.last.endswith("Args"):
                    found.update(inner.named if inner.complete else {**inner.named, HIDDEN: Unknown("**")})
                case dict():
                    found.update(held)
        return {**found, **{name: one for name, one in arguments.named.items() if name not in _OPTIONS}}

    def add(self, kind: str, arguments: Arguments, held: dict[str, Thing], *, found: bool = False) -> Resource:
        """A resource that is named by the first argument."""
        name = arguments.given(0, "resource_name")
        known = _known(name.value if name is not None else None)
        label = (self.project.label(known, self.stack) if self.stack else known) or kind.rpartition("_")[2]
        at = arguments.at if name is None else name.at
        return self.module.add(Resource(kind, label, at, arguments.at, held, found=found, doubtful=self.doubt))

    def beside(self, kind: str, held: dict[str, Thing], at: Anchor, *, found: bool = False) -> Resource:
        """A resource that another one needs, and that the program does not name."""
        return self.module.add(Resource(kind, kind, at, at, held, found=found))

    def initialise(self, instance: Instance, base: str, arguments: Arguments) -> None:
        """Make an object of the project a resource, when its class inherits from one."""
        made = self.make(base, arguments)
        instance.base = made if isinstance(made, Resource) else None

    def attribute(self, of: Thing, name: str) -> Thing:
        """What an attribute is, for resources an output."""
        if isinstance(of, Resource):
            return of.attribute(names.argument(of.type, name))
        is_method = name == "apply" or (isinstance(of, Made) and of.dotted == CONFIG)
        return Method(of, name) if is_method else Unknown(name)

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """What a method gives; `apply` calls what it is given."""
        if isinstance(of, Made) and of.dotted == CONFIG:
            self.asked = True
            return setting(self.stack, self.project.name, of.arguments.get(0, "name"), name, arguments)
        if name == "apply":
            return Callback(arguments.get(0, "func"), Arguments(arguments.at, [Given(of, arguments.at)]))
        if name not in _HARMLESS_METHODS:
            self.escaped(arguments)
        return Unknown(name)

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """Resources have no attributes that a program may set."""

    def escaped(self, arguments: Arguments) -> None:
        """Something that cannot be followed is given these: it may invoke functions, and let roles do more."""
        given = [one.value for one in (*arguments.positional, *arguments.named.values())]
        addresses = list(dict.fromkeys(mentioned(given)))
        if addresses:
            self.beside("pulumi_call", {"given": [Ref(address, "id") for address in addresses]}, arguments.at)
        for address in addresses:
            if address.startswith("aws_iam_role."):
                policy = {"role": Ref(address, "id"), "policy": Unknown("a policy")}
                self.beside("aws_iam_role_policy", policy, arguments.at)


def _known(name: Thing) -> str:
    """A name as far as it is known."""
    parts = name.parts if isinstance(name, Joined) else (name,)
    return "".join(part for part in parts if isinstance(part, str)).strip("-_ .")
