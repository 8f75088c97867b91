"""What a supposition would change, in words: the answer first, then all answers side by side."""

from __future__ import annotations

from collections.abc import Iterable

from graph.estimates import Interval
from graph.loop.comparison import Change
from graph.map_words import MapWords
from graph.number_words import (
    MISSING,
    interval_of,
    named,
    names,
    percent,
    percent_of_runs,
    significant,
)
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.what_if.compute import ComponentChange, Scenarios, WhatIf
from graph.reports.cycle_names import CycleNames, NamedCycle
from graph.reports.heading import facts, remarks
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of
from graph.reports.standing import on_slowest_loop
from graph.vocabulary import MetricName

#: Rows shown of the components; the rest is in the JSON and the CSV.
_ROWS = 12

#: What people call the answers, and what stands behind their numbers.
_ANSWERS = {
    "period_days": ("Period, days per {round}", ""),
    "pace": ("Pace against no AI", "x"),
    "baseline_period_days": ("Period without AI, days", ""),
    "ceiling_pace": ("Ceiling of the pace", "x"),
}


def answer_rows(changes: Iterable[Change], words: MapWords) -> list[tuple[str, str, Change]]:
    """Return what people call each answer, what stands behind its numbers, and how it changed.

    Args:
        changes: of the answers.
        words: of the map.
    """
    rows = []
    for change in changes:
        name, suffix = _ANSWERS[change.answer]
        rows.append((name.format(round=words.round), suffix, change))
    return rows


