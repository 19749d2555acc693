"""What Chalice's classes and methods give while an app is followed."""

from __future__ import annotations

from msgspec import Struct, field

from lambdalint.frameworks.programs.values import Arguments, Given, Instance, Made, Method, Thing, Unknown

APP = "chalice.Chalice"


class Registration(Struct, frozen=True):
    """A blueprint that an app takes over."""

    app: Made
    blueprint: Thing
    name_prefix: Thing
    url_prefix: Thing


class Library(Struct):
    """Remembers what apps take over; all else that Chalice makes is seen in what it was made of."""

    packages: frozenset[str] = frozenset({"chalice"})
    doubt: bool = False
    registrations: list[Registration] = field(default_factory=list)

    def spelled(self, dotted: str) -> str:
        """Names without the module that holds them."""
        return dotted.replace("chalice.app.", "chalice.", 1)

    def make(self, dotted: str, arguments: Arguments) -> Thing:
        """An app, a blueprint, a rate: what was called, with its arguments."""
        return Made(dotted, arguments)

    def initialise(self, instance: Instance, base: str, arguments: Arguments) -> None:
        """An object of a class that extends one of the library's is one of these."""
        instance.base = Made(base, arguments)

    def method(self, of: Thing, name: str, arguments: Arguments) -> Thing:
        """A decorator, mostly; taking over a blueprint is remembered."""
        if not isinstance(of, Made):
            return Unknown(name)
        if of.dotted == APP and name == "register_blueprint":
            given = (arguments.get(0, "blueprint"), arguments.get(1, "name_prefix"), arguments.get(2, "url_prefix"))
            self.registrations.append(Registration(of, *given))
        return Made(f"{of.dotted}.{name}", arguments, of)

    def attribute(self, of: Thing, name: str) -> Thing:
        """Something to be called."""
        return Method(of, name)

    def assign(self, of: Thing, name: str, value: Given) -> None:
        """Nothing that an app sets so says anything of a function."""

    def escaped(self, arguments: Arguments) -> None:
        """An app that is given away still has what it registered."""


def made_of(value: Thing) -> Made | None:
    """What a value is of the library, also where a class of the project extends one of its classes."""
    base = value.base if isinstance(value, Instance) else value
    return base if isinstance(base, Made) else None
