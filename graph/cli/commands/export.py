"""``loopmap export``: the map and its answer in the formats of other programs."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from graph.cli.options import StudyOptions, build_study, gather, study_options
from graph.errors import UsageError
from graph.exporters.export_source import FIGURES, TABLES, ExportSource
from graph.exporters.marks import THEMES
from graph.exporters.registry import ALL_EXPORTERS, PICTURES, Exporter, exporter_for, exporter_named
from graph.exporters.rendering import chromium
from graph.exporters.writing import refuse_target, write_whole
from graph.files import shipped_ontology
from graph.ontology.reading import read_documents
from graph.turtle.document import Document

_FORMATS = ", ".join(f"{exporter.name} ({exporter.summary})" for exporter in ALL_EXPORTERS)


@click.command("export", epilog=f"Formats: {_FORMATS}.")
@click.argument("wanted", metavar="[FORMAT]", required=True, default="")
@click.option("--format", "-f", "named", default="", metavar="FORMAT", help="The same as FORMAT.")
@click.option(
    "--output",
    default=None,
    metavar="FILE",
    help="Where to write; - or nothing for standard output. The ending of the name means the "
    "format where none is named.",
)
@click.option(
    "--theme",
    default="light",
    show_default=True,
    type=click.Choice([theme.name for theme in THEMES]),
    help="Of the SVG; the page follows its reader's choice.",
)
@click.option(
    "--table",
    default=TABLES[0],
    show_default=True,
    type=click.Choice(TABLES),
    help="Which table the CSV holds.",
)
@click.option(
    "--figure",
    default=FIGURES[0],
    show_default=True,
    type=click.Choice(FIGURES),
    help="What an svg, png or pdf shows: the map, what holds the loop up, or the years to come.",
)
@study_options(with_format=False)
def command(
    wanted: str,
    named: str,
    output: str | None,
    theme: str,
    table: str,
    figure: str,
    **values: Any,
) -> None:
    """Write the map as a page, picture, network, table, JSON-LD or report with sources.

    FORMAT may be left out where the ending of the file's name says it.
    """
    options = gather(values)
    exporter = _exporter(wanted or named, output)
    if figure != FIGURES[0] and exporter.name not in PICTURES:
        raise UsageError(
            f"The figure '{figure}' is a picture, and {exporter.name} is none. Name one of "
            f"{', '.join(PICTURES)}."
        )
    target = None if output in (None, "-") else Path(str(output))
    kept = [Path(path) for path in options.ontology if path != "-" and Path(path).is_file()]
    if target is not None:
        refuse_target(target, kept, answers=exporter.name == "ttl")
    if exporter.render is not None:
        if target is None and sys.stdout.isatty():
            raise UsageError(
                f"A terminal cannot show {exporter.name}. Add --output map.{exporter.name}."
            )
        chromium()  # nobody should wait for an answer to learn that it cannot be drawn
    made: str | bytes = exporter.make(_source(options, theme, table, figure))
    if exporter.render is not None and isinstance(made, str):
        made = exporter.render(made)
    if target is None:
        click.echo(made, nl=False)
        return
    write_whole(target, made, kept, answers=exporter.name == "ttl")
    size = len(made.encode() if isinstance(made, str) else made)
    click.echo(f"Wrote {target} ({max(1, size // 1000):,} kB).", err=True)


def _exporter(wanted: str, output: str | None) -> Exporter:
    if wanted:
        return exporter_named(wanted)
    if output in (None, "-"):
        names = ", ".join(exporter.name for exporter in ALL_EXPORTERS)
        raise UsageError(f"Name a format ({names}), or a file with --output map.svg.")
    return exporter_for(str(output))


def _source(options: StudyOptions, theme: str, table: str, figure: str) -> ExportSource:
    return ExportSource(
        read_study=lambda: build_study(options),
        read_documents=lambda: _documents(options),
        draws=options.draws,
        seed=options.seed,
        theme=next(one for one in THEMES if one.name == theme),
        table=table,
        figure=figure,
        command=_command(options),
    )


def _command(options: StudyOptions) -> str:
    """Return what to type to get the report of this study again."""
    words = ["loopmap", "export", "report"]
    words += ["--setting", options.setting] if options.setting else []
    for flag, values in (
        ("--ontology", options.ontology),
        ("--as-of", (options.as_of,) if options.as_of else ()),
        ("--scenario", options.scenarios),
        ("--set", options.assignments),
    ):
        words += [word for value in values for word in (flag, value)]
    words += ["--evidence-only"] * options.evidence_only + ["--prior"] * options.prior
    return shlex.join([*words, "--draws", str(options.draws), "--seed", str(options.seed)])


def _documents(options: StudyOptions) -> tuple[Document, ...]:
    return read_documents(options.ontology or (shipped_ontology(),), stdin=sys.stdin).documents
