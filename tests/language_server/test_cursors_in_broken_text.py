"""What is being written at a place of a text that may be broken in any way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from team_loop import team_loop

from graph.language_server.cursor import Part, cursor_at
from graph.turtle.tokens import Tokens

_TEXT = team_loop().read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "part", "property_", "subject"),
    [
        (":a|", Part.SUBJECT, None, None),
        (":a |", Part.PROPERTY, None, ":a"),
        (":a a |", Part.VALUE, "a", ":a"),
        (":a a :B ;\n  loop:x|", Part.PROPERTY, None, ":a"),
        (":a a :B\n  loop:x|", Part.PROPERTY, None, ":a"),
        (":a loop:x :b , |", Part.VALUE, "loop:x", ":a"),
        (":a loop:x [ loop:y |", Part.VALUE, "loop:y", None),
        (":a loop:x [ loop:y 1 ] ; |", Part.PROPERTY, None, ":a"),
        (":a loop:x ( :b |", Part.VALUE, "loop:x", ":a"),
        (':a loop:x "2026"^^xsd:|', Part.DATATYPE, "loop:x", ":a"),
        (":a a :B .\n:c|", Part.SUBJECT, None, None),
        (":a a :B\n\n:c loop:x |", Part.VALUE, "loop:x", ":c"),
        ("@pre|", Part.DIRECTIVE, None, None),
    ],
)
def test_the_part_of_a_statement(text, part, property_, subject):
    """By the grammar; where a separator is missing, by the lines."""
    offset = text.index("|")

    found = cursor_at(Tokens(text.replace("|", "")), offset, typing=True)

    assert found is not None
    assert (found.part, found.property) == (part, property_)
    if part in (Part.PROPERTY, Part.VALUE, Part.DATATYPE):
        assert found.block.subject == subject


@pytest.mark.parametrize("text", ["# so |", ':a loop:x "so | far" .', ":a a :B . # end |"])
def test_comments_and_texts_hold_nothing(text):
    """A person writes what they like there."""
    found = cursor_at(Tokens(text.replace("|", "")), text.index("|"), typing=True)

    assert found is None or found.word.startswith('"')


@settings(max_examples=150, deadline=None)
@given(
    cut=st.integers(0, len(_TEXT)),
    typed=st.text(st.sampled_from(":;.,[]()<>\"'@^#ab1 \n\r\\😀é"), max_size=12),
    back=st.integers(0, 20),
    typing=st.booleans(),
)
def test_no_text_is_too_broken(cut, typed, back, typing):
    """A word that is found is the text at its place, and touches the cursor."""
    text = _TEXT[:cut] + typed + _TEXT[cut:]
    offset = max(0, cut + len(typed) - back)

    found = cursor_at(Tokens(text), offset, typing=typing)

    if found is not None:
        assert text[found.start : found.end] == found.word
        assert found.start <= offset <= found.end
