"""``loopmap history``: how the bottleneck moved, and how well it could have been foreseen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import csv_text, out_option, save_text, show, working
from graph.questions.history.compute import history
from graph.reports.history import history_report


@click.command("history")
@study_options
@out_option("every component at the end of every year")
def command(out: Path | None, **values: Any) -> None:
    """Print the answers at the end of each year since 2022, and a back-test.

    Each year sees only the evidence that was known then. The back-test predicts 2025 from what was
    known in 2024, and 2026 from 2025, and shows every miss.
    """
    options = gather(values)
    study = build_study(options)
    with working("Going through the years"):
        result = history(study, draws=options.draws, seed=options.seed)
    if out is not None:
        save_text(out, csv_text(result, "components"))
    show(result, options.format, history_report, "years")
