"""The command line. It asks the engine and writes what comes back; it decides nothing.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings, 2 a usage, settings or internal error, 130 interrupted.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from lambdalint import __version__


def main() -> None:
    """Run the command line of this process and leave."""
    # A run makes many small values and throws few away before it ends.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; return its exit code."""
    try:
        return _dispatch(list(arguments))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # no error ends in a traceback nobody asked for
        from lambdalint.cli.complaints import answer

        return answer(error, verbose=not {"-v", "--verbose"}.isdisjoint(arguments))


def _dispatch(arguments: list[str]) -> int:
    # Importing click takes longer than either of these does, and their arguments need no parser.
    match arguments:
        case ["-V" | "--version"]:
            from lambdalint.cli.output import say

            say(f"lambdalint {__version__}\n")
            return 0
        case ["rule", word] if not word.startswith("-"):
            from lambdalint.cli.explain import explain

            explain(word)
            return 0
    from lambdalint.cli.app import app

    return app.main(arguments, prog_name="lambdalint", standalone_mode=False) or 0
