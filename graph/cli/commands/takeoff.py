"""``loopmap takeoff``: what happens when AI improves the rest of the machinery."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.against import Beside, show_beside
from graph.cli.asked import Asked, answer_of
from graph.cli.commands.question import question_options
from graph.cli.offers import offers
from graph.cli.options import build_study, gather
from graph.cli.output import Display, show
from graph.errors import UsageError
from graph.questions import question_named
from graph.reports import report_of

_QUESTION = question_named("takeoff")


@click.command(_QUESTION.name, help=_QUESTION.description)
@question_options(_QUESTION)
@click.option(
    "--preset",
    default=None,
    metavar="NAME|FILE",
    shell_complete=offers("presets"),
    help="Run a published model through the same kernel: its numbers beside ours.",
)
@click.option(
    "--back-test",
    is_flag=True,
    help="Fit on the first part of published series, predict the rest, beside naive forecasts.",
)
def command(
    preset: str | None, back_test: bool, against: str | None, out: Path | None, **values: Any
) -> None:
    """Print the answer on growth, a published model's numbers, or the back-test."""
    options = gather(values)
    if preset and back_test:
        raise UsageError("Ask for --preset or for --back-test, not for both at once.")
    if against and (preset or back_test):
        raise UsageError("--against compares answers of the map; leave --preset, --back-test out.")
    if against is not None:
        asked = partial(answer_of, _QUESTION, options, values)
        beside = Beside(
            _QUESTION, options, against, asked, partial(report_of, _QUESTION), _QUESTION.table
        )
        show_beside(beside, build_study(options), out)
    elif preset:
        _show_preset(preset, options.display, out)
    elif back_test:
        from graph.questions.growth.back_test import back_tests
        from graph.reports.growth_published import back_test_report

        show(back_tests(build_study(options)), options.display, back_test_report, "forecasts", out)
    else:
        result = Asked(_QUESTION, options, values).answer()
        show(result, options.display, partial(report_of, _QUESTION), _QUESTION.table, out)


def _show_preset(name: str, display: Display, out: Path | None) -> None:
    from graph.questions.growth.published.presets import run_preset
    from graph.reports.growth_published import preset_report

    show(run_preset(name), display, preset_report, "rows", out)
