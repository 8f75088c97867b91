"""The shortest cycle through each node of a graph whose arcs have a length of 0 or more."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush

from graph.cycles.fast.switch import is_wanted
from graph.cycles.integer_graph import Links, links_of
from graph.records import record

#: Rows to search from which compiled code repays to be loaded for it.
LOAD_FROM = 5_000
#: Landmarks of each part besides the first, and the rows from which they repay their ways.
FURTHER_LANDMARKS, FURTHER_FROM = 2, 2_000

#: For each row of nodes the lengths of its least arcs with the rows at their other ends, by length.
Ways = list[list[tuple[int, int]]]


class ShortestCycles:
    """Answers which cycle through a node is the shortest, for as many nodes as wanted.

    Nodes in a row, each the only one before and after the next, lie on the same cycles and are
    taken as one. A search goes from a row on and back at once. For that lengths are balanced: every
    row has a height, and an arc counts more by as much as it climbs, which changes no cycle. With
    half of the way to a landmark less the way from it as the height, or the mean of that for some
    landmarks, no arc counts less than nothing, and as little can be reached on as back. Rows known
    to lie on no cycle as short as the one that is known are left out. A row with a single one
    before or after it lies on no shorter cycle than that, which spares the search where a cycle so
    short is known.
    """

    def __init__(
        self,
        parts: Sequence[Sequence[int]],
        anchors: Iterable[Sequence[int]],
        leaving: Links,
        lengths: Sequence[int],
    ) -> None:
        """Prepare the searches.

        Args:
            parts: the strongly connected parts that hold a cycle; nodes of no part lie on none.
            anchors: the nodes on cycles of length 0, in sets that hang together by such cycles.
            leaving: for each node its outgoing arcs with their heads.
            lengths: of each arc, whole, 0 or more.
        """
        self._count = len(leaving)
        self._rows = _rows(parts, links_within(leaving, parts), lengths)
        self._together = {node: members for members in anchors for node in members}
        self._beyond = sum(lengths) + 1
        heights = [0] * len(self._rows.nodes)
        shortest = [self._rows.around.get(row, (self._beyond, 0))[0] for row in range(len(heights))]
        landmarks = self._landmarks(parts)
        for sources, lone in landmarks:
            before = self._distances(sources, self._rows.leaving)
            after = self._distances(sources, self._rows.entering)
            for row, (gone, left) in enumerate(zip(before, after, strict=True)):
                heights[row] += left - gone
                # To a landmark that lies on no cycle of length 0, there and back is no cycle.
                if gone + left < shortest[row] and row not in lone:
                    shortest[row] = gone + left
        self._unit = 2 * len(landmarks)
        self._on, self._back = _balanced(self._rows, heights, self._unit)
        self._bounds = [self._unit * length for length in shortest]

    def _landmarks(self, parts: Sequence[Sequence[int]]) -> list[tuple[set[int], set[int]]]:
        """Return sets with rows of every part, and those of them that are on no cycle of length 0.

        The first has the anchors of a part if it has any; more of them make searches smaller.
        """
        row_of, together = self._rows.row_of, self._together
        sources: set[int] = set()
        lone: set[int] = set()
        for members in parts:
            found = next((together[node] for node in members if node in together), None)
            sources.update(row_of[node] for node in found or members[:1])
            lone.update(() if found else (row_of[members[0]],))
        further = FURTHER_LANDMARKS if len(self._rows.nodes) >= FURTHER_FROM else 0
        apart = [
            {row_of[members[len(members) * place // (further + 1)]] for members in parts}
            for place in range(1, further + 1)
        ]
        return [(sources, lone), *((rows, rows) for rows in apart)]

    def _distances(self, sources: Iterable[int], links: Links) -> list[int]:
        return [length or 0 for length in distances(sources, links, self._rows.steps)]

    def lengths(self) -> list[int | None]:
        """Return the length of the shortest cycle through each node; ``None`` on no cycle."""
        found: list[int | None] = [None] * self._count
        for row, length in enumerate(self._row_lengths()):
            for node in self._rows.nodes[row]:
                found[node] = 0 if node in self._together else length // self._unit
        return found

    def _row_lengths(self) -> Sequence[int]:
        """Return the length of the shortest cycle through each row, times the unit."""
        order, rows = self._order(), self._rows
        # No balanced length of a way is more than twice that, and two are added up.
        if 4 * self._unit * self._beyond < 2**63 and is_wanted(len(order), load_from=LOAD_FROM):
            # It loads numba.
            from graph.cycles.fast.shortest_cycles import compiled_lengths

            roots = (rows.root_before, rows.root_after)
            return compiled_lengths(self._on, self._back, roots, order, self._bounds)
        most, least = list(self._bounds), [0] * len(self._bounds)
        for row in order:
            known = max(least[rows.root_before[row]], least[rows.root_after[row]])
            if known < most[row]:
                search = _Search(self._on, self._back, row, most[row])
                search.run(least)
                for other in search.cycle():
                    most[other] = min(most[other], search.length)
                most[row] = search.length
            least[row] = most[row]
        return most

    def _order(self) -> list[int]:
        """Return the rows to search, those first on whose lengths others may rest."""
        rows = self._rows
        depth = [
            (rows.root_before[row] != row) + (rows.root_after[row] != row)
            for row in range(len(rows.nodes))
        ]
        wanted = [row for row, nodes in enumerate(rows.nodes) if nodes[0] not in self._together]
        return sorted(wanted, key=depth.__getitem__)

    def through(self, node: int) -> tuple[int, ...] | None:
        """Return the arcs of a shortest cycle through a node that lies on none of length 0.

        Returns:
            Arc indices, in order; ``None`` if it lies on no cycle.
        """
        rows = self._rows
        row = rows.row_of.get(node)
        if row is None:
            return None
        search = _Search(self._on, self._back, row, self._bounds[row] + 1)
        search.run([0] * len(self._bounds))
        cycle = search.cycle()
        if not cycle:
            # Nothing else is as short as the bound.
            return (*rows.inner[row], rows.around[row][1])
        bridges = [
            rows.bridge(tail, head)
            for tail, head in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        ]
        return tuple(
            arc
            for tail, bridge in zip(cycle, bridges, strict=True)
            for arc in (*rows.inner[tail], bridge)
        )


@record
class _Rows:
    """The nodes of all parts in rows, and the arcs between the rows.

    Lengths are from the first node of one row to that of another.

    Attributes:
        nodes: of each row, in order.
        inner: the arcs between them.
        row_of: the row of each node.
        steps: the lengths of the least arcs between rows.
        arcs: those arcs in the graph.
        leaving: for each row its places among them, with the rows at their ends.
        entering: the same with the rows at their starts.
        around: length and arc of the cycle of a row alone, where there is one.
        root_before: the row that every cycle through a row passes before it, itself if there are
            several ways to come.
        root_after: the same after it.
    """

    nodes: list[tuple[int, ...]]
    inner: list[tuple[int, ...]]
    row_of: dict[int, int]
    steps: list[int]
    arcs: list[int]
    leaving: Links
    entering: Links
    around: dict[int, tuple[int, int]]
    root_before: list[int]
    root_after: list[int]

    def bridge(self, tail: int, head: int) -> int:
        """Return the arc from one row to another."""
        return next(self.arcs[place] for place, other in self.leaving[tail] if other == head)


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
    tails, ends, steps, arcs = [], [], [], []
    around: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(nodes):
        within = sum(lengths[arc] for arc in inner[number])
        for head, (length, arc) in ways[row[-1]].items():
            if row_of[head] == number:
                around[number] = (within + length, arc)
            else:
                tails.append(number)
                ends.append(row_of[head])
                steps.append(within + length)
                arcs.append(arc)
    leaving, entering = links_of(len(nodes), tails, ends), links_of(len(nodes), ends, tails)
    return _Rows(
        nodes,
        inner,
        row_of,
        steps,
        arcs,
        leaving,
        entering,
        around,
        root_before=_roots(entering, around),
        root_after=_roots(leaving, around),
    )


def _balanced(rows: _Rows, heights: Sequence[int], unit: int) -> tuple[Ways, Ways]:
    """Return the ways on and back, in a smaller unit, longer by as much as they climb."""
    on: Ways = [[] for _ in heights]
    back: Ways = [[] for _ in heights]
    for tail, out in enumerate(rows.leaving):
        for place, head in out:
            length = unit * rows.steps[place] + heights[head] - heights[tail]
            on[tail].append((length, head))
            back[head].append((length, tail))
    for ways in (*on, *back):
        ways.sort()
    return on, back


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


def _roots(ways: Links, around: Mapping[int, object]) -> list[int]:
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
        start: the row.
        length: of the shortest cycle found, or what it had to be below.
    """

    def __init__(self, on: Ways, back: Ways, start: int, below: int) -> None:
        self.start = start
        self.length = below
        self._middle: int | None = None
        self._on, self._back = _Side(on), _Side(back)

    def run(self, least: Sequence[int]) -> None:
        """Search, each time on the side on which fewer rows wait.

        Args:
            least: of each row, how long all cycles through it are at least.
        """
        on, back = self._on, self._back
        # Every row is gone on from once, by the side that comes to it first.
        settled = {self.start}
        self._step_from(on, back, self.start, settled, least)
        self._step_from(back, on, self.start, settled, least)
        waiting_on, waiting_back = on.waiting, back.waiting
        while waiting_on and waiting_back:
            near, far = (on, back) if len(waiting_on) <= len(waiting_back) else (back, on)
            near.reached, row = heappop(near.waiting)
            if near.reached + far.reached >= self.length:
                break
            if row not in settled:
                settled.add(row)
                self._step_from(near, far, row, settled, least)

    def _step_from(
        self, near: _Side, far: _Side, row: int, settled: Container[int], least: Sequence[int]
    ) -> None:
        found, met, best, reached = near.found, far.found, self.length, near.reached
        # From a row that the far side has not settled the rest is what that has reached at least.
        room = best - reached - far.reached
        for step, other in near.ways[row]:
            if step >= room:
                break
            if other in settled or least[other] >= best:
                continue
            total = reached + step
            if other not in found or total < found[other]:
                found[other] = total
                near.came_by[other] = row
                heappush(near.waiting, (total, other))
                if other in met and total + met[other] < best:
                    best = total + met[other]
                    self._middle = other
        self.length = best

    def cycle(self) -> list[int]:
        """Return the rows of the cycle found, in order; none if nothing was short enough."""
        if self._middle is None:
            return []
        rows = self._on.way_to(self._middle, self.start)
        rows.reverse()
        return rows + self._back.way_to(self._middle, self.start)[1:-1]


