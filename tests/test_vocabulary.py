"""The words of the ontology: complete, consistent, and those that the code knows."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, XSD

from graph.estimates import Basis, Scale
from graph.vocabulary import LOOP, PREFIXES, Bound, Family, Kind, MetricName, word

ONTOLOGY = Path(__file__).parent.parent / "ontology"
FACETS = {"minInclusive", "minExclusive", "maxInclusive", "maxExclusive"}
VOCABULARY_FILES = ("loop.ttl", "terms.ttl")
QUDT = Namespace(PREFIXES["qudt"])
TERM = Namespace(LOOP)


@cache
def read(*names: str) -> Graph:
    """Return the named files of the ontology as one graph."""
    graph = Graph()
    for name in names:
        graph.parse(ONTOLOGY / name)
    return graph


def vocabulary() -> Graph:
    """Return the classes, the properties and the fixed lists."""
    return read(*VOCABULARY_FILES)


def data(text: str) -> Graph:
    """Return Turtle with the usual prefixes as a graph."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return Graph().parse(data=prefixes + text, format="turtle")


def is_term(node: object) -> bool:
    """Return whether a node is a name of the vocabulary."""
    return isinstance(node, URIRef) and node.startswith(LOOP)


def terms_used(graph: Graph) -> set[URIRef]:
    """Return every name of the vocabulary that occurs anywhere in a graph."""
    return {node for triple in graph for node in triple if is_term(node)}


def declared_terms(graph: Graph) -> set[URIRef]:
    """Return every name of the vocabulary that a graph gives a type."""
    return {subject for subject in graph.subjects(RDF.type) if is_term(subject)}


def superclasses(graph: Graph, start: URIRef) -> set[URIRef]:
    """Return a class and everything above it."""
    return set(graph.transitive_objects(start, RDFS.subClassOf))


def disjoint_pairs(graph: Graph) -> set[frozenset[URIRef]]:
    """Return the pairs of classes that may share no member."""
    pairs: set[frozenset[URIRef]] = set()
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        head = graph.value(axiom, OWL.members)
        assert head is not None
        pairs |= {frozenset(pair) for pair in combinations(Collection(graph, head), 2)}
    return pairs


def clashes(graph: Graph) -> list[str]:
    """Return the subjects that belong to two classes that may share no member."""
    pairs = disjoint_pairs(graph)
    found = []
    for subject in set(graph.subjects(RDF.type)):
        classes = {
            above
            for type_ in graph.objects(subject, RDF.type)
            for above in superclasses(graph, type_)
        }
        if any(frozenset(pair) in pairs for pair in combinations(classes, 2)):
            found.append(str(subject))
    return found


def doubled_values(graph: Graph) -> list[str]:
    """Return where a property that takes one value has two."""
    return [
        f"{subject} {property_}"
        for property_ in graph.subjects(RDF.type, OWL.FunctionalProperty)
        for subject in set(graph.subjects(property_))
        if len(set(graph.objects(subject, property_))) > 1
    ]


def misused_properties(graph: Graph) -> list[str]:
    """Return the object properties with a literal and the data properties with a thing as value."""
    wrong = [
        str(property_)
        for property_ in graph.subjects(RDF.type, OWL.ObjectProperty)
        if any(isinstance(value, Literal) for value in graph.objects(None, property_))
    ]
    return wrong + [
        str(property_)
        for property_ in graph.subjects(RDF.type, OWL.DatatypeProperty)
        if any(not isinstance(value, Literal) for value in graph.objects(None, property_))
    ]


@cache
def whole_ontology() -> Graph:
    """Return everything below ``ontology/`` but the SHACL rules."""
    graph = Graph()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        if path.name != "shapes.ttl":
            graph.parse(path)
    return graph


# ---- The words themselves ----


