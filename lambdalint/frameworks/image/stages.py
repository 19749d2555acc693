"""The stages of a Dockerfile, each as its instructions leave it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping as Map

from msgspec import Struct, field
from msgspec.structs import replace

from lambdalint.documents.tree import Mapping, Node, Scalar, Sequence
from lambdalint.frameworks.image.bases import TASK_ROOT, Base, base_of
from lambdalint.frameworks.image.words import assignments, expand, words
from lambdalint.model.source import Setting, Span

_OWN_PACKAGE = r"(?:-e\b|--editable\b|git\+|(?<!-t )(?<!--target )(?<!-r )\.(?=[\s\[/]|$))"
_INSTALLS = re.compile(
    rf"(?:python[\d.]* -m )?pip[\d.]* (?:--\S+ )*install\b(?!.*\s{_OWN_PACKAGE})"
    r"|(?:yum|dnf|microdnf|apt-get|apt|apk|mkdir|chmod|chown|rm|echo|set|true|export)\b"
)
"""Commands that put no module of the project into an image."""


class Copy(Struct, frozen=True):
    """What an image has at `target` (absolute): `source`, a file or folder below the build's context."""

    source: str
    target: str
    at: Span


class Command(Struct, frozen=True):
    """A `CMD` or `ENTRYPOINT`, as words."""

    words: tuple[Setting[str], ...]
    by_shell: bool = False


class Stage(Struct):
    """What is known of an image after the instructions read so far."""

    base: Base
    folder: str | None = "/"
    """Where it works; None when that is unknown."""
    known: dict[str, str | None] = field(default_factory=dict)
    """What `ENV` and `ARG` give for names."""
    environment: dict[str, Setting[str]] = field(default_factory=dict)
    """By name; each points at its whole `ENV`."""
    entrypoint: Command | None = None
    command: Command | None = None
    copies: list[Copy] = field(default_factory=list)
    complete: bool = True
    """Nothing but `copies` brings code of the project."""
    adapts_web: bool = False
    """It has the Lambda Web Adapter."""


def final_stage(root: Sequence, arguments: Map[str, str], target: str | None) -> Stage | None:
    """The stage that is deployed; `arguments` are the build's, and stand for `ARG`s."""
    reader = _Reader(arguments)
    for item in root:
        if isinstance(item, Mapping):
            reader.read(item)
    return reader.stages.get(target.lower()) if target else reader.stage


class _Reader(Struct):
    arguments: Map[str, str]
    before: dict[str, str | None] = field(default_factory=dict)
    """What `ARG`s before the first stage give."""
    stages: dict[str, Stage] = field(default_factory=dict)
    stage: Stage | None = None
    count: int = 0
    inherits_command: bool = False
    """The stage's command is that of the stage it builds on, which an entry point of its own unsets."""

    def read(self, instruction: Mapping) -> None:
        """One instruction."""
        name, value = instruction.entries[0].key, instruction.entries[0].value
        if name == "FROM":
            self._from(_text(value))
        elif name == "ARG":
            self._arg(_text(value))
        elif self.stage is not None:
            self._within(self.stage, name, value, instruction)

    def _from(self, text: str) -> None:
        image, *rest = text.split() or [""]
        resolved = expand(image, self.before)
        parent = self.stages.get((resolved or "").lower())
        if parent is not None:
            self.stage = replace(
                parent,
                known=dict(parent.known),
                environment=dict(parent.environment),
                copies=list(parent.copies),
            )
        else:
            self.stage = _started(base_of(resolved))
        self.inherits_command = parent is not None
        self.stages[str(self.count)] = self.stage
        self.count += 1
        match rest:
            case [word, name] if word.upper() == "AS":
                self.stages[name.lower()] = self.stage

    def _arg(self, text: str) -> None:
        known = self.before if self.stage is None else self.stage.known
        for word in words(text):
            name, given, default = word.partition("=")
            value = expand(default, known) if given else self.before.get(name)
            known[name] = self.arguments.get(name, value)

    def _within(self, stage: Stage, name: str, value: Node, instruction: Mapping) -> None:
        match name:
            case "WORKDIR":
                written = expand(_text(value).strip("\"'"), stage.known)
                stage.folder = _absolute(written, stage.folder)
            case "ENV":
                for variable, text in assignments(_text(value)):
                    resolved = expand(text, stage.known)
                    stage.known[variable] = resolved
                    stage.environment[variable] = Setting(resolved, value.at)
            case "CMD":
                stage.command, self.inherits_command = _command(value), False
            case "ENTRYPOINT":
                stage.entrypoint = _command(value)
                stage.command = None if self.inherits_command else stage.command
            case "COPY" | "ADD":
                self._copy(stage, value, instruction)
            case "RUN":
                stage.complete = stage.complete and _only_installs(_text(value))
            case _:
                pass

    def _copy(self, stage: Stage, value: Node, instruction: Mapping) -> None:
        parts = [_text(item) for item in value] if isinstance(value, Sequence) else words(_text(value))
        *sources, written = [expand(part, stage.known) for part in parts] or [None]
        target = _absolute(written, stage.folder)
        origin = instruction.get("--from")
        if origin is not None:
            self._copy_from(stage, _text(origin), sources, target)
            return
        for source in sources:
            if source is None or target is None or _is_remote(source):
                stage.complete = False
            else:
                stage.copies.append(Copy(_in_context(source), _aimed(source, target, written), instruction.at))

    def _copy_from(self, stage: Stage, origin: str, sources: list[str | None], target: str | None) -> None:
        image = expand(origin, stage.known) or expand(origin, self.before) or ""
        other = self.stages.get(image.lower())
        if other is None:
            stage.adapts_web = stage.adapts_web or "lambda-adapter" in image or "lambda-web-adapter" in image
            stage.complete = stage.complete and target is not None and not _may_hold_code(target)
            return
        stage.complete = stage.complete and other.complete
        for source in sources:
            if source is None or target is None:
                stage.complete = False
            else:
                path = posixpath.normpath(posixpath.join("/", source))
                stage.copies.extend(_moved(other.copies, path, target))


