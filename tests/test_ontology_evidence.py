"""The shipped evidence: every row entered once, and no two meanings mixed.

What every map is held to stands in the rules of ``check``, which finds nothing in this one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, SOSA

from graph.vocabulary import MetricName, word

ONTOLOGY = Path(__file__).parents[1] / "ontology"
NAMES = (
    "coding", "review", "debugging", "evals", "data", "infra", "experiments", "direction",
    "interpretability", "safety", "operations", "whole-loop", "bottlenecks", "domain-benchmarks",
    "releases",
    "judgements", "judgements-elsewhere", "history", "history-shares",
    "horizons", "horizons-superseded", "notes", "automation-index", "domain-measured",
)  # fmt: skip
FILES = [
    *(ONTOLOGY / "evidence" / f"{name}.ttl" for name in NAMES),
    ONTOLOGY / "sources.ttl",
    ONTOLOGY / "metrics.ttl",
]
#: What the evidence refers to besides: lead times by another hand, what is scored, and the words.
BESIDE = [
    ONTOLOGY / "terms.ttl",
    ONTOLOGY / "sources-lead-times.ttl",
    ONTOLOGY / "sources-quoting.ttl",
    ONTOLOGY / "evidence" / "lead-times.ttl",
    *(
        ONTOLOGY / "evidence" / f"{name}.ttl"
        for name in ("lab-releases", "benchmark-series", "borrowing")
    ),
    ONTOLOGY / "evidence" / "forecasting.ttl",
]
LOOP = Namespace("https://w3id.org/loopmap#")
MAP = Namespace("https://w3id.org/loopmap/map/")
CITO = Namespace("http://purl.org/spar/cito/")

#: How many rows the evidence tables hold under each letter: E001 to E029, HR01 to HR21 and so on.
ROWS = {
    "E": 29, "C": 28, "R": 11, "D": 10, "V": 11, "A": 11, "I": 11, "X": 7, "T": 10, "P": 5,
    "S": 8, "O": 9, "K": 4,
    "HR": 21, "CP": 17, "EN": 12, "DC": 9, "EQ": 16, "IT": 6, "DT": 6, "HT": 26, "BD": 54,
    "N": 38,
}  # fmt: skip
#: Rows that stand nowhere on the map, and why.
LEFT_OUT = (
    ("E019", "a machine-written analysis whose address is not known, used for structure only"),
    ("E028", "known at second hand only, and its address is not known"),
    ("N028", "on growth, and so in growth.ttl, which is not read here"),
    ("N029", "on growth, and so in growth.ttl, which is not read here"),
    ("N030", "on growth, and so in growth.ttl, which is not read here"),
)
#: Rows of the two tables that tell the same fact: never two independent observations.
SAME_FACT = (
    "C004 HR14", "C006 HR15", "C007 HR15", "C009 HR11", "C010 HR12", "C025 HR13", "R001 HR01",
    "C019 HR01", "R002 HR02", "R003 HR04", "O005 HR03", "R005 HR07", "R006 HR09", "V004 EQ01",
    "V005 EQ03", "V007 EQ04", "V011 EQ16", "S007 BD45", "S004 BD32", "I001 CP15", "I002 CP15",
    "I005 CP16", "K001 CP06", "T001 HT04", "T003 HT17", "T003 HT18", "T007 HT03", "T008 HT06",
    "E013 HT11",
)  # fmt: skip
#: Contradictions that sources leave open and the map must show, as (one, other).
DISPUTES = (
    ("ht07-index-slope-opus-4-5", "e017-index-slope"),
    ("k001-substitution-high", "k001-substitution-low"),
    ("e010-uplift-needed", "e014-uplift-needed"),
    ("e014-serial-labour", "e011-staff-poll"),
    ("c005-forecast-open-source-trial", "c004-open-source-trial"),
    ("ht04-next-step-earlier", "t001-next-step-2025"),
    ("ht12-openai-threshold", "ht09-anthropic-threshold"),
    ("eq02-flawed-tasks-misread", "eq02-flawed-tasks"),
    ("e024-real-task-horizon", "horizon-claude-mythos-preview-early-p80"),
)
#: Shares and ratios that people mix up, with the row that each comes from.
KINDS_OF_SHARE = {
    "AiShareOfLines": "C009",
    "AiShareOfDecisions": "C023",
    "AiShareOfTasks": "R004",
    "AutonomyShare": "E002",
    "CollaborationShare": "E003",
    "FullAutonomyShare": "E004",
    "AgentHoursRatio": "E006",
    "AssistedShare": "C012",
    "DelegableShare": "C013",
}


@cache
def evidence() -> Graph:
    """Return everything in the evidence files, with the metrics of terms.ttl and the map."""
    graph = Graph() + own_evidence()
    for path in BESIDE:
        graph.parse(path, format="turtle")
    return graph


@cache
def own_evidence() -> Graph:
    """Return what the files under test say, alone."""
    graph = Graph()
    for path in FILES:
        graph.parse(path, format="turtle")
    return graph


def observations(graph: Graph) -> list[URIRef]:
    """Return the observations of a graph, sorted."""
    return sorted(node for node in graph.subjects(RDF.type, LOOP.Evidence))


def names(nodes: object) -> set[str]:
    """Return the local names of some nodes."""
    return {str(node).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for node in nodes}


def number(graph: Graph, node: URIRef, term: URIRef) -> float | None:
    """Return a number, if it is given."""
    value = graph.value(node, term)
    return None if value is None else float(value)


def is_assumption(graph: Graph, node: URIRef) -> bool:
    """Return whether an observation is an assumption of ours."""
    return graph.value(node, LOOP.grade) == LOOP.OurAssumption


# ---- Every row stands somewhere, once ----


def row_ids() -> list[str]:
    """Return the ids of all rows of the two evidence tables."""
    digits = {letters: 3 if len(letters) == 1 else 2 for letters in ROWS}
    return [
        f"{letters}{row:0{digits[letters]}d}"
        for letters, count in ROWS.items()
        for row in range(1, count + 1)
    ]


@cache
def observations_by_row() -> dict[str, set[URIRef]]:
    """Return the observations that carry each row's id."""
    found = defaultdict(set)
    for node in observations(evidence()):
        for notation in evidence().objects(node, SKOS.notation):
            found[str(notation)].add(node)
    return dict(found)


