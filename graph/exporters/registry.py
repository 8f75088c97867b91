"""The ways out: one line adds a format, and its command, contract test and help follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from graph.errors import UsageError
from graph.exporters.answer_report import to_report
from graph.exporters.answers_rdf import to_answers_turtle
from graph.exporters.export_source import ExportSource
from graph.exporters.figures import growth_svg, standing_svg
from graph.exporters.graphml import to_graphml
from graph.exporters.html import to_html
from graph.exporters.json_ld import to_json_ld
from graph.exporters.quarters_figure import quarters_svg
from graph.exporters.rendering import to_pdf, to_png
from graph.exporters.svg import to_svg
from graph.exporters.tables import to_csv
from graph.loop.names import nearest
from graph.records import record


@record
class Exporter:
    """One format.

    Attributes:
        name: the word for it on the command line.
        endings: of file names that mean it.
        media_type: for downloads.
        summary: one line for the help.
        make: makes the text.
        render: makes the bytes of the file from that text, where the format is no text.
    """

    name: str
    endings: tuple[str, ...]
    media_type: str
    summary: str
    make: Callable[[ExportSource], str]
    render: Callable[[str], bytes] | None = None


def _svg(export: ExportSource) -> str:
    if export.figure == "standing":
        return standing_svg(export.answer, export.theme, export.remark, export.caption)
    if export.figure == "growth":
        return growth_svg(export.growth, export.theme, export.remark, export.caption)
    if export.figure == "quarters":
        return quarters_svg(export.own_loop, export.theme, export.remark, export.caption)
    return to_svg(export.payload, export.headline, export.theme, export.remark, export.caption)


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("html", (".html", ".htm"), "text/html", "a page to move about in", to_html),
    Exporter("svg", (".svg",), "image/svg+xml", "a still picture", _svg),
    Exporter("graphml", (".graphml",), "application/graphml+xml", "the network", to_graphml),
    Exporter("csv", (".csv",), "text/csv", "one table", to_csv),
    Exporter("json-ld", (".jsonld",), "application/ld+json", "every statement", to_json_ld),
    Exporter("ttl", (".ttl",), "text/turtle", "computed answers as RDF", to_answers_turtle),
    Exporter("report", (".md", ".markdown"), "text/markdown", "the answer and sources", to_report),
)

#: Formats that another program draws from the text of one of those above.
RENDERED: tuple[Exporter, ...] = (
    Exporter("png", (".png",), "image/png", "the picture, drawn by Chromium", _svg, to_png),
    Exporter("pdf", (".pdf",), "application/pdf", "the same as PDF", _svg, to_pdf),
)

#: Formats that show a figure.
PICTURES = ("svg", *(exporter.name for exporter in RENDERED))

#: All formats.
ALL_EXPORTERS = EXPORTERS + RENDERED


def exporter_named(name: str) -> Exporter:
    """Return the exporter of a format.

    Raises:
        UsageError: there is no such format; the message offers the nearest and lists all.
    """
    wanted = name.strip().casefold()
    for exporter in ALL_EXPORTERS:
        if wanted == exporter.name or f".{wanted}" in exporter.endings:
            return exporter
    known = {exporter.name: exporter for exporter in ALL_EXPORTERS}
    raise UsageError(
        f"There is no format '{name}'.{nearest(wanted, known)} Known: {', '.join(known)}."
    )


def exporter_for(file_name: str) -> Exporter:
    """Return the exporter that a file's name asks for by its ending.

    Raises:
        UsageError: the ending means none.
    """
    ending = PurePath(file_name).suffix.casefold()
    for exporter in ALL_EXPORTERS:
        if ending in exporter.endings:
            return exporter
    known = ", ".join(end for exporter in ALL_EXPORTERS for end in exporter.endings)
    raise UsageError(
        f"The name '{file_name}' does not say which format is wanted. Name the format, or end "
        f"the name in one of {known}."
    )
