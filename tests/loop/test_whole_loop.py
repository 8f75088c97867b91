"""Outside estimates of the pace stand beside the map's own, unmoved and with their distance."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from shipped_map import shipped_model

from graph.estimates import NORMAL_95, Basis, Interval
from graph.evidence.standpoint import Standpoint
from graph.loop.outside_pace import outside_estimates
from graph.loop.study import Study
from graph.model import Component, Grade, LoopModel, Metric, Observation, Setting, Source
from graph.questions.critical_path.solved_loop import solve_loop
from graph.vocabulary import Bound, Family


def said(identifier, value, **changes):
    """An observation of the whole loop's pace by an outside source."""
    changes.setdefault("source", "outsider")
    changes.setdefault("grade", "expert")
    changes.setdefault("as_of", "2026-01-01")
    changes.setdefault("metric", "overall-pace")
    return Observation(identifier, "whole-loop", value=value, **changes)


def study_of(*observations, setting="frontier-lab", as_of=None):
    """A study of a map that holds nothing but these observations."""
    model = LoopModel(
        components={"review": Component("review", "Review", Family.REVIEW)},
        dependencies={},
        observations={item.id: item for item in observations},
        sources={"outsider": Source("outsider", "A look from outside", "An institute")},
        metrics={
            "overall-pace": Metric("overall-pace", "overall pace", "ratio"),
            "slope-ratio": Metric("slope-ratio", "slope ratio", "ratio"),
        },
        grades={
            # The spread is such that the 95th percentile lies at twice the value.
            "expert": Grade(
                "expert", "expert", Basis.JUDGED, default_deviation=math.log(2) / NORMAL_95
            ),
            "our-assumption": Grade("our-assumption", "assumption", Basis.ASSUMED),
        },
        settings={
            "frontier-lab": Setting("frontier-lab", "frontier lab", "industry", 0.3),
            "industry": Setting("industry", "industry"),
        },
    )
    return Study(model, Standpoint(setting, as_of))


def test_an_outside_value_stands_as_written_with_its_distance():
    """Said 2, the map says 4: ratio 2; the grade's spread is ln 2/1.645, hence 1.645 away."""
    (found,) = outside_estimates(study_of(said("a", 2.0)), Interval(4.0))

    assert found.value.median == 2.0
    assert found.value.low == pytest.approx(1.0)
    assert found.value.high == pytest.approx(4.0)
    assert found.ratio == 2.0
    assert found.deviations == pytest.approx(NORMAL_95)
    assert (found.source_title, found.publisher) == ("A look from outside", "An institute")


def test_the_map_s_own_spread_counts_in_the_distance():
    """Two equal spreads of ln 2/1.645 join to sqrt(2) times one of them."""
    (found,) = outside_estimates(study_of(said("a", 2.0)), Interval(4.0, 2.0, 8.0))

    assert found.deviations == pytest.approx(NORMAL_95 / math.sqrt(2))


def test_an_interval_at_the_shown_level_stays_as_the_source_writes_it():
    """A lopsided interval from 1.1 to 1.8 around 1.35 is not made even."""
    observation = said("a", 1.35, low=1.1, high=1.8, interval_level=0.9)
    (found,) = outside_estimates(study_of(observation), Interval(1.35))

    assert found.value == Interval(1.35, 1.1, 1.8)
    assert found.deviations == 0.0


@pytest.mark.parametrize(
    ("pace", "agrees"),
    [(Interval(4.1), False), (Interval(3.9), True), (Interval(5.0, 3.9, 6.0), True)],
)
def test_agreement_means_that_the_intervals_overlap(pace, agrees):
    """Said 1 to 4: a pace of 4.1 lies outside, one of 3.9 to 6 reaches in."""
    (found,) = outside_estimates(study_of(said("a", 2.0)), pace)

    assert found.agrees is agrees


@pytest.mark.parametrize(
    ("bound", "pace", "agrees"),
    [
        (Bound.UPPER, 1.5, True),
        (Bound.UPPER, 2.5, False),
        (Bound.LOWER, 2.5, True),
        (Bound.LOWER, 1.5, False),
    ],
)
def test_a_limit_is_held_against_its_own_side_only(bound, pace, agrees):
    """'Below 2' agrees with any pace below, 'above 2' with any above; neither is a value."""
    (found,) = outside_estimates(study_of(said("a", 2.0, bound=bound)), Interval(pace))

    assert found.agrees is agrees
    assert found.value == Interval(2.0)


def test_others_come_before_us_and_the_pace_before_slopes():
    """Newest first among others; our judgement last, and of two only the newer one."""
    found = outside_estimates(
        study_of(
            said("ours-old", 1.0, source=None, grade="our-assumption", as_of="2024-01-01"),
            said("ours", 1.3, source=None, grade="our-assumption", as_of="2026-02-01"),
            said("slope", 1.5, metric="slope-ratio", as_of="2026-03-01"),
            said("old", 1.2, as_of="2025-01-01"),
            said("new", 1.4, as_of="2026-01-01"),
        ),
        Interval(1.3),
    )

    assert [item.observation_id for item in found] == ["new", "old", "slope", "ours"]


def test_nothing_said_gives_nothing():
    """A map without such observations has no outside estimate, and none is made up."""
    assert outside_estimates(study_of(), Interval(1.3)) == ()


def test_what_was_not_known_withdrawn_or_elsewhere_does_not_stand_beside():
    """Later than the date, retracted, or of another setting: left out."""
    study = study_of(
        said("later", 2.0, as_of="2026-06-01"),
        said("withdrawn", 2.0, retracted=True),
        said("elsewhere", 2.0, settings=("open-source",)),
        said("kept", 2.0),
        as_of="2026-02",
    )

    assert [item.observation_id for item in outside_estimates(study, Interval(1.3))] == ["kept"]


@pytest.mark.parametrize("pace", [Interval(0.0), Interval(math.inf)])
def test_a_pace_without_size_has_no_distance(pace):
    """There is no ratio to nothing or to infinity; it is missing, not 0."""
    (found,) = outside_estimates(study_of(said("a", 2.0)), pace)

    assert found.ratio is None
    assert found.deviations is None


def test_no_outside_estimate_moves_the_shipped_map():
    """Without any observation of the whole loop every number of the map stays what it was."""
    model = shipped_model()
    kept = {key: item for key, item in model.observations.items() if item.subject != "whole-loop"}
    assert len(kept) < len(model.observations)
    without = replace(model, observations=kept)

    # The date is fixed, since the newest observation would otherwise decide it.
    standpoint = Standpoint(as_of="2026-11-22")
    assert solve_loop(Study(without, standpoint)).ratio.period == (
        solve_loop(Study(model, standpoint)).ratio.period
    )
