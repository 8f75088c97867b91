"""The rules for a complete file: good data passes, every fault gets the message meant for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

import pyshacl
import pyshacl.shape
import pytest
from pyshacl.constraints import (
    ALL_CONSTRAINT_COMPONENTS,
    ALL_CONSTRAINT_PARAMETERS,
    CONSTRAINT_PARAMETERS_MAP,
)
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from graph.ontology.checks.check import examine
from graph.ontology.reading import Reading, read_documents
from graph.ontology.statements import Findings
from graph.turtle.reading import read_turtle
from graph.vocabulary import LOOP, MAP, PREFIXES

ONTOLOGY = Path(__file__).parent.parent / "ontology"
DATA = Path(__file__).parent / "data" / "shapes"
ONTOLOGIES = Path(__file__).parent / "ontologies"


@dataclass(frozen=True)
class Fault:
    """One fault put into the good file: the rule it breaks, what is replaced, and by what."""

    rule: str
    old: str
    new: str


@dataclass(frozen=True)
class Finding:
    """What a rule said."""

    severity: str
    rule: str
    message: str


def one_blank(text: str) -> str:
    """Return a text with every run of white space made one blank, and without comment lines."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.sub(r"\s+", " ", "\n".join(lines))


def read_faults() -> list[Fault]:
    """Return the faults of the table, one a line."""
    lines = (DATA / "faults.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if not line.startswith("#")]
    return [Fault(*(part.strip() for part in row)) for row in rows]


FAULTS = read_faults()
GOOD = one_blank((DATA / "good.ttl").read_text(encoding="utf-8"))

#: Things without a name, and the rule that each breaks.
NAMELESS = {
    '[] a loop:Coding ; rdfs:label "C" ; skos:definition "D." .': "ComponentShape",
    '[] a loop:Resource ; rdfs:label "R" ; skos:definition "D." .': "ResourceShape",
    '[] a loop:Skill ; rdfs:label "S" ; skos:definition "D." .': "SkillShape",
    "[] a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates ;"
    ' rdfs:comment "Why." .': "DependencyShape",
    "[] a loop:Evidence ; sosa:hasFeatureOfInterest :gate ;"
    " sosa:observedProperty loop:Lag ; sosa:hasSimpleResult 1 ;"
    ' loop:asOf "2026"^^xsd:gYear ; loop:grade loop:OurAssumption ;'
    ' loop:reasoning "R." .': "EvidenceShape",
}


@cache
def shapes() -> Graph:
    """Return the rules."""
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def named_rules() -> set[str]:
    """Return the names of the rules that say something."""
    return {str(rule).removeprefix(LOOP) for rule in shapes().subjects(SH.message)}


def surroundings() -> Graph:
    """Return what the rules need beside the data: the fixed lists, and the order of the classes."""
    graph = Graph().parse(ONTOLOGY / "terms.ttl")
    for triple in Graph().parse(ONTOLOGY / "loop.ttl").triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def undescribed(*_: object, **__: object) -> str:
    """Describe no result."""
    return ""


def without_words(*_: object, **__: object) -> list[Node]:
    """Find no words for what a rule without a message of its own says: none of ours is without."""
    return []


def said_once(ask: Callable[..., Iterable[Node]]) -> Callable[..., Iterator[Node]]:
    """Return what asks a graph of rules only what it was not asked before."""
    said: dict[tuple[object, ...], list[Node]] = {}

    def answer(rules: ShapesGraph | Shape, *asked: Node) -> Iterator[Node]:
        key = (rules, *asked)
        if key not in said:
            said[key] = list(ask(rules, *asked))
        return iter(said[key])

    return answer


@contextmanager
def rules_that_stand_still() -> Iterator[None]:
    """Let the engine look up once what it asks of each rule at every thing.

    Nothing changes the rules while they are applied. The engine also looks for each property of
    a rule in a list of all constraints; in a set it is found at once. And nobody reads the long
    text that describes a result, the words that it makes up for each part of an alternative that
    does not hold, and the names of rules in its log. Together that is most of the time.
    """
    constraints = frozenset(ALL_CONSTRAINT_PARAMETERS), CONSTRAINT_PARAMETERS_MAP
    with ExitStack() as stack:
        for component in ALL_CONSTRAINT_COMPONENTS:
            stack.enter_context(
                mock.patch.object(component, "make_generic_messages", without_words)
            )
        for patch in (
            mock.patch.object(ConstraintComponent, "make_v_result_description", undescribed),
            mock.patch.object(pyshacl.shape, "CONSTRAINT_PARAMS", constraints, create=True),
            mock.patch.object(Shape, "__str__", undescribed),
            mock.patch.object(Shape, "objects", said_once(Shape.objects)),
            mock.patch.object(ShapesGraph, "objects", said_once(ShapesGraph.objects)),
            mock.patch.object(
                ShapesGraph, "predicate_objects", said_once(ShapesGraph.predicate_objects)
            ),
        ):
            stack.enter_context(patch)
        yield


def report_on(graph: Graph) -> Graph:
    """Return what the rules say of data that is used for nothing else, as a graph."""
    with rules_that_stand_still():
        _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inplace=True)
    return report


