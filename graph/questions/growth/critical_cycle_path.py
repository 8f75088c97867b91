"""When each component gets onto the critical cycle, and when it leaves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.cycles.batch.columns import Array, Truth
from graph.estimates import Interval
from graph.loop.names import name_of_cycle
from graph.loop.sampled import interval_of_draws
from graph.model import LoopModel
from graph.questions.growth.answer import BottleneckDate, CriticalStretch
from graph.questions.growth.generation_period import Course, LoopPeriod
from graph.questions.growth.kernel.run import GrowthRun

#: Components below this in every respect are left out.
_LEAST_SHARE = 0.02


@dataclass(frozen=True)
class _Turns:
    """First times on and off the critical cycle, shape (components, draws); ``inf`` for never."""

    now: Truth
    end: Truth
    first_on: Array
    first_off: Array


def bottleneck_dates(
    model: LoopModel, period: LoopPeriod, course: Course, horizon: float
) -> tuple[BottleneckDate, ...]:
    """Return when components take over, those that take over most often first.

    Draws in which a component never does so before the horizon are counted in the share, and not
    in the date.

    Args:
        model: for the labels.
        period: which components are on which cycle.
        course: the periods of every draw.
        horizon: years.
    """
    turns = _turns(period, course, horizon)
    nodes = period.drawn.loop.nodes
    rows = [_row(model, name, turns, index) for index, name in enumerate(nodes)]
    shown = [row for row in rows if _matters(row)]
    return tuple(
        sorted(shown, key=lambda row: (-(row.takes_over or 0.0), -row.critical_at_end, row.id))
    )


def critical_stretches(
    model: LoopModel, period: LoopPeriod, course: Course, run: GrowthRun
) -> tuple[CriticalStretch, ...]:
    """Return what binds from when on, of the first draw: the central one."""
    found: list[CriticalStretch] = []
    last = None
    for start, days, cycle in zip(
        course.starts[:, 0], course.days[:, 0], course.cycles[:, 0], strict=True
    ):
        if cycle == last or cycle < 0 or start > run.times[-1]:
            continue
        nodes = period.drawn.solver.nodes_of(int(cycle))
        name = name_of_cycle(model, nodes)
        found.append(CriticalStretch(float(start), nodes, name, float(days)))
        last = cycle
    return tuple(found)


def _turns(period: LoopPeriod, course: Course, horizon: float) -> _Turns:
    now = period.members(course.cycles[0])
    first_on = np.where(now, 0.0, np.inf)
    first_off = np.full(now.shape, np.inf)
    end = now
    for start, cycles in zip(course.starts[1:], course.cycles[1:], strict=True):
        within = start <= horizon
        there = period.members(cycles)
        first_on = np.where(there & within, np.minimum(first_on, start), first_on)
        first_off = np.where(now & ~there & within, np.minimum(first_off, start), first_off)
        end = np.where(within, there, end)
    return _Turns(now, end, first_on, first_off)


def _row(model: LoopModel, name: str, turns: _Turns, index: int) -> BottleneckDate:
    now = turns.now[index]
    on, off = turns.first_on[index][~now], turns.first_off[index][now]
    return BottleneckDate(
        id=name,
        label=model.label(name),
        critical_now=float(now.mean()),
        critical_at_end=float(turns.end[index].mean()),
        takes_over=_share(on),
        takes_over_year=_dates(on),
        falls=_share(off),
        falls_year=_dates(off),
    )


def _matters(row: BottleneckDate) -> bool:
    return max(row.critical_now, row.critical_at_end, row.takes_over or 0.0) >= _LEAST_SHARE


def _share(times: Array) -> float | None:
    return float(np.isfinite(times).mean()) if len(times) else None


def _dates(times: Array) -> Interval | None:
    reached = times[np.isfinite(times)]
    return interval_of_draws(reached) if len(reached) else None
