"""The files of the map as JSON-LD: the same statements, for programs that do not read Turtle."""

from __future__ import annotations

from graph.exporters.export_source import ExportSource
from graph.ontology.rdflib_graph import graph_of
from graph.vocabulary import PREFIXES


def to_json_ld(export: ExportSource) -> str:
    """Return every statement of the files as JSON-LD with a context of its own.

    Nothing is computed and nothing left out; read back, it is the same graph.

    Args:
        export: only its documents count.
    """
    graph = graph_of(export.documents)
    context = {prefix: address for prefix, address in PREFIXES.items() if prefix}
    text: str = graph.serialize(
        format="json-ld", context=context, auto_compact=False, indent=2, sort_keys=True
    )
    return text.rstrip("\n") + "\n"
