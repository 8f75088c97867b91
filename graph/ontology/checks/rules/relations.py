"""Rules on what things say of each other, and on what their own names say of them."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_ADVICE, _WARNING = Severity.ADVICE, Severity.WARNING


def _told(what: str, said: str) -> str:
    return f":{what} a loop:Evidence ; {said} ."


def _supposed(said: str) -> str:
    return f":case loop:supposes [ a loop:Supposition ; {said} ] ."


RELATION_RULES = (
    Rule(
        "spelt-in-two-ways",
        "A name that is written as text is spelt in two ways.",
        ':a loop:lab "Open AI" .\n:b loop:lab "OpenAI" .\n:c loop:lab "OpenAI" .',
        ':a loop:lab "OpenAI" .\n:b loop:lab "OpenAI" .\n:c loop:lab "OpenAI" .',
        _WARNING,
        whole=False,
    ),
    Rule(
        "address-misspelt",
        "An address is nearly one that is known.",
        ":s a loop:Source ; loop:address <https://arxvi.org/abs/2507.09089> .",
        ":s a loop:Source ; loop:address <https://arxiv.org/abs/2507.09089> .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "class-is-none",
        "What stands in the place of a class is a word or a thing.",
        ":a-gates-b a loop:Gates ; loop:from :a ; loop:to :b .",
        ":a-gates-b a loop:Dependency ; loop:kind loop:Gates ; loop:from :a ; loop:to :b .",
        whole=False,
    ),
    Rule(
        "unit-of-text",
        "A text gives the number in another unit than the metric has.",
        _told("t", 'sosa:hasSimpleResult 36 ; loop:quote "36 hours"'),
        _told("t", 'sosa:hasSimpleResult 1.5 ; loop:quote "36 hours"'),
        _WARNING,
        whole=False,
    ),
    Rule(
        "successor-of-another",
        "A number is replaced by one of another thing or metric.",
        ":old dcterms:isReplacedBy :of-another-part .",
        ":old dcterms:isReplacedBy :of-the-same-part .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "rests-on-retracted",
        "A number is derived from one that was retracted.",
        ":judged prov:wasDerivedFrom :misread .\n:misread loop:retracted true .",
        ":judged prov:wasDerivedFrom :sound .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "quoted-and-read",
        "A page was read in place of the source, and the source is said to be read.",
        _told("t", "loop:quotedBy :page ; loop:readAs loop:Read"),
        _told("t", "loop:quotedBy :page ; loop:readAs loop:Quoted"),
        _WARNING,
        whole=False,
    ),
    Rule(
        "trajectory-mixed",
        "The points of a trajectory are numbers of several things or metrics.",
        ":proofs loop:trajectory :score-2025 , :cost-2026 .",
        ":proofs loop:trajectory :score-2025 , :score-2026 .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "loop-twice",
        "Two named loops pass through the same components.",
        ":one a loop:FeedbackLoop ; loop:through :a , :b .\n"
        ":two a loop:FeedbackLoop ; loop:through :b , :a .",
        ":one a loop:FeedbackLoop ; loop:through :a , :b .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "loop-order",
        "The components of a named loop are written in another order than they follow each other.",
        ":ring a loop:FeedbackLoop ; loop:through :coding , :deployment , :review .",
        ":ring a loop:FeedbackLoop ; loop:through :coding , :review , :deployment .",
        _ADVICE,
        whole=False,
    ),
    Rule(
        "scenario-twice",
        "Two scenarios suppose the same numbers.",
        ":one a loop:Scenario ; loop:supposes :x .\n:two a loop:Scenario ; loop:supposes :x .",
        ":one a loop:Scenario ; loop:supposes :x .",
        _WARNING,
        whole=False,
    ),
    Rule(
        "supposed-in-vain",
        "Nothing follows on this map from a number that is supposed.",
        _supposed("sosa:observedProperty loop:Load ; sosa:hasSimpleResult 0.8"),
        _supposed("sosa:observedProperty loop:QueueTime ; sosa:hasSimpleResult 2"),
        _WARNING,
        whole=False,
    ),
    Rule(
        "thing-unused",
        "Nothing names a thing that is there to be named.",
        ':judge a loop:Skill ; rdfs:label "Judge"@en .',
        ':judge a loop:Skill ; rdfs:label "Judge"@en .\n:review loop:needsSkill :judge .',
        _ADVICE,
        whole=False,
    ),
)
