"""The glossary: few words, one line each, and there where an answer uses them."""

from __future__ import annotations

import json

import pytest

from graph.cli.application import run
from graph.reports.display_width import display_width
from graph.reports.glossary import GLOSSARY, explained, explanations, terms_in
from graph.reports.report import left, make_report, table_of
from graph.reports.terminal_text import FIRST_SCREEN_LINES, to_text


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints; it must go well."""
    assert run(list(words)) == 0
    return capsys.readouterr().out


def test_there_are_no_more_words_than_a_reader_learns() -> None:
    """At most twenty, each once."""
    words = [term.word for term in GLOSSARY]
    assert len(words) <= 20
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.word)
def test_a_word_is_explained_in_one_line(term) -> None:
    """A line of the narrowest usual terminal, in words that need no other word of the method."""
    (line,) = explanations((term,))
    assert display_width(line) <= 79
    assert not term.meaning.endswith(".")
    assert term.more.endswith(".")
    # The word itself is one of the ways in which a text writes it.
    assert term in terms_in(term.word)


def test_words_are_found_whole() -> None:
    """A longer word that holds one of ours is another; capitals make no difference."""
    assert terms_in("irrespective of running water and spaces") == ()
    assert [term.word for term in terms_in("PACE, then Runs")] == ["pace", "runs"]


def test_words_stand_below_a_first_screen_as_far_as_there_is_room() -> None:
    """Those that a newcomer needs most come first; never more lines than a screen has."""
    rows = [f"part {number}" for number in range(12)]
    table = table_of("Parts", rows, (left("Part"), str))
    report = make_report(
        "What", "Its pace is set by the slowest loop.", table, details=("Behind it.", table)
    )
    lines = to_text(report, 80, details=False).splitlines()

    # Title 2, empty 1, sentence 1, empty 1, heading 2, head 1, rows 12: 20. An empty line and the
    # last leave room for two meanings, and there are two.
    assert lines[20:] == [
        "",
        "slowest loop: the chain of parts that takes most days; it sets the pace",
        "pace: how many times as fast generations follow each other as without AI",
        "--details shows what stands behind it, in 1 section.",
    ]
    assert len(lines) == FIRST_SCREEN_LINES
    longer = make_report("What", "The pace.", table_of("Parts", rows * 2, (left("Part"), str)),
                         details=(table,))  # fmt: skip
    assert "pace: how" not in to_text(longer, 80, details=False)


def test_a_whole_report_explains_every_word_once() -> None:
    """At its end, in the order in which they are used."""
    report = explained(make_report("What", "Our view of the pace, and of the pace again."))
    assert report.blocks[-1].points == (
        "our view: a number that no source states: we reasoned it ourselves",
        "pace: how many times as fast generations follow each other as without AI",
    )
    assert explained(report) == report
    plain = make_report("What", "Nothing here.")
    assert explained(plain) == plain


def test_the_command_prints_all_or_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Found by the word, a part of it, or another form of it; an unknown one lists them all."""
    everything = said(capsys, "glossary")
    assert all(term.word in everything for term in GLOSSARY)
    assert said(capsys, "glossary", "bottleneck").startswith("slowest loop\n")
    found = json.loads(said(capsys, "glossary", "Pace", "-f", "json"))
    assert [term["word"] for term in found["terms"]] == ["pace"]
    assert "word,meaning" in said(capsys, "glossary", "-f", "csv")

    assert run(["glossary", "elasticity"]) == 2
    assert "It has: AI speed-up, borrowed evidence" in capsys.readouterr().err


def test_answers_say_what_their_words_mean(capsys: pytest.CaptureFixture[str]) -> None:
    """In a terminal with all details, and as Markdown."""
    words = ("critical-path", "-o", "tests/ontologies/worked-loop.ttl", "--draws", "16")
    for more in (("--details",), ("-f", "markdown")):
        text = " ".join(said(capsys, *words, *more).split())
        assert "slowest loop: the chain of parts that takes most days; it sets the pace" in text
