"""The fixed lists of the vocabulary: metrics and how they are written, grades, settings, ..."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from graph.estimates import Basis, Scale
from graph.map_words import MapWords
from graph.model import Grade, Metric, Notion, ScoreRule, Setting
from graph.ontology.literals import INTEGERS, Misfit, read_number, written
from graph.ontology.names import prefixed
from graph.ontology.ranges import (
    ABOVE_0,
    ANY_NUMBER,
    FROM_0,
    WHOLE_FROM_1,
    NumberRange,
    WrittenNumber,
    metric_range,
    range_of,
)
from graph.ontology.roles import CLASS_ROLES, Role, class_local_name
from graph.ontology.statements import Statement, Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.records import record
from graph.turtle.document import Iri
from graph.vocabulary import LOOP, OWL, RDFS, SKOS, XSD, MetricName

Word = TypeVar("Word", Basis, Scale)
#: Facets of a datatype that limit numbers: which end each sets, and whether it is left out itself.
_FACETS = {
    XSD + "minInclusive": ("low", False),
    XSD + "minExclusive": ("low", True),
    XSD + "maxInclusive": ("high", False),
    XSD + "maxExclusive": ("high", True),
}
_ANCHORS = (
    Property.ANCHOR_0,
    Property.ANCHOR_1,
    Property.ANCHOR_2,
    Property.ANCHOR_3,
    Property.ANCHOR_4,
)

#: Likewise the measured values from which the scores above the lowest hold.
_CUTS = (Property.CUT_1, Property.CUT_2, Property.CUT_3, Property.CUT_4)


@record(slots=False)
class Lists:
    """The fixed lists, keyed by id.

    Attributes:
        metrics: what is measured.
        grades: designs of study.
        settings: whose loop a number is about.
        notions: meanings of acceleration.
        thresholds: numbers at which a verdict changes.
        written: the numbers that can be written directly on things, by metric.
    """

    metrics: Mapping[str, Metric]
    grades: Mapping[str, Grade]
    settings: Mapping[str, Setting]
    notions: Mapping[str, Notion]
    thresholds: Mapping[str, float]
    written: Mapping[str, WrittenNumber]

    def range_of(self, metric: str | None) -> NumberRange:
        """Return which numbers make sense for a metric; any if it is unknown."""
        return metric_range(metric, self.metrics, self.written) if metric else ANY_NUMBER

    def property_of(self, metric: MetricName) -> str:
        """Return the property by which a metric is written, else the metric's own address."""
        number = self.written.get(metric)
        return number.property if number else LOOP + metric.title().replace("-", "")


def build_lists(context: Context, words: MapWords | None = None) -> Lists:
    """Return the fixed lists that the files declare.

    Args:
        context: the statements and where problems go.
        words: what the map calls its rounds, in which lags are counted.
    """
    known = [_metric(thing) for thing in context.things(Role.METRIC)]
    usual, own = MapWords().rounds, (words or MapWords()).rounds
    known = [replace(one, unit=own) if one and one.unit == usual else one for one in known]
    metrics = {metric.id: metric for metric in known if metric}
    grades = [_grade(thing) for thing in context.things(Role.GRADE)]
    settings = [_setting(thing) for thing in context.things(Role.SETTING)]
    notions = [_notion(thing) for thing in context.things(Role.NOTION)]
    thresholds = [(thing.id, _threshold(thing)) for thing in context.things(Role.THRESHOLD)]
    return Lists(
        metrics,
        {grade.id: grade for grade in grades if grade},
        {setting.id: setting for setting in settings},
        {notion.id: notion for notion in notions},
        {name: value for name, value in thresholds if value is not None},
        _written_numbers(context, metrics),
    )


def _word_of(thing: Thing, predicate: str, words: type[Word]) -> Word | None:
    statement = thing.only(predicate)
    allowed = ", ".join(f'"{word.value}"' for word in words)
    if statement is None:
        thing.missing(predicate, f"Write one of {allowed}.")
        return None
    text = thing.text(predicate)
    for word in words:
        if word.value == text:
            return word
    thing.complain(
        "word-unknown",
        f'{prefixed(predicate)} is "{text}".',
        f"Write one of {allowed}.",
        about=statement,
    )
    return None


