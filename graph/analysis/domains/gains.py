"""What a domain would give the loop, through the components that it serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.analysis.critical_path import SolvedLoop, solve_loop
from graph.analysis.study import Study
from graph.errors import LoopmapError


@dataclass(frozen=True, slots=True)
class LoopGain:
    """What the loop gains if a domain becomes code-like.

    Attributes:
        components: ids of the components it serves that the loop times.
        on_critical_cycle: which of them lie on the critical cycle now.
        pace_at_double_speed: times as fast as now if each took half its days, but no less than
            its floor; ``None`` if the map has no period.
        pace_at_floor: times as fast as now if each took only its floor: the most there is.
        note: what that means, in one line.
    """

    components: tuple[str, ...]
    on_critical_cycle: tuple[str, ...]
    pace_at_double_speed: float | None
    pace_at_floor: float | None
    note: str


def gain_finder(study: Study) -> Callable[[tuple[str, ...]], LoopGain]:
    """Return a function from components to what the loop gains by them; it is solved anew."""
    try:
        solved = solve_loop(study)
    except LoopmapError:
        return _without_period
    return lambda components: _gain(solved, components)


def _without_period(components: tuple[str, ...]) -> LoopGain:
    return LoopGain(components, (), None, None, "the map has no loop that can be timed")


def _gain(solved: SolvedLoop, components: tuple[str, ...]) -> LoopGain:
    index = solved.loop.index
    served = tuple(name for name in components if name in index)
    timed = [solved.loop.components[index[name]] for name in served]
    now = solved.ratio.period
    halved = solved.solver.period(
        {index[item.id]: max(item.floor_days, item.days / 2) for item in timed}
    )
    least = solved.solver.period({index[item.id]: item.floor_days for item in timed})
    double = float(now / halved) if halved else None
    most = float(now / least) if least else None
    critical = tuple(name for name in served if name in solved.ratio.nodes)
    return LoopGain(served, critical, double, most, _note(components, critical, double, most))


def _note(
    components: tuple[str, ...],
    critical: tuple[str, ...],
    double: float | None,
    most: float | None,
) -> str:
    if not components:
        return "serves no part of the loop"
    if most is not None and most <= 1:
        return "feeds nothing that blocks now"
    if double is not None and double <= 1:
        return "helps only beyond twice the speed"
    return "feeds what blocks" if critical else "feeds what blocks in part"
