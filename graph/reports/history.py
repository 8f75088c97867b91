"""How the bottleneck moved, in words: the answer first, then the years, then what was foreseen."""

from __future__ import annotations

import math

from graph.estimates import Interval
from graph.questions.history.back_test import BackTest
from graph.questions.history.compute import Blocker, History, HistoryYear
from graph.reports.heading import facts, remarks
from graph.reports.numbers import (
    MISSING,
    interval_of,
    more_in_json,
    named,
    names,
    or_dash,
    percent,
    significant,
    times,
)
from graph.reports.report import (
    Block,
    Facts,
    Listing,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)

#: Parts shown that nobody had a number for; the rest is in the JSON.
_UNFORESEEN = 8


def history_report(result: History) -> Report:
    """Return the years and the back-test as a report for people."""
    labels = {row.id: row.label for row in result.components}
    draws = f"{result.draws:,} for each year, seed {result.seed}" if result.draws else None
    what = result.suppositions
    supposed = f"of the last year: {names(what, 8)}" if what else None
    return make_report(
        "How the bottleneck moved",
        _headline(result, labels),
        facts(result, ("Draws", draws), ("Supposed", supposed)),
        _years(result, labels),
        _blockers(result),
        *(block for test in result.back_tests for block in _tested(test)),
        _remarks(result),
    )


def _tested(test: BackTest) -> tuple[Block | None, ...]:
    return _verdict(test), _predictions(test), _unforeseen(test) if test.unforeseen else None


def _headline(result: History, labels: dict[str, str]) -> str:
    first, last = result.years[0], result.years[-1]
    cycles = _cycles(result, labels)
    blockers = (
        f"{first.blockers[0].label} blocked most in {first.year}, {last.blockers[0].label} in "
        f"{last.year}; "
        if first.blockers and last.blockers
        else ""
    )
    return (
        f"From {first.year} to {last.year} the loop went from {interval_of(first.pace, 'x')} to "
        f"{interval_of(last.pace, 'x')} the pace without AI. {blockers}{cycles}.{_known(last)}"
    )


def _cycles(result: History, labels: dict[str, str]) -> str:
    """Return how what binds moved: the likeliest cycles, or without draws the central ones."""
    first, last = result.years[0], result.years[-1]
    if first.likely_cycle and last.likely_cycle:
        return (
            f"the likeliest cycle was {_cycle(first, labels)} in {first.year} and is "
            f"{_cycle(last, labels)} in {last.year}"
        )
    moves = [row for row in result.years if row.cycle_changed]
    if moves:
        return "; ".join(f"in {row.year} {_cycle(row, labels)} took over" for row in moves)
    return f"the same cycle bound throughout: {_cycle(last, labels)}"


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
        f"a first number in {last.year}; with them at 1x the pace would be {without} instead of "
        f"{now}."
    )


def _cycle(row: HistoryYear, labels: dict[str, str]) -> str:
    likely = row.likely_cycle
    if likely:
        name = f"'{likely.name}'" if likely.name else named(labels, likely.cycle, 3)
        return f"{name} ({percent(likely.probability)} of the draws)"
    if row.critical_cycle_name:
        return f"'{row.critical_cycle_name}'"
    return named(labels, row.critical_cycle, 3)


def _years(result: History, labels: dict[str, str]) -> Table:
    return table_of(
        "Year by year",
        result.years,
        (left("As of"), lambda row: row.as_of),
        (right("period, days"), lambda row: interval_of(row.period_days)),
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
        (left("binds most likely"), lambda row: _cycle(row, labels)),
        (right("known speed-ups"), lambda row: str(row.known_speedups)),
        note="'Without newly known': the pace if parts about which nothing was known a "
        "year before had stayed at 1x. No ceiling: nothing was shown accelerated yet.",
    )


def _times(interval: Interval) -> str:
    return interval_of(interval, "x")


def _blockers(result: History) -> Table:
    return table_of(
        "What blocked",
        result.years,
        (left("Year"), lambda row: str(row.year)),
        (
            left("blocks most (blocking share)"),
            lambda row: ", ".join(map(_blocking, row.blockers)) or "no single part",
        ),
        (left("critical most often"), lambda row: or_dash(_criticality, row.likeliest)),
    )


