"""Constructs of Turtle 1.2: one clear message each, and the rest of the file is read."""

import pytest

from graph.turtle.document import Literal
from graph.turtle.reading import read_turtle

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
AFTER = "<urn:e> <urn:f> 9 .\n"

#: The text, what stands of it once the construct is gone, and where the message points.
NEWER = [
    ('VERSION "1.2"\n', 0, (1, 1), "`VERSION`"),
    ("version '1.2-basic'\n", 0, (1, 1), "`VERSION`"),
    ('@version "1.2" .\n', 0, (1, 1), "`VERSION`"),
    ("<< <urn:a> <urn:b> <urn:c> >> <urn:d> 1 .\n", 1, (1, 1), "`<< >>`"),
    ("<< <urn:a> <urn:b> <urn:c> ~ <urn:r> >> .\n", 0, (1, 1), "`<< >>`"),
    ("<urn:x> <urn:y> << <urn:a> <urn:b> 1 >> ;\n <urn:d> 2 .\n", 2, (1, 17), "`<< >>`"),
    ("<urn:x> <urn:y> <<( <urn:a> <urn:b> << <urn:c> <urn:d> 1 >> )>> .\n", 1, (1, 17), "`<< >>`"),
    ("<urn:a> <urn:b> 1 {|\n <urn:d> 1 ;\n <urn:e> 2\n|} ;\n <urn:f> 3 .\n", 2, (1, 19), "`{| |}`"),
    ("<urn:a> <urn:b> 1 ~ <urn:r> .\n", 1, (1, 19), "`~`"),
    ('<urn:a> <urn:b> "x"@ar--rtl , "y" .\n', 2, (1, 23), "`--ltr`"),
]


@pytest.mark.parametrize(("text", "triples", "place", "word"), NEWER)
def test_each_construct_of_turtle_1_2_is_told_once_and_the_rest_is_read(text, triples, place, word):
    """By hand: one message at the construct, and the statements counted without it."""
    document = read_turtle(text + AFTER, "a.ttl")
    assert len(document.problems) == 1
    problem = document.problems[0]
    assert problem.code == "syntax-turtle-1-2"
    assert problem.message.startswith("Turtle 1.2: ")
    assert word in problem.message
    assert (problem.place.line, problem.place.column) == place
    assert len(document.triples) == triples + 1


@pytest.mark.parametrize(
    "text",
    [
        '<urn:a> <urn:b> "<< a >> {| b |} ~ c" .',
        "<urn:a> <urn:b> 'x' . # VERSION \"1.2\" << >> {| |} @ar--rtl",
        "<urn:a~b--c> <urn:version> '''VERSION \"1.2\"''' .",
        '@prefix : <urn:> . :a\\~b :version "1.2" .',
        "@prefix v: <urn:> . v:a--b v:c <urn:@a--b> .",
    ],
)
def test_what_only_looks_like_turtle_1_2_is_left_alone(text):
    """In texts, comments, addresses and names these signs are Turtle 1.1: no message at all."""
    document = read_turtle(text, "a.ttl")
    assert document.problems == ()
    assert len(document.triples) == 1


def test_a_bracket_without_its_other_half_is_told_once():
    """A bare `<<` at the beginning was met again and again until 200 messages were full."""
    document = read_turtle("<< <urn:a> <urn:b> <urn:c> .\n" + AFTER, "a.ttl")
    assert len(document.problems) == 1


def test_a_zero_character_is_refused_bare_and_read_where_it_is_escaped():
    r"""The grammar of Turtle 1.1 lets both into a text; we refuse the bare one all the same.

    A zero byte that nobody sees is, in practice, a damaged file or one stored as UTF-16: read in
    silence it would change a name or a number that no editor shows. Whoever means the character
    can write ``\u0000``, which is seen, survives every editor, and says the same.
    """
    bare = read_turtle('<urn:a> <urn:b> "x\0y" .', "a.ttl")
    assert [problem.code for problem in bare.problems] == ["syntax-bad-character"]
    escaped = read_turtle('<urn:a> <urn:b> "x\\u0000y" .', "a.ttl")
    assert escaped.problems == ()
    assert escaped.triples[0].object == Literal("x\0y", XSD_STRING)
