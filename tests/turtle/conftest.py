"""Two other readers of Turtle, and one way to compare what three readers have found."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import pyoxigraph
import pytest
import rdflib

from graph.turtle.document import Blank, Iri, Literal, Term, Triple

BASE = "https://example.org/base/file.ttl"


def canonical(quads: Iterable[pyoxigraph.Quad]) -> pyoxigraph.Dataset:
    """Return statements in a form that does not depend on the labels of blank nodes."""
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def ours(triples: Iterable[Triple]) -> pyoxigraph.Dataset:
    """Return the triples of a document for a comparison."""
    return canonical(
        pyoxigraph.Quad(_term(triple.subject), _term(triple.predicate), _term(triple.object))
        for triple in triples
    )


def _term(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(term, Literal):
        if term.language:
            return pyoxigraph.Literal(term.lexical, language=term.language)
        return pyoxigraph.Literal(term.lexical, datatype=pyoxigraph.NamedNode(term.datatype))
    assert isinstance(term, Iri | Blank)
    return pyoxigraph.NamedNode(term) if isinstance(term, Iri) else pyoxigraph.BlankNode(term)


def oxigraph(text: str) -> pyoxigraph.Dataset:
    """Return what pyoxigraph reads."""
    turtle = pyoxigraph.RdfFormat.TURTLE
    return canonical(pyoxigraph.parse(text.encode(), format=turtle, base_iri=BASE))


def rdflib_reads(text: str) -> pyoxigraph.Dataset:
    """Return what rdflib reads, numbers as they are written."""
    graph = rdflib.Graph()
    normalize, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(data=text, format="turtle", publicID=BASE)
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
    return canonical(pyoxigraph.Quad(*(_foreign(term) for term in triple)) for triple in graph)


def _foreign(
    term: rdflib.term.Node,
) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    if isinstance(term, rdflib.Literal):
        if term.language:
            return pyoxigraph.Literal(str(term), language=term.language.lower())
        datatype = term.datatype or rdflib.XSD.string
        return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(datatype))
    if isinstance(term, rdflib.BNode):
        return pyoxigraph.BlankNode(str(term))
    return pyoxigraph.NamedNode(str(term))


@pytest.fixture(scope="session")
def oracles() -> SimpleNamespace:
    """Return the ways to read and to compare."""
    return SimpleNamespace(ours=ours, oxigraph=oxigraph, rdflib=rdflib_reads, base=BASE)
