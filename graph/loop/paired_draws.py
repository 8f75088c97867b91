"""Two maps on common draws: a number that both hold alike is drawn alike, draw by draw.

The draws of a map are its numbers in their order, and which of the points stand for it after
weighing. Two maps differ in both as soon as one holds a number more. Here both take the numbers
that they share from the same places of the same points, and both are represented, wherever they
can be, by the same points. Then whatever they have in common cancels out of a difference.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

import numpy as np

from graph.evidence.following import Key
from graph.loop.central import central_loop
from graph.loop.conditioning import (
    FIRST_POINTS,
    LEAST_EFFECTIVE,
    MOST_POINTS,
    POINTS_TO_BEGIN_WITH,
    Array,
    Columns,
    Conditioning,
    GapReport,
    Looked,
    effective_number,
    even_steps,
    gap_reports,
    shift_towards,
    weights_of,
)
from graph.loop.points import share_scores
from graph.loop.sample import draw, uncertain_numbers
from graph.loop.sampled import LoopDraws, draw_loop, interval_of_draws, loop_draws
from graph.loop.solver_cache import SolverCache
from graph.loop.study import Study
from graph.records import record

#: Doublings of the points at most; then both sides' shifts are tried, and after that fewer do.
_MOST_DOUBLINGS = 3


def pair(before: Study, after: Study, *, draws: int, seed: int) -> float:
    """Let two studies see common draws, which can then be compared one by one.

    Numbers that both draw come first, in the order of the first study, then those of one alone.
    If both draw the same numbers, each is drawn exactly as it is on its own. The points are moved
    and weighed as in :func:`~graph.loop.conditioning.condition`, with the moves that the first
    study shows for both; the weights take that back exactly on each side.

    Args:
        before: the map and the standpoint before; nothing is supposed, and nothing was drawn.
        after: likewise after; both as :func:`undrawn` gives them.
        draws: how many, 1 or more.
        seed: of them.

    Returns:
        The share of the draws in which both are represented by the same point; 1 where nothing was
        weighed, 0 where one side was and the other was not.

    Raises:
        LoopmapError: on either side a cycle can never start, or work is redone without end.
    """
    sides = before, after
    order = _common_order(*sides)
    for side in sides:
        side.kept_draws.places.update({key: place for place, key in enumerate(order)})
    share_scores(*sides)
    reports = gap_reports(sides[0]), gap_reports(sides[1])
    # Where one side alone is weighed, its points are others than those of the side that is not.
    common = 1.0 if bool(reports[0]) == bool(reports[1]) else 0.0
    if reports[0] and reports[1]:
        was, now = (
            _Side(_Look(side, seed, order), seen) for side, seen in zip(sides, reports, strict=True)
        )
        found = _condition_both(was, now, draws)
        for side, conditioning in zip(sides, found, strict=True):
            side.kept_draws.conditionings[draws, seed] = conditioning.packed()
        common = float(np.mean(found[0].chosen == found[1].chosen))
    return common


def drawn_once(study: Study, draws: int, seed: int) -> LoopDraws:
    """Return the drawn loop of a study; of those that are compared it is kept while they are.

    What is asked of it more than once, such as blocking shares, is then worked out once.

    Args:
        study: any; its draws, which are large, are kept if it is paired or kept for the moment.
        draws: how many, 1 or more.
        seed: of them.
    """
    if not (study.kept_draws.places or study.knows(_KeptLoops)):
        return draw_loop(study, draws, seed)
    return study.once(_KeptLoops).of(draws, seed)


@contextmanager
def draws_kept(*studies: Study) -> Iterator[None]:
    """Keep the drawn loops of studies while they are compared; whoever kept them before goes on.

    Args:
        studies: those that are drawn by :func:`drawn_once` meanwhile.
    """
    new = [study for study in studies if not study.knows(_KeptLoops)]
    keep_draws(*new)
    try:
        yield
    finally:
        for study in new:
            study.forget(_KeptLoops)


def keep_draws(*studies: Study) -> None:
    """Keep the drawn loops of studies as long as these are there."""
    for study in studies:
        study.once(_KeptLoops)


class _KeptLoops:
    """The drawn loops of one study, by number and seed."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._known: dict[tuple[int, int], LoopDraws] = {}

    def of(self, draws: int, seed: int) -> LoopDraws:
        if (draws, seed) not in self._known:
            self._known[draws, seed] = draw_loop(self._study, draws, seed)
        return self._known[draws, seed]


def undrawn(study: Study) -> Study:
    """Return the same study without anything drawn for it yet; what the evidence says is kept."""
    fresh = replace(study)
    fresh.__dict__["estimates"] = study.estimates
    return fresh


def _common_order(before: Study, after: Study) -> tuple[Key, ...]:
    keys = [
        [Key(item.subject, item.metric) for item in uncertain_numbers(side)]
        for side in (before, after)
    ]
    was, now = (set(side) for side in keys)
    shared = [key for key in keys[0] if key in now]
    return (*shared, *(k for k in keys[0] if k not in now), *(k for k in keys[1] if k not in was))


