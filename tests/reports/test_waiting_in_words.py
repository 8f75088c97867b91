"""Waiting in words: what holds a loop up where nobody works, and how long a round takes with it."""

from __future__ import annotations

import pytest

from graph.exporters.export_source import headline_of
from graph.loop.study import study_of
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.compute import critical_path
from graph.reports.critical_path import critical_path_report
from graph.reports.terminal_text import to_text

#: Two days of coding, one of review after some days of waiting, some changes under way at once.
_LOOP = """
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:ours a loop:Map ; dcterms:title "Team"@en ; loop:roundWord "change" ; loop:setting loop:Industry .
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:passTime 2 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:passTime 1 ; loop:queueTime {waits} .
:there a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:back a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ;
    loop:lag {lag} .
"""


@pytest.fixture
def answer(tmp_path):
    """Gives the answer at central numbers for so many days of waiting, so many under way."""

    def answered(waits: float, lag: int):
        path = tmp_path / "loop.ttl"
        path.write_text(_LOOP.format(waits=waits, lag=lag), encoding="utf-8")
        return critical_path(study_of(read_ontology((path,))))

    return answered


def said(result) -> str:
    """The first paragraph, on one line."""
    return " ".join(to_text(critical_path_report(result), 200).split("\n\n")[1].split())


def test_waiting_that_takes_longer_than_any_work_is_named_first(answer):
    """2 + 6 + 1 = 9 days around, 6 of them waiting: two thirds; 9 / 3 = 3 days apart."""
    result = answer(waits=6, lag=3)

    assert (result.days_around.median, result.period_days.median) == (9, 3)
    assert (
        "A change takes 9 days from end to end, waiting included; with 3 under way at once, one "
        "comes out every 3 days. Without AI that would be every 3 days" in said(result)
    )
    assert "Waiting for Review holds it up most: 6 days, 67 % of those around the loop." in said(
        result
    )
    assert "Of the work, Coding does:" in said(result)
    assert headline_of(result) == "Team: 9 days per change, 67 % of them waiting for Review"


def test_waiting_shorter_than_some_work_is_not_what_holds_up_most(answer):
    """One day of waiting beside two of coding."""
    result = answer(waits=1, lag=3)

    assert result.longest_wait is None
    assert "Coding holds it up most:" in said(result)
    # 2 + 1 + 1 days, whatever holds up most
    assert headline_of(result).startswith("Team: 4 days per change")


def test_of_one_round_at_a_time_both_times_are_the_same(answer):
    """With a lag of 1 the next begins when the last has come out: 9 days, said once."""
    result = answer(waits=6, lag=1)

    assert not result.overlaps
    assert said(result).startswith("A change takes 9 days. Without AI it would take 9:")
    assert "Waiting for Review holds it up most" in said(result)
