"""Text of an ontology on a page is only ever text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.number_words import count_of
from graph.views.escaping import escaped, link, one_line, plain

#: Signs that begin something in Markdown, HTML or Streamlit's own additions to them.
SIGNS = "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\""


def unescaped_signs(text: str) -> str:
    """What is left of the signs after every backslash has taken the one behind it."""
    return "".join(sign for sign in re.sub(r"\\.", "", text) if sign in SIGNS)


@given(st.text())
def test_no_sign_of_a_text_keeps_a_meaning_in_markdown(text):
    """Every sign of punctuation in escaped text stands behind a backslash."""
    assert unescaped_signs(plain(text)) == ""


@given(st.text())
def test_escaping_keeps_every_word(text):
    """Taking the backslashes and the joiners away again gives the text on one line."""
    back = re.sub(r"\\(.)", r"\1", plain(text)).replace("\u2060", "")
    assert back == one_line(text)


@given(st.text())
def test_no_tag_or_attribute_can_come_from_a_text(text):
    """Escaped for HTML, a text holds neither angle brackets nor quotation marks."""
    assert not set(escaped(text)) & set("<>\"'")


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://hostile.example/a.png)",
        "[click](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        ":material/delete: :red[x] $x$",
        "# heading",
        "> quote",
        "1. list",
    ],
)
def test_markup_of_every_kind_loses_its_meaning(text):
    """Images, links, tags, icons, colours, formulas, headings and lists come out as text."""
    assert unescaped_signs(plain(text)) == ""


def test_a_bare_address_does_not_become_a_link():
    """The colon and the slashes of an address are kept apart by a joiner that nobody sees."""
    assert "://" not in plain("https://hostile.example").replace("\\", "")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//hostile.example",
        "https://",
        "https://a b.example",
        "https://[broken",
        "",
        None,
    ],
)
def test_only_the_web_is_linked(address):
    """An address that is not http or https is left out, and the words stay as text."""
    assert link("Report", address) == "Report"


def test_a_source_is_linked_by_its_title():
    """The title is escaped and the address stands in angle brackets."""
    assert link("A [b]", "https://a.example/(x)") == "[A \\[b\\]](<https://a.example/(x)>)"


def test_text_that_hides_or_turns_round_is_taken_out():
    """Signs that reverse the direction of writing or have no width never reach a page."""
    assert one_line("safe\u202egpj.exe\u200b\u0007\n end") == "safegpj.exe end"


def test_one_thing_is_told_in_the_singular():
    """Counting words follow their number."""
    assert [count_of(number, "entry", "entries") for number in (0, 1, 1200)] == [
        "0 entries",
        "1 entry",
        "1,200 entries",
    ]
