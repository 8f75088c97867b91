"""What the reader understands, against two readers that know nothing of it."""

import logging

import pytest

from graph.turtle.document import Literal
from graph.turtle.reading import read_turtle
from graph.vocabulary import RDF, XSD

VALID = {
    "empty": "",
    "only a comment": "# nothing",
    "prefix and base of both kinds": (
        "@prefix a: <urn:a:> .\nPREFIX b: <urn:b:>\npReFiX c: <urn:c:>\n"
        "@base <http://x/y/z> .\n<q> a:p b:o . BASE <w/> <q> c:p <../o> ."
    ),
    "base without space": "BASE<http://x/>\nPREFIX p:<y#>\n<a> p:b <c> .",
    "prefix declared anew": "@prefix a: <urn:a:> . a:x a:y 1 . @prefix a: <urn:b:> . a:x a:y 1 .",
    "prefix relative to the base": "@prefix : <#> . :a :b :c .",
    "prefixes called like words": (
        "@prefix a: <urn:a#> . @prefix true: <urn:t#> . @prefix PREFIX: <urn:p#> .\n"
        "a:a a a:a . true:x true:true true . PREFIX:a a:b false ."
    ),
    "names with odd characters": (
        "@prefix : <urn:x:> . @prefix a.b-c: <urn:y:> .\n"
        ":a.b :c:d :e-f_1 . :1 a.b-c:2 a.b-c: . : :%20 :%aF . :é :π :漢字 . :a·b :c\u0301 :x ."
    ),
    "escapes in names": r"@prefix : <urn:x:> . :a\,b :c\~d :\(e\)\.\-\_\!\$\&\'\*\+\;\=\/\?\#\@ .",
    "names that end before the dot": "@prefix : <urn:x:> . :a :b :c. :d :e :f.\n:g :h 1.:i :j 1.5.",
    "escapes in addresses": r"<http://a/\u00e9\U0001F600> <http://a/p> <http://a/x%20y> .",
    "numbers": (
        "@prefix : <urn:x:> . :a :b 1, -1, +1, 007, 1.0, .5, -.5, +00.50, 1e0, 1E+2, 1.e3, .5e-3, "
        "-1.5E10 ."
    ),
    "number before a name": "@prefix e: <urn:e:> . <urn:a> <urn:b> 1.e:x e:y 2 .",
    "booleans": "@prefix : <urn:x:> . :a :b true, false .",
    "four quotes": (
        "<urn:a> <urn:b> \"a\", 'b', \"\"\"c\"\"\", '''d''', \"\", '', \"\"\"\"\"\", '''''' ."
    ),
    "quotes within quotes": (
        '<urn:a> <urn:b> "it\'s", \'say "x"\', """a "b" ""c"" \\"""", \'\'\'it\'\'s \'x\' \'\'\' .'
    ),
    "long texts over lines": '<urn:a> <urn:b> """one\n two\r\nthree # no comment\n; . """ .',
    "escapes in texts": r'<urn:a> <urn:b> "\t\b\n\r\f\"\'\\ \u00e9 \U0001F600 \\u0041", "\\\\" .',
    "languages": '<urn:a> <urn:b> "a"@en, "b"@en-GB, "c"@de-CH-1996, "d"@prefix, "e"@base .',
    "datatypes": (
        f'@prefix xsd: <{XSD}> . <urn:a> <urn:b> "2026-01"^^xsd:gYearMonth, "x"^^<urn:t>, '
        "'''1'''^^xsd:integer, \"\"\"y\"\"\"^^<urn:\\u0074> ."
    ),
    "space around datatypes": (
        f'@prefix xsd: <{XSD}> . <urn:a> <urn:b> "1" ^^ xsd:int, "2"^^ # why\n xsd:int, "3" @en .\n'
        '<urn:a> <urn:c> ( "4" ^^xsd:int "5" @en ), "4", "4" ^^xsd:int .'
    ),
    "semicolons in a row": "<urn:a> <urn:b> 1 ;; <urn:c> 2, 3 ; ; ;\n. <urn:d> <urn:e> 4;.",
    "blank nodes": "_:a <urn:p> _:b . _:b <urn:p> _:a.b, _:1, _:é . [] <urn:p> [] .",
    "property lists": (
        "<urn:a> <urn:b> [ <urn:c> 1 ; <urn:d> [ <urn:e> 2, [] ; ] ], [ a <urn:T> ] ; <urn:f> 3 ."
    ),
    "property list as a subject": (
        "[ <urn:a> 1 ] . [ <urn:a> [ <urn:b> 2 ] ; ] <urn:c> 3 ; <urn:d> 4 ."
    ),
    "collections": (
        "<urn:a> <urn:b> (), ( 1 ), ( 1 ( 2 () 'x'@en ) [ <urn:c> ( 3 ) ] <urn:d> _:e ) ."
    ),
    "collections as a subject": "() <urn:a> 1 . ( 1 ) <urn:b> 2 . ( [] ( ) ) <urn:c> ( 3 ) .",
    "comments everywhere": (
        "#a\n<urn:a>#b\n<urn:b>#c <urn:x>\n(#d\n1#e\n)#f\n,#g\n[#h\n<urn:c>#i\n2#j\n]#k\n;#l\n.#m"
    ),
    "no spaces": "@prefix :<urn:x:>.:a :b[:c 1];:d(1 2).<urn:a><urn:b><urn:c>,'d'@en,\"e\",[].",
    "carriage returns": "<urn:a> <urn:b> 1 ;\r\n  <urn:c> 2 .\r\n# x\r\n<urn:d> <urn:e> 3 .\r\n",
    "old line ends": "<urn:a> <urn:b> 1 . # x\r<urn:c> <urn:d> 2 .",
    "the same twice": "<urn:a> <urn:b> 1, 1 . <urn:a> <urn:b> 1 .",
    "references against the base": (
        "<urn:a> <urn:b> <>, <#f>, <?q>, <x>, </x>, <//h/x>, <../x>, <.> ."
    ),
}
# By the grammar, an exponent has digits, so the number ends before the full stop.
NOT_OXIGRAPH = {"number before a name"}
# rdflib reads these forms otherwise, or not at all.
NOT_RDFLIB = {
    "names with odd characters",
    "numbers",
    "references against the base",
    "escapes in addresses",
    "old line ends",
    "blank nodes",
    "space around datatypes",
}


