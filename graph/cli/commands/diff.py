"""``loopmap diff``: what a change of the map does to the answers, and what was changed."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from graph.cli.application import show_problems
from graph.cli.colour import wants_colour
from graph.cli.offers import offers
from graph.cli.output import text_columns
from graph.cli.output_stream import holds_every_sign
from graph.cli.working import working
from graph.comparing.comparison import Comparison, compare
from graph.comparing.conditions import CONDITIONS, chosen_conditions, conditions_met
from graph.errors import ProblemsError
from graph.loop.study import study_of
from graph.ontology.editions import (
    UnusableEdition,
    UnusableEditionsError,
    find_editions,
    read_editions,
)
from graph.questions.question import DEFAULT_DRAWS
from graph.records import record
from graph.reports.comparison import (
    comparison_markdown,
    comparison_report,
    unusable_markdown,
)
from graph.reports.plain import csv_text, json_text
from graph.reports.terminal_text import to_text

_CONDITIONS = "\n".join(
    f"  {item.name + ('=5%' if item.takes_limit else ''):<24}{item.summary}" for item in CONDITIONS
)


@record
class UnusableComparison:
    """What is printed as JSON where a side cannot be read.

    Attributes:
        unusable: those sides, with all that is wrong.
    """

    unusable: tuple[UnusableEdition, ...]


@click.command(
    "diff",
    help=f"""Print what a change of the map does to the answers, then what was changed.

A and B are folders, Turtle files, git:REV, or git:REV:PATH with a path from the top of the
repository. Without B, a revision is compared with the work tree, and a path with HEAD. Without
both, the map here is compared with HEAD. Nothing in the work tree is touched.

Both sides are drawn alike, number by number, so that a small change can be told from none.

\b
Conditions of --fail-if:
{_CONDITIONS}

Exit code 0; 1 if a condition is met; 2 if a side cannot be read, or if the map before has answers
and the map after has none.""",
)
@click.argument("first", required=False, metavar="[A]", shell_complete=offers("files"))
@click.argument("second", required=False, metavar="[B]", shell_complete=offers("files"))
@click.option(
    "--ontology", "-o", metavar="PATH", help="Folder or file of the map where A and B name none."
)
@click.option("--setting", default="", metavar="NAME",
              shell_complete=offers("settings"),
              help="Whose loop: frontier-lab, industry or open-source.")  # fmt: skip
@click.option("--as-of", default=None, metavar="DATE", help="Use only what was known then.")
@click.option("--evidence-only", is_flag=True, help="Leave out our own judgements of speed-ups.")
@click.option("--prior", is_flag=True,
              help="Take the draws as they are before they are weighed.")  # fmt: skip
@click.option("--draws", default=DEFAULT_DRAWS, show_default=True,
              type=click.IntRange(0, 1_000_000),
              help="Number of draws; 0 for the central estimates alone.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0),
              help="Seed of the draws.")  # fmt: skip
@click.option("--fail-if", multiple=True, metavar="CONDITION",
              shell_complete=offers("conditions"),
              help="End with exit code 1 if this is so. May be given several times.")  # fmt: skip
@click.option("--format", "-f", "format_", default="text", show_default=True,
              type=click.Choice(("text", "json", "csv", "markdown")),
              help="How to print it; csv has a line for each thing that was changed, markdown is "
              "for a comment on a pull request.")  # fmt: skip
def command(
    first: str | None,
    second: str | None,
    ontology: str | None,
    setting: str,
    as_of: str | None,
    evidence_only: bool,
    prior: bool,
    draws: int,
    seed: int,
    fail_if: tuple[str, ...],
    format_: str,
) -> int:
    """Print the comparison."""
    conditions = chosen_conditions(fail_if)
    editions = find_editions(first, second, ontology)
    try:
        models = read_editions(editions)
    except UnusableEditionsError as error:
        return _refuse(error, editions[0].name, format_)
    before, after = (
        study_of(model, setting=setting, as_of=as_of, evidence_only=evidence_only, prior=prior)
        for model in models
    )
    names = (editions[0].name, editions[1].name)
    with working(f"Comparing {names[0]} with {names[1]}"):
        found = compare(before, after, names, draws=draws, seed=seed)
    found = replace(found, failed=conditions_met(found, conditions))
    colour = wants_colour(sys.stdout)
    click.echo(_shown(found, format_, colour=colour), nl=False, color=colour)
    for reason in found.failed:
        click.echo(f"Fails on {reason}", err=True)
    return 2 if found.loop_lost else 1 if found.failed else 0


def _shown(found: Comparison, format_: str, *, colour: bool) -> str:
    if format_ == "json":
        return json_text(found, ascii_only=not holds_every_sign(sys.stdout)) + "\n"
    if format_ == "csv":
        return csv_text(found, "changes")
    if format_ == "markdown":
        return comparison_markdown(found)
    return to_text(comparison_report(found), text_columns(), colour=colour)


def _refuse(error: UnusableEditionsError, first: str, format_: str) -> int:
    """Say which side cannot be used, and all that is wrong with it."""
    for edition in error.editions:
        side = "before" if edition.name == first else "after"
        click.echo(f"error: the map {side}, {edition.name}, cannot be read:\n", err=True)
        show_problems(ProblemsError(edition.problems))
    if format_ == "json":
        unusable = UnusableComparison(error.editions)
        click.echo(json_text(unusable, ascii_only=not holds_every_sign(sys.stdout)))
    elif format_ == "markdown":
        click.echo(unusable_markdown(error.editions), nl=False)
    return 2
