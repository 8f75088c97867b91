"""``loopmap what-if``: every answer before and after something is supposed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

from graph.cli.against import Beside, show_beside
from graph.cli.commands.question import answer, question_options, save
from graph.cli.options import StudyOptions, build_study, gather
from graph.cli.output import show, working
from graph.errors import UsageError
from graph.questions import question_named
from graph.questions.what_if.compute import scenarios
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
    study = build_study(options)
    if dry_run and not save_as:
        raise UsageError("--dry-run goes with --save NAME: nothing else is written.")
    if save_as:
        _save_scenario(save_as, options, dry_run=dry_run)
    if not options.scenarios and not options.assignments:
        if against is not None:
            raise UsageError("Suppose something to compare: --set NAME.metric=VALUE or --scenario.")
        with working("Comparing all scenarios"):
            everything = scenarios(study, draws=options.draws, seed=options.seed)
        if out is not None:
            save(_QUESTION, everything, study, options, out)
        show(everything, options.display, scenarios_report, "outcomes")
        return
    if against is not None:
        asked = partial(answer, _QUESTION, options=options)
        report = partial(report_of, _QUESTION)
        show_beside(Beside(_QUESTION, options, against, asked, report, _QUESTION.table), study, out)
        return
    result = answer(_QUESTION, study, options)
    if out is not None:
        save(_QUESTION, result, study, options, out)
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
