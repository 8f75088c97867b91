"""Places as an editor counts them, in each of the three units, and changes of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from graph.language_server.source_text import Encoding, SourceText

#: One, two, three and four bytes of UTF-8; the last is two units of UTF-16.
_LINE = "aé€😀b"


def change(start: tuple[int, int], end: tuple[int, int], text: str):
    """A change of part of a text, as an editor sends it."""
    where = types.Range(types.Position(*start), types.Position(*end))
    return types.TextDocumentContentChangePartial(range=where, text=text)


@pytest.mark.parametrize(
    ("encoding", "columns"),
    [
        (Encoding.Utf8, [0, 1, 3, 6, 10, 11]),
        (Encoding.Utf16, [0, 1, 2, 3, 5, 6]),
        (Encoding.Utf32, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_columns_count_in_the_unit_agreed_on(encoding, columns):
    """Column of each character and of the end, by the widths the encodings define."""
    text = SourceText("first\n" + _LINE)

    found = [text.position(6 + index, encoding) for index in range(6)]

    assert [(place.line, place.character) for place in found] == [(1, n) for n in columns]
    assert [text.offset(place, encoding) for place in found] == list(range(6, 12))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("a\nb", [0, 2]),
        ("a\r\nb\rc\n", [0, 3, 5, 7]),
        ("", [0]),
        # Neither a form feed nor a line separator ends a line for an editor.
        ("a\x0cb\u2028c\x85d\nx", [0, 8]),
    ],
)
def test_lines_end_where_editors_end_them(text, starts):
    """LF, CR LF and CR end lines, and nothing else does."""
    found = SourceText(text)

    assert found.line_count == len(starts)
    assert [found.offset(types.Position(n, 0), Encoding.Utf16) for n in range(len(starts))] == (
        starts
    )


def test_a_column_within_a_character_means_its_start():
    """Half of a surrogate pair is no place: column 4 lies within the fourth character."""
    assert SourceText(_LINE).offset(types.Position(0, 4), Encoding.Utf16) == 3


def test_what_lies_outside_means_the_nearest_place():
    """A column beyond its line is the end of the line; a line beyond the text its end."""
    text = SourceText("one\r\ntwo")

    assert text.offset(types.Position(0, 50), Encoding.Utf16) == 3
    assert text.offset(types.Position(9, 0), Encoding.Utf16) == 8
    # Offset 4 lies between \r and \n.
    assert text.position(4, Encoding.Utf16) == types.Position(0, 3)
    assert text.position(99, Encoding.Utf8) == types.Position(1, 3)


def test_changes_apply_one_after_the_other():
    """The second range counts in the text that the first change left."""
    text = SourceText("😀 coding\nreview")

    after = text.changed(
        [change((0, 3), (0, 9), "eval"), change((0, 7), (1, 0), " ")], Encoding.Utf16
    )

    assert after.text == "😀 eval review"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((0, 3), (0, 1), "aXd"),  # ends swapped: "bc" goes
        ((7, 0), (9, 9), "abcdX"),  # beyond the text: added at its end
        ((0, 2), (5, 5), "abX"),  # from within to beyond: to its end
    ],
)
def test_wrong_ranges_do_not_end_the_conversation(start, end, expected):
    """A range that cannot be is taken to its nearest place."""
    assert SourceText("abcd").changed([change(start, end, "X")], Encoding.Utf16).text == expected


def test_a_whole_text_replaces_the_text():
    """A change without a range is the text itself."""
    whole = types.TextDocumentContentChangeWholeDocument(text="new")

    assert SourceText("old").changed([whole], Encoding.Utf8).text == "new"


@given(
    st.text(alphabet="a\n\ré€😀\ufeff\ud800", max_size=12),
    st.sampled_from(list(Encoding)),
    st.data(),
)
def test_every_place_comes_back(text, encoding, data):
    """Offset to place and back is the same offset, but between CR and LF."""
    offset = data.draw(st.integers(0, len(text)))
    source = SourceText(text)
    if 0 < offset < len(text) and text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1

    assert source.offset(source.position(offset, encoding), encoding) == offset


@given(st.text(max_size=30), st.text(max_size=5), st.data())
def test_a_change_is_a_slice(text, new, data):
    """Replacing a range equals cutting the text at its two offsets."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = SourceText(text)
    places = source.range(start, end, Encoding.Utf16)
    start, end = (source.offset(place, Encoding.Utf16) for place in (places.start, places.end))

    change_ = types.TextDocumentContentChangePartial(range=places, text=new)

    assert source.changed([change_], Encoding.Utf16).text == text[:start] + new + text[end:]