def findings_by_focus(graph: Graph) -> dict[str, set[Finding]]:
    """Return what the rules say about each thing in some data."""
    report = report_on(graph + surroundings())
    found: dict[str, set[Finding]] = {}
    for result in report.objects(None, SH.result):
        focus = str(report.value(result, SH.focusNode))
        found.setdefault(focus, set()).add(finding_of(report, result))
    return found


def finding_of(report: Graph, result: Node) -> Finding:
    """Return one result of the rules as a finding."""
    return Finding(
        str(report.value(result, SH.resultSeverity)).rsplit("#")[-1],
        str(report.value(result, SH.sourceShape)).removeprefix(LOOP),
        str(report.value(result, SH.resultMessage)),
    )


def findings(text: str) -> set[Finding]:
    """Return what the rules say about data in Turtle."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    found = findings_by_focus(Graph().parse(data=prefixes + text, format="turtle"))
    return set().union(*found.values())


@cache
def findings_by_fault() -> dict[int, set[Finding]]:
    """Return what the rules say about each faulty copy of the good file.

    They are part of the corpus, which is checked in one go: much faster than one by one.
    """
    of_fault = {f"{fault.rule}-{number}": number for number, fault in enumerate(FAULTS)}
    found: dict[int, set[Finding]] = {}
    spoken = verdict_on_corpus()
    for result in spoken.report.objects(None, SH.result):
        number = of_fault.get(spoken.file_of(spoken.report.value(result, SH.focusNode)))
        if number is not None:
            found.setdefault(number, set()).add(finding_of(spoken.report, result))
    return found


def test_the_rules_are_well_formed() -> None:
    """The rules are SHACL by SHACL's own rules, and ask for none of its extensions."""
    with rules_that_stand_still():
        conforms, report, _ = pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, list(report.subject_objects(SH.focusNode))
    assert not list(shapes().subject_objects(SH.sparql))


def test_every_property_rule_has_a_name_and_a_message() -> None:
    """What a report points at can be looked up: no rule that speaks is nameless."""
    for shape in shapes().objects(None, SH.property):
        assert isinstance(shape, URIRef)
        assert shapes().value(shape, SH.message) is not None, shape


def test_messages_are_plain_sentences() -> None:
    """Each is one line that starts with a capital letter, ends with a full stop and is not long."""
    for message in shapes().objects(None, SH.message):
        assert re.fullmatch(r"[A-Z][^\n]{10,250}\.", str(message)), message


def test_complete_data_passes_without_a_word() -> None:
    """Whole numbers and fractions mixed, every kind of thing: no violation and no advice."""
    assert findings(GOOD) == set()


def test_the_shipped_lists_meet_their_own_rules() -> None:
    """Metrics, grades, settings, skills and thresholds are as complete as the rules ask."""
    graph = Graph()
    for name in ("loop.ttl", "terms.ttl", "skills.ttl"):
        graph.parse(ONTOLOGY / name)
    assert findings_by_focus(graph) == {}


@pytest.mark.parametrize("number", range(len(FAULTS)), ids=lambda n: f"{FAULTS[n].rule}-{n}")
def test_a_fault_gets_the_one_message_meant_for_it(number: int) -> None:
    """One fault in good data makes one rule speak, and no other, in the rule's own words."""
    fault = FAULTS[number]
    assert GOOD.count(fault.old) == 1, "the fault must go into one place of the good file"
    shape = URIRef(LOOP + fault.rule)
    severity = str(shapes().value(shape, SH.severity) or SH.Violation).rsplit("#")[-1]
    expected = Finding(severity, fault.rule, str(shapes().value(shape, SH.message)))
    assert findings_by_fault().get(number) == {expected}