def _metric(thing: Thing) -> Metric | None:
    label = thing.label()
    unit = thing.text(Property.UNIT_WORD)
    if unit is None:
        thing.missing(Property.UNIT_WORD, 'Say the unit as a word, such as "days" or "share".')
    scale = _word_of(thing, Property.SCALE, Scale)
    half_life = thing.plain_number(Property.HALF_LIFE_YEARS, ABOVE_0)
    if unit is None or (scale is None and not thing.said(Property.SCALE)):
        return None
    return Metric(
        thing.id,
        label,
        unit,
        # A scale that is misspelt takes none of the metric's numbers away; no answer is worked out.
        scale or Scale.LOG,
        half_life,
        thing.text(SKOS + "definition"),
        thing.flag(Property.OVERSTATED),
        _anchors(thing),
        _rule(thing),
    )


def _anchors(thing: Thing) -> tuple[str, ...]:
    """Return what the scores mean, up to the first that is not worded."""
    texts = (thing.text(anchor) for anchor in _ANCHORS)
    return tuple(itertools.takewhile(bool, texts))  # type: ignore[arg-type]


def _odd_cut(cuts: Sequence[float]) -> int:
    """Return which of some cuts keeps the others from rising or falling; the last that does."""
    for at in reversed(range(len(cuts))):
        rest = [*cuts[:at], *cuts[at + 1 :]]
        if rest in (sorted(rest), sorted(rest, reverse=True)):
            return at
    return 0


def _rule(thing: Thing) -> ScoreRule | None:
    """Return how a measured value gives a score; ``None`` if nothing is said of it."""
    metric = thing.reference(Property.SCORED_FROM, Role.METRIC)
    if metric is None:
        return None
    cuts = [thing.plain_number(cut, FROM_0) for cut in _CUTS]
    for predicate, value in zip(_CUTS, cuts, strict=True):
        if value is None:
            thing.missing(predicate, "Say from which measured value this score holds.")
    known = tuple(value for value in cuts if value is not None)
    if len(known) < len(cuts):
        return None
    if list(known) not in (sorted(known), sorted(known, reverse=True)):
        thing.complain(
            "cuts-disordered",
            f"the cuts of this property go up and down: {', '.join(f'{cut:g}' for cut in known)}.",
            "Let them rise from cut 1 to cut 4 where more is better, or fall where less is.",
            about=thing.said(_CUTS[_odd_cut(known)])[0],
        )
        return None
    return ScoreRule(metric, known, thing.text(SKOS + "note"))


def _grade(thing: Thing) -> Grade | None:
    label = thing.label()
    basis = _word_of(thing, Property.BASIS, Basis)
    bias = thing.plain_number(Property.BIAS, ANY_NUMBER)
    bias_deviation = thing.plain_number(Property.BIAS_DEVIATION, FROM_0)
    deviation = thing.plain_number(Property.DEFAULT_DEVIATION, ABOVE_0)
    rank = thing.plain_number(Property.RANK, WHOLE_FROM_1)
    for predicate, value in (
        (Property.BIAS, bias),
        (Property.BIAS_DEVIATION, bias_deviation),
        (Property.DEFAULT_DEVIATION, deviation),
        (Property.RANK, rank),
    ):
        if value is None:
            thing.missing(predicate, f"Write {prefixed(predicate)} with a number.")
    if basis is None or bias is None or bias_deviation is None or deviation is None or not rank:
        return None
    return Grade(thing.id, label, basis, bias, bias_deviation, deviation, int(rank))


def _setting(thing: Thing) -> Setting:
    lender = thing.reference(Property.BORROWS_FROM, Role.SETTING)
    deviation = thing.plain_number(Property.TRANSFER_DEVIATION, FROM_0)
    if lender is not None and deviation is None:
        thing.missing(Property.TRANSFER_DEVIATION, "Say how much spread borrowing adds.")
    return Setting(thing.id, thing.label(), lender, deviation or 0.0)


