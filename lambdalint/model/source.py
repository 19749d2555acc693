"""Where a thing stands in the user's files, and how sure we are of a configured value."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

T_co = TypeVar("T_co", covariant=True)


class Span(Struct, frozen=True, order=True, tag=True):
    """A range of text in one file.

    `path` is POSIX and relative to the project's root. Lines and columns are 1-based and count
    code points; `end_column` is the column after the last character.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of_line(cls, path: str, line: int = 1) -> Span:
        """The start of a line, for what has no better place."""
        return cls(path, line, 1, line, 1)


class Anchor(Struct, frozen=True, order=True, tag=True):
    """The n-th syntax node of a Python module, in the order of our traversal.

    Facts about code carry anchors because exact positions are dear and few are reported: the
    engine turns an anchor into a `Span` only when a finding needs it (`lambdalint.code.locate`).
    `module` is the key of the module (its path, or `template.yaml#FunctionName` for inline code).
    """

    module: str
    node: int


Place: TypeAlias = Span | Anchor


class Origin(Enum):
    """Who gave a setting its value."""

    WRITTEN = "written"
    """Written at this function."""
    INHERITED = "inherited"
    """From SAM's Globals, a provider block, a module, a construct's parent."""
    DEFAULT = "default"
    """AWS's or the framework's default; nobody wrote it."""
    DEPLOY_TIME = "deploy time"
    """Only the deployment knows (`!ImportValue`, a parameter without a default, …)."""


class Setting(Struct, Generic[T_co], frozen=True):
    """A configured value and where to point.

    `value` is None when only the deployment knows it: checks then stay silent, they never guess.
    `at` is the value itself when it is written, else the nearest thing that could hold it (the
    function's own entry).
    """

    value: T_co | None
    at: Span
    origin: Origin = Origin.WRITTEN

    @classmethod
    def unknown(cls, at: Span) -> Setting[T_co]:
        """A setting whose value only the deployment knows."""
        return cls(None, at, Origin.DEPLOY_TIME)

    @property
    def written(self) -> bool:
        """Whether a person wrote it, here or in something this function inherits from."""
        return self.origin in (Origin.WRITTEN, Origin.INHERITED)
