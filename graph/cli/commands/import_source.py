"""The commands ``loopmap import NAME``: one for each source of events, made from the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from graph.cli.editing import paths_of, tell, write, writing_options
from graph.cli.output import Display, display_options, gather_display, show
from graph.cli.working import working
from graph.editing.journal import Edit
from graph.editing.map_text import MapText, Outcome, editing, write_edit
from graph.editing.writing import FileChange
from graph.errors import UsageError
from graph.files import seen_from_here
from graph.measuring.clock import Counting, Days
from graph.measuring.evidence_file import evidence_change
from graph.measuring.landing import Landing, landing_of
from graph.measuring.measure import Measuring, measure, refuse_nothing
from graph.measuring.period import Step
from graph.measuring.report import measured_report
from graph.measuring.source import Asked, SourceEntry, SourceOption, quiet
from graph.measuring.stages import Stage, read_stages, stages_text

_EPILOG = "What its JSON holds: loopmap schema import"
_COMMON: tuple[Callable[[Any], Any], ...] = (
    click.option("--stages", metavar="FILE.toml", type=click.Path(path_type=Path),
                 help="What the stages are on the map; written as a first guess if it is not "
                 "there. Else NAME.stages.toml beside the evidence."),
    click.option("--by", "step", default=Step.QUARTER.value, show_default=True,
                 type=click.Choice([one.value for one in Step]), help="By which periods."),
    click.option("--days", default=Days.CALENDAR.value, show_default=True,
                 type=click.Choice([one.value for one in Days]),
                 help="Which days count; working days are Mondays to Fridays of 24 hours."),
    click.option("--utc-offset", default=0.0, show_default=True, metavar="HOURS",
                 type=click.FloatRange(-14, 14),
                 help="By how much the team's clock is ahead of UTC: moves weekends and periods."),
    click.option("--name", metavar="NAME", help="What the source is called on the map."),
    click.option("--out", metavar="FILE.ttl", type=click.Path(path_type=Path),
                 help="Where to write; else evidence/imported/NAME.ttl in the map's folder."),
)  # fmt: skip


def command_for(entry: SourceEntry) -> click.Command:
    """Return the command that imports from a source."""

    def import_from(**given: Any) -> None:
        display = gather_display(given)
        if given.pop("print_query", False) and entry.query is not None:
            click.echo(entry.query.read_text(encoding="utf-8"), nl=False)
            return
        _import(entry, given, display)

    import_from.__doc__ = entry.description
    many = entry.argument.strip("[]").endswith("S")
    optional = entry.argument.startswith("[") or entry.query is not None
    argument = click.argument(
        "paths",
        nargs=-1 if many or optional else 1,
        metavar=entry.argument,
        type=click.Path(path_type=Path),
        required=not optional,
        callback=None if entry.query is None else _refuse_no_file,
    )
    decorated: Any = display_options(import_from)
    decorated = writing_options(decorated)
    for option in reversed(_COMMON):
        decorated = option(decorated)
    if entry.query is not None:
        decorated = click.option(
            "--print-query", is_flag=True, is_eager=True, help="Print the query to export with."
        )(decorated)
    for own in reversed(entry.options):
        decorated = option_of(own)(decorated)
    command: click.Command = click.command(
        entry.name, short_help=entry.summary, help=entry.description, epilog=_EPILOG
    )(argument(decorated))
    return command


def _refuse_no_file(
    context: click.Context, parameter: click.Parameter, paths: tuple[Path, ...]
) -> tuple[Path, ...]:
    if not paths and not context.params.get("print_query"):
        raise click.MissingParameter(ctx=context, param=parameter, param_type="argument")
    return paths


def option_of(own: SourceOption) -> Callable[[Any], Any]:
    """Return what gives a command an option of a source."""
    if own.metavar is None:
        return click.option(own.name, own.key, is_flag=True, help=own.help)
    return click.option(
        own.name,
        own.key,
        default=own.default,
        show_default=own.default is not None,
        metavar=own.metavar,
        type=click.Choice(own.choices) if own.choices else None,
        multiple=own.multiple,
        help=own.help,
    )


def _import(entry: SourceEntry, given: dict[str, Any], display: Display) -> None:
    paths = given["paths"] if isinstance(given["paths"], tuple) else (given["paths"],)
    counting = Counting(
        Step(given["step"]),
        Days(given["days"]),
        round(given["utc_offset"] * 3600),
        int((datetime.now(UTC) + timedelta(days=1)).timestamp()),
    )
    one = _into_map if given["ontology"] else _beside
    one(entry, Asked(paths, counting, said_of(entry.options, given)), given, display)


def said_of(
    options: Iterable[SourceOption], given: Mapping[str, Any]
) -> dict[str, str | tuple[str, ...]]:
    """Return a source's own options by key, as given or by default, as ``Asked`` has them."""
    said = {one.key: _said(given[one.key]) for one in options}
    return {key: value for key, value in said.items() if value is not None}


