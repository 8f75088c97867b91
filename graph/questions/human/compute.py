"""Which parts of the loop still need people: by design, in fact, and for how long."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from statistics import NormalDist

from graph.estimates import Estimate, Interval
from graph.loop.answer import heading
from graph.loop.automation import pooled_share
from graph.loop.central import TimedComponent, central_loop
from graph.loop.days import days_at
from graph.loop.study import Study
from graph.loop.visible import Observed
from graph.loop.years import YearOfStudy, past_years_of, years_of
from graph.model import Component, LoopModel, Observation
from graph.questions.critical_path.solved_loop import solve_loop, why_no_period
from graph.questions.human.answer import (
    Bypass,
    Dispute,
    Gate,
    Holder,
    Human,
    HumanComponent,
    HumanYear,
    RemainingTime,
    Sign,
    Word,
)
from graph.questions.human.trends import TELLS_AI_PART, human_trends
from graph.statistics.scales import from_scale, to_scale
from graph.vocabulary import Bound, Kind, MetricName

#: From this share on, most of the decisions are theirs; and a yes counts as one.
_HALF = 0.5

_HOLDERS = tuple(Holder)

_KINDS = tuple(TELLS_AI_PART)


def human(study: Study) -> Human:
    """Return which parts of the loop still need people, and what speaks against it.

    People's share of decisions is 1 less AI's, and unknown where AI's is: a share of person-time
    or of lines never stands for it. Nothing is drawn: the intervals are those of the evidence.

    Args:
        study: the map, the standpoint and what is supposed.

    Raises:
        LoopmapError: a cycle can never start, or work is redone faster than it gets done.
    """
    asked = (_gate(study, identifier) for identifier in study.model.components)
    gates = tuple(gate for gate in asked if gate is not None)
    cycle = None if why_no_period(study) else frozenset(solve_loop(study).ratio.nodes)
    timed = {item.id: item for item in central_loop(study).components}
    by_design = frozenset(gate.id for gate in gates if gate.required)
    components = [
        _component(study, identifier, timed.get(identifier), by_design, cycle)
        for identifier in study.model.components
    ]
    return Human(
        *heading(study),
        components=tuple(sorted(components, key=_rank)),
        gates=gates,
        remaining=None if cycle is None else _remaining(components),
        trends=study.of_evidence(human_trends),
        signs=study.of_evidence(_signs),
        disputes=study.of_evidence(_disputes),
        bypasses=tuple(
            Bypass(item.id, item.source, item.target, item.reason)
            for item in study.model.dependencies.values()
            if item.kind is Kind.BYPASSES
        ),
        history=_history(study),
        suppositions=tuple(map(str, study.suppositions)),
    )


def _component(
    study: Study,
    identifier: str,
    timed: TimedComponent | None,
    by_design: frozenset[str],
    cycle: frozenset[str] | None,
) -> HumanComponent:
    component = study.model.components[identifier]
    decisions = pooled_share(study, identifier, MetricName.AI_SHARE_OF_DECISIONS)
    person_time = pooled_share(study, identifier, MetricName.AI_SHARE_OF_PERSON_TIME)
    work = _human_time(study, timed) if timed else None
    if identifier in by_design:
        holder = Holder.BY_DESIGN
    elif decisions is None:
        holder = Holder.UNKNOWN
    else:
        holder = Holder.AI if decisions.median > _HALF else Holder.PEOPLE
    return HumanComponent(
        id=identifier,
        label=component.label,
        family=study.model.group_label(component),
        holder=holder,
        human_share_of_decisions=decisions.rest() if decisions else None,
        human_share_of_person_time=person_time.rest() if person_time else None,
        human_share_of_remaining_time=work[1] if work else None,
        human_days=work[0] if work else None,
        days=float(timed.days) if timed else None,
        floor_days=float(timed.floor_days) if timed else None,
        on_critical_cycle=None if cycle is None else identifier in cycle,
    )


def _rank(item: HumanComponent) -> tuple[int, bool, float, str]:
    days = item.human_days.median if item.human_days else 0.0
    return (_HOLDERS.index(item.holder), not item.on_critical_cycle, -days, item.id)


def _remaining(components: Iterable[HumanComponent]) -> RemainingTime:
    cycle = [item for item in components if item.on_critical_cycle]
    known = sum(item.human_days.median for item in cycle if item.human_days)
    unknown = [item for item in cycle if item.human_days is None]
    return RemainingTime(
        days=sum(item.days or 0.0 for item in cycle),
        human_days_at_least=known,
        human_days_at_most=known
        + sum((item.days or 0.0) - (item.floor_days or 0.0) for item in unknown),
        floor_days=sum(item.floor_days or 0.0 for item in cycle),
        unknown_components=tuple(item.id for item in unknown),
    )


def _gate(study: Study, identifier: str) -> Gate | None:
    estimate = study.estimate(identifier, MetricName.HUMAN_BY_DESIGN)
    if estimate is None:
        return None
    known = study.model.observations
    said = [known[name] for name in estimate.observation_ids if name in known]
    behind = dict.fromkeys(name for item in said for name in item.derived_from)
    return Gate(
        id=identifier,
        label=study.model.components[identifier].label,
        required=estimate.median >= _HALF,
        our_word_alone=not any(item.source for item in said),
        words=tuple(_word(study.model, item) for item in said),
        rests_on=tuple(_word(study.model, known[name]) for name in behind if name in known),
    )


def _word(model: LoopModel, item: Observation) -> Word:
    source = model.sources.get(item.source) if item.source else None
    grade = model.grades.get(item.grade)
    return Word(
        observation_id=item.id,
        value=item.value,
        source=source.title if source else item.source,
        publisher=source.publisher if source else None,
        address=source.address if source else None,
        as_of=item.as_of,
        grade=grade.label if grade else item.grade,
        quote=item.quote,
        reasoning=item.reasoning,
        caveat=item.caveat,
    )


def _signs(study: Study) -> tuple[Sign, ...]:
    """Return the signs: decisions first, then the setting asked about, then the clearest."""
    model, observed = study.model, study.of_evidence(Observed)
    ranked = []
    for component in model.components.values():
        for item in _newest(observed, component.id):
            sign = _sign(model, observed, component, item)
            if sign is not None:
                kind = (not sign.speaks_against, _KINDS.index(item.metric))
                distance = (
                    observed.chain.index(sign.setting) if sign.setting in observed.chain else 0
                )
                ranked.append((*kind, distance, -abs(sign.ai_part - _HALF), item.id, sign))
    return tuple(entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1]))


def _sign(
    model: LoopModel, observed: Observed, component: Component, item: Observation
) -> Sign | None:
    """Return what an observation is a sign of; ``None`` for a limit that leaves it open."""
    tells_ai = TELLS_AI_PART[item.metric]
    ai_part = item.value if tells_ai else 1 - item.value
    at_most = item.bound is (Bound.UPPER if tells_ai else Bound.LOWER)
    at_least = item.bound is (Bound.LOWER if tells_ai else Bound.UPPER)
    speaks_against = ai_part > _HALF
    if (speaks_against and at_most) or (not speaks_against and at_least):
        return None
    metric = model.metrics.get(item.metric)
    return Sign(
        id=component.id,
        label=component.label,
        metric=metric.label if metric else item.metric,
        ai_part=ai_part,
        bound=item.bound,
        speaks_against=speaks_against,
        setting=observed.setting_of(item) or "",
        word=_word(model, item),
    )


def _newest(observed: Observed, identifier: str) -> Iterable[Observation]:
    """Return what sources say of AI's part in a component, each the newest of its kind."""
    newest: dict[tuple[str, str | None], tuple[date, Observation]] = {}
    for item in observed.of(identifier):
        if item.metric not in TELLS_AI_PART or not item.source or not 0 <= item.value <= 1:
            continue
        key, day = (item.metric, item.source), observed.day_of(item) or date.min
        if key not in newest or (day, item.id) > (newest[key][0], newest[key][1].id):
            newest[key] = (day, item)
    return (item for _, item in newest.values())


