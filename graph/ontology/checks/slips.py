"""Values that are of the right type and cannot be meant: wrong units, metrics, kinds, sums."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.errors import Severity
from graph.model import Dependency, LoopModel, Metric, Observation
from graph.ontology.building.lists import build_lists
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.checks.worked_out import check_worked_out
from graph.ontology.literals import Misfit, read_number
from graph.ontology.names import one_of, prefixed
from graph.ontology.roles import Role
from graph.ontology.statements import Findings, Mark, Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Document
from graph.vocabulary import ABOUT, LOOP, MEASURED, RDFS, RESULT, Kind, MetricName, word

_LAG, _DELAY = (LOOP + name for name in ("lag", "delayDays"))
#: No loop reaches so many generations back; so many days are a short while.
_MOST_GENERATIONS = 12
#: What a comment says of the next generation, and of days.
_OF_GENERATIONS = re.compile(
    r"\b(?:generations?|(?:the|an?) (?:next|last|earlier|previous|later)|next)\b", re.IGNORECASE
)
_OF_DAYS = re.compile(r"\b(?:days?|weeks?|months?|hours?|nights?)\b", re.IGNORECASE)
_COMMA = re.compile(r"(?<![\w.,\"':<-])([+-]?\d+),(\d+)(?![\w,\"'])")
#: Properties that only dependencies of one kind have.
_FOR_KIND = {
    Property.ACCUMULATES_IN: Kind.IMPROVES,
    **dict.fromkeys((_LAG, _DELAY), Kind.GATES),
    **dict.fromkeys(
        (LOOP + name for name in ("soundness", "latencyDays", "costPerUse", "independence")),
        Kind.VERIFIES,
    ),
}
_METRICS_FOR_KIND: Mapping[str, Kind] = {
    MetricName.ELASTICITY: Kind.IMPROVES,
    **dict.fromkeys((MetricName.LAG, MetricName.DELAY_DAYS), Kind.GATES),
}
#: Of how sound a check is, what is observed of the component that checks speaks as well.
_ANYWHERE = frozenset({"verifier-soundness"})
#: What numbers are told of, besides what the vocabulary writes them on.
_NUMBERED = frozenset({Role.COMPONENT, Role.DEPENDENCY, Role.DOMAIN, Role.LOOP})


def lint_commas(documents: Sequence[Document], findings: Findings) -> None:
    """Note decimal commas: what is read as two numbers was meant as one.

    Args:
        documents: of the person.
        findings: where problems go.
    """
    for document in documents:
        if "," not in document.text:
            continue
        at = {triple.object_at: triple for triple in document.triples}
        for match in _COMMA.finditer(document.text):
            first, second = at.get(match.start(1)), at.get(match.start(2))
            if first is None or second is None or first.predicate_at != second.predicate_at:
                continue
            whole = f"{match[1]}{match[2]}"
            thousands = f", or {whole} if the comma marks thousands" if len(match[2]) == 3 else ""
            findings.excuse(first.subject)
            findings.add(
                "decimal-comma",
                f"{prefixed(first.predicate)} is {match[0]}, which is read as the two numbers "
                f"{match[1]} and {match[2]}.",
                f"Write {match[1]}.{match[2]}{thousands}.",
                subject=word(first.subject),
                at=Mark(document, match.start(1)),
                focus=first.subject,
                predicate=first.predicate,
                about_value=True,
            )


def check_slips(context: Context, own: Statements, model: LoopModel) -> None:
    """Note values that are of the right type and cannot be meant.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    # What is wrong with the lists is told already.
    quiet = replace(context, findings=Findings())
    written_on = {metric: number.roles for metric, number in build_lists(quiet).written.items()}
    for thing, observation in own_numbers(context, own, model):
        _check_subject(thing, observation.metric, model, written_on)
        metric = model.metrics.get(observation.metric)
        _check_notion(thing, metric, model)
        _check_score(thing, observation, metric)
        check_worked_out(thing, observation.value, observation.reasoning, metric)
    for thing in context.things(Role.SUPPOSITION):
        measured, number = thing.only(MEASURED), thing.only(RESULT)
        if measured is not None and number is not None and thing.name in own.by_subject:
            name = word(str(measured.value))
            _check_subject(thing, name, model, written_on)
            value = read_number(number.value)
            if not isinstance(value, Misfit):
                reasoning = Thing(quiet, thing.name, thing.role).text(Property.REASONING)
                check_worked_out(thing, value, reasoning, model.metrics.get(name))
    _check_kinds(context, own, model)


