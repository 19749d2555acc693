"""The parameters that `samconfig.toml` (or `.yaml`) gives a template: those of `default` are its real defaults.

Source: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator
from collections.abc import Mapping as Map

from msgspec import Struct
from msgspec.structs import replace

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.cloudformation.paths import beside
from lambdalint.frameworks.cloudformation.template import Deployment, Parameter, Template
from lambdalint.frameworks.cloudformation.values import text_of
from lambdalint.frameworks.reading import Nested
from lambdalint.model.function import Assumption
from lambdalint.model.source import Span

_FILES = ("samconfig.toml", "samconfig.yaml", "samconfig.yml")
_TEMPLATES = ("template.yaml", "template.yml", "template.json")
"""What SAM's command line takes where the configuration names no template."""
_COMMANDS = ("deploy", "sync", "global")
"""What a deployment is configured by, what comes first wins."""
_TEMPLATE_OPTIONS = ("template_file", "template", "t")
_LONG = re.compile(r"ParameterKey=(?P<name>[^,]+),\s*ParameterValue=(?P<value>.*)", re.DOTALL)


class _Environment(Struct, frozen=True):
    name: str
    values: Map[str, str]
    at: Span


def deployed(template: Template, files: Nested) -> Template:
    """A template with the values that the configuration beside it gives to its parameters."""
    environments = [each for each in _environments(template.path, files) if each.values]
    default = next((each.values for each in environments if each.name == "default"), {})
    return replace(
        template,
        parameters={name: _given(one, default) for name, one in template.parameters.items()},
        deployments=tuple(_deployment(template, default, each) for each in environments if each.name != "default"),
    )


def _given(parameter: Parameter, values: Map[str, str]) -> Parameter:
    value = values.get(parameter.name)
    return parameter if value is None else replace(parameter, default=Scalar(value, parameter.at, value))


def _deployment(template: Template, default: Map[str, str], environment: _Environment) -> Deployment:
    """An environment knows nothing of what `default` sets: the template's own defaults hold again."""
    own = {
        name: text_of(parameter.default)
        for name, parameter in template.parameters.items()
        if name in default and parameter.default is not None
    }
    values = {name: value for name, value in environment.values.items() if name in template.parameters}
    message = f"in the samconfig environment `{environment.name}`"
    return Deployment({**own, **values}, Assumption(environment.at, message))


def _environments(template: str, files: Nested) -> Iterator[_Environment]:
    folder = posixpath.dirname(template)
    documents = (files(posixpath.join(folder, name)) for name in _FILES)
    root = next((document.root for document in documents if document is not None), None)
    for entry in root if isinstance(root, Mapping) else ():
        options = [_options(entry.value, command) for command in _COMMANDS]
        if _is_meant(template, options):
            found = (one.entry("parameter_overrides") for one in options)
            overrides = next((each for each in found if each is not None), None)
            if overrides is not None:
                yield _Environment(entry.key, dict(_overrides(overrides.value)), overrides.key_at)


def _options(environment: Node, command: str) -> Mapping:
    section = environment.get(command) if isinstance(environment, Mapping) else None
    parameters = section.get("parameters") if isinstance(section, Mapping) else None
    return parameters if isinstance(parameters, Mapping) else Mapping((), environment.at)


def _is_meant(template: str, options: list[Mapping]) -> bool:
    named = (node for one in options for node in map(one.get, _TEMPLATE_OPTIONS) if isinstance(node, Scalar))
    # A built template is the one that it was built from.
    paths = [text_of(node) for node in named if ".aws-sam" not in text_of(node)]
    if not paths:
        return posixpath.basename(template) in _TEMPLATES
    return beside(template, paths[0]) == template


def _overrides(node: Node) -> Iterator[tuple[str, str]]:
    """The names and values of overrides: a text, a list of texts, or a mapping."""
    match node:
        case Mapping(entries=entries):
            yield from ((entry.key, text_of(entry.value)) for entry in entries if isinstance(entry.value, Scalar))
        case Sequence(items=items):
            for item in items:
                yield from _overrides(item)
        case Scalar(value=value) if value is not None:
            yield from (pair for word in _words(text_of(node)) if (pair := _pair(word)) is not None)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _pair(word: str) -> tuple[str, str] | None:
    long = _LONG.fullmatch(word)
    if long:
        return long["name"], long["value"]
    name, given, value = word.partition("=")
    return (name, value) if given and re.fullmatch(r"\w+", name) else None
