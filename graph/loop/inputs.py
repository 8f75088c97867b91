"""Which numbers enter the answers as inputs: those that do not follow from others."""

from __future__ import annotations

from collections.abc import Iterator

from graph.evidence.following import FOLLOWING, Key
from graph.loop.study import Study
from graph.vocabulary import Kind, MetricName

#: What times a component, in the order in which it is drawn.
OF_COMPONENTS = (
    MetricName.SPEEDUP,
    MetricName.BASELINE_DAYS,
    MetricName.FLOOR_DAYS,
    MetricName.CAPACITY,
)

#: What times a dependency, likewise.
OF_DEPENDENCIES = (MetricName.LAG, MetricName.DELAY_DAYS, MetricName.REWORK_SHARE)

#: What says how long work waits at a component; drawn last of all, so that a map on which nothing
#: waits is drawn as ever.
OF_QUEUES = (
    MetricName.QUEUE_TIME,
    MetricName.LOAD,
    MetricName.ITEMS_IN_PROGRESS,
    MetricName.VARIABILITY,
)

#: What of a component its days follow from, where they do; drawn after all of the above, so that
#: a map without such numbers is drawn as ever.
_BEHIND_COMPONENTS = (
    MetricName.DAYS_PER_ROUND,
    MetricName.FLOOR_SHARE,
    MetricName.PASS_TIME,
)

#: What of a dependency its lag follows from.
_BEHIND_DEPENDENCIES = (MetricName.RESERVE, MetricName.BOOKED_AHEAD_DAYS)


def input_keys(study: Study) -> tuple[Key, ...]:
    """Return every number that may enter period, pace or ceiling, in the order of drawing.

    A number that follows from others is left out, and those it follows from are in it.
    """
    return tuple(_inputs(study))


def _inputs(study: Study) -> Iterator[Key]:
    model = study.model
    components = sorted(model.components)
    gates = sorted(item.id for item in model.dependencies.values() if item.kind is Kind.GATES)
    others = sorted(item.id for item in model.dependencies.values() if item.kind is not Kind.GATES)
    wanted = [Key(subject, str(metric)) for metric in OF_COMPONENTS for subject in components]
    wanted += [Key(subject, str(metric)) for metric in OF_DEPENDENCIES for subject in gates]
    wanted += [Key(subject, str(MetricName.REWORK_SHARE)) for subject in others]
    behind = {leaf for key in wanted if key.metric in FOLLOWING for leaf in _leaves(study, key)}
    yield from (key for key in wanted if study.formula(key) is None)
    further = [Key(subject, str(metric)) for metric in _BEHIND_COMPONENTS for subject in components]
    further += [Key(subject, str(metric)) for metric in _BEHIND_DEPENDENCIES for subject in gates]
    further += [Key(subject, str(MetricName.COUNT)) for subject in sorted(model.drivers)]
    yield from (key for key in further if key in behind)
    yield from (Key(subject, str(metric)) for metric in OF_QUEUES for subject in components)


def _leaves(study: Study, key: Key) -> Iterator[Key]:
    """Yield what a number follows from in the end; nothing if it does not follow."""
    formula = study.formula(key)
    if formula is None:
        return
    for item in formula.inputs:
        yield item
        yield from _leaves(study, item)
