"""``loopmap takeoff``: what happens when AI improves the rest of the machinery."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli.options import build_study, gather, study_options
from graph.cli.output import out_option, show
from graph.errors import UsageError


@click.command("takeoff")
@study_options
@click.option(
    "--horizon",
    default=10.0,
    show_default=True,
    metavar="YEARS",
    help="How far to run.",
    type=float,
)
@click.option(
    "--continuous", is_flag=True, help="Let improvements act at once, not by generations."
)
@click.option(
    "--recursion",
    default="on",
    show_default=True,
    type=click.Choice(("on", "off")),
    help="Whether improvements act back on the parts of the loop.",
)
@click.option(
    "--feedback",
    default=1.0,
    show_default=True,
    metavar="TIMES",
    help="Suppose that all improvements act back so many times as strongly.",
    type=float,
)
@click.option(
    "--preset",
    default=None,
    metavar="NAME|FILE",
    help="Run a published model through the same kernel: its numbers beside ours.",
)
@click.option(
    "--back-test",
    is_flag=True,
    help="Fit on the first part of published series, predict the rest, beside naive forecasts.",
)
@out_option("the series (with --preset its numbers, with --back-test the forecasts)")
def command(
    horizon: float,
    continuous: bool,
    recursion: str,
    feedback: float,
    preset: str | None,
    back_test: bool,
    out: Path | None,
    **values: Any,
) -> None:
    """Print whether the loop sustains itself, how fast it gets, and what stops it."""
    options = gather(values)
    if preset and back_test:
        raise UsageError("Ask for --preset or for --back-test, not for both at once.")
    if preset:
        _show_preset(preset, options.format, out)
    elif back_test:
        from graph.questions.growth.back_test import back_tests
        from graph.reports.growth_back_test import back_test_report

        show(back_tests(build_study(options)), options.format, back_test_report, "forecasts", out)
    else:
        from graph.questions.growth.compute import takeoff
        from graph.reports.growth import takeoff_report

        result = takeoff(
            build_study(options),
            draws=options.draws,
            seed=options.seed,
            horizon=horizon,
            continuous=continuous,
            recursion=recursion == "on",
            feedback=feedback,
        )
        show(result, options.format, takeoff_report, "series", out)


def _show_preset(name: str, format_: str, out: Path | None) -> None:
    from graph.questions.growth.published.presets import run_preset
    from graph.reports.growth_preset import preset_report

    show(run_preset(name), format_, preset_report, "rows", out)
