"""``loopmap active``: which parts of the loop are already active."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, show
from graph.questions.active.compute import active
from graph.reports.active import active_report


@click.command("active")
@study_options
@click.option("--by-year", is_flag=True, help="Show every part at the end of each year since 2022.")
@out_option("every part, or with --by-year every part of every year,")
def command(by_year: bool, out: Path | None, **values: Any) -> None:
    """Print which parts AI accelerates, on what evidence, and which feedback loops end to end.

    Nothing in this answer is drawn, so --draws and --seed change nothing.
    """
    options = gather(values)
    result = active(build_study(options))
    records = "history" if by_year else "components"
    show(result, options.format, partial(active_report, by_year=by_year), records, out)
