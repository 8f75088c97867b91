"""Whether the parts make a loop that can start and comes round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.cycles.deadlock import Deadlock, find_deadlocks
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.cycles.ordering import topological_order
from graph.cycles.rework import (
    ReturningShare,
    ReworkError,
    by_pair,
    endless_sentence,
    shares_between,
    visits,
)
from graph.errors import NO_TIME, Severity
from graph.model import Alternative, Dependency, Observation
from graph.ontology.checks.consistency import InForce, Records, central_lags, metrics_of
from graph.ontology.literals import is_plain_integer
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Mark, Statement
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import MAP, MetricName, word

_SHOWN = 6
_SHOWN_IN_RING = 24


def check_wholeness(context: Context, records: Records, numbers: InForce) -> None:
    """Note what keeps the parts from being a loop: knots, loose parts, no way back."""
    if not context.roles.of(Role.COMPONENT):
        if context.roles.of(Role.UNCLEAR):
            return
        _note_whole(
            context,
            "no-component",
            "there is no component in it.",
            'Write one, such as :coding a loop:Coding ; rdfs:label "Coding"@en ; '
            "loop:baselineDays 12 .",
        )
        return
    _note_deadlocks(context, records, central_lags(context, records, numbers))
    _note_endless_rework(context, records, numbers)
    _note_isolated(context, records)
    # An error may hide the very dependency that closes the loop.
    if context.findings.errors:
        return
    if not _comes_round(records.gates):
        _note_open_loop(context, records, numbers)
    else:
        _note_no_time(context, records, numbers)


def _note_whole(
    context: Context, code: str, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> None:
    documents = context.statements.documents
    at = Mark(documents[0], 0) if documents else None
    context.findings.add(code, message, remedy, at=at, severity=severity)


def _note_deadlocks(context: Context, records: Records, lags: Mapping[str, float]) -> None:
    """Note components that wait for each other within one round, so that none can start.

    Args:
        context: the statements and where problems go.
        records: whose gates are looked at.
        lags: lag of each gate, in rounds; one that is not there is left out of account.
    """
    if not _comes_round([one for one in records.gates if lags.get(one.id) == 0]):
        return
    gates = sorted(records.gates, key=lambda one: one.id)
    delays = records.lists.property_of(MetricName.DELAY_DAYS)
    for deadlock in deadlocks_of(gates, lags, records.alternatives.values()):
        _note_deadlock(context, deadlock, [one.id for one in gates], delays)


def deadlocks_of(
    gates: Sequence[Dependency], lags: Mapping[str, float], alternatives: Iterable[Alternative]
) -> tuple[Deadlock, ...]:
    """Return the components that wait for each other within one round.

    Args:
        gates: the dependencies by which one waits for the other, in the order of the answer.
        lags: lag of each gate, in rounds; one that is not there is left out of account.
        alternatives: ways of which one is enough.
    """
    nodes = tuple(sorted({name for one in gates for name in (one.source, one.target)}))
    index = {name: number for number, name in enumerate(nodes)}
    # A gate whose lag cannot be used holds nobody up here: it is a problem of its own.
    arcs = tuple(
        Arc(index[one.source], index[one.target], int(lags.get(one.id) != 0), 0, one.id)
        for one in gates
    )
    number_of = {one.id: number for number, one in enumerate(gates)}
    groups = [
        [number_of[name] for name in group.dependency_ids if name in number_of]
        for group in alternatives
    ]
    return find_deadlocks(MarkedGraph(nodes, (0,) * len(nodes), arcs), groups)


def _note_deadlock(context: Context, deadlock: Deadlock, names: Sequence[str], delays: str) -> None:
    cycle = deadlock.cycle
    if len(cycle) > _SHOWN_IN_RING:
        cut = f"... ({len(cycle)} components in all)"
        cycle = (*cycle[: _SHOWN_IN_RING // 2], cut, *cycle[-_SHOWN_IN_RING // 2 :])
    ring = " -> ".join((*cycle, cycle[0]))
    cures = {names[arc] for arcs in deadlock.cures for arc in arcs}
    if any(_told_of_ends(context, name) for name in cures):
        # It gates, or leads this way, by a slip that is told already.
        return
    for name in sorted(cures):
        delay = context.thing(Role.DEPENDENCY, name).said(delays)
        if delay and is_plain_integer(delay[0].value):
            _note_delay(context.thing(Role.DEPENDENCY, name), delay[0], ring)
            return
    # Where a single dependency closes the ring, that one is looked at.
    at = next(iter(cures)) if len(cures) == 1 else names[deadlock.entry]
    context.thing(Role.DEPENDENCY, at).complain(
        "lag-0-cycle",
        f"within one round each waits for the one before, so none can start: {ring}.",
        _cure([[names[arc] for arc in arcs] for arcs in deadlock.cures], deadlock.exact),
    )


def _note_delay(thing: Thing, delay: Statement, ring: str) -> None:
    """Note that what would break the knot says its generations as days."""
    days = delay.value.lexical if isinstance(delay.value, Literal) else ""
    thing.complain(
        "lag-0-cycle",
        f"within one round each waits for the one before, so none can start: {ring}; here "
        f"loop:delayDays is {days}, which moves nothing to a later round.",
        f"Write loop:lag {days}, if generations are meant; else give one of the dependencies a lag "
        "of 1 or more.",
        about=delay,
    )


def _told_of_ends(context: Context, name: str) -> bool:
    iri = context.thing(Role.DEPENDENCY, name).name
    told = context.findings.has
    return any(told(iri, one) for one in (Property.FROM, Property.TO, Property.KIND))


def _cure(cures: Sequence[Sequence[str]], fewest: bool) -> str:
    if len(cures[0]) == 1:
        names = [names[0] for names in cures]
        listed = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        which = "it" if len(names) == 1 else "one of these"
        return f"Give {which} a lag of 1 or more (loop:lag 1): {listed}."
    more = f", ... ({len(cures[0])} in all)" if len(cures[0]) > _SHOWN else ""
    listed = ", ".join(cures[0][:_SHOWN]) + more
    if not fewest:
        return f"A lag of 1 or more on all of these is enough: {listed}."
    others = f" ({len(cures) - 1} other sets would do)" if len(cures) > 1 else ""
    return (
        f"At least {len(cures[0])} dependencies need a lag of 1 or more, "
        f"for example {listed}{others}."
    )


def _note_endless_rework(context: Context, records: Records, numbers: InForce) -> None:
    """Note components between which work comes back as fast as it gets done.

    Of several numbers for one share the least counts, so that what is noted holds from every
    standpoint.
    """
    if MetricName.REWORK_SHARE not in metrics_of(numbers):
        return
    timed = {name for name in records.components if (name, MetricName.BASELINE_DAYS) in numbers}
    shares = [
        ReturningShare(one.id, one.target, one.source, least.value, least.place)
        for one in records.dependencies.values()
        if one.source in timed and one.target in timed
        for found in (numbers.get((one.id, MetricName.REWORK_SHARE)),)
        if found and (least := min(found, key=lambda number: number.value)).value
    ]
    try:
        visits(sorted(timed), by_pair(shares))
    except ReworkError as error:
        for members in error.members:
            within = shares_between(members, shares)
            thing = context.thing(Role.DEPENDENCY, within[0].dependency)
            said = thing.said(records.lists.property_of(MetricName.REWORK_SHARE))
            thing.complain(
                "rework-endless",
                endless_sentence(members, within),
                "Lower loop:reworkShare on them; it is always enough if the shares that lead to "
                "any one component add up to less than 1.",
                about=next((one for one in said if one.place == within[0].place), None),
            )


def _note_isolated(context: Context, records: Records) -> None:
    reached = {end for one in records.dependencies.values() for end in (one.source, one.target)}
    if reached >= records.components.keys():
        return
    # From the statements: a dependency that could not be built still joins its ends.
    named = {
        str(statement.value)
        for end in (Property.FROM, Property.TO)
        for statement in context.statements.with_predicate(end)
    }
    joined = set(map(word, named))
    told = context.findings.has
    ends = (Property.FROM, Property.TO)
    if any(told(name, end) for name in context.roles.of(Role.DEPENDENCY) for end in ends):
        # The end that is wrong or missing may be the very one.
        return
    for name in records.components:
        if name not in joined:
            context.thing(Role.COMPONENT, name).complain(
                "component-isolated",
                "no dependency begins or ends here, so it can neither block nor be blocked.",
                "Say who waits for it, or for whom it waits.",
                severity=Severity.WARNING,
            )


def _comes_round(gates: Sequence[Dependency]) -> bool:
    """Return whether some chain of gates comes back to where it began."""
    index = {
        name: number
        for number, name in enumerate({end for one in gates for end in (one.source, one.target)})
    }
    following: list[list[int]] = [[] for _ in index]
    for one in gates:
        following[index[one.source]].append(index[one.target])
    return topological_order(following) is None


def _note_no_time(context: Context, records: Records, numbers: InForce) -> None:
    """Note that nothing in any loop takes time, so that no command can speak of a pace."""
    following: dict[str, list[str]] = {}
    for gate in records.gates:
        following.setdefault(gate.source, []).append(gate.target)
    lengths = {
        MetricName.BASELINE_DAYS,
        MetricName.DAYS_PER_ROUND,
        MetricName.PASS_TIME,
        MetricName.QUEUE_TIME,
    }
    timed = {name for (name, metric), found in numbers.items() if metric in lengths and _any(found)}
    delays = MetricName.DELAY_DAYS in metrics_of(numbers)
    delayed = {
        gate.source
        for gate in (records.gates if delays else ())
        if _any(numbers.get((gate.id, MetricName.DELAY_DAYS)))
    }
    if any(_comes_back(name, following) for name in sorted(timed | delayed)):
        return
    said = [
        statement
        for name in records.components
        for statement in context.thing(Role.COMPONENT, name).said(
            records.lists.property_of(MetricName.BASELINE_DAYS)
        )
    ]
    first = min(said, key=lambda one: one.place, default=None)
    name = word(str(first.triple.subject)) if first else next(iter(records.components))
    context.thing(Role.COMPONENT, name).complain(
        "loop-takes-no-time",
        NO_TIME,
        "Give a component of the loop more than 0 days without AI, such as loop:baselineDays 10 ;",
        about=first,
        severity=Severity.WARNING,
    )


def _any(found: Sequence[Observation] | None) -> bool:
    return any(one.value for one in found or ())


def _comes_back(start: str, following: Mapping[str, Sequence[str]]) -> bool:
    """Return whether some chain of gates leads from a component back to it."""
    waiting, seen = [start], set[str]()
    while waiting:
        for name in following.get(waiting.pop(), ()):
            if name == start:
                return True
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return False


def _note_open_loop(context: Context, records: Records, numbers: InForce) -> None:
    """Note that no chain of gates comes back, with the dependency that would close one."""
    message = "no chain of dependencies of the kind loop:Gates comes back to where it began."
    limited = sorted(name for name in records.components if (name, MetricName.CAPACITY) in numbers)
    if limited:
        more = ", ..." if len(limited) > _SHOWN else ""
        message += (
            " What is left is how fast one round can follow another through what takes only so "
            f"many at once: {', '.join(limited[:_SHOWN])}{more}."
        )
    first, last = _ends(records)
    if last is None or first is None:
        remedy = (
            "Close the loop with one that has a lag: what a finished round does for a later one."
        )
        _note_whole(context, "loop-open", message, remedy, Severity.WARNING)
        return
    thing = context.thing(Role.COMPONENT, last)
    thing.complain(
        "loop-open",
        message,
        "Close the loop with what a finished round does for a later one, such as "
        f"{_closing(thing.name, context.thing(Role.COMPONENT, first).name)}",
        severity=Severity.WARNING,
    )


def _ends(records: Records) -> tuple[str | None, str | None]:
    """Return a component that waits for none, and one behind it for which none waits."""
    following: dict[str, list[str]] = {}
    for gate in records.gates:
        if gate.target in records.components:
            following.setdefault(gate.source, []).append(gate.target)
    waiting = {name for targets in following.values() for name in targets}
    first = min((name for name in following if name not in waiting), default=None)
    last = first
    # No cycle, so every way through it comes to an end.
    while last in following:
        last = min(following[last])
    return first, last


def _closing(last: str, first: str) -> str:
    local = [name.removeprefix(MAP) for name in (last, first)]
    name = f":{local[0]}-feeds-{local[1]}" if last.startswith(MAP) and first.startswith(MAP) else ""
    return (
        f"{name or ':the-way-back'} a loop:Dependency ; loop:from {prefixed(last)} ; "
        f"loop:to {prefixed(first)} ; loop:kind loop:Gates ; loop:lag 1 ."
    )