def _notion(thing: Thing) -> Notion:
    rank = thing.plain_number(Property.RANK, WHOLE_FROM_1)
    return Notion(thing.id, thing.label(), None if rank is None else int(rank))


def _threshold(thing: Thing) -> float | None:
    value = thing.plain_number(Property.VALUE, ANY_NUMBER)
    if value is None:
        thing.missing(Property.VALUE, "Write loop:value with the number.")
    return value


def _written_numbers(context: Context, metrics: Mapping[str, Metric]) -> dict[str, WrittenNumber]:
    """Return the numbers that the vocabulary lets one write directly, by metric."""
    found: dict[str, WrittenNumber] = {}
    metric_of: dict[str, str] = {}
    for thing in context.things(Role.METRIC):
        statement = thing.only(Property.WRITTEN_AS)
        if statement is None or thing.id not in metrics:
            continue
        number = _written_number(context, thing, statement, metrics[thing.id])
        if number is None:
            continue
        earlier = metric_of.setdefault(number.property, thing.id)
        if earlier != thing.id:
            thing.complain(
                "written-twice",
                f"{prefixed(number.property)} carries {earlier} already.",
                "Let each metric be written by a property of its own.",
                about=statement,
            )
            continue
        found[thing.id] = number
    return found


def _written_number(
    context: Context, metric: Thing, statement: Statement, declared: Metric
) -> WrittenNumber | None:
    address = statement.value
    if not isinstance(address, Iri):
        metric.complain(
            "name-expected",
            f"loop:writtenAs is {written(address)}; it must be the name of a property.",
            "Write a name, such as loop:baselineDays.",
            about=statement,
        )
        return None
    roles = _carriers(context.statements, address)
    if not roles:
        metric.complain(
            "carrier-missing",
            f"{prefixed(address)} is written on no kind of thing that the map holds.",
            f"Say what carries it, such as {prefixed(address)} rdfs:domain loop:Component .",
            about=statement,
        )
        return None
    property_ = Thing(context, address, Role.UNCLEAR)
    exact = property_.flag(Property.WRITTEN_EXACTLY)
    allowed = _limited(property_, range_of(declared))
    return WrittenNumber(address, metric.id, roles, allowed, exact)


def _carriers(statements: Statements, address: str) -> tuple[Role, ...]:
    """Return what a property is written on: the classes of its domain, or of a union of them."""
    classes: list[str] = []
    for domain in statements.of(address, RDFS + "domain"):
        unions = statements.of(str(domain.value), OWL + "unionOf")
        members = [one for union in unions for one in statements.items(str(union.value))]
        classes += [str(one.value) for one in members or [domain]]
    names = (class_local_name(statements, name) for name in classes)
    return tuple(dict.fromkeys(CLASS_ROLES[name] for name in names if name))


def _limited(property_: Thing, allowed: NumberRange) -> NumberRange:
    """Return a range narrowed to what ``rdfs:range`` says: a datatype, or one with restrictions."""
    statements = property_.context.statements
    for range_ in property_.said(RDFS + "range"):
        name = str(range_.value)
        datatypes = [name, *statements.iris(name, OWL + "onDatatype")]
        if INTEGERS.intersection(datatypes):
            allowed = replace(allowed, whole=True)
        for restrictions in statements.of(name, OWL + "withRestrictions"):
            for facets in statements.items(str(restrictions.value)):
                allowed = _restricted(property_, str(facets.value), allowed)
    return allowed


def _restricted(property_: Thing, node: str, allowed: NumberRange) -> NumberRange:
    """Return a range within the limits that one node of facets sets."""
    for facet, (end, is_open) in _FACETS.items():
        for statement in property_.context.statements.of(node, facet):
            limit = read_number(statement.value)
            if isinstance(limit, Misfit):
                property_.unfit(limit, facet, statement)
            elif end == "low" and limit >= allowed.low:
                was_open = allowed.low_open and limit == allowed.low
                allowed = replace(allowed, low=limit, low_open=is_open or was_open)
            elif end == "high" and limit <= allowed.high:
                was_open = allowed.high_open and limit == allowed.high
                allowed = replace(allowed, high=limit, high_open=is_open or was_open)
    return allowed
