"""The reasoned numbers by which an observation speaks of another setting, notion, part and year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from graph.estimates import NORMAL_95
from graph.evidence.scaled import SERIAL_SPEED
from graph.model import LoopModel, Observation
from graph.records import record
from graph.statistics.scales import half_width


@record
class Scope:
    """Which of the observations count, besides what the standpoint lets in.

    Attributes:
        judgements: whether our own count as one more source.
        other_settings: whether what is observed in other settings and notions counts.
    """

    judgements: bool = True
    other_settings: bool = True


class PriorMetric(StrEnum):
    """The metrics in which those numbers are written, as words."""

    OFFSET = "offset"
    PRIOR_MEAN = "prior-mean"
    YEARLY_TREND = "yearly-trend"
    SOURCE_DEVIATION = "source-deviation"
    PART_DEVIATION = "part-deviation"
    FAMILY_DEVIATION = "family-deviation"
    PART_SETTING_DEVIATION = "part-setting-deviation"
    SHARED_BIAS_SHARE = "shared-bias-share"
    JUDGEMENT_DEVIATION = "judgement-deviation"


@record
class Reasoned:
    """A number on the metric's scale, with its deviation there and where it is written.

    Attributes:
        value: the number itself.
        deviation: 0 if it is given without an interval.
        observation_id: the observation that states it; ``None`` if none does and it is 0.
    """

    value: float = 0.0
    deviation: float = 0.0
    observation_id: str | None = None


@record(slots=False)
class JointPrior:
    """What ties the observations of one metric together.

    Attributes:
        mean: of an average part before any evidence.
        yearly_trend: how far an observation of a year ago lies below what it would be today.
        source_deviation: scale of the half-normal prior of the deviation between sources.
        part_deviation: likewise between the parts of a family.
        family_deviation: likewise between families.
        part_setting_deviation: of a part's own offset between settings.
        shared_bias_share: the part of the variance of a grade's bias that its studies share.
        judgement_deviation: of the error that all our own judgements share, as a part of what each
            claims on the scale.
        settings: the offset of each setting against the yardstick; without one it is 0.
        notions: the offset of each notion against serial speed.
    """

    mean: Reasoned
    yearly_trend: Reasoned
    source_deviation: float
    part_deviation: float
    family_deviation: float
    part_setting_deviation: float
    shared_bias_share: float
    judgement_deviation: float
    settings: Mapping[str, Reasoned]
    notions: Mapping[str, Reasoned]

    def left_open(self, setting: str, deviation: float) -> JointPrior:
        """Return the same without an opinion on how a setting differs: around 0, and wide.

        Args:
            setting: whose offset is left open.
            deviation: on the metric's scale.
        """
        from dataclasses import replace

        return replace(self, settings={**self.settings, setting: Reasoned(0.0, deviation)})


def joint_prior(
    model: LoopModel, metric: str, admits: Callable[[Observation], bool]
) -> JointPrior | None:
    """Return what ties the observations of a metric together.

    Args:
        model: the map; the numbers are observations about the metric, settings and notions.
        metric: the metric as a word.
        admits: whether an observation may count. How observations hang together is reasoned, and
            was not known on a day: it holds for every date.

    Returns:
        ``None`` if the map says neither how far sources nor how far parts differ: then every
        number of the metric stands alone.
    """
    prior = _Reading(model, admits)
    if not prior.has(metric, PriorMetric.SOURCE_DEVIATION) or not prior.has(
        metric, PriorMetric.PART_DEVIATION
    ):
        return None

    def level(name: PriorMetric) -> float:
        return prior.read(metric, name).value

    return JointPrior(
        mean=prior.read(metric, PriorMetric.PRIOR_MEAN),
        yearly_trend=prior.read(metric, PriorMetric.YEARLY_TREND),
        source_deviation=level(PriorMetric.SOURCE_DEVIATION),
        part_deviation=level(PriorMetric.PART_DEVIATION),
        family_deviation=level(PriorMetric.FAMILY_DEVIATION),
        part_setting_deviation=level(PriorMetric.PART_SETTING_DEVIATION),
        shared_bias_share=level(PriorMetric.SHARED_BIAS_SHARE),
        judgement_deviation=level(PriorMetric.JUDGEMENT_DEVIATION),
        settings=prior.offsets(model.settings),
        notions={**prior.offsets(model.notions), SERIAL_SPEED: Reasoned()},
    )


class _Reading:
    def __init__(self, model: LoopModel, admits: Callable[[Observation], bool]) -> None:
        self._model = model
        self._admits = admits

    def _found(self, subject: str, name: PriorMetric) -> Observation | None:
        about = self._model.observations_by_subject.get(subject, ())
        said = [item for item in about if item.metric == name and self._admits(item)]
        # Of several that count, the newest.
        return max(said, key=lambda item: (item.as_of or "", item.id), default=None)

    def has(self, subject: str, name: PriorMetric) -> bool:
        return self._found(subject, name) is not None

    def read(self, subject: str, name: PriorMetric) -> Reasoned:
        found = self._found(subject, name)
        return _reasoned(found) if found else Reasoned()

    def offsets(self, things: Mapping[str, object]) -> dict[str, Reasoned]:
        found = {name: self._found(name, PriorMetric.OFFSET) for name in things}
        return {name: _reasoned(item) for name, item in found.items() if item}


def _reasoned(observation: Observation) -> Reasoned:
    low, high = observation.low, observation.high
    if low is None or high is None:
        return Reasoned(observation.value, 0.0, observation.id)
    quantile = half_width(observation.interval_level) or NORMAL_95
    return Reasoned(observation.value, (high - low) / (2 * quantile), observation.id)