def _started(base: Base) -> Stage:
    if base.language is None:
        return Stage(base, complete=base.known, folder="/" if base.known else None)
    return Stage(base, TASK_ROOT, {"LAMBDA_TASK_ROOT": TASK_ROOT, "LAMBDA_RUNTIME_DIR": "/var/runtime"})


def _command(value: Node) -> Command:
    if isinstance(value, Sequence):
        return Command(tuple(Setting(_text(item), item.at) for item in value))
    return Command(tuple(Setting(word, value.at) for word in words(_text(value))), by_shell=True)


def _only_installs(script: str) -> bool:
    commands = (part.strip() for part in re.split(r"&&|\|\||[;|\n]", script))
    return "<<" not in script and all(_INSTALLS.match(command) for command in commands if command)


def _absolute(written: str | None, folder: str | None) -> str | None:
    if not written or (folder is None and not written.startswith("/")):
        return None
    return posixpath.normpath(posixpath.join(folder or "/", written)).replace("//", "/")


def _is_remote(source: str) -> bool:
    return "://" in source or source.startswith(("git@", "<<"))


def _in_context(source: str) -> str:
    """A source relative to the context, as Docker reads `/x` and `../x` too; a pattern stands for its folder."""
    path = posixpath.normpath(posixpath.join("/", source)).lstrip("/") or "."
    return posixpath.dirname(path) or "." if re.search(r"[*?\[]", posixpath.basename(path)) else path


def _aimed(source: str, target: str, written: str | None) -> str:
    """Where a source goes: a Python file into a folder keeps its name."""
    name = posixpath.basename(source)
    into_folder = (written or "").endswith(("/", ".")) or not target.endswith(".py")
    return posixpath.join(target, name) if name.endswith(".py") and "*" not in name and into_folder else target


def _may_hold_code(target: str) -> bool:
    return not target.startswith(("/opt/extensions", "/usr/", "/bin", "/lib", "/etc"))


def _moved(copies: list[Copy], path: str, target: str) -> list[Copy]:
    """What copies of another stage give when `path` of it is copied to `target`."""
    moved = []
    for copy in copies:
        if copy.target == path or copy.target.startswith(f"{path.rstrip('/')}/"):
            inner = copy.target[len(path) :].lstrip("/")
            moved.append(Copy(copy.source, posixpath.normpath(posixpath.join(target, inner)), copy.at))
        elif path.startswith(f"{copy.target.rstrip('/')}/"):
            inner = path[len(copy.target) :].lstrip("/")
            moved.append(Copy(posixpath.normpath(posixpath.join(copy.source, inner)), target, copy.at))
    return moved


def _text(node: Node) -> str:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""
