"""What the constructs of a CDK program stand for while it is followed."""

from __future__ import annotations

from msgspec import Struct, field

from lambdalint.frameworks.programs.values import Arguments, Given, Joined, Ref, Thing


class Place(Struct, frozen=True):
    """Where in the tree of constructs something is made: the stack, and the ids below it.

    In either, `*` is a part that is not known. A stack has `/` after the stages that it is in.
    """

    stack: str
    path: tuple[str, ...] = ()


def identifier(given: Thing) -> str:
    """The id that a construct is given, with `*` for what is not known of it."""
    match given:
        case str():
            return given
        case Joined(parts=parts):
            return "".join(part if isinstance(part, str) else "*" for part in parts)
        case _:
            return "*"


class Construct(Struct, eq=False):
    """A construct of the library. `name` is its resource in the template; `imported` ones exist elsewhere."""

    dotted: str
    name: str
    place: Place
    arguments: Arguments
    imported: bool = False
    parts: dict[str, Thing] = field(default_factory=dict)
    """Other things that it holds (`role`, `root`), by attribute."""


class Route(Struct, eq=False):
    """A resource of a REST API's tree; the root stands for the API itself."""

    api: Construct
    resource: Ref
    names: tuple[str, ...] = ()
    default: Given | None = None
    """The integration of methods that name none."""
    inner: dict[str, Route] = field(default_factory=dict)
