"""Rules of the text: what keeps a file from being Turtle."""

from __future__ import annotations

from graph.ontology.checks.rules.rule import Rule

SYNTAX_RULES = (
    # Separators and brackets.
    Rule(
        "syntax-missing-dot",
        "A statement has no full stop at its end.",
        ":review a loop:Review",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-early-dot",
        "A full stop ends the statement, and the next line goes on with it.",
        ":review a loop:Review .\n    loop:baselineDays 8 .",
        ":review a loop:Review ;\n    loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-no-first-line",
        "A block has no first line, so nothing says what it is about.",
        '    rdfs:label "Review"@en ;\n    loop:baselineDays 8 .',
        ':review a loop:Review ;\n    rdfs:label "Review"@en ;\n    loop:baselineDays 8 .',
    ),
    Rule(
        "syntax-comma-for-semicolon",
        "A comma stands before another property; it separates values of one property.",
        ':review rdfs:label "Review"@en ,\n    loop:baselineDays 8 .',
        ':review rdfs:label "Review"@en ;\n    loop:baselineDays 8 .',
    ),
    Rule(
        "syntax-semicolon-for-comma",
        "A semicolon stands before another value; it separates properties.",
        ":testing loop:exercises :decompose ; :localise .",
        ":testing loop:exercises :decompose , :localise .",
    ),
    Rule(
        "syntax-two-separators",
        "A full stop and another separator stand side by side.",
        ":review loop:baselineDays 8 . ;\n    loop:capacity 2 .",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-needless",
        "A word or a sign has come in by mistake; without it the statement can be read.",
        ":review a loop:Review loop:Review .",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-unexpected-dot",
        "A full stop ends no statement.",
        ":review loop:baselineDays 8 .\n.",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-missing-semicolon",
        "Nothing separates a value from the property after it.",
        ":review a loop:Review\n    loop:baselineDays 8 .",
        ":review a loop:Review ;\n    loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-missing-comma",
        "Nothing separates two values of one property.",
        ':review rdfs:label "Review"@en "Prüfung"@de .',
        ':review rdfs:label "Review"@en , "Prüfung"@de .',
    ),
    Rule(
        "syntax-comma-in-list",
        "The members of a list in ( ) are separated by spaces, not commas.",
        ":order :of ( :one, :two ) .",
        ":order :of ( :one :two ) .",
    ),
    Rule(
        "syntax-missing-bracket",
        "A bracket is not closed.",
        ":slow loop:supposes [ a loop:Supposition .",
        ":slow loop:supposes [ a loop:Supposition ] .",
    ),
    Rule(
        "syntax-wrong-bracket",
        "A bracket is closed by one of another kind.",
        ":slow loop:supposes [ a loop:Supposition ) .",
        ":slow loop:supposes [ a loop:Supposition ] .",
    ),
    Rule(
        "syntax-extra-bracket",
        "A bracket closes nothing.",
        ":review loop:baselineDays 8 ] .",
        ":review loop:baselineDays 8 .",
    ),
    # What stands where.
    Rule(
        "syntax-literal-subject",
        "A statement begins with a text or a number, which is only ever a value.",
        '"Review" loop:baselineDays 8 .',
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-literal-predicate",
        "A text or a number stands where a property belongs.",
        ':review "label" "Review" .',
        ':review rdfs:label "Review" .',
    ),
    Rule(
        "syntax-blank-predicate",
        "A blank node stands where a property belongs.",
        ":review _:label 8 .",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-missing-object",
        "No value follows a property or a comma.",
        ":review loop:baselineDays ; loop:capacity 1 .",
        ":review loop:baselineDays 8 ; loop:capacity 1 .",
    ),
    Rule(
        "syntax-missing-predicate",
        "No property follows the name of the thing.",
        ":review .",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-unexpected",
        "A sign cannot stand where it stands.",
        ":review loop:baselineDays { 8 } .",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-unexpected-word",
        "A word is neither a name with a prefix nor a text in quotes.",
        ':review rdfs:label "The "good" review"@en .',
        ':review rdfs:label "The good review"@en .',
    ),
    Rule(
        "syntax-class-without-a",
        "A class follows the name of a thing, and nothing says that it is of it.",
        ":review loop:Review ; loop:baselineDays 8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-is",
        "A word such as `is` stands where `a` says what a thing is.",
        ":review is loop:Review .",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-sign-between",
        "A sign stands between a property and its value.",
        ":review loop:baselineDays = 8 .",
        ":review loop:baselineDays 8 .",
    ),
    Rule(
        "syntax-and",
        "A word joins two values where a comma does.",
        ":testing loop:exercises :decompose and :localise .",
        ":testing loop:exercises :decompose , :localise .",
    ),
    # Declarations.
    Rule(
        "syntax-undefined-prefix",
        "A prefix is used and not declared.",
        ":review skso:definition 8 .",
        ":review skos:definition 8 .",
    ),
    Rule(
        "syntax-bad-prefix",
        "A declaration lacks the prefix, or its colon.",
        "@prefix ex <http://example.org/> .",
        "@prefix ex: <http://example.org/> .",
    ),
    Rule(
        "syntax-unknown-directive",
        "A line begins with an @word that Turtle does not know.",
        "@prefx ex: <http://example.org/> .",
        "@prefix ex: <http://example.org/> .",
    ),
    Rule(
        "syntax-missing-iri",
        "A declaration lacks its address.",
        "@prefix ex: .",
        "@prefix ex: <http://example.org/> .",
    ),
    # Addresses.
    Rule(
        "syntax-unterminated-iri",
        "An address that begins with < has no > at its end.",
        "<https://example.org/a a loop:Source .",
        "<https://example.org/a> a loop:Source .",
    ),
    Rule(
        "syntax-relative-iri",
        "An address is not whole, and no `@base` completes it.",
        "<review> a loop:Review .",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-bad-iri",
        "An address holds a sign that none may hold.",
        "<https://example.org/a b> a loop:Source .",
        "<https://example.org/a%20b> a loop:Source .",
    ),
    Rule(
        "syntax-bare-address",
        "An address does not stand between < and >.",
        ":paper loop:address https://example.org/paper .",
        ":paper loop:address <https://example.org/paper> .",
    ),
    # Names.
    Rule(
        "syntax-bad-name",
        "A name holds a sign that none may hold.",
        "_:re×view a loop:Review .",
        ":review a loop:Review .",
    ),
    Rule(
        "syntax-dash-in-name",
        "A name holds a typographic dash for a hyphen.",
        ":code–review a loop:Review .",
        ":code-review a loop:Review .",
    ),
    Rule(
        "syntax-space-in-name",
        "A space stands within a name.",
        ":slow sosa: observedProperty loop:PassTime .",
        ":slow sosa:observedProperty loop:PassTime .",
    ),
    Rule(
        "syntax-name-without-colon",
        "A name lacks the colon behind its prefix.",
        ":slow sosa.observedProperty loop:PassTime .",
        ":slow sosa:observedProperty loop:PassTime .",
    ),
    Rule(
        "syntax-sign-in-name",
        "A name holds a sign such as / or +.",
        ":read/write a loop:Review .",
        ":read-write a loop:Review .",
    ),
    # Texts.
    Rule(
        "syntax-unterminated-string",
        "A text has no quote at its end.",
        ':review rdfs:label "Review .',
        ':review rdfs:label "Review" .',
    ),
    Rule(
        "syntax-missing-quote",
        "A text that ends with a quote does not begin with one.",
        ':review rdfs:label Review"@en .',
        ':review rdfs:label "Review"@en .',
    ),
    Rule(
        "syntax-bad-escape",
        "A backslash in a text stands before a letter that makes no escape.",
        r':review rdfs:label "C:\data" .',
        r':review rdfs:label "C:\\data" .',
    ),
    Rule(
        "syntax-bad-character",
        "A character stands in the file that damage or another encoding left.",
        ':review rdfs:label "a\x00b" .',
        ':review rdfs:label "ab" .',
    ),
    Rule(
        "syntax-bad-language",
        "A language tag is joined by _ or stands in quotes.",
        ':review rdfs:label "Review"@en_US .',
        ':review rdfs:label "Review"@en-US .',
    ),
    Rule(
        "syntax-bad-datatype",
        "No datatype follows ^^.",
        ':trial loop:asOf "2026"^^ .',
        ':trial loop:asOf "2026"^^xsd:gYear .',
    ),
    Rule(
        "syntax-one-caret",
        "A datatype follows one caret; two belong before it.",
        ':trial loop:asOf "2026"^xsd:gYear .',
        ':trial loop:asOf "2026"^^xsd:gYear .',
    ),
    Rule(
        "syntax-datatype-without-prefix",
        "A datatype has no prefix.",
        ':trial loop:asOf "2026"^^gYear .',
        ':trial loop:asOf "2026"^^xsd:gYear .',
    ),
)