@cache
def notes_by_row() -> dict[str, str]:
    """Return the note that each row became, by the ids in its brackets."""
    found = {}
    for note in evidence().objects(None, SKOS.note):
        if str(note).endswith("]"):
            ids = str(note).rsplit("[", 1)[1].split(";")[0]
            found.update({row.strip(): str(note) for row in ids.split(",")})
    return found


def test_every_row_is_a_number_a_note_or_left_out_for_a_reason():
    """Each of the 359 rows is a number, a note or left out with a reason: just one of these."""
    rows = row_ids()
    assert len(rows) == len(set(rows)) == 154 + 167 + 38
    left_out = {row for row, _ in LEFT_OUT}
    kinds = {
        row: (row in observations_by_row()) + (row in notes_by_row()) + (row in left_out)
        for row in rows
    }
    assert {row: count for row, count in kinds.items() if count != 1} == {}
    assert all(reason for _, reason in LEFT_OUT)


def test_nothing_carries_an_id_that_no_row_has():
    """Ids on observations and in notes are ids of rows: no typing error leads nowhere."""
    rows = set(row_ids())
    assert set(observations_by_row()) - rows == set()
    assert set(notes_by_row()) - rows == set()


def test_the_counts_that_the_readme_names():
    """290 rows are numbers, 64 are notes and 5 are left out; what is added since may be more."""
    rows = set(row_ids())
    numbers = rows & set(observations_by_row())
    assert (len(numbers), len(rows & set(notes_by_row())), len(LEFT_OUT)) == (290, 64, 5)
    own = own_evidence()
    assumed = sum(is_assumption(own, node) for node in observations(own))
    assert len(observations(own)) >= 782
    assert assumed >= 299


@pytest.mark.parametrize("pair", SAME_FACT)
def test_one_fact_told_in_both_tables_counts_once(pair):
    """Two rows on the same fact are one observation or note, and never two independent reports."""
    one, other = pair.split()
    if one in notes_by_row():
        assert notes_by_row()[one] == notes_by_row()[other]
        return
    first, second = observations_by_row()[one], observations_by_row()[other]
    assert first & second
    if one == "E013":  # two polls on two models; HT11 is the second of them
        return
    sources = defaultdict(set)
    for node in first | second:
        thing = evidence().value(node, SOSA.hasFeatureOfInterest)
        metric = evidence().value(node, SOSA.observedProperty)
        sources[thing, metric].add(evidence().value(node, PROV.hadPrimarySource))
    assert all(len(found) == 1 for found in sources.values())


# ---- Meanings that must not be mixed ----


def test_kinds_of_share_are_different_metrics():
    """A share of lines, of decisions, of tasks, of person-time at a level: metrics apart."""
    for name, row in KINDS_OF_SHARE.items():
        metrics = {evidence().value(n, SOSA.observedProperty) for n in observations_by_row()[row]}
        assert LOOP[name] in metrics
        assert evidence().value(LOOP[name], SKOS.notation) == Literal(word(str(LOOP[name])))
        definitions = set(evidence().objects(LOOP[name], SKOS.definition))
        assert len(definitions) == 1
    texts = [evidence().value(LOOP[name], SKOS.definition) for name in KINDS_OF_SHARE]
    assert all(one != other for one, other in combinations(texts, 2))


