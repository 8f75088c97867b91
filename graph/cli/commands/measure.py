"""``loopmap measure``: a map of your own loop, from the history you have."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from graph.cli.commands.import_source import option_of, said_of
from graph.cli.output import display_options, gather_display, show
from graph.cli.working import working
from graph.editing.journal import Edit
from graph.editing.map_text import write_edit
from graph.measuring.clock import Counting, Days
from graph.measuring.measured_loop import LoopMeasurement, Wanted
from graph.measuring.own_loop import forge_of, measure_own_loop
from graph.measuring.own_loop_report import measured_loop_report
from graph.measuring.period import Step
from graph.measuring.source import Asked, Source, TableSource, quiet
from graph.measuring.sources import SOURCES
from graph.measuring.sources import git as git_source
from graph.reports.own_loop import own_loop_report

_FILES = click.Path(exists=True, dir_okay=False, path_type=Path)


def _git_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for own in reversed(git_source.OPTIONS):
        function = option_of(own)(function)
    return function


@click.command("measure")
@click.argument("repository", metavar="PATH", type=click.Path(path_type=Path))
@click.option("--prs", multiple=True, metavar="FILE", type=_FILES,
              help="Exported pull requests of GitHub, or merge requests of GitLab.")  # fmt: skip
@click.option("--pipelines", multiple=True, metavar="FILE", type=_FILES,
              help="Exported runs of checks, likewise.")  # fmt: skip
@click.option("--events", multiple=True, metavar="FILE", type=_FILES,
              help="A table of events: of a tracker, of evaluations, of anything.")  # fmt: skip
@click.option("--columns", metavar="NAME|FILE.toml",
              help="Which column of them is what, as of loopmap import events.")  # fmt: skip
@click.option("--to", default="my-loop", show_default=True, metavar="FOLDER",
              type=click.Path(path_type=Path), help="Where the map is, or is to be.")  # fmt: skip
@click.option("--title", metavar="TEXT", help="Of the map, if it is made now; else the "
              "repository's name.")  # fmt: skip
@click.option("--setting", default="industry", show_default=True, metavar="NAME",
              type=click.Choice(["industry", "open-source", "frontier-lab"]),
              help="Whose loops numbers are borrowed from, if the map is made now.")  # fmt: skip
@click.option("--days", default=Days.CALENDAR.value, show_default=True,
              type=click.Choice([one.value for one in Days]),
              help="Which days count; working days are Mondays to Fridays.")  # fmt: skip
@_git_options
@click.option("--draws", default=256, show_default=True, type=click.IntRange(0, 100_000),
              help="Number of draws; 0 for the central estimates alone.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0),
              help="Seed of the draws.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what there is to say; write nothing.")
@display_options
def command(repository: Path, to: Path, dry_run: bool, **given: Any) -> None:
    """Measure your own loop: what blocks you, how that moved, and what the numbers rest on.

    PATH is a git checkout; nothing else is needed. A map of your loop is written to a folder: a
    file of parts that is yours to edit, and files of numbers, which the next measurement writes
    anew. Nothing leaves this machine, nothing of the repository is run, and nothing is told about
    any person.
    """
    display = gather_display(given)
    with working("Reading the history") as line:
        wanted, progress = _wanted(to, given), line if line.shown else quiet
        asked = Asked((repository,), wanted.counting, progress=progress)
        history, exports = _history(asked, given), _exports(asked, given)
        measurement = measure_own_loop(history, exports, wanted, line.say)
    if not dry_run:
        _write(measurement, to)
    if display.format == "csv":
        show(measurement.told.loop, display, own_loop_report, "quarters")
    else:
        show(measurement.told, display, measured_loop_report, "sources")
    _say(measurement, to, dry_run)


def _history(asked: Asked, given: dict[str, Any]) -> git_source.GitSource:
    return git_source.opened(replace(asked, options=said_of(git_source.OPTIONS, given)))


def _exports(asked: Asked, given: dict[str, Any]) -> tuple[Source | TableSource, ...]:
    entries = {entry.name: entry for entry in SOURCES}
    forges = (*given["prs"], *given["pipelines"])
    found: list[Source | TableSource] = []
    if forges:
        found.append(entries[forge_of(forges)].opened(replace(asked, paths=forges)))
    columns = {"columns": given["columns"]} if given["columns"] else {}
    for path in given["events"]:
        found.append(entries["events"].opened(replace(asked, paths=(path,), options=columns)))
    return tuple(found)


def _wanted(to: Path, given: dict[str, Any]) -> Wanted:
    latest = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
    return Wanted(
        to,
        given["title"],
        given["setting"],
        Counting(Step.QUARTER, Days(given["days"]), 0, latest),
        given["draws"],
        given["seed"],
        tuple(f"--{name}" for name in ("prs", "pipelines", "events") if given[name]),
    )


def _write(measurement: LoopMeasurement, to: Path) -> None:
    if measurement.changes:
        write_edit(to.absolute(), Edit(f"measure {to}", measurement.changes))


def _say(measurement: LoopMeasurement, to: Path, dry_run: bool) -> None:
    if dry_run:
        click.echo("Nothing was written (--dry-run).", err=True)
        return
    if not measurement.changes:
        click.echo(f"The map in {to} stands as it is: nothing that was measured differs.", err=True)
        return
    named = shlex.quote(str(to))
    click.echo(f"The map is in {to}: loopmap explore {named}", err=True)
    click.echo(f"To pass on: loopmap export -o {named} --output report.html", err=True)
