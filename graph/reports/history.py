"""How the bottleneck moved, in words: the answer first, then the years."""

from __future__ import annotations

from graph.estimates import Interval
from graph.number_words import (
    interval_of,
    names,
    or_dash,
    percent_of_runs,
    percent_within,
    times,
)
from graph.questions.history.compute import Blocker, History, HistoryYear
from graph.reports.cycle_names import CycleNames, NamedCycle
from graph.reports.heading import facts, remarks
from graph.reports.report import (
    Listing,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)


def history_report(result: History) -> Report:
    """Return the years as a report for people."""
    labels = {row.id: row.label for row in result.components}
    draws = f"{result.draws:,} for each {result.by}, seed {result.seed}" if result.draws else None
    what = result.suppositions
    supposed = f"of the last {result.by}: {names(what, 8)}" if what else None
    return make_report(
        "How the bottleneck moved",
        _headline(result, labels),
        _years(result, labels),
        details=(
            facts(result, ("Runs", draws), ("Supposed", supposed)),
            _blockers(result),
            _remarks(result),
        ),
    )


def _headline(result: History, labels: dict[str, str]) -> str:
    first, last = result.years[0], result.years[-1]
    if first is last:
        most = f", and {last.blockers[0].label} holds it up most" if last.blockers else ""
        return (
            f"Of the years before {last.year} this map knows nothing. In {last.year} the loop runs "
            f"at {interval_of(last.pace, 'x')} the pace without AI{most}."
        )
    cycles = _cycles(result, labels)
    blockers = (
        f"{first.blockers[0].label} held it up most in {first.period}, "
        f"{last.blockers[0].label} in {last.period}; "
        if first.blockers and last.blockers
        else ""
    )
    return (
        f"From {first.period} to {last.period} the loop went from {interval_of(first.pace, 'x')} "
        f"to {interval_of(last.pace, 'x')} the pace without AI. {blockers}{cycles}.{_known(last)}"
    )


def _cycles(result: History, labels: dict[str, str]) -> str:
    """Return how what binds moved: the likeliest cycles, or without draws the central ones."""
    loops = _loops(result, labels)
    first, last = result.years[0], result.years[-1]
    if first.likely_cycle and last.likely_cycle:
        return (
            f"the loop most often the slowest was {_cycle(first, loops, result.draws)} in "
            f"{first.period} and is {_cycle(last, loops, result.draws)} in {last.period}"
        )
    moves = [row for row in result.years if row.cycle_changed]
    if moves:
        return "; ".join(
            f"in {row.period} {_cycle(row, loops, result.draws)} took over" for row in moves
        )
    return f"the same loop set the pace throughout: {_cycle(last, loops, result.draws)}"


def _known(last: HistoryYear) -> str:
    central, drawn = last.central_pace_without_newly_known, last.pace_without_newly_known
    if central is None or not last.newly_known:
        return ""
    without = interval_of(drawn, "x") if drawn else times(central)
    now = interval_of(last.pace, "x") if drawn else times(last.central_pace)
    count = len(last.newly_known)
    parts = "part" if count == 1 else "parts"
    return (
        f" Much of the last step may be knowledge, not change: {count} {parts} got "
        f"a first number in {last.period}; with them at 1x the pace would be {without} instead of "
        f"{now}."
    )


def _loops(result: History, labels: dict[str, str]) -> CycleNames:
    return CycleNames(labels, map(_slowest, result.years), 3)


def _slowest(row: HistoryYear) -> NamedCycle:
    likely = row.likely_cycle
    name = likely.name if likely else row.critical_cycle_name
    return NamedCycle(likely.cycle if likely else row.critical_cycle, f"'{name}'" if name else None)


def _cycle(row: HistoryYear, loops: CycleNames, draws: int) -> str:
    likely = row.likely_cycle
    if likely:
        return (
            f"{loops.of(likely.cycle)} ({percent_of_runs(likely.probability, draws)} of the runs)"
        )
    return loops.of(row.critical_cycle)


def _years(result: History, labels: dict[str, str]) -> Table:
    loops = _loops(result, labels)
    return table_of(
        f"{result.by.capitalize()} by {result.by}",
        result.years,
        (left("As of"), lambda row: row.as_of),
        (right(f"days per {result.words.round}"), lambda row: interval_of(row.period_days)),
        (right("pace"), lambda row: interval_of(row.pace, "x")),
        (
            right("without newly known"),
            lambda row: (
                interval_of(row.pace_without_newly_known, "x")
                if row.pace_without_newly_known
                else or_dash(times, row.central_pace_without_newly_known)
            ),
        ),
        (
            right("ceiling"),
            lambda row: interval_of(row.ceiling_pace, "x") if row.ceiling_pace else "-",
        ),
        (left("most often the slowest loop"), lambda row: _cycle(row, loops, result.draws)),
        (right("known speed-ups"), lambda row: str(row.known_speedups)),
        note="'Without newly known': the pace if parts about which nothing was known a "
        f"{result.by} before had stayed at 1x. No ceiling: nothing was shown to be faster yet.",
    )


def _times(interval: Interval) -> str:
    return interval_of(interval, "x")


def _blockers(result: History) -> Table:
    return table_of(
        "What blocked",
        result.years,
        (left(result.by.capitalize()), lambda row: row.period),
        (
            left("holds it up most (shortens the loop by)"),
            lambda row: ", ".join(map(_blocking, row.blockers)) or "no single part",
        ),
        (left("most often on it"), lambda row: _criticality(row.likeliest, result.draws)),
    )


def _blocking(item: Blocker) -> str:
    return f"{item.label} ({percent_within(item.blocking_share, item.blocking_share_error)})"


def _criticality(item: Blocker | None, draws: int) -> str:
    if item is None:
        return "-"
    return f"{item.label} ({percent_of_runs(item.criticality, draws)})"


def _remarks(result: History) -> Listing:
    standing_in = max((row.standing_in for row in result.years), default=0)
    return remarks(
        f"Days without AI, minimum times, waits and capacities that nobody had written down yet "
        f"(up to {standing_in} numbers) are taken as known today; only what AI does moves with "
        "the date."
        if standing_in
        else None,
        f"How well the {result.by}s could have been foreseen: 'loopmap score'.",
    )