def test_every_rule_has_been_seen_to_speak() -> None:
    """No rule is there that no fault sets off; nameless things have a test of their own."""
    unseen = named_rules() - {fault.rule for fault in FAULTS}
    assert {rule for rule in unseen if "-" in rule} == set()


@pytest.mark.parametrize(("number", "rule"), list(enumerate(NAMELESS.values())))
def test_what_others_point_at_needs_a_name(number: int, rule: str) -> None:
    """Square brackets give a thing no name: nobody could cite it or compare two versions."""
    (case,) = (case for case in cases() if case.name == f"nameless-{number}")
    assert {told.what for said in case.rules.values() for told in said} == {rule}


def test_a_supposition_may_go_without_a_name() -> None:
    """Inside a scenario, square brackets are the shortest way to suppose a number."""
    nameless = (
        ':s a loop:Scenario ; rdfs:label "S" ; skos:definition "D." ; loop:supposes'
        " [ a loop:Supposition ; sosa:hasFeatureOfInterest :review ;"
        ' sosa:observedProperty loop:Speedup ; sosa:hasSimpleResult 3 ; loop:reasoning "R." ] .'
    )
    assert findings(GOOD + nameless) == set()


def test_advice_is_told_from_violations() -> None:
    """What is missing but harms no computation is advice: labels, definitions, reasons, dates."""
    advice = {str(rule).removeprefix(LOOP) for rule in shapes().subjects(SH.severity, SH.Warning)}
    assert {rule.split("-")[1] for rule in advice} == {
        "label",
        "definition",
        "reason",
        "reasoning",
        "dated",
        "page",
        "talksBack",
    }


def test_twenty_five_words_are_not_too_many() -> None:
    """The limit of a quote is 25 words, wherever its lines break."""
    quote = "\\n".join(["word"] * 25)
    assert findings(GOOD.replace('"twice as fast"', f'"{quote}"')) == set()


@pytest.mark.parametrize("number", ["2", "2.0", "2e0"])
def test_whole_numbers_and_fractions_are_equally_good(number: str) -> None:
    """2, 2.0 and 2e0 are the same number of times faster."""
    assert findings(GOOD.replace("loop:speedup 6", f"loop:speedup {number}")) == set()


def test_a_component_of_ones_own_subclass_is_in_its_family() -> None:
    """A class below loop:Coding counts as coding."""
    own = (
        ":Testing rdfs:subClassOf loop:Coding ."
        ' :unit-testing a :Testing ; rdfs:label "T" ; skos:definition "D." .'
    )
    assert findings(GOOD + own) == set()


# ---- The rules and the checks of the program find the same ----


@dataclass(frozen=True)
class Told:
    """What a rule or a check says of a thing.

    Attributes:
        what: the rule, or the code of the check.
        properties: the properties that it is about.
        value: what is named wrongly, if it is that.
    """

    what: str
    properties: frozenset[str]
    value: str | None = None


@dataclass(frozen=True)
class Case:
    """A file, and what both say about the things in it, by the name of the thing."""

    name: str
    findings: Findings
    rules: dict[str, set[Told]]


