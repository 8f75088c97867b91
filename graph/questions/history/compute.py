"""How the bottleneck moved: the answers at the end of each year, with what was known then."""

from __future__ import annotations

from graph.errors import UsageError
from graph.estimates import Interval
from graph.evidence.loop_estimates import TIMELESS
from graph.loop.answer import Answer, heading
from graph.loop.study import Study
from graph.loop.years import (
    FIRST_YEAR,
    Step,
    YearOfStudy,
    held_at_one,
    known_speedups,
    years_of,
)
from graph.questions.critical_path.answer import ComponentResult, CriticalPath, LikelyCycle
from graph.questions.critical_path.compute import critical_path
from graph.questions.part import Part
from graph.records import record

#: Blockers that are named for each year.
_BLOCKERS = 3


@record
class Blocker(Part):
    """A component that held up the loop at the end of a year.

    Attributes:
        blocking_share: by how much the period would have fallen if it took only its floor: the
            mean over the draws, else at the central estimate.
        criticality: probability of being on a critical cycle; ``None`` without draws.
        blocking_share_error: standard error of that mean; ``None`` without draws.
    """

    blocking_share: float
    criticality: float | None
    blocking_share_error: float | None


@record
class HistoryYear:
    """The answers at the end of a year.

    Attributes:
        year: the year.
        period: the year or the quarter, as people write it: 2026, or 2026 Q2.
        as_of: the last day that counts.
        period_days: days per generation.
        pace: against no AI.
        central_pace: the pace if every number took its central value.
        ceiling_pace: the pace if all that was accelerated took only its floor.
        critical_cycle: ids in order, at the central estimate.
        critical_cycle_name: what people call it, if they have a name for it.
        critical_cycle_probability: how often it is the critical one; ``None`` without draws.
        likely_cycle: the cycle that is critical most often; ``None`` without draws.
        cycle_changed: whether another cycle bound the year before; ``None`` for the first year.
        blockers: the strongest blockers, the strongest first.
        likeliest: the component that is critical most often; ``None`` without draws.
        known_speedups: components about whose acceleration something was known.
        newly_known: ids of those about which nothing was known the year before.
        central_pace_without_newly_known: the central pace if the newly known ran at 1.0, as the
            year before: what changed beyond what merely became known; ``None`` for the first year.
        pace_without_newly_known: the same over the draws; ``None`` without draws.
        standing_in: numbers about the work without AI that were not written down yet, so that
            what is known today stands in.
    """

    year: int
    period: str
    as_of: str
    period_days: Interval
    pace: Interval
    central_pace: float
    ceiling_pace: Interval | None
    critical_cycle: tuple[str, ...]
    critical_cycle_name: str | None
    critical_cycle_probability: float | None
    likely_cycle: LikelyCycle | None
    cycle_changed: bool | None
    blockers: tuple[Blocker, ...]
    likeliest: Blocker | None
    known_speedups: int
    newly_known: tuple[str, ...]
    central_pace_without_newly_known: float | None
    pace_without_newly_known: Interval | None
    standing_in: int


@record
class ComponentAtYearEnd:
    """One component at the end of a year.

    Attributes:
        year: the year.
        period: the year or the quarter, as people write it.
        id: the component.
        label: what people call it.
        acceleration: days without AI / days then; ``None`` if nothing was known.
        days: of the calendar per generation.
        elasticity: share of the critical cycle's days.
        blocking_share: by how much the period would have fallen if it took only its floor.
        criticality: probability of being on a critical cycle; ``None`` without draws.
    """

    year: int
    period: str
    id: str
    label: str
    acceleration: Interval | None
    days: Interval
    elasticity: float
    blocking_share: float
    criticality: float | None


@record
class History(Answer):
    """How the bottleneck moved.

    Attributes:
        years: in order; quarters, if asked by these.
        components: every component at the end of every year, for curves.
        suppositions: what is supposed of the last year, as written.
        by: year or quarter.
    """

    years: tuple[HistoryYear, ...]
    components: tuple[ComponentAtYearEnd, ...]
    suppositions: tuple[str, ...] = ()
    by: str = "year"


