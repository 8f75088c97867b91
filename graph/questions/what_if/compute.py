"""What a supposition would change: every answer before and after, and what moved beyond noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from graph.estimates import Interval
from graph.loop.answer import Answer, heading
from graph.loop.comparison import Change, exact_change
from graph.loop.study import Study
from graph.questions import question_named
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.part import Part
from graph.questions.question import Figure
from graph.records import record
from graph.workers import current_workers

if TYPE_CHECKING:
    from graph.loop.sample import DrawnRows
    from graph.loop.shared_study import SharedStudy

#: What is compared of the loop as a whole.
FIGURES: tuple[Figure, ...] = question_named("critical-path").figures


@record
class ComponentChange(Part):
    """One component before and after.

    Attributes:
        days: of the calendar per generation.
        blocking_share: by how much the period falls if it took only its floor.
        criticality: probability of being on the critical cycle; without draws 0 or 1.
        rank_before: its place among the blockers, 1 the strongest; ``None`` if it was not timed.
        rank_after: likewise.
        moved: whether its days, blocking share or criticality moved beyond the noise.
    """

    days: Change
    blocking_share: Change
    criticality: Change
    rank_before: int | None
    rank_after: int | None
    moved: bool


@record
class CycleChange:
    """How often a cycle is the critical one, before and after.

    Attributes:
        cycle: ids in order.
        probability: share of the draws; without draws 0 or 1.
    """

    cycle: tuple[str, ...]
    probability: Change


@record
class WhatIf(Answer):
    """Every answer before and after.

    Attributes:
        suppositions: what is supposed, as written.
        answers: period, pace, period without AI, ceiling.
        cycles: the cycles that are critical in some draw on either side, the likeliest first.
        cycle_changed_probability: share of the draws in which another cycle binds; without draws
            0 or 1.
        components: every component, those whose blocking share moved most first.
        before: the whole answer as the evidence has it.
        after: the whole answer with what is supposed.
    """

    suppositions: tuple[str, ...]
    answers: tuple[Change, ...]
    cycles: tuple[CycleChange, ...]
    cycle_changed_probability: float
    components: tuple[ComponentChange, ...]
    before: CriticalPath
    after: CriticalPath

    def answer(self, name: str) -> Change:
        """Return the change of one answer, by its key."""
        return next(item for item in self.answers if item.answer == name)

    @property
    def moved(self) -> bool:
        """Whether anything at all moved beyond the noise."""
        changes = (*self.answers, *(item.probability for item in self.cycles))
        return any(item.moved for item in changes) or any(row.moved for row in self.components)


def what_if(study: Study, *, draws: int = 0, seed: int = 0) -> WhatIf:
    """Return every answer without and with what a study supposes.

    Both sides see the same draws of everything that is not supposed, so that the difference is
    known far better than either side. A study that supposes nothing changes nothing.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: for intervals; 0 compares the central estimates.
        seed: of the draws.

    Raises:
        LoopmapError: either side has no period.
    """
    bare = study.without_suppositions()
    with _draws_kept(bare, draws):
        return _against(critical_path(bare, draws=draws, seed=seed), study, draws, seed)


def _against(before: CriticalPath, study: Study, draws: int, seed: int) -> WhatIf:
    """Return what a study changes against the answer without what it supposes."""
    with _draws_kept(study, draws):
        after = critical_path(study, draws=draws, seed=seed) if study.suppositions else before
        if not draws:
            return central_changes(before, after)
        from graph.questions.what_if.sampled import drawn_changes

        return drawn_changes(before, after, study.without_suppositions(), study)


def _draws_kept(study: Study, draws: int) -> AbstractContextManager[None]:
    """Draw the loop of a study once for all that is asked of it meanwhile, if it is drawn."""
    if not draws:
        # NumPy takes longer to load than the central answer takes to compute.
        return nullcontext()
    from graph.loop.paired_draws import draws_kept

    return draws_kept(study)


def drawn_rows(study: Study, *, draws: int, seed: int) -> DrawnRows:
    """Return period, pace and ceiling before and after, a line a draw.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: 1 or more.
        seed: of them.
    """
    from graph.questions.what_if.sampled import rows_of_both_sides

    return rows_of_both_sides(study.without_suppositions(), study, draws, seed)


def central_changes(before: CriticalPath, after: CriticalPath) -> WhatIf:
    """Return what differs between two answers at the central estimate.

    Args:
        before: the one answer.
        after: the other.
    """
    sides = [{item.id: item for item in side.components} for side in (before, after)]

    def by_component(
        answer: str, unit: str, value: Callable[[CriticalPath, ComponentResult], float]
    ) -> dict[str, Change]:
        return {
            key: exact_change(
                answer,
                unit,
                value(before, sides[0][key]) if key in sides[0] else None,
                value(after, sides[1][key]) if key in sides[1] else None,
            )
            for key in sorted(sides[0].keys() | sides[1].keys())
        }

    return compared(
        before,
        after,
        answers=tuple(
            exact_change(figure.name, figure.unit, _centre(before, figure), _centre(after, figure))
            for figure in FIGURES
        ),
        cycles=tuple(
            CycleChange(
                cycle,
                exact_change(
                    "probability",
                    "share",
                    float(before.critical_cycle == cycle),
                    float(after.critical_cycle == cycle),
                ),
            )
            for cycle in dict.fromkeys((before.critical_cycle, after.critical_cycle))
        ),
        cycle_changed_probability=float(before.critical_cycle != after.critical_cycle),
        days=by_component("days", "days", lambda _, item: item.days.median),
        blocking=by_component("blocking_share", "share", lambda _, item: item.blocking_share),
        criticality=by_component(
            "criticality", "share", lambda side, item: float(item.id in side.critical_cycle)
        ),
    )


def compared(
    before: CriticalPath,
    after: CriticalPath,
    *,
    answers: tuple[Change, ...],
    cycles: tuple[CycleChange, ...],
    cycle_changed_probability: float,
    days: Mapping[str, Change],
    blocking: Mapping[str, Change],
    criticality: Mapping[str, Change],
) -> WhatIf:
    """Return the comparison of two answers.

    Args:
        before: the answer as the evidence has it.
        after: the answer with what is supposed.
        answers: changes of the loop as a whole.
        cycles: changes of how often each is critical.
        cycle_changed_probability: share of the draws in which another cycle binds.
        days: changes by component.
        blocking: of the blocking share, by component.
        criticality: by component.
    """
    was, now = (_ranks(blocking, criticality, after=side) for side in (False, True))
    labels = {item.id: item.label for item in (*before.components, *after.components)}
    rows = []
    for key, label in labels.items():
        parts = days[key], blocking[key], criticality[key]
        moved = any(part.moved for part in parts)
        rows.append(ComponentChange(key, label, *parts, was.get(key), now.get(key), moved))
    return WhatIf(
        setting=after.setting,
        as_of=after.as_of,
        ontology=after.ontology,
        seed=after.seed,
        draws=after.draws,
        effective_draws=after.effective_draws,
        evidence_only=after.evidence_only,
        words=after.words,
        suppositions=after.suppositions,
        answers=answers,
        cycles=cycles,
        cycle_changed_probability=cycle_changed_probability,
        components=tuple(sorted(rows, key=_by_size_of_move)),
        before=before,
        after=after,
    )


def _centre(side: CriticalPath, figure: Figure) -> float | None:
    found: object = side
    for name in figure.field.split("."):
        found = getattr(found, name, None)
    return found.median if isinstance(found, Interval) else None


def _by_size_of_move(row: ComponentChange) -> tuple[float, float, float, str]:
    sizes = (
        -abs(change.mean_difference or 0.0)
        for change in (row.blocking_share, row.criticality, row.days)
    )
    blocking, criticality, days = sizes
    return blocking, criticality, days, row.id


def _ranks(
    blocking: Mapping[str, Change], criticality: Mapping[str, Change], *, after: bool
) -> dict[str, int]:
    """Return the places by mean blocking share, then by criticality; equals share a place."""
    found = {
        key: (share, _mean(criticality[key], after=after) or 0.0)
        for key, change in blocking.items()
        if (share := _mean(change, after=after)) is not None
    }
    return {
        key: 1 + sum(1 for other in found.values() if other > value) for key, value in found.items()
    }


def _mean(change: Change, *, after: bool) -> float | None:
    return change.mean_after if after else change.mean_before


@record
class ScenarioOutcome(Part):
    """What one scenario does to the loop.

    Attributes:
        definition: what is supposed, in a sentence; ``None`` if nobody wrote one.
        supposition_count: how many numbers it replaces.
        period_days: before and after.
        pace: before and after.
        ceiling_pace: before and after.
        critical_cycle: ids of the cycle that binds then, at the central estimate.
        critical_cycle_name: what people call it, if they have a name for it.
        cycle_changed_probability: share of the draws in which another cycle binds.
        top_blockers: ids of up to three components with the greatest mean blocking shares.
    """

    definition: str | None
    supposition_count: int
    period_days: Change
    pace: Change
    ceiling_pace: Change
    critical_cycle: tuple[str, ...]
    critical_cycle_name: str | None
    cycle_changed_probability: float
    top_blockers: tuple[str, ...]


@record
class Scenarios(Answer):
    """All scenarios of a map.

    Attributes:
        outcomes: one per scenario, the shortest period first.
        labels: what people call the components.
    """

    outcomes: tuple[ScenarioOutcome, ...]
    labels: dict[str, str]


def scenarios(study: Study, *, draws: int = 0, seed: int = 0) -> Scenarios:
    """Return what each scenario of the map would change, all on the same draws.

    Args:
        study: the map and the standpoint; the scenarios come on top of what it supposes.
        draws: for intervals; 0 compares the central estimates.
        seed: of the draws.

    Raises:
        LoopmapError: a scenario leaves the loop without a period.
    """
    from graph.loop.shared_study import SharedStudy

    asked, bare = tuple(study.model.scenarios), study.without_suppositions()
    with _draws_kept(bare, draws):
        # What all scenarios are compared with, so that each begins with the cycles found for it.
        before = critical_path(bare, draws=draws, seed=seed)
        together = _AllScenarios(SharedStudy(study), before, draws, seed)
        found = tuple(current_workers().run(_outcome, together, asked, len(asked)))
    return Scenarios(
        *heading(study, draws=draws, seed=seed),
        outcomes=tuple(sorted(found, key=lambda row: (row.period_days.mean_after or 0.0, row.id))),
        labels={item.id: item.label for item in study.model.components.values()},
    )


@record
class _AllScenarios:
    """What is asked of every scenario, and the answer that it is compared with."""

    study: SharedStudy
    before: CriticalPath
    draws: int
    seed: int


def _outcome(together: _AllScenarios, identifier: str) -> ScenarioOutcome:
    study, draws = together.study.begin(), together.draws
    scenario = study.model.scenarios[identifier]
    if draws:
        from graph.loop.paired_draws import keep_draws

        # Drawn once in each process, whichever of the pieces it does, and gone with the last.
        keep_draws(study.without_suppositions())
    supposed = study.supposing(scenario.suppositions)
    result = _against(together.before, supposed, draws, together.seed)
    ranked = sorted(
        (row for row in result.components if row.blocking_share.mean_after),
        key=lambda row: (-(row.blocking_share.mean_after or 0.0), row.id),
    )
    return ScenarioOutcome(
        id=scenario.id,
        label=scenario.label,
        definition=scenario.definition,
        supposition_count=len(scenario.suppositions),
        period_days=result.answer("period_days"),
        pace=result.answer("pace"),
        ceiling_pace=result.answer("ceiling_pace"),
        critical_cycle=result.after.critical_cycle,
        critical_cycle_name=result.after.critical_cycle_name,
        cycle_changed_probability=result.cycle_changed_probability,
        top_blockers=tuple(row.id for row in ranked[:3]),
    )
