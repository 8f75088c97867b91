"""Statements that are taken in whole say what the grammar says of them, or are left to it."""

import gc
import random
from pathlib import Path

import pytest

from graph.files import shipped_ontology
from graph.turtle import reading
from graph.turtle.plain import Plain, read_plain
from graph.turtle.reading import read_piece, read_turtle

HEAD = "@prefix : <urn:x:> .\n"
#: Put anywhere, most of these break a statement, and some make another one of it.
BITS = (
    *" \n\t;,.:<>\"'@#\\()[]-+01aE^~é\u00a0",
    *('""', " a ", "1.5e3", "5.", "_:b", "[]", " ;;", "@en", "^^:t", "# x\n", "1,2", "\\n", "true"),
    *("@prefix : <urn:y:> .", "PREFIX y: <urn:y>", "a:b.c "),
)


def by_the_grammar(text, monkeypatch):
    """Return a document that was read from token to token."""
    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_plain", lambda _text, _base: Plain([], {}, 0))
        return read_turtle(text, "a.ttl")


@pytest.mark.parametrize("name", ["dependencies.ttl", "loop.ttl", "evidence/releases.ttl"])
def test_shipped_files_say_the_same_read_either_way(name, monkeypatch):
    """All of one, the beginning of another up to its first bracket, and one with long texts."""
    text = Path(shipped_ontology(), name).read_text(encoding="utf-8")
    whole = by_the_grammar(text, monkeypatch)
    assert read_turtle(text, "a.ttl") == whole
    found = read_plain(text, None).triples
    assert found == list(whole.triples[: len(found)])
    assert len(found) == len(whole.triples) if name != "loop.ttl" else len(found) > 0


def test_statements_with_a_slip_are_read_alike():
    """Of 400 statements with a bit put in or taken away, none is plain that the grammar refuses."""
    text = Path(shipped_ontology(), "evidence", "releases.ttl").read_text(encoding="utf-8")
    head, *statements = text.split("\n\n:")
    draw, unbroken = random.Random(7), 0
    for statement in draw.choices(statements, k=400):
        at = draw.randrange(len(statement))
        slip = statement[:at] + draw.choice(BITS) + statement[at + draw.choice((0, 0, 1)) :]
        written = f"{head[head.index('@prefix') :]}\n\n:{slip}\n:z a :y .\n"
        whole, plain = read_piece(written, {}), read_plain(written, None)
        rest = read_piece(written[plain.end :], plain.prefixes)
        assert bool(rest.faults) is bool(whole.faults), slip
        if not whole.faults:
            assert [one[:3] for one in (*plain.triples, *rest.triples)] == [
                one[:3] for one in whole.triples
            ], slip
            unbroken += 1
    assert 50 < unbroken < 350


@pytest.mark.parametrize(
    "rest",
    [
        ":a :b [] .",
        ":a :b ( 1 ) .",
        "_:a :b 1 .",
        ":a :b 1 ;; :c 2 .",
        ":a :b 1 ; .",
        ":a :b 1 # one\n .",
        ":a :b :c\\,d .",
        "@base <urn:z> .",
        "PREFIX y: <urn:y>",
        ":a :b 1, 2 ; :c 3",
        ":a :b y:c .",
        ":a :b 1 . :c y:d y:d . :e y:d y:d .",
        ":a :b <c> .",
        ':a :b "\\q" .',
        ":a :b 1 ; 2 .",
        ":a :b 1 , :c 2 .",
        ":a :b 1 . :c 2 .",
    ],
)
def test_what_is_not_plain_is_left_to_the_grammar_with_all_behind_it(rest):
    """Nothing of a statement is kept that does not end plainly."""
    first = f"{HEAD}:a a :b ."
    found = read_plain(f"{first} {rest} :z a :y .", None)
    assert (len(found.triples), found.end) == (1 + rest.startswith(":a :b 1 . "), found.end)
    assert found.end == len(first) + len(" :a :b 1 .") * rest.startswith(":a :b 1 . ")


@pytest.mark.parametrize("text", ["<urn:a> <urn:b> [ <urn:c> ( 1 ) ] .", "<urn:a> <urn:b> [ 1"])
def test_a_reading_goes_once_it_is_done(text):
    """Nothing of it holds itself, whole or broken, so that nobody has to search for it."""
    read_piece(text, {})
    gc.collect()
    gc.disable()
    try:
        read_piece(text, {})
        assert gc.collect() == 0
    finally:
        gc.enable()