def _check_subject(
    thing: Thing,
    metric_id: str,
    model: LoopModel,
    written_on: dict[str, tuple[Role, ...]],
) -> None:
    statement = thing.only(ABOUT)
    metric = model.metrics.get(metric_id)
    if statement is None or metric is None or metric_id in _ANYWHERE:
        return
    role = thing.context.roles.by_subject.get(str(statement.value))
    if role is None or role in (Role.UNCLEAR, Role.SETTING, Role.NOTION, Role.METRIC):
        return
    wanted = (Role.DOMAIN,) if metric.anchors else written_on.get(metric_id, ())
    numbered = {one for roles in written_on.values() for one in roles} | _NUMBERED
    if not wanted and role not in numbered:
        # No number is of a skill, nor of a source: there it is about something else.
        _note_without_numbers(thing, statement, role)
    if not wanted or role in wanted:
        return
    what = "a score" if metric.anchors else prefixed(_property_of(thing))
    thing.complain(
        "metric-of-wrong-kind",
        f"{what} is told of {prefixed(str(statement.value))}, which is {one_of([role])}.",
        f"Name another metric, or {one_of(wanted)} (sosa:hasFeatureOfInterest).",
        about=thing.only(MEASURED),
    )


def _note_without_numbers(thing: Thing, statement: Statement, role: Role) -> None:
    wanted = one_of(sorted(_NUMBERED))
    thing.complain(
        "metric-of-wrong-kind",
        f"it is told of {prefixed(str(statement.value))}, which is {one_of([role])}, and nothing "
        "is measured of one.",
        f"Name {wanted}.",
        about=statement,
    )


def _check_notion(thing: Thing, metric: Metric | None, model: LoopModel) -> None:
    """Note which acceleration is meant, told of a number that is none."""
    speedup = model.metrics.get(MetricName.SPEEDUP)
    if metric is None or speedup is None or metric.unit == speedup.unit:
        return
    for statement in thing.said(Property.NOTION):
        thing.complain(
            "property-of-other-kind",
            f"{prefixed(Property.NOTION)} says which speed-up is meant, and this number is of the "
            f"metric {metric.id}, in {metric.unit}.",
            f"Take {prefixed(Property.NOTION)} away, or name the metric of a speed-up.",
            about=statement,
            severity=Severity.WARNING,
        )


def _check_score(thing: Thing, found: Observation, metric: Metric | None) -> None:
    """Note a score of one rater that lies between two steps of its scale."""
    if metric is None or not metric.anchors or not found.rater or found.value.is_integer():
        return
    low, last = math.floor(found.value), len(metric.anchors) - 1
    thing.complain(
        "score-between",
        f"a rater gives one of the steps 0 to {last}, and the score is {found.value:g}.",
        f"Write the whole number {low} or {low + 1}, by what loop:anchor{low} and "
        f"loop:anchor{low + 1} of the metric say.",
        about=thing.only(RESULT),
        severity=Severity.WARNING,
    )


def _property_of(thing: Thing) -> str:
    found = thing.only(MEASURED)
    return str(found.value) if found else MEASURED


def _check_kinds(context: Context, own: Statements, model: LoopModel) -> None:
    """Note what is written on a dependency of another kind than it is for: nothing reads it."""
    _check_elasticity(context, model)
    for one in model.dependencies.values():
        thing = context.thing(Role.DEPENDENCY, one.id)
        if thing.name not in own.by_subject:
            continue
        # What a part hands to itself a generation later is a loop, the smallest there is.
        if one.source == one.target and one.kind is not Kind.GATES:
            _note_itself(thing)
        _note_exchanged(thing, model)
        for predicate, kind in _FOR_KIND.items():
            if one.kind is kind:
                continue
            for statement in thing.said(predicate):
                thing.complain(
                    "property-of-other-kind",
                    f"{prefixed(predicate)} is for dependencies of the kind {_named(kind)}, and "
                    f"this one is of the kind {_named(one.kind)}.",
                    f"Name a dependency of the kind {_named(kind)}, or take it away.",
                    about=statement,
                    severity=Severity.WARNING,
                )


