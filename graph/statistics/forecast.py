"""One forecast of one number as a curve of probability, and how well it did."""

from __future__ import annotations

import math

from scipy.special import gammaln, stdtr, stdtrit

from graph.estimates import NORMAL_95
from graph.records import record
from graph.statistics.scales import probability_below


@record
class Forecast:
    """A number forecast by Student's t, or by the normal curve.

    Attributes:
        location: the middle.
        scale: standard deviation of the normal curve; of Student's t the width that turns into it
            as the degrees of freedom grow. 0 or more; 0 is a forecast without doubt.
        freedom: degrees of freedom, above 0; infinite for the normal curve.
    """

    location: float
    scale: float
    freedom: float = math.inf

    @property
    def low(self) -> float:
        """The 5th percentile."""
        return self.location - self._reach

    @property
    def high(self) -> float:
        """The 95th percentile."""
        return self.location + self._reach

    def covers(self, value: float) -> bool:
        """Return whether a value lies between the 5th and the 95th percentile.

        >>> Forecast(0.0, 1.0).covers(1.6), Forecast(0.0, 1.0).covers(1.7)
        (True, False)
        """
        return self.low <= value <= self.high

    def ranked_probability_score(self, value: float) -> float:
        """Return the continuous ranked probability score: 0 only for a sure forecast that is right.

        It is ``E|X - y| - E|X - X'| / 2`` with X and X' two draws of the forecast, in the unit of
        the number; lower is better. For the normal curve, with z the value in scales from the
        middle, ``scale (z (2 Phi(z) - 1) + 2 phi(z) - 1 / root pi)``. For Student's t with n
        degrees of freedom, ``scale (z (2 F(z) - 1) + 2 f(z) (n + z^2) / (n - 1)
        - 2 root n / (n - 1) B(1/2, n - 1/2) / B(1/2, n/2)^2)``.

        Source: T. Gneiting, A. Raftery, J. Am. Stat. Assoc. 102 (2007), section 4.2; A. Jordan,
        F. Krueger, S. Lerch, J. Stat. Softw. 90 (2019), appendix A.

        Args:
            value: what came.

        Returns:
            The distance to the value if the scale is 0; infinite for 1 degree of freedom or less,
            whose draws lie infinitely far apart on average.

        >>> Forecast(1.0, 0.0).ranked_probability_score(3.0)
        2.0
        >>> round(Forecast(0.0, 1.0).ranked_probability_score(0.0), 4)  # (root 2 - 1) / root pi
        0.2337
        """
        if self.scale == 0:
            return abs(value - self.location)
        z = (value - self.location) / self.scale
        if math.isinf(self.freedom):
            density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
            below = probability_below(z, 0.0, 1.0)
            return self.scale * (z * (2 * below - 1) + 2 * density - 1 / math.sqrt(math.pi))
        n = self.freedom
        if n <= 1:
            return math.inf
        near = z * (2 * float(stdtr(n, z)) - 1)
        height = 2 * math.exp(_log_density(z, n)) * (n + z * z) / (n - 1)
        apart = 2 * math.sqrt(n) / (n - 1) * math.exp(_log_beta(n - 0.5) - 2 * _log_beta(n / 2))
        return self.scale * (near + height - apart)

    def log_score(self, value: float) -> float:
        """Return minus the logarithm of the density at a value; lower is better.

        Returns:
            Infinite, or minus infinite if the value is met, where the scale is 0.

        >>> round(Forecast(0.0, 1.0).log_score(0.0), 4)  # ln(2 pi) / 2
        0.9189
        """
        if self.scale == 0:
            return -math.inf if value == self.location else math.inf
        z = (value - self.location) / self.scale
        if math.isinf(self.freedom):
            return z * z / 2 + math.log(2 * math.pi) / 2 + math.log(self.scale)
        return math.log(self.scale) - _log_density(z, self.freedom)

    @property
    def _reach(self) -> float:
        if math.isinf(self.freedom):
            return NORMAL_95 * self.scale
        return float(stdtrit(self.freedom, 0.95)) * self.scale


def _log_beta(b: float) -> float:
    """Return ln B(1/2, b)."""
    return float(gammaln(0.5) + gammaln(b) - gammaln(0.5 + b))


def _log_density(z: float, freedom: float) -> float:
    """Return the logarithm of the density of Student's t."""
    body = -(freedom + 1) / 2 * math.log1p(z * z / freedom)
    return body - math.log(freedom) / 2 - _log_beta(freedom / 2)
