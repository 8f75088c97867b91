"""``--against``: another setting, day, scenario or number beside the one that is asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from graph.cli.offers import offers
from graph.cli.options import StudyOptions, build_study, is_file
from graph.cli.output import save_text, show_text
from graph.cli.working import working
from graph.errors import UsageError
from graph.loop.answer import Answer
from graph.loop.names import nearest
from graph.loop.study import Study
from graph.questions.question import Question
from graph.records import record
from graph.reports.report import Report

#: A date as people write it, good or bad; the study says which.
_DATE = re.compile(r"\d{4}(-\d{1,2}){0,2}")

against_option = click.option(
    "--against",
    default=None,
    metavar="SETTING|DATE|SCENARIO|NAME.metric=VALUE",
    shell_complete=offers("beside"),
    help="Show a second answer beside the first: of another setting (industry), another day "
    "(2025-06), under a scenario, or with one number supposed.",
)


@record
class Beside:
    """What ``--against`` asks of a command.

    Attributes:
        question: which is asked.
        options: of the first side.
        against: as typed.
        ask: puts the question to a study.
        report: puts one answer into words.
        table: the field of the answer whose items are the lines of the CSV.
    """

    question: Question
    options: StudyOptions
    against: str
    ask: Callable[[Study], Answer]
    report: Callable[[Any], Report]
    table: str


def show_beside(beside: Beside, first: Study, out: Path | None) -> None:
    """Print the two answers side by side.

    Raises:
        UsageError: ``--against`` names nothing, or what is asked about already.
        LoopmapError: one of the sides has no answer.
    """
    from graph.comparing.side_by_side import Standpoints, side_by_side
    from graph.reports.side_by_side import side_by_side_csv, side_by_side_report

    second, names = _other(beside, first)
    standpoints = Standpoints(first, second, names, beside.against)
    draws = beside.options.draws if beside.question.draws is not None else 0
    with working(f"Answering '{beside.question.name}' for {names[0]} and {names[1]}"):
        result = side_by_side(
            beside.question.name, standpoints, beside.ask, draws=draws, seed=beside.options.seed
        )
    csv = side_by_side_csv(result, beside.table)
    if out is not None:
        save_text(out, csv)
    show_text(
        result,
        beside.options.display,
        lambda: side_by_side_report(result, *(beside.report(side.answer) for side in result.sides)),
        csv,
    )


def _other(beside: Beside, first: Study) -> tuple[Study, tuple[str, str]]:
    """Return the study that is put beside, and what tells the two apart."""
    options, wanted = beside.options, beside.against.strip()
    model = first.model
    if "=" in wanted:
        other = replace(options, assignments=(*options.assignments, wanted))
        return build_study(other), (_as_it_is(options), wanted)
    if _DATE.fullmatch(wanted):
        _refuse_same(options.as_of, wanted, "--as-of")
        now = options.as_of or f"{first.estimates.as_of or 'today'}"
        return build_study(replace(options, as_of=wanted)), (now, wanted)
    if wanted in model.settings:
        # Where none was named, the study says whose loop the map is of.
        mine = first.standpoint.setting
        _refuse_same(mine, wanted, "--setting")
        return build_study(replace(options, setting=wanted)), (mine, wanted)
    if wanted in model.scenarios or is_file(wanted):
        if wanted in options.scenarios:
            _refuse_same(wanted, wanted, "--scenario")
        other = replace(options, scenarios=(*options.scenarios, wanted))
        return build_study(other), (_as_it_is(options), wanted)
    near = nearest(wanted, model.settings, model.scenarios)
    known = ", ".join((*model.settings, *model.scenarios))
    raise UsageError(
        f"--against: '{beside.against}' is no setting or scenario of the map, no date and no "
        f"NAME.metric=VALUE.{near}" + (f" There are: {known}." if known and not near else "")
    )


def _as_it_is(options: StudyOptions) -> str:
    return " ".join((*options.scenarios, *options.assignments)) or "as it is"


def _refuse_same(one: str | None, other: str, option: str) -> None:
    if one == other:
        raise UsageError(
            f"--against {other}: that is asked about already ({option} {other}). Name another."
        )
