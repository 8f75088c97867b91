"""Evidence and suppositions: one number about one thing each; and the sources of evidence."""

from __future__ import annotations

from graph.model import Observation, Scenario, Source, Supposition
from graph.ontology.building.lists import Lists
from graph.ontology.literals import read_text, written
from graph.ontology.names import did_you_mean, prefixed
from graph.ontology.ranges import ANY_NUMBER, DEVIATION, LEVEL, NumberRange
from graph.ontology.roles import Role
from graph.ontology.statements import Statement
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.turtle.document import Iri, Literal
from graph.vocabulary import (
    ABOUT,
    CITO,
    DCTERMS,
    MEASURED,
    PROV,
    RESULT,
    SKOS,
    SOURCE,
    Bound,
    MetricName,
    word,
)

QUOTE_WORDS = 25
OBSERVED_ROLES = (
    Role.COMPONENT,
    Role.DEPENDENCY,
    Role.RESOURCE,
    Role.DOMAIN,
    Role.LOOP,
    Role.STOCK,
    Role.DRIVER,
    Role.SKILL,
)
#: Words of the vocabulary about which reasoned numbers may be written: how far a setting or a
#: notion lies from the yardstick, and how far a metric's numbers differ.
REASONED_ROLES = (Role.SETTING, Role.NOTION, Role.METRIC)
ASSUMPTION = "our-assumption"
#: What a source can be that is no published document: it needs neither publisher nor address.
SOURCE_KINDS = ("tracker", "meeting", "export", "repository", "interview")
_BOUNDS = {bound.value: bound for bound in Bound}


def build_evidence(context: Context, lists: Lists) -> dict[str, Observation]:
    """Return the observations, by id.

    Args:
        context: the statements and where problems go.
        lists: the metrics that the files declare fix which numbers make sense.
    """
    built = (_observation(thing, lists) for thing in context.things(Role.EVIDENCE))
    return {observation.id: observation for observation in built if observation}


def _read_metric(thing: Thing) -> str | None:
    """Return the id of the metric that a thing gives a number for."""
    remedy = "Say what was measured: sosa:observedProperty loop:Speedup ;"
    return thing.required_reference(MEASURED, remedy, Role.METRIC)


def _read_subject(thing: Thing, *further: Role) -> str | None:
    """Return the id of what a number is about."""
    remedy = "Say what it is about: sosa:hasFeatureOfInterest :some-component ;"
    return thing.required_reference(ABOUT, remedy, *OBSERVED_ROLES, *further)


def _read_value(thing: Thing, allowed: NumberRange) -> tuple[Statement, float] | None:
    """Return the number itself and where it stands."""
    found = thing.number(RESULT, allowed)
    if found is None:
        thing.missing(RESULT, "Write the number: sosa:hasSimpleResult 1.5 ;")
    return found


def _observation(thing: Thing, lists: Lists) -> Observation | None:
    has_name = thing.named()
    metric = _read_metric(thing)
    subject = _read_subject(thing, *REASONED_ROLES)
    allowed = lists.range_of(metric)
    value = _read_value(thing, allowed)
    remedy = "Say the design of the study, such as loop:grade loop:Survey ;"
    grade = thing.required_reference(Property.GRADE, remedy, Role.GRADE)
    low, high, level = _interval(thing, value, allowed, grade)
    source = thing.reference(SOURCE, Role.SOURCE)
    reasoning = thing.text(Property.REASONING)
    notion = thing.reference(Property.NOTION, Role.NOTION)
    study_bias, study_bias_deviation = _study_bias(thing)
    _check_grounds(thing, grade, metric)
    observation = Observation(
        thing.id,
        subject or "",
        metric or "",
        value[1] if value else 0.0,
        low,
        high,
        level,
        thing.text(Property.SAMPLE_SIZE),
        thing.date(Property.AS_OF),
        thing.references(Property.SETTING, Role.SETTING),
        grade or ASSUMPTION,
        _bound(thing),
        source,
        notion,
        _quote(thing),
        "; ".join(thing.texts(Property.CAVEAT)) or None,
        reasoning,
        thing.reference(Property.READ_AS, Role.READING),
        thing.reference(DCTERMS + "isReplacedBy", Role.EVIDENCE),
        thing.flag(Property.RETRACTED),
        thing.references(Property.SAME_FACT_AS, Role.EVIDENCE),
        thing.references(CITO + "disputes", Role.EVIDENCE),
        thing.references(PROV + "wasDerivedFrom", Role.EVIDENCE, Role.SOURCE),
        place=value[0].place if value else thing.place,
        rater=thing.text(Property.RATER),
        quoted_by=thing.reference(Property.QUOTED_BY, Role.SOURCE),
        unconfirmed=thing.flag(Property.UNCONFIRMED),
        study_bias=study_bias,
        study_bias_deviation=study_bias_deviation,
        lab=thing.text(Property.LAB),
    )
    thing.references(CITO + "confirms", Role.EVIDENCE)
    usable = has_name and metric is not None and subject is not None and value is not None
    return observation if usable and grade is not None else None