@pytest.mark.parametrize("name", [*VOCABULARY_FILES, "shapes.ttl", "skills.ttl"])
def test_each_vocabulary_file_is_turtle_with_the_usual_prefixes(name: str) -> None:
    """Every file parses; the prefixes it declares are the usual ones, in the usual order."""
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    declared = re.findall(r"^@prefix (\S*): <(\S+)> \.$", text, flags=re.MULTILINE)
    assert declared == [pair for pair in PREFIXES.items() if pair in declared]
    assert len(declared) == text.count("@prefix")
    assert len(read(name)) > 0


def test_every_term_in_use_is_declared() -> None:
    """No file uses a name of the vocabulary that is not declared in some file."""
    declared = declared_terms(whole_ontology()) | declared_terms(read("shapes.ttl"))
    used = terms_used(whole_ontology()) | terms_used(read("shapes.ttl"))
    assert sorted(used - declared) == []


def test_every_term_is_declared_in_one_file() -> None:
    """No two files define the same name, or two meanings could hide behind it."""
    homes: dict[URIRef, list[str]] = {}
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        for term in declared_terms(Graph().parse(path)):
            homes.setdefault(term, []).append(path.name)
    assert {term: files for term, files in homes.items() if len(files) > 1} == {}


def test_a_misspelt_term_would_be_found() -> None:
    """The check above notices a name with a slip in it."""
    graph = Graph().parse(data=f"<{LOOP}Coding> <{LOOP}lagg> 1 .", format="turtle")
    assert terms_used(graph) - declared_terms(vocabulary()) == {TERM.lagg}


def test_every_term_has_a_label_and_a_definition() -> None:
    """Classes and properties say what they mean in a comment, listed things in a definition."""
    graph = whole_ontology()
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for term in sorted(declared_terms(graph)):
        is_word = bool(kinds & set(graph.objects(term, RDF.type)))
        predicate = RDFS.comment if is_word else SKOS.definition
        assert len(list(graph.objects(term, RDFS.label))) == 1, term
        assert len(list(graph.objects(term, predicate))) == 1, term


def test_every_term_of_the_vocabulary_says_where_it_belongs() -> None:
    """Terms of loop.ttl and terms.ttl name the ontology that defines them."""
    graph = vocabulary()
    for term in sorted(declared_terms(graph)):
        assert str(graph.value(term, RDFS.isDefinedBy)) == "https://w3id.org/loopmap", term


def test_terms_of_other_vocabularies_say_where_they_come_from() -> None:
    """What is borrowed is declared, so that the files can be read without fetching anything."""
    graph = vocabulary()
    builtin = tuple(PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "xsd", "loop"))
    borrowed = {
        node
        for triple in whole_ontology()
        for node in (triple[1], triple[2] if triple[1] == RDF.type else triple[1])
        if isinstance(node, URIRef) and not str(node).startswith(builtin)
    }
    for node in sorted(borrowed):
        assert graph.value(node, RDF.type) is not None, node
        assert graph.value(node, RDFS.isDefinedBy) is not None, node


def test_no_definition_is_shared_by_two_terms() -> None:
    """Two words for one thing, or one text pasted twice, would confuse whoever chooses a word."""
    graph = whole_ontology()
    texts = [
        str(graph.value(term, SKOS.definition))
        for term in declared_terms(graph)
        if (term, SKOS.definition, None) in graph
    ]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


# ---- The words that the code knows ----


def words_of(local_class: str) -> set[str]:
    """Return the words of a class's members."""
    return {word(str(member)) for member in vocabulary().subjects(RDF.type, TERM[local_class])}


@pytest.mark.parametrize("family", list(Family))
def test_every_family_is_a_class_of_components(family: Family) -> None:
    """The families that the code knows are the subclasses of loop:Component."""
    assert TERM.Component in superclasses(vocabulary(), TERM[family.value.capitalize()])


def test_the_families_of_the_ontology_are_those_of_the_code() -> None:
    """No family exists on one side only."""
    found = {word(str(one)) for one in vocabulary().subjects(RDFS.subClassOf, TERM.Component)}
    assert found == {family.value for family in Family}


def test_kinds_and_bounds_are_those_of_the_code() -> None:
    """Dependency kinds and bounds are closed lists; both sides hold the same words."""
    assert words_of("Kind") == {kind.value for kind in Kind}
    assert words_of("Bound") == {bound.value for bound in Bound}


