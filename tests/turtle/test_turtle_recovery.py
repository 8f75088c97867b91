"""After an error: the next one is found as well, and nothing ever ends in a traceback."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.turtle.document import Literal
from graph.turtle.faults import LIMIT
from graph.turtle.reading import read_turtle

HEAD = "@prefix : <urn:x:> .\n"
PARAGRAPH = """\
:review-{n} a :Review ;
  :label "Code review {n}"@en ;
  :baseline 2.5 ;
  :asOf "2026-01"^^:date ;
  :uses :people, :machines ;
  :source [ :title "A \\"study\\"" ; :pages ( 1 2 3 ) ] .

"""


def found(text):
    """Return line, column and rule of every problem."""
    problems = read_turtle(text, "x.ttl").problems
    return [(p.place.line, p.place.column, p.code.removeprefix("syntax-")) for p in problems]


def test_tells_every_error_of_a_file_in_one_run():
    """Seven mistakes in six statements are seven problems, each on its own line."""
    text = """\
@prefix : <urn:x:> .
:a :label "Review ;
  :days 2.5
  :lag 1 .
:b :days two ;
  :lag 1
:c :from <http://a b> ;
  lop:lag 0 .
:d :e [ :f 1 .
:g :h ( 1, 2 ) .
:i :j 1 .
"""
    assert found(text) == [
        (2, 11, "unterminated-string"),
        (3, 12, "missing-semicolon"),
        (5, 10, "number-word"),
        (6, 9, "missing-dot"),
        (7, 19, "bad-iri"),
        (8, 3, "undefined-prefix"),
        (9, 13, "missing-bracket"),
        (10, 10, "comma-in-list"),
    ]


def test_the_statement_after_an_error_is_read():
    """An error costs at most the rest of its own statement."""
    for broken in (":a :b ??? .", ":a ?? :b .", "?? :a :b .", ":a :b [ ?? ] .", ":a :b ( ?? ."):
        document = read_turtle(f"{HEAD}{broken}\n:c :d 7 .\n", "x.ttl")
        assert [problem.place.line for problem in document.problems] == [2], broken
        assert document.triples[-1].object.lexical == "7", broken


def test_an_error_in_one_value_leaves_the_other_properties():
    """Reading goes on at the next semicolon, so a second error in the same statement is told."""
    text = f"{HEAD}:a :b ?? ;\n  :c 1 ;\n  :d !! ;\n  :e 2 ."
    assert [line for line, _, _ in found(text)] == [2, 4]
    assert [t.object.lexical for t in read_turtle(text, "x.ttl").triples] == ["1", "2"]


def test_a_full_stop_within_unquoted_words_does_not_split_the_error():
    """Prose without quotes is one mistake, although it holds full stops and commas."""
    text = f"{HEAD}:a :b It is slow. Very slow, they say. Too slow .\n:c :d 1 ."
    assert [line for line, _, _ in found(text)] == [2]


def test_a_statement_without_an_end_keeps_the_next_one():
    """The next paragraph is read as a statement of its own, not as part of the broken one."""
    document = read_turtle(f"{HEAD}:a :b 1\n\n:c a :D ;\n  :e 2 .", "x.ttl")
    assert [(t.subject, t.object[0]) for t in document.triples] == [
        ("urn:x:a", "1"),
        ("urn:x:c", "u"),  # the first letter of the type
        ("urn:x:c", "2"),
    ]
    assert [problem.place.line for problem in document.problems] == [2]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (":a :b 1 ;\n:c :d 2 .", ["a", "c"]),
        (":a :b\n:c :d 2 .", ["c"]),
        (":a :b 1 ,\n:c :d 2 .", ["a", "c"]),
        (":a :b 1\n:c :d 2 .", ["a", "c"]),
        (":a :b 1 .\n?? ; :c 2 .", ["a"]),
        (":a :b ( 1 ?? ; :c 2 ) .", ["a", "unnamed1", "unnamed1"]),
    ],
)
def test_nothing_is_made_up_around_an_error(text, read):
    """No statement comes out that the writer did not write."""
    triples = read_turtle(HEAD + text, "x.ttl").triples
    assert [triple.subject.removeprefix("urn:x:") for triple in triples] == read


def test_an_early_full_stop_keeps_the_subject():
    """The lines after the full stop still belong to the thing before it."""
    document = read_turtle(f"{HEAD}:a :b 1 .\n  :c 2 ;\n  :d 3 .\n:e :f 4 .", "x.ttl")
    assert [t.subject for t in document.triples] == ["urn:x:a"] * 3 + ["urn:x:e"]
    assert [problem.code for problem in document.problems] == ["syntax-early-dot"]


def test_lists_no_more_than_the_limit_and_says_so():
    """Two hundred problems are told; the last line says that there are more."""
    problems = read_turtle(HEAD + ":a :b !! .\n" * (LIMIT + 50), "x.ttl").problems
    assert len(problems) == LIMIT + 1
    assert problems[-1].code == "syntax-too-many"
    # The first one that is not told: a line of declarations, then LIMIT lines before it.
    assert problems[-1].place.line == LIMIT + 2
    assert {problem.code for problem in problems[:-1]} == {"syntax-unexpected"}


def test_exactly_the_limit_needs_no_last_line():
    """Two hundred problems and no more are two hundred problems."""
    problems = read_turtle(HEAD + ":a :b !! .\n" * LIMIT, "x.ttl").problems
    assert len(problems) == LIMIT
    assert problems[-1].code == "syntax-unexpected"


def test_the_limit_counts_broken_characters_too():
    """A binary file gives a short list, not a million lines."""
    problems = read_turtle("\0\ud800" * 5000, "x.ttl").problems
    assert len(problems) == LIMIT + 1
    assert problems[0].code == "syntax-bad-character"


def test_the_limit_holds_within_one_statement():
    """A single endless statement full of errors ends the reading as well."""
    problems = read_turtle(HEAD + ":a :b " + ", ".join(["<x y>"] * 5000), "x.ttl").problems
    assert len(problems) == LIMIT + 1


@pytest.mark.parametrize(("opening", "closing"), [("[ :b ", " ]"), ("( ", " )")])
def test_depth_is_no_obstacle(opening, closing):
    """Fifty thousand brackets within each other are read without a traceback."""
    depth = 50_000
    text = f"{HEAD}:a :b {opening * depth}1{closing * depth} ."
    document = read_turtle(text, "x.ttl")
    assert document.problems == ()
    # A bracket is one statement; a list of one member is two, its value and its end.
    assert len(document.triples) == 1 + depth * (1 if "[" in opening else 2)


def test_unclosed_depth_is_one_problem():
    """Ten thousand brackets that nobody closes are told once."""
    assert found(HEAD + ":a :b " + "[ :c " * 10_000 + "1 .\n:d :e 1 .") == [
        (2, 6 + 5 * 10_000 + 2, "missing-bracket")
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "#", "@", "<", '"', "'''", "\\", "_:", "^^", "."]
)
def test_scraps_are_read_or_reported_and_never_raise(text):
    """A file of a single sign is empty or has one problem on its first line."""
    problems = read_turtle(text, "x.ttl").problems
    assert [p.place.line for p in problems] == ([] if text in ("", "\n", "\ufeff", "#") else [1])


def test_the_place_at_the_end_of_an_empty_line_exists():
    """A file that ends in the middle of a statement points at its last word."""
    assert found(f"{HEAD}:a\n\n\n") == [(2, 3, "missing-predicate")]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_raises(text):
    """Whatever the characters, a document comes back and every problem has a place in it."""
    document = read_turtle(text, "x.ttl")
    for problem in document.problems:
        assert problem.source_line == document.line(problem.place.line)
        assert 1 <= problem.place.column <= len(problem.source_line) + 2


PIECES = [
    *(
        ":a",
        ":b",
        "a",
        "x:y",
        "<urn:z>",
        "<u v>",
        "<",
        '"t"',
        '"t',
        "'''l'''",
        '"""',
        "12",
        "1.5e3",
    ),
    *(
        "true",
        "word",
        "_:n",
        "_",
        "@en",
        "@prefix",
        "@base",
        "PREFIX",
        "BASE",
        "^^",
        "\\",
        "%",
        "{",
    ),
    *(
        ";",
        ",",
        ".",
        "[",
        "]",
        "(",
        ")",
        "\n",
        "\r\n",
        "# c\n",
        " ",
        "\0",
        "\ud800",
        "=",
        "“",
        "\ufeff",
    ),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_words_raises(pieces, space):
    """Words of the language in any order are read or reported."""
    document = read_turtle(HEAD + space.join(pieces), "x.ttl")
    for problem in document.problems:
        assert problem.place.line <= document.text.count("\n") + 1


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_a_text_is_accepted_only_if_oxigraph_accepts_it(data, oracles):
    """Where a mutilated file is still read without a problem, a strict reader finds the same."""
    text = HEAD + PARAGRAPH.format(n=1)
    at = data.draw(st.integers(len(HEAD), len(text) - 1))
    length = data.draw(st.integers(0, 5))
    put = data.draw(st.sampled_from(["", *PIECES[:-6]]))
    text = text[:at] + put + text[at + length :]
    document = read_turtle(text, "x.ttl")
    if not document.problems:
        assert oracles.ours(document.triples) == oracles.oxigraph(text)


