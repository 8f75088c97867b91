"""Edits of Turtle at their place: what was asked changes, and not a byte elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.turtle.document import Iri, Literal
from graph.turtle.edit import Change, Editor, Replacement, edited, replaced
from graph.turtle.format import comments_of
from graph.turtle.reading import read_turtle
from graph.turtle.same import DiffersError
from graph.vocabulary import LOOP, MAP, RDFS, XSD
from tests.turtle.test_turtle_random import documents

FIVE = Literal("5", f"{XSD}integer")
TEXT = """\
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
# top
:a a loop:Review ; # trailing
    # own
    loop:lag 1 , 2 ; # why
    loop:x [ loop:y 3 ; loop:z 4 ] ;
    loop:q "a\\u0041" . # end

:b a loop:Coding ; loop:lag 7 .
<https://w3id.org/loopmap/map/a> loop:z :a.
"""


def index_of(document, predicate, value=None):
    """The statement with a property, and a value if one is named."""
    return next(
        at
        for at, triple in enumerate(document.triples)
        if triple.predicate == LOOP + predicate
        and (value is None or getattr(triple.object, "lexical", None) == value)
    )


def edit(make, text=TEXT):
    """Make one edit of a text."""
    document = read_turtle(text, "x.ttl")
    return edited(document, make(Editor(document), document))


def lines_changed(before, after):
    """The lines that went and the lines that came."""
    old, new = before.splitlines(), after.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


EDITS = {
    "a value": (
        lambda editor, said: editor.set_value(index_of(said, "lag", "7"), FIVE, "5"),
        [":b a loop:Coding ; loop:lag 7 ."],
        [":b a loop:Coding ; loop:lag 5 ."],
    ),
    "a value within brackets": (
        lambda editor, said: editor.set_value(index_of(said, "y"), FIVE, "5"),
        ["    loop:x [ loop:y 3 ; loop:z 4 ] ;"],
        ["    loop:x [ loop:y 5 ; loop:z 4 ] ;"],
    ),
    "one of two values goes": (
        lambda editor, said: editor.remove(index_of(said, "lag", "1")),
        ["    loop:lag 1 , 2 ; # why"],
        ["    loop:lag 2 ; # why"],
    ),
    "a property goes with all that stands in its brackets": (
        lambda editor, said: editor.remove(index_of(said, "x")),
        ["    loop:x [ loop:y 3 ; loop:z 4 ] ;"],
        [],
    ),
    "the last property goes": (
        lambda editor, said: editor.remove(index_of(said, "q")),
        ["    loop:x [ loop:y 3 ; loop:z 4 ] ;", '    loop:q "a\\u0041" . # end'],
        ["    loop:x [ loop:y 3 ; loop:z 4 ] . # end"],
    ),
    "a paragraph goes with its last property": (
        lambda editor, said: editor.remove(len(said.triples) - 1),
        ["<https://w3id.org/loopmap/map/a> loop:z :a."],
        [],
    ),
    "another value": (
        lambda editor, _: editor.add(Iri(MAP + "a"), Iri(LOOP + "lag"), FIVE, "5"),
        ["    loop:lag 1 , 2 ; # why"],
        ["    loop:lag 1 , 2 , 5 ; # why"],
    ),
    "another property on a line of its own": (
        lambda editor, _: editor.add(Iri(MAP + "a"), Iri(LOOP + "new"), FIVE, "5"),
        ['    loop:q "a\\u0041" . # end'],
        ['    loop:q "a\\u0041" ;', "    loop:new 5 . # end"],
    ),
    "another property where all share a line": (
        lambda editor, _: editor.add(Iri(MAP + "b"), Iri(LOOP + "new"), FIVE, "5"),
        [":b a loop:Coding ; loop:lag 7 ."],
        [":b a loop:Coding ; loop:lag 7 ; loop:new 5 ."],
    ),
    "a paragraph at the end, with the prefix that it needs": (
        lambda editor, _: editor.append(":c a loop:Data ;\n    rdfs:label 5 .\n", [RDFS]),
        [],
        [f"@prefix rdfs: <{RDFS}> .", ":c a loop:Data ;", "    rdfs:label 5 ."],
    ),
    "a name, however it is written": (
        lambda editor, _: editor.rename(MAP + "a", MAP + "new"),
        [":a a loop:Review ; # trailing", "<https://w3id.org/loopmap/map/a> loop:z :a."],
        [":new a loop:Review ; # trailing", "<https://w3id.org/loopmap/map/new> loop:z :new."],
    ),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_its_lines_alone(name, line_end):
    """Worked by hand: the lines that go and the lines that come; line ends are kept."""
    make, gone, come = EDITS[name]
    text = TEXT.replace("\n", line_end)

    after = edit(make, text)

    assert lines_changed(text, after) == (gone, come)
    assert after.count("\n") == after.count(line_end)


def test_a_comment_within_what_goes_is_kept():
    """A remark is not ours to take away."""
    text = "<urn:a> <urn:b> 1 ; # one\n    # two\n    <urn:c> 2 ; # three\n    <urn:d> 3 .\n"

    after = edit(lambda editor, _: editor.remove(1), text)

    assert comments_of(after) == ("# one", "# two", "# three")
    assert "<urn:c>" not in after


def test_a_prefix_that_is_declared_anew_is_not_relied_on():
    """Where ``p:`` means two things, a name is written out."""
    text = "@prefix p: <urn:p#> .\np:a p:b 1 .\n@prefix p: <urn:q#> .\np:c p:d 1 .\n"
    editor = Editor(read_turtle(text, "x.ttl"))

    assert editor.spell("urn:q#new") == "<urn:q#new>"


@pytest.mark.parametrize(
    "make",
    [
        lambda *_: Change((Replacement(0, 0, "<urn:x> <urn:y> 1 .\n"),)),
        lambda *_: Change((Replacement(len(TEXT), len(TEXT), "<urn:x"),)),
        lambda editor, said: editor.set_value(index_of(said, "lag", "7"), FIVE, "6"),
        lambda *_: Change((Replacement(TEXT.index("# own"), TEXT.index("# own") + 5, ""),)),
        lambda *_: Change(removed=frozenset({1})),
    ],
    ids=["more than asked", "no Turtle", "another value", "a comment lost", "less than asked"],
)
def test_an_edit_that_does_not_do_what_was_asked_is_refused(make):
    """The new text is read and held against what was asked, before anybody writes it."""
    with pytest.raises(DiffersError):
        edit(make)


def test_replacements_that_overlap_are_refused():
    """Two edits of one place have no meaning."""
    with pytest.raises(ValueError, match="overlap"):
        replaced("abc", [Replacement(0, 2, ""), Replacement(1, 3, "")])


@given(documents(), st.data())
@settings(max_examples=40, deadline=None)
def test_edits_of_documents_made_at_random_do_what_was_asked(oracles, document, data):
    """A value set, a statement taken out or a name changed: an independent reader agrees.

    ``edited`` proves each by our own reader; what oxigraph finds besides is that the text is
    Turtle and holds as many statements as it should.
    """
    text, _ = document
    before = read_turtle(text, "x.ttl")
    if not before.triples:
        return
    editor = Editor(before)
    index = data.draw(st.integers(0, len(before.triples) - 1))
    triple = before.triples[index]
    try:
        change = data.draw(
            st.sampled_from(
                [
                    lambda: editor.set_value(index, FIVE, "5"),
                    lambda: editor.remove(index),
                    lambda: editor.rename(triple.predicate, "urn:x:renamed"),
                    lambda: editor.append("<urn:new:a> <urn:new:b> 5 .\n"),
                ]
            )
        )()
    except ValueError:
        return
    after = edited(before, change)

    found = read_turtle(after, "x.ttl").triples
    assert oracles.oxigraph(after) == oracles.ours(found)
    assert len(found) == len(before.triples) - len(change.removed) + len(change.added)