def _bound(thing: Thing) -> Bound:
    word = thing.reference(Property.BOUND, Role.BOUND)
    if word is None or word in _BOUNDS:
        return _BOUNDS.get(word or "", Bound.EXACT)
    statement = thing.only(Property.BOUND)
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
    low = thing.number(Property.LOW, allowed)
    high = thing.number(Property.HIGH, allowed)
    level = thing.plain_number(Property.INTERVAL_LEVEL, LEVEL)
    _check_order(thing, low, value, high)
    if level is None and (low or high) and grade is not None and grade != ASSUMPTION:
        thing.missing(
            Property.INTERVAL_LEVEL,
            "Say how much the interval covers, such as loop:intervalLevel 0.95 ;",
        )
    return (low[1] if low else None, high[1] if high else None, 0.9 if level is None else level)


def _check_order(
    thing: Thing,
    low: tuple[Statement, float] | None,
    value: tuple[Statement, float] | None,
    high: tuple[Statement, float] | None,
) -> None:
    """Note, once, that low, value and high do not follow each other."""
    pairs = (
        ("loop:low", low, "loop:high", high),
        ("loop:low", low, "the value", value),
        ("the value", value, "loop:high", high),
    )
    for lower, below, upper, above in pairs:
        if below is None or above is None or below[1] <= above[1]:
            continue
        exchanged = value is None or above[1] <= value[1] <= below[1]
        both_ends = lower == "loop:low" and upper == "loop:high"
        thing.complain(
            "interval-disordered",
            f"{lower}, {written(below[0].value)}, is above {upper}, {written(above[0].value)}.",
            "Exchange loop:low and loop:high."
            if both_ends and exchanged
            else "Put them in order: low, value, high.",
            about=above[0] if lower == "the value" else below[0],
        )
        thing.context.findings.tell(thing.name, Property.LOW, Property.HIGH)
        return


def _study_bias(thing: Thing) -> tuple[float | None, float | None]:
    """Return the bias of one report and its deviation; neither is of use without the other."""
    bias = thing.plain_number(Property.STUDY_BIAS, ANY_NUMBER)
    deviation = thing.plain_number(Property.STUDY_BIAS_DEVIATION, DEVIATION)
    if bias is None and deviation is None:
        return None, None
    for predicate, remedy in (
        (Property.STUDY_BIAS, "Say how far the report lies above the truth: loop:studyBias 0.1 ;"),
        (Property.STUDY_BIAS_DEVIATION, "Say how unsure that is: loop:studyBiasDeviation 0.2 ;"),
        (Property.REASONING, 'Say why this report is biased: loop:reasoning "..." ;'),
    ):
        if not thing.said(predicate):
            thing.missing(predicate, remedy)
    return bias, deviation


def _check_grounds(thing: Thing, grade: str | None, metric: str | None) -> None:
    if grade is None:
        return
    if grade == ASSUMPTION:
        if not thing.said(Property.REASONING):
            thing.missing(
                Property.REASONING, 'An assumption has to say why: loop:reasoning "..." ;'
            )
        return
    if not thing.said(SOURCE):
        thing.missing(
            SOURCE,
            "Name the source, or grade it loop:OurAssumption and give the reasoning.",
        )
        # What else a report has to say is asked once it is known to be one.
        return
    if metric == MetricName.SPEEDUP and not thing.said(Property.NOTION):
        thing.missing(
            Property.NOTION,
            "Say which acceleration is meant, such as loop:notion loop:SerialSpeed ;",
        )


def _quote(thing: Thing) -> str | None:
    quote = thing.text(Property.QUOTE)
    count = len(quote.split()) if quote else 0
    if count > QUOTE_WORDS:
        thing.complain(
            "quote-too-long",
            f"the quote has {count} words; {QUOTE_WORDS} are the most.",
            "Shorten it to the words that carry the number.",
            about=thing.said(Property.QUOTE)[0],
        )
    return quote


