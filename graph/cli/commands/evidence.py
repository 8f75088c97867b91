"""``loopmap evidence``: what the answers rest on, and what hangs on a single source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import csv_text, out_option, save_text, show
from graph.questions.evidence.compute import evidence_review
from graph.reports.evidence import evidence_report


@click.command("evidence")
@study_options
@click.option("--badge", is_flag=True, help="Print the state of the evidence in one line.")
@out_option("every number with what it rests on")
def command(badge: bool, out: Path | None, **values: Any) -> None:
    """Print how much rests on measurement, how old it is, and which source moves what.

    The pace and its variance come from the draws; what a source moves is the central estimate.
    """
    options = gather(values)
    result = evidence_review(build_study(options), draws=options.draws, seed=options.seed)
    if badge:
        click.echo(result.badge)
        if out is not None:
            save_text(out, csv_text(result, "numbers"))
    else:
        show(result, options.format, evidence_report, "numbers", out)
