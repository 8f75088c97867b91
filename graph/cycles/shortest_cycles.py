"""The shortest cycle through each node of a graph whose arcs have a length of 0 or more."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush

from graph.cycles.fast.switch import is_wanted
from graph.cycles.integer_graph import Links
from graph.records import record

#: Rows to search from which compiled code repays to be loaded for it.
LOAD_FROM = 2_000
#: Those from which arrays are quicker than Python's own lists, and those from which it repays to
#: load NumPy for them.
BLOCKS_FROM, BLOCKS_LOAD_FROM = 500, 1_500

#: For each row of nodes its least arcs to other rows: length, row, arc.
_Ways = list[list[tuple[int, int, int]]]


class ShortestCycles:
    """Answers which cycle through a node is the shortest, for as many nodes as wanted.

    Nodes in a row, each the only one before and after the next, lie on the same cycles and are
    taken as one. A search goes from a row on and back at once. It is guided by ways to and from
    some landmarks of each strongly connected part: they tell how much of a cycle is left at least,
    and how long the shortest is at most. A row with a single one before or after it lies on no
    shorter cycle than that, which spares the search where a cycle so short is known.
    """

    def __init__(
        self,
        parts: Sequence[Sequence[int]],
        anchors: Iterable[Sequence[int]],
        leaving: Links,
        entering: Links,
        lengths: Sequence[int],
    ) -> None:
        """Prepare the searches.

        Args:
            parts: the strongly connected parts that hold a cycle; nodes of no part lie on none.
            anchors: the nodes on cycles of length 0, in sets that hang together by such cycles.
            leaving: for each node its outgoing arcs with their heads.
            entering: for each node its incoming arcs with their tails.
            lengths: of each arc, whole, 0 or more.
        """
        links = links_within(leaving, parts)
        self._count = len(leaving)
        self._rows = _rows(parts, links, lengths)
        self._together = {node: members for members in anchors for node in members}
        self._beyond = sum(lengths) + 1
        sources, lone = self._landmarks(parts)
        firsts = [row[0] for row in self._rows.nodes]
        before = distances(sources, links, lengths)
        after = distances(sources, links_within(entering, parts), lengths)
        self._before = [before[node] or 0 for node in firsts]
        self._after = [after[node] or 0 for node in firsts]
        self._bounds = [
            min(self._rows.around.get(row, (self._beyond, 0))[0], self._there_and_back(row, lone))
            for row in range(len(firsts))
        ]

    def _landmarks(self, parts: Iterable[Sequence[int]]) -> tuple[list[int], frozenset[int]]:
        """Return a set of anchors for each part or a node if it has none, and the latter again."""
        sources: list[int] = []
        lone: set[int] = set()
        for members in parts:
            found = next((self._together[node] for node in members if node in self._together), None)
            sources += found or members[:1]
            lone.update(() if found else members[:1])
        return sources, frozenset(lone)

    def _there_and_back(self, row: int, lone: frozenset[int]) -> int:
        # To a landmark that lies on no cycle of length 0, there and back is no cycle.
        if not lone.isdisjoint(self._rows.nodes[row]):
            return self._beyond
        return self._before[row] + self._after[row]

    def lengths(self) -> list[int | None]:
        """Return the length of the shortest cycle through each node; ``None`` on no cycle."""
        found: list[int | None] = [None] * self._count
        for row, length in enumerate(self._row_lengths()):
            for node in self._rows.nodes[row]:
                found[node] = 0 if node in self._together else length
        return found

    def _row_lengths(self) -> list[int]:
        order, rows = self._order(), self._rows
        fit = 4 * self._beyond < 2**63
        given = (
            rows.leaving,
            (rows.root_before, rows.root_after),
            order,
            (self._before, self._after),
            self._bounds,
        )
        if fit and is_wanted(len(order), load_from=LOAD_FROM):
            # It loads numba.
            from graph.cycles.fast.shortest_cycles import compiled_lengths

            return compiled_lengths(*given)
        if fit and len(order) >= (BLOCKS_FROM if "numpy" in sys.modules else BLOCKS_LOAD_FROM):
            # It loads NumPy.
            from graph.cycles.cycle_blocks import lengths_by_blocks

            return lengths_by_blocks(*given)
        return self._searched_lengths(order)

    def _order(self) -> list[int]:
        """Return the rows to search, those first on whose lengths others may rest."""
        rows = self._rows
        depth = [
            (rows.root_before[row] != row) + (rows.root_after[row] != row)
            for row in range(len(rows.nodes))
        ]
        wanted = [row for row, nodes in enumerate(rows.nodes) if nodes[0] not in self._together]
        return sorted(wanted, key=depth.__getitem__)

    def _searched_lengths(self, order: Sequence[int]) -> list[int]:
        rows, most = self._rows, list(self._bounds)
        least = [0] * len(most)
        for row in order:
            known = max(least[rows.root_before[row]], least[rows.root_after[row]])
            if known < most[row]:
                search = self._search(row, most[row])
                for other, _ in search.cycle():
                    most[other] = min(most[other], search.length)
                most[row] = search.length
            least[row] = most[row]
        return most

    def _search(self, row: int, below: int) -> _Search:
        search = _Search(self._rows, self._before, self._after, row, below)
        search.run()
        return search

    def through(self, node: int) -> tuple[int, ...] | None:
        """Return the arcs of a shortest cycle through a node that lies on none of length 0.

        Returns:
            Arc indices, in order; ``None`` if it lies on no cycle.
        """
        row = self._rows.row_of.get(node)
        if row is None:
            return None
        steps = self._search(row, self._bounds[row] + 1).cycle()
        if not steps:
            # Nothing else is as short as the bound.
            steps = [(row, self._rows.around[row][1])]
        return tuple(arc for row, bridge in steps for arc in (*self._rows.inner[row], bridge))


@record
class _Rows:
    """The nodes of all parts in rows, and the arcs between the rows.

    Lengths are from the first node of one row to that of another.

    Attributes:
        nodes: of each row, in order.
        inner: the arcs between them.
        row_of: the row of each node.
        leaving: for each row its least arcs to other rows.
        entering: for each row its least arcs from other rows.
        around: length and arc of the cycle of a row alone, where there is one.
        root_before: the row that every cycle through a row passes before it, itself if there are
            several ways to come.
        root_after: the same after it.
    """

    nodes: list[tuple[int, ...]]
    inner: list[tuple[int, ...]]
    row_of: dict[int, int]
    leaving: _Ways
    entering: _Ways
    around: dict[int, tuple[int, int]]
    root_before: list[int]
    root_after: list[int]


def _rows(parts: Iterable[Sequence[int]], links: Links, lengths: Sequence[int]) -> _Rows:
    ways = [_least_ways(out, lengths) for out in links]
    comers = [0] * len(links)
    for heads in ways:
        for head in heads:
            comers[head] += 1
    mates: dict[int, int] = {}
    for node, heads in enumerate(ways):
        only = next(iter(heads), node)
        if len(heads) == 1 and comers[only] == 1 and only != node:
            mates[node] = only
    nodes = list(_chains(parts, mates))
    inner = [tuple(ways[node][mates[node]][1] for node in row[:-1]) for row in nodes]
    row_of = {node: number for number, row in enumerate(nodes) for node in row}
    leaving: _Ways = [[] for _ in nodes]
    entering: _Ways = [[] for _ in nodes]
    around: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(nodes):
        within = sum(lengths[arc] for arc in inner[number])
        for head, (length, arc) in ways[row[-1]].items():
            other, total = row_of[head], within + length
            if other == number:
                around[number] = (total, arc)
            else:
                leaving[number].append((total, other, arc))
                entering[other].append((total, number, arc))
    return _Rows(
        nodes,
        inner,
        row_of,
        leaving,
        entering,
        around,
        root_before=_roots(entering, around),
        root_after=_roots(leaving, around),
    )


def _least_ways(
    out: Iterable[tuple[int, int]], lengths: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Return the length and the arc of the shortest step to each node; the first of equal ones."""
    found: dict[int, tuple[int, int]] = {}
    for arc, head in out:
        if head not in found or lengths[arc] < found[head][0]:
            found[head] = (lengths[arc], arc)
    return found


