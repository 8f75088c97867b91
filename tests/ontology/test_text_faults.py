"""Slips in the text of the map, made at places that nobody chose, are told as what was meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from blind_faults import BlindOutcome, MapCopy
from text_fault_kinds import KINDS, SOUND, SYNTAX_KINDS
from text_fault_origins import ORIGIN_KINDS
from text_faults import WORD_KINDS, Kind, Source, faults, sources

from graph.turtle.reading import read_turtle

#: Slips that are not told as what was meant at every place; each is a defect that is known.
KNOWN_MISSES = {
    "SPARQL line",
    "command of vi within a block",
    "prefix of YAML",
    "quote for a hash",
    "stray quote",
    "truth as a name",
}
#: So many places of each kind; another number finds other places.
_EACH = 1
_SEED = 5


@pytest.fixture(scope="module")
def files() -> tuple[Source, ...]:
    """Small files of every sort, so that one reading takes no time."""
    return tuple(one for one in sources() if len(one.text) < 20_000)


def _told(kind: Kind, files: tuple[Source, ...]) -> list[BlindOutcome]:
    """Return what is told of slips that keep a file from being read; of others nothing is asked."""
    read = (
        BlindOutcome(fault, read_turtle(fault.text, fault.file).problems)
        for fault in faults(kind, files, _EACH, _SEED)
    )
    return [found for found in read if found.problems]


def test_slips_that_break_the_text_are_one_finding_on_their_line_with_what_to_write(
    files: tuple[Source, ...],
) -> None:
    """Of three hundred kinds of slips at one place each, 99 in 100 are well reported.

    Of the kinds by where they come from every third one, as trying them all takes seconds.
    """
    told = [
        found
        for kind in (*SYNTAX_KINDS, *ORIGIN_KINDS[::3])
        if kind.name not in KNOWN_MISSES
        for found in _told(kind, files)
    ]
    missed = [found.fault.name for found in told if not found.good]
    assert len(told) > 250
    assert len(missed) <= len(told) // 100, missed


def test_sound_texts_stay_sound(files: tuple[Source, ...]) -> None:
    """Other ends of lines, tabs and indents are no slips."""
    for kind in SOUND:
        assert _told(kind, files) == []


def test_misspelt_words_are_one_finding_that_names_the_word(
    files: tuple[Source, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of properties, classes, words and names, each with a slip of another sort."""
    copy = MapCopy(tmp_path_factory.mktemp("map"))
    chosen = [fault for kind in WORD_KINDS[1:32:5] for fault in faults(kind, files, 1, _SEED)]
    assert len(chosen) >= 5
    assert [found.fault.name for found in copy.misses(chosen)] == []


def test_the_tool_finds_what_is_not_well_told(files: tuple[Source, ...]) -> None:
    """A line away, or a remedy that nothing says, is no good report."""
    kind = next(kind for kind in KINDS if kind.name == "full stop missing")
    (fault,) = faults(kind, files, 1, _SEED)
    told = read_turtle(fault.text, fault.file).problems
    assert BlindOutcome(fault, told).good
    assert not BlindOutcome(replace(fault, lines=frozenset({max(fault.lines) + 1})), told).good
    assert not BlindOutcome(fault, (*told, *told)).good
    assert not BlindOutcome(fault, ()).good
