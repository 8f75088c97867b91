"""The files of the map as JSON-LD: the same statements, for programs that do not read Turtle."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.exporters.export_source import ExportSource
from graph.ontology.statements import Statements
from graph.reports.plain import Plain
from graph.turtle.document import Blank, Document, Literal, Term
from graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import IdentifiedNode


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


def graph_of(documents: Iterable[Document]) -> rdflib.Graph:
    """Return an rdflib graph with the statements of some documents, and the usual prefixes.

    Blank nodes keep their labels, told apart by document. Lexical forms are kept as written.

    Args:
        documents: what was read.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    with _quiet_about_literals():
        for subject, said in Statements(tuple(documents)).by_subject.items():
            node = _node(subject)
            for predicate, found in said.items():
                link = rdflib.URIRef(predicate)
                for statement in found:
                    graph.add((node, link, _term(statement.value)))
    return graph


def _term(value: Term) -> IdentifiedNode | rdflib.Literal:
    import rdflib

    if not isinstance(value, Literal):
        return _node(value)
    if value.language:
        return rdflib.Literal(value.lexical, lang=value.language)
    return rdflib.Literal(value.lexical, datatype=rdflib.URIRef(value.datatype), normalize=False)


def _node(name: str) -> IdentifiedNode:
    import rdflib

    if isinstance(name, Blank) or name.startswith("_:"):
        return rdflib.BNode(name.removeprefix("_:"))
    return rdflib.URIRef(name)


@contextmanager
def _quiet_about_literals() -> Iterator[None]:
    # rdflib logs a traceback for every ill-typed literal; here those are told as problems.
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
