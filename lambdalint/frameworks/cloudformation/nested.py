"""Nested stacks: local templates that a template deploys too."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from lambdalint.documents.tree import Mapping, Problem
from lambdalint.frameworks.cloudformation.paths import beside, is_local
from lambdalint.frameworks.cloudformation.scope import Scope, Stack, World
from lambdalint.frameworks.cloudformation.synthesised import ASSET
from lambdalint.frameworks.cloudformation.template import Declared, Template, parse
from lambdalint.frameworks.cloudformation.view import View, as_text
from lambdalint.frameworks.reading import Nested
from lambdalint.model.function import Assumption
from lambdalint.model.resource import ResourceId
from lambdalint.model.source import Span

LOCATIONS = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}

DEEPEST = 8
MOST_STACKS = 100


class Stacks(Struct):
    """The stacks of one reading: a template and, level by level, those it nests."""

    files: Nested
    all: list[Stack] = field(default_factory=list)
    index: dict[ResourceId, tuple[Stack, Declared]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, stack: Stack) -> None:
        """A stack, and those it nests."""
        self.all.append(stack)
        self.problems.extend(stack.template.problems)
        resources = stack.template.resources
        self.index.update({stack.prefix + name: (stack, declared) for name, declared in resources.items()})
        world = World(self.index, self.files)
        for declared in resources.values():
            if declared.type in LOCATIONS:
                self._nest(Scope(world, stack), declared)
        self.problems.extend(world.trace.problems)

    def _nest(self, scope: Scope, declared: Declared) -> None:
        properties = View.of(scope, declared.properties, declared.at)
        asset = View.of(scope, declared.body.get("Metadata"), declared.at).get(ASSET)
        location = asset if asset.written else properties.get(LOCATIONS[declared.type])
        written = as_text(location.value) or ""
        if not is_local(written):
            return
        path = beside(scope.stack.template.path, written)
        template = self._template(path, written, location.at)
        if path is None or template is None or not self._may_go_deeper(scope.stack, path, location.at):
            return
        again = any(stack.template.path == path for stack in self.all)
        chain = ".".join((*_names(scope.stack), declared.name))
        child = Stack(
            template,
            prefix=f"{path}#{chain}/" if again else f"{path}#",
            name=declared.name,
            parent=scope.stack,
            arguments=properties.value.get("Parameters") if isinstance(properties.value, Mapping) else None,
            condition=declared.condition,
            nested_again=Assumption(declared.at, f"when nested as `{declared.name}`") if again else None,
        )
        scope.stack.children[declared.name] = child
        self.add(child)

    def _template(self, path: str | None, written: str, at: Span) -> Template | None:
        document = self.files(path) if path else None
        if document is None:
            self.problems.append(Problem("LL009", f"the nested template `{written}` is not in the project", at))
            return None
        if document.root is None:
            self.problems.extend(document.problems)
        return parse(document)

    def _may_go_deeper(self, stack: Stack, path: str, at: Span) -> bool:
        above = list(_ancestors(stack))
        if any(ancestor.template.path == path for ancestor in above):
            message = f"`{path}` nests itself: it is followed once"
        elif len(above) >= DEEPEST or len(self.all) >= MOST_STACKS:
            message = f"`{path}` is not followed: more than {DEEPEST} levels or {MOST_STACKS} stacks are nested"
        else:
            return True
        self.problems.append(Problem("LL008", message, at))
        return False


def _ancestors(stack: Stack | None) -> Iterator[Stack]:
    while stack is not None:
        yield stack
        stack = stack.parent


def _names(stack: Stack) -> tuple[str, ...]:
    return tuple(above.name for above in reversed(list(_ancestors(stack))) if above.parent is not None)
