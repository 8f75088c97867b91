"""Days are taken as they are written, from a billionth of a day to a billion days in one loop."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from all_cycles import all_cycles
from small_maps import edge, exactly, small_map

from graph.cycles.marked_graph import MarkedGraph, exact
from graph.loop.central import central_loop
from graph.loop.central_numbers import rounded_days
from graph.loop.study import Study
from graph.questions.critical_path.compute import critical_path
from graph.questions.critical_path.solved_loop import solve_loop

SCALES = (1e-9, 1e-6, 1e-3, 1.0, 1e3, 1e6, 1e9)
SPEEDUPS = (0.5, 1.0, 1.5, 3.0, 7.0, 12.5)


def mixed(seed):
    """Five parts in a ring with shortcuts, each of a scale of its own, some accelerated."""
    source = random.Random(seed)
    written = {
        name: (source.randint(1, 999) * source.choice(SCALES), source.choice(SPEEDUPS))
        for name in "abcde"
    }
    ring = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a")]
    pairs = {*ring, *((source.choice("abcde"), source.choice("abcde")) for _ in range(5))}
    edges = [edge(*pair) for pair in sorted(pairs)]
    numbers = [exactly(name, "baseline-days", days) for name, (days, _) in written.items()]
    numbers += [exactly(name, "speedup", speed) for name, (_, speed) in written.items()]
    model = small_map("abcde", numbers, edges, lags=[item.id for item in edges])
    return model, {name: exact(days) / exact(speed) for name, (days, speed) in written.items()}


@pytest.mark.parametrize("seed", range(40))
def test_the_period_of_mixed_scales_is_that_of_all_cycles(seed):
    """Exactly the greatest ratio in fractions, from the numbers as written."""
    model, days = mixed(seed)
    study = Study(model)
    loop = central_loop(study)
    graph = MarkedGraph(loop.nodes, tuple(days[name] for name in loop.nodes), loop.arcs)
    expected = max(cycle.ratio for cycle in all_cycles(graph))

    assert {item.id: item.days for item in loop.components} == days
    assert solve_loop(study).ratio.period == expected
    assert critical_path(study).period_days.median == float(expected)


def test_a_loop_of_billionths_of_a_day_is_no_loop_of_nothing():
    """2e-10 and 3e-10 days around a lag of 1 are 5e-10, where a billionth was the least before."""
    numbers = [exactly("a", "baseline-days", 2e-10), exactly("b", "baseline-days", 3e-10)]
    ways = [edge("a", "b"), edge("b", "a")]
    study = Study(small_map("ab", numbers, ways, lags=[ways[1].id]))

    assert solve_loop(study).ratio.period == Fraction(5, 10**10)


@pytest.mark.parametrize("scale", [Fraction(1, 10**15), Fraction(1), Fraction(10**15)])
def test_what_has_no_short_form_is_rounded_to_a_part_of_itself(scale):
    """1/997 has a long denominator; 17 digits of it are kept at any scale."""
    days = scale / 997

    assert 0 < abs(rounded_days(days) / days - 1) < Fraction(1, 10**16)


@pytest.mark.parametrize(
    "days", [Fraction(1, 7 * 10**12), Fraction(10**9, 3), Fraction("0.1234567890123")]
)
def test_what_is_written_stays_exact(days):
    """Decimals of any length, and their quotients by a short speed-up."""
    assert rounded_days(days) == days
