"""``loopmap fmt``: Turtle files laid out in one way; comments, order and meaning stay."""

from __future__ import annotations

import sys

import click

from graph.cli.editing import paths_of
from graph.cli.offers import offers
from graph.editing.format_files import format_bytes, format_files
from graph.editing.journal import Edit
from graph.editing.map_text import write_edit
from graph.number_words import count_of
from graph.ontology.inputs import STDIN


@click.command("fmt")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|-]...", shell_complete=offers("files"))
@click.option(
    "--check", is_flag=True, help="Write nothing; name the files that would change, exit code 1."
)
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--dry-run", is_flag=True, help="The same as --diff.")
def command(files: tuple[str, ...], check: bool, show_diff: bool, dry_run: bool) -> int:
    """Lay out Turtle files in one way; without a name, those of the shipped map.

    Spaces, indents and empty lines are made alike. Every token stays as it is written, every
    comment where it is, subjects and properties in their order. A single - lays out standard input
    and prints it. Before a file is written, its new
    text is read and held against the old one.
    """
    if files == ("-",):
        data = sys.stdin.buffer.read()
        new = format_bytes(data, STDIN, "file:///stdin")
        if not check:
            click.echo(new, nl=False)
        return 1 if check and new != data else 0
    paths = paths_of(files)
    found = format_files(paths)
    if show_diff or dry_run:
        for change in found.changes:
            click.echo(change.diff())
    elif not check and found.changes:
        write_edit(found.root, Edit(f"fmt {' '.join(paths)}", found.changes))
    idle = check or show_diff or dry_run
    for change in found.changes:
        click.echo(f"{'Would lay out' if idle else 'Laid out'} {change.label}.", err=True)
    same = found.file_count - len(found.changes)
    click.echo(
        f"{same} of {count_of(found.file_count, 'file')} {'is' if same == 1 else 'are'} laid out "
        "already.",
        err=True,
    )
    return 1 if check and found.changes else 0
