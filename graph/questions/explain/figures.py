"""What stands behind period, pace and ceiling: the cycle, its numbers, and who moves them."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.central import TimedComponent
from graph.loop.outside_pace import outside_estimates
from graph.loop.pace_uncertainty import pace_uncertainty
from graph.loop.study import Study
from graph.questions.critical_path.compute import SolvedLoop, ceiling, solve_loop
from graph.questions.evidence.influence import influences
from graph.questions.evidence.provenance import Grounds, grounds_of
from graph.questions.explain.answer import Fact
from graph.questions.explain.explained import Explained, related
from graph.questions.explain.lookup import ThingKind
from graph.vocabulary import MetricName

_METRICS = (MetricName.SPEEDUP, MetricName.BASELINE_DAYS, MetricName.FLOOR_DAYS)


def explain_answer(study: Study, name: str, draws: int = 0, seed: int = 0) -> Explained:
    """Return what stands behind one of the answers.

    Args:
        study: the map, the standpoint and what is supposed.
        name: ``period``, ``pace`` or ``ceiling``.
        draws: for the pace; 0 to move each number alone.
        seed: of the draws.

    Raises:
        LoopmapError: the loop has no period.
    """
    solved = solve_loop(study)
    if name == "ceiling":
        return _ceiling(study, solved)
    period, before = solved.ratio.period, solved.ratio_before.period
    cycle, old = solved.ratio.nodes, solved.ratio_before.nodes
    now = _sum("Now", solved, cycle, "days")
    binding = tuple(related(study.model, "binds", ThingKind.COMPONENT, x) for x in cycle)
    sources = influences(study)
    if name == "period":
        numbers = _numbers(study, cycle)
        return Explained((now,), binding, numbers, Interval(float(period)), sources=sources)
    formula = (
        f"{float(before):.4g} d without AI / {float(period):.4g} d now = "
        f"{float(before / period):.3g} at the central estimate"
    )
    without = _sum("Without AI", solved, old, "baseline_days")
    found = pace_uncertainty(study, float(before / period), draws, seed)
    return Explained(
        facts=(Fact("Formula", formula), now, without, *_over_draws(found.pace, draws, seed)),
        related=binding,
        numbers=_numbers(study, tuple(dict.fromkeys(cycle + old))),
        value=found.pace,
        contributions=found.contributions,
        sources=sources,
        outside=outside_estimates(study, found.pace),
    )


def _over_draws(pace: Interval, draws: int, seed: int) -> list[Fact]:
    if not draws or pace.low is None or pace.high is None:
        return []
    spread = f"{pace.median:.3g} ({pace.low:.3g}–{pace.high:.3g})"
    return [Fact("Over the draws", f"{spread}, {draws:,} draws, seed {seed}")]


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
        value=found.pace,
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
