"""Statements as an rdflib graph, for exports."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.ontology.statements import Statements
from graph.turtle.document import Blank, Document, Literal, Term
from graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import IdentifiedNode


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
