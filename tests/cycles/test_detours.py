"""Less work at one part of a long critical cycle: by detours, against solving for each part."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_loops import DrawnLoop, central_loop_of, drawn_loops
from hypothesis import HealthCheck, given, settings
from numpy.typing import NDArray

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.batch import detours
from graph.cycles.batch.detours import Detours, Drawn
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.loop import sampled_solver
from graph.loop.sampled_solver import SampledSolver
from graph.loop.sampled_times import SampledTimes

Table = NDArray[np.float64]


def answered(drawn: DrawnLoop, less: Table) -> Table:
    """Return what the detours say of each part and draw; nan where they do not know."""
    solver = SampledSolver(drawn.loop)
    solved = SampledTimes(solver, drawn.days, drawn.lags, drawn.delays).solved
    arcs = drawn.loop.arcs
    links = [(arc.tail, arc.head) for arc in arcs]
    tails = [tail for tail, _ in links]
    prepared = Detours(len(drawn.loop.nodes), links, [arc.lag > 0 for arc in arcs])
    cycles = dict(enumerate(solver.cycles))
    weights = drawn.days[tails] + drawn.delays
    return prepared.periods(Drawn(weights, drawn.lags, solved.periods, solved.cycles, cycles, less))


def exact_with_less(drawn: DrawnLoop, less: Table, node: int, column: int) -> float:
    """Return the same for one part and draw, in whole numbers."""
    graph = drawn.graph(column)
    days = drawn.days[node, column] - less[node, column]
    found = maximum_cycle_ratio(graph.with_days({node: float(days)}))
    return float(found.period) if found else 0.0


def ring(count: int, chords: tuple[Arc, ...] = ()) -> DrawnLoop:
    """Return parts in a ring, a day each, the last dependency with a lag of one generation."""
    along = [Arc(n, (n + 1) % count, float(n == count - 1), 0, f"r-{n:02}") for n in range(count)]
    arcs = (*along, *chords)
    loop = central_loop_of(MarkedGraph(tuple(f"n{n:02}" for n in range(count)), (1,) * count, arcs))
    lags = np.array([[float(arc.lag)] for arc in arcs])
    delays = np.array([[float(arc.delay)] for arc in arcs])
    return DrawnLoop(loop, np.ones((count, 1)), lags, delays)


def test_a_detour_holds_the_period_up() -> None:
    """20 days round. Without the day of part 5 a chord past it, 19 + 0.6 days, is the slower.

    Parts 8 and 9 can be passed by together: 18 + 1.7 days. Every other part brings a whole day.
    """
    drawn = ring(20, (Arc(4, 6, 0, 0.6, "past-5"), Arc(7, 10, 0, 1.7, "past-8-and-9")))
    found = answered(drawn, np.ones((20, 1)))[:, 0]
    known = np.flatnonzero(~np.isnan(found))
    # Of the ring only the part where it is cut is left to be solved for.
    assert len(known) == 19
    expected = np.full(20, 19.0)
    expected[5], expected[8], expected[9] = 19.6, 19.7, 19.7
    np.testing.assert_allclose(found[known], expected[known], rtol=1e-12)


def test_half_of_the_day_leaves_the_ring_critical() -> None:
    """Part 5 takes half a day less: 19.5 days round, and the chord of 19.6 is the slower."""
    drawn = ring(20, (Arc(4, 6, 0, 0.6, "past-5"),))
    found = answered(drawn, np.full((20, 1), 0.5))[:, 0]
    assert found[5] == pytest.approx(19.6, rel=1e-12)
    assert found[7] == pytest.approx(19.5, rel=1e-12)
    shallow = answered(drawn, np.full((20, 1), 0.25))[:, 0]
    assert shallow[5] == pytest.approx(19.75, rel=1e-12)


def test_a_chord_with_a_lag_of_its_own_counts_by_its_ratio() -> None:
    """Past part 5 with a lag more: 19 + 20.4 days in two rounds, 19.7 a round."""
    drawn = ring(20, (Arc(4, 6, 1, 20.4, "past-5"),))
    found = answered(drawn, np.ones((20, 1)))[:, 0]
    assert found[5] == pytest.approx(19.7, rel=1e-12)


def test_a_longer_round_by_way_of_the_part_itself_falls_less() -> None:
    """From part 5 past 6 with a lag more, 19 + 20.4 days in two rounds: 19.7 a round.

    A day less at part 5 leaves 19 days round the ring, but 38.4 in two rounds: 19.2. Nothing may be
    claimed of part 5 then, and what is solved for says so.
    """
    drawn = ring(20, (Arc(5, 7, 1, 20.4, "past-6"),))
    assert np.isnan(answered(drawn, np.ones((20, 1)))[5, 0])
    assert exact_with_less(drawn, np.ones((20, 1)), 5, 0) == pytest.approx(19.2)


def test_a_cycle_beside_the_cut_stops_what_can_be_proven() -> None:
    """Parts 11 to 19 with 10.8 days of delay take 19.8 days in their own round.

    So no part of the first half brings the period below that, and nothing else is claimed.
    """
    drawn = ring(20, (Arc(19, 11, 1, 10.8, "round-the-end"),))
    found = answered(drawn, np.ones((20, 1)))[:, 0]
    for node in np.flatnonzero(~np.isnan(found)):
        assert found[node] == pytest.approx(
            exact_with_less(drawn, np.ones((20, 1)), int(node), 0), rel=1e-12
        )
    assert exact_with_less(drawn, np.ones((20, 1)), 3, 0) == pytest.approx(19.8)


def ring_with_chords(seed: int) -> DrawnLoop:
    """Return 14 parts in a ring with 20 more dependencies anywhere, some with lags and delays."""
    rng = np.random.default_rng(seed)
    along = [Arc(n, (n + 1) % 14, float(n in (6, 13)), 0, f"r-{n}") for n in range(14)]
    chords = []
    for number, (tail, head) in enumerate(rng.integers(0, 14, (20, 2)).tolist()):
        # From the first half to the second a lag lies between anyhow: only so may one be missing.
        forward = tail < head and (tail > 6) == (head > 6)
        lag = 0.0 if forward and rng.random() < 0.7 else float(rng.integers(1, 4))
        chords.append(Arc(tail, head, lag, 0, f"c-{number}"))
    arcs = (*along, *chords)
    loop = central_loop_of(MarkedGraph(tuple(f"n{n:02}" for n in range(14)), (1,) * 14, arcs))
    lags = np.array([[arc.lag] for arc in arcs]) * rng.lognormal(0, 0.1, (34, 4))
    delays = rng.choice([0.0, 0.0, 0.5, 2.0, 8.0], (34, 4))
    return DrawnLoop(loop, rng.choice([0.5, 1.0, 2.0, 3.3], (14, 4)), lags, delays)


def test_whatever_is_claimed_is_what_the_exact_solver_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """150 rings with chords of all kinds: every claim is right, and there are many."""
    monkeypatch.setattr(detours, "LONG", 4)
    claims = 0
    for seed in range(150):
        drawn = ring_with_chords(seed)
        less = drawn.days * 0.9
        found = answered(drawn, less)
        for node, column in np.argwhere(~np.isnan(found)).tolist():
            exact = exact_with_less(drawn, less, node, column)
            assert found[node, column] == pytest.approx(exact, rel=1e-9), (seed, node, column)
            claims += 1
    assert claims > 500


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn_loops(columns=3))
def test_what_the_detours_say_is_what_the_exact_solver_says(
    monkeypatch: pytest.MonkeyPatch, drawn: DrawnLoop
) -> None:
    """In any small loop, ties and lags anywhere: wherever they claim to know, they are right."""
    monkeypatch.setattr(detours, "LONG", 2)
    if drawn.loop.groups:
        return
    less = drawn.days / 2
    found = answered(drawn, less)
    for node, column in np.argwhere(~np.isnan(found)).tolist():
        exact = exact_with_less(drawn, less, node, column)
        assert found[node, column] == pytest.approx(exact, rel=1e-9, abs=1e-12)


def layers(count: int, width: int, draws: int) -> DrawnLoop:
    """Return layers of parts, each waiting for all of the layer before; the first for the last."""
    rng = np.random.default_rng(8)
    nodes = count * width
    arcs = tuple(
        Arc(tail, head, float(head < width), 0, f"{tail}-{head}")
        for layer in range(count)
        for tail in range(layer * width, layer * width + width)
        for head in range((layer + 1) % count * width, (layer + 1) % count * width + width)
    )
    names = tuple(f"n{node:04}" for node in range(nodes))
    loop = central_loop_of(MarkedGraph(names, (1,) * nodes, arcs))
    lags = np.array([[float(arc.lag)] for arc in arcs])
    days = rng.lognormal(0, 0.5, (nodes, draws))
    return DrawnLoop(loop, days, np.repeat(lags, draws, axis=1), np.zeros((len(arcs), draws)))


def test_few_are_left_to_be_solved_for_and_all_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 layers of 3, where every part has a detour: with and without, the same shares."""
    drawn = layers(60, 3, 40)
    monkeypatch.setattr(sampled_solver, "DETOURS_FROM", 1)
    monkeypatch.setattr(detours, "REPAYS", 1)
    times = SampledTimes(SampledSolver(drawn.loop), drawn.days, drawn.lags, drawn.delays)
    asked = times.solved.is_critical
    known = ~np.isnan(answered(drawn, drawn.days))[asked]
    assert known.mean() > 0.9
    quick = times.periods_with_less(drawn.days, asked)
    monkeypatch.setattr(sampled_solver, "DETOURS_FROM", 10**9)
    times = SampledTimes(SampledSolver(drawn.loop), drawn.days, drawn.lags, drawn.delays)
    np.testing.assert_allclose(quick, times.periods_with_less(drawn.days, asked), rtol=1e-9)


