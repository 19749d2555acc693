"""`lambdalint tune`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from lambdalint.cli.output import refuse_unwritable, say, screen, write_files
from lambdalint.cli.parameters import Word
from lambdalint.cli.progress import Progress
from lambdalint.errors import UsageError, not_a_value

if TYPE_CHECKING:
    from lambdalint.tuning.report import Tuning


@click.command()
@click.argument("further", nargs=-1, metavar="[FILE]...")
@click.option("--from", "sources", multiple=True, metavar="FILE", help="Evidence: a file, or a diagram's address.")
@click.option("--strategy", type=Word(("cost", "speed", "balanced")), default="cost", help="What to recommend for.")
@click.option(
    "--weight", type=click.FloatRange(0, 1), default=0.5, help="For balanced: 1 is cost alone, 0 speed alone."
)
@click.option("--region", default="us-east-1", metavar="REGION", help="Whose prices hold for logs.")
@click.option(
    "--architecture", type=Word(("x86_64", "arm64")), default="x86_64", help="The processor that the logs are of."
)
@click.option("--starts", type=Word(("all", "cold", "warm")), default="all", help="Which invocations of logs count.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Draw the curve.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--color", type=Word(("auto", "always", "never")), default="auto", help="Whether to use colour.")
def tune(
    *,
    further: tuple[str, ...],
    sources: tuple[str, ...],
    strategy: str,
    weight: float,
    region: str,
    architecture: str,
    starts: str,
    svg: Path | None,
    as_json: bool,
    color: str,
) -> None:
    """Recommend a memory size from measurements: of aws-lambda-power-tuning, or logs with REPORT lines."""
    names = (*sources, *further)
    if not names:
        raise UsageError("there is no evidence to tune from", "as in `lambdalint tune --from power-tuning.json`")
    refuse_unwritable([svg] if svg else [])
    tuning = _tuned(names, strategy, weight, region=region, architecture=architecture, starts=starts)
    from lambdalint.tuning import report

    if svg:
        from lambdalint.tuning.svg import drawn

        write_files({svg: drawn(tuning.points, tuning.choices.get(tuning.strategy))})
    say(report.as_json(tuning) if as_json else report.as_text(tuning, screen(color)), machine=as_json)


def _tuned(
    names: tuple[str, ...], strategy: str, weight: float, *, region: str, architecture: str, starts: str
) -> Tuning:
    from lambdalint.aws.prices import REGIONS, Architecture
    from lambdalint.tuning.curve import Strategy
    from lambdalint.tuning.evidence import Starts, read
    from lambdalint.tuning.report import Tuning

    if region not in REGIONS:
        message, suggestion = not_a_value(region, "region", REGIONS)
        raise UsageError(f"--region: {message}", suggestion)
    with Progress(names) as progress:
        points = read(names, region, Architecture(architecture), Starts(starts), progress)
    priced = points[0].runs is not None
    return Tuning(tuple(points), Strategy(strategy), weight, region, architecture, priced)
