"""Whether what a scenario supposes can be: the rules for the map's own numbers, held against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import Severity
from graph.model import Dependency, LoopModel
from graph.ontology.building.lists import Lists, build_lists
from graph.ontology.checks.consistency import InForce, central, in_force
from graph.ontology.checks.wholeness import deadlocks_of
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Findings, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import ABOUT, MEASURED, RESULT, Kind, MetricName, word

#: What of two numbers of one component cannot be more than the other.
_AT_MOST = {MetricName.FLOOR_DAYS: MetricName.BASELINE_DAYS}
#: Numbers of a lag that follows from a lead time, and of work that waits for servers.
_OF_LEAD_TIMES = {MetricName.RESERVE, MetricName.BOOKED_AHEAD_DAYS}
_OF_SERVERS = {MetricName.LOAD, MetricName.ITEMS_IN_PROGRESS}


def check_supposed(context: Context, own: Statements, model: LoopModel) -> None:
    """Note numbers of scenarios that cannot be, or from which nothing follows.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    # What is wrong with the lists is told already.
    lists = build_lists(replace(context, findings=Findings()))
    numbers = in_force(model.observations.values())
    things = {thing.name: thing for thing in context.things(Role.SUPPOSITION)}
    for thing in things.values():
        if thing.name in own.by_subject:
            _check_whole(thing, lists)
            _check_idle(thing, model, numbers)
    for scenario in context.things(Role.SCENARIO):
        names = [str(one.value) for one in scenario.said(Property.SUPPOSES)]
        supposed = {
            (_word(things[name], ABOUT), _word(things[name], MEASURED)): things[name]
            for name in names
            if name in things
        }
        _check_start(supposed, own, model, numbers)
        for (about, metric), thing in supposed.items():
            if metric in _AT_MOST and thing.name in own.by_subject:
                _check_at_most(thing, about, _AT_MOST[MetricName(metric)], supposed, numbers)


def _word(thing: Thing, predicate: str) -> str:
    found = thing.said(predicate)
    return word(str(found[0].value)) if found else ""


def _number(thing: Thing) -> float | None:
    # What is wrong with the number is told where it is read.
    found = thing.said(RESULT)
    try:
        return float(found[0].value.lexical)  # type: ignore[union-attr]
    except (IndexError, AttributeError, ValueError):
        return None


def _check_whole(thing: Thing, lists: Lists) -> None:
    written = lists.written.get(_word(thing, MEASURED))
    value = _number(thing)
    if written is None or not written.allowed.whole or value is None or value.is_integer():
        return
    thing.complain(
        "number-not-written-whole",
        f"it supposes {value:g} of {prefixed(written.property)}, which is a whole number.",
        f"Write {int(value)} or {int(value) + 1}.",
        about=thing.said(RESULT)[0],
        severity=Severity.WARNING,
    )


def _check_at_most(
    thing: Thing,
    about: str,
    other: str,
    supposed: Mapping[tuple[str, str], Thing],
    numbers: InForce,
) -> None:
    value = _number(thing)
    beside = supposed.get((about, other))
    most = _number(beside) if beside is not None else None
    where = str(beside.place) if beside is not None else ""
    if beside is None:
        told = max(numbers.get((about, other), ()), key=lambda one: one.value, default=None)
        most, where = (told.value, str(told.place)) if told else (None, "")
    if value is None or most is None or value <= most:
        return
    thing.complain(
        "floor-above-baseline",
        f"it supposes a floor of {value:g} days of {about}, whose baseline is {most:g} days "
        f"({where}).",
        f"Suppose at most {most:g}, or more days without AI.",
        about=thing.said(RESULT)[0],
        severity=Severity.WARNING,
    )


def _check_start(
    supposed: Mapping[tuple[str, str], Thing], own: Statements, model: LoopModel, numbers: InForce
) -> None:
    """Note lags of 0 with which parts wait for each other, so that none can start."""
    none = {
        about: thing
        for (about, metric), thing in supposed.items()
        if metric == MetricName.LAG and _number(thing) == 0 and thing.name in own.by_subject
    }
    gates = [one for one in model.dependencies.values() if one.kind is Kind.GATES] if none else []
    lags = _lags(gates, numbers)
    # What cannot start without the scenario is told of the map.
    if not gates or deadlocks_of(gates, lags, model.alternatives.values()):
        return
    for (about, metric), thing in supposed.items():
        value = _number(thing)
        if metric == MetricName.LAG and value is not None:
            lags[about] = value
    for deadlock in deadlocks_of(gates, lags, model.alternatives.values()):
        members = {*deadlock.members}
        for about, thing in none.items():
            gate = model.dependencies.get(about)
            if gate is None or not {gate.source, gate.target} <= members:
                continue
            thing.complain(
                "lag-0-cycle",
                "with it, within one round each waits for the one before, so none can start: "
                f"{' -> '.join((*deadlock.cycle, deadlock.cycle[0]))}.",
                "Suppose a lag of 1 or more, or leave it out.",
                about=thing.said(RESULT)[0],
            )


def _lags(gates: Sequence[Dependency], numbers: InForce) -> dict[str, float]:
    """Return the lag of each gate of which one is told, and 0 where none is and none follows."""
    lags: dict[str, float] = {}
    for gate in gates:
        told = numbers.get((gate.id, MetricName.LAG))
        if told:
            lags[gate.id] = central(told)
        elif not (gate.ordered_at_rate or gate.lead_time_of):
            lags[gate.id] = 0.0
    return lags


def _check_idle(thing: Thing, model: LoopModel, numbers: InForce) -> None:
    """Note a number from which nothing follows on this map, so that ``what-if`` refuses it."""
    about, metric = _word(thing, ABOUT), _word(thing, MEASURED)
    component, dependency = model.components.get(about), model.dependencies.get(about)
    why = ""
    if component and metric == MetricName.DAYS_PER_ROUND and not component.rounds_of:
        why = f"{about} counts no rounds (loop:roundsOf)"
        instead = "loop:BaselineDays"
    elif component and metric == MetricName.PASS_TIME and about not in model.told_as_now:
        why = f"the days of {about} without AI are told, and its days now follow from them"
        instead = "loop:BaselineDays or loop:Speedup"
    elif component and metric in _OF_SERVERS and (about, MetricName.CAPACITY) not in numbers:
        why = f"nothing says how many are at work side by side at {about} (loop:capacity)"
        instead = "loop:QueueTime"
    elif dependency and metric in _OF_LEAD_TIMES and dependency.ordered_at_rate is None:
        why = f"the lag of {about} follows from no lead time (loop:orderedAtRate)"
        instead = "loop:Lag"
    if why:
        thing.complain(
            "supposed-in-vain",
            f"{why}, so that this number changes nothing.",
            f"Suppose {instead} of it instead.",
            about=thing.said(MEASURED)[0],
            severity=Severity.WARNING,
        )