def test_every_metric_that_the_code_knows_is_defined() -> None:
    """The arithmetic asks for no metric that the ontology lacks."""
    assert {metric.value for metric in MetricName} <= words_of("Metric")


def test_every_metric_has_its_word_unit_and_scale() -> None:
    """The notation is the local name as a word; unit and scale are ones that the code can read."""
    graph = whole_ontology()
    metrics = {*graph.subjects(RDF.type, TERM.Metric)} | {
        *graph.subjects(RDF.type, TERM.FeedbackProperty)
    }
    for metric in sorted(metrics):
        assert str(graph.value(metric, SKOS.notation)) == word(str(metric))
        assert Scale(str(graph.value(metric, TERM.scale)))
        unit = graph.value(metric, QUDT.hasUnit)
        assert (unit, RDF.type, QUDT.Unit) in graph, metric
        assert str(graph.value(metric, TERM.unitWord))


def test_a_property_and_its_metric_point_at_each_other() -> None:
    """What can be written directly has a metric, and that metric names a property that exists."""
    graph = vocabulary()
    written = {str(value) for value in graph.objects(None, TERM.writtenAs)}
    assert {LOOP + name for name in ("baselineDays", "floorDays", "speedup", "capacity")} <= written
    for name in written:
        assert (URIRef(name), RDF.type, OWL.DatatypeProperty) in graph, name


def test_every_feedback_property_says_what_each_score_means() -> None:
    """There are eleven, each with five anchors, 0 to 4."""
    graph = vocabulary()
    properties = set(graph.subjects(RDF.type, TERM.FeedbackProperty))
    assert len(properties) == 11
    for one in properties:
        anchors = [graph.value(one, TERM[f"anchor{score}"]) for score in range(5)]
        assert len(set(anchors)) == 5, one
        assert None not in anchors, one


# ---- The numbers of the grades ----


def grade_number(name: str, property_: str) -> float:
    """Return one number of one grade."""
    value = vocabulary().value(TERM[name], TERM[property_])
    assert isinstance(value, Literal)
    return float(value)


def test_no_grade_takes_a_report_as_exact() -> None:
    """Every default deviation lies above 0, and every grade says that its numbers are judgement."""
    graph = vocabulary()
    for grade in graph.subjects(RDF.type, TERM.Grade):
        name = str(grade)[len(LOOP) :]
        assert grade_number(name, "defaultDeviation") > 0
        assert Basis(str(graph.value(grade, TERM.basis)))
        assert str(graph.value(grade, SKOS.note)).startswith("assumption: ")


def test_grades_are_ranked_without_ties() -> None:
    """Thirteen grades hold the ranks 1 to 13."""
    ranks = sorted(int(str(rank)) for rank in vocabulary().objects(None, TERM.rank))
    grades = [grade_number(str(g)[len(LOOP) :], "rank") for g in members("Grade")]
    assert sorted(grades) == list(range(1, 14))
    assert len(ranks) == 13 + 3  # three notions have a rank as well


def members(local_class: str) -> list[URIRef]:
    """Return the members of a class of the vocabulary."""
    return [URIRef(str(one)) for one in vocabulary().subjects(RDF.type, TERM[local_class])]


def test_surveys_are_shifted_by_what_the_one_double_measurement_found() -> None:
    """Stated 20 % less time is 1/0.80 = 1.25; measured was 0.84; ln(1.25/0.84) = 0.397."""
    assert grade_number("Survey", "bias") == pytest.approx(0.397, abs=0.005)
    assert grade_number("RandomisedTrial", "bias") == 0
    assert grade_number("OurAssumption", "defaultDeviation") == 0.6


def test_settings_borrow_only_from_one_that_does_not_borrow() -> None:
    """A laboratory and open source borrow from industry, which borrows from nobody."""
    borrowed = {
        (word(str(one)), word(str(other)))
        for one, other in vocabulary().subject_objects(TERM.borrowsFrom)
    }
    assert borrowed == {("frontier-lab", "industry"), ("open-source", "industry")}


