"""An OWL 2 RL reasoner finds the vocabulary consistent, and calls things what ``check`` calls them.

Of the map, types and the ends of dependencies are reasoned over with all of loop.ttl: the closure
of every statement took 4 to 16 seconds. Literals are left out: ``check`` itself holds numbers.
"""

from __future__ import annotations

import owlrl
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS

from graph.exporters.json_ld import graph_of
from graph.files import shipped_ontology
from graph.ontology.reading import context_of, read_documents
from graph.ontology.roles import CLASS_ROLES, Role
from graph.ontology.statements import Findings, Statements
from graph.turtle.reading import read_turtle
from graph.vocabulary import LOOP

_ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    """What loop.ttl says that a reasoner uses; comments and labels have no part in it."""
    path = shipped_ontology() / "loop.ttl"
    document = read_turtle(path.read_text(encoding="utf-8"), "loop.ttl")
    return graph_of([document])


def axioms(graph: rdflib.Graph) -> rdflib.Graph:
    """The statements about classes and properties, without labels and comments."""
    kept = rdflib.Graph()
    for triple in graph:
        if not isinstance(triple[2], rdflib.Literal):
            kept.add(triple)
    return kept


def closure(graph: rdflib.Graph) -> rdflib.Graph:
    """Everything that follows by OWL 2 RL."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def faults(graph: rdflib.Graph) -> list[str]:
    """What the reasoner found contradictory."""
    return [str(text) for text in graph.objects(None, _ERROR)]


def test_the_vocabulary_is_consistent(vocabulary: rdflib.Graph) -> None:
    """The vocabulary is consistent."""
    everything = closure(axioms(vocabulary))
    assert faults(everything) == []
    # It did reason: a coding component is a component, which is a feature of interest.
    coding = rdflib.URIRef(LOOP + "Coding")
    feature = rdflib.URIRef("http://www.w3.org/ns/sosa/FeatureOfInterest")
    assert (coding, RDFS.subClassOf, feature) in everything


def test_a_contradiction_would_be_found(vocabulary: rdflib.Graph) -> None:
    """A contradiction would be found."""
    graph = axioms(vocabulary)
    both = rdflib.URIRef("urn:both")
    graph.add((both, RDF.type, rdflib.URIRef(LOOP + "Component")))
    graph.add((both, RDF.type, rdflib.URIRef(LOOP + "Dependency")))
    assert faults(closure(graph))


def test_the_shipped_map_is_classified_as_check_does(vocabulary: rdflib.Graph) -> None:
    """The shipped map is classified as check does."""
    documents = read_documents((shipped_ontology(),)).all_documents
    statements, findings = Statements(documents), Findings()
    roles = context_of(statements, findings).roles.by_subject
    told = {RDF.type, rdflib.URIRef(LOOP + "from"), rdflib.URIRef(LOOP + "to")}
    graph = axioms(vocabulary)
    for triple in graph_of(documents):
        if triple[1] in told:
            graph.add(triple)
    closure(graph)
    assert faults(graph) == []
    individuals = {
        subject
        for subject, role in roles.items()
        if role is not Role.UNCLEAR and not subject.startswith("_:")
    }
    assert len(individuals) > 2000
    for subject in individuals:
        names = {
            str(one)[len(LOOP) :]
            for one in graph.objects(rdflib.URIRef(subject), RDF.type)
            if str(one).startswith(LOOP)
        }
        found = {CLASS_ROLES[name] for name in names if name in CLASS_ROLES}
        assert roles[subject] in found, subject
        assert found <= {roles[subject], Role.EVIDENCE}, subject
