"""``loopmap import``: other people's data, as evidence in Turtle."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from inspect import cleandoc
from pathlib import Path

import click

from graph.cli.editing import paths_of, tell, write, writing_options
from graph.editing.import_observations import ColumnMap, imported, read_column_map
from graph.editing.import_parts import COLUMNS, NewWords, imported_parts
from graph.editing.map_text import MapText, editing, new_map_text
from graph.errors import UsageError


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


@command.command("parts")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--to",
    metavar="FILE.ttl",
    help="Where to write; else components/imported/NAME.ttl in the map's folder.",
)
@click.option("--title", default="Our loop", show_default=True, help="Title of a map without one.")
@click.option(
    "--round",
    "round_word",
    default="change",
    show_default=True,
    help="What such a map calls one round of its loop.",
)
@writing_options
def parts(
    table: Path,
    to: str | None,
    title: str,
    round_word: str,
    ontology: tuple[str, ...],
    dry_run: bool,
    show_diff: bool,
) -> None:
    """Write each row of a table as a part of a loop, and who waits for whom.

    --ontology names your map; a folder that is empty or not there yet becomes one. Faults are told
    by row and column, and nothing is written then. The same table gives the same file.
    """
    if not ontology:
        raise UsageError(
            "Say which map the parts are of: --ontology FOLDER. A folder that is not there yet "
            "becomes a map of its own."
        )
    words = NewWords(title, round_word)
    with _map_or_new(ontology) as text:
        change = imported_parts(text, table, words, to)
        if change is not None:
            text.replace_file(change)
        outcome = write(text, f"import parts {table.name}", dry_run=dry_run)
    tell(outcome, ontology, show_diff=show_diff)


def _map_or_new(ontology: tuple[str, ...]) -> AbstractContextManager[MapText]:
    """Read a map for a change; one folder without any Turtle file is a map that begins."""
    folder = Path(ontology[0])
    begins = folder.suffix.lower() != ".ttl" and not any(folder.rglob("*.ttl"))
    if len(ontology) == 1 and begins and not folder.is_file():
        return nullcontext(new_map_text(folder))
    return editing(paths_of(ontology))


parts.help = f"{cleandoc(parts.help or '')}\n\nColumns: {', '.join(COLUMNS)}."
