"""How much of a component AI does: three kinds of share that never mix, and a level."""

from __future__ import annotations

from graph.estimates import Basis, Estimate
from graph.evidence.status import AUTONOMY_METRIC, DEFAULT_THRESHOLDS
from graph.loop.study import Study
from graph.records import record
from graph.vocabulary import MetricName

#: Levels with the metric that tells the share of person-time at that level or above.
_LEVEL_METRICS = (
    ("AL5", AUTONOMY_METRIC),
    ("AL4", "autonomy-share"),
    ("AL3", "collaboration-share"),
)

#: Least share of person-time done by AI for a level to be read from the share alone. How the two
#: scales compare is a convention of this map: who leads the work, a share of time does not tell.
_LEVEL_FROM_SHARE = (("AL3", 0.5), ("AL2", 0.1), ("AL1", 0.01), ("AL0", 0.0))


@record
class PooledShare:
    """A share as the evidence has it.

    Attributes:
        median: central value, 0 to 1.
        low: 5th percentile; ``None`` if the number is exact.
        high: 95th percentile, likewise.
        basis: the best kind of evidence it rests on.
        observation_count: observations that carry weight, assumptions among them.
        source_count: different sources of those.
        borrowed_from: id of the setting whose evidence stands in, if any.
    """

    median: float
    low: float | None
    high: float | None
    basis: Basis
    observation_count: int
    source_count: int
    borrowed_from: str | None = None

    def rest(self) -> PooledShare:
        """Return the other part of the whole: what is left for people.

        >>> PooledShare(0.75, 0.5, None, Basis.JUDGED, 1, 1).rest().high
        0.5
        """
        return PooledShare(
            1 - self.median,
            None if self.high is None else 1 - self.high,
            None if self.low is None else 1 - self.low,
            self.basis,
            self.observation_count,
            self.source_count,
            self.borrowed_from,
        )


@record
class AutomationLevel:
    """How far a component is automated, on the scale AL0 to AL5.

    Attributes:
        level: the level that at least half of the person-time has reached (``AL3``, ``below AL4``).
        read_from: ``levels`` if observations tell it, ``person-time`` if it is read from the share
            that AI does, which never tells more than AL3.
    """

    level: str
    read_from: str


def pooled_share(study: Study, subject: str, metric: str) -> PooledShare | None:
    """Return a share as the evidence has it; ``None`` if nothing is known."""
    estimate = study.estimate(subject, metric)
    if estimate is None:
        return None
    pool = study.estimates.pool(subject, metric)
    return PooledShare(
        estimate.median,
        estimate.low,
        estimate.high,
        estimate.basis,
        len(estimate.observation_ids),
        estimate.source_count,
        pool.borrowed_from if pool else None,
    )


def automation_level(study: Study, component_id: str) -> AutomationLevel | None:
    """Return how far a component is automated.

    The highest level that at least half of its person-time has reached. Where no observation of
    levels tells, it is read from the share of person-time that AI does: AL3 from half, AL2 from a
    tenth, AL1 from a hundredth, and never more than AL3.

    Returns:
        ``below AL4`` or the like if only that is known; ``None`` if nothing is.
    """
    thresholds = {**DEFAULT_THRESHOLDS, **study.model.thresholds}
    not_reached = None
    for level, metric in _LEVEL_METRICS:
        share = study.estimate(component_id, metric)
        if share is not None and share.median >= thresholds["autonomous-time-share"]:
            return AutomationLevel(level, "levels")
        if share is not None:
            not_reached = level
    return _level_from_share(
        study.estimate(component_id, MetricName.AI_SHARE_OF_PERSON_TIME), not_reached
    )


def _level_from_share(share: Estimate | None, not_reached: str | None) -> AutomationLevel | None:
    if share is None:
        return AutomationLevel(f"below {not_reached}", "levels") if not_reached else None
    level = next(name for name, least in _LEVEL_FROM_SHARE if share.median >= least)
    return AutomationLevel("AL2" if not_reached == "AL3" == level else level, "person-time")