def _disputes(study: Study) -> tuple[Dispute, ...]:
    model, observed = study.model, study.of_evidence(Observed)
    return tuple(
        Dispute(
            id=component.id,
            label=component.label,
            metric=model.metrics[item.metric].label if item.metric in model.metrics else "",
            word=_word(model, item),
            disputed=_word(model, model.observations[other]),
        )
        for component in model.components.values()
        for item in observed.of(component.id)
        if item.metric in TELLS_AI_PART or item.metric == MetricName.HUMAN_BY_DESIGN
        for other in item.disputes
        if other in model.observations
    )


def _history(study: Study) -> tuple[HumanYear, ...]:
    """Return people's shares at the end of each year; what is supposed holds for the last."""
    before, now = study.of_evidence(_rows_before), years_of(study)[-1:]
    return tuple(
        row
        for identifier in study.model.components
        for row in (*before[identifier], *(_human_year(year, identifier) for year in now))
    )


def _rows_before(study: Study) -> dict[str, tuple[HumanYear, ...]]:
    return {
        identifier: tuple(_human_year(year, identifier) for year in past_years_of(study))
        for identifier in study.model.components
    }


def _human_year(year: YearOfStudy, identifier: str) -> HumanYear:
    decisions = pooled_share(year.study, identifier, MetricName.AI_SHARE_OF_DECISIONS)
    person_time = pooled_share(year.study, identifier, MetricName.AI_SHARE_OF_PERSON_TIME)
    return HumanYear(
        id=identifier,
        label=year.study.model.components[identifier].label,
        year=year.year,
        as_of=year.as_of,
        human_share_of_decisions=decisions.rest() if decisions else None,
        human_share_of_person_time=person_time.rest() if person_time else None,
    )