class _Side:
    """What one side of a search knows: shortest ways, and where it goes on.

    Attributes:
        ways: the steps from each row.
        found: the least length to each row.
        came_by: the row before it.
        waiting: rows to go on from, by that length.
        reached: the length to the last that was gone on from.
    """

    __slots__ = ("came_by", "found", "reached", "waiting", "ways")

    def __init__(self, ways: Ways) -> None:
        self.ways = ways
        self.found: dict[int, int] = {}
        self.came_by: dict[int, int] = {}
        self.waiting: list[tuple[int, int]] = []
        self.reached = 0

    def way_to(self, row: int, start: int) -> list[int]:
        """Return the rows from one back to the start."""
        rows = [row]
        while rows[-1] != start:
            rows.append(self.came_by[rows[-1]])
        return rows


def distances(sources: Iterable[int], links: Links, lengths: Sequence[int]) -> list[int | None]:
    """Return the least summed length from any source to each node; ``None`` if out of reach.

    >>> distances([0], (((0, 1),), ((1, 0),), ()), [3, 4])
    [0, 3, None]
    """
    count, beyond = len(links), sum(lengths) + 1
    found = [beyond] * count
    # A length and its node in one number: a third quicker than pairs of them.
    heap = sorted(set(sources))
    for node in heap:
        found[node] = 0
    while heap:
        length, node = divmod(heappop(heap), count)
        if length > found[node]:
            continue
        for arc, other in links[node]:
            total = length + lengths[arc]
            if total < found[other]:
                found[other] = total
                heappush(heap, total * count + other)
    return [None if length == beyond else length for length in found]


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