def test_the_two_horizons_of_a_model_are_two_metrics():
    """Each model has a horizon at 50 % and one at 80 %, and the second is the shorter."""
    by_model = defaultdict(dict)
    for node in observations(evidence()):
        metric = evidence().value(node, SOSA.observedProperty)
        if metric in (LOOP.TimeHorizon50, LOOP.TimeHorizon80):
            model = str(node).removesuffix("-p50").removesuffix("-p80")
            by_model[model][metric] = number(evidence(), node, SOSA.hasSimpleResult)
    assert len(by_model) == 59
    for horizons in by_model.values():
        assert horizons[LOOP.TimeHorizon80] < horizons[LOOP.TimeHorizon50]


def test_older_horizons_give_way_to_newer_ones():
    """19 models were measured on both suites; for each, the newer figure replaces the older."""
    replaced = [
        (node, evidence().value(node, DCTERMS.isReplacedBy))
        for node in observations(evidence())
        if "/horizon-1-0-" in str(node) and evidence().value(node, DCTERMS.isReplacedBy)
    ]
    assert len(replaced) == 2 * 19
    for old, new in replaced:
        metric = evidence().value(new, SOSA.observedProperty)
        assert metric == evidence().value(old, SOSA.observedProperty)
        assert str(new).rsplit("/", 1)[-1].startswith("horizon-")
        assert evidence().value(new, DCTERMS.isReplacedBy) is None


def test_lines_of_code_are_volume_and_waiting_is_no_speedup():
    """Seven- and eightfold lines are volume; review times of Faros are queue ratios above 1."""
    for row in ("C010", "C011"):
        (node,) = observations_by_row()[row]
        assert evidence().value(node, LOOP.notion) == LOOP.Volume
    waits = {node for row in ("HR01", "R002") for node in observations_by_row()[row]}
    ratios = sorted(
        number(evidence(), node, SOSA.hasSimpleResult)
        for node in waits
        if evidence().value(node, SOSA.observedProperty) == LOOP.QueueRatio
    )
    assert ratios == [1.91, 5.415]  # +91 % and +441.5 %


def test_a_local_gain_is_kept_apart_from_its_effect_on_the_whole():
    """A kernel 23 % faster gave 1 % of training time: a benchmark speed-up and a system effect."""
    found = {
        evidence().value(node, SOSA.observedProperty): number(
            evidence(), node, SOSA.hasSimpleResult
        )
        for node in observations_by_row()["I002"]
    }
    assert found == {LOOP.BenchmarkSpeedup: 1.23, LOOP.SystemEffect: 1.01}


def test_two_limits_of_one_statement_are_one_fact():
    """'Faster, but not yet twice' is a lower and an upper limit, each naming the other."""
    low, high = MAP["e015-pace-at-least"], MAP["e015-pace-at-most"]
    assert evidence().value(low, LOOP.bound) == LOOP.LowerBound
    assert evidence().value(high, LOOP.bound) == LOOP.UpperBound
    assert (low, LOOP.sameFactAs, high) in evidence()
    assert (high, LOOP.sameFactAs, low) in evidence()


@pytest.mark.parametrize(("one", "other"), DISPUTES)
def test_contradictions_are_shown(one, other):
    """Where sources contradict each other, both stand on the map and one disputes the other."""
    assert (MAP[one], CITO.disputes, MAP[other]) in evidence()
    assert {MAP[one], MAP[other]} <= set(observations(evidence()))


def test_what_was_misquoted_is_kept_and_weighs_nothing():
    """The flawed share of the audited tasks, misread as that of all, stays visible as retracted."""
    misread = MAP["eq02-flawed-tasks-misread"]
    assert evidence().value(misread, LOOP.retracted) == Literal(True)
    assert number(evidence(), misread, SOSA.hasSimpleResult) == 0.594
    # 59.4 % of the audited 27.6 % of the tasks: 0.594 x 0.276 = 0.1639
    assert number(evidence(), MAP["eq02-flawed-tasks"], SOSA.hasSimpleResult) == 0.164


# ---- The files themselves ----


def test_metrics_of_the_evidence_stay_out_of_the_arithmetic():
    """None of metrics.ttl is a metric of terms.ttl, or has a name that the arithmetic knows."""
    graph = Graph().parse(ONTOLOGY / "metrics.ttl", format="turtle")
    terms = Graph().parse(ONTOLOGY / "terms.ttl", format="turtle")
    metrics = set(graph.subjects(RDF.type, LOOP.Metric))
    assert metrics
    assert metrics & set(terms.subjects(RDF.type, LOOP.Metric)) == set()
    assert {word(str(metric)) for metric in metrics} & set(MetricName) == set()
