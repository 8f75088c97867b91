"""``loopmap set``: one number of the map becomes another, and nothing else changes."""

from __future__ import annotations

from typing import Any

import click

from graph.cli.editing import paths_of, tell, write, writing_options
from graph.cli.offers import offers
from graph.editing.map_text import editing
from graph.editing.set_value import Grounds, set_value


@click.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("target", metavar="THING.metric|NAME", shell_complete=offers("numbers"))
@click.argument("value", metavar="VALUE")
@click.option("--low", metavar="NUMBER", help="Lower end of the interval.")
@click.option("--high", metavar="NUMBER", help="Upper end of the interval.")
@click.option("--level", metavar="NUMBER", help="What the interval covers, such as 0.9.")
@click.option("--reasoning", metavar="TEXT", help="Why it is so.")
@click.option("--source", metavar="NAME", help="The source, by its name on the map.")
@click.option("--grade", metavar="NAME", help="The design of the study, such as telemetry.")
@click.option("--as-of", metavar="DATE", help="What time it is of: 2026, 2026-08 or 2026-08-15.")
@click.option("--setting", metavar="NAME", shell_complete=offers("settings"),
              help="Whose loop it is about, such as industry.")  # fmt: skip
@click.option("--notion", metavar="NAME", help="Which acceleration is meant.")
@click.option("--quote", metavar="TEXT", help="The source's own words, at most 25 of them.")
@writing_options
def command(
    target: str,
    value: str,
    ontology: tuple[str, ...],
    dry_run: bool,
    show_diff: bool,
    **grounds: Any,
) -> None:
    """Change one number in the file where it stands.

    THING.metric names the number, such as code-review.days-per-round; where several observations
    stand behind it, the NAME of one of them.
    """
    with editing(paths_of(ontology)) as text:
        notes = set_value(text, target, value, Grounds(**grounds))
        outcome = write(text, f"set {target} {value}", dry_run=dry_run, notes=notes)
    tell(outcome, ontology, show_diff=show_diff)