def _note_exchanged(thing: Thing, model: LoopModel) -> None:
    """Note days where generations belong, and generations where days do."""
    lag = model.observations.get(f"{thing.id}.{MetricName.LAG}")
    if lag is not None and lag.value > _MOST_GENERATIONS:
        thing.complain(
            "lag-in-days",
            f"loop:lag is {lag.value:g}, and a lag counts generations.",
            f"Write loop:delayDays {lag.value:g}, if days are meant.",
            about=thing.said(_LAG)[0],
            severity=Severity.WARNING,
        )
    delay = model.observations.get(f"{thing.id}.{MetricName.DELAY_DAYS}")
    if lag is not None or delay is None:
        return
    if _note_next_generation(thing, delay, model):
        return
    for one in model.observations.values():
        if (one.subject, one.metric) == (thing.id, MetricName.LAG) and one.value == delay.value:
            thing.complain(
                "lag-in-days",
                f"loop:delayDays is {delay.value:g}, and by {one.id} that is its lag, in "
                "generations.",
                f"Write loop:lag {delay.value:g}.",
                about=thing.said(_DELAY)[0],
                severity=Severity.WARNING,
            )
            return


def _note_next_generation(thing: Thing, delay: Observation, model: LoopModel) -> bool:
    """Note so many days that no evidence tells of, where the words beside them tell generations."""
    told = any(
        (one.subject, one.metric) == (thing.id, MetricName.DELAY_DAYS) and not one.direct
        for one in model.observations.values()
    )
    words = " ".join(thing.texts(RDFS + "comment"))
    if told or not delay.value.is_integer() or not 1 <= delay.value <= _MOST_GENERATIONS:
        return False
    found = _OF_GENERATIONS.search(words)
    if found is None or _OF_DAYS.search(words):
        return False
    thing.complain(
        "lag-in-days",
        f'loop:delayDays is {delay.value:g}, and its comment speaks of generations ("{found[0]}").',
        f"Write loop:lag {delay.value:g}, or say in rdfs:comment of which days it speaks.",
        about=thing.said(_DELAY)[0],
        severity=Severity.WARNING,
    )
    return True


def _named(kind: Kind) -> str:
    return f"loop:{kind.value.capitalize()}"


def _note_itself(thing: Thing) -> None:
    """Note a dependency by which a part would check, improve or go round itself."""
    end = thing.said(Property.TO)[0]
    thing.complain(
        "dependency-on-itself",
        f"it begins and ends at the same component, {prefixed(str(end.value))}.",
        "Name two different components with loop:from and loop:to.",
        about=end,
        severity=Severity.WARNING,
    )


def _check_elasticity(context: Context, model: LoopModel) -> None:
    """Note numbers that only dependencies of one kind have, of others: nothing reads them."""
    for one in model.observations.values():
        dependency = model.dependencies.get(one.subject)
        wanted = _METRICS_FOR_KIND.get(one.metric)
        if wanted is None or dependency is None or dependency.kind is wanted:
            continue
        if one.metric == MetricName.ELASTICITY:
            _note_elasticity(context, one, dependency)
        elif not one.direct and not _names_another(one, dependency, model):
            thing = context.thing(Role.EVIDENCE, one.id)
            thing.complain(
                "property-of-other-kind",
                f"a number of {one.metric} is for dependencies of the kind {_named(wanted)}, and "
                f"{dependency.id} is of the kind {_named(dependency.kind)}.",
                f"Name a dependency of the kind {_named(wanted)}, or take it away.",
                about=thing.only(ABOUT),
                severity=Severity.WARNING,
            )


def _names_another(one: Observation, dependency: Dependency, model: LoopModel) -> bool:
    """Return whether the name of a number is that of another dependency: it is told as that."""
    named = [name for name in model.dependencies if one.id.startswith(f"{name}-")]
    return bool(named) and dependency.id not in named


def _note_elasticity(context: Context, one: Observation, dependency: Dependency) -> None:
    thing = context.thing(
        Role.DEPENDENCY if one.direct else Role.EVIDENCE, one.subject if one.direct else one.id
    )
    said = [
        found
        for predicate in thing.predicates
        if word(predicate) == MetricName.ELASTICITY
        for found in thing.said(predicate)
    ]
    about = said[0] if said else thing.only(ABOUT)
    thing.complain(
        "elasticity-misplaced",
        f"an elasticity says how much a dependency of the kind loop:Improves improves, and "
        f"{dependency.id} is of the kind {_named(dependency.kind)}.",
        "Put it on a dependency of the kind loop:Improves, or take it away.",
        about=about,
        severity=Severity.WARNING,
    )
