"""Which handler an image starts."""

from __future__ import annotations

from msgspec import Struct

from lambdalint.frameworks.image.stages import Command, Stage
from lambdalint.model.source import Setting

_RUNTIME_CLIENT = "awslambdaric"
"""The module that runs a handler, named before it (https://github.com/aws/aws-lambda-python-runtime-interface-client)."""
_ENTRYPOINT = "/lambda-entrypoint.sh"
"""What starts the handler in AWS's own images."""
_NOTHING = Command(())


class Started(Struct, frozen=True):
    """The handler, and whether nothing that cannot be read stands between it and the image's start."""

    handler: Setting[str]
    certain: bool


def started(stage: Stage, entrypoint: Command | None, command: Command | None) -> Started | None:
    """What the image starts, unless that is no handler in Python; the arguments override what the Dockerfile says."""
    entry, rest = entrypoint or stage.entrypoint, command or stage.command or _NOTHING
    if stage.adapts_web:
        return None
    own = entry is None or _first(entry).endswith(_ENTRYPOINT)
    if own and stage.base.language is not None:
        return _of_lambda(rest) if stage.base.language == "python" else None
    words = rest.words if entry is None else (*entry.words, *(() if entry.by_shell else rest.words))
    return _after_client(words) or _guessed(stage, entry, rest)


def _of_lambda(command: Command) -> Started | None:
    """The first word, for AWS's own entry point; a web server's command line is left alone."""
    is_program = len(command.words) > 1 and "." not in _first(command)
    if command.by_shell or not command.words or is_program:
        return None
    return Started(command.words[0], certain=True)


def _after_client(words: tuple[Setting[str], ...]) -> Started | None:
    names = [word.value for word in words]
    after = names.index(_RUNTIME_CLIENT) + 1 if _RUNTIME_CLIENT in names else len(names)
    return Started(words[after], certain=True) if after < len(words) else None


def _guessed(stage: Stage, entry: Command | None, command: Command) -> Started | None:
    """A single word for a script or an image that we can't see into: it may be a handler."""
    by_script = _first(entry).endswith(".sh") if entry is not None else not stage.base.known
    if by_script and not command.by_shell and len(command.words) == 1:
        return Started(command.words[0], certain=False)
    return None


def _first(command: Command) -> str:
    return command.words[0].value or "" if command.words else ""
