"""The tables behind the verdict on growth: what binds when, and who carries the feedback."""

from __future__ import annotations

from graph.estimates import Interval
from graph.questions.growth.answer import LoopDrive, SchoolAnswer, Takeoff
from graph.reports.numbers import interval_of, names, percent, significant
from graph.reports.report import Table, left, right

#: Rows shown of the long tables; the rest is in the JSON.
_ROWS = 8

#: Loops shown for each time.
_DRIVES = 5


def stops_table(result: Takeoff) -> Table:
    """Return when each part gets onto the critical cycle, and when it leaves it."""
    rows = []
    for answer in result.schools:
        for item in answer.takeovers[:_ROWS]:
            rows.append(
                (
                    answer.school,
                    item.label,
                    percent(item.critical_now),
                    percent(item.critical_at_end),
                    percent(item.takes_over),
                    _year(item.takes_over_year),
                    percent(item.falls),
                    _year(item.falls_year),
                )
            )
    columns = (
        left("School"),
        left("Part"),
        right("P(binds now)"),
        right("P(binds at the end)"),
        right("takes over"),
        right("in years"),
        right("falls"),
        right("in years"),
    )
    note = (
        "Takes over: in which share of the draws where it does not bind now it gets onto the "
        "critical cycle before the end; the rest never does and has no date. Falls: likewise, of "
        "the draws where it binds now."
    )
    return Table("When each bottleneck takes over", columns, tuple(rows), note)


def _year(interval: Interval | None) -> str:
    return "-" if interval is None else interval_of(interval)


def cycles_table(result: Takeoff) -> Table:
    """Return what binds from when on, at the central estimate."""
    rows = []
    for answer in result.schools:
        for item in answer.critical_cycles:
            cycle = item.name or names(item.cycle, 5)
            days = significant(item.generation_days)
            rows.append((answer.school, significant(item.year), cycle, days))
    columns = (left("School"), right("from year"), left("What binds"), right("days per generation"))
    note = "If every number took its central value."
    return Table("What binds when", columns, tuple(rows), note)


def carriers_table(result: Takeoff) -> Table:
    """Return the dependencies that carry the feedback."""
    rows = tuple(
        (answer.school, item.label, percent(item.share), interval_of(item.strength))
        for answer in result.schools
        for item in answer.edges[:_ROWS]
    )
    columns = (left("School"), left("Dependency"), right("share of R_loop"), right("elasticity"))
    note = "From the Perron vectors of the next-generation matrix, over all draws."
    return Table("Which dependencies carry the feedback", columns, rows, note)


def components_table(result: Takeoff) -> Table:
    """Return the components that carry it."""
    rows = tuple(
        (answer.school, item.label, percent(item.share), percent(item.strength.median))
        for answer in result.schools
        for item in answer.components[:_ROWS]
    )
    columns = (
        left("School"),
        left("Part"),
        right("share of R_loop"),
        right("share in its stock's pace"),
    )
    return Table("Which parts carry it", columns, rows)


def stocks_table(result: Takeoff) -> Table:
    """Return every stock at both ends of the run."""
    rows = tuple(
        (
            answer.school,
            item.label,
            interval_of(item.growth_now),
            interval_of(item.growth_at_end),
            interval_of(item.level_at_end, "x"),
            percent(item.improvement_counts),
            percent(item.grows_along),
        )
        for answer in result.schools
        for item in answer.stocks
    )
    columns = (
        left("School"),
        left("Stock"),
        right("growth now, ln per year"),
        right("at the end"),
        right("level at the end"),
        right("left vector"),
        right("right vector"),
    )
    note = (
        "Left vector: where one per cent more growth counts for the feedback. Right vector: in "
        "which proportion stocks grow when only feedback drives them."
    )
    return Table("The stocks", columns, rows, note)


def drives_table(result: Takeoff) -> Table:
    """Return which loop drives the leading stock when."""
    rows = tuple(
        (answer.school, significant(item.year), item.loop, f"{item.score:+.0%}".replace("%", " %"))
        for answer in result.schools
        for item in _top_drives(answer)
    )
    columns = (left("School"), right("year"), left("Loop"), right("relative score"))
    note = (
        "Loop scores of the leading stock at the central estimate: the part of its change of pace "
        "that each loop makes, below 0 where it holds back. Named loops share parts, so their "
        "scores overlap."
    )
    return Table("Which loop drives the leading stock", columns, rows, note)


def _top_drives(answer: SchoolAnswer) -> list[LoopDrive]:
    shown: list[LoopDrive] = []
    for year in sorted({item.year for item in answer.drives}):
        shown += [item for item in answer.drives if item.year == year][:_DRIVES]
    return shown


def published_table(result: Takeoff) -> Table:
    """Return what models of the whole loop say."""
    rows = tuple(
        (significant(item.value), item.source or "-", item.caveat or "")
        for item in result.published
    )
    columns = (right("R_loop"), left("Source"), left("What it means"))
    note = "No input to the map's own answer."
    return Table("What models of the whole loop say", columns, rows, note)
