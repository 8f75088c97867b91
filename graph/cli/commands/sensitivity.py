"""``loopmap sensitivity``: where the uncertainty comes from, and what is worth measuring."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, save_rows, show, working
from graph.questions.sensitivity.compute import DEFAULT_DRAWS, drawn_numbers, sensitivity
from graph.reports.sensitivity import sensitivity_report


@click.command("sensitivity")
@study_options
@out_option("every uncertain number with the pace, a line a draw")
@click.pass_context
def command(context: click.Context, /, out: Path | None, **values: Any) -> None:
    """Print which numbers make the pace uncertain, and which is most worth measuring.

    A measurement is worth something if it would change what one speeds up next. Without --draws
    8,192 are taken.
    """
    options = gather(values)
    if context.get_parameter_source("draws") is ParameterSource.DEFAULT:
        options = replace(options, draws=DEFAULT_DRAWS)
    study = build_study(options)
    with working(f"Drawing {options.draws:,} times"):
        result = sensitivity(study, draws=options.draws, seed=options.seed)
    if out is not None:
        table = drawn_numbers(study, draws=options.draws, seed=options.seed)
        save_rows(out, table.columns, table.lines)
    show(result, options.format, sensitivity_report, "numbers")
