"""Of several assumptions the newest counts, alone and beside evidence, in whatever order they come.

By hand: an assumption of grade ``our-assumption`` has deviation 0.6; another setting lends with its
transfer deviation on top, 0.3 from the industry to a frontier lab.
"""

from __future__ import annotations

import itertools
import math

import pytest

from graph.evidence.loop_estimates import estimate_loop
from graph.evidence.standpoint import Standpoint
from graph.vocabulary import MetricName

DAYS = MetricName.BASELINE_DAYS


@pytest.fixture
def assumed(observed):
    """Make an assumption of ours; newer or older by its date."""

    def make(identifier, value, **changes):
        return observed(identifier, value, grade="our-assumption", **changes)

    return make


def pool_of(model, **standpoint):
    """The pool of the days of ``review``."""
    return estimate_loop(model, Standpoint(**standpoint)).pool("review", DAYS)


def orders(*observations):
    """Every order in which they can be written."""
    return list(itertools.permutations(observations))


@pytest.mark.parametrize("ids", list(itertools.permutations("amz")), ids="".join)
def test_the_newest_assumption_counts_whatever_it_is_called(map_of, assumed, ids):
    """Of 5 days of 2024, 9 of 2026 and 7 of 2025 it is 9; order, ids and sizes do not matter."""
    oldest, newest, between = ids
    rows = (
        assumed(oldest, 5.0, as_of="2024-03"),
        assumed(newest, 9.0, as_of="2026-03"),
        assumed(between, 7.0, as_of="2025-03"),
    )

    for order in orders(*rows):
        pool = pool_of(map_of(*order))
        assert pool.estimate.median == 9.0
        assert pool.estimate.observation_ids == (newest,)
        assert pool.judgement.median == 9.0
        aside = {w.observation_id: w.reason_excluded for w in pool.weights if w.reason_excluded}
        taken = f"an assumption that {newest} takes the place of"
        assert aside == {oldest: taken, between: taken}


@pytest.mark.parametrize(("old", "new"), [("a", "z"), ("z", "a")])
def test_the_judgement_beside_evidence_is_the_newest_assumption(
    map_of, observed, assumed, old, new
):
    """A trial says 20 days and wins; beside it stands what we would say: 9, not the older 5."""
    rows = (
        observed("trial", 20.0, as_of="2025-06"),
        assumed(old, 5.0, as_of="2024-03"),
        assumed(new, 9.0, as_of="2026-03"),
    )

    for order in orders(*rows):
        pool = pool_of(map_of(*order))
        assert pool.estimate.median == 20.0
        assert pool.judgement.median == 9.0
        assert pool.judgement.deviation == pytest.approx(0.6)
        assert pool.judgement.observation_ids == (new,)


@pytest.mark.parametrize("with_trial", [False, True])
def test_before_the_newer_one_was_written_the_older_counts(map_of, observed, assumed, with_trial):
    """Seen from the end of 2025, the assumption of 2026 is not there yet."""
    rows = [assumed("z", 5.0, as_of="2024-03"), assumed("a", 9.0, as_of="2026-03")]
    if with_trial:
        rows.append(observed("trial", 20.0, as_of="2025-06"))

    pool = pool_of(map_of(*rows), as_of="2025-12")
    assert pool.judgement.median == 5.0
    assert pool.estimate.median == (20.0 if with_trial else 5.0)


def test_a_dated_assumption_comes_before_an_undated_one(map_of, observed, assumed):
    """An undated record counts as older than any dated one, whatever its id."""
    trial = observed("trial", 20.0, as_of="2025-06")
    undated, dated = assumed("z", 5.0), assumed("a", 9.0, as_of="2022-01")

    for order in orders(trial, undated, dated):
        assert pool_of(map_of(*order)).judgement.median == 9.0


def test_a_record_comes_before_a_number_on_the_part_itself(map_of, observed, assumed):
    """What is written on the component is the first word; a record of one's own replaces it."""
    trial = observed("trial", 20.0, as_of="2025-06")
    written = observed("z", 5.0, direct=True, grade="our-assumption")
    record = assumed("a", 9.0, as_of="2022-01")

    for order in orders(trial, written, record):
        pool = pool_of(map_of(*order))
        assert pool.judgement.median == 9.0


def test_of_two_as_new_the_one_about_the_setting_counts_then_the_greater_id(map_of, assumed):
    """Ties are broken the same way every time: named setting first, then the id."""
    general, own = assumed("z", 5.0, as_of="2025"), assumed("a", 9.0, as_of="2025",
        settings=("frontier-lab",))  # fmt: skip
    for order in orders(general, own):
        assert pool_of(map_of(*order)).judgement.median == 9.0
    for order in orders(general, assumed("b", 7.0, as_of="2025")):
        assert pool_of(map_of(*order)).judgement.median == 5.0


def test_a_judgement_about_the_setting_comes_before_a_newer_borrowed_one(map_of, assumed):
    """For a frontier lab its own 5 days of 2024 stand, not the industry's 9 of 2026."""
    own = assumed("own", 5.0, as_of="2024", settings=("frontier-lab",))
    industry = assumed("industry-wide", 9.0, as_of="2026", settings=("industry",))

    for order in orders(own, industry):
        pool = pool_of(map_of(*order), setting="frontier-lab")
        assert pool.judgement.median == 5.0
        assert pool.judgement.deviation == pytest.approx(0.6)


def test_a_borrowed_judgement_is_the_newest_there_and_wider(map_of, assumed):
    """The industry's newest, 9 days, with sqrt(0.6^2 + 0.3^2) = 0.671 for the transfer."""
    rows = (
        assumed("old", 5.0, as_of="2024", settings=("industry",)),
        assumed("new", 9.0, as_of="2026", settings=("industry",)),
    )

    for order in orders(*rows):
        judgement = pool_of(map_of(*order), setting="frontier-lab").judgement
        assert judgement.median == pytest.approx(9.0)
        assert judgement.deviation == pytest.approx(math.sqrt(0.6**2 + 0.3**2))
