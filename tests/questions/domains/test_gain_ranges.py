"""How sure it is what a domain would give the loop: the draws behind the two paces."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_map import shipped_model

from graph.estimates import Interval
from graph.loop.study import Study
from graph.model import Supposition
from graph.ontology.reading import read_ontology
from graph.questions.domains.compute import domains
from graph.questions.domains.gains import LoopGain, gain_finder
from graph.reports.domains import domains_report
from graph.reports.terminal_text import to_text

WORKED = Study(read_ontology([Path(__file__).parents[2] / "ontologies" / "worked-loop.ttl"]))
DRAWS = 256
PARTS = "CRIED"


@pytest.fixture(scope="module")
def finder():
    """What the worked loop gains by any of its components, with draws."""
    return gain_finder(WORKED, DRAWS, 3)


def certain(study: Study) -> Study:
    """The same loop with every number supposed, so that nothing is uncertain."""
    numbers = [
        Supposition(part, metric, estimate.median)
        for part in PARTS
        for metric in ("baseline-days", "floor-days", "speedup")
        for estimate in (study.estimate(part, metric),)
        if estimate is not None
    ]
    return study.supposing(tuple(numbers))


def ends(interval: Interval) -> tuple[float, float, float]:
    """The 5th, 50th and 95th percentile; all are there."""
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.median, interval.high


@pytest.mark.parametrize("part", PARTS)
def test_the_interval_holds_its_centre(finder, part):
    """The median lies within, and so does the central estimate, for every part alone."""
    found = finder((part,))
    for central, drawn in (
        (found.pace_at_double_speed, found.pace_at_double_speed_range),
        (found.pace_at_floor, found.pace_at_floor_range),
    ):
        low, median, high = ends(drawn)
        assert low <= median <= high
        assert low <= central <= high


def test_what_is_uncertain_has_an_interval_of_some_width(finder):
    """E is on the critical cycle of the worked loop, and all its days are assumptions."""
    low, _, high = ends(finder(("E",)).pace_at_floor_range)

    assert high > low


def test_without_uncertainty_the_interval_is_a_point():
    """Every number supposed: 10 days go to 8.5 with E at half its days, and to 8 without it."""
    found = gain_finder(certain(WORKED), 16, 0)(("E",))

    assert ends(found.pace_at_double_speed_range) == pytest.approx((10 / 8.5,) * 3, rel=1e-12)
    assert ends(found.pace_at_floor_range) == pytest.approx((10 / 8,) * 3, rel=1e-12)
    assert found.gain_probability == 1


def test_what_blocks_in_no_draw_gains_exactly_nothing():
    """Review has 2 days of slack, and every number is certain: 1, not nearly 1."""
    found = gain_finder(certain(WORKED), 16, 0)(("R",))

    assert ends(found.pace_at_floor_range) == (1.0, 1.0, 1.0)
    assert found.gain_probability == 0


@pytest.mark.parametrize("served", [(), ("nowhere",)])
def test_a_domain_that_serves_nothing_has_no_interval(finder, served):
    """Nothing, or only what the loop does not time: no interval, and no probability of 0."""
    found = finder(served)

    assert found.components == ()
    assert found.pace_at_double_speed_range is None
    assert found.pace_at_floor_range is None
    assert found.gain_probability is None


def test_without_draws_there_is_the_central_estimate_alone():
    """No interval is made up where nothing was drawn."""
    found = gain_finder(WORKED)(("E",))

    assert found.pace_at_floor == pytest.approx(10 / 8)
    assert found.pace_at_floor_range is None
    assert found.gain_probability is None


def test_a_map_without_a_period_has_no_interval(tmp_path):
    """Two parts in a row close no loop: nothing is drawn, nothing fails."""
    path = tmp_path / "row.ttl"
    path.write_text(
        """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:a a loop:Coding ; rdfs:label "A" ; loop:baselineDays 3 .
:b a loop:Coding ; rdfs:label "B" ; loop:baselineDays 3 .
:ab a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
"""
    )
    found: LoopGain = gain_finder(Study(read_ontology([path])), 8, 0)(("a",))

    assert found.pace_at_floor is None
    assert found.pace_at_floor_range is None


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PARTS), min_size=1), st.sampled_from(PARTS))
def test_more_speed_and_more_parts_never_gain_less(parts, further):
    """1 <= at half the days <= at the floor, percentile by percentile; and one part more helps."""
    finder = gain_finder(WORKED, 64, 1)
    some, more = finder(tuple(sorted(parts))), finder(tuple(sorted(parts | {further})))
    for half, least in zip(
        ends(some.pace_at_double_speed_range), ends(some.pace_at_floor_range), strict=True
    ):
        assert 1 <= half <= least
    for few, many in zip(
        ends(some.pace_at_floor_range), ends(more.pace_at_floor_range), strict=True
    ):
        assert few <= many * (1 + 1e-12)
    assert some.gain_probability <= more.gain_probability


def test_the_order_of_the_parts_and_a_second_asking_change_nothing(finder):
    """The draws are those of the seed, whoever asks for what and when."""
    first = finder(("C", "E"))

    assert finder(("E", "C")).pace_at_floor_range == first.pace_at_floor_range
    again = gain_finder(WORKED, DRAWS, 3)(("C", "E"))
    assert again.pace_at_floor_range == first.pace_at_floor_range


def test_the_shipped_answer_shows_the_intervals():
    """Every domain that serves the loop has them, and the table shows them with their draws."""
    model = shipped_model()
    result = domains(Study(model), draws=64)
    for item in result.domains:
        assert (item.gain.pace_at_floor_range is not None) == bool(item.gain.components), item.id
    text = to_text(domains_report(result), wide=True)

    assert "gains in" in " ".join(text.split())
    assert "in brackets where 9 of 10 runs lie" in " ".join(text.split())
