"""The loop of a study, solved now and without AI."""

from __future__ import annotations

from graph.cycles.alternatives import Choice, choose_alternatives
from graph.cycles.cycle_ratio import CycleRatio
from graph.errors import NO_TIME, OntologyError, Problem, UsageError
from graph.loop.central import CentralLoop, central_loop
from graph.loop.solver import LoopSolver
from graph.loop.study import Study
from graph.records import record


@record(slots=False)
class SolvedLoop:
    """The loop with its period, ready for further questions.

    Attributes:
        loop: the loop with its times.
        solver: answers what the period would be with other days.
        now: the alternatives taken, the graph that is left and its critical cycle.
        before: the same without AI.
        ratio: the maximum cycle ratio of ``now``.
        ratio_before: that of ``before``.
    """

    loop: CentralLoop
    solver: LoopSolver
    now: Choice
    before: Choice
    ratio: CycleRatio
    ratio_before: CycleRatio


def solve_loop(study: Study) -> SolvedLoop:
    """Return the loop of a study, solved now and without AI.

    Raises:
        OntologyError: nothing closes a loop, so that there is no period.
        DeadlockError: a cycle has no lag and can never start.
    """
    return study.once(_solve_loop)


def why_no_period(study: Study) -> str | None:
    """Return why a loop has no period; ``None`` if it has one.

    Raises:
        LoopmapError: a cycle can never start, or work is redone faster than it gets done: that is
            no missing answer but a fault of the map.
    """
    try:
        solve_loop(study)
    except UsageError as error:
        return str(error)
    except OntologyError as error:
        if any(problem.code != "no-cycle" for problem in error.problems):
            raise
        return "No cycle of dependencies closes the loop."
    return None


def _solve_loop(study: Study) -> SolvedLoop:
    loop = central_loop(study)
    halves = [item.days / 2 for item in loop.components]
    solver = LoopSolver(loop, halves)
    before = (
        choose_alternatives(loop.before, loop.groups)
        if loop.waiting
        else solver.choose(loop.before.days)
    )
    if solver.choice.ratio is None or before.ratio is None:
        raise OntologyError([_no_cycle(study)])
    if solver.choice.ratio.period == 0:
        raise UsageError(NO_TIME)
    return SolvedLoop(loop, solver, solver.choice, before, solver.choice.ratio, before.ratio)


def _no_cycle(study: Study) -> Problem:
    places = [item.place for item in study.model.dependencies.values() if item.place]
    return Problem(
        "no-cycle",
        "no cycle of Gates dependencies closes the loop, so that it has no period.",
        "Add the dependency by which a finished round feeds the next one, with a loop:lag of 1 "
        "or more.",
        place=max(places, default=None),
    )
