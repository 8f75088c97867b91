"""``loopmap critical-path``: what blocks the loop now, and what it would give to speed it up."""

from __future__ import annotations

from typing import Any

import click

from graph.analysis.critical_path import critical_path
from graph.cli.options import build_study, gather, study_options
from graph.cli.output import show
from graph.reports.critical_path import critical_path_report


@click.command("critical-path")
@study_options
@click.option("--certificate", is_flag=True, help="Print the proof that the period is right.")
def command(certificate: bool, **values: Any) -> None:
    """Print the loop's period and pace, its critical cycle, and what binds next."""
    options = gather(values)
    result = critical_path(
        build_study(options), with_certificate=certificate, draws=options.draws, seed=options.seed
    )
    show(result, options.format, critical_path_report, "components")
