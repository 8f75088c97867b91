"""All scenarios of a map side by side."""

from __future__ import annotations

from dataclasses import dataclass

from graph.loop.answer import Answer, heading
from graph.loop.comparison import Change
from graph.loop.study import Study
from graph.questions.what_if.compute import what_if


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """What one scenario does to the loop.

    Attributes:
        id: its id.
        label: what people call it.
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

    id: str
    label: str
    definition: str | None
    supposition_count: int
    period_days: Change
    pace: Change
    ceiling_pace: Change
    critical_cycle: tuple[str, ...]
    critical_cycle_name: str | None
    cycle_changed_probability: float
    top_blockers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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
    found = tuple(_outcome(study, identifier, draws, seed) for identifier in study.model.scenarios)
    return Scenarios(
        *heading(study, draws=draws, seed=seed),
        outcomes=tuple(sorted(found, key=lambda row: (row.period_days.mean_after or 0.0, row.id))),
        labels={item.id: item.label for item in study.model.components.values()},
    )


def _outcome(study: Study, identifier: str, draws: int, seed: int) -> ScenarioOutcome:
    scenario = study.model.scenarios[identifier]
    result = what_if(study.supposing(scenario.suppositions), draws=draws, seed=seed)
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
