"""Each source's speed-ups foretold by all sources but their own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date

from graph.estimates import Basis, Scale
from graph.evidence.dates import Calendar, age_years
from graph.evidence.scaled import ScaledObservation, scale_observation
from graph.evidence.status import EVIDENCE
from graph.loop.study import Study
from graph.model import Grade, Observation
from graph.questions.score.answer import SpeedupScore
from graph.questions.score.methods import TriedMethod, compared
from graph.records import record
from graph.statistics.forecast import Forecast
from graph.statistics.random_effects import Effect, pool_effects
from graph.vocabulary import MetricName

MODEL = "the map's model of the evidence"
NO_POOLING = "no pooling: other sources on the same part"
COMPLETE_POOLING = "complete pooling: all other sources as one"

#: From the other sources' speed-ups and the one held out to its forecast.
Foretelling = Callable[[Sequence[ScaledObservation], ScaledObservation], Forecast]


@record
class HeldOut:
    """An outside speed-up, foretold without its source; natural logarithms.

    Attributes:
        observation_id: which.
        mean: of what was foretold for the report itself.
        deviation: of it, the report's own error included; above 0.
        truth: what the report says.
    """

    observation_id: str
    mean: float
    deviation: float
    truth: float


def held_out_by_model(study: Study) -> tuple[HeldOut, ...] | None:
    """Return every outside speed-up as the map's model of the evidence foretells it.

    In closed form, each source by all others (``Posterior.predicted``), without judgements of ours.

    Args:
        study: the map and the standpoint; what is supposed plays no part.

    Returns:
        ``None`` if the map does not say how its speed-ups hang together: each is then pooled alone.
    """
    joint = study.estimates.joint(MetricName.SPEEDUP, EVIDENCE)
    if joint is None:
        return None
    found = []
    for source in joint.sources():
        made = joint.solved.predicted(source)
        for report, mean, deviation in zip(
            joint.solved.reports_of(source),
            made.means.tolist(),
            made.deviations.tolist(),
            strict=True,
        ):
            if not report.is_limit:
                name = report.observation.id
                found.append(HeldOut(name, mean, deviation, report.position))
    return tuple(found)


def outside_speedups(study: Study) -> tuple[ScaledObservation, ...]:
    """Return the speed-ups of sources, on the log scale, by id.

    All settings and notions; no limits, no assumptions of ours, nothing that is withdrawn,
    replaced or not known yet.
    """
    metric = study.model.metrics.get(str(MetricName.SPEEDUP))
    if metric is None or metric.scale is not Scale.LOG:
        return ()
    calendar, day = Calendar(study.model), study.estimates.as_of
    today = date.fromisoformat(day) if day else None
    found = []
    for item in study.model.observations.values():
        about_a_part = item.metric == metric.id and item.subject in study.model.components
        if not about_a_part or item.source is None or study.estimates.refusal(item.id) is not None:
            continue
        age = age_years(calendar.own_day(item), today)
        scaled = scale_observation(item, metric, _grade(study, item), age)
        if scaled.mean is not None and not (scaled.is_limit or scaled.assumed or scaled.exact):
            found.append(scaled)
    return tuple(sorted(found, key=lambda one: one.observation.id))


def held_out_by(outside: Sequence[ScaledObservation], foretell: Foretelling) -> tuple[HeldOut, ...]:
    """Return each speed-up as foretold by those of all sources but its own.

    Args:
        outside: speed-ups of two sources or more.
        foretell: how.
    """
    found = []
    for one in outside:
        others = [item for item in outside if item.observation.source != one.observation.source]
        made = foretell(others, one)
        found.append(HeldOut(one.observation.id, made.location, made.scale, _mean(one)))
    return tuple(found)


def without_pooling(others: Sequence[ScaledObservation], one: ScaledObservation) -> Forecast:
    """Foretell a speed-up from other sources' on the same part alone.

    Where there are none: no change, with the spread of all other sources' speed-ups about it.
    """
    same = [item for item in others if item.observation.subject == one.observation.subject]
    if same:
        return with_complete_pooling(same, one)
    squares = math.fsum(_mean(item) ** 2 for item in others) / len(others)
    return Forecast(0.0, math.sqrt(squares + one.variance))


def with_complete_pooling(others: Sequence[ScaledObservation], one: ScaledObservation) -> Forecast:
    """Foretell a speed-up from those of all others, as if all parts were one.

    The random-effects mean; its variance, that between reports and the report's own error add up.
    """
    pooled = pool_effects([Effect(_mean(item), item.variance) for item in others])
    variance = pooled.variance + pooled.tau_squared + one.variance
    return Forecast(pooled.mean, math.sqrt(variance))


def speedup_score(study: Study) -> SpeedupScore:
    """Return how well speed-ups were foretold without their own source.

    Scored by minus the log of the density; the interval is one of 90 %.
    """
    outside = outside_speedups(study)
    if len({item.observation.source for item in outside}) < _LEAST_SOURCES:
        return SpeedupScore("There are no speed-ups of two or more sources.", len(outside), ())
    rivals = {
        NO_POOLING: held_out_by(outside, without_pooling),
        COMPLETE_POOLING: held_out_by(outside, with_complete_pooling),
    }
    by_model = held_out_by_model(study)
    if by_model is None:
        methods = [_method(name, rows) for name, rows in rivals.items()]
        told = compared(methods, Forecast.log_score, from_zero=False)
        return SpeedupScore(
            "The map does not say how its speed-ups hang together: each part is pooled alone.",
            len(outside),
            told,
        )
    # All methods are compared on the speed-ups that the model foretells, in one order.
    foretold = {item.observation_id: item for item in by_model}
    kept = [item.observation.id for item in outside if item.observation.id in foretold]
    own = _method(MODEL, [foretold[name] for name in kept])
    methods = [
        _method(name, [row for row in rows if row.observation_id in foretold])
        for name, rows in rivals.items()
    ]
    told = compared((own, *methods), Forecast.log_score, from_zero=False)
    return SpeedupScore(None, len(kept), told)


#: Speed-ups of one source alone cannot be foretold from others.
_LEAST_SOURCES = 2


def _method(name: str, rows: Sequence[HeldOut]) -> TriedMethod:
    return TriedMethod(
        name,
        tuple(Forecast(one.mean, one.deviation) for one in rows),
        tuple(one.truth for one in rows),
    )


def _mean(scaled: ScaledObservation) -> float:
    if scaled.mean is None:
        raise ValueError(f"{scaled.observation.id} has no place on the log scale.")
    return scaled.mean


def _grade(study: Study, observation: Observation) -> Grade:
    known = study.model.grades.get(observation.grade)
    return known or Grade(observation.grade, observation.grade, Basis.JUDGED)
