"""`lambdalint clean`."""

from __future__ import annotations

from pathlib import Path

import click

from lambdalint.cli.output import say
from lambdalint.errors import UsageError


@click.command()
@click.option(
    "--cache-dir", type=click.Path(path_type=Path), envvar="LAMBDALINT_CACHE_DIR", help="The folder to clean."
)
def clean(cache_dir: Path | None) -> None:
    """Remove what runs have kept for later ones."""
    from lambdalint.cache import of_runs

    cache = of_runs(cache_dir)
    try:
        removed = cache.clean() if cache else 0
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be removed: {(error.strerror or '').lower()}") from error
    say(f"removed {removed} remembered {'run' if removed == 1 else 'runs'}\n")
