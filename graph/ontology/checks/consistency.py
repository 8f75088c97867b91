"""What the records say of each other: baselines, floors and lags that fit together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from graph.model import Alternative, Component, Dependency, Observation
from graph.ontology.building.lists import Lists
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.ontology.things import Context, Thing
from graph.records import record
from graph.vocabulary import DCTERMS, Bound, Kind, MetricName

_MUST_AGREE = (MetricName.LAG, MetricName.DELAY_DAYS)
InForce = Mapping[tuple[str, str], list[Observation]]


@record(slots=False)
class Records:
    """The records that are held against each other, keyed by id."""

    components: Mapping[str, Component]
    dependencies: Mapping[str, Dependency]
    alternatives: Mapping[str, Alternative]
    direct: Mapping[str, Observation]
    evidence: Mapping[str, Observation]
    lists: Lists

    @cached_property
    def gates(self) -> tuple[Dependency, ...]:
        """The dependencies for which a component waits, between components."""
        return tuple(
            one
            for one in self.dependencies.values()
            if one.kind is Kind.GATES and one.source in self.components
        )


def in_force(observations: Iterable[Observation]) -> InForce:
    """Return the observations that give a value, by subject and metric.

    Left out are those retracted or replaced, and mere bounds.
    """
    found: dict[tuple[str, str], list[Observation]] = {}
    for one in observations:
        if not one.retracted and one.replaced_by is None and one.bound is Bound.EXACT:
            found.setdefault((one.subject, one.metric), []).append(one)
    return found


def metrics_of(numbers: InForce) -> frozenset[str]:
    """Return the metrics of which there is a number, so that none looks for others.

    >>> metrics_of({("coding", "lag"): []})
    frozenset({'lag'})
    """
    return frozenset({metric for _, metric in numbers})


def merge_numbers(context: Context, records: Records) -> dict[str, Observation]:
    """Return direct numbers and evidence together, sorted by id.

    A direct number that evidence speaks of as well is not exact. A direct lag or delay must be
    what that evidence says at its centre.
    """
    by_key = in_force(records.evidence.values())
    merged = dict(records.evidence)
    for number in records.direct.values():
        found = by_key.get((number.subject, number.metric), [])
        if found:
            _check_agreement(context, records.lists, number, found)
            number = replace(number, exact=False)
        if number.id in merged:
            context.thing(Role.EVIDENCE, number.id).complain(
                "name-taken",
                f"{number.id} is the name of the number written on {number.subject} itself.",
                "Give this observation another name.",
            )
        merged[number.id] = number
    return dict(sorted(merged.items()))


def _check_agreement(
    context: Context, lists: Lists, number: Observation, found: list[Observation]
) -> None:
    if number.metric not in _MUST_AGREE:
        return
    values = sorted(one.value for one in found)
    if values[0] <= number.value <= values[-1]:
        return
    thing = context.thing(Role.DEPENDENCY, number.subject)
    written_as = lists.written[number.metric].property
    others = ", ".join(f"{one.id} ({one.value:g})" for one in found)
    thing.complain(
        "number-disagrees",
        f"{prefixed(written_as)} is {number.value:g}, and the evidence says {others}.",
        "Let the direct number be what the evidence says at its centre.",
        about=thing.said(written_as)[0],
    )


def check_replacements(context: Context, evidence: Mapping[str, Observation]) -> None:
    """Note observations that in the end replace themselves, so that none of them is in force."""
    done: set[str] = set()
    for start in evidence:
        trail: list[str] = []
        name: str = start
        while name in evidence and name not in done and name not in trail:
            trail.append(name)
            name = evidence[name].replaced_by or ""
        if name in trail:
            circle = " -> ".join((*trail[trail.index(name) :], name))
            thing = context.thing(Role.EVIDENCE, name)
            alone = evidence[name].replaced_by == name
            thing.complain(
                "replaced-in-a-circle",
                "it is replaced by itself, so that it is never in force."
                if alone
                else f"they replace each other in a circle, so that none is in force: {circle}.",
                "Name another observation, the newer one, or take dcterms:isReplacedBy away."
                if alone
                else "Take dcterms:isReplacedBy away from the newest.",
                about=thing.said(DCTERMS + "isReplacedBy")[0],
            )
        done.update(trail)


def check_baselines(context: Context, records: Records, numbers: InForce) -> None:
    """Note components that others wait for, or that wait, with no baseline; floors above it."""
    gated = {name for gate in records.gates for name in (gate.source, gate.target)}
    for name in records.components:
        baselines = numbers.get((name, MetricName.BASELINE_DAYS), [])
        # What days per round lack, so that no baseline follows from them, is told elsewhere.
        per_round = (name, MetricName.DAYS_PER_ROUND) in numbers
        told_now = (name, MetricName.PASS_TIME) in numbers
        if not baselines and name in gated and not per_round and not told_now:
            context.thing(Role.COMPONENT, name).missing(
                records.lists.property_of(MetricName.BASELINE_DAYS),
                "A component that waits or is waited for needs the days it takes without AI, "
                "loop:baselineDays 10 ; or those that it takes now, loop:passTime 5 ;",
            )
        floors = numbers.get((name, MetricName.FLOOR_DAYS), [])
        if baselines and floors:
            floor_days = records.lists.property_of(MetricName.FLOOR_DAYS)
            _check_floor(context.thing(Role.COMPONENT, name), floor_days, baselines, floors)


def _check_floor(
    thing: Thing, floor_days: str, baselines: list[Observation], floors: list[Observation]
) -> None:
    highest = max(baselines, key=lambda one: one.value)
    for floor in floors:
        if floor.value <= highest.value:
            continue
        said = thing.said(floor_days) if floor.direct else ()
        thing.complain(
            "floor-above-baseline",
            f"the floor of {floor.value:g} days ({floor.place}) is above the baseline "
            f"of {highest.value:g} days ({highest.place}).",
            "Lower the floor or raise the baseline.",
            about=said[0] if said else None,
            predicate=floor_days,
        )


def central(told: Sequence[Observation]) -> float:
    """Return the number that stands for several: the one written on the thing, else the middle.

    Args:
        told: of one thing and metric; at least one.
    """
    if len(told) == 1:
        return told[0].value
    direct = [one.value for one in told if one.direct]
    values = sorted(one.value for one in told)
    return direct[0] if direct else values[len(values) // 2]


def central_lags(context: Context, records: Records, numbers: InForce) -> dict[str, float]:
    """Return the lag of each gate at its centre; those whose lag cannot be used are left out."""
    lags: dict[str, float] = {}
    written_as = records.lists.property_of(MetricName.LAG)
    for gate in records.gates:
        found = numbers.get((gate.id, MetricName.LAG), [])
        if found:
            lags[gate.id] = central(found)
        elif gate.ordered_at_rate or gate.lead_time_of:
            # A lag that would follow from something that is missing is not known to be 0.
            continue
        elif not context.thing(Role.DEPENDENCY, gate.id).said(written_as):
            lags[gate.id] = 0.0
    return lags
