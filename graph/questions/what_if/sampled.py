"""What a supposition would change, draw by draw."""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np

from graph.loop.comparison import Change, exact_change, fewest_independent, paired_change
from graph.loop.paired_draws import drawn_once
from graph.loop.sample import Array, DrawnRows, rows_of
from graph.loop.sampled import LoopDraws, ratio
from graph.loop.study import Study
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.standing import is_accelerated
from graph.questions.question import Figure
from graph.questions.what_if.compute import FIGURES, CycleChange, WhatIf, compared
from graph.records import record

#: Cycles that are listed by name.
_CYCLES = 12


@record(slots=False)
class _Side:
    """One side of a comparison: what was asked, and the loop for all draws."""

    study: Study
    drawn: LoopDraws

    @cached_property
    def ceiling_pace(self) -> Array | None:
        """The pace if all that is accelerated took its floor; ``None`` if nothing is."""
        nodes = [
            index
            for index, item in enumerate(self.drawn.loop.components)
            if is_accelerated(self.study, item.id)
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


def _sides(bare: Study, study: Study, draws: int, seed: int) -> tuple[_Side, _Side]:
    """Return both sides on the same draws."""
    before = _Side(bare, drawn_once(bare, draws, seed))
    if study is bare:
        return before, before
    return before, _Side(study, drawn_once(study, draws, seed))


def drawn_changes(
    before: CriticalPath,
    after: CriticalPath,
    bare: Study,
    study: Study,
) -> WhatIf:
    """Return what moved between two studies, on the same draws.

    Draws that were weighed by what was seen count as the fewer independent ones they are worth.

    Args:
        before: the answer to ``bare``, with its draws and their seed.
        after: the answer to ``study``, on as many draws of the same seed.
        bare: the study before.
        study: the study after.
    """
    worth = fewest_independent(before.effective_draws, after.effective_draws)
    one = partial(_one, worth=worth)
    sides = _sides(bare, study, after.draws, after.seed or 0)
    was, now = (side.drawn for side in sides)
    ids = sorted(set(was.loop.nodes) | set(now.loop.nodes))
    changed = [left != right for left, right in zip(*(s.cycles for s in sides), strict=True)]

    def by_component(answer: str, unit: str, *tables: Array) -> dict[str, Change]:
        return {
            key: one(answer, unit, *(s.row(t, key) for s, t in zip(sides, tables, strict=True)))
            for key in ids
        }

    return compared(
        before,
        after,
        answers=tuple(
            one(figure.name, figure.unit, *(side.figure(figure) for side in sides))
            for figure in FIGURES
        ),
        cycles=_cycles(*sides, worth),
        cycle_changed_probability=float(np.mean(changed)),
        days=by_component("days", "days", was.uncertain.days, now.uncertain.days),
        blocking=by_component("blocking_share", "share", was.blocking_shares, now.blocking_shares),
        criticality=by_component(
            "criticality", "share", was.is_critical.astype(float), now.is_critical.astype(float)
        ),
    )


def _one(
    answer: str, unit: str, before: Array | None, after: Array | None, worth: float | None
) -> Change:
    if before is None or after is None:
        return exact_change(answer, unit, _median(before), _median(after))
    return paired_change(answer, unit, before, after, worth=worth)


def _median(values: Array | None) -> float | None:
    return None if values is None else float(np.median(values))


def _cycles(before: _Side, after: _Side, worth: float | None) -> tuple[CycleChange, ...]:
    shares = [{c.nodes: c.probability for c in side.drawn.cycle_shares} for side in (before, after)]
    order = sorted(
        set(shares[0]) | set(shares[1]),
        key=lambda cycle: (-max(side.get(cycle, 0.0) for side in shares), cycle),
    )
    changes = []
    for cycle in order[:_CYCLES]:
        was, now = (
            np.array([found == cycle for found in s.cycles], float) for s in (before, after)
        )
        changes.append(
            CycleChange(cycle, paired_change("probability", "share", was, now, worth=worth))
        )
    return tuple(changes)


def rows_of_both_sides(bare: Study, study: Study, draws: int, seed: int) -> DrawnRows:
    """Return period, pace and ceiling of both sides, a line a draw."""
    table: dict[str, Array] = {"draw": np.arange(draws, dtype=np.float64)}
    for name, side in zip(("before", "after"), _sides(bare, study, draws, seed), strict=True):
        table[f"period_days_{name}"] = side.drawn.period_days
        table[f"baseline_period_days_{name}"] = side.drawn.baseline_period_days
        table[f"pace_{name}"] = side.drawn.pace
        if side.ceiling_pace is not None:
            table[f"ceiling_pace_{name}"] = side.ceiling_pace
    return rows_of(table)
