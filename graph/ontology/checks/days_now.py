"""Days told as they are now, beside days without AI: whether the two agree, and which are used."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.building.lists import Lists
from graph.ontology.checks.consistency import InForce
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.things import Context
from graph.vocabulary import MetricName

#: So many joint standard deviations apart two numbers contradict each other: nine times in ten they
#: would be nearer.
_APART = 1.6448536269514722

#: The deviation of a number that gives no interval and whose grade nobody declares.
_USUAL_DEVIATION = 0.6


def check_days_now(context: Context, lists: Lists, model: LoopModel, numbers: InForce) -> None:
    """Note stated days without AI that contradict those which pass time and speed-up imply.

    Where both are told, the stated ones are used. ``ln d0 - ln d - ln S`` is held against the deviations of the three.

    Args:
        context: where problems go.
        lists: by which properties the numbers are written.
        model: the components.
        numbers: what is in force.
    """
    for name, component in model.components.items():
        stated = _usable(numbers, name, MetricName.BASELINE_DAYS)
        passes = _usable(numbers, name, MetricName.PASS_TIME)
        if component.rounds_of or not stated or not passes:
            continue
        speedups = _usable(numbers, name, MetricName.SPEEDUP)
        implied = _middle(passes) * (_middle(speedups) if speedups else 1.0)
        gap = abs(math.log(_middle(stated) / implied))
        spread = math.hypot(*(_deviation(lists, one) for one in (stated, passes, speedups) if one))
        if gap <= _APART * spread:
            continue
        factor = f" x {_middle(speedups):.3g} faster" if speedups else ""
        context.thing(Role.COMPONENT, name).complain(
            "baseline-disagrees",
            f"its days without AI are {_middle(stated):.3g} as told ({stated[0].place}), and "
            f"{implied:.3g} by its days now ({_middle(passes):.3g}{factor}, {passes[0].place}). "
            "What is told of the days without AI is used.",
            f"Take {prefixed(lists.property_of(MetricName.BASELINE_DAYS))} away, if the days now "
            "are known better, or correct what is wrong.",
            severity=Severity.WARNING,
        )


def _usable(numbers: InForce, name: str, metric: str) -> list[Observation]:
    return [one for one in numbers.get((name, metric), ()) if one.value > 0]


def _middle(found: Sequence[Observation]) -> float:
    return math.exp(fmean(math.log(one.value) for one in found))


def _deviation(lists: Lists, found: Sequence[Observation]) -> float:
    """Return the deviation of the mean of some numbers on the log scale, taken as independent."""
    return math.hypot(*(_own_deviation(lists, one) for one in found)) / len(found)


def _own_deviation(lists: Lists, one: Observation) -> float:
    if one.low and one.high and one.high > one.low:
        reach = NormalDist().inv_cdf((1 + one.interval_level) / 2)
        return math.log(one.high / one.low) / (2 * reach)
    grade = lists.grades.get(one.grade)
    return grade.default_deviation if grade else _USUAL_DEVIATION
