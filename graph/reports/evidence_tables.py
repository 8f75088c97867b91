"""Tables that several reports on evidence share: sources left out, contributions, outsiders."""

from __future__ import annotations

from graph.loop.outside_pace import OutsideEstimate
from graph.loop.variance import Contribution
from graph.questions.evidence.influence import SourceInfluence
from graph.reports.numbers import interval_of, names, percent, significant, times
from graph.reports.quantities import change, count_of, short
from graph.reports.report import Table, left, right

_ROWS = 15

_BOUNDS = {"lower-bound": "at least ", "upper-bound": "at most "}


def source_table(sources: tuple[SourceInfluence, ...]) -> Table:
    """Return what leaving each source out does to the answers, the most moving first."""
    moving = [item for item in sources if item.size > 0 or item.unknown_without]
    rows = tuple(
        (
            short(item.title),
            change(item.period_change),
            change(item.pace_change),
            change(item.ceiling_change),
            _cycle(item),
            names(item.unknown_without, 2) if item.unknown_without else "-",
        )
        for item in moving[:_ROWS]
    )
    columns = (
        left("Without"),
        right("period"),
        right("pace"),
        right("ceiling"),
        left("critical cycle"),
        left("then unknown"),
    )
    still = len(sources) - len(moving)
    note = (
        f"{count_of(still, 'more source')} carry weight and change none of this." if still else ""
    )
    return Table("If a source had never been published", columns, rows, note)


def _cycle(item: SourceInfluence) -> str:
    if item.answers is None:
        return "no answer"
    return "another" if item.moves_critical_cycle else "same"


def contribution_table(rows: tuple[Contribution, ...], draws: int = 0) -> Table:
    """Return which uncertain numbers make the pace uncertain, over so many draws or without."""
    cells = tuple(
        (
            f"{row.subject}.{row.metric}",
            interval_of(row.value),
            row.basis,
            percent(row.variance_share),
            f"{times(row.pace_low)} to {times(row.pace_high)}",
        )
        for row in rows[:_ROWS]
    )
    columns = (
        left("Number"),
        right("value"),
        left("rests on"),
        right("of the variance"),
        right("pace if low, if high"),
    )
    note = (
        "The paces are those with this number alone one standard deviation lower and higher, all "
        "else at the central estimate."
    )
    if draws:
        note += " The variance is that of the draws, in which the speed-ups move together."
    return Table("What makes the pace uncertain", columns, cells, note)


def outside_table(outside: tuple[OutsideEstimate, ...]) -> Table:
    """Return what others say of the pace, beside the map's own."""
    rows = tuple(
        (
            short(item.source_title or "our judgement"),
            item.metric_label,
            f"{_BOUNDS.get(item.bound, '')}{interval_of(item.value, 'x')}",
            item.as_of or "undated",
            times(item.ratio),
            "-" if item.deviations is None else f"{significant(item.deviations, 2)}",
            "yes" if item.agrees else "no",
        )
        for item in outside
    )
    columns = (
        left("Who"),
        left("what"),
        right("says"),
        left("of"),
        right("map / it"),
        right("deviations"),
        left("intervals meet"),
    )
    note = "None of these enters the map, and no number is adjusted to come closer."
    return Table("The whole loop as others see it", columns, rows, note)