def test_random_bytes_in_a_file_never_raise():
    """Two hundred files with bytes turned over, dropped or doubled end in a document."""
    draw = random.Random(20260101)
    original = (HEAD + "".join(PARAGRAPH.format(n=n) for n in range(5))).encode()
    for _ in range(200):
        data = bytearray(original)
        for _ in range(draw.randint(1, 8)):
            at = draw.randrange(len(data))
            data[at : at + draw.randint(0, 2)] = draw.randbytes(draw.randint(0, 3))
        text = data.decode("utf-8", errors=draw.choice(["replace", "surrogateescape"]))
        document = read_turtle(text, "x.ttl")
        assert len(document.problems) <= LIMIT + 1


def test_a_long_file_is_read_within_seconds():
    """Two hundred thousand lines take a few seconds and lose nothing."""
    count = 28_572
    text = HEAD + PARAGRAPH.replace("^^:date", "").format(n=1) * count
    assert text.count("\n") > 200_000
    start = time.process_time()
    document = read_turtle(text, "x.ttl")
    seconds = time.process_time() - start
    assert document.problems == ()
    # Seven values of the review, title and pages of its source, three list members of two each.
    assert len(document.triples) == count * 15
    assert seconds < 20
    assert document.place(document.triples[-1].subject_at).line > 200_000


@pytest.mark.parametrize(
    "text",
    [
        ":a :b " * 40_000,
        "<a " * 40_000,
        '"a ' * 40_000,
        "a." * 40_000,
        ":a :b ( " * 20_000,
        ":a :b ] " * 20_000,
        "\\" * 40_000,
        "[ " * 40_000,
        "1.1.1." * 20_000,
        ":a :b 1 ; " * 20_000,
    ],
)
def test_broken_files_cost_no_more_time_than_good_ones(text):
    """Time grows with the length of a broken file, not with its square."""
    start = time.process_time()
    assert read_turtle(text, "x.ttl").problems
    assert time.process_time() - start < 3


def test_a_literal_is_never_lost_in_a_good_file():
    """The reader of many lines gives the same as the reader of one."""
    (triple,) = read_turtle(HEAD + ':a :b """x\n\n\ny""" .', "x.ttl").triples
    assert triple.object == Literal("x\n\n\ny", "http://www.w3.org/2001/XMLSchema#string")
