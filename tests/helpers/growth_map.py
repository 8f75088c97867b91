"""A map of three parts, small enough to work out by hand, in which every number can be changed."""

from __future__ import annotations

from pathlib import Path

from graph.loop.study import Study
from graph.ontology.reading import read_ontology

#: Without AI: research 100 days and training 50 in turn (150 a generation); a fab of 60 beside it.
NUMBERS = {
    "research_floor": "0",
    "training_floor": "50",
    "fab_days": "60",
    "elasticity": "1.0",
    "growth": "0.5",
    "returns": "1.0",
    "difficulty": "0.5",
    "stock": "loop:fedBy :research ;",
    "carries": "loop:accumulatesIn :software ;",
    "more": "",
}

_TEXT = """
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .

:research a loop:Direction ; rdfs:label "Research" ;
    loop:baselineDays 100 ; loop:floorDays {research_floor} .
:training a loop:Infra ; rdfs:label "Training" ;
    loop:baselineDays 50 ; loop:floorDays {training_floor} .
:fab a loop:Infra ; rdfs:label "Fab" ;
    loop:baselineDays {fab_days} ; loop:floorDays {fab_days} ; loop:capacity 1 .
:research-gates-training a loop:Dependency ;
    loop:from :research ; loop:to :training ; loop:kind loop:Gates .
:training-gates-research a loop:Dependency ;
    loop:from :training ; loop:to :research ; loop:kind loop:Gates ; loop:lag 1 .
:training-improves-research a loop:Dependency ;
    loop:from :training ; loop:to :research ; loop:kind loop:Improves ;
    {carries} loop:elasticity {elasticity} .
:learning a loop:FeedbackLoop ; rdfs:label "Learning" ; loop:through :research , :training .
:software a loop:Stock ; rdfs:label "Software" ; {stock}
    loop:growthRate {growth} ; loop:returns {returns} ; loop:difficulty {difficulty} .
{more}
"""


def small_study(folder: Path, **changes: str) -> Study:
    """Read the small map with some numbers changed."""
    path = folder / "small.ttl"
    path.write_text(_TEXT.format(**{**NUMBERS, **changes}), encoding="utf-8")
    return Study(read_ontology([path]))
