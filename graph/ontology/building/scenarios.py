"""Scenarios: named sets of supposed numbers."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Metric, Scenario, Supposition
from graph.ontology.building.evidence import read_metric, read_subject, read_value
from graph.ontology.literals import written
from graph.ontology.names import prefixed
from graph.ontology.ranges import ANY_NUMBER, metric_range
from graph.ontology.roles import Role
from graph.ontology.things import Context, Thing
from graph.turtle.document import Literal
from graph.vocabulary import LOOP, SKOS


def build_scenarios(context: Context, metrics: Mapping[str, Metric]) -> dict[str, Scenario]:
    """Return the scenarios, by id.

    Args:
        context: the statements and where problems go.
        metrics: the metrics that the files declare, by id: they fix which numbers make sense.
    """
    suppositions: dict[str, Supposition | None] = {}
    for thing in context.things(Role.SUPPOSITION):
        suppositions[thing.name] = _supposition(thing, metrics)
    return {
        thing.id: _scenario(thing, suppositions, metrics) for thing in context.things(Role.SCENARIO)
    }


def _scenario(
    thing: Thing, known: dict[str, Supposition | None], metrics: Mapping[str, Metric]
) -> Scenario:
    found: list[Supposition] = []
    for statement in thing.said(LOOP + "supposes"):
        value = statement.value
        if isinstance(value, Literal):
            thing.complain(
                "name-expected",
                f"loop:supposes is {written(value)}; it must be a supposition.",
                "Write loop:supposes [ a loop:Supposition ; ... ] or its name.",
                about=statement,
            )
            continue
        if value not in known and value in thing.context.statements.by_subject:
            known[value] = _supposition(Thing(thing.context, value, Role.SUPPOSITION), metrics)
        if value not in known:
            thing.complain(
                "reference-dangling",
                f"loop:supposes is {prefixed(value)}, and nothing of that name is defined.",
                "Define it as a loop:Supposition.",
                about=statement,
            )
        supposition = known.get(value)
        if supposition:
            found.append(supposition)
    order = sorted(found, key=lambda one: (one.subject, one.metric, one.value))
    return Scenario(
        thing.id, thing.label(), tuple(order), thing.text(SKOS + "definition"), thing.place
    )


def _supposition(thing: Thing, metrics: Mapping[str, Metric]) -> Supposition | None:
    metric = read_metric(thing)
    subject = read_subject(thing)
    value = read_value(thing, metric_range(metric, metrics) if metric else ANY_NUMBER)
    thing.text(LOOP + "reasoning")
    thing.references(LOOP + "setting", Role.SETTING)
    if metric is None or subject is None or value is None:
        return None
    return Supposition(subject, metric, value[1])
