"""``loopmap human``: which parts of the loop still need people."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, show
from graph.questions.human.compute import human
from graph.reports.human import human_report


@click.command("human")
@study_options
@click.option("--by-year", is_flag=True, help="Show every part at the end of each year since 2022.")
@out_option("every part, or with --by-year every part of every year,")
def command(by_year: bool, out: Path | None, **values: Any) -> None:
    """Print where people hold the decision, on whose word, and where their part is falling.

    Nothing in this answer is drawn, so --draws and --seed change nothing.
    """
    options = gather(values)
    result = human(build_study(options))
    records = "history" if by_year else "components"
    show(result, options.format, partial(human_report, by_year=by_year), records, out)
