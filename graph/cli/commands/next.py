"""``loopmap next``: which bottleneck falls next, when, and what takes over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import csv_text, out_option, save_text, show, working
from graph.reports.next import next_report


@click.command("next")
@study_options
@click.option(
    "--horizon",
    default="2032",
    show_default=True,
    metavar="DATE",
    help="How far to look ahead: 2032 or 2032-06.",
)
@click.option(
    "--target",
    type=float,
    default=None,
    metavar="PACE",
    help="Find the fewest changes that reach this pace, for example 1.5.",
)
@out_option("period, pace and what binds in every month")
def command(horizon: str, target: float | None, out: Path | None, **values: Any) -> None:
    """Print which bottleneck falls next, when, what takes over, and what binds in the end."""
    from graph.questions.next.compute import succession

    options = gather(values)
    study = build_study(options)
    with working(f"Looking ahead to {horizon} with {options.draws:,} draws"):
        result = succession(
            study, horizon=horizon, target=target, draws=options.draws, seed=options.seed
        )
    if out is not None:
        save_text(out, csv_text(result, "series"))
    show(result, options.format, next_report, "series")
