"""Two maps on common draws: what both hold alike is drawn alike, and each keeps its own answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from shipped_map import shipped_model
from uncertain_maps import about, edge, uncertain_map

from graph.errors import LoopmapError
from graph.loop.conditioning import LEAST_EFFECTIVE
from graph.loop.paired_draws import aligned, pair, undrawn
from graph.loop.sampled import conditioning_of, draw_loop
from graph.loop.study import Study

DRAWS = 256


def two_parts(**more):
    """A loop of two parts with uncertain days, and whatever else."""
    numbers = {
        "build": {"baseline-days": (10.0, 0.3), "speedup": (2.0, 0.2)},
        "check": {"baseline-days": (6.0, 0.4), "speedup": (1.5, 0.3)},
        **more,
    }
    edges = [edge("build", "check"), edge("check", "build")]
    edges += [edge("check", name) for name in more]
    return uncertain_map(numbers, edges, [about("check-build", "lag", 1.0)])


def paired(before, after, draws=DRAWS):
    """The loops of two maps on common draws, and the share that is the same point."""
    sides = undrawn(Study(before)), undrawn(Study(after))
    share = pair(*sides, draws=draws, seed=5)
    return *(draw_loop(side, draws, 5) for side in sides), share


def test_a_map_beside_itself_is_drawn_as_alone():
    """Byte for byte: nothing is added by comparing, and nothing lies between the sides."""
    alone = draw_loop(Study(two_parts()), DRAWS, 5)
    before, after, share = paired(two_parts(), two_parts())

    assert np.array_equal(before.period_days, alone.period_days)
    assert np.array_equal(after.period_days, alone.period_days)
    assert share == 1.0


@pytest.mark.parametrize("name", ["aaa", "middle", "zzz"])
def test_a_part_that_comes_leaves_the_draws_of_the_others_alone(name):
    """Wherever its name stands in the order, all days of the old parts are the same draws."""
    with_new = two_parts(**{name: {"baseline-days": (1.0, 0.5), "speedup": (3.0, 0.5)}})
    before, after, _ = paired(two_parts(), with_new)
    back, forth, _ = paired(with_new, two_parts())

    for part in ("build", "check"):
        was = before.uncertain.days[before.loop.index[part]]
        now = after.uncertain.days[after.loop.index[part]]
        assert np.array_equal(was, now)
        assert np.array_equal(
            back.uncertain.days[back.loop.index[part]],
            forth.uncertain.days[forth.loop.index[part]],
        )


def test_drawn_each_on_its_own_they_would_not_be():
    """A new number pushes those behind it to other points: what the pairing is for."""
    with_new = two_parts(aaa={"baseline-days": (1.0, 0.5), "speedup": (3.0, 0.5)})
    was, now = (draw_loop(Study(one), DRAWS, 5) for one in (two_parts(), with_new))

    assert not np.array_equal(
        was.uncertain.days[was.loop.index["check"]], now.uncertain.days[now.loop.index["check"]]
    )


def test_a_number_that_grows_moves_every_draw_by_its_own_factor():
    """Build takes 20 days without AI instead of 10: each draw of its days is exactly doubled."""
    slower = two_parts()
    numbers = dict(slower.observations)
    key = "build-baseline-days"
    numbers[key] = replace(
        numbers[key], value=20.0, low=numbers[key].low * 2, high=numbers[key].high * 2
    )
    before, after, _ = paired(two_parts(), replace(slower, observations=numbers))
    row = before.loop.index["build"]

    assert after.uncertain.days[row] == pytest.approx(2 * before.uncertain.days[row], rel=1e-12)


def test_choices_of_points_meet_wherever_they_can():
    """Points in both choices stand at the same draws, however often; the rest go by period."""
    was = np.array([0, 2, 2, 3, 5])
    now = np.array([2, 2, 2, 4, 5])
    periods = np.array([10.0, 11.0, 12.0, 13.0, 14.0, 15.0])
    found = aligned(was, now, periods)

    assert sorted(found) == sorted(now)
    assert found.tolist() == [2, 2, 2, 4, 5]


@pytest.fixture(scope="module")
def shipped():
    """The shipped map, whose draws are weighed by what was seen of the period."""
    return shipped_model()


@pytest.fixture(scope="module")
def with_slower_review(shipped):
    """The shipped map with code review at 2.5 days a round instead of 1.5."""
    numbers = dict(shipped.observations)
    key = "code-review-days-per-round"
    numbers[key] = replace(numbers[key], value=2.5)
    return replace(shipped, observations=numbers)


def test_weighed_draws_are_paired_and_each_side_keeps_its_answer(shipped, with_slower_review):
    """The side before is byte for byte that of the map alone; the scatter is cut by far.

    Most draws stand for the same point on both sides, so the standard error of the difference is
    less than a tenth of what two separate runs give.
    """
    alone = [draw_loop(Study(m), 512, 5) for m in (shipped, with_slower_review)]
    before, after, share = paired(shipped, with_slower_review, 512)
    together = after.period_days - before.period_days
    apart = alone[1].period_days - alone[0].period_days

    assert np.array_equal(before.period_days, alone[0].period_days)
    assert 0.5 < share < 1
    assert together.std() < 0.1 * apart.std()
    # The distribution after is that of the map after, whichever points stand for it.
    assert np.median(after.period_days) == pytest.approx(np.median(alone[1].period_days), rel=0.02)


def test_both_sides_stay_worth_enough_draws(shipped, with_slower_review):
    """The moves of the one side's scores must not leave the other with a handful of points."""
    sides = undrawn(Study(shipped)), undrawn(Study(with_slower_review))
    pair(*sides, draws=512, seed=5)

    for side in sides:
        assert conditioning_of(side, 512, 5).effective_number >= LEAST_EFFECTIVE


def test_a_side_without_a_loop_is_refused():
    """A cycle without lag can never start: said, not drawn."""
    numbers = {"a": {"baseline-days": (1.0, 0.3)}, "b": {"baseline-days": (1.0, 0.3)}}
    stuck = uncertain_map(numbers, [edge("a", "b"), edge("b", "a")])

    with pytest.raises(LoopmapError):
        paired(two_parts(), stuck)