def build_scenarios(context: Context, lists: Lists) -> dict[str, Scenario]:
    """Return the scenarios, by id.

    Args:
        context: the statements and where problems go.
        lists: the metrics that the files declare fix which numbers make sense.
    """
    suppositions = {
        thing.name: _supposition(thing, lists) for thing in context.things(Role.SUPPOSITION)
    }
    return {
        thing.id: _scenario(thing, suppositions, lists) for thing in context.things(Role.SCENARIO)
    }


def _scenario(thing: Thing, known: dict[str, Supposition | None], lists: Lists) -> Scenario:
    found: list[Supposition] = []
    for statement in thing.said(Property.SUPPOSES):
        value = statement.value
        if isinstance(value, Literal):
            thing.complain(
                "name-expected",
                f"loop:supposes is {written(value)}; it must be a supposition.",
                "Write loop:supposes [ a loop:Supposition ; ... ] or its name.",
                about=statement,
            )
            continue
        role = thing.context.roles.by_subject.get(value, Role.UNCLEAR)
        if role not in (Role.SUPPOSITION, Role.UNCLEAR):
            # That it is something else is told where all scenarios are looked at.
            continue
        if value not in known and value in thing.context.statements.by_subject:
            known[value] = _supposition(Thing(thing.context, value, Role.SUPPOSITION), lists)
        if value not in known:
            names = {word(name): name for name in known if not name.startswith("_:")}
            near = thing.context.suggest(word(str(value)), names)
            question = did_you_mean(tuple(map(prefixed, near)))
            thing.complain(
                "reference-dangling",
                f"loop:supposes is {prefixed(value)}, and nothing of that name is defined.",
                f"{question}{'Else define' if question else 'Define'} it as a loop:Supposition.",
                about=statement,
                meant=near[0] if near else None,
            )
        supposition = known.get(value)
        if supposition:
            found.append(supposition)
    order = sorted(found, key=lambda one: (one.subject, one.metric, one.value))
    return Scenario(
        thing.id, thing.label(), tuple(order), thing.text(SKOS + "definition"), thing.place
    )


def _supposition(thing: Thing, lists: Lists) -> Supposition | None:
    metric = _read_metric(thing)
    subject = _read_subject(thing)
    value = _read_value(thing, lists.range_of(metric))
    thing.text(Property.REASONING)
    thing.references(Property.SETTING, Role.SETTING)
    if metric is None or subject is None or value is None:
        return None
    return Supposition(subject, metric, value[1])


def build_sources(context: Context) -> dict[str, Source]:
    """Return the sources, by id."""
    return {thing.id: _source(thing) for thing in context.things(Role.SOURCE)}


def _source(thing: Thing) -> Source:
    title = thing.text(DCTERMS + "title")
    if title is None:
        thing.missing(DCTERMS + "title", 'Give the title: dcterms:title "..." ;')
    _address(thing, Property.READ_AT)
    thing.flag(Property.WHOLE_SITE)
    return Source(
        thing.id,
        title or thing.id,
        thing.text(DCTERMS + "publisher"),
        thing.date(DCTERMS + "issued"),
        _address(thing, Property.ADDRESS),
        "; ".join(thing.texts(DCTERMS + "creator")) or None,
        thing.place,
        thing.flag(Property.PAGE_UNKNOWN),
        thing.date(DCTERMS + "modified"),
        _source_kind(thing),
    )


def _source_kind(thing: Thing) -> str | None:
    kind = thing.text(Property.SOURCE_KIND)
    if kind is not None and kind not in SOURCE_KINDS:
        listed = ", ".join(f'"{one}"' for one in SOURCE_KINDS)
        thing.complain(
            "word-unknown",
            f'loop:sourceKind is "{kind}".',
            f"Write one of {listed}, or leave it out for a published document.",
            about=thing.said(Property.SOURCE_KIND)[0],
        )
    return kind


def _address(thing: Thing, predicate: str) -> str | None:
    statement = thing.only(predicate)
    if statement is None:
        return None
    value = statement.value
    text = str(value) if isinstance(value, Iri) else read_text(value)
    if isinstance(text, str) and text.startswith(("http://", "https://")) and " " not in text:
        return text
    thing.complain(
        "address-wrong",
        f"{prefixed(predicate)} is {written(value)}.",
        "Write an address that begins with http:// or https://.",
        about=statement,
    )
    return None