def _blocking(item: Blocker) -> str:
    return f"{item.label} ({percent(item.blocking_share)})"


def _criticality(item: Blocker) -> str:
    return f"{item.label} ({percent(item.criticality)})"


def _verdict(test: BackTest) -> Facts:
    pairs = (
        ("Pace", f"predicted {interval_of(test.pace_predicted, 'x')}, came {_pace(test)}"),
        (
            "Parts",
            f"{_covered(test)} predicted values held by their 90 % intervals; "
            f"{len(test.unforeseen)} parts without any prediction",
        ),
        ("Error", _errors(test)),
        (
            "Rates",
            "each shrunk towards its family's, these towards "
            f"{interval_of(test.common_rate_per_year)} a year on the log scale",
        ),
    )
    return Facts(
        pairs, f"Back-test: {test.predicted_for} from what was known on {test.known_until}"
    )


def _pace(test: BackTest) -> str:
    came = interval_of(test.pace_actual, "x")
    if test.unforeseen:
        came += (
            f"; {interval_of(test.pace_actual_comparable, 'x')} with the parts at 1x that nobody "
            "had a number for"
        )
    if test.pace_covered is None:
        return came
    return f"{came}: {'inside' if test.pace_covered else 'MISSED, outside'} the interval"


def _covered(test: BackTest) -> str:
    if test.coverage is None:
        return "no"
    held = sum(row.covered for row in test.predictions)
    return f"{held} of {len(test.predictions)}"


def _errors(test: BackTest) -> str:
    mean, still = test.mean_absolute_log_error, test.no_change_mean_absolute_log_error
    if mean is None or still is None:
        return MISSING
    verdict = "better than" if mean < still else "no better than"
    return (
        f"off by a factor of {significant(math.exp(mean))} on average, {verdict} predicting no "
        f"change ({significant(math.exp(still))}); {test.assumed_count} of "
        f"{len(test.predictions)} are tested against our own later judgement only, which is no "
        "independent test"
    )


def _predictions(test: BackTest) -> Table:
    return table_of(
        f"Predicted for {test.predicted_for}, the worst first",
        test.predictions,
        (left("Part"), lambda row: row.label),
        (right("known before"), lambda row: interval_of(row.before, "x")),
        (right("predicted"), lambda row: interval_of(row.predicted, "x")),
        (right("came"), lambda row: interval_of(row.actual, "x")),
        (left("known by"), lambda row: row.actual_basis),
        (right("came / predicted"), lambda row: f"{math.exp(row.log_error):.2f}"),
        (right("came / no change"), lambda row: f"{math.exp(row.no_change_log_error):.2f}"),
        (left("held"), lambda row: "yes" if row.covered else "MISSED"),
    )


def _unforeseen(test: BackTest) -> Listing:
    ranked = sorted(test.unforeseen, key=lambda row: -abs(math.log(row.actual.median or 1.0)))
    points = [
        f"{row.label}: {interval_of(row.actual, 'x')}, {row.actual_basis}"
        for row in ranked[:_UNFORESEEN]
    ]
    points.append(more_in_json(len(ranked), _UNFORESEEN))
    title = "Not predicted, since nobody had a number: silently 1x"
    return Listing(title, tuple(filter(None, points)))


def _remarks(result: History) -> Listing:
    standing_in = max((row.standing_in for row in result.years), default=0)
    wide = [test for test in result.back_tests if len(test.predictions) > 9]
    return remarks(
        f"Days without AI, floors, lags and capacities that nobody had written down yet (up to "
        f"{standing_in} numbers) are taken as known today; only what AI does moves with the date."
        if standing_in
        else None,
        "More values are held than 90 %: the intervals are wide because a judgement without an "
        "interval of its own counts as very uncertain."
        if any((test.coverage or 0) > 0.95 for test in wide)
        else None,
        "What came is the evidence that became known in between, pooled by itself.",
    )