#: What only the program checks, with the reason why no rule of shapes.ttl says it.
ONLY_CHECKED = (
    ("assumption-exact", "no interval is asked of every number, only of what times the loop"),
    ("dependency-on-itself", "it holds one end against the other"),
    ("component-one-way", "it needs a look at all dependencies"),
    ("lag-exact", "it holds a lag against the other lags of the map"),
    ("metric-unused", "it needs a look at all observations"),
    ("prefix-unused", "it is about how a file is written"),
    ("metric-of-wrong-kind", "it holds a metric against what it is told of"),
    ("alternative-overlap", "it holds two groups against each other"),
    ("alternative-targets-differ", "it holds the members of a group against each other"),
    ("baseline-disagrees", "it holds a number against the product of two others"),
    ("component-isolated", "it needs a look at all dependencies"),
    ("gate-from-resource", "it holds the kind against what the dependency starts from"),
    ("interval-of-several", "it counts the numbers beside an interval"),
    ("interval-of-nothing", "it counts the numbers beside an interval"),
    ("load-without-capacity", "it holds a load against a capacity, from whatever evidence"),
    ("map-twice", "SHACL sees a thing, not how many there are of its kind"),
    ("pass-time-unused", "it holds a number against another, from whatever evidence"),
    ("lag-0-cycle", "it needs a search through the whole loop"),
    ("loop-open", "it needs a search through the whole loop"),
    ("lead-time-not-gate", "it holds the kind against what the lag follows from"),
    ("name-in-vocabulary", "it is about how a name is spelt"),
    ("name-used-twice", "SHACL sees a thing, not the blocks that speak of it"),
    ("newer-than-source", "it holds a number against its source"),
    ("no-component", "it is about what the file as a whole lacks"),
    ("number-disagrees", "it holds a number against the evidence for it"),
    ("number-not-finite", "infinity is a number to SHACL"),
    ("number-overruled", "it holds a number against those that it follows from"),
    ("property-misplaced", "shapes.ttl says what belongs, and forbids nothing besides"),
    ("rework-endless", "it needs arithmetic over the whole loop"),
    ("rounds-unused", "it holds the rounds against the days per round, from whatever evidence"),
    ("surer-than-others", "it holds a number against all of its like"),
    ("text-expected", "shapes.ttl asks no more of a text than that it is there"),
    ("type-missing", "what has no class has no rule"),
    ("thing-unused", "it needs a look at everything that names it"),
    ("unknown-term", "shapes.ttl says what belongs, and forbids nothing besides"),
)
#: The same, for one property alone.
ONLY_CHECKED_OF = (
    ("floor-above-baseline", LOOP + "floorDays", "the baseline may follow from days per round"),
    ("interval-disordered", LOOP + "low", "of several numbers of a thing it picks the right one"),
    ("interval-disordered", LOOP + "high", "of several numbers of a thing it picks the right one"),
    ("value-missing", LOOP + "baselineDays", "who waits needs a baseline, from whatever evidence"),
    ("value-missing", LOOP + "count", "a driver in use needs a count, from whatever evidence"),
    ("value-missing", LOOP + "roundsOf", "days per round, from whatever evidence, need rounds"),
    ("value-missing", LOOP + "orderedAtRate", "it holds the parts of a lead time together"),
    ("value-missing", LOOP + "reserve", "it holds the parts of a lead time together"),
    ("value-missing", LOOP + "leadTimeOf", "it holds the parts of a lead time together"),
)


def corpus() -> dict[str, str]:
    """Return the files in which both are to find the same, by name."""
    folders = (ONTOLOGIES / "broken", ONTOLOGIES / "doubtful", ONTOLOGIES)
    files = [path for folder in folders for path in sorted(folder.glob("*.ttl"))]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in files}
    texts["good"] = GOOD
    for number, fault in enumerate(FAULTS):
        texts[f"{fault.rule}-{number}"] = GOOD.replace(fault.old, fault.new, 1)
    texts["text-expected"] = GOOD.replace('"Writing code."@en', "7")
    for number, nameless in enumerate(NAMELESS):
        texts[f"nameless-{number}"] = f"{GOOD} {nameless}"
    return texts


def properties_of(result: Node, report: Graph) -> frozenset[str]:
    """Return the properties that a result of the rules is about."""
    found, waiting = set(), [report.value(result, SH.sourceShape)]
    while waiting:
        for link, one in shapes().predicate_objects(waiting.pop()):
            if isinstance(one, BNode):
                waiting.append(one)
            elif link in (SH.path, SH.inversePath, SH.lessThanOrEquals, RDF.first):
                found.add(str(one))
    return frozenset(found)


@dataclass(frozen=True)
class Verdict:
    """What the rules say of the whole corpus, each file in a namespace of its own.

    Attributes:
        names: of the files, in order.
        report: what the rules say.
        home: the number of the file, by the thing in it.
    """

    names: tuple[str, ...]
    report: Graph
    home: dict[Node, int]

    def file_of(self, focus: Node) -> str:
        """Return the name of the file that a thing is in."""
        return self.names[self.home[focus]]


@cache
def verdict_on_corpus() -> Verdict:
    """Return what the rules say of all files in one go."""
    graph, home = surroundings(), {}
    texts = corpus()
    for number, text in enumerate(texts.values()):
        one = Graph().parse(data=text.replace(f"<{MAP}>", f"<{MAP}{number}/>"), format="turtle")
        home.update(dict.fromkeys(one.subjects(), number))
        graph += one
    report = report_on(graph)
    return Verdict(tuple(texts), report, home)


