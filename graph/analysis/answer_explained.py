"""What stands behind period, pace and ceiling: the cycle, its numbers, and who moves them."""

from __future__ import annotations

from graph.analysis.critical_path import SolvedLoop, ceiling, solve_loop
from graph.analysis.explained import Explained, related
from graph.analysis.explanation_result import Fact
from graph.analysis.grounds import Grounds, grounds_of
from graph.analysis.influence import influences
from graph.analysis.pace_variance import contributions
from graph.analysis.study import Study
from graph.analysis.things import ThingKind
from graph.analysis.timed_loop import TimedComponent
from graph.analysis.whole_loop import outside_estimates
from graph.estimates import Interval
from graph.vocabulary import MetricName

_METRICS = (MetricName.SPEEDUP, MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS)


def explain_answer(study: Study, name: str) -> Explained:
    """Return what stands behind one of the answers.

    Args:
        study: the map, the standpoint and what is supposed.
        name: ``period``, ``pace`` or ``ceiling``.

    Raises:
        LoopmapError: the loop has no period.
    """
    solved = solve_loop(study)
    if name == "ceiling":
        return _ceiling(study, solved)
    period, before = solved.ratio.period, solved.ratio_before.period
    cycle, old = solved.ratio.nodes, solved.ratio_before.nodes
    facts = [_sum("Now", solved, cycle, "days")]
    if name == "pace":
        facts = [
            Fact("Formula", f"{float(before):.4g} d without AI / {float(period):.4g} d now"),
            *facts,
            _sum("Without AI", solved, old, "baseline_days"),
        ]
    members = tuple(dict.fromkeys(cycle + (old if name == "pace" else ())))
    pace = float(before / period)
    return Explained(
        facts=tuple(facts),
        related=tuple(related(study.model, "binds", ThingKind.COMPONENT, x) for x in cycle),
        numbers=_numbers(study, members),
        value=pace if name == "pace" else float(period),
        contributions=contributions(study) if name == "pace" else (),
        sources=influences(study),
        outside=outside_estimates(study, Interval(pace)) if name == "pace" else (),
    )


def _ceiling(study: Study, solved: SolvedLoop) -> Explained:
    found = ceiling(study, solved)
    if found is None:
        return Explained(facts=(Fact("Why unknown", "nothing is shown accelerated"),))
    then = found.critical_cycle
    return Explained(
        facts=(
            Fact(
                "Formula",
                f"{float(solved.ratio_before.period):.4g} d without AI / "
                f"{found.period_days.median:.4g} d with all that is accelerated at its floor",
            ),
        ),
        related=tuple(related(study.model, "would bind", ThingKind.COMPONENT, x) for x in then),
        numbers=_numbers(study, then),
        value=found.pace.median if found.pace else None,
        sources=influences(study),
    )


def _sum(name: str, solved: SolvedLoop, cycle: tuple[str, ...], days: str) -> Fact:
    """Return how the days of a cycle add up to its period."""
    ratio = solved.ratio if name == "Now" else solved.ratio_before
    choice = solved.now if name == "Now" else solved.before
    parts: list[TimedComponent] = [solved.loop.components[solved.loop.index[x]] for x in cycle]
    arcs = [choice.graph.arcs[index] for index in ratio.cycle]
    total = " + ".join(f"{float(getattr(part, days)):.4g}" for part in parts)
    delay = sum(float(arc.delay) for arc in arcs)
    waiting = f" + {delay:.4g} waiting" if delay else ""
    lag = sum(float(arc.lag) for arc in arcs)
    return Fact(
        name, f"({total}{waiting}) d / {lag:g} = {float(ratio.period):.4g} d: {', '.join(cycle)}"
    )


def _numbers(study: Study, members: tuple[str, ...]) -> tuple[Grounds, ...]:
    return tuple(
        grounds_of(study, member, metric, leave_out=False)
        for member in members
        for metric in _METRICS
    )
