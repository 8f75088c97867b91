"""Months as people write them, and steps from one to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import UsageError
from graph.evidence.dates import period_of

#: A look further ahead than so many years is refused.
MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Months:
    """Consecutive months, the first one being now.

    Attributes:
        first: year times 12 plus month, counted from 0.
        count: how many, 1 or more.
    """

    first: int
    count: int

    def name(self, step: int) -> str:
        """Return a month as it is written.

        >>> Months(2026 * 12 + 10, 3).name(2)
        '2027-01'
        """
        year, month = divmod(self.first + step, 12)
        return f"{year:04}-{month + 1:02}"

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(map(self.name, range(self.count)))

    @property
    def years(self) -> tuple[float, ...]:
        """How many years from now each of them is."""
        return tuple(step / 12 for step in range(self.count))

    @property
    def year_ends(self) -> tuple[int, ...]:
        """The steps to now, to each December a quarter or more ahead and to the last month."""
        ends = [step for step in range(3, self.count) if (self.first + step) % 12 == 11]
        return tuple(sorted({0, *ends, self.count - 1}))


def months_until(as_of: str | None, horizon: str) -> Months:
    """Return the months from the date of the evidence to a horizon.

    Args:
        as_of: the day of the evidence.
        horizon: a year, a month or a day; a year means its last month.

    Raises:
        UsageError: the map has no date, the horizon is none, or it lies before the evidence or
            too far away.
    """
    if as_of is None:
        raise UsageError(
            "Nothing on this map is dated, so there is no now to start from. Say when it is with "
            "--as-of, for example --as-of 2026-06."
        )
    start, end = period_of(as_of), period_of(horizon)
    if start is None or end is None:
        raise UsageError(f"{horizon!r} is not a date. Write 2032 or 2032-06.")
    first = start.last.year * 12 + start.last.month - 1
    last = end.last.year * 12 + end.last.month - 1
    if last <= first:
        raise UsageError(
            f"The horizon {horizon} does not lie after the evidence, which is of {as_of}. "
            f"Choose {start.last.year + 1} or later."
        )
    if last - first > MOST_YEARS * 12:
        raise UsageError(
            f"The horizon {horizon} is more than {MOST_YEARS} years ahead. Rates of growth of "
            f"today say nothing about it. Choose {start.last.year + MOST_YEARS} or earlier."
        )
    return Months(first, last - first + 1)


def quantile_month(months: Months, steps: Sequence[float], share: float) -> str | None:
    """Return the month by which a share of draws has come to pass.

    Args:
        months: the months.
        steps: the step at which each draw does; infinite if it does not before the end.
        share: 0 to 1.

    Returns:
        ``None`` if by the end fewer have.

    >>> quantile_month(Months(2026 * 12, 12), [1.0, 4.0, float("inf")], 0.5)
    '2026-05'
    """
    ordered = sorted(steps)
    if not ordered:
        return None
    step = ordered[max(0, math.ceil(share * len(ordered)) - 1)]
    return None if step == float("inf") else months.name(int(step))
