"""``loopmap init``: a small loop of one's own to start from."""

from __future__ import annotations

from pathlib import Path

import click

from graph.editing.begin import begin_map


@click.command("init")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(directory: Path) -> None:
    """Write a small loop into DIR; nothing that is there is ever replaced."""
    target = begin_map(directory)
    click.echo(f"Wrote {target}.")
    click.echo(f"Now: loopmap critical-path --ontology {target}")
