"""Two loops that set the pace by turns: neither is called the one that does."""

from __future__ import annotations

import re

import pytest

from graph.exporters.export_source import headline_of
from graph.loop.study import study_of
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.reports.critical_path import critical_path_report
from graph.reports.terminal_text import to_text

#: Coding waits for review and for data; the days of each are known within a factor of some 2.7.
_LOOP = """
@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:coding a loop:Coding ; rdfs:label "Coding" ; loop:baselineDays 3 .
:review a loop:Review ; rdfs:label "Review" ; loop:baselineDays 2 .
:data a loop:Data ; rdfs:label "Data" ; loop:baselineDays {data} .
:d1 a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:d2 a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:d3 a loop:Dependency ; loop:from :coding ; loop:to :data ; loop:kind loop:Gates .
:d4 a loop:Dependency ; loop:from :data ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
"""


@pytest.fixture
def answered(tmp_path):
    """Gives the answer if data takes so many days."""

    def answer(data: float) -> CriticalPath:
        path = tmp_path / "loop.ttl"
        path.write_text(_LOOP.format(data=data), encoding="utf-8")
        return critical_path(study_of(read_ontology((path,))), draws=256, seed=0)

    return answer


@pytest.fixture
def said(answered):
    """Gives the first paragraph, on one line, if data takes so many days."""

    def first_paragraph(data: float) -> str:
        report = critical_path_report(answered(data))
        return " ".join(to_text(report, 200).split("\n\n")[1].split())

    return first_paragraph


def test_the_second_loop_is_told_beside_the_first_where_it_is_often_the_slowest(said):
    """Every run has one slowest loop, so the two shares make 100 %."""
    found = re.search(
        r"The way through Coding and Review sets the pace: it is the slowest loop in (\d+) %, "
        r"the way through Coding and Data in (\d+) % of 256 runs",
        said(1.6),
    )
    assert found
    assert sum(map(int, found.groups())) == 100


def test_a_loop_that_is_rarely_the_slowest_is_not(said):
    """Data of a tenth of a day overtakes a review of 2 days next to never."""
    text = said(0.1)
    assert "The way through Coding and Review sets the pace" in text
    assert "and Data" not in text


def test_of_two_loops_that_are_the_slowest_equally_often_neither_sets_the_pace(said):
    """Review and data are the same but for their names: half each, but for the noise."""
    text = said(2)
    assert "No single loop sets the pace: 2 are the slowest in some run, the way through" in text
    assert " as often as any, in 50 % of 256 runs" in text


def test_a_headline_names_a_loop_only_if_it_is_the_slowest_in_most_runs(answered):
    """Loops without a name are not named; of two that tie it is said that neither does it alone."""
    assert headline_of(answered(2)).endswith(" days per generation, set by no single loop")
    assert headline_of(answered(0.1)).endswith(" days per generation")
