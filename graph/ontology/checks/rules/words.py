"""Rules of words and names: what the vocabulary has, and what things are called by."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule

_WARNING, _ADVICE = Severity.WARNING, Severity.ADVICE

_METRIC = (
    ':wait a loop:Metric ; rdfs:label "wait"@en ; loop:unitWord "days" ; loop:scale "log" ;\n'
    '    skos:definition "Days in a queue."@en ; '
)
_READ = ':review a loop:Review ; rdfs:label "Review"@en .'
_DEFINED = ':review a loop:Review ; skos:definition "Reading what others wrote."@en .\n'

WORD_RULES = (
    Rule(
        "unknown-term",
        "The vocabulary has no such class, property or word.",
        ":review a loop:Review ; loop:baseDays 8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "unknown-reused-term",
        "A reused vocabulary has no such word, and one very like it.",
        ":review a loop:Review ; skos:defintion 8 .",
        ':review a loop:Review ; skos:definition "Reading a change."@en .',
    ),
    Rule(
        "prefix-bound-otherwise",
        "A prefix stands for another address than in the rest of the map.",
        "@prefix loop: <https://w3id.org/loopmap/> .\n:review a loop:Review .",
        "@prefix loop: <https://w3id.org/loopmap#> .\n:review a loop:Review .",
    ),
    Rule(
        "name-in-brackets",
        "A name with a prefix stands between < and >, which are for whole addresses.",
        ":review a <loop:Review> .",
        ":review a loop:Review .",
    ),
    Rule(
        "property-unread",
        "A property of the vocabulary is declared, and nothing reads it.",
        "loop:mood a owl:DatatypeProperty .",
        ':review rdfs:comment "In a good mood."@en .',
        _WARNING,
    ),
    Rule(
        "property-misplaced",
        "A number is written on a kind of thing that does not carry it.",
        ":power a loop:Resource ; loop:baselineDays 8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "type-missing",
        "Nothing says what kind of thing it is.",
        ":review loop:baselineDays 8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "class-unfit",
        "A thing has a class that neither its properties nor those who name it fit.",
        ":a a loop:Resource ; loop:baselineDays 2 .\n:b a loop:Review ; loop:baselineDays 3 .\n"
        ":a-helps-b a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Improves .\n"
        ":s a loop:Stock ; loop:fedBy :a .",
        ":a a loop:Coding ; loop:baselineDays 2 .\n:b a loop:Review ; loop:baselineDays 3 .\n"
        ":a-helps-b a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Improves .\n"
        ":s a loop:Stock ; loop:fedBy :a .",
    ),
    Rule(
        "name-that-nobody-uses",
        "A name is misspelt where it is given, so that those who name the thing name nothing.",
        ":reveiw a loop:Review ; loop:baselineDays 2 .\n"
        ":inner a loop:FeedbackLoop ; loop:through :review .\n"
        ":s a loop:Stock ; loop:fedBy :review .",
        ":review a loop:Review ; loop:baselineDays 2 .\n"
        ":inner a loop:FeedbackLoop ; loop:through :review .\n"
        ":s a loop:Stock ; loop:fedBy :review .",
    ),
    Rule(
        "type-conflict",
        "It is two kinds of thing at once.",
        ":review a loop:Review , loop:Resource .",
        ":review a loop:Review .",
    ),
    Rule(
        "name-in-vocabulary",
        "A thing of the map has a name of the vocabulary.",
        "loop:Reading a loop:Review .",
        ":reading a loop:Review .",
    ),
    Rule(
        "name-missing",
        "A thing that others speak of has no name.",
        "[] a loop:Review ; loop:baselineDays 8 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "name-used-twice",
        "One name is given to two things.",
        ":review a loop:Review ; loop:baselineDays 8 .\n:review a loop:Review ; loop:capacity 1 .",
        ":review a loop:Review ; loop:baselineDays 8 ; loop:capacity 1 .",
    ),
    Rule(
        "name-taken",
        "An observation has the name of the number written on its subject itself.",
        ":review a loop:Review ; loop:passTime 2 .\n"
        "<https://w3id.org/loopmap/map/review.pass-time> a loop:Evidence .",
        ":review a loop:Review ; loop:passTime 2 .\n:review-pass-time a loop:Evidence .",
        whole=False,
    ),
    Rule(
        "name-expected",
        "A text or a number stands where the name of a thing belongs.",
        ':a-to-b a loop:Dependency ; loop:from "a" ; loop:to :b ; loop:kind loop:Gates .',
        ":a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .",
    ),
    Rule(
        "reference-dangling",
        "Nothing of that name is defined.",
        ":a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .",
        ":a a loop:Coding .\n:b a loop:Review .\n"
        ":a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .",
    ),
    Rule(
        "reference-of-wrong-kind",
        "A name stands for another kind of thing than the property takes.",
        ":power a loop:Resource .\n:domain a loop:Domain ; loop:exercises :power .",
        ":tools a loop:Skill .\n:domain a loop:Domain ; loop:exercises :tools .",
    ),
    Rule(
        "value-missing",
        "A property that the thing cannot do without is missing.",
        ":a a loop:Coding .\n:b a loop:Review .\n"
        ":a-to-b a loop:Dependency ; loop:from :a ; loop:kind loop:Improves .",
        ":a a loop:Coding .\n:b a loop:Review .\n"
        ":a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Improves .",
    ),
    Rule(
        "value-twice",
        "A property has two values where there is one to be.",
        ":review a loop:Review ; loop:baselineDays 8 , 9 .",
        ":review a loop:Review ; loop:baselineDays 8 .",
    ),
    Rule(
        "label-missing",
        "A thing has no label that people read.",
        ":review a loop:Review .",
        ':review a loop:Review ; rdfs:label "Review"@en .',
        _ADVICE,
    ),
    Rule(
        "label-twice",
        "Two things of one kind have the same label, so that a reader takes one for the other.",
        f'{_READ}\n:second-review a loop:Review ; rdfs:label "Review"@en .',
        f'{_READ}\n:second-review a loop:Review ; rdfs:label "Second review"@en .',
        _ADVICE,
    ),
    Rule(
        "definition-twice",
        "Two things of one kind are defined by the same sentence.",
        _DEFINED + _DEFINED.replace(":review", ":test"),
        _DEFINED + _DEFINED.replace(":review", ":test").replace("Reading", "Testing"),
        _ADVICE,
    ),
    Rule(
        "range-of-other-kind",
        "A property is declared for things and its range is values, or the other way round.",
        ":wait a owl:ObjectProperty ; rdfs:range xsd:decimal .",
        ":wait a owl:DatatypeProperty ; rdfs:range xsd:decimal .",
    ),
    Rule(
        "domains-disjoint",
        "A property has two domains, and nothing is both.",
        ":wait a owl:DatatypeProperty ; rdfs:domain loop:Stock , loop:Component .",
        ":wait a owl:DatatypeProperty ;\n"
        "    rdfs:domain [ a owl:Class ; owl:unionOf ( loop:Stock loop:Component ) ] .",
    ),
    Rule(
        "shape-count",
        "A count in a shape is no whole number.",
        ':lab a sh:PropertyShape ; sh:path loop:lab ; sh:maxCount "1" .',
        ":lab a sh:PropertyShape ; sh:path loop:lab ; sh:maxCount 1 .",
        whole=False,
    ),
    Rule(
        "prefix-unused",
        "A prefix is declared, and nothing in its file is written with it.",
        f"@prefix ex: <https://example.org/> .\n{_READ}",
        _READ,
        _ADVICE,
        whole=False,
    ),
    Rule(
        "word-unknown",
        "A property takes one of a few words, and this is none of them.",
        _METRIC.replace('"log"', '"logarithmic"') + "qudt:hasUnit unit:DAY .",
        _METRIC + "qudt:hasUnit unit:DAY .",
    ),
    Rule(
        "left-to-do",
        "A text that `loopmap new` left is still to be written.",
        ':review a loop:Review ; rdfs:label "TODO: its label"@en .',
        ':review a loop:Review ; rdfs:label "Review"@en .',
        _WARNING,
    ),
    Rule(
        "text-garbled",
        "A text holds signs that a wrong encoding or a web page left in it.",
        ':review a loop:Review ; rdfs:label "Reading \u00e2\u20ac\u201c twice"@en .',
        ':review a loop:Review ; rdfs:label "Reading \u2013 twice"@en .',
        _WARNING,
    ),
    Rule(
        "tag-apart",
        "A space stands between a text and its language.",
        ':review a loop:Review ; rdfs:label "Review" @en .',
        ':review a loop:Review ; rdfs:label "Review"@en .',
        _ADVICE,
    ),
)