def _said(value: Any) -> str | tuple[str, ...] | None:
    if value is True:
        return "yes"
    return value if value else None


def _into_map(entry: SourceEntry, asked: Asked, given: dict[str, Any], display: Display) -> None:
    with editing(paths_of(given["ontology"])) as text:
        landing = landing_of(text.said.model)
        name = _source_name(entry, asked, given)
        home = text.new_path(given["out"] or Path("evidence") / "imported" / f"{name}.ttl")
        stages = (given["stages"] or home.with_suffix(".stages.toml")).absolute()
        _refuse_known(text, name, home)
        measuring = _measured(entry, asked, landing, stages, name)
        change = evidence_change(measuring.measured, home, str(seen_from_here(home)))
        if change is not None:
            text.replace_file(change)
        guess = _guess_file(measuring, stages)
        outcome = write(
            text,
            f"import {entry.name} {name}",
            dry_run=given["dry_run"],
            further=[guess] if guess else [],
            notes=_notes(given["ontology"], home, guess),
        )
    show(measuring.measured, display, lambda _: measured_report(measuring), "measurements")
    data = display.format != "text"
    tell(outcome, given["ontology"], show_diff=given["show_diff"], data=data)


def _refuse_known(text: MapText, name: str, home: Path) -> None:
    """Refuse a source that another file of the map holds: its numbers would be there twice."""
    known = text.said.model.sources.get(name)
    if known is not None and known.place and Path(known.place.file).absolute() != home.absolute():
        raise UsageError(
            f"The map has the source '{name}' already, in {known.place.file}. To bring a map that "
            "was measured up to date: loopmap measure. To import besides what is there, give it "
            "another name: --name."
        )


def _beside(entry: SourceEntry, asked: Asked, given: dict[str, Any], display: Display) -> None:
    """Measure against the shipped map; write only where the person said so."""
    from graph.ontology.read_cache import read_cached

    landing = landing_of(read_cached(paths_of(())))
    name = _source_name(entry, asked, given)
    out: Path | None = given["out"]
    stages = given["stages"] or (out.with_suffix(".stages.toml") if out else None)
    measuring = _measured(entry, asked, landing, stages, name)
    changes: list[FileChange | None] = []
    if out is not None:
        changes.append(evidence_change(measuring.measured, out.absolute(), str(out)))
    if stages is not None:
        changes.append(_guess_file(measuring, stages.absolute()))
    show(measuring.measured, display, lambda _: measured_report(measuring), "measurements")
    edit = Edit(f"import {entry.name} {name}", tuple(one for one in changes if one is not None))
    if out is None and stages is None:
        click.echo(
            "Nothing was written. Name your map with --ontology, or a file with --out.", err=True
        )
        return
    written = bool(edit.changes) and not given["dry_run"]
    if written:
        write_edit(out.parent.absolute() if out else Path.cwd(), edit)
    data = display.format != "text"
    tell(Outcome(edit, written, False), (), show_diff=given["show_diff"], data=data)


def _source_name(entry: SourceEntry, asked: Asked, given: dict[str, Any]) -> str:
    name: str = given["name"] or entry.opened(asked).provenance.name
    return name


def _measured(
    entry: SourceEntry,
    asked: Asked,
    landing: Landing,
    stages: Path | None,
    name: str,
) -> Measuring:
    told: dict[str, Stage] = {}
    if stages is not None and stages.exists():
        told = read_stages(stages, landing)
    with working(f"Reading {entry.name}") as line:
        asked = replace(asked, progress=line if line.shown else quiet)
        measuring = measure(entry.opened(asked), landing, asked.counting, told, name=name)
    refuse_nothing(measuring.measured, entry.name)
    return measuring


def _guess_file(measuring: Measuring, path: Path) -> FileChange | None:
    """The file in which a person corrects the guess; never one that is there already."""
    if path.exists() or not measuring.guessed or not measuring.correctable:
        return None
    title = measuring.measured.provenance.title
    text = stages_text(measuring.stages, measuring.rows, title)
    return FileChange(path, str(seen_from_here(path)), None, text.encode())


def _notes(ontology: tuple[str, ...], home: Path, guess: FileChange | None) -> list[str]:
    notes = []
    if guess is not None:
        notes.append(f"what the stages are was guessed: correct {guess.label} and import again.")
    if all(not Path(one).is_dir() for one in ontology):
        named = " ".join(f"--ontology {one}" for one in (*ontology, str(seen_from_here(home))))
        notes.append(f"your map is named by its file, so name both: {named}")
    return notes
