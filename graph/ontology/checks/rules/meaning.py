"""Rules of what is said of a thing: values, evidence and its sources, lists."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_WARNING, _ADVICE = Severity.WARNING, Severity.ADVICE

_TRIAL = (
    ":coding a loop:Coding ; loop:baselineDays 5 .\n"
    ":trial a loop:Evidence ; sosa:hasFeatureOfInterest :coding ;\n"
    "    sosa:observedProperty loop:PassTime ; sosa:hasSimpleResult 2 ; loop:asOf "
    '"2026"^^xsd:gYear ;\n    loop:grade loop:OurAssumption ; loop:reasoning "Seen so." ;\n'
)
_SOURCE = ':paper a loop:Source ; dcterms:title "Paper"@en ;\n    dcterms:publisher "A press" ; '
_DATED = 'dcterms:issued "2026-06-17"^^xsd:date ; '
_FOUND = "loop:address <https://example.org/paper> "
_METRIC = (
    ':wait a loop:Metric ; rdfs:label "wait"@en ; loop:unitWord "days" ; loop:scale "log" ;\n'
    '    skos:definition "Days in a queue."@en ; '
)
_WHOLE = 'skos:notation "wait" ; qudt:hasUnit unit:DAY .\n'


def _definition(name: str, class_: str) -> Rule:
    said = f':it a loop:{class_} ; rdfs:label "It"@en'
    return Rule(
        f"{name}-definition",
        f"A {name.replace('-', ' ')} lacks the sentence that says what it is.",
        f"{said} .",
        f'{said} ;\n    skos:definition "What counts as it, in one sentence."@en .',
        _ADVICE,
    )


VALUE_RULES = (
    Rule(
        "number-expected",
        "A text, name or date stands where a number belongs.",
        ':review a loop:Review ; loop:baselineDays "8" .',
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "ill-typed",
        "A literal does not stand for a value of its own datatype.",
        ':review a loop:Review ; loop:baselineDays "eight"^^xsd:decimal .',
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "number-not-finite",
        "A number is infinite, or none.",
        ':review a loop:Review ; loop:capacity "INF"^^xsd:double .',
        ":review a loop:Review .",
    ),
    Rule(
        "number-out-of-range",
        "A number lies outside what its metric allows.",
        ":review a loop:Review ; loop:baselineDays -8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "number-not-written-whole",
        "A whole number is written with a decimal point or a datatype.",
        ":review a loop:Review ; loop:capacity 1.0 .",
        ":review a loop:Review ; loop:capacity 1 .",
    ),
    Rule(
        "percentage-for-share",
        "A percentage stands where a share from 0 to 1 belongs.",
        _TRIAL + "    loop:low 1 ; loop:high 3 ; loop:intervalLevel 95 .",
        _TRIAL + "    loop:low 1 ; loop:high 3 ; loop:intervalLevel 0.95 .",
    ),
    Rule(
        "decimal-comma",
        "A decimal comma makes two numbers of one.",
        ":review a loop:Review ; loop:baselineDays 1,5 .",
        ":review a loop:Review ; loop:baselineDays 1.5 .",
    ),
    Rule(
        "date-wrong",
        "It is no date, or none in the calendar.",
        _SOURCE + 'dcterms:issued "17 June 2026" ; ' + _FOUND + ".",
        _SOURCE + _DATED + _FOUND + ".",
    ),
    Rule(
        "date-to-come",
        "Something is dated later than today.",
        _SOURCE + 'dcterms:issued "9000-06-17"^^xsd:date ; ' + _FOUND + ".",
        _SOURCE + _DATED + _FOUND + ".",
        _WARNING,
    ),
    Rule(
        "flag-wrong",
        "It is neither true nor false.",
        _TRIAL + '    loop:retracted "yes" .',
        _TRIAL + "    loop:retracted true .",
    ),
    Rule(
        "text-expected",
        "A number or name stands where a text belongs.",
        ":review a loop:Review ; rdfs:label 8 .",
        ':review a loop:Review ; rdfs:label "Review"@en .',
    ),
    Rule(
        "language-unknown",
        "It is no language tag.",
        ':review a loop:Review ; rdfs:label "Review"@english .',
        ':review a loop:Review ; rdfs:label "Review"@en .',
        _WARNING,
    ),
    Rule(
        "address-wrong",
        "An address does not begin with http:// or https://.",
        _SOURCE + _DATED + 'loop:address "example.org" .',
        _SOURCE + _DATED + _FOUND + ".",
    ),
    Rule(
        "address-of-site",
        "The address of a source is a site, and not a page.",
        _SOURCE + _DATED + "loop:address <https://example.org/> .",
        _SOURCE + _DATED + _FOUND + ".",
        _WARNING,
    ),
    Rule(
        "unit-unknown",
        "QUDT has no such unit.",
        _METRIC + "qudt:hasUnit unit:DAYS .",
        _METRIC + "qudt:hasUnit unit:DAY .",
        _WARNING,
    ),
    Rule(
        "unit-disagrees",
        "The unit is another one than its word says.",
        _METRIC + "qudt:hasUnit unit:HR .",
        _METRIC + "qudt:hasUnit unit:DAY .",
        _WARNING,
    ),
    Rule(
        "scale-disagrees",
        "A metric is on another scale than all others of its unit.",
        _METRIC.replace('"log"', '"logit"') + _WHOLE,
        _METRIC + _WHOLE,
        _WARNING,
    ),
)

EVIDENCE_RULES = (
    Rule(
        "evidence-dated",
        "Nothing says what time the number is of.",
        _TRIAL.replace('loop:asOf "2026"^^xsd:gYear ;', "") + "    loop:low 1 .",
        _TRIAL + "    loop:low 1 .",
        _ADVICE,
    ),
    Rule(
        "bound-unknown",
        "A bound is none of exact, lower and upper.",
        "loop:AboutBound a loop:Bound .\n" + _TRIAL + "    loop:bound loop:AboutBound .",
        _TRIAL + "    loop:bound loop:LowerBound .",
    ),
    Rule(
        "interval-disordered",
        "Low, value and high are not in order.",
        _TRIAL + "    loop:low 3 ; loop:high 1 .",
        _TRIAL + "    loop:low 1 ; loop:high 3 .",
    ),
    Rule(
        "interval-half",
        "One end of an interval is given, and the other is not.",
        _TRIAL + "    loop:high 3 .",
        _TRIAL + "    loop:low 1 ; loop:high 3 .",
        _WARNING,
    ),
    Rule(
        "quote-too-long",
        "A quote has more words than carry the number.",
        _TRIAL + f'    loop:quote "{"so many words " * 9}" .',
        _TRIAL + '    loop:quote "two days a pass" .',
    ),
    Rule(
        "replaced-in-a-circle",
        "Each observation is replaced by the next, so that none is in force.",
        _TRIAL + "    dcterms:isReplacedBy :trial .",
        _TRIAL + "    loop:low 1 .",
    ),
    Rule(
        "observation-twice",
        "One number with its date and source stands under two names, and counts twice.",
        _TRIAL
        + "    loop:low 1 .\n"
        + _TRIAL.partition("\n")[2].replace(":trial", ":again")
        + "    loop:low 1 .",
        _TRIAL + "    loop:low 1 .",
        _WARNING,
    ),
    Rule(
        "metric-of-wrong-kind",
        "A metric is told of a kind of thing that does not have it.",
        ":tools a loop:Skill .\n"
        + _TRIAL.replace("Interest :coding", "Interest :tools").replace("PassTime", "BaselineDays")
        + "    loop:low 1 .",
        _TRIAL + "    loop:low 1 .",
    ),
    Rule(
        "reasoning-disagrees",
        "The reasoning ends in another number than the value.",
        _TRIAL.replace("Seen so.", "Three of six days: 3 + 6 = 9 days") + "    loop:low 1 .",
        _TRIAL.replace("Seen so.", "One day and one: 1 + 1 = 2 days") + "    loop:low 1 .",
        _WARNING,
    ),
    Rule(
        "newer-than-source",
        "A number is of a later time than its source.",
        _SOURCE
        + _DATED
        + _FOUND
        + ".\n"
        + _TRIAL.replace('"2026"^^xsd:gYear', '"2026-09"^^xsd:gYearMonth').replace(
            "OurAssumption", "Survey"
        )
        + "    prov:hadPrimarySource :paper .",
        _SOURCE + _DATED + _FOUND + ".\n" + _TRIAL + "    prov:hadPrimarySource :paper .",
        _WARNING,
    ),
    Rule(
        "assumption-with-source",
        "An assumption of ours names a source as if that said so.",
        _SOURCE + _DATED + _FOUND + ".\n" + _TRIAL + "    prov:hadPrimarySource :paper .",
        _SOURCE + _DATED + _FOUND + ".\n" + _TRIAL + "    loop:low 1 .",
        _WARNING,
    ),
    Rule(
        "assumption-exact",
        "An assumption that times the loop does not say how far off it may be.",
        _TRIAL.replace("PassTime", "BaselineDays") + "    loop:setting loop:Industry .",
        _TRIAL.replace("PassTime", "BaselineDays") + "    loop:low 1 ; loop:high 4 .",
        _ADVICE,
    ),
    Rule(
        "benchmark-as-speedup",
        "A result of a benchmark counts as a speed-up of work that people do.",
        _TRIAL.replace("PassTime", "Speedup").replace("OurAssumption", "Benchmark")
        + "    loop:notion loop:SerialSpeed .",
        _TRIAL.replace("PassTime", "BenchmarkSpeedup").replace("OurAssumption", "Benchmark")
        + "    loop:low 1 .",
        _WARNING,
    ),
    Rule(
        "surer-than-others",
        "A report without an interval counts as surer than most of its like with one.",
        "A survey without loop:low and loop:high, beside three wider ones that give them.",
        "The same survey with loop:low and loop:high that are no narrower.",
        _WARNING,
        whole=False,
    ),
    Rule(
        "source-twice",
        "One document stands under two names.",
        _SOURCE
        + _DATED
        + _FOUND
        + ".\n"
        + _SOURCE.replace(":paper", ":again")
        + _DATED
        + _FOUND
        + ".",
        _SOURCE + _DATED + _FOUND + ".",
        _WARNING,
    ),
    Rule(
        "source-publisher",
        "A source does not say who published it.",
        _SOURCE.partition("    dcterms:publisher")[0] + _DATED + _FOUND + ".",
        _SOURCE + _DATED + _FOUND + ".",
    ),
    Rule(
        "source-dated",
        "A source does not say when it was published.",
        _SOURCE + _FOUND + ".",
        _SOURCE + _DATED + _FOUND + ".",
    ),
    Rule(
        "source-found",
        "A source does not say where a reader finds it.",
        _SOURCE + _DATED.rstrip("; ") + " .",
        _SOURCE + _DATED + _FOUND + ".",
    ),
)

LIST_RULES = (
    Rule(
        "metric-notation",
        "A metric lacks its word in small letters with hyphens.",
        _METRIC + "qudt:hasUnit unit:DAY .",
        _METRIC + 'qudt:hasUnit unit:DAY ; skos:notation "wait" .',
    ),
    Rule(
        "notation-twice",
        "Two metrics have the same word, so that it means neither.",
        _METRIC + _WHOLE + _METRIC.replace(":wait", ":queue") + _WHOLE,
        _METRIC + _WHOLE,
    ),
    Rule(
        "metric-unused",
        "A metric is there, and no number is of it.",
        _METRIC + _WHOLE + _TRIAL + "    loop:low 1 .",
        _METRIC + _WHOLE + _TRIAL.replace("loop:PassTime", ":wait") + "    loop:low 1 .",
        _ADVICE,
    ),
    Rule(
        "metric-unit",
        "A metric lacks its unit.",
        _METRIC + 'skos:notation "wait" .',
        _METRIC + 'skos:notation "wait" ; qudt:hasUnit unit:DAY .',
    ),
    Rule(
        "cuts-disordered",
        "The cuts of a score go up and down.",
        _METRIC + "loop:scoredFrom loop:PassTime ;\n"
        "    loop:cut1 1 ; loop:cut2 3 ; loop:cut3 2 ; loop:cut4 4 .",
        _METRIC + "loop:scoredFrom loop:PassTime ;\n"
        "    loop:cut1 1 ; loop:cut2 2 ; loop:cut3 3 ; loop:cut4 4 .",
    ),
    Rule(
        "written-twice",
        "Two metrics are written by one property.",
        _METRIC + "loop:writtenAs loop:baselineDays .",
        _METRIC + "loop:writtenAs loop:waitDays .\nloop:waitDays rdfs:domain loop:Component .",
    ),
    Rule(
        "carrier-missing",
        "Nothing says which kind of thing carries a number.",
        _METRIC + "loop:writtenAs loop:waitDays .\nloop:waitDays a owl:DatatypeProperty .",
        _METRIC + "loop:writtenAs loop:waitDays .\n"
        "loop:waitDays a owl:DatatypeProperty ; rdfs:domain loop:Component .",
    ),
    Rule(
        "threshold-label",
        "A threshold has no label that people read.",
        ":sure a loop:Threshold ; loop:value 0.9 .",
        ':sure a loop:Threshold ; rdfs:label "sure"@en ; loop:value 0.9 .',
        _ADVICE,
    ),
    Rule(
        "scenario-supposes",
        "A scenario supposes nothing.",
        ":slow a loop:Scenario .",
        ":slow a loop:Scenario ; loop:supposes [ a loop:Supposition ;\n"
        "    sosa:hasFeatureOfInterest :review ; sosa:observedProperty loop:PassTime ;\n"
        "    sosa:hasSimpleResult 9 ] .\n:review a loop:Review .",
    ),
    Rule(
        "supposition-reasoning",
        "Nothing says why a number is worth supposing.",
        ":slow a loop:Scenario ; loop:supposes [ a loop:Supposition ; sosa:hasSimpleResult 9 ] .",
        ":slow a loop:Scenario ; loop:supposes [ a loop:Supposition ; sosa:hasSimpleResult 9 ;\n"
        '    loop:reasoning "What if nobody reads?"@en ] .',
        _ADVICE,
    ),
    *(
        _definition(name, class_)
        for name, class_ in (
            ("component", "Review"),
            ("resource", "Resource"),
            ("driver", "Driver"),
            ("stock", "Stock"),
            ("metric", "Metric"),
            ("grade", "Grade"),
            ("scenario", "Scenario"),
            ("domain", "Domain"),
            ("feedback-channel", "FeedbackChannel"),
            ("skill", "Skill"),
        )
    ),
)
