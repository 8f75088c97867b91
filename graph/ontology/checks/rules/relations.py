"""Rules on what things say of each other, and on what their own names say of them."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_ADVICE, _WARNING = Severity.ADVICE, Severity.WARNING


def _number(name: str, more: str, about: str = "coding", metric: str = "PassTime") -> str:
    """Return an observation of 2 with what a paragraph of one needs, and more."""
    return (
        f":{name} a loop:Evidence ; sosa:hasFeatureOfInterest :{about} ;\n"
        f"    sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult 2 ;\n"
        f'    loop:asOf "2026"^^xsd:gYear ; loop:grade loop:OurAssumption ; {more} .\n'
    )


def _gate(tail: str, head: str, lag: int = 0) -> str:
    said = f"loop:kind loop:Gates ; loop:lag {lag}" if lag else "loop:kind loop:Gates"
    return (
        f":{tail}-gates-{head} a loop:Dependency ; loop:from :{tail} ; loop:to :{head} ; {said} .\n"
    )


def _loop(name: str, through: str) -> str:
    return f':{name} a loop:FeedbackLoop ; rdfs:label "{name}"@en ; loop:through {through} .\n'


def _supposed(name: str, value: int, metric: str = "QueueTime") -> str:
    return (
        f':{name} a loop:Scenario ; rdfs:label "{name}"@en ; loop:supposes [\n'
        "    a loop:Supposition ; sosa:hasFeatureOfInterest :coding ;\n"
        f"    sosa:observedProperty loop:{metric} ; sosa:hasSimpleResult {value} ] .\n"
    )


_SEEN = 'loop:reasoning "Seen so."'
_CODING = ':coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 5 .\n'
_REVIEW = ':review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 3 .\n'
_DEPLOYMENT = ':deployment a loop:Infra ; rdfs:label "Use"@en ; loop:baselineDays 1 .\n'
_PAIR = _CODING + _REVIEW + _gate("coding", "review") + _gate("review", "coding", 1)
_RING = (
    f"{_CODING}{_REVIEW}{_DEPLOYMENT}{_gate('coding', 'review')}"
    f"{_gate('review', 'deployment')}{_gate('deployment', 'coding', 1)}"
)
_PAGE = ':page a loop:Source ; dcterms:title "A page"@en .\n'
_PROOFS = ':proofs a loop:Domain ; rdfs:label "Proofs"@en ; loop:trajectory :first , :next .\n'
_SKILLS = (
    ':plan a loop:Skill ; rdfs:label "Plan"@en .\n:judge a loop:Skill ; rdfs:label "Judge"@en .\n'
)
_NEEDED = _PAIR + ":coding loop:needsSkill :plan .\n" + _SKILLS
_FROM = "https://arxiv.org/abs/2507.09089"


RELATION_RULES = (
    Rule(
        "spelt-in-two-ways",
        "A name that is written as text is spelt in two ways.",
        _number("one", 'loop:lab "Open AI"')
        + _number("two", 'loop:lab "OpenAI"')
        + _number("three", 'loop:lab "OpenAI"'),
        _number("one", 'loop:lab "OpenAI"')
        + _number("two", 'loop:lab "OpenAI"')
        + _number("three", 'loop:lab "OpenAI"'),
        _WARNING,
    ),
    Rule(
        "address-misspelt",
        "An address is nearly one that is known.",
        f":paper a loop:Source ; loop:address <{_FROM.replace('xiv', 'xvi')}> .",
        f":paper a loop:Source ; loop:address <{_FROM}> .",
        _WARNING,
    ),
    Rule(
        "class-is-none",
        "What stands in the place of a class is a word or a thing.",
        ":a-gates-b a loop:Gates ; loop:from :a ; loop:to :b .",
        ":a-gates-b a loop:Dependency ; loop:kind loop:Gates ; loop:from :a ; loop:to :b .",
    ),
    Rule(
        "unit-of-text",
        "A text gives the number in another unit than the metric has.",
        _CODING + _number("seen", 'loop:reasoning "It took 2 hours."'),
        _CODING + _number("seen", 'loop:reasoning "It took 2 days."'),
        _WARNING,
    ),
    Rule(
        "successor-of-another",
        "A number is replaced by one of another thing or metric.",
        _PAIR
        + _number("old", f"dcterms:isReplacedBy :new ; {_SEEN}")
        + _number("new", _SEEN, "review"),
        _PAIR + _number("old", f"dcterms:isReplacedBy :new ; {_SEEN}") + _number("new", _SEEN),
        _WARNING,
    ),
    Rule(
        "rests-on-retracted",
        "A number is derived from one that was retracted.",
        _CODING
        + _number("judged", f"prov:wasDerivedFrom :misread ; {_SEEN}")
        + _number("misread", f"loop:retracted true ; {_SEEN}", metric="QueueTime"),
        _CODING
        + _number("judged", f"prov:wasDerivedFrom :sound ; {_SEEN}")
        + _number("sound", _SEEN, metric="QueueTime"),
        _WARNING,
    ),
    Rule(
        "quoted-and-read",
        "A page was read in place of the source, and the source is said to be read.",
        _CODING + _PAGE + _number("seen", f"loop:quotedBy :page ; loop:readAs loop:Read ; {_SEEN}"),
        _CODING
        + _PAGE
        + _number("seen", f"loop:quotedBy :page ; loop:readAs loop:Quoted ; {_SEEN}"),
        _WARNING,
    ),
    Rule(
        "trajectory-mixed",
        "The points of a trajectory are numbers of several things or metrics.",
        _PROOFS
        + _number("first", _SEEN, "proofs", "ServiceTimeRatio")
        + _number("next", _SEEN, "proofs", "SlopeRatio"),
        _PROOFS
        + _number("first", _SEEN, "proofs", "ServiceTimeRatio")
        + _number("next", _SEEN, "proofs", "ServiceTimeRatio"),
        _WARNING,
    ),
    Rule(
        "statement-twice",
        "A paragraph says the same twice.",
        _PAIR + ':coding skos:altLabel "Code"@en ; skos:altLabel "Code"@en .',
        _PAIR + ':coding skos:altLabel "Code"@en .',
        _ADVICE,
    ),
    Rule(
        "loop-twice",
        "Two named loops pass through the same components.",
        _PAIR + _loop("one", ":coding , :review") + _loop("two", ":review , :coding"),
        _PAIR + _loop("one", ":coding , :review"),
        _WARNING,
    ),
    Rule(
        "loop-order",
        "The components of a named loop are written in another order than they follow each other.",
        _RING + _loop("ring", ":coding , :deployment , :review"),
        _RING + _loop("ring", ":coding , :review , :deployment"),
        _WARNING,
    ),
    Rule(
        "scenario-twice",
        "Two scenarios suppose the same numbers.",
        _PAIR + _supposed("one", 4) + _supposed("two", 4),
        _PAIR + _supposed("one", 4) + _supposed("two", 6),
        _WARNING,
    ),
    Rule(
        "supposed-in-vain",
        "Nothing follows on this map from a number that is supposed.",
        _PAIR + _supposed("case", 1, "Load"),
        _PAIR + _supposed("case", 1, "QueueTime"),
        _WARNING,
    ),
    Rule(
        "thing-unused",
        "Nothing names a thing that is there to be named.",
        _NEEDED,
        _NEEDED.replace(":plan .", ":plan , :judge .", 1),
        _ADVICE,
    ),
)
