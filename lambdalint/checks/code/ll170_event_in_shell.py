"""LL170 event-in-shell. See rules/LL170-event-in-shell.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from lambdalint.checks.injection import index, injected, named_sinks
from lambdalint.model.code import Code, ReachedCall
from lambdalint.model.finding import Finding
from lambdalint.model.function import Function
from lambdalint.model.value import Collection, Constant

_STARTS = frozenset(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "Popen"))
_SHELLS = frozenset({"sh", "bash", "/bin/sh", "/bin/bash", "/usr/bin/env"})


class EventInShell(Struct, frozen=True):
    """Report shell commands that the sender of an event can extend."""

    code: ClassVar[str] = "LL170"

    functions: Mapping[str, int]

    def check(self, function: Function) -> Iterator[Finding]:
        """Yield a finding for each command made of text from the event that no shell quoting went over."""
        return injected(self.code, function, self._commands, _says, "shell")

    def _commands(self, code: Code) -> Iterator[tuple[ReachedCall, int]]:
        yield from named_sinks(self.functions)(code)
        yield from _with_shell(code)


def _with_shell(code: Code) -> Iterator[tuple[ReachedCall, int]]:
    """Programs that are started through a shell: `shell=True`, or `["sh", "-c", command]`."""
    for call in code.calls:
        argument = index(call, 0, "args") if _STARTS.intersection(call.targets) else None
        if argument is not None and (call.call.argument(-1, "shell") == Constant(True) or _is_shell(call, argument)):
            yield call, argument


def _is_shell(call: ReachedCall, argument: int) -> bool:
    match call.call.arguments[argument].value:
        case Collection(items=(Constant(value=str(program)), Constant(value=str(flag)), *_)):
            return program in _SHELLS and flag.startswith("-") and flag.endswith("c")
        case _:
            return False


def _says(_: ReachedCall, text: str) -> str:
    return f"{text} becomes part of a shell command; pass a list of arguments without a shell, or quote it with `shlex.quote`"
