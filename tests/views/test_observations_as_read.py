"""An observation reads the same in the terminal and on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence.pooling import Weight
from graph.questions.evidence.provenance import observation_row
from graph.reports.observations import in_words, interval_ends, remarks
from graph.views import show_report


@pytest.fixture(scope="module")
def sourced(shipped_model):
    """An observation of the shipped map that has a source and an interval of its own."""
    found = next(
        item for item in shipped_model.observations.values() if item.source and item.interval_level
    )
    return observation_row(shipped_model, Weight(found.id, 0.5, None, None), pooled=True)


def test_a_reason_is_an_assumption_only_without_a_source(sourced):
    """Somebody's rating has a reason too; only what has no source is assumed by us."""
    rated = replace(sourced, reasoning="It was seen twice")
    assert "Because: It was seen twice." in remarks(rated)
    assert "We assume it: It was seen twice." in remarks(replace(rated, source=None))


def test_what_is_said_besides_stands_in_the_terminal_and_on_the_page(sourced, shipped_model):
    """Reason, caveat, origin, dispute, twin, and what is doubtful: nothing is left out."""
    item = replace(
        sourced,
        reasoning="why",
        caveat="but",
        derived_from=("one",),
        disputes=("two",),
        same_fact_as=("three",),
        quoted_by="A newspaper",
        quoted_at="https://example.org/told",
        unconfirmed=True,
        study_bias=-0.15,
        study_bias_deviation=0.2,
    )
    said = remarks(item)
    assert len(said) == 8
    assert "Quoted by A newspaper (https://example.org/told)." in said
    assert any(remark.startswith("Not confirmed: ") for remark in said)
    assert any("lies 0.15 (give or take 0.2) below the truth" in remark for remark in said)
    page = (
        show_report.testimony_markdown(shipped_model, item).replace("\\", "").replace("\u2060", "")
    )
    for remark in said:
        assert remark in in_words(item)
        assert remark in page


def test_nothing_to_remark_is_nothing_said(sourced):
    """Without reason, caveat or relation there is no empty sentence."""
    bare = replace(
        sourced,
        reasoning=None,
        caveat=None,
        derived_from=(),
        disputes=(),
        same_fact_as=(),
        quoted_by=None,
        unconfirmed=False,
        study_bias=None,
    )
    assert remarks(bare) == []


@pytest.mark.parametrize(
    ("low", "high", "level", "shown"),
    [
        (1.0, 2.0, 0.9, "1–2, 90 %"),
        (None, 2.0, 0.95, "?–2, 95 %"),
        (1.0, None, 0.5, "1–?, 50 %"),
        (None, None, None, ""),
    ],
)
def test_an_interval_is_shown_with_its_level_or_not_at_all(sourced, low, high, level, shown):
    """An end that the source does not give is a question mark, never a number."""
    assert interval_ends(replace(sourced, low=low, high=high, interval_level=level)) == shown


def test_a_site_that_stands_in_for_a_page_is_called_so(sourced):
    """A reader who lands on a publisher's front page is told before that the page is unknown."""
    item = replace(sourced, address="https://example.org", page_unknown=True)
    assert "https://example.org (address of the page unknown)" in in_words(item)
    assert "unknown" not in in_words(replace(item, page_unknown=False, caveat=None, quote=None))
