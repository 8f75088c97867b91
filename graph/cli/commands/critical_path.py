"""``loopmap critical-path``: what blocks the loop now, and what it would give to speed it up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, show
from graph.questions.critical_path.compute import critical_path
from graph.reports.critical_path import critical_path_report


@click.command("critical-path")
@study_options
@click.option("--certificate", is_flag=True, help="Print the proof that the period is right.")
@out_option("every component with its days, acceleration, slack and what it blocks")
def command(certificate: bool, out: Path | None, **values: Any) -> None:
    """Print the loop's period and pace, its critical cycle, and what binds next."""
    options = gather(values)
    result = critical_path(
        build_study(options), with_certificate=certificate, draws=options.draws, seed=options.seed
    )
    show(result, options.format, critical_path_report, "components", out)
