"""A small map with sources, whose answers can be worked out in the head."""

from graph.evidence.standpoint import Standpoint
from graph.loop.study import Study
from graph.ontology.reading import read_ontology

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix cito: <http://purl.org/spar/cito/> .

:trial-report a loop:Source ; dcterms:title "A trial" ; dcterms:publisher "An institute" ;
    dcterms:issued "2026-01-15"^^xsd:date ; loop:address "https://example.org/trial" .
:poll-report a loop:Source ; dcterms:title "A poll" ; dcterms:publisher "A lab" ;
    dcterms:issued "2026-02-15"^^xsd:date ; loop:address "https://example.org/poll" .
"""

#: Coding 12 d and review 8 d, one after the other, one generation at a time: 20 d without AI.
LOOP = """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 .
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-gates-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
"""


def observed(name, subject, metric, value, source=None, more=""):
    """Return an observation in Turtle: a trial's if it has a source, else an assumption."""
    if source is None:
        grounds = 'loop:grade loop:OurAssumption ; loop:reasoning "A guess."'
    else:
        grounds = (
            f"loop:grade loop:RandomisedTrial ; prov:hadPrimarySource :{source} ; "
            'loop:readAs loop:Read ; loop:asOf "2026-01"^^xsd:gYearMonth ; loop:quote "so it is"'
        )
    notion = " ; loop:notion loop:SerialSpeed" if source and metric == "Speedup" else ""
    return (
        f":{name} a loop:Evidence ; sosa:hasFeatureOfInterest :{subject} ; "
        f"sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult {value} ; "
        f"{grounds}{notion} {more}.\n"
    )


def study_of(folder, *parts, loop=LOOP, **standpoint):
    """Return a study of the loop with more Turtle behind it."""
    path = folder / "map.ttl"
    path.write_text(HEAD + loop + "".join(parts), encoding="utf-8")
    return Study(read_ontology((path,)), Standpoint(**standpoint))
