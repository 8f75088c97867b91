"""A loop prepared for many draws at once, and the cycles that were critical in some of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from graph.cycles.alternatives import ENUMERATION_LIMIT, choose_alternatives
from graph.cycles.batch.bellman_ford import LagFreeCycleError
from graph.cycles.batch.columns import Array, Truth, Whole, distinct
from graph.cycles.batch.cycle_pool import CyclePool
from graph.cycles.batch.known_cycles import LearnedCycles
from graph.loop.central import CentralLoop
from graph.records import record

if TYPE_CHECKING:
    from graph.cycles.batch.detours import Detours


@record(slots=False)
class Way:
    """One combination of alternatives.

    Attributes:
        rows: the arcs of the loop that are left.
        tails: the node at the start of each of them.
        pool: solves the graph of those arcs.
        numbers: of cycles of the pool, once they are known among those of the loop.
    """

    rows: Whole
    tails: Whole
    pool: CyclePool
    numbers: dict[int, int] = field(default_factory=dict)

    def copy(self) -> Way:
        """Return a way that learns by itself."""
        return Way(self.rows, self.tails, self.pool.copy(), self.numbers.copy())


#: Dependencies from which the detours round each part are looked at before any part is solved for.
DETOURS_FROM = 300

#: Components times draws up to which it is kept which cycle answered what.
MOST_CACHED = 200_000


class QuestionCache:
    """What answered named questions last, so that the same ones are answered sooner next time."""

    def __init__(self) -> None:
        self._cycles: dict[tuple[str, int], Whole] = {}
        self._answers: dict[str, tuple[tuple[Array, ...], Array]] = {}

    def copy(self) -> QuestionCache:
        """Return a cache that keeps by itself."""
        other = QuestionCache()
        other._cycles, other._answers = self._cycles.copy(), self._answers.copy()
        return other

    def cycles(self, question: str, way: int, shape: tuple[int, ...]) -> Whole:
        """Return which cycle of a way's pool answered a question last; -1 where none is known."""
        found = self._cycles.get((question, way))
        return np.full(shape, -1, np.intp) if found is None or found.shape != shape else found

    def keep_cycles(self, question: str, way: int, cycles: Whole) -> None:
        """Keep which cycle of a way's pool answered a question."""
        self._cycles[question, way] = cycles

    def periods(self, question: str, asked: tuple[Array, ...]) -> Array | None:
        """Return the periods last answered to a question if the same numbers were asked then."""
        last, periods = self._answers.get(question, ((), None))
        return periods if all(map(_same, last, asked)) else None

    def keep_periods(self, question: str, asked: tuple[Array, ...], periods: Array) -> None:
        """Keep the periods that answer a question."""
        self._answers[question] = asked, periods


@record
class Knowledge:
    """How much a solver knows.

    Attributes:
        cycles: of the loop.
        pools: how often each cycle of each way's pool was critical.
    """

    cycles: int
    pools: tuple[tuple[int, ...], ...]


@record
class Learned:
    """What a solver learned.

    Attributes:
        cycles: of the loop, as its arcs.
        pools: of each way's pool.
    """

    cycles: tuple[tuple[int, ...], ...]
    pools: tuple[LearnedCycles, ...]


@record
class Translation:
    """What the numbers of another solver's cycles are here; the last entry stands for -1.

    Attributes:
        cycles: of the loop.
        pools: of each way's pool.
    """

    cycles: Whole
    pools: tuple[Whole, ...]


