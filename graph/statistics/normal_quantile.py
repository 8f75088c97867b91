"""The quantile of the normal distribution, for many probabilities at once.

Written out because importing a library of distributions takes longer than all else that a short
answer needs. Algorithm AS 241 (M. Wichura, Applied Statistics 37, 1988), accurate to about 16
digits; the coefficients are those published.
"""

from __future__ import annotations

import numpy as np

from graph.cycles.batch.columns import Array

# Each list goes from the highest power down to the constant.
_CENTRE_ABOVE = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRE_BELOW = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_SIDE_ABOVE = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_SIDE_BELOW = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_TAIL_ABOVE = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_TAIL_BELOW = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)

#: Within this distance of one half the first rational function holds.
_CENTRE = 0.425
#: Up to this value of sqrt(-ln p) the second holds, beyond it the third.
_SIDE = 5.0
#: Numbers worked on at a time; so many fit into the processor's cache.
BLOCK = 16_384


def normal_quantile(probabilities: Array) -> Array:
    """Return the standard normal numbers below which lie these probabilities.

    Args:
        probabilities: each above 0 and below 1.

    >>> normal_quantile(np.array([0.5])).tolist()
    [0.0]
    """
    flat = probabilities.reshape(-1)
    found = np.empty_like(flat)
    for start in range(0, flat.size, BLOCK):
        part = slice(start, start + BLOCK)
        found[part] = _quantile(flat[part])
    return found.reshape(probabilities.shape)


def _quantile(probabilities: Array) -> Array:
    distance = probabilities - 0.5
    square = _CENTRE**2 - distance * distance
    found: Array = distance * _rational(square, _CENTRE_ABOVE, _CENTRE_BELOW)
    outside = np.flatnonzero(np.abs(distance) > _CENTRE)
    found[outside] = _outside(probabilities[outside])
    return found


def _outside(probabilities: Array) -> Array:
    lower = probabilities < 0.5
    root = np.sqrt(-np.log(np.where(lower, probabilities, 1 - probabilities)))
    size = np.where(
        root <= _SIDE,
        _rational(root - 1.6, _SIDE_ABOVE, _SIDE_BELOW),
        _rational(root - _SIDE, _TAIL_ABOVE, _TAIL_BELOW),
    )
    return np.where(lower, -size, size)


def _rational(value: Array, above: tuple[float, ...], below: tuple[float, ...]) -> Array:
    return _polynomial(value, above) / _polynomial(value, below)


def _polynomial(value: Array, coefficients: tuple[float, ...]) -> Array:
    total = np.full(value.shape, coefficients[0])
    for coefficient in coefficients[1:]:
        total *= value
        total += coefficient
    return total
