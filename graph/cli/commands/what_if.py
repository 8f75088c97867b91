"""``loopmap what-if``: every answer before and after something is supposed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import StudyOptions, build_study, gather, study_options
from graph.cli.output import out_option, save_rows, show, working
from graph.errors import UsageError
from graph.loop.study import Study
from graph.questions.what_if.compute import scenarios, what_if
from graph.reports.what_if import scenarios_report, what_if_report


@click.command("what-if")
@study_options
@out_option("period, pace and ceiling before and after, a line a draw")
def command(out: Path | None, **values: Any) -> None:
    """Print every answer before and after what --set and --scenario suppose.

    Both sides see the same draws, so that a small change can be told from none. Without --set and
    --scenario all scenarios of the map stand side by side.
    """
    options = gather(values)
    study = build_study(options)
    if out is not None:
        _save(out, study, options)
    if not options.scenarios and not options.assignments:
        with working("Comparing all scenarios"):
            everything = scenarios(study, draws=options.draws, seed=options.seed)
        show(everything, options.format, scenarios_report, "outcomes")
        return
    result = what_if(study, draws=options.draws, seed=options.seed)
    show(result, options.format, what_if_report, "components")


def _save(out: Path, study: Study, options: StudyOptions) -> None:
    from graph.questions.what_if.sampled import drawn_rows

    if not options.draws:
        raise UsageError("Without draws there is nothing for --out to write. Leave --draws 0 out.")
    rows = drawn_rows(study.without_suppositions(), study, options.draws, options.seed)
    save_rows(out, rows.columns, rows.lines)
