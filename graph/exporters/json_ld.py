"""The files of the map as JSON-LD: the same statements, for programs that do not read Turtle."""

from __future__ import annotations

import json

from graph.exporters.export_source import ExportSource
from graph.ontology.rdflib_graph import graph_of
from graph.reports.plain import Plain
from graph.vocabulary import PREFIXES


def to_json_ld(export: ExportSource) -> str:
    """Return every statement of the files as JSON-LD with a context of its own.

    Nothing is computed and nothing left out; read back, it is the same graph. The same files give
    the same text: things stand in the order of their addresses, and so do the values within.

    Args:
        export: only its documents count.
    """
    graph = graph_of(export.documents)
    context = {prefix: address for prefix, address in PREFIXES.items() if prefix}
    text = graph.serialize(format="json-ld", context=context, auto_compact=False)
    return json.dumps(in_order(json.loads(text)), indent=2, ensure_ascii=False) + "\n"


def in_order(value: Plain, *, is_list: bool = False) -> Plain:
    """Return JSON-LD with keys and sets of values in a fixed order; lists stay as they are.

    Args:
        value: what json.loads gives.
        is_list: whether an array stands under ``@list``, where the order means something.

    >>> in_order({"b": [{"@id": "z"}, {"@id": "a"}], "a": {"@list": [2, 1]}})
    {'a': {'@list': [2, 1]}, 'b': [{'@id': 'a'}, {'@id': 'z'}]}
    """
    if isinstance(value, dict):
        return {key: in_order(value[key], is_list=key == "@list") for key in sorted(value)}
    if not isinstance(value, list):
        return value
    items = [in_order(item) for item in value]
    return items if is_list else sorted(items, key=_address_then_text)


def _address_then_text(item: Plain) -> tuple[str, str]:
    address = item.get("@id") if isinstance(item, dict) else None
    return (str(address or ""), json.dumps(item))
