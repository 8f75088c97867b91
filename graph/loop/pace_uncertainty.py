"""How uncertain the pace is, and what makes it so: over draws, or each number moved alone."""

from __future__ import annotations

from dataclasses import dataclass

from graph.estimates import Interval
from graph.loop.study import Study
from graph.loop.variance import Contribution, contributions, shares_by_basis


@dataclass(frozen=True, slots=True)
class PaceUncertainty:
    """How uncertain the pace is.

    Attributes:
        pace: against no AI; with percentiles if there were draws.
        contributions: what each uncertain number does to it, the largest first.
        variance_shares: the part of its variance that rests on each kind of evidence.
    """

    pace: Interval
    contributions: tuple[Contribution, ...]
    variance_shares: dict[str, float]


def pace_uncertainty(study: Study, pace: float, draws: int, seed: int) -> PaceUncertainty:
    """Return how uncertain the pace is.

    Args:
        study: the map, the standpoint and what is supposed.
        pace: at the central estimate.
        draws: 0 to move each number alone instead, which misses what they do together.
        seed: of the draws.
    """
    if draws == 0:
        rows = contributions(study)
        return PaceUncertainty(Interval(pace), rows, shares_by_basis(rows))
    from graph.loop.pace_draws import drawn_pace

    drawn = drawn_pace(study, draws, seed)
    rows = contributions(study, drawn.number_shares)
    return PaceUncertainty(drawn.pace, rows, drawn.variance_shares)
