"""Documents to functions, one dialect a module."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from lambdalint.documents.tree import Document, Problem
from lambdalint.frameworks.cdk.settings import SCRIPTS, ForeignApp, foreign_apps
from lambdalint.frameworks.chalice import may_be_app
from lambdalint.frameworks.cloudformation.reader import read as read_cloudformation
from lambdalint.frameworks.programs.python import Python
from lambdalint.frameworks.pulumi.project import projects
from lambdalint.frameworks.reading import Nested, Reading
from lambdalint.frameworks.serverless import is_service
from lambdalint.frameworks.terraform import is_plan
from lambdalint.frameworks.zappa import is_settings
from lambdalint.model.project import Stack
from lambdalint.model.resource import Resources
from lambdalint.model.source import Span

__all__ = ["Nested", "Python", "Reading", "load_program", "read", "read_programs", "read_snapshots"]


def read_serverless(document: Document, nested: Nested) -> Reading | None:
    """What a Serverless Framework service describes; its reader is loaded only where there is one."""
    if not is_service(document):
        return None
    from lambdalint.frameworks.serverless.reader import read

    return read(document, nested)


def read_terraform(document: Document, nested: Nested) -> Reading | None:
    """What a folder of Terraform's files describes, or a plan; its reader is loaded only where there is one."""
    if document.body is None and not is_plan(document):
        return None
    from lambdalint.frameworks.terraform.reader import read_module, read_plan

    if document.body is not None:
        return read_module(document, document.body, nested)
    return None if document.root is None else read_plan(document, document.root, nested)


def read_zappa(document: Document, nested: Nested) -> Reading | None:
    """What the stages of Zappa's settings describe; its reader is loaded only where there are some."""
    if not is_settings(document):
        return None
    from lambdalint.frameworks.zappa.reader import read

    return read(document, nested)


DIALECTS = (read_cloudformation, read_serverless, read_terraform, read_zappa)
"""In the order in which they are asked; each answers None for a document that is none of its own."""


def read(document: Document, nested: Nested) -> Reading:
    """What a document describes; an empty stack when it is of no dialect we know."""
    for dialect in DIALECTS:
        reading = dialect(document, nested)
        if reading is not None:
            return reading
    nothing = Reading(Stack(document.path, (), Resources()))
    if document.root is None or not document.path.endswith(SCRIPTS):
        return nothing
    message = "what this program exports by default is no service, so nothing that it describes is read"
    return replace(nothing, problems=(Problem("LL008", message, Span.of_line(document.path)),))


def read_snapshots(documents: Iterable[Document]) -> list[Reading]:
    """What the AWS CLI printed of deployed functions into JSON files; its reader is loaded only where there are any."""
    printed = [document for document in documents if document.path.endswith(".json")]
    if not printed:
        return []
    from lambdalint.frameworks import deployed

    return deployed.read_snapshots(printed)


def read_foreign(app: ForeignApp, paths: Iterable[str], python: Python, nested: Nested) -> list[Reading]:
    """What a CDK app in another language synthesised; its reader is loaded only where there is one."""
    from lambdalint.frameworks.cdk.output.reader import read_foreign_app

    return read_foreign_app(app, python, nested, paths)


def load_program(path: str, sources: Python) -> Document | None:
    """What a program in TypeScript or JavaScript exports, where that is data; None for any other file."""
    if not path.endswith(SCRIPTS):
        return None
    from lambdalint.frameworks.scripts.document import load

    return load(path, sources)


def read_programs(paths: Iterable[str], sources: Python, nested: Nested) -> list[Reading]:
    """What Python files describe that are programs for a deployment: the apps of AWS CDK and of Chalice, the projects of Pulumi."""
    paths = tuple(paths)
    python = tuple(path for path in paths if path.endswith(".py"))
    scripts = tuple(path for path in paths if path.endswith(SCRIPTS))
    foreign = (
        reading for folder in foreign_apps(paths, sources) for reading in read_foreign(folder, python, sources, nested)
    )
    readers = (read_cdk, read_chalice, read_pulumi)
    return [
        *foreign,
        *read_cdk_scripts(scripts, sources, nested, python),
        *(reading for read_all in readers for reading in read_all(python, sources, nested)),
    ]


def read_cdk(paths: tuple[str, ...], python: Python, nested: Nested) -> list[Reading]:
    """The apps of AWS CDK in Python; their reader is loaded only where there is one."""
    written = [path for path in paths if b"aws_cdk" in python.bytes_of(path)]
    if not written:
        return []
    from lambdalint.frameworks.cdk.reader import apps, read_app

    return [reading for app in apps(written, python) for reading in read_app(app, python, nested, paths)]


def read_cdk_scripts(paths: tuple[str, ...], sources: Python, nested: Nested, python: tuple[str, ...]) -> list[Reading]:
    """Those in TypeScript and JavaScript, likewise."""
    if not paths:
        return []
    from lambdalint.frameworks.cdk.typescript import apps, read_app

    return [reading for app in apps(paths, sources) for reading in read_app(app, sources, nested, python)]


def read_chalice(paths: tuple[str, ...], python: Python, nested: Nested) -> list[Reading]:
    """The apps of Chalice; their reader is loaded only where there may be one."""
    if not any(may_be_app(path) and b"chalice" in python.bytes_of(path) for path in paths):
        return []
    from lambdalint.frameworks.chalice.reader import read_apps

    return list(read_apps(paths, python, nested))


def read_pulumi(paths: tuple[str, ...], python: Python, nested: Nested) -> list[Reading]:
    """The projects of Pulumi; their reader is loaded only where there is one."""
    found = tuple(projects(paths, python))
    if not found:
        return []
    from lambdalint.frameworks.pulumi.reader import read_project

    return [read_project(project, python, nested) for project in found]
