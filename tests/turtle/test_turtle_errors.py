"""Every way to break a Turtle file, with the exact place and the name of the rule.

In each text the sign ▲ stands directly before the character that a problem must point at (at the
end of a line: just after its last character). It is taken out before the text is read, so the
expected line and column are those of the sign.
"""

import pytest

from graph.turtle.reading import read_turtle

HEAD = "@prefix : <urn:x:> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"

# (promise, text, codes in the order of the marks)
BROKEN = [
    ("dot missing before a statement", ":a :b :c▲\n:d :e :f .", "missing-dot"),
    ("dot missing before a comment", ":a :b :c▲ # why\n\n:d :e :f .", "missing-dot"),
    ("dot missing after a number", ":a :b 2▲\n:d :e :f .", "missing-dot"),
    ("dot missing before a long paragraph", ":a :b 2▲\n\n:d\n  :e :f ;\n  :g 1 .", "missing-dot"),
    ("dot missing before a declaration", ":a :b :c▲\n@prefix x: <urn:y:> .", "missing-dot"),
    ("dot missing before PREFIX", ":a :b :c▲\nPREFIX x: <urn:y:>\nx:a :b 1 .", "missing-dot"),
    ("dot missing at the end", ":a :b :c▲\n\n", "missing-dot"),
    ("dot missing after a declaration", "@prefix x: <urn:y:>▲\nx:a :b 1 .", "missing-dot"),
    ("dot missing after @base", "@base <urn:y:>▲\n:a :b 1 .", "missing-dot"),
    ("semicolon for a dot", ":a :b 1▲;\n\n:c a :d ;\n  :e 1 .", "missing-dot"),
    ("semicolon for a dot, plain verb", ":a :b 1 ▲;\n:c :d 2 .", "missing-dot"),
    ("semicolon for a dot at the end", ":a :b 1 ▲;\n", "missing-dot"),
    ("semicolon for a dot, blank node next", ":a :b 1 ▲;\n_:c :d 2 .", "missing-dot"),
    ("comma for a dot", ":a :b 1 ▲,\n:c :d 2 .", "missing-dot"),
    ("dot for a semicolon", ":a :b 1 ▲.\n  :c 2 ;\n  :d 3 .", "early-dot"),
    ("dot for a semicolon, name as value", ":a :b 1 ▲.\n  :c :e ;\n  :d 3 .", "early-dot"),
    ("dot for a semicolon, type", ":a :b 1 ▲.\n  a :T ;\n  :d 3 .", "early-dot"),
    ("semicolon missing", ":a :b 1▲\n  :c 2 .", "missing-semicolon"),
    ("semicolon missing before a name", ":a :b 1▲\n  :c :d .", "missing-semicolon"),
    ("semicolon missing on one line", ":a :b 1▲ a :d .", "missing-semicolon"),
    ("semicolon missing in brackets", ":a :b [ :c 1▲\n :d 2 ] .", "missing-semicolon"),
    ("two semicolons missing", ":a :b 1▲\n  :c :d▲\n  :e 2 .", "missing-semicolon " * 2),
    ("semicolon after a value on its own line", ":a :b\n  :c▲ :d 1 .", "missing-semicolon"),
    ("dot missing between a text and @prefix", ':a :b "c"▲\n@prefix x: <urn:y:> .', "missing-dot"),
    ("dot missing, then a bad line", "@prefix x: <urn:y:>▲\n▲?? :b 1 .", "missing-dot unexpected"),
    ("error in a list", ":a :b ( 1 ▲?? ; :c 2 ) .\n:d :e 1 .", "unexpected"),
    ("order of the lines", '▲x:a :b "▲\0" .', "undefined-prefix bad-character"),
    ("comma missing", ":a :b :c▲ :d .", "missing-comma"),
    ("comma missing between texts", ':a :b "c"▲ "d" .', "missing-comma"),
    ("value missing", ":a :b▲ ; :c 1 .", "missing-object"),
    ("value missing at a dot", ":a :b▲ .\n:c :d 1 .", "missing-object"),
    ("value missing after a comma", ":a :b 1,▲ ; :c 2 .", "missing-object"),
    ("value missing before a new statement", ":a :b▲\n:c :d 1 .", "missing-object"),
    ("value missing at the end", ":a :b▲", "missing-object"),
    ("value missing in brackets", ":a :b [ :c▲ ] .", "missing-object"),
    ("property missing", ":a▲ .\n:b :c 1 .", "missing-predicate"),
    ("property missing at the end", ":a▲", "missing-predicate"),
    ("text as a property", ':a ▲"b" :c .', "literal-predicate"),
    ("text and no property", ':a ▲"b" .', "literal-predicate"),
    ("number as a property", ":a :b 1 ; ▲2 3 .", "literal-predicate"),
    ("blank node as a property", ":a ▲_:b :c .", "blank-predicate"),
    ("brackets as a property", ":a ▲[ :b 1 ] :c .\n:d :e 1 .", "unexpected"),
    ("text as a subject", '▲"a" :b :c .', "literal-subject"),
    ("number as a subject", "▲5 :b :c .", "literal-subject"),
    ("truth as a subject", "▲true :b :c .", "literal-subject"),
    ("dot alone", ":a :b 1 .\n▲.\n:c :d 1 .", "unexpected-dot"),
    ("dot after PREFIX", "PREFIX x: <urn:y:> ▲.\nx:a :b 1 .", "unexpected-dot"),
    ("dot after BASE", "BASE <urn:y:> ▲.\n:a :b 1 .", "unexpected-dot"),
    ("list not closed", ":a :b ( 1 2▲ .\n:c :d 1 .", "missing-bracket"),
    ("list not closed in brackets", ":a :b [ :c ( 1▲ ] .", "missing-bracket"),
    ("bracket not closed", ":a :b [ :c 1▲ .\n:c :d 1 .", "missing-bracket"),
    ("bracket not closed before a statement", ":a :b [ :c 1▲\n:c :d 1 .", "missing-bracket"),
    ("bracket not closed at the end", ":a :b [ :c 1▲\n", "missing-bracket"),
    ("wrong bracket", ":a :b [ :c 1 ▲) .", "wrong-bracket"),
    ("wrong bracket of a list", ":a :b ( 1 ▲] .", "wrong-bracket"),
    ("bracket too many", ":a :b 1 ▲] .", "extra-bracket"),
    ("round bracket too many", ":a :b 1 ▲) ; :c 1 .", "extra-bracket"),
    ("comma in a list", ":a :b ( 1▲, 2 ) .", "comma-in-list"),
    ("prefix not declared", "▲x:a :b 1 .", "undefined-prefix"),
    ("prefix not declared, as property", ":a ▲x:b 1 .", "undefined-prefix"),
    ("prefix not declared, in a datatype", ':a :b "1"^^▲x:int .', "undefined-prefix"),
    ("prefix without a colon", "▲@prefix x <urn:y:> .\nx:a :b 1 .", "bad-prefix"),
    ("prefix with a local name", "▲@prefix x:y <urn:y:> .\nx:a :b 1 .", "bad-prefix"),
    ("no prefix", "▲@prefix <urn:y:> .\n:a :b 1 .", "bad-prefix"),
    ("no address", "@prefix x:▲ .\nx:a :b 1 .", "missing-iri"),
    ("no address of the base", "@base▲ .\n:a :b 1 .", "missing-iri"),
    ("declaration in capitals", "▲@PREFIX x: <urn:y:> .\nx:a :b 1 .", "unknown-directive"),
    ("declaration misspelt", "▲@prefx x: <urn:y:> .\nx:a :b 1 .", "unknown-directive"),
    ("declaration unknown", "▲@keywords a .\n:a :b 1 .", "unknown-directive"),
    ("space in an address", ":a :b <http://a/b▲ c> .", "bad-iri"),
    ("quote in an address", ':a :b <http://a/▲"c> .', "bad-iri"),
    ("brace in an address", "<http://a/▲{b}> :b 1 .", "bad-iri"),
    ("backslash in an address", "<http://a▲\\b> :b 1 .", "bad-iri"),
    ("half an escape in an address", "<http://a/▲\\u12> :b 1 .", "bad-iri"),
    ("tab in an address", ":a <http://a▲\tb> 1 .", "bad-iri"),
    ("escaped space in an address", ":a :b <http://a/\\u0062▲\\u0020c> .", "bad-escape"),
    ("escape beyond Unicode in an address", ":a :b <http://a/▲\\U00110000> .", "bad-escape"),
    ("address not closed", ":a :b ▲<http://a/b ;\n  :c 1 .", "unterminated-iri"),
    ("address cut off by the next", ":a :b ▲<http://a/b , <http://a/c> .", "unterminated-iri"),
    ("relative address", ":a :b ▲<c> .", "relative-iri"),
    ("relative base", "@base ▲<c> .\n:a :b 1 .", "relative-iri"),
    ("text not closed", ':a :b ▲"c ;\n  :d 1 .', "unterminated-string"),
    ("text not closed, dot lost", ':a :b ▲"c.\n:d :e 1 .', "unterminated-string"),
    ("text not closed, semicolon lost", ':a :b ▲"c\n  :d :e .', "unterminated-string"),
    ("text not closed at the end", ":a :b ▲'c", "unterminated-string"),
    ("long text opened within a name", ':a :b :c▲"""d .\n:e :f 1 .', "unterminated-string"),
    ("address opened after a value", ":a :b 1 ▲<c ;\n  :d 1 .", "unterminated-iri"),
    ("text not closed as a subject", '▲"a :b :c .\n:d :e 1 .', "unterminated-string"),
    ("text not closed as a property", ':a ▲"b .\n:d :e 1 .', "unterminated-string"),
    ("address not closed as a subject", "▲<a .\n:d :e 1 .", "unterminated-iri"),
    ("long text not closed", ':a :b ▲"""c\n :d 1 .\n', "unterminated-string"),
    ("long text with one quote too many", ':a :b """c"""▲" .', "needless"),
    ("unknown escape", ':a :b "c▲\\qd" .', "bad-escape"),
    ("unknown escape in a long text", ":a :b '''c\n▲\\qd''' .", "bad-escape"),
    ("half an escape", ':a :b "c▲\\u12 d" .', "bad-escape"),
    ("half of a pair", ':a :b "▲\\ud83d\\ude00" .', "bad-escape"),
    ("escape beyond Unicode", ':a :b "▲\\U00110000" .', "bad-escape"),
    ("backslash in a name", "▲:a\\b :c 1 .\n:d :e 1 .", "sign-in-name"),
    ("per cent on a number", ":a :b ▲50% ; :c 1 .", "number-with-unit"),
    ("no-break space", ":a▲\u00a0:b 1 .", "bad-character"),
    ("wide space in a name", ":a :b ▲:c\u3000d .", "space-in-name"),
    ("multiplication sign in a name", ":a :b :3▲×4 .", "bad-name"),
    ("sign in a blank node", ":a :b _:c▲× .", "bad-name"),
    ("typographic quotes", ":a :b ▲“c d” ; :e 1 .", "odd-quotes"),
    ("words without quotes", ":a :b ▲code review ; :e 1 .", "space-in-name"),
    ("one word without quotes", ":a :b ▲code ; :e 1 .", "name-without-colon"),
    ("word as a property", ":a ▲label 1 .", "name-without-colon"),
    ("quote within a text", ':a :b "c "▲d" e" ; :f 1 .', "unexpected-word"),
    ("True in capitals", ":a :b ▲True .", "truth"),
    ("a as a value", ":a :b ▲a .", "unexpected-word"),
    ("a as a subject", "▲a :b :c .", "unexpected-word"),
    ("language without letters", ':a :b "c"▲@1 ; :d 1 .', "bad-language"),
    ("language and datatype", ':a :b "c"▲@en^^xsd:string ; :d 1 .', "bad-language"),
    ("datatype missing", ':a :b "c"▲^^ ; :d 1 .', "bad-datatype"),
    ("datatype is a text", ':a :b "c"▲^^"d" .', "bad-datatype"),
    ("graph braces", "▲{ :a :b 1 . }\n:c :d 1 .", "unexpected"),
    ("quoted triples", ":a :b ▲<< :c :d 1 >> .\n:c :d 1 .", "turtle-1-2"),
    ("half a quoted triple", "▲<< :c :d 1 .\n:c :d 1 .", "unexpected"),
    ("lone equals sign", ":a ▲= :b .\n:c :d 1 .", "is"),
    ("zero character", ':a :b "c▲\0d" .', "bad-character"),
    ("half a character", ':a :b "c▲\ud800d" .', "bad-character"),
    ("zero character between words", ":a :b 1 .\n▲\0", "bad-character"),
    ("mark in the middle", ":a :b 1 .\n▲\ufeff:c ▲d:e 1 .", "bad-character undefined-prefix"),
]


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without its marks, and line and column of each mark."""
    places = []
    clean = ""
    for piece in text.split("▲")[:-1]:
        clean += piece
        places.append((clean.count("\n") + 1, len(clean) - clean.rfind("\n")))
    return text.replace("▲", ""), places


@pytest.mark.parametrize(("text", "codes"), [row[1:] for row in BROKEN], ids=[r[0] for r in BROKEN])
def test_names_the_rule_and_points_at_the_very_character(text, codes):
    """One fault gives one problem, with the exact line and column and with words to act on."""
    clean, places = marked(HEAD + text)
    problems = read_turtle(clean, "map.ttl").problems
    assert [problem.code.removeprefix("syntax-") for problem in problems] == codes.split()
    found = [(problem.place.line, problem.place.column) for problem in problems]
    # Two faults of one character share its mark.
    assert found == (places * len(problems) if len(places) == 1 else places)
    for problem in problems:
        assert problem.place.file == "map.ttl"
        assert problem.source_line == clean.split("\n")[problem.place.line - 1]
        assert problem.message.endswith(".")
        assert len(problem.remedy) > 5


@pytest.mark.parametrize(
    ("text", "codes"),
    [row[1:] for row in BROKEN if "escape" not in row[0]],
    ids=[r[0] for r in BROKEN if "escape" not in r[0]],
)
def test_counts_lines_alike_when_they_end_in_two_characters(text, codes):
    """Windows line ends move no problem and never show in the quoted line."""
    clean, places = marked(HEAD + text)
    problems = read_turtle(clean.replace("\n", "\r\n"), "map.ttl").problems
    assert [problem.code.removeprefix("syntax-") for problem in problems] == codes.split()
    found = [(problem.place.line, problem.place.column) for problem in problems]
    assert found == (places * len(problems) if len(places) == 1 else places)
    assert not any("\r" in problem.source_line for problem in problems)


def told_otherwise(text: str) -> bool:
    """Whether the other reader has a reason of its own to take a broken text.

    The grammar allows a zero character in a text, which this reader does not; ``<<`` belongs to a
    later version of the language, which that reader knows.
    """
    clean, _ = marked(HEAD + text)
    return "<<" in clean or ("\0" in clean and clean.count('"') == 2)


AGREED = [row for row in BROKEN if not told_otherwise(row[1])]


def test_the_readers_agree_on_all_but_four_texts():
    """Two with a zero character in a text, two of the later version of the language."""
    assert len(BROKEN) - len(AGREED) == 4


@pytest.mark.parametrize("text", [row[1] for row in AGREED], ids=[row[0] for row in AGREED])
def test_oxigraph_refuses_the_same_texts(text):
    """What is called broken here is broken for an independent strict reader as well."""
    import pyoxigraph

    clean, _ = marked(HEAD + text)
    with pytest.raises((SyntaxError, UnicodeEncodeError)):
        list(pyoxigraph.parse(clean.encode(), format=pyoxigraph.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("prefix", "remedy"),
    [
        ("skos", "Add `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .` at the top"),
        ("skso", "Did you mean `skos:`?"),
        ("XSD", "Did you mean `xsd:`?"),
        ("qqqq", "Declare it at the top of the file: `@prefix qqqq: <…> .`"),
        ("later", "Move its `@prefix` line above the first use."),
    ],
)
def test_an_unknown_prefix_comes_with_the_likely_cure(prefix, remedy):
    """The remedy names the declaration, the word that was meant, or the line to move."""
    text = f"{HEAD}{prefix}:a :b 1 .\n@prefix later: <urn:l:> .\n"
    (problem,) = read_turtle(text, "map.ttl").problems
    assert problem.message == f"The prefix `{prefix}:` is not declared."
    assert problem.remedy.startswith(remedy)


def test_a_prefix_is_reported_once_however_often_it_is_used():
    """A forgotten declaration is one mistake, not one per use; the next one is told too."""
    text = "".join(f"x:a{n} y:b {n} .\n" for n in range(50))
    problems = read_turtle(text, "map.ttl").problems
    assert [(p.message, p.place.line) for p in problems] == [
        ("The prefix `x:` is not declared.", 1),
        ("The prefix `y:` is not declared.", 1),
    ]


def test_reading_goes_on_in_the_statement_of_an_unknown_prefix():
    """The rest of the statement is read, so its other faults are told as well."""
    document = read_turtle(f"{HEAD}x:a :b 1 ;\n :c .", "map.ttl")
    codes = [problem.code for problem in document.problems]
    assert codes == ["syntax-undefined-prefix", "syntax-missing-object"]
    assert len(document.triples) == 1


def test_a_quote_within_a_text_is_explained():
    """The message says that the text ended, the remedy how to write the quote."""
    (problem,) = read_turtle(HEAD + ':a :b "he said "yes" and left" .', "map.ttl").problems
    assert problem.message == "A quote within the text ends it too early."
    assert problem.remedy == 'Write `\\"` for a quote within a text.'


def test_nothing_is_skipped_in_silence():
    """A broken word between good ones is told wherever it stands."""
    good = [
        ":a",
        ":b",
        '"c"',
        ",",
        "[",
        ":d",
        "1",
        ";",
        ":e",
        "(",
        "2",
        ")",
        "]",
        ";",
        ":f",
        "3",
        ".",
    ]
    for broken in ['"x', '"""x', "<x", "<x y>", "x", "%", "@1", "^^", "_", "\\", "?v"]:
        for at in range(len(good) + 1):
            text = HEAD + " ".join([*good[:at], broken, *good[at:]])
            assert read_turtle(text, "map.ttl").problems, text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("PREFIX x: <urn:y:> .", "PREFIX and BASE, written without @, take no full stop."),
        ("PREFIX x: <urn:y:>\nx:a :b 1 . .", "There is no statement before this full stop."),
    ],
)
def test_a_lone_full_stop_is_explained_by_what_precedes_it(text, message):
    """After PREFIX the advice is another than after a statement."""
    assert read_turtle(HEAD + text, "map.ttl").problems[0].message == message


def test_typographic_quotes_are_explained():
    """A text pasted from a word processor gets the right advice."""
    (problem,) = read_turtle(HEAD + ":a :b “yes” .", "map.ttl").problems
    assert problem.remedy == 'Write straight quotes (") around a text.'