@cache
def cases() -> tuple[Case, ...]:
    """Return the corpus with what both say."""
    texts = list(corpus().items())
    spoken = verdict_on_corpus()
    report, home = spoken.report, spoken.home
    rules: list[dict[str, set[Told]]] = [{} for _ in texts]
    for result in report.objects(None, SH.result):
        focus = report.value(result, SH.focusNode)
        number = home[focus]
        name = "_" if isinstance(focus, BNode) else str(focus).replace(f"{MAP}{number}/", MAP)
        rule = str(report.value(result, SH.sourceShape)).removeprefix(LOOP)
        value = str(report.value(result, SH.value)).replace(f"{MAP}{number}/", MAP)
        told = Told(rule, properties_of(result, report), value)
        rules[number].setdefault(name, set()).add(told)
    vocabulary = read_documents([ONTOLOGIES / "one-file.ttl"]).vocabulary
    return tuple(
        Case(name, examine(Reading((read_turtle(text, name),), vocabulary, "")).findings, found)
        for (name, text), found in zip(texts, rules, strict=True)
    )


def checked(case: Case) -> dict[str, set[Told]]:
    """Return what the program's checks say in a case, by the name of the thing."""
    found: dict[str, set[Told]] = {}
    for one in case.findings.findings:
        name = "_" if one.focus is None or one.focus.startswith("_:") else one.focus
        about = frozenset([one.predicate] if one.predicate else [])
        found.setdefault(name, set()).add(Told(one.problem.code, about))
    return found


def tells(case: Case, name: str, properties: Iterable[str]) -> bool:
    """Return whether a check speaks of one of these properties of a thing, if only as a guess."""
    said = {one for told in checked(case).get(name, ()) for one in told.properties}
    return any(one in said or case.findings.has(name, one) for one in properties)


def in_doubt(case: Case) -> set[str]:
    """Return the things of which it is told that it is not clear what they are."""
    return {
        name
        for name, said in checked(case).items()
        if any(str(RDF.type) in told.properties for told in said)
    }


def test_every_rule_that_speaks_has_its_check() -> None:
    """What a rule says of a property of a thing, a check says of the same one.

    Where it is told that nobody knows what a thing is, no more is told of it, nor of who names it.
    """
    untold = []
    for case in cases():
        doubtful = in_doubt(case)
        for name, rules in case.rules.items():
            for rule in rules:
                asked = rule.properties or {str(RDF.type)}
                known = bool(doubtful & {name, rule.value})
                if not known and not tells(case, name, asked):
                    untold.append((case.name, name, rule.what))
    assert untold == []


def test_every_check_that_a_rule_could_make_has_its_rule() -> None:
    """What a check says of a property, a rule says of the same one, but for the list above."""
    only = {code for code, _ in ONLY_CHECKED}
    only_of = {(code, property_) for code, property_, _ in ONLY_CHECKED_OF}
    unruled, seen = [], set()
    for case in cases():
        for name, said in checked(case).items():
            about = [
                # A column stands in for a family, which is a class.
                rule.properties | ({str(RDF.type)} if LOOP + "column" in rule.properties else set())
                for rule in case.rules.get(name, ())
            ]
            for told in said:
                keys = {(told.what, one) for one in told.properties} & only_of
                if any(told.properties & (one or {str(RDF.type)}) for one in about):
                    continue
                if told.what in only or keys:
                    seen |= {told.what} | keys
                else:
                    unruled.append((case.name, name, told.what))
    assert unruled == []
    assert seen == only | only_of | {code for code, _ in only_of}, "an exception that none needs"


def test_the_shipped_map_meets_the_rules() -> None:
    """Neither the rules nor the checks have anything to say of the shipped map."""
    graph = Graph()
    for path in sorted(ONTOLOGY.rglob("*.ttl")):
        if path.name != "shapes.ttl":
            graph.parse(path)
    assert findings_by_focus(graph) == {}
    assert examine(read_documents([ONTOLOGY])).findings.problems == ()


def test_the_corpus_sets_off_every_rule() -> None:
    """Every rule that speaks at all is compared, and no file of the corpus is lost."""
    spoken = {told.what for case in cases() for said in case.rules.values() for told in said}
    assert {rule for rule in named_rules() if "-" in rule} <= spoken
    assert len(cases()) == 75 + 3 + 7 + 2 + len(FAULTS) + len(NAMELESS)
