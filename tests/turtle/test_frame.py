"""A problem as the terminal shows it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Place, Problem, Severity
from graph.turtle.faults import frame
from graph.turtle.reading import read_turtle


def shown(line, column, number=7):
    """Return the lines of a problem in this line of text."""
    place = Place("map.ttl", number, column)
    return frame(Problem("rule", "Wrong.", "Do right.", None, place, line)).split("\n")


def width(text):
    """Return how many columns a terminal needs for a text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_shows_message_line_mark_and_remedy():
    """The five lines stand as a person expects them."""
    text = "@prefix : <urn:x:> .\n:a :b 1\n:c :d 2 .\n"
    (problem,) = read_turtle(text, "loop/map.ttl").problems
    assert frame(problem) == (
        "loop/map.ttl:2:8: error: This statement has no full stop at its end.\n"
        "  |\n"
        "2 | :a :b 1\n"
        "  |        ^\n"
        "help: Put a full stop at the end of this statement. [syntax-missing-dot]"
    )


def test_a_problem_without_a_place_is_message_and_remedy():
    """What stands nowhere is shown without a line."""
    problem = Problem("rule", "Wrong.", "Do right.", "a-to-b", severity=Severity.WARNING)
    assert frame(problem) == "warning: a-to-b: Wrong.\nhelp: Do right. [rule]"


def test_a_place_without_its_text_is_shown_without_an_excerpt():
    """A file and a line alone are told, and nothing is invented."""
    problem = Problem("rule", "Wrong.", "Do right.", None, Place("a.ttl", 3))
    assert frame(problem).split("\n")[0] == "a.ttl:3:1: error: Wrong."
    assert frame(problem).count("\n") == 1


def test_the_margin_is_as_wide_as_the_number():
    """The bars stand below each other for any line number."""
    _, above, source, below, _ = shown(":a", 1, number=12345)
    assert above == "      |"
    assert source == "12345 | :a"
    assert below == "      | ^"


def test_tabs_keep_the_mark_in_place():
    """Two tabs of four columns stand before the ninth column."""
    _, _, source, mark, _ = shown("\t\t:a :b", 3)
    assert source == "7 |         :a :b"
    assert mark == "  |         ^"


def test_a_tab_after_text_reaches_the_next_stop():
    """A tab after one letter is three columns wide."""
    _, _, source, mark, _ = shown("a\t:b", 3)
    assert source == "7 | a   :b"
    assert mark == "  |     ^"


def test_wide_letters_take_two_columns():
    """The mark stands under the right letter of a Chinese text."""
    _, _, _, mark, _ = shown("漢字 x", 4)
    assert mark == "  |      ^"


def test_accents_of_their_own_take_no_column():
    """A combining accent moves nothing."""
    _, _, _, mark, _ = shown("e\u0301 x", 4)
    assert mark == "  |   ^"


def test_a_long_line_is_cut_around_the_mark():
    """Of a thousand characters at most a hundred are shown, the marked one among them."""
    line = "a" * 500 + "X" + "b" * 500
    _, _, source, mark, _ = shown(line, 501)
    body = source.removeprefix("7 | ")
    assert len(body) == 100
    assert body[0] == body[-1] == "…"
    assert body[mark.index("^") - 4] == "X"


def test_a_long_line_is_cut_at_the_right_only_if_the_mark_is_near_the_beginning():
    """The beginning stays if the mark is in sight."""
    _, _, source, mark, _ = shown("X" + "b" * 500, 1)
    assert source.startswith("7 | Xbbb")
    assert source.endswith("b…")
    assert mark == "  | ^"


def test_the_mark_at_the_end_of_a_long_line():
    """A missing full stop after five hundred characters is still in sight."""
    _, _, source, mark, _ = shown("a" * 500, 501)
    assert source.endswith("aaa")
    assert len(mark) == len(source) + 1


def test_nothing_steers_the_terminal():
    """Control characters and halves of characters are replaced wherever they come from."""
    place = Place("a\x1b[2J.ttl", 1, 2)
    text = frame(Problem("rule", "Bad \x07.", "Not \u202e.", None, place, "a\x1b[31m\ud800\x00b"))
    assert text.encode()
    assert not set(text) & set("\x1b\x07\x00\u202e")


@given(st.text(max_size=300).map(lambda text: text.replace("\n", " ")), st.integers(1, 320))
def test_the_mark_is_never_outside_what_is_shown(line, column):
    """Whatever the line and the column, five lines come out, printable and not too wide."""
    lines = shown(line, min(column, len(line) + 1))
    assert len(lines) == 5
    assert len(lines[2]) <= 4 + 100
    assert width(lines[3]) <= 4 + 2 * 100 + 1
    assert "\n".join(lines).encode()
