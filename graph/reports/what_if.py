"""What a supposition would change, in words: the answer first, then all answers side by side."""

from __future__ import annotations

from graph.estimates import Interval
from graph.loop.comparison import Change
from graph.questions.what_if.compute import ComponentChange, ScenarioOutcome, Scenarios, WhatIf
from graph.reports.numbers import MISSING, interval_of, names, percent, significant
from graph.reports.report import (
    Block,
    Column,
    Facts,
    Listing,
    Paragraph,
    Report,
    Table,
    left,
    right,
)

#: Rows shown of the components; the rest is in the JSON and the CSV.
_ROWS = 12

#: What people call the answers, and what stands behind their numbers.
ANSWERS = {
    "period_days": ("Period, days per generation", ""),
    "pace": ("Pace against no AI", "x"),
    "baseline_period_days": ("Period without AI, days", ""),
    "ceiling_pace": ("Ceiling of the pace", "x"),
}


def what_if_report(result: WhatIf) -> Report:
    """Return the answers before and after as a report for people."""
    blocks: list[Block] = [_headline(result), _facts(result), _answers(result), _cycles(result)]
    moved = [row for row in result.components if row.moved]
    if moved:
        blocks.append(_components(result, moved))
    blocks.append(Listing("Read this with it", _remarks(result, len(moved))))
    return Report("What would change", tuple(blocks))


def signed(value: float | None, digits: int = 2) -> str:
    """Return a difference with its sign.

    >>> signed(0.123), signed(-4.0), signed(0.0), signed(None)
    ('+0.12', '-4', 'none', 'unknown')
    """
    if value is None:
        return MISSING
    if value == 0:
        return "none"
    return ("+" if value > 0 else "-") + significant(abs(value), digits)


def change_of(change: Change) -> str:
    """Return a mean change with its standard error."""
    if change.mean_difference is None:
        return MISSING
    if change.standard_error is None or change.mean_difference == 0:
        return signed(change.mean_difference)
    return f"{signed(change.mean_difference)} ± {significant(change.standard_error, 1)}"


def _headline(result: WhatIf) -> Paragraph:
    pace, period = result.answer("pace"), result.answer("period_days")
    verdict = _verdict(period)
    labels = _labels(result)
    was, now = result.before.critical_cycle, result.after.critical_cycle
    if was == now:
        binds = f"{_cycle_name(result.after.critical_cycle_name, now, labels)} binds, as before"
    else:
        binds = (
            f"{_cycle_name(result.after.critical_cycle_name, now, labels)} binds instead of "
            f"{_cycle_name(result.before.critical_cycle_name, was, labels)}"
        )
    return Paragraph(
        f"{verdict}: a generation every {interval_of(period.after)} days instead of "
        f"{interval_of(period.before)}, {interval_of(pace.after, 'x')} the pace without AI instead "
        f"of {interval_of(pace.before, 'x')}. {binds}."
    )


def _verdict(period: Change) -> str:
    if not period.moved or not period.mean_difference:
        return "The loop does not move beyond the noise"
    return "The loop gets slower" if period.mean_difference > 0 else "The loop gets faster"


def _cycle_name(name: str | None, cycle: tuple[str, ...], labels: dict[str, str]) -> str:
    return f"'{name}'" if name else f"The cycle of {names(tuple(labels[key] for key in cycle), 4)}"


def _labels(result: WhatIf) -> dict[str, str]:
    return {row.id: row.label for row in result.components}


def _facts(result: WhatIf) -> Facts:
    pairs = [
        ("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}"),
        ("Supposed", names(result.suppositions, 14)),
    ]
    if result.draws:
        pairs.append(
            (
                "Draws",
                f"{result.draws:,}, seed {result.seed}, the same on both sides; what binds by name "
                "is that of the central estimate",
            )
        )
    return Facts(tuple(pairs))


def _answers(result: WhatIf) -> Table:
    columns, note = _columns("Answer", drawn=bool(result.draws))
    return Table(
        "Every answer before and after",
        columns,
        tuple(_row(*ANSWERS[item.answer], item, result.draws) for item in result.answers),
        note,
    )


def _columns(head: str, *, drawn: bool) -> tuple[tuple[Column, ...], str]:
    columns: list[Column] = [left(head), right("before"), right("after")]
    if not drawn:
        return (*columns, right("change")), ""
    columns += [right("change in a draw"), right("mean change"), left("beyond noise")]
    note = (
        "Median with 5th to 95th percentile. Beyond noise: the mean change exceeds two of its "
        "standard errors, which both sides' common draws keep small."
    )
    return tuple(columns), note


def _row(name: str, unit: str, change: Change, draws: int) -> tuple[str, ...]:
    sides = interval_of(change.before, unit), interval_of(change.after, unit)
    if not draws:
        return (name, *sides, signed(change.mean_difference))
    return (
        name,
        *sides,
        _difference(change.difference),
        change_of(change),
        "yes" if change.moved else "no",
    )


