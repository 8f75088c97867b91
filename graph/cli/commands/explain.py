"""``loopmap explain``: everything behind a number, down to quote and source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, show
from graph.questions.explain.compute import explain
from graph.reports.explain import explanation_report


@click.command("explain")
@click.argument("thing", metavar="THING")
@study_options
@out_option("every observation behind it")
def command(thing: str, out: Path | None, **values: Any) -> None:
    """Print everything that stands behind THING, down to quote and source.

    THING is a component, dependency, metric, source, skill, domain, loop or observation by id or
    label; one number, as code-review.speedup; or one of the answers period, pace and ceiling.
    Where several things have one name, KIND:NAME picks one. Only the pace is drawn; all else
    is the central estimate.
    """
    options = gather(values)
    result = explain(build_study(options), thing, draws=options.draws, seed=options.seed)
    show(result, options.format, explanation_report, "observations", out)
