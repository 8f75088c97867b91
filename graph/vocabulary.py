"""The words of the ontology: namespaces, terms, and the metrics that the arithmetic knows."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

LOOP = "https://w3id.org/loopmap#"
MAP = "https://w3id.org/loopmap/map/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SOSA = "http://www.w3.org/ns/sosa/"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
CITO = "http://purl.org/spar/cito/"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"
SH = "http://www.w3.org/ns/shacl#"

#: Of a number: what it is about, what is measured of it, what came out, and who says so.
ABOUT = SOSA + "hasFeatureOfInterest"
MEASURED = SOSA + "observedProperty"
RESULT = SOSA + "hasSimpleResult"
SOURCE = PROV + "hadPrimarySource"

#: Prefix of every namespace that the files use, in the order in which a file declares them.
PREFIXES = {
    "": MAP,
    "loop": LOOP,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "sosa": SOSA,
    "prov": PROV,
    "dcterms": DCTERMS,
    "cito": CITO,
    "qudt": QUDT,
    "unit": UNIT,
    "sh": SH,
}

#: The prefixes that have a name, for a regular expression, the longer first.
PREFIX_WORDS = "|".join(sorted((name for name in PREFIXES if name), key=len, reverse=True))


class Family(StrEnum):
    """The six families of components; each is a class of the ontology."""

    DIRECTION = "direction"
    DATA = "data"
    CODING = "coding"
    REVIEW = "review"
    INFRA = "infra"
    EVALS = "evals"


class Kind(StrEnum):
    """What a dependency means."""

    GATES = "gates"
    IMPROVES = "improves"
    VERIFIES = "verifies"
    BYPASSES = "bypasses"


class Bound(StrEnum):
    """Whether an observation gives the value or only a limit to it."""

    EXACT = "exact"
    LOWER = "lower-bound"
    UPPER = "upper-bound"


class MetricName(StrEnum):
    """The metrics that the arithmetic uses; the ontology may hold any number of others."""

    SPEEDUP = "speedup"
    BASELINE_DAYS = "baseline-days"
    FLOOR_DAYS = "floor-days"
    DAYS_PER_ROUND = "days-per-round"
    FLOOR_SHARE = "floor-share"
    PASS_TIME = "pass-time"
    QUEUE_TIME = "queue-time"
    LOAD = "load"
    ITEMS_IN_PROGRESS = "items-in-progress"
    VARIABILITY = "variability"
    COUNT = "count"
    CAPACITY = "capacity"
    LAG = "lag"
    RESERVE = "reserve"
    BOOKED_AHEAD_DAYS = "booked-ahead-days"
    DELAY_DAYS = "delay-days"
    REWORK_SHARE = "rework-share"
    AI_SHARE_OF_LINES = "ai-share-of-lines"
    AI_SHARE_OF_PERSON_TIME = "ai-share-of-person-time"
    AI_SHARE_OF_DECISIONS = "ai-share-of-decisions"
    SPEED_ON_AUTOMATED_SHARE = "speed-on-automated-share"
    CHECKING_COST = "checking-cost"
    HUMAN_UPLIFT = "human-uplift"
    HUMAN_BY_DESIGN = "human-by-design"
    INDEXED_SHARE = "indexed-share"
    ELASTICITY = "elasticity"
    OVERALL_PACE = "overall-pace"
    TIME_HORIZON_50 = "time-horizon-50"
    TIME_HORIZON_80 = "time-horizon-80"


#: Words that the command line accepts for a metric besides its own name.
METRIC_ALIASES = {"in-flight": MetricName.CAPACITY}


def local_name(iri: str) -> str:
    """Return what people call an individual: its local name on the map, else its whole IRI.

    >>> local_name("https://w3id.org/loopmap/map/code-review")
    'code-review'
    >>> local_name("https://example.org/x")
    'https://example.org/x'
    """
    return iri[len(MAP) :] if iri.startswith(MAP) and len(iri) > len(MAP) else iri


def word(iri: str) -> str:
    """Return a term of the vocabulary as a word: its local name in lower case with hyphens.

    >>> word("https://w3id.org/loopmap#BaselineDays")
    'baseline-days'
    >>> word("https://w3id.org/loopmap#TimeHorizon50")
    'time-horizon-50'
    """
    if iri.startswith(LOOP):
        return _hyphenated(iri[len(LOOP) :])
    # As ``local_name`` has it; most words are asked for here.
    return iri[len(MAP) :] if iri.startswith(MAP) and len(iri) > len(MAP) else iri


@lru_cache(maxsize=1024)
def _hyphenated(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", "-", name).lower()
