"""The compiled kernels against plain Python, against enumeration, and where they are missing."""

import importlib
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from all_cycles import ALL_DAYS, REAL_LAGS, all_cycles, loops, period
from hypothesis import HealthCheck, given, settings

from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.fast import switch
from graph.cycles.howard import CycleSolver
from graph.cycles.integer_graph import scale
from graph.cycles.marked_graph import Arc, MarkedGraph

ROOT = Path(__file__).parents[2]
EVEN_SMALL = "from graph.cycles.fast import switch; switch.LOAD_FROM = switch.FAST_FROM = 1"
#: Three nodes of 2 days in a ring, in Python.
SMALL_LOOP = (
    "import sys; from graph.cycles.marked_graph import Arc, MarkedGraph; "
    "from graph.cycles.cycle_ratio import maximum_cycle_ratio; "
    "arcs = (Arc(0, 1, 0), Arc(1, 2, 0), Arc(2, 0, 1)); "
    "ratio = maximum_cycle_ratio(MarkedGraph(('a', 'b', 'c'), (2, 2, 2), arcs))"
)
SHARED_FIXTURE = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def compiled(monkeypatch):
    """Have the kernels do loops of any size; numba is one of the tools of development."""
    importlib.import_module("numba")
    monkeypatch.setattr(switch, "FAST_FROM", 1)
    monkeypatch.setattr(switch, "LOAD_FROM", 1)
    monkeypatch.delenv(switch.SWITCH, raising=False)


def ring(days, lag=1, extra=()):
    """Return nodes in a ring, the last dependency with a lag."""
    last = len(days) - 1
    arcs = [Arc(node, (node + 1) % len(days), lag * (node == last)) for node in range(len(days))]
    names = tuple(f"n{node:05}" for node in range(len(days)))
    return MarkedGraph(names, tuple(days), (*arcs, *extra))


def confirmation(graph):
    """Return what the whole numbers of the only part say to the steepest cycle of a policy."""
    from graph.cycles.part_arrays import Numbers, PartArrays, whole_array

    scaled = scale(graph)
    (part,) = CycleSolver(scaled)._parts
    weights = [scaled.weights[arc] for arc in part.arcs]
    policy = [out[0][0] for out in part.leaving]
    work, lag, nodes = part._best_cycle(weights, policy)
    ways = PartArrays.of(part.heads, part.lags, part.counts)
    arcs = ways.confirm(Numbers.of(weights), whole_array(policy), nodes[0], work, lag)
    return None if arcs is None else arcs.tolist()