#: Standard normal scores at which people's work is worked out, for each uncertain number.
_SCORES = tuple(NormalDist().inv_cdf((index + 0.5) / 40) for index in range(40))


def human_days(baseline: float, floor: float, speedup: float, ai_share: float) -> float:
    """Return the days of people's own work that are left in a component.

    ``min((1 - f) (d0 - u), d - u)`` with ``d = max(u, d0 / S)``: the touch time that AI does not
    do, but never more than the days that are left besides the floor (people then are faster
    themselves). Checking AI's work is not in it, so that it is a lower limit.

    Args:
        baseline: d0, days without AI, 0 or more.
        floor: u, days that no intelligence shortens, 0 to d0.
        speedup: S, above 0.
        ai_share: f, share of person-time that AI does, 0 to 1.

    >>> human_days(baseline=10, floor=2, speedup=2, ai_share=0.75)
    2.0
    """
    days = days_at(baseline, floor, speedup)
    return min((1 - ai_share) * (baseline - floor), days - floor)


def _human_time(study: Study, item: TimedComponent) -> tuple[Interval, Interval] | None:
    """Return people's own work in one component now, in days and as a share of its days.

    The intervals come from the spread of AI's share and of the speed-up, taken as independent;
    the days without AI and the floor stand at their central estimates. ``None`` if AI's share of
    person-time is unknown, or if nothing is left to do. Without any known speed-up the component
    runs at its days without AI.
    """
    share = study.estimate(item.id, MetricName.AI_SHARE_OF_PERSON_TIME)
    if share is None or not item.days:
        return None
    speedup = study.estimate(item.id, MetricName.SPEEDUP)
    return _days_and_share(
        float(item.baseline_days), float(item.floor_days), float(item.days), speedup, share
    )


# A component whose numbers stay has the same answer whatever is supposed of the others.
@lru_cache(maxsize=1024)
def _days_and_share(
    baseline: float, floor: float, days: float, speedup: Estimate | None, share: Estimate
) -> tuple[Interval, Interval]:
    left: list[float] = []
    parts: list[float] = []
    # ``human_days`` for all pairs of values, the part that hangs on one of them worked out once.
    touched = [(1 - ai_share) * (baseline - floor) for ai_share in _values(share)]
    for pace in _values(speedup):
        drawn = days_at(baseline, floor, pace)
        room = drawn - floor
        now = [min(days_left, room) for days_left in touched]
        left += now
        parts += [value / drawn if drawn else 0.0 for value in now]
    centre = human_days(baseline, floor, speedup.median if speedup else 1.0, share.median)
    return _interval(centre, left), _interval(centre / days, parts)


def _values(estimate: Estimate | None) -> Iterator[float]:
    """Yield equally likely values of an estimate; the one value if it is exact; 1 if unknown."""
    position = None if estimate is None else to_scale(estimate.scale, estimate.median)
    if estimate is None:
        yield 1.0
    elif estimate.deviation == 0 or position is None:
        yield estimate.median
    else:
        for score in _SCORES:
            yield from_scale(estimate.scale, position + estimate.shift(score))


def _interval(centre: float, values: list[float]) -> Interval:
    if len(values) == 1:
        return Interval(centre)
    ordered = sorted(values)
    low = ordered[math.floor(0.05 * len(ordered))]
    high = ordered[math.ceil(0.95 * len(ordered)) - 1]
    return Interval(centre, min(low, centre), max(high, centre))
