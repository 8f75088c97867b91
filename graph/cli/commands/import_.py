"""``loopmap import``: other people's data, as evidence in Turtle."""

from __future__ import annotations

from pathlib import Path

import click

from graph.cli.editing import paths_of, tell, write, writing_options
from graph.editing.import_observations import ColumnMap, imported, read_column_map
from graph.editing.map_text import editing


class _Sources(click.Group):
    """The group, with a command for each source of events; none is loaded before it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from graph.measuring.sources import SOURCES

        return [*super().list_commands(ctx), *(entry.name for entry in SOURCES)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        from graph.measuring.sources import SOURCES

        entry = next((entry for entry in SOURCES if entry.name == cmd_name), None)
        if entry is None:
            return None
        from graph.cli.commands.import_source import command_for

        return command_for(entry)


@click.group("import", cls=_Sources)
def command() -> None:
    """Bring other people's data into the map as evidence."""


@command.command("observations")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--columns",
    metavar="FILE.toml",
    type=click.Path(path_type=Path),
    help="What the columns are; not needed where they are called as the fields are.",
)
@click.option(
    "--to",
    metavar="FILE.ttl",
    help="Where to write; else evidence/imported/NAME.ttl in the map's folder.",
)
@writing_options
def observations(
    table: Path,
    columns: Path | None,
    to: str | None,
    ontology: tuple[str, ...],
    dry_run: bool,
    show_diff: bool,
) -> None:
    """Write each row of a table as an observation.

    Faults are told by row and column, and nothing is written then. The same table gives the same
    file, so that it can be imported again.
    """
    mapped = read_column_map(columns) if columns else ColumnMap()
    with editing(paths_of(ontology)) as text:
        change = imported(text, table, mapped, to)
        if change is not None:
            text.replace_file(change)
        title = f"import observations {table.name}"
        outcome = write(text, title, dry_run=dry_run)
    tell(outcome, ontology, show_diff=show_diff)
