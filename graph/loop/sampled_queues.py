"""Waiting draw by draw: the queues of :mod:`graph.loop.queues` with all their numbers drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from graph.cycles.batch.columns import Array
from graph.loop.central import CentralLoop
from graph.loop.queues import Queue
from graph.loop.sample import Draws
from graph.loop.study import Study
from graph.loop.waiting import (
    sampled_load_of_items,
    sampled_load_of_waiting,
    sampled_relative_waiting,
)
from graph.records import record
from graph.vocabulary import MetricName

#: Steps after which a pace that has not settled is taken as it stands.
_MOST_STEPS = 60

#: Relative change of the pace below which it has settled in every draw.
_SETTLED = 1e-10

#: Significant digits of waiting: beyond them there is only what settling leaves.
_DIGITS = 9

#: Relative difference of two waitings below which nothing but settling tells them apart.
SAME = 1e-7

#: Gives the period of a loop with so many days of delay on each of its arcs.
PeriodOf = Callable[[Array], Array]


@record(slots=False)
class SampledQueue:
    """How work waits at one part, draw by draw; the fields of a :class:`Queue` as arrays."""

    node: int
    visits: Array
    fixed_days: Array | None
    variability: Array
    servers: Array
    load: Array
    work: Array
    servers_then: Array
    follows_pace: bool

    def load_at(self, days: Array, pace: Array) -> Array:
        """Return the load at other work, and at a pace that many times that of today."""
        with np.errstate(divide="ignore", invalid="ignore"):
            work = np.where(self.work > 0, days / self.visits / self.work, 0.0)
        found: Array = self.load * work * (self.servers_then / self.servers)
        return found * pace if self.follows_pace else found

    def waiting(self, days: Array, pace: Array) -> Array:
        """Return the days that one round waits; infinite at a load of 1 or more."""
        if self.fixed_days is not None:
            return self.visits * self.fixed_days * np.ones(np.broadcast_shapes(pace.shape))
        relative = sampled_relative_waiting(self.load_at(days, pace), self.servers)
        idle = (days == 0) | (self.variability == 0)
        with np.errstate(invalid="ignore"):
            return np.where(idle, 0.0, self.variability * days * relative)


@record(slots=False)
class SampledQueues:
    """Where work waits, draw by draw.

    Attributes:
        queues: of the parts at which it does.
        rows: for each of them the arcs that lead into the part, those of capacities left out.
        delays: of the arcs, in days, without that waiting.
        cyclic: whether each part lies on a cycle.
        period: days per round today, as the evidence has it.
    """

    queues: tuple[SampledQueue, ...]
    rows: tuple[tuple[int, ...], ...]
    delays: Array
    cyclic: tuple[bool, ...]
    period: Array

    def waiting_at(self, days: Array, period: Array) -> list[Array]:
        """Return how long one round waits at each part, at work and a pace."""
        with np.errstate(divide="ignore"):
            pace = self.period / period
        return [queue.waiting(days[queue.node], pace) for queue in self.queues]

    def delayed(self, waiting: Sequence[Array]) -> Array:
        """Return the delays of the arcs with waiting in them; what waits without end not."""
        count = max(self.delays.shape[1], *(one.size for one in waiting))
        delays = np.broadcast_to(self.delays, (len(self.delays), count)).copy()
        for days, rows in zip(waiting, self.rows, strict=True):
            finite = np.where(np.isfinite(days), days, 0.0)
            for row in rows:
                delays[row] += finite
        return delays

    def settled(self, days: Array, period_of: PeriodOf) -> list[Array]:
        """Return the waiting at the pace that comes of that very waiting, draw by draw.

        Args:
            days: of work per round, a row per part and a column per draw.
            period_of: the period with such delays.
        """
        count = days.shape[1]
        still = period_of(self.delayed(self._at_rest(days)))
        if not any(queue.follows_pace for queue in self.queues):
            return self._rounded(self.waiting_at(days, np.maximum(still, np.finfo(float).tiny)))

        def short_of(pace: Array) -> Array:
            """The pace that the loop keeps at a pace asked of it, less that pace."""
            waiting = self.waiting_at(days, 1 / pace)
            found = period_of(self.delayed(waiting))
            endless = np.zeros(count, dtype=bool)
            for one, on_cycle in zip(waiting, self.cyclic, strict=True):
                endless |= np.isinf(one) & on_cycle
            with np.errstate(divide="ignore"):
                kept = np.where(endless, 0.0, 1 / found)
            return np.asarray(kept - pace)

        high = 1 / np.maximum(still, self._least_period(days))
        pace = _root(short_of, high)
        return self._rounded(self.waiting_at(days, 1 / pace))

    def _at_rest(self, days: Array) -> list[Array]:
        return self.waiting_at(days, np.full(days.shape[1], np.inf))

    def _least_period(self, days: Array) -> Array:
        least = np.full(days.shape[1], np.finfo(float).tiny)
        for queue, on_cycle in zip(self.queues, self.cyclic, strict=True):
            if queue.follows_pace and on_cycle and queue.fixed_days is None:
                full = queue.load_at(days[queue.node], np.ones(1)) * self.period
                least = np.maximum(least, np.where(queue.variability > 0, full, 0.0))
        return least

    @staticmethod
    def _rounded(waiting: Sequence[Array]) -> list[Array]:
        return [_to_digits(one) for one in waiting]


def _root(falling: Callable[[Array], Array], high: Array) -> Array:
    """Return where a falling function crosses 0, from above 0 to ``high``: Illinois, all at once.

    Where it is still above 0 at ``high``, that is the answer.
    """
    above = falling(high)
    done = above >= 0
    low, below = high.copy(), above
    for _ in range(_MOST_STEPS):
        low = np.where(done | (below >= 0), low, low / 2)
        below = falling(low)
        if (done | (below >= 0)).all():
            break
    answer = np.where(done, high, low)
    side = np.zeros(high.shape)
    for _ in range(_MOST_STEPS):
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = np.where(done, answer, (low * above - high * below) / (above - below))
        middle = np.where(np.isfinite(middle), middle, low)
        at = falling(middle)
        answer = np.where(done, answer, middle)
        done = done | (np.abs(at) <= _SETTLED * middle) | (high - low <= _SETTLED * high)
        if done.all():
            break
        up = at > 0
        above = np.where(up, np.where(side == 1, above / 2, above), at)
        below = np.where(up, at, np.where(side == -1, below / 2, below))
        low, high = np.where(up, middle, low), np.where(up, high, middle)
        side = np.where(up, 1.0, -1.0)
    return answer


def _to_digits(values: Array) -> Array:
    """Return values to some significant digits; infinite ones as they are.

    >>> _to_digits(np.array([1.0000000004, np.inf])).tolist()
    [1.0, inf]
    """
    sound = np.isfinite(values) & (values > 0)
    found = values.copy()
    unit = 10.0 ** (np.floor(np.log10(values[sound])) + 1 - _DIGITS)
    found[sound] = np.round(values[sound] / unit) * unit
    return found


@record(slots=False)
class WorkDrawn:
    """What of a drawn loop its waiting depends on: rows by part.

    Attributes:
        visits: how often a round passes through each part.
        days: of work per round now.
    """

    visits: Array
    days: Array

    def by_the_rows_of(
        self, other: WorkDrawn, wanted: Sequence[str], own: Sequence[str]
    ) -> WorkDrawn:
        """Return the same with its rows in another order; what is not here as it is there."""
        row = {name: place for place, name in enumerate(own)}
        if tuple(wanted) == tuple(own):
            return self
        days, visits = other.days.copy(), other.visits.copy()
        for place, name in enumerate(wanted):
            if name in row:
                days[place], visits[place] = self.days[row[name]], self.visits[row[name]]
        return WorkDrawn(visits, days)


def sampled_queues(
    study: Study, loop: CentralLoop, draws: Draws, now: WorkDrawn, then: WorkDrawn, period: Array
) -> tuple[SampledQueue, ...]:
    """Return the queues of a loop with their numbers drawn.

    Args:
        study: the map, and what is supposed.
        loop: the loop at the central estimate, with its waiting.
        draws: of the uncertain numbers.
        now: the work with what is supposed.
        then: the work as the evidence has it; rows by the same parts.
        period: days per round as the evidence has it.
    """
    if loop.waiting is None:
        return ()
    return tuple(
        _queue(study, loop.nodes[queue.node], queue, draws, now, then, period)
        for queue in loop.waiting.queues
    )


def _queue(
    study: Study,
    part: str,
    queue: Queue,
    draws: Draws,
    now: WorkDrawn,
    then: WorkDrawn,
    period: Array,
) -> SampledQueue:
    evidence = study.without_suppositions()

    def drawn(metric: MetricName, of: Study, missing: float) -> Array:
        values = draws.values(of, part, metric)
        return np.array([missing]) if values is None else values

    number = drawn(queue.told_by, study, 0.0)
    visits = now.visits[queue.node]
    supposed = study.supposed(part, queue.told_by) is not None
    at, of = (now, study) if supposed else (then, evidence)
    work = at.days[queue.node] / at.visits[queue.node]
    variability = drawn(MetricName.VARIABILITY, study, 1.0)
    servers = drawn(MetricName.CAPACITY, study, np.inf)
    servers_then = drawn(MetricName.CAPACITY, of, np.inf)
    if queue.fixed_days is not None:
        none = np.zeros(1)
        return SampledQueue(queue.node, visits, number, none, none, none, none, none, False)
    if queue.told_by is MetricName.QUEUE_TIME:
        spread = drawn(MetricName.VARIABILITY, evidence, 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            relative = np.nan_to_num(number / (spread * work), nan=0.0)
        load = sampled_load_of_waiting(relative, servers_then)
    elif queue.told_by is MetricName.LOAD:
        load = number
    else:
        load = sampled_load_of_items(number, servers_then, variability)
    follows = not supposed and bool((period > 0).all())
    return SampledQueue(
        queue.node, visits, None, variability, servers, load, work, servers_then, follows
    )


def arcs_into(loop: CentralLoop, node: int) -> tuple[int, ...]:
    """Return the arcs that lead into a part, but for that of its capacity."""
    return tuple(
        row for row, arc in enumerate(loop.arcs) if arc.head == node and arc.key != loop.nodes[node]
    )


def unmoved(waiting: Array, before: Array | None) -> Array:
    """Return waiting with what differs from that before by no more than settling leaves undone.

    >>> unmoved(np.array([1.00000000001, 2.0]), np.array([1.0, 1.0])).tolist()
    [1.0, 2.0]
    """
    if before is None:
        return waiting
    with np.errstate(invalid="ignore"):
        same = np.abs(waiting - before) <= SAME * before
    found: Array = np.where(same, before, waiting)
    return found