class SampledSolver:
    """Prepares a loop for many draws of days, lags and delays; remembers the critical cycles.

    Attributes:
        loop: the loop that gives the structure.
        ways: the combinations of alternatives that can start.
        cycles: the cycles that were critical in some draw, as arc indices of the loop, in order.
        cache: what answered earlier questions.
        detours: tells periods with less work at one part, for large loops; ``None`` for others.
    """

    def __init__(self, loop: CentralLoop) -> None:
        """Prepare the loop.

        Raises:
            LagFreeCycleError: no combination of alternatives can start.
        """
        self.loop = loop
        self.cycles: list[tuple[int, ...]] = []
        self._known: dict[tuple[int, ...], int] = {}
        members = {key for group in loop.groups for key in group}
        self._tails = np.array([arc.tail for arc in loop.arcs], dtype=np.intp)
        self._optional = np.array([arc.key in members for arc in loop.arcs], dtype=bool)
        # The last entries answer for draws without any cycle, number -1.
        self._uses_options = [False]
        self._members = [np.zeros(len(loop.nodes), dtype=bool)]
        self.ways = tuple(self._prepared_ways(members))
        self.cache = QuestionCache()
        if not self.ways:
            raise LagFreeCycleError
        self.detours = self._prepared_detours()

    def copy_for(self, loop: CentralLoop) -> SampledSolver:
        """Return a solver of a loop of the same structure that knows the same cycles.

        What either learns from then on stays its own.
        """
        other = copy(self)
        other.loop = loop
        other.cycles, other._known = self.cycles.copy(), self._known.copy()
        other._uses_options, other._members = self._uses_options.copy(), self._members.copy()
        other.cache = self.cache.copy()
        other.ways = tuple(way.copy() for way in self.ways)
        return other

    def _prepared_ways(self, members: set[str]) -> Iterator[Way]:
        for choice in self._choices():
            dropped = members.difference(choice)
            rows = [row for row, arc in enumerate(self.loop.arcs) if arc.key not in dropped]
            arcs = [self.loop.arcs[row] for row in rows]
            links = [(arc.tail, arc.head) for arc in arcs]
            try:
                pool = CyclePool(len(self.loop.nodes), links, [arc.lag > 0 for arc in arcs])
            except LagFreeCycleError:
                continue
            yield Way(np.array(rows, np.intp), np.array([t for t, _ in links], np.intp), pool)

    def _prepared_detours(self) -> Detours | None:
        """Return the loop prepared for less work at one part, if it is large and has one way."""
        arcs = self.loop.arcs
        if len(arcs) < DETOURS_FROM or len(self.ways) > 1:
            return None
        from graph.cycles.batch.detours import Detours

        # Without alternatives the one way has every arc of the loop, in the same order.
        links = [(arc.tail, arc.head) for arc in arcs]
        found = Detours(len(self.loop.nodes), links, [arc.lag > 0 for arc in arcs])
        return found if found.can_answer else None

    def _choices(self) -> Iterator[tuple[str, ...]]:
        """Return all combinations, or those that differ in one group from the central choice."""
        groups = self.loop.groups
        if math.prod(map(len, groups)) <= ENUMERATION_LIMIT:
            yield from itertools.product(*groups)
            return
        central = choose_alternatives(self.loop.now, groups).chosen
        yield central
        for position, group in enumerate(groups):
            for key in group:
                if key != central[position]:
                    yield (*central[:position], key, *central[position + 1 :])

    def nodes_of(self, number: int) -> tuple[str, ...]:
        """Return the ids on a cycle, in order, the first in the loop's order first."""
        tails = [self.loop.arcs[arc].tail for arc in self.cycles[number]]
        first = tails.index(min(tails))
        return tuple(self.loop.nodes[node] for node in tails[first:] + tails[:first])

    def numbers(self, way: Way, numbers: Whole) -> Whole:
        """Return the numbers of cycles of a way's pool among those of the loop."""
        wanted = distinct(numbers)
        table = np.full(int(wanted.max(initial=-1)) + 2, -1, dtype=np.intp)
        for number in wanted[wanted >= 0].tolist():
            if number not in way.numbers:
                way.numbers[number] = self.number(way, way.pool.arcs_of(number))
            table[number] = way.numbers[number]
        found: Whole = table[numbers]
        return found

    def number(self, way: Way, arcs: Sequence[int]) -> int:
        """Return the number of a cycle given by arcs of a way; a new one is remembered."""
        return self._number_of(tuple(way.rows[list(arcs)].tolist()))

    def _number_of(self, rows: tuple[int, ...]) -> int:
        if rows not in self._known:
            self._known[rows] = len(self.cycles)
            self.cycles.append(rows)
            members = np.zeros(len(self.loop.nodes), dtype=bool)
            members[self._tails[list(rows)]] = True
            self._members.insert(-1, members)
            self._uses_options.insert(-1, bool(self._optional[list(rows)].any()))
        return self._known[rows]

    def members(self, numbers: Whole) -> Truth:
        """Return which nodes (rows) are on the cycle of each number (columns)."""
        return np.array(self._members)[numbers].T

    def learned(self, before: Knowledge) -> Learned:
        """Return what became known since then."""
        return Learned(
            tuple(self.cycles[before.cycles :]),
            tuple(
                way.pool.learned(pool) for way, pool in zip(self.ways, before.pools, strict=True)
            ),
        )

    @property
    def knowledge(self) -> Knowledge:
        """How much is known."""
        return Knowledge(len(self.cycles), tuple(way.pool.knowledge for way in self.ways))

    def learn(self, before: Knowledge, learned: Learned) -> Translation:
        """Learn what another solver learned that began with the same knowledge.

        Args:
            before: what both knew.
            learned: what the other knows besides.

        Returns:
            What the numbers of the other's cycles are here.
        """
        of_loop = [*range(before.cycles), *(self._number_of(rows) for rows in learned.cycles), -1]
        pools = (
            way.pool.learn(pool, found)
            for way, pool, found in zip(self.ways, before.pools, learned.pools, strict=True)
        )
        return Translation(np.array(of_loop, dtype=np.intp), tuple(pools))

    def use_options(self, numbers: Whole) -> Truth:
        """Return for each number whether an alternative is on that cycle.

        Where none is, the cycle stays whatever is chosen, and no other choice is quicker.
        """
        found: Truth = np.array(self._uses_options)[numbers]
        return found


def _same(one: Array, other: Array) -> bool:
    return one is other or np.array_equal(one, other)
