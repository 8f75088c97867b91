"""The answer of one search for a greatest cycle ratio, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Peak:
    """A cycle of greatest ratio within one strongly connected part.

    Attributes:
        work: the weights on the cycle, summed.
        lag: the lags on the cycle, summed; more than 0.
        arcs: its arcs, in order.
        part: which part of the solver it lies in.
        policy: the arc chosen at each node of the part, to start a similar search from.
        tight: the arcs of the part on which nothing is lost; all critical cycles lie on them.
    """

    work: int
    lag: int
    arcs: tuple[int, ...]
    part: int
    policy: tuple[int, ...]
    tight: tuple[int, ...]

    def exceeds(self, other: Peak) -> bool:
        """Whether its ratio is strictly greater.

        >>> Peak(3, 1, (), 0, (), ()).exceeds(Peak(5, 2, (), 0, (), ()))
        True
        """
        return self.work * other.lag > other.work * self.lag


def steepest(peaks: Sequence[Peak]) -> Peak | None:
    """Return the one of greatest ratio, the first of those that tie; ``None`` if there are none.

    >>> steepest([Peak(5, 2, (), 0, (), ()), Peak(3, 1, (), 1, (), ())]).part
    1
    """
    return max(peaks, key=lambda peak: Fraction(peak.work, peak.lag), default=None)
