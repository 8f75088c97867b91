"""The central numbers of a study, exact; days that would get too long are rounded."""

from __future__ import annotations

from fractions import Fraction

from graph.cycles.marked_graph import exact
from graph.loop.study import Study
from graph.vocabulary import MetricName

#: Denominators above this, powers of 2 and 5 left out, are rounded, so that exact arithmetic stays
#: quick.
_LARGEST_DENOMINATOR = 360

#: Significant digits that days keep where they are rounded: as many as a float tells apart.
_DIGITS = 17


class CentralNumbers:
    """The central numbers of a study; those of the evidence serve all that is supposed."""

    def __init__(self, study: Study) -> None:
        """Look at the numbers of a study.

        Args:
            study: the map, the standpoint and what is supposed.
        """
        self._study = study
        self._known = study.of_evidence(_known_numbers)
        self._any_moved = bool(study.suppositions)

    def any(self, metric: MetricName) -> bool:
        """Return whether some number of a metric may be known."""
        return self._any_moved or self._study.estimates.may_know(metric)

    def get(self, subject: str, metric: MetricName) -> Fraction | None:
        """Return a number; ``None`` if it is unknown."""
        if self._any_moved and self._study.moved(subject, metric):
            estimate = self._study.estimate(subject, metric)
            return None if estimate is None else exact(estimate.median)
        key = subject, metric
        if key not in self._known:
            median = self._study.estimates.median(subject, metric)
            self._known[key] = None if median is None else exact(median)
        return self._known[key]


def _known_numbers(_: Study) -> dict[tuple[str, MetricName], Fraction | None]:
    """Return where numbers of the evidence are kept, once for all that is supposed besides."""
    return {}


def rounded_days(days: Fraction) -> Fraction:
    """Return days as they are if they are a decimal or such over a small number, else to 17 digits.

    What is written is a decimal and stays exact, and so is its quotient by a short speed-up. Of the
    rest the rounding is relative, so that a billionth of a day counts as exactly as a billion days.

    >>> rounded_days(Fraction(1, 3)), rounded_days(Fraction(1, 10**12))
    (Fraction(1, 3), Fraction(1, 1000000000000))
    >>> float(rounded_days(Fraction(1, 3**40)) * 3**40)
    1.0
    """
    rest = days.denominator
    if rest <= _LARGEST_DENOMINATOR:
        return days
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return days if rest <= _LARGEST_DENOMINATOR else to_digits(days, _DIGITS)


def to_digits(value: Fraction, digits: int) -> Fraction:
    """Return a number of 0 or more to so many significant digits, or one more.

    >>> to_digits(Fraction(2, 3) / 10**9, 3) * 10**9
    Fraction(667, 1000)
    """
    places = digits - (len(str(value.numerator)) - len(str(value.denominator)))
    unit = Fraction(10) ** places
    return Fraction(round(value * unit)) / unit
