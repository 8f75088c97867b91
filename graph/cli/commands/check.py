"""``loopmap check``: every problem in a map's files: where, what and what to write instead."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import NamedTuple

import click

from graph.cli.colour import echo_finding
from graph.cli.offers import offers
from graph.cli.output_stream import holds_every_sign
from graph.editing.toml_files import UNREADABLE, is_toml, toml_files_below
from graph.errors import Problem, Severity
from graph.files import loopmap_version, shipped_ontology_as_seen_from_here
from graph.ontology.checks.check import CheckResult, check, check_in_map, check_syntax
from graph.ontology.checks.levels import (
    FAIL_ON,
    Levels,
    Listed,
    SettingsError,
    first_of_each,
    levels_for,
)
from graph.ontology.checks.rules.registry import BY_CODE, explained, rule_of
from graph.ontology.checks.rules.rule import keeps_from_reading
from graph.ontology.map_of_file import CONFIGURATION
from graph.ontology.names import count_of
from graph.reports.findings import (
    CheckedFiles,
    advice_lines,
    checked_record,
    counted,
    github_line,
    markdown_text,
    sarif_text,
)
from graph.reports.plain import csv_text, json_text
from graph.turtle.faults import frame

#: Which findings make the exit code 1, by the least severe that does.
_COUNTED: dict[str, tuple[Severity, ...]] = {
    "error": (Severity.ERROR,),
    "warning": (Severity.ERROR, Severity.WARNING),
    "advice": tuple(Severity),
    "none": (),
}


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...", shell_complete=offers("files"))
@click.option(
    "--ontology", "-o", multiple=True, metavar="PATH", help="The same as naming the path."
)
@click.option(
    "--format",
    "-f",
    "format_",
    default="text",
    show_default=True,
    type=click.Choice(("text", "json", "csv", "markdown", "github", "sarif")),
    help="How to print the problems.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="The least severe finding that makes the exit code 1; 'warning' unless loopmap.toml or "
    "[tool.loopmap] of pyproject.toml says otherwise.",
)
@click.option("--syntax", is_flag=True, help="Only whether it is Turtle, for any file at all.")
@click.option("--explain", metavar="CODE", help="Print what the code of a finding stands for.")
@click.option(
    "--all", "every", is_flag=True, help="Print every finding, advice too, each at its place."
)
@click.option("--alone", is_flag=True, help="Read a single file without the map it belongs to.")
def command(
    paths: tuple[str, ...],
    ontology: tuple[str, ...],
    format_: str,
    fail_on: str | None,
    syntax: bool,
    explain: str | None,
    alone: bool,
    every: bool,
) -> int:
    """Print all problems in Turtle and TOML files; without a name, in the shipped map.

    A single file is read as a part of the map it belongs to, and its own problems are printed.
    Exit code 0 if there are none, 1 if there are, 2 if a file cannot be read.
    """
    if explain is not None:
        click.echo(explained(rule_of(explain)))
        return 0
    named = paths + ontology or (str(shipped_ontology_as_seen_from_here()),)
    within = ""
    graphs, tables = _sorted_out(named)
    told = _of_tables(tables)
    levels = Levels()
    if not _settings_wrong(told):
        try:
            levels = levels_for(named[0])
        except SettingsError as error:
            # Settings above the folder that make no sense are one finding more, not the only one.
            told += _of_tables(_Tables((error.file,), ())) or _refuse(error)
    if not graphs:
        result = CheckResult((), 0, 0, 0)
    elif syntax:
        result = check_syntax(graphs, stdin=sys.stdin)
    elif len(graphs) == 1 and os.path.isfile(graphs[0]) and not alone:
        result, within = _within_map(graphs[0])
    else:
        result = check(graphs, stdin=sys.stdin)
    result = _together(result, told, len(tables.all))
    result = replace(result, problems=levels.apply(result.problems))
    if format_ == "text":
        _print_text(result, None if every else levels.most_per_rule, within)
    else:
        _print(result, format_, within)
    if result.unreadable:
        return 2
    severities = _COUNTED[fail_on or levels.fail_on or "warning"]
    return 1 if any(item.severity in severities for item in result.problems) else 0


class _Tables(NamedTuple):
    """The TOML files that were named, and those that lie in folders."""

    named: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return self.named + self.found


def _sorted_out(paths: tuple[str, ...]) -> tuple[tuple[str, ...], _Tables]:
    """Return what is RDF among some paths, and the TOML files among and below them."""
    named = tuple(path for path in paths if is_toml(path) and not os.path.isdir(path))
    below = tuple(file for path in paths if os.path.isdir(path) for file in toml_files_below(path))
    return tuple(path for path in paths if path not in named), _Tables(named, below)


def _of_tables(tables: _Tables) -> tuple[Problem, ...]:
    if not tables.all:
        return ()
    # The readers of presets load NumPy.
    from graph.editing.check_toml import check_toml_files

    found = check_toml_files(tables.found, named=False)
    return check_toml_files(tables.named, named=True) + found


def _refuse(error: SettingsError) -> tuple[Problem, ...]:
    raise error


def _settings_wrong(problems: tuple[Problem, ...]) -> bool:
    """Return whether the very settings of a project are among what is wrong."""
    names = {os.path.basename(one.place.file) for one in problems if one.place}
    return bool(names & {CONFIGURATION, "pyproject.toml"})


def _together(result: CheckResult, told: tuple[Problem, ...], count: int) -> CheckResult:
    return replace(
        result,
        problems=tuple(sorted((*result.problems, *told), key=lambda one: one.sort_key)),
        file_count=result.file_count + count,
        unreadable=result.unreadable or any(one.code in UNREADABLE for one in told),
    )


def _within_map(file: str) -> tuple[CheckResult, str]:
    found = check_in_map(file)
    result = found.result
    if found.map.root is None:
        return result, ""
    own = found.of_file
    others = len(result.problems) - len(own)
    within = f"{file} was read within the map in {found.map.root}"
    if others:
        within += f", whose other files have {count_of(others, 'problem')} of their own"
    if result.unreadable and not own:
        own = result.problems
    unreadable = result.unreadable and any(
        keeps_from_reading(one.code) or one.code == _NOT_ALL for one in own
    )
    return replace(result, problems=own, unreadable=unreadable), f"{within}."


_NOT_ALL = "map-unreadable"


def _print_text(result: CheckResult, most: int | None, within: str) -> None:
    """Print the findings for a person.

    Args:
        result: what was found.
        most: findings of one rule that are listed, advice in one line a rule; ``None`` for each.
        within: a sentence on the map that a single file was read in.
    """
    advice: tuple[Problem, ...] = ()
    listed = Listed(result.problems, {})
    if most is not None:
        advice = tuple(one for one in result.problems if one.severity is Severity.ADVICE)
        rest = [one for one in result.problems if one.severity is not Severity.ADVICE]
        listed = first_of_each(rest, most)
    for problem in listed.problems:
        echo_finding(frame(problem) + "\n")
    for code, count in listed.left_out.items():
        click.echo(f"... and {count} more of [{code}]; --all shows each.\n")
    for line in advice_lines(advice):
        click.echo(line)
    if advice:
        click.echo("Each piece of advice at its place: --all.\n")
    click.echo(f"{_checked(result, within)[:-1]}: {counted(result.problems)}.")


def _print(result: CheckResult, format_: str, within: str) -> None:
    if format_ == "json":
        click.echo(
            json_text(checked_record(_found(result)), ascii_only=not holds_every_sign(sys.stdout))
        )
    elif format_ == "csv":
        click.echo(csv_text(_found(result), "problems"), nl=False)
    elif format_ == "github":
        for problem in result.problems:
            click.echo(github_line(problem))
    elif format_ == "sarif":
        click.echo(sarif_text(result.problems, loopmap_version(), _meanings()))
    elif format_ == "markdown":
        click.echo(markdown_text(result.problems, _checked(result, within)))


def _checked(result: CheckResult, within: str) -> str:
    statements = count_of(result.triple_count, "statement")
    things = count_of(result.subject_count, "thing")
    what = f"Checked {count_of(result.file_count, 'file')}, {statements} about {things}."
    return f"{within} {what}" if within else what


def _meanings() -> dict[str, str]:
    return {code: rule.what for code, rule in BY_CODE.items()}


def _found(result: CheckResult) -> CheckedFiles:
    return CheckedFiles(
        files=result.file_count,
        statements=result.triple_count,
        things=result.subject_count,
        unreadable=result.unreadable,
        problems=tuple(result.problems),
    )
