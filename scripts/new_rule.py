"""Start a rule: its card, its check and two fixtures.

    python scripts/new_rule.py LL205 name-of-danger --needs configuration

The tests then fail until the card is written and the check reports what the fixture expects.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from lambdalint.checks import SERIES

NEEDS = {
    "1": ("code",),
    "2": ("configuration",),
    "3": ("triggers",),
    "4": ("code", "configuration"),
    "5": ("configuration", "triggers"),
    "6": ("code", "triggers"),
}
"""What a rule reads, by the first digit of its code; the later series read anything."""

CARD = Template("""\
---
code: $code
name: $name
summary: …
severity: warning
confidence: high
profile: default
tags: [reliability]
needs: [$needs]
references: []
since: $version
---

## Why

…

## Instead of

```yaml template.yaml
$reported```

## Write

```yaml template.yaml
$silent```

## When to ignore it

…
""")

CHECK = Template('''\
"""$code $name. See rules/$code-$name.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from lambdalint.model.finding import Finding
from lambdalint.model.function import Function


class $class_name(Struct, frozen=True):
    """Report …."""

    code: ClassVar[str] = "$code"

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield what is wrong with one function."""
        yield from ()
''')

TEMPLATE = Template("""\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  OrdersFunction:$marker
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: python3.13
      InlineCode: |
        def handler(event, context):
            return {"statusCode": 200}
""")


@dataclass(frozen=True, slots=True)
class NewRule:
    """The identity of a rule."""

    code: str
    name: str
    needs: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name of its card and of its folder of fixtures."""
        return f"{self.code}-{self.name}"

    @property
    def module(self) -> str:
        """The module of its check."""
        return f"{self.code.lower()}_{self.name.replace('-', '_')}"

    @property
    def class_name(self) -> str:
        """The class of its check."""
        return "".join(word.capitalize() for word in self.name.split("-"))


def refuse_wrong_shapes(rule: NewRule) -> None:
    """Raise ValueError for a code, name or need that breaks the catalogue's conventions."""
    if not re.fullmatch(r"LL[1-9]\d\d", rule.code):
        raise ValueError(f"{rule.code} is not a code: LL, the digit of its series (1-9), two digits")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.name):
        raise ValueError(f"{rule.name} is not a name: lower-case words that name the danger, joined by hyphens")
    expected = NEEDS.get(rule.code[2])
    if expected and set(expected) != set(rule.needs):
        raise ValueError(f"series LL{rule.code[2]} needs {' '.join(expected)}, not {' '.join(rule.needs)}")


def refuse_taken(rule: NewRule, root: Path) -> None:
    """Raise ValueError when another card has the code or the name."""
    for card in sorted((root / "rules").glob("LL*.md")):
        code, _, name = card.stem.partition("-")
        if code == rule.code or name == rule.name:
            raise ValueError(f"{card.stem} exists: codes and names are never used twice")


def files(rule: NewRule, version: str) -> Mapping[Path, str]:
    """The files of a new rule, by path relative to the root."""
    reported = TEMPLATE.substitute(marker=f"  # expect: {rule.code}")
    silent = TEMPLATE.substitute(marker="")
    names = {"code": rule.code, "name": rule.name, "class_name": rule.class_name, "version": version}
    fixtures = Path("tests/fixtures") / rule.slug
    return {
        Path("rules") / f"{rule.slug}.md": CARD.substitute(
            names, needs=", ".join(rule.needs), reported=reported, silent=silent
        ),
        Path("lambdalint/checks") / SERIES[rule.code[2]] / f"{rule.module}.py": CHECK.substitute(names),
        fixtures / "reported" / "template.yaml": reported,
        fixtures / "silent" / "template.yaml": silent,
    }


def create(rule: NewRule, root: Path) -> tuple[Path, ...]:
    """Write the files of a rule; return what was written."""
    refuse_wrong_shapes(rule)
    refuse_taken(rule, root)
    version = re.search(r'__version__ = "(.+)"', (root / "lambdalint/__init__.py").read_text(encoding="utf-8"))
    created = files(rule, version[1] if version else "")
    for path, text in created.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return tuple(created)


def main(arguments: Sequence[str]) -> None:
    """Read the command line, create the rule and say what is left to do."""
    parser = argparse.ArgumentParser(description="Start a rule: card, check and fixtures.")
    parser.add_argument("code", help="LL205")
    parser.add_argument("name", help="the danger, in kebab case: timeout-over-limit")
    parser.add_argument("--needs", nargs="+", required=True, choices=("code", "configuration", "triggers"))
    chosen = parser.parse_args(arguments)
    try:
        written = create(NewRule(chosen.code, chosen.name, tuple(chosen.needs)), Path(__file__).resolve().parent.parent)
    except ValueError as refusal:
        parser.error(str(refusal))
    for path in written:
        print(path.as_posix())
    print(f"Fill them in, mention {chosen.code} in CHANGELOG.md, then: pytest -k {chosen.code}")


if __name__ == "__main__":
    main(sys.argv[1:])
