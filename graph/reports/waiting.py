"""Waiting in a loop, in words: how long a round takes with it, and where it is longest."""

from __future__ import annotations

from graph.number_words import interval_of, or_dash, percent, significant
from graph.questions.critical_path.answer import ComponentResult, CriticalPath, PartWaiting
from graph.reports.report import Table, left, right, table_of

#: Rows of the table.
_ROWS = 4


def round_takes(result: CriticalPath) -> str:
    """Return how long a round takes; and how often one comes out, where that is something else."""
    period = interval_of(result.period_days)
    if not result.overlaps:
        return f"{result.words.starting_round_in_full} takes {period} days."
    return (
        f"{result.words.starting_round_in_full} takes {interval_of(result.days_around)} days from "
        f"end to end, waiting included; with {significant(result.critical_cycle_lag)} under way at "
        f"once, one comes out every {period} days."
    )


def holds_most(result: CriticalPath, top: ComponentResult) -> str:
    """Return what holds the loop up most: waiting, where that takes longer than any work.

    Args:
        result: the answer.
        top: the part whose work holds it up most.
    """
    wait = result.longest_wait
    if wait is None:
        return f"{top.label} holds it up most"
    return (
        f"Waiting for {wait.label} holds it up most: {interval_of(wait.waiting_days)} days, "
        f"{share_of_wait(result)} of those around the loop. Of the work, {top.label} does"
    )


def share_of_wait(result: CriticalPath) -> str:
    """Return what share of the days of the critical cycle its longest waiting takes."""
    wait, whole = result.longest_wait, result.days_around.median
    return percent(wait.waiting_days.median / whole if wait is not None and whole > 0 else None)


def waiting_table(result: CriticalPath) -> Table:
    """Return where work waits before it is taken up, beside the days of work."""
    parts = result.by_id()
    return table_of(
        "Where work waits before it is taken up",
        result.waiting,
        (left("Part"), lambda item: item.label),
        (
            right(f"waits, days per {result.words.round}"),
            lambda item: "without end" if item.without_end else interval_of(item.waiting_days),
        ),
        (right("works, days"), lambda item: interval_of(parts[item.id].days)),
        (right("load"), lambda item: _load(item)),
        (right("side by side"), lambda item: or_dash(significant, item.servers)),
        note="The load is the share of their time in which those side by side are at work. Waiting "
        "grows with it, without end towards 100 %; 'loopmap explain NAME' shows the formula.",
        row_limit=_ROWS,
    )


def _load(item: PartWaiting) -> str:
    if item.load is None:
        return "not told"
    low, high = item.load.low, item.load.high
    ends = "" if low is None or high is None else f" ({percent(low)[:-2]}–{percent(high)[:-2]})"
    return percent(item.load.median) + ends
