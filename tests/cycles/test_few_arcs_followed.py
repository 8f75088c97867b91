"""Large graphs whose arcs are followed one by one where few ask for more: the same answers."""

from __future__ import annotations

import numpy as np
import pytest

from graph.cycles.batch.bellman_ford import Gains, SweepGraph
from graph.cycles.batch.cycle_pool import CyclePool, Prepared, exact_ratio

NODES, DRAWS = 150, 40


@pytest.fixture(autouse=True)
def _without_kernels(monkeypatch):
    """Compiled sweeps over all arcs are quicker than to follow some; another test may load them."""
    monkeypatch.setenv("LOOPMAP_FAST", "off")


@pytest.fixture(scope="module")
def drawn():
    """A random graph of four arcs out of each node, all with a lag; two arcs are doubled."""
    chance = np.random.default_rng(4)
    tails = np.repeat(np.arange(NODES), 4)
    heads = chance.integers(0, NODES, len(tails))
    links = [*zip(tails.tolist(), heads.tolist(), strict=True)]
    links += links[:2]
    weights = chance.lognormal(2, 1, (len(links), DRAWS))
    weights[-2:] = weights[:2]
    lags = chance.integers(1, 4, (len(links), 1)).astype(float)
    lags[-2:] = lags[:2]
    return links, weights, lags


def solved(drawn):
    """The greatest ratio of each draw, and the arcs of its cycle."""
    links, weights, lags = drawn
    pool = CyclePool(NODES, links, [True] * len(links))
    found = pool.solve(iter([Prepared(pool.prepare(weights), pool.prepare(lags))]))
    return found.ratios, [pool.arcs_of(number) for number in found.cycles.tolist()]


def test_following_few_arcs_gives_the_bytes_of_sweeping_over_all(drawn, monkeypatch):
    """With and without it every ratio has the same digits and every cycle the same arcs."""
    followed = []
    before = SweepGraph._settled

    def spy(graph, gains, potentials):
        unsettled = before(graph, gains, potentials)
        followed.append(unsettled is not None)
        return unsettled

    monkeypatch.setattr(SweepGraph, "_settled", spy)
    ratios, cycles = solved(drawn)
    assert any(followed)
    monkeypatch.setattr(SweepGraph, "_settled", lambda *_: None)
    swept, same = solved(drawn)

    assert ratios.tobytes() == swept.tobytes()
    assert cycles == same


def test_each_ratio_is_that_of_whole_numbers(drawn):
    """The exact engine finds the same in every draw, one after the other."""
    links, weights, lags = drawn
    ratios, cycles = solved(drawn)
    graph = SweepGraph(*zip(*links, strict=True), [True] * len(links))
    for draw in range(DRAWS):
        exact = exact_ratio(graph, weights[:, draw], lags[:, 0])
        assert ratios[draw] == pytest.approx(float(exact.period), rel=1e-12)
        arcs = list(cycles[draw])
        assert weights[arcs, draw].sum() / lags[arcs, 0].sum() == pytest.approx(ratios[draw])


def test_what_is_settled_leaves_no_arc_asking_for_more(drawn):
    """After it, in settled columns, each head is at least its tail plus the gain of the arc."""
    links, weights, lags = drawn
    graph = SweepGraph(*zip(*links, strict=True), [True] * len(links))
    ratios, _ = solved(drawn)
    gains = weights - ratios * (1 + 1e-11) * lags
    potentials = np.zeros((graph.node_count, DRAWS))
    graph.raise_potentials(gains, potentials, 3)
    unsettled = graph._settled(Gains.of(gains), potentials)

    assert unsettled is not None
    excess = potentials[graph.tails] + gains - potentials[graph.heads]
    assert excess[:, ~unsettled].max() <= 1e-9
    assert (~unsettled).sum() > DRAWS / 2


def test_a_cycle_that_gains_is_never_taken_for_settled(drawn):
    """With a ratio one per cent too low in one draw its slowest cycle asks for more for ever."""
    links, weights, lags = drawn
    graph = SweepGraph(*zip(*links, strict=True), [True] * len(links))
    ratios, _ = solved(drawn)
    ratios[7] *= 0.99
    gains = weights - ratios * (1 + 1e-11) * lags
    potentials = np.zeros((graph.node_count, DRAWS))
    graph.raise_potentials(gains, potentials, 3)

    assert graph._settled(Gains.of(gains), potentials)[7]