@pytest.mark.usefixtures("compiled")
@settings(max_examples=150, deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(loops() | loops(ALL_DAYS, REAL_LAGS))
def test_the_compiled_period_is_the_one_that_enumeration_finds(graph):
    """Listing every cycle is the oracle; the cycle shown is one of those and has that ratio."""
    ratio = maximum_cycle_ratio(graph)
    assert ratio.period == period(graph)
    (shown,) = [cycle for cycle in all_cycles(graph) if set(cycle.arcs) == set(ratio.cycle)]
    assert shown.ratio == ratio.period


@pytest.mark.usefixtures("compiled")
@settings(max_examples=150, deadline=None, suppress_health_check=SHARED_FIXTURE)
@given(loops() | loops(ALL_DAYS, REAL_LAGS))
def test_with_and_without_compiled_code_the_answer_is_the_same(monkeypatch, graph):
    """Plain Python is the oracle: period, cycle, starts and slacks are equal to the last digit."""
    fast = maximum_cycle_ratio(graph)
    monkeypatch.setenv(switch.SWITCH, "off")
    plain = maximum_cycle_ratio(graph)
    monkeypatch.delenv(switch.SWITCH)
    assert fast == plain
    assert fast.schedule == plain.schedule


CASES = {
    # 1e9 + 1e-9 days by hand: the parts add up, however far apart they are.
    "mixed scales": (
        ring([Fraction(1, 10**9), 10**9]),
        Fraction(10**18 + 1, 10**9),
    ),
    # 1,000 nodes that each wait for themselves alone take 7 days; the ring is given enough lag.
    "exact ties": (
        ring([7] * 1000, 1000, [Arc(node, node, 1) for node in range(1000)]),
        Fraction(7),
    ),
    # Each doubled dependency is the same but for 1 day of delay: 10 nodes take 10 x (2 + 1).
    "doubled": (
        ring([2] * 10, 1, [Arc(n, (n + 1) % 10, int(n == 9), delay=1) for n in range(10)]),
        Fraction(30),
    ),
    # 3 nodes of 50,000 days in 100,000 rounds: one day and a half a round.
    "long lags": (ring([50_000] * 3, 100_000), Fraction(3, 2)),
    # 50 pairs without a way between them: pair k takes k + k days.
    "fifty parts": (
        MarkedGraph(
            tuple(f"n{node:03}" for node in range(100)),
            tuple(node // 2 for node in range(100)),
            tuple(Arc(n, n ^ 1, n % 2) for n in range(100)),
        ),
        Fraction(98),
    ),
    # Whole numbers of 400 digits fit no float; plain Python takes over: 2 x 10**400 days.
    "beyond floats": (ring([10**400, 10**400]), Fraction(2 * 10**400)),
}


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("case", CASES)
def test_hard_numbers_come_out_exact(case):
    """The expected period stands beside each case with how it follows by hand."""
    graph, expected = CASES[case]
    assert maximum_cycle_ratio(graph).period == expected


def test_whole_numbers_beyond_64_bits_are_confirmed():
    """Days times lag pass 2**64; the ring has one cycle, so that both its arcs lose nothing."""
    importlib.import_module("numba")
    assert confirmation(ring([2**50, 2**50 + 1], 2**15)) == [0, 1]


def test_what_is_not_the_steepest_cycle_is_not_confirmed():
    """The first arcs give 2 days; the last one, by one part in 10**15 more, is steeper."""
    importlib.import_module("numba")
    slower = Arc(1, 0, 1, delay=Fraction(1, 10**15))
    assert confirmation(ring([1, 1], 1, [slower])) is None
    assert confirmation(ring([1, 1], 1, [Arc(1, 0, 1)])) == [0, 1, 2]


def test_numbers_too_large_to_tell_are_left_to_plain_python():
    """With 10**40 days floats are wrong by more than 2**60, so that nothing is confirmed."""
    importlib.import_module("numba")
    assert confirmation(ring([10**40, 10**40])) is None


@pytest.mark.usefixtures("compiled")
def test_without_numba_plain_python_answers(monkeypatch):
    """A ring of 3 x 2 days takes 6; numba is hidden from the search for modules."""
    monkeypatch.setattr(switch, "is_installed", lambda: False)
    monkeypatch.setitem(sys.modules, "graph.cycles.fast.howard_kernel", None)
    assert not switch.is_wanted(10**6)
    assert maximum_cycle_ratio(ring([2, 2, 2])).period == 6


def test_small_loops_do_not_load_numba():
    """Loading takes longer than a small loop: 6 days without it, in a process of its own."""
    code = f"{SMALL_LOOP}; print(ratio.period, 'numba' in sys.modules)"
    assert run(code, {}).stdout.strip() == "6 False"


def test_without_a_place_to_keep_compiled_code_it_still_answers(tmp_path):
    """No home, and a cache folder that is a file: nothing can be kept, 6 days come out."""
    importlib.import_module("numba")
    (tmp_path / "file").write_text("")
    code = f"{EVEN_SMALL}; {SMALL_LOOP}; print(ratio.period, 'numba' in sys.modules)"
    places = {"HOME": "/nonexistent", "NUMBA_CACHE_DIR": str(tmp_path / "file" / "none")}
    assert run(code, places).stdout.strip() == "6 True"


def run(code, places):
    """Run Python in a process of its own."""
    kept = {key: value for key, value in os.environ.items() if key not in ("HOME", switch.SWITCH)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**kept, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done
