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
from graph.ontology.things import Context, Thing
from graph.vocabulary import MetricName

#: So many joint standard deviations apart two numbers contradict each other: nine times in ten they
#: would be nearer.
_APART = 1.6448536269514722

#: The deviation of a number that gives no interval and whose grade nobody declares.
_USUAL_DEVIATION = 0.6


def check_days_now(context: Context, lists: Lists, model: LoopModel, numbers: InForce) -> None:
    """Note stated days without AI that contradict those which pass time and speed-up imply.

    Where both are told, the stated ones are used. ``ln d0 - ln d - ln S`` is held against the
    deviations of the three.

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
        thing = context.thing(Role.COMPONENT, name)
        if not speedups:
            _note_unused(thing, stated[0], passes)
            continue
        implied = _middle(passes) * _middle(speedups)
        gap = abs(math.log(_middle(stated) / implied))
        spread = math.hypot(*(_deviation(lists, one) for one in (stated, passes, speedups)))
        if gap <= _APART * spread:
            continue
        thing.complain(
            "baseline-disagrees",
            f"its days without AI are {_middle(stated):.3g} as told ({stated[0].place}), and "
            f"{implied:.3g} by its days now ({_middle(passes):.3g} x {_middle(speedups):.3g} "
            f"faster, {passes[0].place}). "
            "What is told of the days without AI is used.",
            f"Take {prefixed(lists.property_of(MetricName.BASELINE_DAYS))} away, if the days now "
            "are known better, or correct what is wrong.",
            severity=Severity.WARNING,
        )


def _note_unused(thing: Thing, stated: Observation, passes: Sequence[Observation]) -> None:
    """Say that days written as they are now change nothing beside days without AI alone."""
    written = next((one for one in passes if one.direct), None)
    if written is None:
        return
    thing.complain(
        "pass-time-unused",
        f"its days now, {written.value:.3g}, change no answer: its days without AI are told as "
        f"well ({stated.place}), and those are used.",
        f"Together they would mean a speed-up: loop:speedup {stated.value / written.value:.3g} ; "
        "or take one of the two away.",
        severity=Severity.WARNING,
    )


def check_loads(context: Context, model: LoopModel, numbers: InForce) -> None:
    """Note loads, and items in progress, of components of which neither capacity nor waiting is."""
    for name in model.components:
        if (name, MetricName.CAPACITY) in numbers or (name, MetricName.QUEUE_TIME) in numbers:
            continue
        for metric in (MetricName.LOAD, MetricName.ITEMS_IN_PROGRESS):
            for one in numbers.get((name, metric), ())[:1]:
                context.thing(Role.COMPONENT, name).complain(
                    "load-without-capacity",
                    f"its {metric.replace('-', ' ')} ({one.place}) says nothing of how long work "
                    "waits as long as nothing says how many are at work side by side.",
                    "Say how many, loop:capacity 2 ; or tell the waiting, loop:queueTime 1 ;",
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