class _Look:
    """Gives points of one study, and speaks of shifts as both studies do: a row per number."""

    def __init__(self, study: Study, seed: int, order: tuple[Key, ...]) -> None:
        self._study, self._seed = study, seed
        places = {key: place for place, key in enumerate(order)}
        numbers = study.of_evidence(uncertain_numbers)
        # The factor that all speed-ups share comes before all numbers.
        self._rows = np.array(
            [0, *(places[Key(item.subject, item.metric)] + 1 for item in numbers)], dtype=np.intp
        )
        self._size = len(order) + 1

    def own(self, shift: Array) -> Array:
        """Return of a shift for both what concerns this one."""
        found: Array = shift[self._rows]
        return found

    def for_both(self, shift: Array) -> Array:
        """Return a shift of this one's numbers as one for both; 0 where it has no such number."""
        whole = np.zeros(self._size)
        whole[self._rows] = shift
        return whole

    def at(self, points: int, shift: Array | None = None) -> Looked:
        """Return so many points, moved by a shift for both."""
        study = self._study
        loop = central_loop(study)
        plain = draw(study, points, self._seed)
        draws = plain if shift is None else plain.shifted(self.own(shift))
        solver = study.once(SolverCache).solver(loop)
        drawn = loop_draws(study, loop, draws, solver)
        now = drawn.periods(drawn.uncertain.days)
        return Looked(now, drawn.baseline_period_days, plain.table)


@record(slots=False)
class _Side:
    """One of the two, with what was seen of its period."""

    look: _Look
    reports: tuple[GapReport, ...]

    def weighed(self, points: int, shift: Array) -> _Weighed:
        found = self.look.at(points, shift)
        return _Weighed(found.now, weights_of(self.reports, found, self.look.own(shift)))

    @cached_property
    def first(self) -> Looked:
        """The points of the first look, as they are."""
        return self.look.at(FIRST_POINTS)

    @cached_property
    def own_shift(self) -> Array:
        """The shift that this side alone would take."""
        return self.look.for_both(shift_towards(self.reports, self.first))

    def conditioning(self, both: _Both, chosen: Columns, weights: Array) -> Conditioning:
        return Conditioning(
            reports=self.reports,
            points=both.points,
            shift=self.look.own(both.shift),
            chosen=chosen,
            effective_number=effective_number(weights),
            prior_period_days=interval_of_draws(self.first.now),
            prior_pace=interval_of_draws(self.first.without_ai / self.first.now),
        )


@record(slots=False)
class _Weighed:
    periods: Array
    weights: Array


@record(slots=False)
class _Both:
    """As many points for both sides, moved alike, and weighed by what each has seen."""

    points: int
    shift: Array
    before: _Weighed
    after: _Weighed

    @property
    def effective(self) -> float:
        return min(effective_number(side.weights) for side in (self.before, self.after))


def _condition_both(before: _Side, after: _Side, count: int) -> tuple[Conditioning, Conditioning]:
    both = _looked_at(before, after, before.own_shift, count)
    if both.effective < min(LEAST_EFFECTIVE, count):
        # The sides lie so far apart that points around the one hardly count for the other.
        middle = (before.own_shift + after.own_shift) / 2
        both = max(
            both, _looked_at(before, after, middle, count), key=lambda found: found.effective
        )
    was = even_steps(both.before.weights, both.before.periods, count)
    # In the order of the same periods, equal weights choose equal points.
    now = even_steps(both.after.weights, both.before.periods, count)
    return (
        before.conditioning(both, was, both.before.weights),
        after.conditioning(both, aligned(was, now, both.before.periods), both.after.weights),
    )


def _looked_at(before: _Side, after: _Side, shift: Array, count: int) -> _Both:
    """Return as many points as both sides need, doubled as in the weighing of one."""
    wanted = min(LEAST_EFFECTIVE, count)
    points = first = count if count < LEAST_EFFECTIVE else max(count, POINTS_TO_BEGIN_WITH)
    while True:
        both = _Both(points, shift, *(side.weighed(points, shift) for side in (before, after)))
        if both.effective >= wanted or points * 2 > min(MOST_POINTS, first << _MOST_DOUBLINGS):
            return both
        missing = math.ceil(math.log2(wanted / both.effective))
        points = min(points << missing, MOST_POINTS, first << _MOST_DOUBLINGS)


def aligned(was: Columns, now: Columns, periods: Array) -> Columns:
    """Return the second choice of points in an order in which it meets the first where it can.

    Args:
        was: the points chosen for each draw of the first.
        now: those of the second, as many; a point may be there more than once.
        periods: by which points that are in one choice alone are brought together.

    >>> aligned(np.array([0, 1, 1, 2]), np.array([1, 2, 2, 3]), np.arange(4.0)).tolist()
    [2, 1, 3, 2]
    """
    left = Counter(now.tolist())
    found = np.full(was.size, -1, dtype=np.intp)
    for draw_number, point in enumerate(was.tolist()):
        if left[point]:
            left[point] -= 1
            found[draw_number] = point
    open_draws = np.flatnonzero(found < 0)
    others = np.array(sorted(left.elements()), dtype=np.intp)
    by_period = open_draws[np.argsort(periods[was[open_draws]], kind="stable")]
    found[by_period] = others[np.argsort(periods[others], kind="stable")]
    return found
