"""One Lambda function: its configuration, its triggers, its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from lambdalint.model.code import Code
from lambdalint.model.resource import Permission, ResourceId, Role
from lambdalint.model.rule import Tier
from lambdalint.model.source import Place, Setting, Span
from lambdalint.model.trigger import Trigger


class Variable(Struct, frozen=True):
    """An environment variable; `at` is its name."""

    at: Span
    value: Setting[str]
    names: ResourceId | None = None
    """The resource it hands to the code (`QUEUE_URL: !Ref Queue`), when the project defines that."""


class Environment(Struct, frozen=True):
    """The variables a function is given. `complete` is False when some names are unreadable: then absence proves nothing."""

    variables: Mapping[str, Variable]
    at: Span
    """The block that holds them, or the function when there is none."""
    complete: bool = True


class AsyncInvocation(Struct, frozen=True):
    """How asynchronous invocations are retried and where their results go."""

    retries: Setting[int]
    maximum_age: Setting[int]
    """Seconds."""
    on_success: Setting[ResourceId] | None = None
    on_failure: Setting[ResourceId] | None = None


class FunctionUrl(Struct, frozen=True):
    """A function URL; `auth` is `AWS_IAM` or `NONE`."""

    at: Span
    auth: Setting[str]
    invoke_mode: Setting[str]
    cors_origins: Setting[tuple[str, ...]] | None = None


class Configuration(Struct, frozen=True):
    """The settings of a function. What AWS or the framework fills in is here too, with `Origin.DEFAULT`.

    A field that is None has no value and no default (no dead-letter queue); a `Setting` whose
    value is None has one that only the deployment knows.
    """

    handler: Setting[str]
    runtime: Setting[str]
    memory: Setting[int]
    """MB."""
    timeout: Setting[int]
    """Seconds."""
    environment: Environment
    package_type: Setting[str]
    """`Zip` or `Image`."""
    architecture: Setting[str]
    """`x86_64` or `arm64`."""
    ephemeral_storage: Setting[int]
    """MB of /tmp."""
    tracing: Setting[str]
    """`Active` or `PassThrough`."""
    async_invocation: AsyncInvocation
    layers: tuple[Setting[str], ...] = ()
    """ARNs, or ids of layers the project defines."""
    layer_paths: tuple[str, ...] = ()
    """Folders that layers of the project put on the import path, relative to the root."""
    layers_complete: bool = True
    """Every layer's content is in the project."""
    dead_letter: Setting[ResourceId] | None = None
    reserved_concurrency: Setting[int] | None = None
    provisioned_concurrency: Setting[int] | None = None
    snap_start: Setting[str] | None = None
    """`PublishedVersions` or `None` as AWS spells it."""
    vpc: Setting[bool] | None = None
    file_systems: tuple[Setting[str], ...] = ()
    """Mount paths."""
    log_format: Setting[str] | None = None
    log_group: Setting[str] | None = None
    kms_key: Setting[str] | None = None
    code_signing: Setting[str] | None = None
    url: FunctionUrl | None = None
    alias: Setting[str] | None = None
    recursive_loop: Setting[str] | None = None
    managed_instances: Setting[bool] | None = None
    """Runs on Lambda Managed Instances (`CapacityProviderConfig`), which has other limits."""
    accelerator: Setting[bool] | None = None
    durable: Setting[bool] | None = None
    tags: Mapping[str, Setting[str]] = field(default_factory=dict)
    permissions: tuple[Permission, ...] = ()
    role: Role | None = None


class CodeFolder(Struct, frozen=True):
    """The code is a folder of the project; module names are looked up from it."""

    path: str
    """POSIX, relative to the root; `.` for the root itself."""
    at: Span
    custom_build: bool = False
    """The project builds it itself (`BuildMethod: makefile`): files may be deployed that the folder does not show."""
    further: tuple[str, ...] = ()
    """Other folders whose files are deployed into the same place; one that is not there holds none."""
    literal: bool = False
    """A template names just this folder, relative to itself: no parameter, program or working folder decides about it."""


class CodeFile(Struct, frozen=True):
    """The code is one Python file of the project (`CodeUri: app.py`)."""

    path: str
    at: Span


class InlineCode(Struct, frozen=True):
    """The code stands in the template.

    `lines` gives, for each line of `text`, the (line, column) in the template where it begins,
    so that findings land on the template's own lines. Where the text cannot be mapped (a JSON
    string with escapes), `lines` is empty and everything is reported at `at`.
    """

    text: str
    at: Span
    lines: tuple[tuple[int, int], ...] = ()


class CodeElsewhere(Struct, frozen=True):
    """The code is not in the project; `reason` completes "its code is …" (`a container image`, `in S3`)."""

    reason: str
    at: Span


CodeSource: TypeAlias = CodeFolder | CodeFile | InlineCode | CodeElsewhere


class HandlerProblem(Struct, frozen=True):
    """Why a handler string names nothing that the runtime could call.

    `message` says which part fails and where it looked; `suggestion` is the handler string that
    was probably meant; `nearest` is the definition it would name.
    """

    message: str
    suggestion: str | None = None
    nearest: Place | None = None
    in_own_code: bool = False
    """The module is among the function's own files, which come before those of any layer."""
    handler: Setting[str] | None = None
    """Where the handler is written, when a wrapper finds it in an environment variable."""
    folder: Span | None = None
    """Where the folder is written that should hold the code, when it is not there."""


class Assumption(Struct, frozen=True):
    """What must hold for this variant of a function to be deployed: a parameter or condition and its value."""

    at: Span
    message: str
    """`when the parameter Stage is prod`."""


class Function(Struct, frozen=True):
    """One Lambda function as it will be deployed.

    A template whose parameters change a function yields it once per relevant value: the variants
    share `id`, and all but the first carry `assumes`.
    """

    id: ResourceId
    name: str
    """What people call it: the logical id, the key in serverless.yml, the resource label."""
    at: Span
    configuration: Configuration
    triggers: tuple[Trigger, ...]
    source: CodeSource
    tier: Tier = Tier.DECLARED
    called: str | None = None
    """The name that it is deployed under, as far as that is written."""
    assumes: tuple[Assumption, ...] = ()
    triggers_complete: bool = True
    """False when something unreadable may invoke it too."""
    framework: str | None = None
    """The library whose own handler calls the one that is configured here, as it sees fit; None: the runtime does."""
    code: Code | None = None
    """Joined by `lambdalint.project`. None: not Python, not in this project, or not readable."""
    handler_problem: HandlerProblem | None = None
    """Joined by `lambdalint.project`: only when the code was read and the handler is not in it."""

    @property
    def has_python_here(self) -> bool:
        """Whether its code may be Python that is in the project; an unknown runtime may be."""
        runtime = self.configuration.runtime.value
        is_python = runtime is None or runtime.lower().startswith("python")
        return is_python and not isinstance(self.source, CodeElsewhere)
