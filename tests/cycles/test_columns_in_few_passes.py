"""What is found for many columns in few passes is what is found by looking at each."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph.cycles.batch import bellman_ford
from graph.cycles.batch.bellman_ford import SweepGraph
from graph.cycles.batch.columns import Array, Truth
from graph.cycles.batch.cycle_pool import CyclePool, Prepared, SavedWork
from graph.cycles.batch.known_cycles import KnownCycles
from graph.cycles.batch.tight_cycles import on_cycles

NODES, COLUMNS = 12, 21


@pytest.fixture
def links() -> list[tuple[int, int]]:
    """Three arcs out of each of twelve nodes, by chance, into the next node among others."""
    chance = np.random.default_rng(5)
    return [
        (tail, head)
        for tail in range(NODES)
        for head in ((tail + 1) % NODES, *chance.integers(0, NODES, 2).tolist())
    ]


@pytest.fixture
def graph(links: list[tuple[int, int]]) -> SweepGraph:
    """The same, every arc with a lag."""
    return SweepGraph(*zip(*links, strict=True), [True] * len(links))


@pytest.fixture
def gains(links: list[tuple[int, int]]) -> Array:
    """Losses of 0, 1 or 2 along every arc, so that many are equal and no cycle gains."""
    return -np.random.default_rng(6).integers(0, 3, (len(links), COLUMNS)).astype(float)


@pytest.fixture(autouse=True)
def _in_parts_of_a_few_arcs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are gone through in parts of ten rows, as large ones are in parts of many."""
    monkeypatch.setattr(bellman_ford, "_NEAR", 10 * COLUMNS)


def test_the_arc_that_asks_for_most_is_the_first_of_the_greatest(
    graph: SweepGraph, gains: Array
) -> None:
    """The oracle looks at all arcs of a column at once."""
    potentials = np.random.default_rng(7).integers(0, 2, (NODES, COLUMNS)).astype(float)
    excess = potentials[graph.tails] + gains - potentials[graph.heads]
    wanted = graph.heads[excess.argmax(axis=0)]

    assert graph._most_violated(gains, potentials).tolist() == wanted.tolist()


def test_the_arc_that_raised_a_node_is_the_first_of_the_latest(
    graph: SweepGraph, gains: Array
) -> None:
    """Where nothing can be raised any more the arcs are those of a look at all arcs into a node."""
    potentials = np.full((NODES, COLUMNS), -np.inf)
    potentials[0] = 0.0
    graph.raise_potentials(gains, potentials, NODES)
    assert graph.nothing_rises(gains, potentials).all()
    # Of the node where the ways begin no arc is asked.
    wanted, found = graph.policy(gains, potentials), graph.last_raised(gains, potentials)

    assert found[1:].tolist() == wanted[1:].tolist()


@pytest.mark.parametrize("share", [0.2, 0.4, 0.9])
def test_tight_arcs_on_cycles_are_those_within_a_strong_component(
    graph: SweepGraph, share: float
) -> None:
    """In networkx an arc is on a cycle if its ends are in one component, which holds it."""
    tight = np.random.default_rng(8).random((len(graph.tails), COLUMNS)) < share
    found = on_cycles(NODES, graph.tails, graph.heads, tight)

    assert found.tolist() == _within_components(graph, tight).tolist()


def _within_components(graph: SweepGraph, tight: Truth) -> Truth:
    found = np.zeros_like(tight)
    for column in range(tight.shape[1]):
        left = nx.MultiDiGraph()
        left.add_nodes_from(range(NODES))
        arcs = np.flatnonzero(tight[:, column]).tolist()
        left.add_edges_from((int(graph.tails[arc]), int(graph.heads[arc])) for arc in arcs)
        part = {
            node: number
            for number, members in enumerate(nx.strongly_connected_components(left))
            for node in members
        }
        for arc in arcs:
            found[arc, column] = part[graph.tails[arc]] == part[graph.heads[arc]]
    return found


def test_with_less_at_a_part_the_cycle_that_passes_it_by_is_likely() -> None:
    """Between the nodes 0, 1 and 2 both ways: 0-1 takes 6 + 2, 1-2 takes 2 + 5, each with lag 2.

    With 2 less at node 0 the first takes 6, so that the second is slowest; with 1 less it takes 7,
    and the first known stays. Node 2 is on the second alone.
    """
    pool = CyclePool(3, [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)], [True] * 6)
    weights = np.array([[6.0], [2.0], [2.0], [5.0], [6.0], [5.0]])
    first, second = (pool._cycles.number(rows) for rows in ((0, 1), (2, 3)))
    numbers = Prepared(weights, np.ones((6, 1)))
    saved = SavedWork(np.array([0, 0, 2]), np.zeros(3, dtype=np.intp), np.array([2.0, 1.0, 1.0]))

    assert pool.likely(numbers, saved).tolist() == [second, first, first]


def test_cycles_that_were_critical_once_are_no_favourites() -> None:
    """Of four, critical 2, 1, 0 and 5 times, the last and the first are, as far as rows allow."""
    cycles = KnownCycles([(row,) for row in range(7)])
    numbers = [cycles.number(rows) for rows in ((0, 1), (2, 3), (4,), (5, 6))]
    assert cycles.favourites(0, 99) == numbers
    cycles.count_wins(np.array([0, 0, 1, 3, 3, 3, 3, 3]))

    assert cycles.favourites(0, 99) == [3, 0]
    assert cycles.favourites(0, 3) == [3]


def test_cycles_of_another_time_make_no_difference_to_any_digit(
    links: list[tuple[int, int]],
) -> None:
    """A pool that begins with them finds the same ratios, and knows them from the start."""
    chance = np.random.default_rng(9)
    shape = len(links), COLUMNS
    weights, lags = chance.lognormal(0, 1, shape), chance.lognormal(0, 0.5, shape)
    first, second = (CyclePool(NODES, links, [True] * len(links)) for _ in range(2))
    numbers = Prepared(first.prepare(weights), first.prepare(lags))
    found = first.solve(iter([numbers]))
    kept = first.often_critical(most=3)
    assert kept.rows
    second.begin_with(kept)
    assert second.often_critical(most=3) == kept
    again = second.solve(iter([numbers]))

    assert again.ratios.tobytes() == found.ratios.tobytes()
    cycles = zip(found.cycles.tolist(), again.cycles.tolist(), strict=True)
    assert all(first.arcs_of(one) == second.arcs_of(other) for one, other in cycles)
