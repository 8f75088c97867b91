"""What a supposition would change, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.loop.comparison import Change, exact_change, paired_change
from graph.loop.sample import Array, DrawnRows, rows_of
from graph.loop.sampled import LoopDraws, draw_loop, ratio
from graph.loop.study import Study
from graph.questions.critical_path.component import takes_part_in_ceiling
from graph.questions.question import Figure
from graph.questions.what_if.compute import FIGURES, Changes, CycleChange

#: Cycles that are listed by name.
_CYCLES = 12


@dataclass(frozen=True)
class DrawnSide:
    """One side of a comparison.

    Attributes:
        study: what was asked.
        drawn: the loop for all draws.
    """

    study: Study
    drawn: LoopDraws

    @cached_property
    def ceiling_pace(self) -> Array | None:
        """The pace if all that is accelerated took its floor; ``None`` if nothing is."""
        nodes = [
            index
            for index, item in enumerate(self.drawn.loop.components)
            if takes_part_in_ceiling(self.study, item)
        ]
        if not nodes:
            return None
        return ratio(self.drawn.baseline_period_days, self.drawn.ceiling_period_days(nodes))

    def figure(self, figure: Figure) -> Array | None:
        """Return one number of the loop as a whole, draw by draw."""
        own = figure.name == "ceiling_pace"
        values: Array | None = self.ceiling_pace if own else getattr(self.drawn, figure.name)
        return values

    @cached_property
    def cycles(self) -> tuple[tuple[str, ...], ...]:
        """The critical cycle of each draw; nothing where there is none."""
        numbers = self.drawn.now.cycles.tolist()
        names = {n: self.drawn.solver.nodes_of(n) if n >= 0 else () for n in set(numbers)}
        return tuple(names[number] for number in numbers)

    def row(self, table: Array, identifier: str) -> Array | None:
        """Return one component's row; ``None`` if it is not timed."""
        index = self.drawn.loop.index.get(identifier)
        return None if index is None else np.asarray(table[index], dtype=np.float64)


def drawn_sides(bare: Study, study: Study, draws: int, seed: int) -> tuple[DrawnSide, DrawnSide]:
    """Return both sides on the same draws."""
    before = DrawnSide(bare, draw_loop(bare, draws, seed))
    if not study.suppositions:
        return before, before
    return before, DrawnSide(study, draw_loop(study, draws, seed))


def drawn_changes(bare: Study, study: Study, draws: int, seed: int) -> Changes:
    """Return what moved between two studies, on the same draws.

    Args:
        bare: the study before.
        study: the study after.
        draws: how many, 1 or more.
        seed: of the draws.
    """
    sides = drawn_sides(bare, study, draws, seed)
    was, now = (side.drawn for side in sides)
    ids = sorted(set(was.loop.nodes) | set(now.loop.nodes))
    changed = np.mean(
        [left != right for left, right in zip(*(s.cycles for s in sides), strict=True)]
    )
    return Changes(
        answers=_answers(*sides),
        cycles=_cycles(*sides),
        cycle_changed_probability=float(changed),
        days=_by_component("days", "days", ids, sides, (was.uncertain.days, now.uncertain.days)),
        blocking_shares=_by_component(
            "blocking_share", "share", ids, sides, (was.blocking_shares, now.blocking_shares)
        ),
        criticality=_by_component(
            "criticality",
            "share",
            ids,
            sides,
            (was.is_critical.astype(float), now.is_critical.astype(float)),
        ),
    )


def _answers(before: DrawnSide, after: DrawnSide) -> tuple[Change, ...]:
    return tuple(
        _one(figure.name, figure.unit, before.figure(figure), after.figure(figure))
        for figure in FIGURES
    )


def _one(answer: str, unit: str, before: Array | None, after: Array | None) -> Change:
    if before is None or after is None:
        return exact_change(answer, unit, _median(before), _median(after))
    return paired_change(answer, unit, before, after)


def _median(values: Array | None) -> float | None:
    return None if values is None else float(np.median(values))


def _by_component(
    answer: str,
    unit: str,
    ids: Sequence[str],
    sides: tuple[DrawnSide, DrawnSide],
    tables: tuple[Array, Array],
) -> dict[str, Change]:
    before, after = sides
    return {
        key: _one(answer, unit, before.row(tables[0], key), after.row(tables[1], key))
        for key in ids
    }


def _cycles(before: DrawnSide, after: DrawnSide) -> tuple[CycleChange, ...]:
    shares = [{c.nodes: c.probability for c in side.drawn.cycle_shares} for side in (before, after)]
    order = sorted(
        set(shares[0]) | set(shares[1]),
        key=lambda cycle: (-max(side.get(cycle, 0.0) for side in shares), cycle),
    )
    return tuple(
        CycleChange(cycle, paired_change("probability", "share", *_hits(cycle, before, after)))
        for cycle in order[:_CYCLES]
    )


def _hits(cycle: tuple[str, ...], before: DrawnSide, after: DrawnSide) -> tuple[Array, Array]:
    was, now = (
        np.array([found == cycle for found in side.cycles], dtype=np.float64)
        for side in (before, after)
    )
    return was, now


def rows_of_both_sides(bare: Study, study: Study, draws: int, seed: int) -> DrawnRows:
    """Return period, pace and ceiling of both sides, a line a draw."""
    table: dict[str, Array] = {"draw": np.arange(draws, dtype=np.float64)}
    for name, side in zip(("before", "after"), drawn_sides(bare, study, draws, seed), strict=True):
        table[f"period_days_{name}"] = side.drawn.period_days
        table[f"baseline_period_days_{name}"] = side.drawn.baseline_period_days
        table[f"pace_{name}"] = side.drawn.pace
        if side.ceiling_pace is not None:
            table[f"ceiling_pace_{name}"] = side.ceiling_pace
    return rows_of(table)
