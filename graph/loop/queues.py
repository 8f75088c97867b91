"""Where work waits in a loop, and for how long once the load and the pace have settled.

What is known of a part's waiting holds at one pace of the loop: that of today, as the evidence has
it. From it follows the part's load today (:mod:`graph.loop.waiting`), and with it how many items
reach the part for each round. Under any other numbers that ratio stays, so that

    load = load today x (work / work today) x (people today / people) x (period today / period)

A faster loop brings more items a day, which wait longer, which slows it: the period is the one
number at which both agree. The waiting stands on the dependencies that lead into a part, as a delay
before it is taken up, so that it keeps nobody busy; what takes only so many at once is the work.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from graph.loop.study import Study
from graph.loop.suppositions import TELLS_WAITING
from graph.loop.waiting import load_of_items, load_of_waiting, relative_waiting
from graph.records import record
from graph.vocabulary import MetricName

#: Steps after which a period that has not settled is taken as it stands.
_MOST_STEPS = 100

#: Relative change of the pace below which it has settled.
_SETTLED = 1e-12


@record
class PartAtWork:
    """What of a part its waiting depends on.

    Attributes:
        id: the component's id.
        visits: how often one round passes through it.
        days: of work per round.
        servers: how many are at work there side by side; ``None`` if nothing limits them.
    """

    id: str
    visits: float
    days: float
    servers: float | None

    @property
    def work(self) -> float:
        """Days of work on one item."""
        return self.days / self.visits if self.visits else 0.0


@record
class Queue:
    """How work waits at one part.

    Attributes:
        node: the part's place among the nodes of the loop.
        told_by: the metric that tells how long work waits.
        visits: how often one round passes through the part.
        fixed_days: the waiting of one item, where it does not move with the load; else ``None``.
        variability: V.
        servers: how many are at work side by side.
        load: at the pace at which it is known, 0 to below 1.
        work: days of work on one item at that pace.
        servers_then: how many were at work side by side at that pace.
        period: days per round at that pace; ``None`` if the load is taken as it is at any pace.
    """

    node: int
    told_by: MetricName
    visits: float
    fixed_days: float | None = None
    variability: float = 1.0
    servers: float = 1.0
    load: float = 0.0
    work: float = 1.0
    servers_then: float = 1.0
    period: float | None = None

    def load_at(self, days: float, period: float) -> float:
        """Return the load at other work and another pace; 1 or more where none can last.

        Args:
            days: of work per round.
            period: days per round.
        """
        pace = self.period / period if self.period is not None else 1.0
        work = days / self.visits if self.visits else 0.0
        return self.load * (work / self.work) * (self.servers_then / self.servers) * pace

    def waiting(self, days: float, period: float) -> float:
        """Return the days that one round waits at the part; infinite at a load of 1 or more."""
        if self.fixed_days is not None:
            return self.visits * self.fixed_days
        if days == 0 or self.variability == 0:
            return 0.0
        relative = relative_waiting(self.load_at(days, period), self.servers)
        return self.variability * days * relative

    def least_period(self, days: float) -> float:
        """Return the period at and below which the load would be 1 or more; 0 if none is."""
        if self.fixed_days is not None or self.period is None or self.variability == 0:
            return 0.0
        return self.load_at(days, self.period) * self.period


def teller_of(study: Study, part: str) -> MetricName | None:
    """Return the number that tells how work waits at a part: a supposed one before all others.

    Args:
        study: the map, and what is supposed.
        part: its id.

    Returns:
        ``None`` if nothing tells that work waits there.
    """
    evidence = study.without_suppositions()
    supposed = _supposed_teller(study, part)
    return supposed or next((one for one in TELLS_WAITING if evidence.estimate(part, one)), None)


def _supposed_teller(study: Study, part: str) -> MetricName | None:
    return next((one for one in TELLS_WAITING if study.supposed(part, one) is not None), None)


def queue_of(study: Study, node: int, now: PartAtWork, then: PartAtWork) -> Queue | None:
    """Return how work waits at a part; ``None`` if nothing tells that it does.

    Args:
        study: the map, and what is supposed.
        node: the part's place among the nodes.
        now: the part with what is supposed.
        then: the part as the evidence has it.
    """
    evidence = study.without_suppositions()
    supposed, teller = _supposed_teller(study, now.id), teller_of(study, now.id)
    if teller is None:
        return None
    number = _median(study, now.id, teller)
    given = _median(study, now.id, MetricName.VARIABILITY)
    variability = 1.0 if given is None else given
    at = now if supposed else then
    if teller is MetricName.QUEUE_TIME:
        fixed = Queue(node, teller, now.visits, fixed_days=number)
        then_given = _median(evidence, now.id, MetricName.VARIABILITY)
        spread = 1.0 if then_given is None else then_given
        if supposed or now.servers is None or at.servers is None or not at.work * spread:
            return fixed
        load = load_of_waiting((number or 0.0) / (spread * at.work), at.servers)
    elif now.servers is None or at.servers is None or not at.work:
        return None
    elif teller is MetricName.LOAD:
        load = number or 0.0
    else:
        load = load_of_items(number or 0.0, at.servers, variability)
    return Queue(
        node, teller, now.visits, None, variability, now.servers, load, at.work, at.servers
    )


def known_at(
    queues: Sequence[Queue], study: Study, nodes: Sequence[str], period: float | None
) -> tuple[Queue, ...]:
    """Return queues whose load is known at a pace; those whose load is supposed know none.

    Args:
        queues: of a loop.
        study: says what is supposed.
        nodes: ids of the parts.
        period: days per round as the evidence has it; ``None`` if there is no such period.
    """
    return tuple(
        queue
        if period is None or study.supposed(nodes[queue.node], queue.told_by) is not None
        else replace(queue, period=period)
        for queue in queues
    )


def waiting_at(queues: Sequence[Queue], days: Sequence[float], period: float) -> dict[int, float]:
    """Return the days that a round waits at each part that has a queue, at a pace."""
    return {queue.node: queue.waiting(days[queue.node], period) for queue in queues}


#: Gives the period of a loop, in days per round, whose parts wait so long; infinite if one on a
#: cycle waits without end, ``None`` if there is no cycle.
PeriodOf = Callable[[dict[int, float]], float | None]


def settled(
    queues: Sequence[Queue], days: Sequence[float], cyclic: frozenset[int], period_of: PeriodOf
) -> dict[int, float]:
    """Return the waiting at the pace that itself comes of that waiting.

    The pace 1 / period that the loop could keep falls as a pace is asked of it that makes parts
    wait longer, so that the two meet once; found by regula falsi with the Illinois rule.

    Args:
        queues: of the loop.
        days: of work per round, of every node.
        cyclic: nodes that lie on a cycle: what waits there without end stops the loop.
        period_of: the period of the loop with such waiting.

    Returns:
        Days per round by node; infinite where more arrives than can be done, off every cycle.
    """
    still = period_of({queue.node: queue.waiting(days[queue.node], math.inf) for queue in queues})
    if still is None or all(queue.period is None for queue in queues):
        return waiting_at(queues, days, still or math.inf)

    def too_slow(pace: float) -> float:
        found = period_of(waiting_at(queues, days, 1 / pace)) or 0.0
        return (1 / found if found else math.inf) - pace

    least = max(
        (queue.least_period(days[queue.node]) for queue in queues if queue.node in cyclic),
        default=0.0,
    )
    slowest = max(still, least)
    if slowest == 0:
        return waiting_at(queues, days, 0.0)
    high = 1 / slowest
    low = high
    above, below = math.nan, math.nan
    for _ in range(_MOST_STEPS):
        low /= 2
        below = too_slow(low)
        if below >= 0:
            break
    above = too_slow(high)
    if above >= 0:
        return waiting_at(queues, days, 1 / high)
    side = 0
    for _ in range(_MOST_STEPS):
        middle = (low * above - high * below) / (above - below)
        at = too_slow(middle)
        if abs(at) <= _SETTLED * middle or high - low <= _SETTLED * high:
            low = middle
            break
        if at > 0:
            low, below = middle, at
            above = above / 2 if side == 1 else above
            side = 1
        else:
            high, above = middle, at
            below = below / 2 if side == -1 else below
            side = -1
    return waiting_at(queues, days, 1 / low)


def _median(study: Study, subject: str, metric: MetricName) -> float | None:
    estimate = study.estimate(subject, metric)
    return None if estimate is None else estimate.median


def finite(waiting: float) -> Fraction:
    """Return waiting as an exact delay to 12 digits; none where it is without end.

    >>> finite(0.5), finite(math.inf)
    (Fraction(1, 2), Fraction(0, 1))
    """
    if not math.isfinite(waiting):
        return Fraction(0)
    return Fraction(f"{waiting:.12g}")