def history(study: Study, *, by: str = "year", draws: int = 0, seed: int = 0) -> History:
    """Return the answers at the end of each year since 2022, or of each quarter.

    Args:
        study: the map and the setting; its date is the end of the last year.
        by: ``year`` or ``quarter``.
        draws: for intervals, for each year; 0 for the central estimates alone.
        seed: of the draws.

    Raises:
        UsageError: no evidence is dated, the date asked about lies before 2022, or the step is
            neither.
        LoopmapError: the loop has no period.
    """
    if by not in set(Step):
        raise UsageError(f"--by is '{by}'. Write year or quarter.")
    years = years_of(study, Step(by))
    if not years and study.estimates.as_of is None:
        raise UsageError(
            "Nothing on this map is dated, so there is no history to show. Say of numbers when "
            'they were so (loop:asOf "2026-08"^^xsd:gYearMonth), or import what was measured.'
        )
    if not years:
        raise UsageError(
            f"There is no history to show: the evidence must be dated, and the date {FIRST_YEAR} "
            "or later."
        )
    results = tuple(critical_path(item.study, draws=draws, seed=seed) for item in years)
    rows = tuple(_year(number, years, results, draws, seed) for number in range(len(years)))
    return History(
        *heading(study, draws=draws, seed=seed),
        years=rows,
        components=tuple(
            ComponentAtYearEnd(
                year=item.year,
                period=item.label,
                id=row.id,
                label=row.label,
                acceleration=row.acceleration,
                days=row.days,
                elasticity=row.elasticity,
                blocking_share=row.blocking_share,
                criticality=row.criticality,
            )
            for item, result in zip(years, results, strict=True)
            for row in sorted(result.components, key=lambda row: row.id)
        ),
        suppositions=results[-1].suppositions,
        by=by,
    )


def _year(
    number: int,
    years: tuple[YearOfStudy, ...],
    results: tuple[CriticalPath, ...],
    draws: int,
    seed: int,
) -> HistoryYear:
    study, result = years[number].study, results[number]
    known = known_speedups(study)
    before = known_speedups(years[number - 1].study) if number else known
    new = tuple(sorted(known - before))
    held = critical_path(held_at_one(study, new), draws=draws, seed=seed) if number else None
    strongest = [item for item in result.components if item.blocks > 0][:_BLOCKERS]
    drawn = [item for item in result.components if item.criticality is not None]
    likeliest = max(drawn, key=lambda item: item.criticality or 0.0, default=None)
    return HistoryYear(
        year=years[number].year,
        period=years[number].label,
        as_of=study.estimates.as_of or years[number].as_of,
        period_days=result.period_days,
        pace=result.pace,
        central_pace=_central_pace(result),
        ceiling_pace=result.ceiling.pace if result.ceiling else None,
        critical_cycle=result.critical_cycle,
        critical_cycle_name=result.critical_cycle_name,
        critical_cycle_probability=result.critical_cycle_probability,
        likely_cycle=next(iter(result.likely_cycles), None),
        cycle_changed=result.critical_cycle != results[number - 1].critical_cycle
        if number
        else None,
        blockers=tuple(map(_blocker, strongest)),
        likeliest=_blocker(likeliest) if likeliest else None,
        known_speedups=len(known),
        newly_known=new,
        central_pace_without_newly_known=_central_pace(held) if held else None,
        pace_without_newly_known=held.pace if held and draws else None,
        standing_in=sum(
            study.estimates.stands_in(subject, metric)
            for subject in (*study.model.components, *study.model.dependencies)
            for metric in TIMELESS
        ),
    )


def _blocker(item: ComponentResult) -> Blocker:
    return Blocker(item.id, item.label, item.blocks, item.criticality, item.blocking_share_error)


def _central_pace(result: CriticalPath) -> float:
    return result.pace.median if result.central_pace is None else result.central_pace