def test_few_long_cycles_are_solved_for_and_many_are_not() -> None:
    """A ring of 20: 49 columns have 980 nodes on critical cycles, 50 have the 1,000 that repay."""
    prepared = Detours(20, [(n, (n + 1) % 20) for n in range(20)], [n == 19 for n in range(20)])
    arcs = {0: tuple(range(20))}
    assert not prepared.repays(np.zeros(49, dtype=np.intp), arcs)
    assert prepared.repays(np.zeros(50, dtype=np.intp), arcs)
    # In as many columns without a cycle there is nothing to look at.
    assert not prepared.repays(np.full(50, -1, dtype=np.intp), arcs)


def test_an_answer_does_not_depend_on_the_draws_beside_it() -> None:
    """Draw by draw, or all at once: the same bytes."""
    drawn = layers(20, 3, 12)
    together = answered(drawn, drawn.days)
    for column in range(12):
        part = slice(column, column + 1)
        tables = (drawn.days[:, part], drawn.lags[:, part], drawn.delays[:, part])
        alone = answered(DrawnLoop(drawn.loop, *tables), drawn.days[:, part])
        assert alone.tobytes() == np.ascontiguousarray(together[:, part]).tobytes()


def test_parts_that_do_not_hang_together_are_left_alone() -> None:
    """Two rings without a way between them: another ring might bind, so nothing is claimed."""
    first = [Arc(n, (n + 1) % 20, float(n == 19), 0, f"a-{n}") for n in range(20)]
    second = [Arc(20 + n, 20 + (n + 1) % 20, float(n == 19), 0, f"b-{n}") for n in range(20)]
    links = [(arc.tail, arc.head) for arc in (*first, *second)]
    assert not Detours(40, links, [arc.lag > 0 for arc in (*first, *second)]).can_answer


def test_alternatives_are_solved_for_one_by_one() -> None:
    """Where the quickest of several ways is taken, another way may bind; detours say nothing."""
    drawn = layers(20, 3, 2)
    keys = (drawn.loop.arcs[0].key, drawn.loop.arcs[3].key)
    loop = central_loop_of(drawn.graph(0), (keys,))
    assert SampledSolver(loop).detours is None
    assert choose_alternatives(loop.now, loop.groups).ratio is not None
