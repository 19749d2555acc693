"""The command line: `check` and `rule`. It asks the engine and writes what comes back; it decides nothing.

Exit codes: 0 nothing at or above `--fail-on`, 1 findings, 2 a usage, settings or internal error, 130 interrupted.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from lambdalint.errors import LambdalintError

_INTERRUPTED = 130


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
    from click import Abort, ClickException

    from lambdalint.cli.app import app
    from lambdalint.cli.complaints import explained, unexpected
    from lambdalint.cli.output import complain

    try:
        return app.main(list(arguments), prog_name="lambdalint", standalone_mode=False) or 0
    except LambdalintError as error:
        complain(*explained(error))
        return error.exit_code
    except ClickException as error:
        complain(*explained(error))
    except Abort:
        complain("interrupted")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  # whatever went wrong, a traceback is not what people asked for
        if not {"-v", "--verbose"}.isdisjoint(arguments):
            sys.excepthook(type(error), error, error.__traceback__)
        complain(*unexpected(error))
    return LambdalintError.exit_code