def _chains(parts: Iterable[Sequence[int]], mates: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Yield the nodes of all parts in rows; a part that is one ring is cut at its first node."""
    followers = set(mates.values())
    for members in parts:
        for first in [node for node in members if node not in followers] or members[:1]:
            row = [first]
            while (node := mates.get(row[-1], first)) != first:
                row.append(node)
            yield tuple(row)


def _roots(ways: _Ways, around: Mapping[int, object]) -> list[int]:
    """Follow from each row the only way there is; return where that ends, or comes back."""
    only = [
        out[0][1] if len(out) == 1 and row not in around else row for row, out in enumerate(ways)
    ]
    roots = [-1] * len(ways)
    for start in range(len(ways)):
        trace, row = [], start
        while roots[row] < 0:
            # Until it is known better; a way that comes back has any of its rows as the root.
            roots[row] = row
            trace.append(row)
            row = only[row]
        for passed in trace:
            roots[passed] = roots[row]
    return roots


class _Search:
    """One search for the shortest cycle through a row, from it and back to it at once.

    Attributes:
        length: of the shortest cycle found, or what it had to be below.
    """

    def __init__(
        self, rows: _Rows, before: list[int], after: list[int], start: int, below: int
    ) -> None:
        self.start = start
        self.length = below
        self._middle: int | None = None
        self._on = _Side(rows.leaving, after, before, start)
        self._back = _Side(rows.entering, before, after, start)

    def run(self) -> None:
        """Search, each time on the side on which fewer rows wait."""
        start, on, back = self.start, self._on, self._back
        # Every row is gone on from once, by the side that comes to it first.
        settled = {start}
        self._step_from(on, back, start, 0, settled)
        self._step_from(back, on, start, 0, settled)
        waiting_on, waiting_back = on.waiting, back.waiting
        while waiting_on and waiting_back:
            near, far = (on, back) if len(waiting_on) <= len(waiting_back) else (back, on)
            near.whole, length, row = heappop(near.waiting)
            if near.whole >= self.length:
                break
            if row not in settled:
                settled.add(row)
                # A cycle that goes on from here comes to what is left on the far side.
                rest = max(far.left[row] - far.left_here, far.gone_here - far.gone[row], 0)
                if length - rest + far.whole < self.length:
                    self._step_from(near, far, row, length, settled)

    def _step_from(
        self, near: _Side, far: _Side, row: int, length: int, settled: Collection[int]
    ) -> None:
        found, met, best = near.found, far.found, self.length
        left, gone = near.left, near.gone
        left_here, gone_here = near.left_here, near.gone_here
        for step, other, arc in near.ways[row]:
            if other in settled:
                continue
            total = length + step
            if other in found and total >= found[other]:
                continue
            # The way from here to the start is this long at least.
            rest = left[other] - left_here
            room = gone_here - gone[other]
            if room > rest:
                rest = room
            whole = total + rest if rest > 0 else total
            if whole < best:
                found[other] = total
                near.came_by[other] = (row, arc)
                heappush(near.waiting, (whole, total, other))
                if other in met and total + met[other] < best:
                    best = total + met[other]
                    self._middle = other
        self.length = best

    def cycle(self) -> list[tuple[int, int]]:
        """Return the rows of the cycle found, in order, with the arcs that leave them."""
        steps: list[tuple[int, int]] = []
        if self._middle is None:
            return steps
        row = self._middle
        while row != self.start:
            row, arc = self._on.came_by[row]
            steps.append((row, arc))
        steps.reverse()
        row = self._middle
        while row != self.start:
            after, arc = self._back.came_by[row]
            steps.append((row, arc))
            row = after
        return steps


class _Side:
    """What one side of a search knows: shortest ways, and where it goes on.

    Attributes:
        ways: the steps from each row.
        left: length of the way from each row to the landmarks, in the direction of this side.
        gone: the same from the landmarks to each row.
        left_here: that to the landmarks where the search starts.
        gone_here: that from the landmarks.
        found: the least length to each row.
        came_by: the row before it, and the arc between.
        waiting: rows to go on from, by the length that a cycle through them has at least.
        whole: that of the last.
    """

    __slots__ = (
        *("ways", "left", "gone", "left_here", "gone_here"),
        *("found", "came_by", "waiting", "whole"),
    )

    def __init__(self, ways: _Ways, left: list[int], gone: list[int], start: int) -> None:
        self.ways = ways
        self.left, self.left_here = left, left[start]
        self.gone, self.gone_here = gone, gone[start]
        self.found: dict[int, int] = {}
        self.came_by: dict[int, tuple[int, int]] = {}
        self.waiting: list[tuple[int, int, int]] = []
        self.whole = 0


def distances(sources: Iterable[int], links: Links, lengths: Sequence[int]) -> list[int | None]:
    """Return the least summed length from any source to each node; ``None`` if out of reach.

    >>> distances([0], (((0, 1),), ((1, 0),), ()), [3, 4])
    [0, 3, None]
    """
    found: list[int | None] = [None] * len(links)
    heap = [(0, node) for node in sources]
    for _, node in heap:
        found[node] = 0
    while heap:
        length, node = heappop(heap)
        known = found[node]
        if known is not None and length > known:
            continue
        for arc, other in links[node]:
            total = length + lengths[arc]
            known = found[other]
            if known is None or total < known:
                found[other] = total
                heappush(heap, (total, other))
    return found


def links_within(links: Links, parts: Iterable[Sequence[int]]) -> Links:
    """Return only the arcs whose two ends lie in the same part.

    >>> links_within((((0, 1),), ((1, 0),)), [(0,), (1,)])
    ((), ())
    """
    part = {node: number for number, members in enumerate(parts) for node in members}
    return tuple(
        tuple(link for link in out if part.get(link[1], -1) == part[node]) if node in part else ()
        for node, out in enumerate(links)
    )
