"""Rules of dates and intervals: what cannot be, held against each other and against today."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_WARNING = Severity.WARNING

_CODING = ":coding a loop:Coding ; loop:baselineDays 5 .\n"
_PAPER = (
    ':paper a loop:Source ; dcterms:title "Paper"@en ; dcterms:publisher "A press" ;\n'
    '    dcterms:issued "2026-06-17"^^xsd:date ; loop:address <https://example.org/{page}>'
)


def _number(name: str, date: str, more: str) -> str:
    return (
        f":{name} a loop:Evidence ; sosa:hasFeatureOfInterest :coding ;\n"
        "    sosa:observedProperty loop:PassTime ; sosa:hasSimpleResult 2 ; "
        f'loop:asOf "{date}"^^xsd:gYear ;\n'
        f'    loop:grade loop:OurAssumption ; loop:reasoning "Seen so." ; {more}\n'
    )


_MODIFIED = _PAPER.format(page="paper") + ' ;\n    dcterms:modified "{}"^^xsd:gYear .'
_QUOTED = (
    _PAPER.format(page="paper")
    + " .\n"
    + ':page a loop:Source ; dcterms:title "Page"@en ; dcterms:publisher "A site" ;\n'
    '    dcterms:issued "{}"^^xsd:gYear ; loop:address <https://example.org/page> .\n'
    + _CODING
    + _number("quoted", "2026", "loop:readAs loop:Quoted ;").replace(
        "loop:OurAssumption", "loop:Survey"
    )
    + "    loop:quotedBy :page ; prov:hadPrimarySource :paper ."
)

_LOOP = (
    _CODING + ':again a loop:Dependency ; rdfs:comment "Next time."@en ; loop:kind loop:Gates ;\n'
    "    loop:from :coding ; loop:to :coding ; {} ."
)

_SCORE = (
    ':law a loop:Domain ; rdfs:label "Law"@en .\n:score a loop:Evidence ; rdfs:label "Score"@en ;\n'
    "    sosa:hasFeatureOfInterest :law ; sosa:observedProperty loop:Observable ;\n"
    '    sosa:hasSimpleResult {} ; loop:rater "A" ; loop:asOf "2026"^^xsd:gYear ;\n'
    '    loop:grade loop:OurAssumption ; loop:reasoning "Seen so." .'
)
_NUMBERS = _CODING + "".join(
    _number(f"trial-{at}", "2026", f'rdfs:label "Trial {at}"@en ; loop:low 1 ; loop:high 3 .')
    for at in range(9)
)

DATE_RULES = (
    Rule(
        "date-before-its-time",
        "A number is dated long before most others of its kind.",
        _CODING + _number("trial", "1926", ".").replace(" ; .", " ."),
        _CODING + _number("trial", "2026", ".").replace(" ; .", " ."),
        _WARNING,
    ),
    Rule(
        "modified-before-issued",
        "A source was changed before it was published.",
        _MODIFIED.format("2025"),
        _MODIFIED.format("2026"),
        _WARNING,
    ),
    Rule(
        "issued-before-address",
        "A source is dated earlier than the date that its address holds.",
        (_PAPER + " .").format(page="2026/09/paper"),
        (_PAPER + " .").format(page="2026/06/paper"),
        _WARNING,
    ),
    Rule(
        "quoted-before-published",
        "A page is said to quote a source that was published after it.",
        _QUOTED.format("2025"),
        _QUOTED.format("2026"),
        _WARNING,
    ),
    Rule(
        "replaced-by-older",
        "A number is replaced by one of an older time.",
        _CODING
        + _number("new", "2025", "dcterms:isReplacedBy :old .")
        + _number("old", "2023", "loop:low 1 ; loop:high 3 ."),
        _CODING
        + _number("old", "2023", "dcterms:isReplacedBy :new .")
        + _number("new", "2025", "loop:low 1 ; loop:high 3 ."),
        _WARNING,
    ),
    Rule(
        "interval-empty",
        "Both ends of an interval are the same number.",
        _CODING + _number("trial", "2026", "loop:low 2 ; loop:high 2 ."),
        _CODING + _number("trial", "2026", "loop:low 1 ; loop:high 3 ."),
        _WARNING,
    ),
    Rule(
        "interval-level-low",
        "An interval is said to cover less than half of the cases.",
        _CODING + _number("trial", "2026", "loop:low 1 ; loop:high 3 ; loop:intervalLevel 0.1 ."),
        _CODING + _number("trial", "2026", "loop:low 1 ; loop:high 3 ; loop:intervalLevel 0.9 ."),
        _WARNING,
    ),
    Rule(
        "interval-lopsided",
        "An end of an interval is so far off that its point must have slipped.",
        _CODING + _number("trial", "2026", "loop:low 1.6 ; loop:high 25 ."),
        _CODING + _number("trial", "2026", "loop:low 1.6 ; loop:high 2.5 ."),
        _WARNING,
    ),
    Rule(
        "sum-wrong",
        "A sum that a text writes out does not come to what stands behind it.",
        _CODING
        + _number("trial", "2026", ".").replace("Seen so.", "6 x 2 / 4 = 2").replace("; .", "."),
        _CODING
        + _number("trial", "2026", ".").replace("Seen so.", "6 x 2 / 6 = 2").replace("; .", "."),
        _WARNING,
    ),
    Rule(
        "lag-in-days",
        "Days stand where a lag counts generations, or generations where days belong.",
        _LOOP.format("loop:lag 90"),
        _LOOP.format("loop:delayDays 90 ; loop:lag 1"),
        _WARNING,
    ),
    Rule(
        "score-between",
        "A rater's score lies between two steps of its scale.",
        _SCORE.format("2.5"),
        _SCORE.format("2"),
        _WARNING,
    ),
    Rule(
        "left-out",
        "One number lacks what all others of its metric, its file or the map say.",
        _NUMBERS.replace('rdfs:label "Trial 0"@en ; ', ""),
        _NUMBERS,
        Severity.ADVICE,
    ),
    Rule(
        "superseded-in-force",
        "An older edition of a number counts beside the newer one, or one that says it does not.",
        _CODING
        + _number("trial", "2026", 'rdfs:label "Wait, suite 1.0"@en ; loop:low 1 .')
        + _number("again", "2026", 'rdfs:label "Wait, suite 1.1"@en ; loop:low 1.5 .'),
        _CODING
        + _number(
            "trial", "2026", 'rdfs:label "Wait, suite 1.0"@en ; dcterms:isReplacedBy :again .'
        )
        + _number("again", "2026", 'rdfs:label "Wait, suite 1.1"@en ; loop:low 1.5 .'),
        _WARNING,
    ),
    Rule(
        "speedup-as-gain",
        "A speed-up is so small or large that a gain or a percentage must have been meant.",
        _CODING
        + _number("trial", "2026", "loop:notion loop:SerialSpeed .")
        .replace("PassTime", "Speedup")
        .replace("Result 2", "Result 0.25"),
        _CODING
        + _number("trial", "2026", "loop:notion loop:SerialSpeed .")
        .replace("PassTime", "Speedup")
        .replace("Result 2", "Result 1.25"),
        _WARNING,
    ),
    Rule(
        "unlike-others",
        "One number of a metric is of another part than all others of it.",
        ":review a loop:Review ; loop:baselineDays 3 .\n"
        + _NUMBERS.replace("Interest :coding", "Interest :review", 1),
        _NUMBERS,
        Severity.ADVICE,
    ),
)
