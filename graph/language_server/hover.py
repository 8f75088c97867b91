"""What a name means: label, definition, its numbers, what stands behind them, its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.language_server.answers import MapAnswers
from graph.language_server.map_state import MapState
from graph.model import LoopModel, Observation
from graph.number_words import (
    LIMIT_WORDS,
    chance,
    count_of,
    names,
    percent,
    quantity_range,
    short,
    times,
)
from graph.ontology.names import prefixed
from graph.ontology.roles import Role
from graph.questions.critical_path.answer import ComponentResult
from graph.records import record
from graph.vocabulary import MAP, OWL, RDFS, local_name, word

#: Numbers and sources that are shown of one thing.
_MOST = 8
_WAIT = "_Its place in the answer is being worked out._"
_STALE = "_The numbers are those of before the errors in this map._"


@record(slots=False)
class Known:
    """What is known of a map at one moment.

    Attributes:
        state: what it says.
        understood: the last state without an error; ``None`` if there was none.
        answers: those of that state, once they are worked out.
    """

    state: MapState
    understood: MapState | None
    answers: MapAnswers | None


def meaning(known: Known, iri: str) -> str | None:
    """Return what a name means, in Markdown; ``None`` if the map knows nothing of it.

    Args:
        known: the map.
        iri: the name.
    """
    state = known.state
    model = known.understood.model if known.understood else None
    paragraphs = [_heading(state, iri)] if iri in state.statements.by_subject else []
    definition = state.definition(iri)
    if definition:
        paragraphs.append(definition)
    if model is not None:
        paragraphs += _numbers(known, model, iri)
    paragraphs += _vocabulary(state, iri)
    if model is not None and known.understood is not known.state and len(paragraphs) > 1:
        paragraphs.append(_STALE)
    return "\n\n".join(paragraphs) or None


def _heading(state: MapState, iri: str) -> str:
    role = state.role(iri)
    label = state.label(iri) or word(iri)
    kind = f" — {role}" if role and role is not Role.UNCLEAR else ""
    return f"**{label}** `{prefixed(iri)}`{kind}"


def _numbers(known: Known, model: LoopModel, iri: str) -> Iterator[str]:
    # Things of the map are known by their local names, words of the vocabulary by their words.
    identifier = local_name(iri) if iri.startswith(MAP) else iri
    name = word(iri)
    if identifier in model.observations:
        yield from _of_observation(model, model.observations[identifier])
    elif identifier in model.sources:
        yield from _of_source(model, identifier)
    elif name in model.metrics and not iri.startswith(MAP):
        metric = model.metrics[name]
        count = sum(one.metric == name for one in model.observations.values())
        yield f"Unit: {metric.unit}. {count_of(count, 'observation')} on this map."
    else:
        yield from _of_thing(known, model, identifier)


def _of_observation(model: LoopModel, one: Observation) -> Iterator[str]:
    metric = model.metrics.get(one.metric)
    unit = metric.unit if metric else ""
    value = LIMIT_WORDS[one.bound] + quantity_range(Interval(one.value, one.low, one.high), unit)
    level = f", {percent(one.interval_level)} interval" if one.low is not None else ""
    what = metric.label if metric else one.metric
    when = f", as of {one.as_of}" if one.as_of else ""
    yield f"{model.label(one.subject)}, {what}: **{value}**{level}{when}"
    grade = model.grades.get(one.grade)
    source = model.sources.get(one.source or "")
    said = [grade.label if grade else one.grade]
    if source is not None:
        said.append(", ".join(filter(None, (source.title, source.publisher, source.issued))))
    yield " · ".join(said)
    if one.quote:
        yield f"> {one.quote}"
    if one.reasoning:
        yield one.reasoning
    if one.caveat:
        yield f"Caveat: {one.caveat}"


def _of_source(model: LoopModel, identifier: str) -> Iterator[str]:
    source = model.sources[identifier]
    count = sum(one.source == identifier for one in model.observations.values())
    said = (source.title, source.publisher, source.issued, source.address)
    yield " · ".join(filter(None, said))
    yield f"{count_of(count, 'observation')} on this map."


def _of_thing(known: Known, model: LoopModel, identifier: str) -> Iterator[str]:
    seen = model.observations_by_subject.get(identifier, ())
    component = known.answers.component(identifier) if known.answers else None
    rows = list(_rows(known.answers, model, identifier, seen))
    if rows:
        yield "\n".join(f"- {row}" for row in rows[:_MOST])
    sources = tuple(dict.fromkeys(one.source for one in seen if one.source))
    if seen:
        assumed = sum(one.source is None for one in seen)
        behind = f"{count_of(len(seen), 'observation')}, {assumed:,} of them assumptions of ours"
        titles = tuple(short(model.sources[one].title) for one in sources if one in model.sources)
        yield f"Behind it: {behind}." + (f" Sources: {names(titles, 3)}." if titles else "")
    if component is not None and known.answers is not None:
        yield place_in_answer(component, known.answers)
    elif identifier in model.components and known.answers is None:
        yield _WAIT


def _rows(
    answers: MapAnswers | None,
    model: LoopModel,
    identifier: str,
    seen: Sequence[Observation],
) -> Iterator[str]:
    """Return one line a metric: pooled if the answers are there, else what was observed."""
    study = answers.study if answers else None
    followed = ("baseline-days",) if identifier in model.components else ()
    for name in dict.fromkeys((*(one.metric for one in seen), *followed)):
        metric = model.metrics.get(name)
        unit, label = (metric.unit, metric.label) if metric else ("", name)
        try:
            estimate = study.estimate(identifier, name) if study else None
        except LoopmapError:
            estimate = None
        if estimate is not None:
            shown = quantity_range(estimate.interval, estimate.unit)
            yield f"{label}: **{shown}**, {estimate.basis}"
        elif any(one.metric == name for one in seen):
            first = [one for one in seen if one.metric == name]
            shown = quantity_range(Interval(first[0].value, first[0].low, first[0].high), unit)
            more = f" and {len(first) - 1} more" if len(first) > 1 else ""
            yield f"{label}: {shown}{more}, as observed"


def place_in_answer(component: ComponentResult, answers: MapAnswers) -> str:
    """Return where a component stands in the loop, in a sentence.

    Args:
        component: as the answer has it.
        answers: the answers of its map.
    """
    draws = answers.path.draws if answers.path else 0
    on_path = chance(component.criticality, draws)
    status = component.status.replace("-", " ")
    if component.acceleration:
        status += f", {times(component.acceleration.median)}"
    return (
        f"In the answer: on the slowest loop in **{on_path}**"
        f"{' of runs' if on_path.endswith('%') else ''}; done in its minimum time it would make "
        f"the loop **{percent(component.blocks)}** shorter; {status}; {component.absorption}."
    )


def _vocabulary(state: MapState, iri: str) -> Iterator[str]:
    statements = state.statements
    for property_, words in ((RDFS + "domain", "Said of"), (RDFS + "range", "Expects")):
        found = tuple(
            prefixed(str(part))
            for one in statements.iris(iri, property_)
            for part in (one, *statements.iris(one, OWL + "unionOf"))
            if not str(part).startswith("_:")
        )
        if found:
            yield f"{words}: {names(tuple(f'`{one}`' for one in found))}."
    above = tuple(prefixed(str(one)) for one in statements.iris(iri, RDFS + "subClassOf"))
    if above:
        count = len(state.members.get(iri, ()))
        yield f"A kind of {names(above)}; {count_of(count, 'thing')} of it on this map."
