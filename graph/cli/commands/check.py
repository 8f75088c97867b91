"""``loopmap check``: every problem in Turtle files, with where, what and what to write instead."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import click

from graph.cli.output_stream import holds_every_sign
from graph.errors import Problem, Severity
from graph.files import shipped_ontology_as_seen_from_here
from graph.ontology.checks.check import CheckResult, check, check_in_map, check_syntax
from graph.ontology.checks.levels import FAIL_ON, Listed, first_of_each, levels_for
from graph.reports.findings import (
    CheckedFiles,
    advice_lines,
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
@click.argument("paths", nargs=-1, metavar="[FILE|FOLDER|-]...")
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
    alone: bool,
    every: bool,
) -> int:
    """Print all problems in Turtle files; without a name, in the shipped map.

    A single file is read as a part of the map it belongs to, and its own problems are printed.
    Exit code 0 if there are none, 1 if there are, 2 if a file cannot be read.
    """
    named = paths + ontology or (str(shipped_ontology_as_seen_from_here()),)
    levels = levels_for(named[0])
    within = ""
    if syntax:
        result = check_syntax(named, stdin=sys.stdin)
    elif len(named) == 1 and os.path.isfile(named[0]) and not alone:
        result, within = _within_map(named[0])
    else:
        result = check(named, stdin=sys.stdin)
    result = replace(result, problems=levels.apply(result.problems))
    if format_ == "text":
        _print_text(result, None if every else levels.most_per_rule, within)
    else:
        _print(result, format_, within)
    if result.unreadable:
        return 2
    severities = _COUNTED[fail_on or levels.fail_on or "warning"]
    return 1 if any(item.severity in severities for item in result.problems) else 0


def _within_map(file: str) -> tuple[CheckResult, str]:
    found = check_in_map(file)
    result = found.result
    if found.map.root is None:
        return result, ""
    own = found.of_file
    others = len(result.problems) - len(own)
    within = f"{file} was read within the map in {found.map.root}"
    if others:
        within += f", whose other files have {others} problems of their own"
    if result.unreadable and not own:
        # Nothing can be said of the file as long as its map cannot be read.
        return result, f"{within}."
    unreadable = result.unreadable and any(one.severity is Severity.ERROR for one in own)
    return replace(result, problems=own, unreadable=unreadable), f"{within}."


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
        click.echo(frame(problem) + "\n")
    for code, count in listed.left_out.items():
        click.echo(f"... and {count} more of [{code}]; --all shows each.\n")
    for line in advice_lines(advice):
        click.echo(line)
    if advice:
        click.echo("Each piece of advice at its place: --all.\n")
    click.echo(f"{_checked(result, within)[:-1]}: {counted(result.problems)}.")


def _print(result: CheckResult, format_: str, within: str) -> None:
    if format_ == "json":
        click.echo(json_text(_found(result), ascii_only=not holds_every_sign(sys.stdout)))
    elif format_ == "csv":
        click.echo(csv_text(_found(result), "problems"), nl=False)
    elif format_ == "github":
        for problem in result.problems:
            click.echo(github_line(problem))
    elif format_ == "sarif":
        click.echo(sarif_text(result.problems, _version()))
    elif format_ == "markdown":
        click.echo(markdown_text(result.problems, _checked(result, within)))


def _checked(result: CheckResult, within: str) -> str:
    what = (
        f"Checked {result.file_count} files, {result.triple_count:,} statements about "
        f"{result.subject_count:,} things."
    )
    return f"{within} {what}" if within else what


def _version() -> str:
    try:
        return version("loopmap")
    except PackageNotFoundError:
        return "0"


def _found(result: CheckResult) -> CheckedFiles:
    return CheckedFiles(
        files=result.file_count,
        statements=result.triple_count,
        things=result.subject_count,
        unreadable=result.unreadable,
        problems=tuple(result.problems),
    )
