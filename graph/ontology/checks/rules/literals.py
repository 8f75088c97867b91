"""Rules of the text: how values are written in Turtle, and what belongs to other languages."""

from __future__ import annotations

from graph.ontology.checks.rules.rule import Rule

_RIGHT_NUMBER = ":review loop:baselineDays 1.5 ."

LITERAL_RULES = (
    # Values.
    Rule(
        "syntax-unquoted-date",
        "A date is not in quotes, and has no datatype.",
        ":trial loop:asOf 2026-05 .",
        ':trial loop:asOf "2026-05"^^xsd:gYearMonth .',
    ),
    Rule(
        "syntax-grouped-number",
        "Marks stand between the digits of a number.",
        ":rounds loop:count 1_000 .",
        ":rounds loop:count 1000 .",
    ),
    Rule(
        "syntax-minus",
        "A typographic minus or dash stands for the sign of a number.",
        ":grade loop:bias −0.2 .",
        ":grade loop:bias -0.2 .",
    ),
    Rule(
        "syntax-range",
        "A value is a range, and a value is one number.",
        ":trial sosa:hasSimpleResult 1.1-1.5 .",
        ":trial sosa:hasSimpleResult 1.3 ; loop:low 1.1 ; loop:high 1.5 .",
    ),
    Rule(
        "syntax-fraction",
        "A number is written with a fraction bar.",
        ":review loop:baselineDays 3/2 .",
        _RIGHT_NUMBER,
    ),
    Rule(
        "syntax-two-points",
        "A number has two decimal points.",
        ":review loop:baselineDays 1.5.0 .",
        _RIGHT_NUMBER,
    ),
    Rule(
        "syntax-unfinished-power",
        "A number ends before its power of ten.",
        ":review loop:baselineDays 1.5e .",
        _RIGHT_NUMBER,
    ),
    Rule(
        "syntax-number-with-unit",
        "A number carries a unit or a per cent sign; the metric says the unit.",
        ":review loop:baselineDays 1.5d .",
        _RIGHT_NUMBER,
    ),
    Rule(
        "syntax-limit-sign",
        "A sign such as > or ~ stands before a number.",
        ":trial sosa:hasSimpleResult >2 .",
        ":trial sosa:hasSimpleResult 2 ; loop:bound loop:LowerBound .",
    ),
    Rule(
        "syntax-currency",
        "A number carries the sign of a currency; the metric says the unit.",
        ":trial sosa:hasSimpleResult $20 .",
        ":trial sosa:hasSimpleResult 20 .",
    ),
    Rule(
        "syntax-truth",
        "A truth value is not written `true` or `false`.",
        ":trial loop:retracted yes .",
        ":trial loop:retracted true .",
    ),
    Rule(
        "syntax-bracketed-list",
        "Brackets stand around several values, as in JSON or YAML.",
        ":testing loop:exercises [ :decompose , :localise ] .",
        ":testing loop:exercises :decompose , :localise .",
    ),
    Rule(
        "syntax-variable",
        "A variable or a place to fill in stands where a value belongs.",
        ":review loop:baselineDays ?days .",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-text-added",
        "Two texts are joined by a plus.",
        ':review rdfs:comment "One. " + "Two." .',
        ':review rdfs:comment "One. Two." .',
    ),
    Rule(
        "syntax-no-value",
        "A word such as `null` stands for a value that is not known.",
        ":review loop:baselineDays 8 ; loop:capacity null .",
        ":review loop:baselineDays 8 .",
    ),
    # What no Turtle 1.1 is.
    Rule(
        "syntax-merge-marker",
        "A line is left from a merge.",
        "<<<<<<< HEAD\n:review loop:baselineDays 8 .\n=======\n:review loop:baselineDays 9 .\n"
        ">>>>>>> other",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-foreign-comment",
        "A comment begins as in another language; in Turtle it begins with #.",
        "// The slow part.\n:review loop:baselineDays 8 .",
        "# The slow part.\n:review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-formula",
        "A formula stands where a number belongs.",
        ":review loop:baselineDays 2*5 .",
        ":review loop:baselineDays 10 .",
    ),
    Rule(
        "syntax-colon-for-semicolon",
        "A colon ends a line, where a semicolon belongs.",
        ':review rdfs:label "Review"@en :\n    loop:baselineDays 8 .',
        ':review rdfs:label "Review"@en ;\n    loop:baselineDays 8 .',
    ),
    Rule(
        "syntax-power",
        "A power of ten is written with a multiplication sign.",
        ":review loop:baselineDays 1.5x10^2 .",
        ":review loop:baselineDays 150 .",
    ),
    Rule(
        "syntax-number-word",
        "A number is written as a word.",
        ":review loop:capacity two .",
        ":review loop:capacity 2 .",
    ),
    Rule(
        "syntax-space-missing",
        "No space stands between a property and its number.",
        ":review\n    loop:baselineDays8 .",
        ":review\n    loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-odd-quotes",
        "A text stands between other marks than straight quotes.",
        ":review rdfs:label `Review`@en .",
        ':review rdfs:label "Review"@en .',
    ),
    Rule(
        "syntax-odd-sign",
        "A sign only looks like one of Turtle, or lies on its key elsewhere.",
        ':review rdfs:label "Review"@en ；\n    skos:note "Made by people."@en .',
        ':review rdfs:label "Review"@en ;\n    skos:note "Made by people."@en .',
    ),
    Rule(
        "syntax-web-page",
        "An entity, a tag or a link of a web page stands in the file.",
        ":review loop:address &lt;https://example.org/&gt; .",
        ":review loop:address <https://example.org/> .",
    ),
    Rule(
        "syntax-property-without-prefix",
        "A well-known property has no prefix.",
        ':review a loop:Review ;\n    label "Review"@en .',
        ':review a loop:Review ;\n    rdfs:label "Review"@en .',
    ),
    Rule(
        "syntax-list-mark",
        "A line begins with the mark of a list.",
        ":review a loop:Review ;\n    - loop:baselineDays 8 .",
        ":review a loop:Review ;\n    loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-comment-sign",
        "A comment does not begin with #.",
        "This is the slow part.\n:review loop:baselineDays 8 .",
        "# This is the slow part.\n:review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-turtle-1-2",
        "Something of Turtle 1.2 stands in the file, which is read as Turtle 1.1.",
        "<< :coding loop:baselineDays 8 >> rdfs:comment 1 .",
        ":coding-days a loop:Evidence ; sosa:hasSimpleResult 8 .",
    ),
    Rule(
        "syntax-too-many",
        "More is wrong in the file than is listed.",
        "A file with more than 200 syntax errors.",
        "The same file once the first of them are corrected.",
        whole=False,
    ),
)
