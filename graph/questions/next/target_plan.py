"""The fewest changes by which the loop reaches a pace."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from graph.errors import UsageError
from graph.loop.sampled_times import SampledTimes, SolvedDraws
from graph.model import LoopModel
from graph.questions.next.answer import TargetPlan, TargetStep
from graph.questions.next.walk import LookAhead

#: Sets of components tried at each size; if there are more, only the most promising are.
MOST_SETS = 10_000
#: Periods that differ by less than this part count as equal.
_EQUAL = 1e-9

#: Indices of the components that take only their floors, sorted.
Chosen = tuple[int, ...]


def target_plan(model: LoopModel, central: LookAhead, pace: float) -> TargetPlan:
    """Return the fewest components that, at their floors, give the loop a pace.

    A set that is too slow needs one more component of its critical cycle. So all sets of one
    component, then of two and so on are tried that can matter, until one is quick enough; among
    sets of that size the quickest is taken. Its members are put in order so that each step helps
    most.

    Args:
        model: gives the labels.
        central: the loop at the central estimate.
        pace: against no AI, above 0.

    Raises:
        UsageError: the pace makes no sense, or is beyond what all floors together allow; the
            message says how much that is and what blocks then.
    """
    if not 0 < pace < math.inf:
        raise UsageError(
            f"A target is a pace above 0, for example 2 for twice as fast; {pace:g} is none."
        )
    trials = _Trials(central)
    goal = float(central.start.before[0]) / pace
    everything = tuple(range(len(central.walk.nodes)))
    limit = trials.solve([everything])
    if limit.periods[0] > goal * (1 + _EQUAL):
        raise _beyond(model, central, pace, limit)
    chosen, fewest = _search(trials, goal)
    return TargetPlan(
        pace=pace,
        period_days=goal,
        reached_now=not chosen,
        steps=_steps(model, trials, chosen),
        fewest=fewest,
        arrival=None,
    )


class _Trials:
    """Solves the loop with sets of components at their floors, many sets at once."""

    def __init__(self, central: LookAhead) -> None:
        self.central = central
        uncertain = central.uncertain
        self.days = uncertain.days[:, 0]
        self.floors = uncertain.floor_days[:, 0]

    def solve(self, sets: Sequence[Chosen]) -> SolvedDraws:
        days = np.repeat(self.days[:, np.newaxis], len(sets), axis=1)
        for column, chosen in enumerate(sets):
            days[list(chosen), column] = self.floors[list(chosen)]
        uncertain = self.central.uncertain
        lags = np.repeat(uncertain.lags, len(sets), axis=1)
        delays = np.repeat(uncertain.delays, len(sets), axis=1)
        return SampledTimes(self.central.solver, days, lags, delays).solved

    def that_may_help(self, solved: SolvedDraws, column: int) -> list[int]:
        """Return what could still get faster on the critical cycle."""
        members = np.flatnonzero(solved.may_matter[:, column])
        return [int(node) for node in members if self.floors[node] < self.days[node]]

    def pace(self, solved: SolvedDraws, column: int) -> float:
        return float(self.central.pace(solved.periods)[column])


def _search(trials: _Trials, goal: float) -> tuple[Chosen, bool]:
    """Return a set that reaches the target, and whether no smaller one does."""
    level: list[Chosen] = [()]
    fewest = True
    while True:
        solved = trials.solve(level)
        order = sorted(
            range(len(level)), key=lambda column: (solved.periods[column], level[column])
        )
        if solved.periods[order[0]] <= goal * (1 + _EQUAL):
            return level[order[0]], fewest
        following: dict[Chosen, None] = {}
        for column in order:
            if len(following) > MOST_SETS:
                fewest = False
                break
            chosen = level[column]
            for node in trials.that_may_help(solved, column):
                if node not in chosen:
                    following[tuple(sorted((*chosen, node)))] = None
        level = list(following)


def _beyond(model: LoopModel, central: LookAhead, pace: float, limit: SolvedDraws) -> UsageError:
    cycle = central.solver.nodes_of(int(limit.cycles[0]))
    most = float(central.pace(limit.periods)[0])
    return UsageError(
        f"A pace of {pace:g}x is out of reach: with every part at its minimum time the loop runs "
        f"{most:.3g}x as fast as without AI. What sets the pace then: "
        f"{', '.join(map(model.label, cycle))}. "
        f"Choose a target of {math.floor(most * 100) / 100:g} or less."
    )


def _steps(model: LoopModel, trials: _Trials, chosen: Chosen) -> tuple[TargetStep, ...]:
    nodes, solver = trials.central.walk.nodes, trials.central.solver
    done: Chosen = ()
    steps = []
    while len(done) < len(chosen):
        left = [node for node in chosen if node not in done]
        solved = trials.solve([(*done, node) for node in left])
        best = int(solved.periods.argmin())
        node = left[best]
        done = (*done, node)
        steps.append(
            TargetStep(
                id=nodes[node],
                label=model.label(nodes[node]),
                from_days=float(trials.days[node]),
                to_days=float(trials.floors[node]),
                pace=trials.pace(solved, best),
                critical_cycle=solver.nodes_of(int(solved.cycles[best])),
            )
        )
    return tuple(steps)
