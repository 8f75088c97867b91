"""The command of a question, made from what the registry says of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from graph.cli.against import Beside, against_option, show_beside
from graph.cli.asked import Asked, answer_of
from graph.cli.garbage import seldom_collected
from graph.cli.offers import offers
from graph.cli.options import StudyOptions, build_study, gather, study_options
from graph.cli.output import out_option, save_rows, save_text, show, show_line
from graph.errors import UsageError
from graph.loop.answer import Answer
from graph.questions.question import DEFAULT_DRAWS, Option, Question
from graph.reports import report_of
from graph.reports.plain import csv_text
from graph.reports.report import Report

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

#: What is offered at the Tab key for the options of questions, by their names.
_OFFERS = {"name": offers("things"), "school": offers("schools")}

_BY_YEAR = click.option(
    "--by-year", is_flag=True, help="Show every part at the end of each year since 2022."
)

_BADGE = click.option("--badge", is_flag=True, help="Print the answer in one line.")


def command_for(question: Question) -> click.Command:
    """Return the command that asks a question and prints its answer.

    Args:
        question: one that needs nothing beyond what it declares.
    """

    @click.command(question.name, help=question.description)
    @question_options(question)
    def command(
        out: Path | None,
        against: str | None,
        by_year: bool = False,
        badge: bool = False,
        **values: Any,
    ) -> None:
        options = gather(values)
        table = question.by_year if by_year and question.by_year else question.table

        def report(found: Answer) -> Report:
            return report_of(question, found, **({"by_year": by_year} if question.by_year else {}))

        if against is not None:
            if badge:
                raise UsageError("--badge says one answer in one line. Leave --against out.")
            ask = partial(answer_of, question, options, values)
            beside = Beside(question, options, against, ask, report, table)
            show_beside(beside, build_study(options), out)
            return
        asked = Asked(question, options, values)
        with seldom_collected():
            result = asked.answer(of_study=out is not None and question.drawn_rows is not None)
            if out is not None:
                save(question, result, asked, options, out, by_year=by_year)
            if badge and question.badge:
                show_line(question.badge, getattr(result, question.badge), options.display)
                return
            show(result, options.display, report, table)

    return command


def question_options(question: Question) -> Callable[[Decorated], Decorated]:
    """Give a command the options of a study, those of a question, and ``--out``.

    Args:
        question: declares its own options and its usual number of draws.
    """

    def decorate(function: Decorated) -> Decorated:
        function = against_option(out_option(question.saved)(function))
        if question.badge:
            function = _BADGE(function)
        if question.by_year:
            function = _BY_YEAR(function)
        for option in reversed([item for item in question.options if not item.required]):
            function = _click_option(option)(function)
        function = study_options(question.draws or DEFAULT_DRAWS)(function)
        for option in reversed([item for item in question.options if item.required]):
            function = click.argument(
                option.name, metavar=option.metavar, shell_complete=_OFFERS.get(option.name)
            )(function)
        return function

    return decorate


def _click_option(option: Option) -> Callable[[Decorated], Decorated]:
    name = "--" + option.name.replace("_", "-")
    if option.kind is bool and not option.default:
        return click.option(name, is_flag=True, help=option.help)
    if option.kind is bool:
        return click.option(
            name,
            default="on",
            show_default=True,
            type=click.Choice(("on", "off")),
            callback=lambda _context, _option, value: value == "on",
            help=option.help,
        )
    return click.option(
        name,
        default=option.default,
        shell_complete=_OFFERS.get(option.name),
        show_default=option.default is not None,
        type=option.kind,
        metavar=option.metavar,
        help=option.help,
    )


def save(
    question: Question,
    result: Answer,
    asked: Asked,
    options: StudyOptions,
    out: Path,
    *,
    by_year: bool = False,
) -> None:
    """Write the table that ``--out`` promises.

    Raises:
        UsageError: the file cannot be written, or the table has a line a draw and nothing is drawn.
    """
    if question.drawn_rows is not None:
        if not options.draws:
            raise UsageError(
                "Without draws there is nothing for --out to write. Leave --draws 0 out."
            )
        rows = question.rows_of_draws(asked.study, draws=options.draws, seed=options.seed)
        if rows is not None:
            save_rows(out, rows.columns, rows.lines)
        return
    table = question.by_year if by_year else question.saved_table
    save_text(out, csv_text(result, table or question.table))
