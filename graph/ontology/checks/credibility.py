"""Whether evidence can be looked up, and is no surer than its like."""

from __future__ import annotations

import re
from statistics import median

from graph.errors import Severity
from graph.model import LoopModel, Observation
from graph.ontology.building.evidence import ASSUMPTION
from graph.ontology.checks.own_numbers import own_numbers
from graph.ontology.literals import read_text
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.statistics.scales import half_width, to_scale
from graph.turtle.document import Iri
from graph.vocabulary import MEASURED, SOURCE, Bound, MetricName

#: An address without a path: a scheme, a host, and nothing or a slash.
_SITE = re.compile(r"https?://[^/?#]+/?")
#: So many reports with an interval of their own make a median worth holding others against.
_REPORTS = 3
#: Id of the grade of what was measured on a benchmark, not at work.
_BENCHMARK = "benchmark"
#: The metrics that time the loop.
TIMING = frozenset(
    {
        MetricName.BASELINE_DAYS,
        MetricName.FLOOR_DAYS,
        MetricName.CAPACITY,
        MetricName.LAG,
        MetricName.DELAY_DAYS,
        MetricName.DAYS_PER_ROUND,
        MetricName.FLOOR_SHARE,
        MetricName.COUNT,
        MetricName.RESERVE,
        MetricName.BOOKED_AHEAD_DAYS,
    }
)


def check_credibility(context: Context, own: Statements, model: LoopModel) -> None:
    """Note what a careful reader would doubt, as warnings: nothing of it stops an answer.

    Args:
        context: all statements, with the vocabulary, and where problems go.
        own: the statements of the person; of what they do not speak nothing is noted.
        model: what the statements say as records.
    """
    for thing in context.things(Role.SOURCE):
        if thing.name in own.by_subject:
            _note_site(thing)
    typical = _typical_deviations(model)
    for thing, observation in own_numbers(context, own, model):
        _note_source_of_assumption(thing, observation)
        _note_surer_than_others(thing, observation, model, typical)
        _note_exact_assumption(thing, observation)
        _note_benchmark(thing, observation)
    _note_exact_lags(context, own, model)


def _note_site(thing: Thing) -> None:
    """Note a source whose address is only that of a site, unless that is said to be so."""
    if thing.flag(Property.WHOLE_SITE) or thing.flag(Property.PAGE_UNKNOWN):
        return
    for statement in thing.said(Property.ADDRESS):
        value = statement.value
        text = str(value) if isinstance(value, Iri) else read_text(value)
        if isinstance(text, str) and _SITE.fullmatch(text):
            thing.complain(
                "address-of-site",
                f"loop:address is {text}, which is a site and not a page.",
                "Give the page's own address, or say that it is unknown (loop:pageUnknown true) "
                "or that the site is the document (loop:wholeSite true).",
                about=statement,
                severity=Severity.WARNING,
            )


def _note_source_of_assumption(thing: Thing, observation: Observation) -> None:
    """Note an assumption that names a source: it is either ours, or what the source says."""
    if observation.grade == ASSUMPTION and observation.source is not None:
        thing.complain(
            "assumption-with-source",
            "it is graded as an assumption of ours, and names a source as if that said so.",
            "Give it the grade of the source's study, or name the source in loop:reasoning.",
            about=thing.said(SOURCE)[0],
            severity=Severity.WARNING,
        )


def _note_exact_assumption(thing: Thing, observation: Observation) -> None:
    """Note an assumption that times the loop and does not say how far off it may be."""
    if observation.grade != ASSUMPTION or observation.metric not in TIMING:
        return
    if not _in_force(observation) or observation.bound is not Bound.EXACT or _is_wide(observation):
        return
    thing.complain(
        "assumption-exact",
        f"it is an assumption of ours about {observation.metric}, and no interval says how far "
        "off it may be.",
        "Give it loop:low and loop:high, one below and one above the value.",
        predicate=Property.LOW,
        severity=Severity.ADVICE,
    )


