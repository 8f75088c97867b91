"""How long work waits before it is taken up: the law, without any map.

``c`` people (or machines) side by side take ``s`` days for an item and are at work a share ``rho``
of their time, their load. By the approximation of Allen and Cunneen, with Sakasegawa's form of the
M/M/c queue in it, an item waits on average

    W = V s k(rho, c),    k(rho, c) = rho^(sqrt(2 (c + 1)) - 1) / (c (1 - rho))

For c = 1 that is Kingman's ``V rho / (1 - rho) s``, and with V = 1 the very M/M/1 queue. V is the
variability ``(ca^2 + cs^2) / 2``: half the sum of the squared coefficients of variation of the
times between arrivals and of the lengths of the work. For M/M/c with up to 10 side by side and
loads of 0.5 to 0.95 the form is too long, by at most 0.034 s, and by less than 7 % wherever an item
waits half of its own work or longer.

What it takes for granted: items come one by one and in no rhythm, whoever is free takes the next,
nobody gives up waiting, and the days are long enough for a steady state. A team that works in
batches, or at fixed hours, waits longer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.cycles.batch.columns import Array

#: Halvings by which a load is found: as many as a float can tell apart.
_HALVINGS = 60


def relative_waiting(load: float, servers: float) -> float:
    """Return how long an item waits, in lengths of its own work, at a variability of 1.

    Args:
        load: share of the time at work, 0 or more.
        servers: at work side by side, above 0.

    Returns:
        Infinity at a load of 1 or more: what waits grows without end.

    >>> relative_waiting(0.5, 1.0), relative_waiting(0.0, 3.0), relative_waiting(1.0, 2.0)
    (1.0, 0.0, inf)
    """
    if load >= 1:
        return math.inf
    return float(load ** (math.sqrt(2 * (servers + 1)) - 1) / (servers * (1 - load)))


def load_of_waiting(relative: float, servers: float) -> float:
    """Return the load at which an item waits so many lengths of its own work, at variability 1.

    Args:
        relative: waiting over work, 0 or more.
        servers: at work side by side, above 0.

    Returns:
        From 0 up to, but not including, 1.

    >>> round(load_of_waiting(1.0, 1.0), 12), load_of_waiting(0.0, 2.0)
    (0.5, 0.0)
    """
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if relative_waiting(middle, servers) > relative:
            high = middle
        else:
            low = middle
    return low


def load_of_items(items: float, servers: float, variability: float) -> float:
    """Return the load at which so many items wait or are in work, by Little's law.

    ``N = A (W + s)`` with arrivals ``A = rho c / s`` a day gives ``N = rho c (1 + V k(rho, c))``.

    Args:
        items: waiting or in work on average, 0 or more.
        servers: at work side by side, above 0.
        variability: V, 0 or more.

    Returns:
        From 0 up to, but not including, 1; the most there is where even that is too little.

    >>> round(load_of_items(1.0, 1.0, 1.0), 12)  # M/M/1: N = rho / (1 - rho)
    0.5
    """
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        there = middle * servers * (1 + variability * relative_waiting(middle, servers))
        low, high = (low, middle) if there > items else (middle, high)
    return low


def sampled_relative_waiting(load: Array, servers: Array) -> Array:
    """Return the waiting of :func:`relative_waiting` draw by draw.

    >>> import numpy as np
    >>> sampled_relative_waiting(np.array([0.5, 1.5]), np.array([1.0])).tolist()
    [1.0, inf]
    """
    import numpy as np

    load, servers = np.broadcast_arrays(load, servers)
    steady = load < 1
    found: Array = np.full(load.shape, np.inf)
    rho, side = load[steady], servers[steady]
    found[steady] = rho ** (np.sqrt(2 * (side + 1)) - 1) / (side * (1 - rho))
    return found


def sampled_load_of_waiting(relative: Array, servers: Array) -> Array:
    """Return the load of :func:`load_of_waiting` draw by draw.

    >>> import numpy as np
    >>> sampled_load_of_waiting(np.array([1.0]), np.array([1.0])).round(9).tolist()
    [0.5]
    """
    return _halved(lambda load: sampled_relative_waiting(load, servers), relative + 0 * servers)


def sampled_load_of_items(items: Array, servers: Array, variability: Array) -> Array:
    """Return the load of :func:`load_of_items` draw by draw.

    >>> import numpy as np
    >>> one = np.array([1.0])
    >>> sampled_load_of_items(one, one, one).round(9).tolist()
    [0.5]
    """
    import numpy as np

    def there(load: Array) -> Array:
        with np.errstate(invalid="ignore"):  # a conveyor belt at a load rounded to 1
            waiting = variability * sampled_relative_waiting(load, servers)
        found: Array = load * servers * (1 + waiting)
        return found

    return _halved(there, items + 0 * servers + 0 * variability)


def _halved(rising: Callable[[Array], Array], target: Array) -> Array:
    """Return where a function that rises with the load reaches a target, from 0 to 1."""
    import numpy as np

    low, high = np.zeros(target.shape), np.ones(target.shape)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = rising(middle) > target
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return low
