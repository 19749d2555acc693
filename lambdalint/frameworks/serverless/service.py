"""What a service says about itself: its names, its provider, its plugins."""

from __future__ import annotations

import re

from msgspec import Struct

from lambdalint.documents.tree import Entry, Mapping, Node
from lambdalint.frameworks.nodes import (
    entries,
    find,
    is_plain,
    items,
    mapping,
    overlaid,
    scalar,
    text,
    unknown,
)
from lambdalint.model.source import Span

LIFT_PLUGIN = "serverless-lift"
ROLES_PLUGIN = "serverless-iam-roles-per-function"
REQUIREMENTS_PLUGIN = "serverless-python-requirements"
WSGI_PLUGIN, WSGI_MODULE = "serverless-wsgi", "wsgi_handler."

# Plugins that read variables from somewhere else, or set their own.
_ENVIRONMENT_PLUGIN = re.compile(r"env|secret|sentry|datadog|newrelic|lumigo|thundra|epsagon|[./]")
# Plugins that add to what functions may do.
_GRANTING_PLUGIN = re.compile(r"^[./]|lift|iam|lumigo|datadog|newrelic|step-functions|appsync|websockets|resources")
# A plugin of the project itself is a path, and may do anything.
_BUILDING_PLUGIN = re.compile(r"^[./]|package-python-functions|serverless-hooks|plugin-scripts|serverless-scriptable")


class Service(Struct, frozen=True):
    """A service with its variables replaced."""

    path: str
    root: Mapping
    stage: str

    @property
    def name(self) -> str:
        """Its name; a placeholder when only the deployment knows."""
        return text(find(self.root, "service", "name")) or text(find(self.root, "service")) or "${service}"

    @property
    def provider(self) -> Node | None:
        """The settings that hold for every function."""
        return find(self.root, "provider")

    @property
    def at(self) -> Span:
        """Where the provider is named."""
        entry = self.root.entry("provider")
        return entry.key_at if entry else self.root.at

    @property
    def is_of_aws(self) -> bool:
        """Whether it may be deployed to AWS: other providers have functions too."""
        name = text(find(self.provider, "name")) or text(self.provider)
        return name is None or name.lower() == "aws"

    @property
    def functions(self) -> tuple[Entry, ...]:
        """Every function that can be seen: of one mapping, or of a list of mappings."""
        groups = items(find(self.root, "functions"))
        written = tuple(entry for group in groups for entry in entries(group) if is_plain(entry.value))
        return (*written, *map(_worker, self._queues)) if LIFT_PLUGIN in self.plugins else written

    @property
    def _queues(self) -> tuple[Entry, ...]:
        constructs = entries(find(self.root, "constructs"))
        return tuple(entry for entry in constructs if is_plain(find(entry.value, "worker")))

    def has_function(self, name: str | None) -> bool:
        """Whether a function has this key."""
        return any(entry.key == name for entry in self.functions)

    @property
    def plugins(self) -> tuple[str, ...]:
        """The plugins it uses, by name; one that can't be seen is any, as those of the project itself."""
        listed = find(self.root, "plugins")
        written = find(listed, "modules") if entries(listed) else listed
        return tuple(text(item) or "./unknown" for item in items(written))

    @property
    def changes_environment(self) -> bool:
        """Whether a plugin may give functions variables that are not written here."""
        return any(_ENVIRONMENT_PLUGIN.search(plugin) for plugin in self.plugins)

    @property
    def changes_permissions(self) -> bool:
        """Whether a plugin may allow functions what is not written here."""
        return any(_GRANTING_PLUGIN.search(plugin) for plugin in self.plugins if plugin != ROLES_PLUGIN)

    @property
    def builds(self) -> bool:
        """Whether files may be packaged that are not in the service's folder: by a plugin, or a pattern that leads out."""
        patterns = (*items(find(self.root, "package", "patterns")), *items(find(self.root, "package", "include")))
        leads_out = any((text(pattern) or "..").startswith("..") for pattern in patterns)
        return leads_out or any(_BUILDING_PLUGIN.search(plugin) for plugin in self.plugins)


def _worker(construct: Entry) -> Entry:
    """The function that reads a queue of Lift's, which sets the queue to fit the function."""
    at = construct.key_at
    size = find(construct.value, "batchSize") or scalar(1, at)
    settings = (("arn", unknown("lift", at)), ("batchSize", size), ("functionResponseType", unknown("lift", at)))
    events = mapping(at, [("events", mapping(at, [("sqs", mapping(at, settings))]))])
    both = overlaid((events, find(construct.value, "worker")), at)
    return Entry(f"{construct.key}Worker", at, both or events)


def normalized(key: str) -> str:
    """A function's or layer's name as it begins the logical ids that the framework makes."""
    name = key.replace("-", "Dash").replace("_", "Underscore")
    return name[:1].upper() + name[1:]