def what_if_report(result: WhatIf) -> Report:
    """Return the answers before and after as a report for people."""
    labels = {row.id: row.label for row in result.components}
    moved = [row for row in result.components if row.moved]
    return make_report(
        "What would change",
        _headline(result, labels),
        _answers(result),
        details=(
            _facts(result),
            _cycles(result, labels),
            _components(result, moved) if moved else None,
            _remarks(result, len(moved)),
        ),
    )


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    >>> signed(0.123), signed(-4.0), signed(0.0), signed(None)
    ('+0.12', '-4', 'none', 'unknown')
    """
    if value is None:
        return MISSING
    if value == 0:
        return "none"
    return ("+" if value > 0 else "-") + significant(abs(value), 2)


def change_of(change: Change) -> str:
    """Return a mean change with its standard error."""
    if change.mean_difference is None:
        return MISSING
    if change.standard_error is None or change.mean_difference == 0:
        return signed(change.mean_difference)
    return f"{signed(change.mean_difference)} ± {significant(change.standard_error, 1)}"


def _headline(result: WhatIf, labels: dict[str, str]) -> str:
    pace, period = result.answer("pace"), result.answer("period_days")
    return (
        f"{_verdict(period)}: {result.words.a_round} every {interval_of(period.after)} days "
        "instead of "
        f"{interval_of(period.before)}, {interval_of(pace.after, 'x')} the pace without AI instead "
        f"of {interval_of(pace.before, 'x')}. {_what_binds(result, labels)}."
        f"{''.join(' ' + one for one in _room(result))}"
    )


def _room(result: WhatIf) -> list[str]:
    """Return where more at work side by side change nothing, because there was room before."""
    if result.answer("period_days").moved:
        return []
    found = []
    for text in result.suppositions:
        name, _, metric = text.partition("=")[0].rpartition(".")
        if metric != MetricName.CAPACITY:
            continue
        part = next((item for item in result.before.components if item.id == name), None)
        if part is None:
            continue
        there = part.days.median / result.before.period_days.median
        found.append(
            f"No change at all: {part.label} has room. On average {significant(there)} "
            f"{result.words.rounds} are in work there at once."
        )
    return found


def _what_binds(result: WhatIf, labels: dict[str, str]) -> str:
    """Return what binds before and after: by the draws, else at the central estimate."""
    before, after = result.before, result.after
    if result.draws:
        was, now = (
            max(side.components, key=lambda item: item.criticality or 0.0)
            for side in (before, after)
        )
        chances = {item.id: item.criticality for item in before.components}
        if was.id == now.id:
            often = on_slowest_loop(now, after)
            was_often = percent_of_runs(chances.get(now.id), before.draws)
            than = "as before" if often == was_often else f"instead of {was_often}"
            return f"{now.label} stays on the slowest loop most often, in {often} {than}"
        return (
            f"{now.label} is on the slowest loop most often, in {on_slowest_loop(now, after)} of "
            f"the runs; before, {was.label} in {on_slowest_loop(was, before)}"
        )
    loops = CycleNames(labels, (_named_cycle(after, labels), _named_cycle(before, labels)))
    now_name, was_name = loops.of(after.critical_cycle), loops.of(before.critical_cycle)
    if now_name == was_name:
        return f"{now_name} sets the pace, as before"
    return f"{now_name} sets the pace instead of {was_name}"


def _verdict(period: Change) -> str:
    if not period.mean_difference and not period.standard_error:
        return "The loop stays exactly as fast as it is"
    if not period.moved or not period.mean_difference:
        return "The loop changes by no more than chance would"
    return "The loop gets slower" if period.mean_difference > 0 else "The loop gets faster"


def _named_cycle(side: CriticalPath, labels: dict[str, str]) -> NamedCycle:
    name, cycle = side.critical_cycle_name, side.critical_cycle
    return NamedCycle(cycle, f"'{name}'" if name else f"The loop of {named(labels, cycle, 4)}")


def _facts(result: WhatIf) -> Facts:
    draws = f"{result.draws:,}, seed {result.seed}, the same on both sides"
    return facts(
        result,
        ("Supposed", names(result.suppositions, 14)),
        ("Runs", draws if result.draws else None),
    )


def _answers(result: WhatIf) -> Table:
    title = "Every answer before and after"
    rows = answer_rows(result.answers, result.words)
    sides = (
        (left("Answer"), lambda row: row[0]),
        (right("before"), lambda row: interval_of(row[2].before, row[1])),
        (right("after"), lambda row: interval_of(row[2].after, row[1])),
    )
    if not result.draws:
        change = (right("change"), lambda row: signed(row[2].mean_difference))
        return table_of(title, rows, *sides, change)
    return table_of(
        title,
        rows,
        *sides,
        (right("change in one run", rank=9), lambda row: _difference(row[2].difference)),
        (right("mean change"), lambda row: change_of(row[2])),
        (left("beyond noise"), lambda row: "yes" if row[2].moved else "no"),
        note="In brackets 9 of 10 runs. Beyond noise: the mean change exceeds two of its standard "
        "errors, which the runs common to both sides keep small.",
    )


def _difference(interval: Interval | None) -> str:
    if interval is None:
        return MISSING
    if interval.low is None or interval.high is None:
        return signed(interval.median)
    return f"{signed(interval.median)} ({signed(interval.low)} to {signed(interval.high)})"


def _cycles(result: WhatIf, labels: dict[str, str]) -> Table:
    another = (
        f"Another loop sets the pace in {percent(result.cycle_changed_probability)} of the runs."
    )
    shown = result.cycles[:6]
    loops = CycleNames(labels, (NamedCycle(item.cycle) for item in shown))
    return table_of(
        "Which loop is the slowest, and how often",
        shown,
        (left("Loop"), lambda item: loops.of(item.cycle)),
        (right("before"), lambda item: percent(item.probability.mean_before)),
        (right("after"), lambda item: percent(item.probability.mean_after)),
        (left("moved"), lambda item: "yes" if item.probability.moved else "no"),
        note=another if result.draws else "",
    )


def _components(result: WhatIf, moved: list[ComponentChange]) -> Table:
    means = "Means over the runs." if result.draws else ""
    return table_of(
        "Parts that move",
        moved,
        (left("Part"), lambda row: row.label),
        (right("days before"), lambda row: interval_of(row.days.before)),
        (right("after"), lambda row: interval_of(row.days.after)),
        (
            right("shortens the loop by, before"),
            lambda row: percent(row.blocking_share.mean_before),
        ),
        (right("after"), lambda row: percent(row.blocking_share.mean_after)),
        (right("on the slowest loop in, before"), lambda row: percent(row.criticality.mean_before)),
        (right("after"), lambda row: percent(row.criticality.mean_after)),
        (right("rank"), lambda row: f"{row.rank_before or '-'} -> {row.rank_after or '-'}"),
        note=means,
        row_limit=_ROWS,
    )


def _remarks(result: WhatIf, moved: int) -> Listing:
    idle = tuple(
        row.label
        for row in result.components
        if row.days.moved and not row.blocking_share.moved and not row.criticality.moved
    )
    return remarks(
        f"{moved} of {len(result.components)} parts move in their days, in how much they hold "
        "the loop up or in how often they are on the slowest loop.",
        f"Changed without any effect on what holds the loop up: {names(idle, 6)}."
        if idle
        else None,
        "What is supposed is taken as exact, so it brings no doubt of its own.",
        "Asked here: what a change would give. Which part holds the loop up most: 'loopmap "
        "critical-path'. Which number is most worth measuring: 'loopmap sensitivity'.",
    )


def scenarios_report(result: Scenarios) -> Report:
    """Return the scenarios of a map as a report for people."""
    if not result.outcomes:
        text = "This map has no scenario. Suppose something with --set or --scenario FILE."
        return make_report("What would change", text)
    draws = f"{result.draws:,}, seed {result.seed}, the same for all"
    means = (f"{row.id}: {row.definition or row.label}" for row in result.outcomes)
    return make_report(
        "What would change, scenario by scenario",
        _scenarios_headline(result),
        facts(result, ("Runs", draws if result.draws else None)),
        _table(result),
        Listing("What each supposes", tuple(means)),
    )


def _scenarios_headline(result: Scenarios) -> str:
    first, last = result.outcomes[0], result.outcomes[-1]
    same = tuple(row.label for row in result.outcomes if row.period_days.mean_difference == 0)
    still = tuple(
        row.label
        for row in result.outcomes
        if not row.period_days.moved and row.period_days.mean_difference
    )
    tail = f" {names(same)}: no change." if same else ""
    tail += f" {names(still)}: no change beyond the noise." if still else ""
    return (
        f"{result.words.starting_round} takes least under '{first.label}' "
        f"({interval_of(first.period_days.after)} days) and most under '{last.label}' "
        f"({interval_of(last.period_days.after)}).{tail}"
    )


def _table(result: Scenarios) -> Table:
    shown = (NamedCycle(row.critical_cycle, row.critical_cycle_name) for row in result.outcomes)
    loops = CycleNames(result.labels, shown, 3)
    return table_of(
        "Side by side",
        result.outcomes,
        (left("Scenario"), lambda row: row.id),
        (right("period, days"), lambda row: interval_of(row.period_days.after)),
        (right("its mean change"), lambda row: change_of(row.period_days)),
        (right("pace"), lambda row: interval_of(row.pace.after, "x")),
        (right("ceiling"), lambda row: interval_of(row.ceiling_pace.after, "x")),
        (left("sets the pace"), lambda row: loops.of(row.critical_cycle)),
        (left("holds it up most"), lambda row: named(result.labels, row.top_blockers)),
        note="'loopmap what-if --scenario NAME' shows one whole.",
    )
