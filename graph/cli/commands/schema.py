"""``loopmap schema``: the JSON Schema of what a command prints with ``--format json``."""

from __future__ import annotations

import click

from graph.cli.offers import offers
from graph.cli.schemas import schema_names, schema_text


@click.command("schema")
@click.argument("name", metavar="[COMMAND]", required=False, shell_complete=offers("schemas"))
def command(name: str | None) -> None:
    """Print the JSON Schema (2020-12) of a command's JSON; without a name, list the commands."""
    if name is None:
        for known in schema_names():
            click.echo(known)
        return
    click.echo(schema_text(name), nl=False)
