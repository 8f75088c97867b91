"""``loopmap what-if``: every answer before and after something is supposed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.commands.question import answer, question_options, save
from graph.cli.options import build_study, gather
from graph.cli.output import show, working
from graph.questions import question_named
from graph.questions.what_if.compute import scenarios
from graph.reports import report_of
from graph.reports.what_if import scenarios_report

_QUESTION = question_named("what-if")


@click.command(_QUESTION.name, help=_QUESTION.description)
@question_options(_QUESTION)
def command(out: Path | None, **values: Any) -> None:
    """Print the comparison, or all scenarios if nothing is supposed."""
    options = gather(values)
    study = build_study(options)
    if not options.scenarios and not options.assignments:
        with working("Comparing all scenarios"):
            everything = scenarios(study, draws=options.draws, seed=options.seed)
        if out is not None:
            save(_QUESTION, everything, study, options, out)
        show(everything, options.display, scenarios_report, "outcomes")
        return
    result = answer(_QUESTION, study, options)
    if out is not None:
        save(_QUESTION, result, study, options, out)
    show(result, options.display, partial(report_of, _QUESTION), _QUESTION.table)