def test_value_and_volume_never_stand_for_an_acceleration() -> None:
    """The two notions that are no speeds have no rank; the other three have 1, 2 and 3."""
    ranks = {
        word(str(notion)): vocabulary().value(notion, TERM.rank) for notion in members("Notion")
    }
    assert {name for name, rank in ranks.items() if rank is None} == {"value", "volume"}
    assert [int(str(ranks[name])) for name in ("serial-speed", "throughput", "present-work")] == [
        1,
        2,
        3,
    ]


# ---- What a reasoner would find, by plain checks ----


def test_nothing_is_two_things_at_once() -> None:
    """No individual of the ontology belongs to two classes that may share no member."""
    assert clashes(whole_ontology()) == []


def test_no_class_is_impossible() -> None:
    """No class lies below two classes that may share no member, so each can have members."""
    graph = vocabulary()
    pairs = disjoint_pairs(graph)
    for class_ in graph.subjects(RDF.type, OWL.Class):
        above = superclasses(graph, class_)
        assert not any(frozenset(pair) in pairs for pair in combinations(above, 2)), class_


@pytest.mark.parametrize(
    "types",
    ["loop:Coding , loop:Dependency", "loop:Coding , loop:Review", "loop:Skill , loop:Domain"],
)
def test_a_thing_in_two_exclusive_classes_would_be_found(types: str) -> None:
    """The check sees through subclasses: coding is a component, and no component an edge."""
    assert clashes(vocabulary() + data(f":x a {types} .")) == [PREFIXES[""] + "x"]


def test_single_valued_properties_have_one_value() -> None:
    """No property that takes one value has two anywhere in the ontology."""
    assert doubled_values(whole_ontology()) == []


def test_a_doubled_value_would_be_found() -> None:
    """Two lags on one dependency are noticed."""
    assert len(doubled_values(vocabulary() + data(":x loop:lag 1 , 2 ."))) == 1


def test_every_property_links_things_or_gives_values_but_not_both() -> None:
    """Each is declared as one kind, and is used as that kind in the whole ontology."""
    graph = whole_ontology()
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    for property_ in {one for kind in kinds for one in graph.subjects(RDF.type, kind)}:
        assert sum((property_, RDF.type, kind) in graph for kind in kinds) == 1, property_
    assert misused_properties(graph) == []


@pytest.mark.parametrize("wrong", [':x loop:from "coding" .', ":x loop:lag :coding ."])
def test_a_property_used_as_the_other_kind_would_be_found(wrong: str) -> None:
    """A text where a thing belongs, and a thing where a number belongs, are noticed."""
    assert len(misused_properties(vocabulary() + data(wrong))) == 1


def test_domains_and_ranges_are_classes_that_exist() -> None:
    """Every class or datatype that a property names is declared, within unions and limits too."""
    graph = vocabulary()
    for predicate in (RDFS.domain, RDFS.range):
        for named in graph.objects(None, predicate):
            if isinstance(named, BNode):
                head = graph.value(named, OWL.unionOf)
                limited = graph.value(named, OWL.onDatatype)
                classes = [limited] if head is None else list(Collection(graph, head))
            else:
                classes = [named]
            for one in classes:
                known = str(one).startswith(PREFIXES["xsd"]) or (one, RDF.type, OWL.Class) in graph
                assert known, one


def test_limits_of_numbers_are_numbers() -> None:
    """A restricted range is one of decimals or whole numbers, and each limit is a number."""
    graph = vocabulary()
    limited = list(graph.subject_objects(OWL.withRestrictions))
    assert len(limited) == 27
    for node, head in limited:
        assert graph.value(node, OWL.onDatatype) in (XSD.decimal, XSD.integer)
        for facets in Collection(graph, head):
            for facet, limit in graph.predicate_objects(facets):
                assert str(facet).removeprefix(str(XSD)) in FACETS
                assert isinstance(limit, Literal)
                assert isinstance(limit.value, int)
