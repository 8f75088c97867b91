"""``loopmap check``: every problem in Turtle files, with where, what and what to write instead."""

from __future__ import annotations

import json
import sys
from collections import Counter

import click

from graph.errors import Problem, Severity
from graph.files import shipped_ontology_as_seen_from_here
from graph.ontology.checks.check import CheckResult, check
from graph.reports.plain import SCHEMA_VERSION, to_plain
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
    type=click.Choice(("text", "json", "github")),
    help="How to print the problems.",
)
@click.option(
    "--fail-on",
    default="warning",
    show_default=True,
    type=click.Choice(tuple(_COUNTED)),
    help="The least severe finding that makes the exit code 1.",
)
def command(paths: tuple[str, ...], ontology: tuple[str, ...], format_: str, fail_on: str) -> int:
    """Print all problems in Turtle files; without a name, in the shipped map.

    Exit code 0 if there are none, 1 if there are, 2 if a file cannot be read.
    """
    result = check(paths + ontology or (shipped_ontology_as_seen_from_here(),), stdin=sys.stdin)
    if format_ == "json":
        click.echo(_json(result))
    elif format_ == "github":
        for problem in result.problems:
            click.echo(_annotation(problem))
    else:
        _show_text(result)
    if result.unreadable:
        return 2
    return 1 if any(item.severity in _COUNTED[fail_on] for item in result.problems) else 0


def _show_text(result: CheckResult) -> None:
    for problem in result.problems:
        click.echo(frame(problem) + "\n")
    counted = Counter(problem.severity for problem in result.problems)
    click.echo(
        f"Checked {result.file_count} files, {result.triple_count:,} statements about "
        f"{result.subject_count:,} things: {counted[Severity.ERROR]} errors, "
        f"{counted[Severity.WARNING]} warnings, {counted[Severity.ADVICE]} pieces of advice."
    )


def _json(result: CheckResult) -> str:
    body = {
        "schema_version": SCHEMA_VERSION,
        "files": result.file_count,
        "statements": result.triple_count,
        "things": result.subject_count,
        "problems": [to_plain(problem) for problem in result.problems],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _annotation(problem: Problem) -> str:
    where = ""
    if problem.place:
        where = f"file={problem.place.file},line={problem.place.line},col={problem.place.column},"
    text = f"{problem.message} {problem.remedy}".replace("%", "%25").replace("\n", "%0A")
    level = "notice" if problem.severity is Severity.ADVICE else problem.severity.value
    return f"::{level} {where}title={problem.code}::{text}"
