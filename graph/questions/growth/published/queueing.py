"""Waiting in front of a component with a few teams: faster coding, slower review."""

from __future__ import annotations

import math


def erlang_wait(arrivals: float, service: float, teams: int) -> float:
    """Return the mean wait before service starts in a queue M/M/c (Erlang's C formula).

    The wait is C(c, a) / (c mu - lambda) with the offered load a = lambda / mu; for one team it
    is rho / (mu - lambda).

    Args:
        arrivals: pieces of work that arrive per unit of time, 0 or more.
        service: pieces that one team finishes per unit of time, above 0.
        teams: how many teams serve the same queue, 1 or more.

    Returns:
        In units of time; ``inf`` if work arrives as fast as it can be served, or faster.

    Raises:
        ValueError: an argument is outside its range.

    >>> round(erlang_wait(1.0, 2.0, 1), 12)
    0.5
    """
    if arrivals < 0.0 or service <= 0.0 or teams < 1:
        raise ValueError("Arrivals must be 0 or more, service above 0 and teams 1 or more.")
    load = arrivals / service
    if load >= teams:
        return math.inf
    blocked = 1.0
    for team in range(1, teams + 1):
        blocked = load * blocked / (team + load * blocked)
    waiting = blocked / (1.0 - load / teams * (1.0 - blocked))
    return waiting / (teams * service - arrivals)
