"""Feedback loops in words: which are active end to end, and what is in the way of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.questions.active.feedback_loops import FeedbackLoops, LoopState, NamedLoopStanding
from graph.reports.numbers import names, times
from graph.reports.report import Table, left, right

#: Loops with a name shown; the rest is in the JSON.
_ROWS = 8

#: Other cycles shown.
_CYCLES = 5


def loop_table(result: FeedbackLoops, labels: Mapping[str, str]) -> Table:
    """Return the loops that have a name, the most active first.

    Args:
        result: the loops.
        labels: of the components, by id.
    """
    loops = [item for item in result.named if item.is_cycle]
    rows = tuple(
        (
            item.label,
            item.state.value,
            f"{item.accelerated_count} of {len(item.components)}",
            _least(item, labels),
            names(tuple(labels[name] for name in item.missing), 3),
        )
        for item in loops[:_ROWS]
    )
    more = f" {len(loops) - _ROWS} more in --format json." if len(loops) > _ROWS else ""
    columns = (
        left("Feedback loop"),
        left("State"),
        right("accelerated"),
        left("least of those"),
        left("not shown accelerated"),
    )
    return Table(
        "Feedback loops, end to end", columns, rows, (_in_the_way(loops, labels) + more).strip()
    )


def _least(item: NamedLoopStanding, labels: Mapping[str, str]) -> str:
    if item.weakest is None:
        return "-"
    return f"{times(item.least_acceleration)} {labels[item.weakest]}"


def _in_the_way(loops: list[NamedLoopStanding], labels: Mapping[str, str]) -> str:
    waiting = [item for item in loops if item.state is not LoopState.ACTIVE]
    counted = Counter(name for item in waiting for name in item.missing)
    if not counted:
        return ""
    most = max(counted.values())
    parts = tuple(labels[name] for name, count in sorted(counted.items()) if count == most)
    return f"Most often in the way: {names(parts)}, in {most} of {len(waiting)}."


def cycle_table(result: FeedbackLoops, labels: Mapping[str, str]) -> Table:
    """Return the simple cycles that are active or lack one part.

    Args:
        result: the loops.
        labels: of the components, by id.
    """
    cycles = (*result.active_cycles, *result.nearly_active_cycles)
    rows = tuple(
        (
            names(tuple(labels[name] for name in item.components), 5),
            "active" if item.missing is None else f"all but {labels[item.missing]}",
            f"{times(item.least_acceleration)} {labels[item.weakest]}",
        )
        for item in cycles[:_CYCLES]
    )
    more = len(cycles) - len(rows)
    note = f"{more} more in --format json." if more else ""
    if not result.all_listed:
        note += " There are too many to list them all."
    columns = (left("Cycle"), left("State"), left("least acceleration"))
    return Table("Cycles that are active, or lack one part", columns, rows, note.strip())
