"""A promise to the user, as its card in `rules/` states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from lambdalint.model.finding import Finding
    from lambdalint.model.function import Function
    from lambdalint.model.project import Project

RULES_URL = "https://lambdalint.readthedocs.io/en/latest/rules/"
"""Where the cards are published, one page per rule."""

_EXPECTATION = re.compile(r'# expect: (LL\d{3})(?: "[^"\n]*")?')


class Severity(Enum):
    """By consequence. ERROR: crashes, loses data or does not deploy; WARNING: wrong under load, on retry, or costs; INFO: hygiene."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Higher is worse."""
        return {"info": 0, "warning": 1, "error": 2}[self.value]


class Profile(Enum):
    """Which set of rules a rule joins; each holds the one before it."""

    DEFAULT = "default"
    STRICT = "strict"
    AUDIT = "audit"


class Tier(Enum):
    """How sure it must be that a definition is a Lambda handler, by falling confidence."""

    USER = "user"
    """Said by the user, in the settings or a comment."""
    DECLARED = "declared"
    """Named by a `Handler:` of a template."""
    DECORATED = "decorated"
    """Decorated or constructed by a library made for handlers."""
    SHAPED = "shaped"
    """Named and shaped like one."""

    def is_at_least(self, other: Tier) -> bool:
        """Whether it is as sure, or surer."""
        order = list(Tier)
        return order.index(self) <= order.index(other)


class Option(Struct, frozen=True):
    """A value of a rule that users may change. The check's field of the same name has its type."""

    name: str
    default: object
    help: str


class Example(Struct, frozen=True):
    """A fenced block of a card: a file and its text."""

    language: str
    path: str
    text: str


class Rule(Struct, frozen=True):
    """One card of `rules/`."""

    code: str
    name: str
    summary: str
    severity: Severity
    confidence: str
    """`high`, `medium` or `low`: becomes SARIF's `precision`."""
    profile: Profile
    tags: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Of `code`, `configuration`, `triggers`: what a function must have for the rule to speak."""
    options: tuple[Option, ...] = ()
    references: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Ids of other tools' rules that mean the same (`S6243`, `PW001`)."""
    security_severity: str | None = None
    """A number as text, 0.1 to 10.0, only for rules tagged `security`."""
    formerly: tuple[str, ...] = ()
    """Codes and names it had before: they still find it."""
    tier: Tier = Tier.SHAPED
    """The least certain kind of handler that it speaks about."""
    since: str = "0.1.0"
    body: str = ""
    """The Markdown below the header: Why, Instead of, Write, When to ignore it."""

    @property
    def slug(self) -> str:
        """Code and name, as its card, fixtures and page are called: `LL101-client-in-handler`."""
        return f"{self.code}-{self.name}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"{RULES_URL}{self.slug}"

    @property
    def guide(self) -> str:
        """Its body for readers: what tests expect of a line becomes the code that is reported there."""
        return _EXPECTATION.sub(r"# \1", self.body)

    def severity_of(self, finding: Finding) -> Severity:
        """How bad one finding of this rule is: what it says itself, else what the card says."""
        return finding.severity or self.severity


def codes_by_word(rules: Iterable[Rule]) -> dict[str, str]:
    """Every word that names a rule, in lower case, with the rule's code: codes, names, and what they were formerly."""
    return {word.lower(): rule.code for rule in rules for word in (rule.code, rule.name, *rule.formerly)}


class FunctionCheck(Protocol):
    """How a promise about one function is kept: a frozen struct whose fields are its options."""

    code: ClassVar[str]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield what is wrong with one function."""
        ...


class ProjectCheck(Protocol):
    """How a promise about several functions, roles or queues together is kept."""

    code: ClassVar[str]

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Yield what is wrong with the project as a whole."""
        ...


Check: TypeAlias = FunctionCheck | ProjectCheck
