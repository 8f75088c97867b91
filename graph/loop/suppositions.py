"""What may be supposed: which numbers of which things, how they are written, what makes sense."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import chain

from graph.errors import UsageError
from graph.loop.names import SubjectKind, find_subject, nearest
from graph.model import LoopModel, Scenario, Supposition
from graph.vocabulary import METRIC_ALIASES, MetricName

#: Metrics that can be set by hand.
SETTABLE: tuple[MetricName, ...] = (
    MetricName.SPEEDUP,
    MetricName.BASELINE_DAYS,
    MetricName.FLOOR_DAYS,
    MetricName.DAYS_PER_ROUND,
    MetricName.FLOOR_SHARE,
    MetricName.PASS_TIME,
    MetricName.QUEUE_TIME,
    MetricName.LOAD,
    MetricName.ITEMS_IN_PROGRESS,
    MetricName.VARIABILITY,
    MetricName.COUNT,
    MetricName.CAPACITY,
    MetricName.LAG,
    MetricName.RESERVE,
    MetricName.BOOKED_AHEAD_DAYS,
    MetricName.DELAY_DAYS,
    MetricName.REWORK_SHARE,
)

#: Metrics for which zero itself makes no sense.
_ABOVE_ZERO = frozenset(
    {
        MetricName.SPEEDUP,
        MetricName.CAPACITY,
        MetricName.COUNT,
        MetricName.RESERVE,
        MetricName.LOAD,
        MetricName.ITEMS_IN_PROGRESS,
    }
)

#: Metrics that belong to dependencies; the others that can be set belong to components, but for
#: the count of a driver.
_OF_DEPENDENCIES = frozenset(
    {
        MetricName.LAG,
        MetricName.RESERVE,
        MetricName.BOOKED_AHEAD_DAYS,
        MetricName.DELAY_DAYS,
        MetricName.REWORK_SHARE,
    }
)

#: What the lag of what is ordered ahead follows from, on the dependency itself.
_BEHIND_LAGS = frozenset({MetricName.RESERVE, MetricName.BOOKED_AHEAD_DAYS})

#: A number that makes sense where 3 does not.
_EXAMPLES = {
    MetricName.FLOOR_SHARE: "0.2",
    MetricName.REWORK_SHARE: "0.2",
    MetricName.LOAD: "0.8",
}

#: What tells how long work waits at a part, the surest first.
TELLS_WAITING = (MetricName.QUEUE_TIME, MetricName.LOAD, MetricName.ITEMS_IN_PROGRESS)

#: What says how long work waits only where something says how many are at work side by side.
_OF_SERVERS = frozenset({MetricName.LOAD, MetricName.ITEMS_IN_PROGRESS})

#: One supposition, written or made, or several; a mapping gives numbers by ``NAME.metric``.
Suppose = Supposition | str | Mapping[str, float] | Iterable[Supposition | str]


def suppositions_from(model: LoopModel, given: Suppose) -> tuple[Supposition, ...]:
    """Return what is supposed, however it was given.

    Args:
        model: the map; names of components and dependencies are looked up in it.
        given: one supposition or several, each a :class:`Supposition` or a text such as
            ``code-review.speedup=3``; or numbers by name, ``{"code-review.speedup": 3}``.

    Raises:
        UsageError: a form, name, metric or number makes no sense; the message says what would.
    """
    if isinstance(given, Mapping):
        return tuple(parse_supposition(model, f"{key}={value!r}") for key, value in given.items())
    items = (given,) if isinstance(given, Supposition | str) else tuple(given)
    return tuple(
        parse_supposition(model, item) if isinstance(item, str) else item for item in items
    )


def parse_supposition(model: LoopModel, text: str) -> Supposition:
    """Return the supposition that ``COMPONENT.metric=VALUE`` states.

    Args:
        model: the map; names of components and dependencies are looked up in it.
        text: an id or a label, a full stop, the metric's word, ``=``, a number.

    Raises:
        UsageError: the form, the name, the metric or the number makes no sense; the message
            says what would.
    """
    target, equals, number = text.rpartition("=")
    if not equals:
        target, number = text, ""
    name, stop, metric_word = target.rpartition(".")
    if not stop or not name.strip() or not number.strip():
        raise UsageError(
            f"'{text}' is not of the form NAME.metric=VALUE. {_how_to_write(model, target)}"
        )
    metric = METRIC_ALIASES.get(metric_word.strip(), metric_word.strip())
    if metric not in SETTABLE:
        raise UsageError(f"'{metric_word.strip()}' cannot be set. {_how_to_write(model, target)}")
    kind = _kind_of_subject(metric)
    known = _subject_named(model, name)
    if known is not None and _kind_on_map(model, known) is not kind:
        what = _kind_on_map(model, known)
        raise UsageError(
            f"'{name.strip()}' is a {what} and has no {metric}. {_how_to_write(model, target)}"
        )
    subject = find_subject(model, name, kind)
    try:
        value = float(number.strip())
    except ValueError:
        raise UsageError(
            f"In '{text}', '{number.strip()}' is not a number. Write {target.strip()}="
            f"{_EXAMPLES.get(MetricName(metric), '3')}, for example, with a full stop before "
            "decimals."
        ) from None
    _refuse_value(str(metric), value, text)
    _refuse_idle(model, subject, str(metric), text)
    return Supposition(subject, str(metric), value)


def settable_of(model: LoopModel, subject: str) -> tuple[MetricName, ...]:
    """Return the metrics of a thing that can be set by hand and change something on this map.

    Args:
        model: the map.
        subject: id of a component, dependency or driver.

    >>> settable_of(LoopModel({}, {}, {}), "nothing")
    ()
    """
    component, dependency = model.components.get(subject), model.dependencies.get(subject)
    idle: set[MetricName] = set()
    if component is not None and not component.rounds_of:
        idle.add(MetricName.DAYS_PER_ROUND)
    if component is not None and subject not in model.told_as_now:
        idle.add(MetricName.PASS_TIME)
    if component is not None and not _said(model, subject, MetricName.CAPACITY):
        idle |= _OF_SERVERS
    if component is not None and not any(_said(model, subject, one) for one in TELLS_WAITING):
        idle.add(MetricName.VARIABILITY)
    if dependency is not None and dependency.ordered_at_rate is None:
        idle |= _BEHIND_LAGS
    kind = _kind_on_map(model, subject)
    return tuple(
        metric for metric in SETTABLE if _kind_of_subject(metric) is kind and metric not in idle
    )


def _said(model: LoopModel, subject: str, metric: str) -> bool:
    """Return whether the map says anything of a number."""
    return any(one.metric == metric for one in model.observations_by_subject.get(subject, ()))


def _kind_on_map(model: LoopModel, subject: str) -> SubjectKind | None:
    if subject in model.components:
        return SubjectKind.COMPONENT
    if subject in model.dependencies:
        return SubjectKind.DEPENDENCY
    return SubjectKind.DRIVER if subject in model.drivers else None


def _subject_named(model: LoopModel, name: str) -> str | None:
    """Return the one thing of any kind that a name means, or ``None``."""
    for kind in SubjectKind:
        try:
            return find_subject(model, name, kind)
        except UsageError:
            continue
    return None


def _how_to_write(model: LoopModel, target: str) -> str:
    """Say what can be set of what a person most likely means, and how it is spelt."""
    name, _, metric_word = target.rpartition(".")
    whole = _subject_named(model, target)
    subject = whole or _subject_named(model, name)
    if subject is None:
        near = nearest(name or target, model.components, model.dependencies, model.drivers)
        every = ", ".join((*SETTABLE, *METRIC_ALIASES))
        example = next(iter(model.components), "code-review")
        return (
            f"Nothing on the map is called '{(name or target).strip()}'.{near} What can be set: "
            f"{every}; for example {example}.{MetricName.SPEEDUP}=3."
        )
    able = settable_of(model, subject)
    typed = "" if whole else metric_word.strip()
    from difflib import get_close_matches

    close = get_close_matches(typed, able, n=3, cutoff=0.4)
    first = METRIC_ALIASES.get(typed, close[0] if close else able[0])
    meant = f"Did you mean {' or '.join(close)}? " if close and typed not in able else ""
    example = first if first in able else able[0]
    return (
        f"{meant}What can be set of {subject}: {', '.join(able)}; for example "
        f"{subject}.{example}={_EXAMPLES.get(MetricName(example), '3')}."
    )


def refuse_nonsense(model: LoopModel, item: Supposition) -> None:
    """Refuse a supposition about nothing on the map, or of a number that makes no sense.

    Scenarios may suppose numbers of other metrics than those that can be set by hand; of these
    only the thing must exist.

    Raises:
        UsageError: the thing is not on the map, or the number is out of the metric's range.
    """
    holders: tuple[Mapping[str, object], ...]
    if item.metric in _OF_DEPENDENCIES:
        holders = (model.dependencies,)
    elif item.metric == MetricName.COUNT:
        holders = (model.drivers,)
    else:
        holders = (model.components, model.resources, model.stocks, model.dependencies)
    if not any(item.subject in holder for holder in holders):
        near = nearest(item.subject, *holders)
        raise UsageError(f"'{item}' supposes a number of nothing that is on the map.{near}")
    if item.metric in SETTABLE:
        _refuse_value(item.metric, item.value, str(item))
        _refuse_idle(model, item.subject, item.metric, str(item))


def _kind_of_subject(metric: str) -> SubjectKind:
    if metric == MetricName.COUNT:
        return SubjectKind.DRIVER
    return SubjectKind.DEPENDENCY if metric in _OF_DEPENDENCIES else SubjectKind.COMPONENT


def scenario_named(model: LoopModel, name: str) -> Scenario:
    """Return the scenario of that name.

    Raises:
        UsageError: the map has none; the message offers the nearest, or all there are.
    """
    found = model.scenarios.get(name)
    if found is None:
        known = nearest(name, model.scenarios) or f" Known: {', '.join(model.scenarios) or 'none'}."
        raise UsageError(f"There is no scenario '{name}'.{known}")
    return found


def suppositions_of(model: LoopModel, scenarios: Iterable[str]) -> tuple[Supposition, ...]:
    """Return what several scenarios suppose, in their order, each scenario once.

    Raises:
        UsageError: the map has no scenario of a name.
    """
    return tuple(
        chain.from_iterable(
            scenario_named(model, name).suppositions for name in dict.fromkeys(scenarios)
        )
    )


def _refuse_value(metric: str, value: float, text: str) -> None:
    above_zero = metric in _ABOVE_ZERO
    if not math.isfinite(value) or value < 0 or (above_zero and value == 0):
        bound = "above 0" if above_zero else "of 0 or more"
        raise UsageError(f"In '{text}', {metric} must be a finite number {bound}.")
    if metric == MetricName.LOAD and value >= 1:
        raise UsageError(
            f"In '{text}', a load must be below 1: at 1 there is more to do than time to do it, "
            "and what waits grows without end."
        )
    if metric == MetricName.REWORK_SHARE and value >= 1:
        raise UsageError(f"In '{text}', a rework share must be below 1.")
    if metric == MetricName.FLOOR_SHARE and value > 1:
        raise UsageError(f"In '{text}', a floor share must be at most 1.")


def _refuse_idle(model: LoopModel, subject: str, metric: str, text: str) -> None:
    """Refuse to suppose a number from which nothing follows on this map."""
    component, dependency = model.components.get(subject), model.dependencies.get(subject)
    if metric == MetricName.DAYS_PER_ROUND and component and not component.rounds_of:
        raise UsageError(
            f"'{text}' changes nothing: {subject} counts no rounds on this map (loop:roundsOf). "
            f"Suppose {subject}.{MetricName.BASELINE_DAYS}=... instead."
        )
    if component is not None:
        _refuse_idle_of_component(model, subject, metric, text)
    if dependency is None or metric not in _BEHIND_LAGS:
        return
    if dependency.ordered_at_rate is None:
        raise UsageError(
            f"'{text}' changes nothing: the lag of {subject} follows from no lead time on this map "
            f"(loop:orderedAtRate). Suppose {subject}.{MetricName.LAG}=... instead."
        )


def _refuse_idle_of_component(model: LoopModel, subject: str, metric: str, text: str) -> None:
    if metric == MetricName.PASS_TIME and subject not in model.told_as_now:
        raise UsageError(
            f"'{text}' changes nothing: the map tells the days without AI of {subject}, and its "
            f"days now follow from them. Suppose {subject}.{MetricName.BASELINE_DAYS}=... or "
            f"{subject}.{MetricName.SPEEDUP}=... instead."
        )
    if metric in _OF_SERVERS and not _said(model, subject, MetricName.CAPACITY):
        raise UsageError(
            f"'{text}' changes nothing: nothing says how many are at work side by side at "
            f"{subject} (loop:capacity). Suppose {subject}.{MetricName.QUEUE_TIME}=... instead."
        )
    told = any(_said(model, subject, one) for one in TELLS_WAITING)
    if metric == MetricName.VARIABILITY and not told:
        raise UsageError(
            f"'{text}' changes nothing: nothing says that work waits at {subject}. Suppose "
            f"{subject}.{MetricName.QUEUE_TIME}=... or {subject}.{MetricName.LOAD}=... instead."
        )
