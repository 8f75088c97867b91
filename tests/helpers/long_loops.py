"""Drawn loops of more blocks than one, with and without exact ties."""

from __future__ import annotations

import numpy as np
from drawn_loops import DrawnLoop, central_loop_of

from graph.cycles.marked_graph import Arc, MarkedGraph
from graph.loop.sampled_solver import SampledSolver
from graph.loop.sampled_times import SampledTimes


def tied_loop(draws: int) -> DrawnLoop:
    """Return two like halves round one part, and chords; in half of the draws the halves tie."""
    rng = np.random.default_rng(13)
    # Every two of four parts wait for each other, so that no part is merely passed through.
    half = [(tail, head) for tail in range(4) for head in range(4) if tail != head]
    links = [*half, *((a and a + 3, b and b + 3) for a, b in half)]
    arcs = tuple(Arc(tail, head, 1.0, 0, f"arc-{n}") for n, (tail, head) in enumerate(links))
    loop = central_loop_of(MarkedGraph(tuple("abcdefg"), (1,) * 7, arcs))
    days = rng.choice([0.1, 0.2, 0.3, 0.7], (7, draws))
    days[4:, : draws // 2] = days[1:4, : draws // 2]
    lags = np.full((len(arcs), draws), 1.1)
    delays = rng.choice([0.0, 0.1], (len(arcs), draws))
    delays[12:, : draws // 2] = delays[:12, : draws // 2]
    return DrawnLoop(loop, days, lags, delays)


def bytes_of(drawn: DrawnLoop) -> tuple[bytes, ...]:
    """Return all that is asked of a loop, to the last digit."""
    solver = SampledSolver(drawn.loop)
    times = SampledTimes(solver, drawn.days, drawn.lags, drawn.delays, "now")
    solved = times.solved
    less = times.periods_with_less(drawn.days / 2, solved.may_matter)
    again = SampledTimes(solver, drawn.days * 0.7, drawn.lags, drawn.delays).periods
    names = "|".join(",".join(solver.nodes_of(n)) for n in solved.cycles.tolist())
    tables = (solved.periods, solved.is_critical, solved.may_matter, less, again)
    return (*(np.ascontiguousarray(table).tobytes() for table in tables), names.encode())
