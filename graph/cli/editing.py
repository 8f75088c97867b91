"""What the writing commands share: the map they change, and how they tell what they did."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from graph.editing.map_text import MapText, Outcome, WouldBreakError, carry_out
from graph.errors import UsageError
from graph.files import shipped_ontology_as_seen_from_here

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--ontology",
        "-o",
        multiple=True,
        metavar="PATH",
        help="The map that is changed: a Turtle file or a folder. Without it the shipped map.",
    ),
    click.option("--dry-run", is_flag=True, help="Show what would change; write nothing."),
    click.option("--diff", "show_diff", is_flag=True, help="Show what changes, and write it."),
)


def writing_options(function: Decorated) -> Decorated:
    """Give a command the options that every writing command takes."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def paths_of(ontology: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files and folders of the map that is meant."""
    return ontology or (str(shipped_ontology_as_seen_from_here()),)


def write(text: MapText, title: str, *, dry_run: bool = False, **told: Any) -> Outcome:
    """Write the changes noted in a map, as ``carry_out`` does, and say so if they are refused."""
    try:
        return carry_out(text, title, dry_run=dry_run, **told)
    except WouldBreakError:
        click.echo("Nothing was written: with this change the map would have errors.\n", err=True)
        raise


def tell(
    outcome: Outcome, ontology: tuple[str, ...], *, show_diff: bool, data: bool = False
) -> None:
    """Say what was written, or would be, and how it is undone.

    Args:
        outcome: of the edit.
        ontology: the files and folders of the map, as they were named.
        show_diff: whether the change is shown though it was written; one that was not always is.
        data: whether standard output holds data for a program, so that the change goes beside it.
    """
    if not outcome.edit.changes:
        click.echo("Nothing to change.", err=True)
        return
    if show_diff or not outcome.written:
        click.echo(outcome.diff(), err=data)
    for change in outcome.edit.changes if outcome.written else ():
        verb = "Wrote" if change.new is not None else "Removed"
        click.echo(f"{verb} {change.label}.", err=True)
    if not outcome.written:
        click.echo("Nothing was written (--dry-run).", err=True)
    for note in outcome.notes:
        click.echo(f"note: {note}", err=True)
    if outcome.undoable:
        named = "".join(f" --ontology {path}" for path in ontology)
        click.echo(f"To take it back: loopmap undo{named}", err=True)


def ask_for(missing: Sequence[tuple[str, str]], values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with what is missing asked at the terminal.

    Args:
        missing: option and question of what a thing needs.
        values: by the name of the option, without hyphens in front.

    Raises:
        UsageError: something is missing, and there is nobody to ask.
    """
    lacking = [(name, question) for name, question in missing if not values.get(name)]
    if not lacking:
        return values
    if not sys.stdin.isatty():
        listed = "; ".join(f"--{name.replace('_', '-')} ({question})" for name, question in lacking)
        raise UsageError(f"Still needed: {listed}.")
    answers = {name: click.prompt(question, type=str) for name, question in lacking}
    return {
        **values,
        **{
            name: (answer,) if isinstance(values.get(name), tuple) else answer
            for name, answer in answers.items()
        },
    }
