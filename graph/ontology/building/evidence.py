"""Observations: one number about one thing, from one source."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model import Metric, Observation
from graph.ontology.building.dependencies import named
from graph.ontology.literals import written
from graph.ontology.ranges import ANY_NUMBER, LEVEL, NumberRange, metric_range
from graph.ontology.roles import Role
from graph.ontology.statements import Statement
from graph.ontology.things import Context, Thing
from graph.vocabulary import CITO, DCTERMS, LOOP, PROV, SOSA, Bound, MetricName

QUOTE_WORDS = 25
OBSERVED_ROLES = (
    Role.COMPONENT,
    Role.DEPENDENCY,
    Role.RESOURCE,
    Role.DOMAIN,
    Role.LOOP,
    Role.STOCK,
    Role.SKILL,
)
ASSUMPTION = "our-assumption"
_BOUNDS = {bound.value: bound for bound in Bound}


def build_evidence(context: Context, metrics: Mapping[str, Metric]) -> dict[str, Observation]:
    """Return the observations, by id.

    Args:
        context: the statements and where problems go.
        metrics: the metrics that the files declare, by id: they fix which numbers make sense.
    """
    built = (_observation(thing, metrics) for thing in context.things(Role.EVIDENCE))
    return {observation.id: observation for observation in built if observation}


def read_metric(thing: Thing) -> str | None:
    """Return the id of the metric that a thing gives a number for."""
    metric = thing.reference(SOSA + "observedProperty", Role.METRIC)
    if metric is None:
        thing.missing(
            SOSA + "observedProperty",
            "Say what was measured: sosa:observedProperty loop:Speedup ;",
        )
    return metric


def read_subject(thing: Thing) -> str | None:
    """Return the id of what a number is about."""
    subject = thing.reference(SOSA + "hasFeatureOfInterest", *OBSERVED_ROLES)
    if subject is None:
        thing.missing(
            SOSA + "hasFeatureOfInterest",
            "Say what it is about: sosa:hasFeatureOfInterest :some-component ;",
        )
    return subject


def read_value(thing: Thing, allowed: NumberRange) -> tuple[Statement, float] | None:
    """Return the number itself and where it stands."""
    found = thing.number(SOSA + "hasSimpleResult", allowed)
    if found is None:
        thing.missing(SOSA + "hasSimpleResult", "Write the number: sosa:hasSimpleResult 1.5 ;")
    return found


def _observation(thing: Thing, metrics: Mapping[str, Metric]) -> Observation | None:
    has_name = named(thing)
    metric = read_metric(thing)
    subject = read_subject(thing)
    allowed = metric_range(metric, metrics) if metric else ANY_NUMBER
    value = read_value(thing, allowed)
    grade = thing.reference(LOOP + "grade", Role.GRADE)
    if grade is None:
        thing.missing(
            LOOP + "grade", "Say the design of the study, such as loop:grade loop:Survey ;"
        )
    low, high, level = _interval(thing, value, allowed, grade)
    source = thing.reference(PROV + "hadPrimarySource", Role.SOURCE)
    reasoning = thing.text(LOOP + "reasoning")
    notion = thing.reference(LOOP + "notion", Role.NOTION)
    _check_grounds(thing, grade, metric)
    rest = Observation(
        thing.id,
        subject or "",
        metric or "",
        value[1] if value else 0.0,
        low,
        high,
        level,
        thing.text(LOOP + "sampleSize"),
        thing.date(LOOP + "asOf"),
        thing.references(LOOP + "setting", Role.SETTING),
        grade or ASSUMPTION,
        _bound(thing),
        source,
        notion,
        _quote(thing),
        "; ".join(thing.texts(LOOP + "caveat")) or None,
        reasoning,
        thing.reference(LOOP + "readAs", Role.READING),
        thing.reference(DCTERMS + "isReplacedBy", Role.EVIDENCE),
        thing.flag(LOOP + "retracted"),
        thing.references(LOOP + "sameFactAs", Role.EVIDENCE),
        thing.references(CITO + "disputes", Role.EVIDENCE),
        thing.references(PROV + "wasDerivedFrom", Role.EVIDENCE, Role.SOURCE),
        place=value[0].place if value else thing.place,
        rater=thing.text(LOOP + "rater"),
    )
    thing.references(CITO + "confirms", Role.EVIDENCE)
    usable = has_name and metric is not None and subject is not None and value is not None
    return rest if usable and grade is not None else None


def _bound(thing: Thing) -> Bound:
    word = thing.reference(LOOP + "bound", Role.BOUND)
    if word is None or word in _BOUNDS:
        return _BOUNDS.get(word or "", Bound.EXACT)
    statement = thing.only(LOOP + "bound")
    thing.complain(
        "bound-unknown",
        f"loop:bound is {written(statement.value) if statement else word}.",
        "Write loop:Exact, loop:LowerBound or loop:UpperBound.",
        about=statement,
    )
    return Bound.EXACT


def _interval(
    thing: Thing, value: tuple[Statement, float] | None, allowed: NumberRange, grade: str | None
) -> tuple[float | None, float | None, float]:
    low = thing.number(LOOP + "low", allowed)
    high = thing.number(LOOP + "high", allowed)
    level = thing.plain_number(LOOP + "intervalLevel", LEVEL)
    for lower, upper, names in (
        (low, value, ("loop:low", "the value")),
        (value, high, ("the value", "loop:high")),
        (low if value is None else None, high, ("loop:low", "loop:high")),
    ):
        if lower and upper and lower[1] > upper[1]:
            thing.complain(
                "interval-disordered",
                f"{names[0]}, {written(lower[0].value)}, is above {names[1]}, "
                f"{written(upper[0].value)}.",
                "Put them in order: low, value, high.",
                about=lower[0] if names[0] == "loop:low" else upper[0],
            )
            thing.context.findings.cover(
                thing.name, LOOP + "low", LOOP + "high", SOSA + "hasSimpleResult"
            )
    if level is None and (low or high) and grade is not None and grade != ASSUMPTION:
        thing.missing(
            LOOP + "intervalLevel",
            "Say how much the interval covers, such as loop:intervalLevel 0.95 ;",
        )
    return (low[1] if low else None, high[1] if high else None, 0.9 if level is None else level)


def _check_grounds(thing: Thing, grade: str | None, metric: str | None) -> None:
    if grade is None:
        return
    if grade == ASSUMPTION:
        if not thing.said(LOOP + "reasoning"):
            thing.missing(
                LOOP + "reasoning", 'An assumption has to say why: loop:reasoning "..." ;'
            )
        return
    if not thing.said(PROV + "hadPrimarySource"):
        thing.missing(
            PROV + "hadPrimarySource",
            "Name the source, or grade it loop:OurAssumption and give the reasoning.",
        )
    if metric == MetricName.SPEEDUP and not thing.said(LOOP + "notion"):
        thing.missing(
            LOOP + "notion",
            "Say which acceleration is meant, such as loop:notion loop:SerialSpeed ;",
        )


def _quote(thing: Thing) -> str | None:
    quote = thing.text(LOOP + "quote")
    count = len(quote.split()) if quote else 0
    if count > QUOTE_WORDS:
        thing.complain(
            "quote-too-long",
            f"the quote has {count} words; {QUOTE_WORDS} are the most.",
            "Shorten it to the words that carry the number.",
            about=thing.said(LOOP + "quote")[0],
        )
    return quote
