"""``loopmap evidence``: what the answers rest on, and what hangs on a single source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.commands.question import question_options, save
from graph.cli.options import build_study, gather
from graph.cli.output import show
from graph.questions import question_named
from graph.questions.evidence.compute import evidence
from graph.reports.evidence import evidence_report

_QUESTION = question_named("evidence")


@click.command(_QUESTION.name, help=_QUESTION.description)
@question_options(_QUESTION)
@click.option("--badge", is_flag=True, help="Print the state of the evidence in one line.")
def command(badge: bool, out: Path | None, **values: Any) -> None:
    """Print the support of the answers, or its badge."""
    options = gather(values)
    study = build_study(options)
    result = evidence(study, draws=options.draws, seed=options.seed)
    if out is not None:
        save(_QUESTION, result, study, options, out)
    if badge:
        click.echo(result.badge)
    else:
        show(result, options.format, evidence_report, _QUESTION.table)