def _difference(interval: Interval | None) -> str:
    if interval is None:
        return MISSING
    if interval.low is None or interval.high is None:
        return signed(interval.median)
    return f"{signed(interval.median)} ({signed(interval.low)} to {signed(interval.high)})"


def _cycles(result: WhatIf) -> Table:
    labels = _labels(result)
    rows = tuple(
        (
            names(tuple(labels.get(key, key) for key in item.cycle), 4),
            percent(item.probability.mean_before),
            percent(item.probability.mean_after),
            "yes" if item.probability.moved else "no",
        )
        for item in result.cycles[:6]
    )
    columns = (left("Cycle"), right("before"), right("after"), left("moved"))
    note = ""
    if result.draws:
        note = f"Another cycle binds in {percent(result.cycle_changed_probability)} of the draws."
    return Table("What binds, and how likely", columns, rows, note)


def _components(result: WhatIf, moved: list[ComponentChange]) -> Table:
    rows = tuple(
        (
            row.label,
            interval_of(row.days.before),
            interval_of(row.days.after),
            percent(row.blocking_share.mean_before),
            percent(row.blocking_share.mean_after),
            percent(row.criticality.mean_before),
            percent(row.criticality.mean_after),
            f"{row.rank_before or '-'} -> {row.rank_after or '-'}",
        )
        for row in moved[:_ROWS]
    )
    columns = (
        left("Part"),
        right("days before"),
        right("after"),
        right("blocks before"),
        right("after"),
        right("P(critical) before"),
        right("after"),
        right("rank"),
    )
    more = len(moved) - len(rows)
    note = f"{more} more in --format json." if more > 0 else ""
    if result.draws:
        note = f"Blocking shares and ranks are means over the draws. {note}".strip()
    return Table("Parts that move", columns, rows, note)


def _remarks(result: WhatIf, moved: int) -> tuple[str, ...]:
    points = [
        f"{moved} of {len(result.components)} parts move in their days, their blocking share or "
        "how often they are critical."
    ]
    idle = [
        row.label
        for row in result.components
        if row.days.moved and not row.blocking_share.moved and not row.criticality.moved
    ]
    if idle:
        points.append(f"Changed without any effect on what blocks: {names(tuple(idle), 6)}.")
    points.append("What is supposed is taken as exact, so it brings no uncertainty of its own.")
    return tuple(points)


def scenarios_report(result: Scenarios) -> Report:
    """Return the scenarios of a map as a report for people."""
    if not result.outcomes:
        text = "This map has no scenario. Suppose something with --set or --scenario FILE."
        return Report("What would change", (Paragraph(text),))
    blocks: list[Block] = [
        _scenarios_headline(result),
        _scenarios_facts(result),
        _table(result),
        _means(result),
    ]
    return Report("What would change, scenario by scenario", tuple(blocks))


def _scenarios_headline(result: Scenarios) -> Paragraph:
    first, last = result.outcomes[0], result.outcomes[-1]
    still = tuple(row.label for row in result.outcomes if not row.period_days.moved)
    tail = f" {names(still)}: no move beyond the noise." if still else ""
    return Paragraph(
        f"A generation takes least under '{first.label}' ({interval_of(first.period_days.after)} "
        f"days) and most under '{last.label}' ({interval_of(last.period_days.after)})."
        f"{tail}"
    )


def _scenarios_facts(result: Scenarios) -> Facts:
    pairs = [("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}")]
    if result.draws:
        pairs.append(("Draws", f"{result.draws:,}, seed {result.seed}, the same for all"))
    return Facts(tuple(pairs))


def _table(result: Scenarios) -> Table:
    rows = tuple(
        (
            row.id,
            interval_of(row.period_days.after),
            change_of(row.period_days),
            interval_of(row.pace.after, "x"),
            interval_of(row.ceiling_pace.after, "x"),
            _binds(row, result.labels),
            names(tuple(result.labels[key] for key in row.top_blockers)),
        )
        for row in result.outcomes
    )
    columns = (
        left("Scenario"),
        right("period, days"),
        right("its mean change"),
        right("pace"),
        right("ceiling"),
        left("binds"),
        left("blocks most"),
    )
    return Table(
        "Side by side", columns, rows, "'loopmap what-if --scenario NAME' shows one whole."
    )


def _binds(row: ScenarioOutcome, labels: dict[str, str]) -> str:
    return row.critical_cycle_name or names(tuple(labels[key] for key in row.critical_cycle), 3)


def _means(result: Scenarios) -> Listing:
    points = tuple(f"{row.id}: {row.definition or row.label}" for row in result.outcomes)
    return Listing("What each supposes", points)