def _note_benchmark(thing: Thing, observation: Observation) -> None:
    """Note a result of a benchmark that counts as if somebody's work had become faster."""
    if observation.metric == MetricName.SPEEDUP and observation.grade == _BENCHMARK:
        thing.complain(
            "benchmark-as-speedup",
            "it is graded as a benchmark, and counts as a speed-up of work that people do.",
            "Name the metric loop:BenchmarkSpeedup, or the grade of a study of people at work.",
            about=thing.only(MEASURED),
            severity=Severity.WARNING,
        )


def _note_exact_lags(context: Context, own: Statements, model: LoopModel) -> None:
    """Note lags above 1 that count as exact, in a map that says of some lag how sure it is."""
    lags = [one for one in model.observations.values() if one.metric == MetricName.LAG]
    sure = {one.subject for one in lags if not one.direct and _is_wide(one)}
    if not any(not one.direct for one in lags):
        return
    for one in lags:
        role, name = (Role.DEPENDENCY, one.subject) if one.direct else (Role.EVIDENCE, one.id)
        thing = context.thing(role, name)
        if one.value <= 1 or one.subject in sure or thing.name not in own.by_subject:
            continue
        # Of a lag that is written and observed the observation is the one to widen.
        if one.direct and any(not other.direct and other.subject == one.subject for other in lags):
            continue
        if one.direct or _in_force(one):
            thing.complain(
                "lag-exact",
                f"a lag of {one.value:g} generations counts as exact here: no evidence of it has "
                "an interval.",
                "Give evidence of loop:Lag about this dependency with loop:low and loop:high.",
                predicate=Property.LOW,
                severity=Severity.ADVICE,
            )


def _is_wide(observation: Observation) -> bool:
    low, high = observation.low, observation.high
    return low is not None and high is not None and low < high


def _note_surer_than_others(
    thing: Thing,
    observation: Observation,
    model: LoopModel,
    typical: dict[tuple[str, str], tuple[float, int]],
) -> None:
    """Note a report without an interval that counts as surer than most of its like with one."""
    grade = model.grades.get(observation.grade)
    found = typical.get((observation.metric, observation.grade))
    if grade is None or found is None or not _in_force(observation):
        return
    deviation, count = found
    if _own_deviation(observation, model) is not None or grade.default_deviation >= deviation:
        return
    thing.complain(
        "surer-than-others",
        f"it states no interval, and so counts with the deviation {grade.default_deviation:g} of "
        f"its grade; half of the {count} reports of {observation.metric} in that grade that state "
        f"one have {deviation:.2g} or more.",
        "Give it loop:low and loop:high that are no narrower, or raise loop:defaultDeviation of "
        "the grade.",
        predicate=Property.LOW,
        severity=Severity.WARNING,
    )


def _in_force(observation: Observation) -> bool:
    kept = not observation.retracted and observation.replaced_by is None
    return kept and not observation.direct and not observation.exact


def _typical_deviations(model: LoopModel) -> dict[tuple[str, str], tuple[float, int]]:
    """Return the median deviation of the reports that state an interval, and how many do.

    By metric and grade; left out where fewer than three do.
    """
    stated: dict[tuple[str, str], list[float]] = {}
    for observation in model.observations.values():
        deviation = _own_deviation(observation, model) if _in_force(observation) else None
        if deviation is not None:
            stated.setdefault((observation.metric, observation.grade), []).append(deviation)
    return {
        key: (median(found), len(found)) for key, found in stated.items() if len(found) >= _REPORTS
    }


def _own_deviation(observation: Observation, model: LoopModel) -> float | None:
    """Return the standard deviation of a stated interval on the metric's scale, if it has one."""
    metric = model.metrics.get(observation.metric)
    if metric is None or observation.low is None or observation.high is None:
        return None
    low, high = (to_scale(metric.scale, end) for end in (observation.low, observation.high))
    quantile = half_width(observation.interval_level)
    if low is None or high is None or low == high or quantile is None:
        return None
    return (high - low) / 2 / quantile
