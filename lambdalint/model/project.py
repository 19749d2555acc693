"""Everything one run knows: the functions with their code joined, and what stands around them."""

from __future__ import annotations

from msgspec import Struct

from lambdalint.model.function import Function
from lambdalint.model.resource import Resources


class Stack(Struct, frozen=True):
    """What one template, with the local templates it nests, describes. Code and queues are not joined yet."""

    path: str
    functions: tuple[Function, ...]
    resources: Resources
    deployed: bool = False
    """It is what an account holds, not what somebody wrote."""
    planned: bool = False
    """It is what Terraform makes of a module, which may be in the project too."""


class Project(Struct, frozen=True):
    """The joined functions of every stack, and the resources of all of them."""

    functions: tuple[Function, ...]
    resources: Resources
