"""Draws solved in blocks, by compiled sweeps or plain ones: always the same bytes."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from drawn_loops import DrawnLoop, central_loop_of
from long_loops import bytes_of, tied_loop

from graph.cycles.batch import columns, cycle_pool, detours
from graph.cycles.fast import switch
from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.loop import sampled_solver, sampled_times
from graph.loop.sampled_solver import SampledSolver
from graph.loop.sampled_times import SampledTimes


def test_blocks_are_a_few_draws_first_and_then_equal_ones() -> None:
    """3,000 draws: 128, then three blocks of 957 or 958; up to 1,024 are one block."""
    drawn = tied_loop(3000)
    times = SampledTimes(SampledSolver(drawn.loop), drawn.days, drawn.lags, drawn.delays)
    assert [part.stop - part.start for part in times._blocks] == [128, 957, 957, 958]
    part = slice(0, 1024)
    few = SampledTimes(
        SampledSolver(drawn.loop), drawn.days[:, part], drawn.lags[:, part], drawn.delays[:, part]
    )
    assert few._blocks == (part,)


def test_many_blocks_say_what_one_block_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oracle is one block; half of the draws tie exactly, and cycles are named in the end."""
    drawn = tied_loop(3000)
    divided = bytes_of(drawn)
    monkeypatch.setattr(sampled_times, "_MOST_OF_A_BLOCK", 10**9)
    monkeypatch.setattr(columns, "CHUNK", 10**9)
    assert bytes_of(drawn) == divided


@pytest.mark.parametrize(("most_left", "chunk"), [(0, 2048), (10**9, 64), (1000, 64)])
def test_how_much_is_held_at_once_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, most_left: int, chunk: int
) -> None:
    """However many columns are worked on side by side, and however many wait unproven."""
    drawn = tied_loop(1500)
    usual = bytes_of(drawn)
    monkeypatch.setattr(cycle_pool, "MOST_LEFT", most_left)
    monkeypatch.setattr(columns, "CHUNK", chunk)
    assert bytes_of(drawn) == usual


def test_whole_numbers_give_the_same_where_sweeps_do_not_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without any round of sweeping every draw is solved exactly."""
    drawn = tied_loop(300)
    usual = bytes_of(drawn)
    monkeypatch.setattr(cycle_pool, "ROUNDS", 0)
    assert bytes_of(drawn)[0] == usual[0]


def test_what_stands_still_is_solved_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    """After one round in which nothing is proven, a draw is solved in whole numbers."""
    drawn = tied_loop(40)
    columns_alone = [
        DrawnLoop(
            drawn.loop,
            drawn.days[:, column : column + 1],
            drawn.lags[:, column : column + 1],
            drawn.delays[:, column : column + 1],
        )
        for column in range(20, 40)
    ]
    usual = [bytes_of(one) for one in columns_alone]
    asked = []
    solve = cycle_pool.CyclePool._one_exactly

    def counted(pool: object, *others: object) -> object:
        asked.append(1)
        return solve(pool, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(cycle_pool.CyclePool, "_one_exactly", counted)
    monkeypatch.setattr(cycle_pool, "MOST_STALLED", 1)
    assert [bytes_of(one) for one in columns_alone] == usual
    assert asked


def test_compiled_sweeps_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With numba for tables of any size, and with it switched off; detours are looked at too."""
    importlib.import_module("numba")
    kernel = importlib.import_module("graph.cycles.fast.sweep_kernel")
    drawn = tied_loop(1500)
    monkeypatch.setattr(sampled_solver, "DETOURS_FROM", 1)
    monkeypatch.setattr(detours, "REPAYS", 1)
    monkeypatch.setenv(switch.SWITCH, "off")
    plain = bytes_of(drawn)
    monkeypatch.delenv(switch.SWITCH)
    monkeypatch.setattr(switch, "SWEEP_FROM", 1)
    swept = []
    raise_once = kernel.raise_once

    def counted(*arguments: object) -> None:
        swept.append(1)
        raise_once(*arguments)

    monkeypatch.setattr(kernel, "raise_once", counted)
    assert bytes_of(drawn) == plain
    assert swept


def test_lags_that_are_all_the_same_are_held_once() -> None:
    """A table of equal columns and its first column alone give the same bytes."""
    drawn = tied_loop(500)
    assert columns.same_in_all(drawn.lags).shape == (24, 1)
    solver = SampledSolver(drawn.loop)
    whole = SampledTimes(solver, drawn.days, drawn.lags, drawn.delays).periods
    varied = drawn.lags.copy()
    varied[:, -1] *= 2
    other = SampledTimes(solver, drawn.days, varied, drawn.delays).periods
    assert whole[:-1].tobytes() == other[:-1].tobytes()
    assert other[-1] == pytest.approx(whole[-1] / 2)


def test_a_tie_is_seen_where_every_arc_gains_next_to_nothing() -> None:
    """Two rings of two, every dependency with a lag of 1 and every part with 1 day: all critical.

    A gain is days less ratio times lag: with a ratio of 1 day all gains are 0.
    """
    links = [(0, 1), (1, 0), (2, 3), (3, 2), (0, 2), (2, 0), (1, 3), (3, 1)]
    arcs = tuple(Arc(tail, head, 1.0, 0, f"{tail}-{head}") for tail, head in links)
    loop = central_loop_of(MarkedGraph(tuple("abcd"), (1,) * 4, arcs))
    times = SampledTimes(SampledSolver(loop), np.ones((4, 3)), np.ones((8, 3)), np.zeros((8, 3)))
    assert times.solved.periods.tolist() == [1.0, 1.0, 1.0]
    assert times.solved.is_critical.all()
