"""What the evidence on one number comes to, and what each observation had to say in it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Weight:
    """What one observation counts for.

    Attributes:
        observation_id: which one.
        weight: its part of the estimate, 0 to 1; the weights of a pool with an estimate sum to 1.
        mean_on_scale: its value on the metric's scale less its grade's bias; ``None`` if it has
            no place there.
        deviation: its own standard deviation on that scale with its grade's uncertainty and its
            age, before any difference between sources; 0 if it is taken as exact.
        reason_excluded: why it weighs nothing, in plain words; ``None`` if it was let in.
    """

    observation_id: str
    weight: float
    mean_on_scale: float | None
    deviation: float | None
    reason_excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """All the evidence on one metric of one thing, seen from one standpoint.

    Attributes:
        subject: id of the thing.
        metric: the metric as a word.
        estimate: what the evidence comes to; ``None`` if that is nothing (unknown).
        heterogeneity: tau, the standard deviation between sources beyond their own errors, on
            the metric's scale; 0 for one source, ``None`` without an estimate or if derived.
        weights: every observation of the thing and metric, heaviest first.
        judgement: what our own assumption alone says, to show beside the estimate.
        notion: which notion of acceleration this is; ``None`` for every other metric.
        other_notions: the pools of the other notions, by rank; never mixed into this one.
        borrowed_from: id of the setting whose evidence stands in, if the asked one has none.
        derived: whether it was worked out from other metrics (see ``inputs``).
        inputs: the pools it was worked out from.
        note: what a reader must know about how it came about, if anything.
    """

    subject: str
    metric: str
    estimate: Estimate | None
    heterogeneity: float | None
    weights: tuple[Weight, ...]
    judgement: Estimate | None = None
    notion: str | None = None
    other_notions: tuple[Pool, ...] = ()
    borrowed_from: str | None = None
    derived: bool = False
    inputs: tuple[Pool, ...] = ()
    note: str | None = None

    @property
    def weighing_observation_ids(self) -> tuple[str, ...]:
        """The observations that carry weight, heaviest first."""
        return self.estimate.observation_ids if self.estimate else ()
