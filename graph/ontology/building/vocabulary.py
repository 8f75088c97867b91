"""Metrics, grades, settings, notions and thresholds: the fixed lists of the vocabulary."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from graph.estimates import Basis, Scale
from graph.model import Grade, Metric, Notion, Setting
from graph.ontology.names import prefixed
from graph.ontology.ranges import ABOVE_0, ANY_NUMBER, FROM_0, WHOLE_FROM_1
from graph.ontology.roles import Role
from graph.ontology.things import Context, Thing
from graph.vocabulary import LOOP, SKOS

Word = TypeVar("Word", Basis, Scale)


@dataclass(frozen=True)
class Lists:
    """The fixed lists, keyed by id."""

    metrics: Mapping[str, Metric]
    grades: Mapping[str, Grade]
    settings: Mapping[str, Setting]
    notions: Mapping[str, Notion]
    thresholds: Mapping[str, float]


def build_lists(context: Context) -> Lists:
    """Return the fixed lists that the files declare."""
    metrics = [_metric(thing) for thing in context.things(Role.METRIC)]
    grades = [_grade(thing) for thing in context.things(Role.GRADE)]
    settings = [_setting(thing) for thing in context.things(Role.SETTING)]
    notions = [_notion(thing) for thing in context.things(Role.NOTION)]
    thresholds = [(thing.id, _threshold(thing)) for thing in context.things(Role.THRESHOLD)]
    return Lists(
        {metric.id: metric for metric in metrics if metric},
        {grade.id: grade for grade in grades if grade},
        {setting.id: setting for setting in settings},
        {notion.id: notion for notion in notions},
        {name: value for name, value in thresholds if value is not None},
    )


def _word_of(thing: Thing, term: str, words: type[Word]) -> Word | None:
    statement = thing.only(LOOP + term)
    allowed = ", ".join(f'"{word.value}"' for word in words)
    if statement is None:
        thing.missing(LOOP + term, f"Write one of {allowed}.")
        return None
    text = thing.text(LOOP + term)
    for word in words:
        if word.value == text:
            return word
    thing.complain(
        "word-unknown",
        f'{prefixed(LOOP + term)} is "{text}".',
        f"Write one of {allowed}.",
        about=statement,
    )
    return None


def _metric(thing: Thing) -> Metric | None:
    unit = thing.text(LOOP + "unitWord")
    if unit is None:
        thing.missing(LOOP + "unitWord", 'Say the unit as a word, such as "days" or "share".')
    scale = _word_of(thing, "scale", Scale)
    half_life = thing.plain_number(LOOP + "halfLifeYears", ABOVE_0)
    if unit is None or scale is None:
        return None
    return Metric(
        thing.id,
        thing.label(),
        unit,
        scale,
        half_life,
        thing.text(SKOS + "definition"),
        thing.flag(LOOP + "overstated"),
        _anchors(thing),
    )


def _anchors(thing: Thing) -> tuple[str, ...]:
    """Return what the scores mean, up to the first that is not worded."""
    texts = (thing.text(f"{LOOP}anchor{score}") for score in range(5))
    return tuple(itertools.takewhile(bool, texts))  # type: ignore[arg-type]


def _grade(thing: Thing) -> Grade | None:
    basis = _word_of(thing, "basis", Basis)
    bias = thing.plain_number(LOOP + "bias", ANY_NUMBER)
    bias_deviation = thing.plain_number(LOOP + "biasDeviation", FROM_0)
    deviation = thing.plain_number(LOOP + "defaultDeviation", ABOVE_0)
    rank = thing.plain_number(LOOP + "rank", WHOLE_FROM_1)
    for term, value in (
        ("bias", bias),
        ("biasDeviation", bias_deviation),
        ("defaultDeviation", deviation),
        ("rank", rank),
    ):
        if value is None:
            thing.missing(LOOP + term, f"Write loop:{term} with a number.")
    if basis is None or bias is None or bias_deviation is None or deviation is None or not rank:
        return None
    return Grade(thing.id, thing.label(), basis, bias, bias_deviation, deviation, int(rank))


def _setting(thing: Thing) -> Setting:
    lender = thing.reference(LOOP + "borrowsFrom", Role.SETTING)
    deviation = thing.plain_number(LOOP + "transferDeviation", FROM_0)
    if lender is not None and deviation is None:
        thing.missing(LOOP + "transferDeviation", "Say how much spread borrowing adds.")
    return Setting(thing.id, thing.label(), lender, deviation or 0.0)


def _notion(thing: Thing) -> Notion:
    rank = thing.plain_number(LOOP + "rank", WHOLE_FROM_1)
    return Notion(thing.id, thing.label(), None if rank is None else int(rank))


def _threshold(thing: Thing) -> float | None:
    value = thing.plain_number(LOOP + "value", ANY_NUMBER)
    if value is None:
        thing.missing(LOOP + "value", "Write loop:value with the number.")
    return value
