"""Small maps of domains and their scores, and a Turtle file of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from graph.estimates import Basis, Scale
from graph.loop.study import Study
from graph.model import Domain, Grade, LoopModel, Metric, Observation, Setting, Source
from graph.questions.domains.scores import ScoreTable, score_table

FIVE_STEPS = ("none", "little", "some", "much", "all")
GRADES = (
    Grade("sure", "sure", Basis.MEASURED, default_deviation=1e-9),
    Grade("single-rater-judgement", "one rater", Basis.JUDGED, default_deviation=0.7),
)


def metric(name: str, anchors: tuple[str, ...] = FIVE_STEPS) -> Metric:
    """A property that is scored."""
    return Metric(name, name.replace("-", " "), "score", Scale.IDENTITY, anchors=anchors)


def score(domain: str, name: str, value: float, **more: object) -> Observation:
    """One score by one rater."""
    fields = {"grade": "sure", "source": "first-rating", **more}
    rater = fields.get("rater", "")
    return Observation(f"{domain}-{name}-{rater}", domain, name, value, **fields)  # type: ignore[arg-type]


def domain_map(
    scores: Mapping[str, Mapping[str, float]],
    *,
    grade: str = "sure",
    anchors: tuple[str, ...] = FIVE_STEPS,
    more: tuple[Observation, ...] = (),
    domains: Mapping[str, Domain] | None = None,
    properties: tuple[str, ...] = (),
) -> LoopModel:
    """A map of domains alone: ``{"law": {"verifiable": 2}}``; what is left out is missing."""
    names = dict.fromkeys([*properties, *(name for row in scores.values() for name in row)])
    observations = [
        score(domain, name, value, grade=grade)
        for domain, row in scores.items()
        for name, value in row.items()
    ]
    shares = (Metric("pass-share", "passed", "share"), Metric("other-share", "other", "share"))
    return LoopModel(
        components={},
        dependencies={},
        observations={item.id: item for item in (*observations, *more)},
        sources={
            "first-rating": Source("first-rating", "First", authors="first rater"),
            "second-rating": Source("second-rating", "Second", authors="second rater"),
        },
        metrics={item.id: item for item in (*(metric(name, anchors) for name in names), *shares)},
        grades={item.id: item for item in GRADES},
        settings={"frontier-lab": Setting("frontier-lab", "frontier lab")},
        domains=domains or {name: Domain(name, name.capitalize()) for name in scores},
    )


def table_of(model: LoopModel) -> ScoreTable:
    """The scores of a map."""
    return score_table(Study(model))


OWN_DOMAIN = """\
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:bridge-design a loop:Domain ;
    rdfs:label "Bridge design"@en ;
    skos:definition "Designing bridges."@en ;
    loop:channel :load-test ;
    loop:serves :E ;
    loop:namedIn "added" .

:load-test a loop:FeedbackChannel ;
    rdfs:label "Load test"@en ;
    skos:definition "Put weight on it."@en .

:bridge-design-verifiable a loop:Evidence ;
    sosa:hasFeatureOfInterest :bridge-design ;
    sosa:observedProperty loop:Verifiable ;
    sosa:hasSimpleResult 3 ;
    loop:asOf "2026"^^xsd:gYear ;
    loop:grade loop:OurAssumption ;
    loop:reasoning "Loads are computed."@en .
"""
