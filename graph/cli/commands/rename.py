"""``loopmap rename``: a thing gets another name in every file that names it."""

from __future__ import annotations

import click

from graph.cli.editing import paths_of, tell, write, writing_options
from graph.cli.offers import offers
from graph.editing.map_text import editing
from graph.editing.rename import rename


@click.command("rename")
@click.argument("old", metavar="OLD", shell_complete=offers("things"))
@click.argument("new", metavar="NEW")
@writing_options
def command(old: str, new: str, ontology: tuple[str, ...], dry_run: bool, show_diff: bool) -> None:
    """Call OLD by the name NEW in all files of the map: Turtle, scenarios, column maps.

    The label that people read stays. Published models in presets have names of their own.
    """
    with editing(paths_of(ontology)) as text:
        found = rename(text, old, new)
        outcome = write(
            text,
            f"rename {old} {new}",
            dry_run=dry_run,
            notes=found.notes,
            further=found.tables,
        )
    tell(outcome, ontology, show_diff=show_diff)
