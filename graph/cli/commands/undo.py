"""``loopmap undo``: what loopmap wrote last is taken back."""

from __future__ import annotations

from pathlib import Path

import click

from graph.cli.editing import paths_of, tell, writing_options
from graph.editing.journal import undo
from graph.editing.map_text import Outcome


@click.command("undo")
@writing_options
def command(ontology: tuple[str, ...], dry_run: bool, show_diff: bool) -> None:
    """Take back what a command wrote last to a map.

    Refused where a file was changed since; what changed is shown then.
    """
    first = Path(paths_of(ontology)[0])
    edit = undo(first if first.is_dir() else first.parent, dry_run=dry_run)
    if edit.changes:
        click.echo(f"Taken back: {edit.title}.", err=True)
    tell(Outcome(edit, not dry_run, False), ontology, show_diff=show_diff)