@pytest.mark.parametrize("name", sorted(set(VALID) - NOT_OXIGRAPH))
def test_agrees_with_oxigraph_on_tricky_files(oracles, name):
    """Every form that the language allows means what a strict reader takes it to mean."""
    document = read_turtle(VALID[name], "x.ttl", oracles.base)
    assert document.problems == ()
    assert oracles.ours(document.triples) == oracles.oxigraph(VALID[name])


@pytest.mark.parametrize("name", sorted(set(VALID) - NOT_RDFLIB))
def test_agrees_with_rdflib_on_tricky_files(oracles, name):
    """A second reader, of other authors, finds the same statements."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    assert oracles.ours(read_turtle(VALID[name], "x.ttl", oracles.base).triples) == oracles.rdflib(
        VALID[name]
    )


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_the_text():
    """The mark is dropped, so columns count from the first real character."""
    document = read_turtle("\ufeff<urn:a> <urn:b> 1 .", "x.ttl")
    assert document.problems == ()
    assert document.text.startswith("<urn:a>")
    assert document.triples[0].subject_at == 0


def test_languages_are_kept_in_lower_case():
    """Language tags compare without regard to case, so one form is enough."""
    (triple,) = read_turtle('<urn:a> <urn:b> "x"@en-GB .', "x.ttl").triples
    assert triple.object == Literal("x", f"{RDF}langString", "en-gb")


def test_numbers_stay_as_they_are_written():
    """A number is not rounded or shortened on the way in."""
    triples = read_turtle("<urn:a> <urn:b> 007, 2.50, 1E+02 .", "x.ttl").triples
    assert [triple.object for triple in triples] == [
        Literal("007", f"{XSD}integer"),
        Literal("2.50", f"{XSD}decimal"),
        Literal("1E+02", f"{XSD}double"),
    ]


def test_unnamed_blank_nodes_never_take_a_name_of_the_text(oracles):
    """A file that already uses the reader's own labels loses nothing."""
    text = "_:unnamed1 <urn:b> [] . _:unnamedx1 <urn:b> [ <urn:c> 1 ] ."
    document = read_turtle(text, "x.ttl")
    assert (
        len({t.subject for t in document.triples} | {t.object for t in document.triples}) == 6 - 1
    )
    assert oracles.ours(document.triples) == oracles.oxigraph(text)
