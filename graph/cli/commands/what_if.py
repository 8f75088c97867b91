"""``loopmap what-if``: every answer before and after something is supposed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.against import Beside, show_beside
from graph.cli.asked import Asked, answer_of
from graph.cli.commands.question import question_options, save
from graph.cli.options import StudyOptions, gather
from graph.cli.output import show
from graph.cli.working import working
from graph.errors import UsageError
from graph.questions import question_named
from graph.reports import report_of
from graph.reports.what_if import scenarios_report

_QUESTION = question_named("what-if")


@click.command(_QUESTION.name, help=_QUESTION.description)
@question_options(_QUESTION)
@click.option(
    "--save",
    "save_as",
    metavar="NAME",
    help="Also write what is set by hand (--set) to the map, as a scenario of that name.",
)
@click.option(
    "--dry-run", is_flag=True, help="With --save: show what would be written; write nothing."
)
def command(
    out: Path | None, against: str | None, save_as: str | None, dry_run: bool, **values: Any
) -> None:
    """Print the comparison, or all scenarios if nothing is supposed."""
    options = gather(values)
    asked = Asked(_QUESTION, options, {})
    if dry_run and not save_as:
        raise UsageError("--dry-run goes with --save NAME: nothing else is written.")
    if save_as:
        # The map is read, and refused if it cannot be used, before anything is written to it.
        asked.study  # noqa: B018
        _save_scenario(save_as, options, dry_run=dry_run)
    if not options.scenarios and not options.assignments:
        if against is not None:
            raise UsageError("Suppose something to compare: --set NAME.metric=VALUE or --scenario.")
        from graph.questions.what_if.compute import scenarios

        with working("Comparing all scenarios"):
            everything = scenarios(asked.study, draws=options.draws, seed=options.seed)
        if out is not None:
            save(_QUESTION, everything, asked, options, out)
        show(everything, options.display, scenarios_report, "outcomes")
        return
    if against is not None:
        ask = partial(answer_of, _QUESTION, options, {})
        report = partial(report_of, _QUESTION)
        beside = Beside(_QUESTION, options, against, ask, report, _QUESTION.table)
        show_beside(beside, asked.study, out)
        return
    result = asked.answer(of_study=out is not None)
    if out is not None:
        save(_QUESTION, result, asked, options, out)
    show(result, options.display, partial(report_of, _QUESTION), _QUESTION.table)


def _save_scenario(name: str, options: StudyOptions, *, dry_run: bool) -> None:
    """Write what was set by hand as a scenario; what other scenarios suppose is not repeated."""
    from graph.cli.commands.new import write_new
    from graph.editing.new_groups import NewScenario, new_scenario, supposed_from

    if not options.assignments:
        raise UsageError("There is nothing to save. Set something: --set code-review.speedup=3.")
    item = NewScenario(name, tuple(map(supposed_from, options.assignments)), None, None)
    values = {"ontology": options.ontology, "file": None, "dry_run": dry_run, "show_diff": False}
    write_new(f"scenario {name}", values, lambda writer: new_scenario(writer, item))
