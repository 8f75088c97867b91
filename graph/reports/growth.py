"""What happens when AI improves the rest of the machinery, in words: the verdict first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeVar

from graph.estimates import Interval
from graph.number_words import chance, interval_of, middle_of, names, percent, significant, times
from graph.questions.growth.answer import (
    LoopDrive,
    SchoolAnswer,
    SeriesPoint,
    Takeoff,
    Verdict,
)
from graph.reports.growth_ratios import (
    conditional,
    other_readings,
    ratio_table,
    spread_table,
    verdicts_at_the_margin,
)
from graph.reports.heading import whose_loop
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

_TITLE = "What happens when AI improves the rest of the machinery"

#: Lints shown; the rest is in the JSON.
_LINTS = 6

#: Rows shown of the long tables; the rest is in the JSON.
_ROWS = 8

#: Loops shown for each time.
_DRIVES = 5

Item = TypeVar("Item")


def growth_report(result: Takeoff) -> Report:
    """Return the answer as a report for people."""
    blocks: list[Block] = [Paragraph(headline(result))]
    if readings := other_readings(result):
        blocks.append(Paragraph(readings.strip()))
    blocks.append(_facts(result))
    if not result.schools:
        return Report(_TITLE, (*blocks, _course(result), _lints(result)))
    if result.recursion:
        blocks += [ratio_table(result), *spread_table(result)]
    for table in (_schools, _course, _stops, _cycles, _edges, _components, _stocks, _drives):
        blocks.append(table(result))
    blocks.append(_published(result))
    if result.lints:
        blocks.append(_lints(result))
    blocks.append(_limits(result))
    return Report(_TITLE, (blocks[0], _short_table(result), *blocks[1:]), first_blocks=2)


def headline(result: Takeoff) -> str:
    """Return the verdict in two sentences: does it sustain itself, how fast, what stops it."""
    if not result.schools:
        return (
            "Nothing builds up on this map, so the pace stays at "
            f"{interval_of(result.series[0].pace, 'x')} against no AI: with what was known by "
            f"{result.as_of or 'any date'}, it has no stock with a growth rate, returns, a "
            "difficulty and a part that feeds it."
        )
    if not result.recursion:
        return (
            "As asked, what builds up does not act back on any part, so the pace stays at "
            f"{interval_of(result.schools[0].pace_now, 'x')} against no AI, whatever builds up."
        )
    verdicts = {answer.verdict for answer in result.schools} | verdicts_at_the_margin(result)
    opening = {
        frozenset({Verdict.SUSTAINS}): "The loop sustains itself",
        frozenset({Verdict.DOES_NOT}): "The loop does not sustain itself",
    }.get(frozenset(verdicts), "Whether the loop sustains itself is undecided")
    several = len(result.schools) > 1
    returns = " and ".join(
        f"{interval_of(answer.loop_ratio)} per cent" + f" if {answer.school}" * several
        for answer in result.schools
    )
    first = result.schools[0]
    ends = " or ".join(interval_of(answer.pace_at_end) for answer in result.schools)
    return (
        f"{opening}: one per cent of progress comes back as {returns}; above 1 growth would feed "
        f"itself{_needed(result)}. In {significant(result.horizon_years)} years the pace goes from "
        f"{interval_of(first.pace_now)} to {ends} times that without AI. {_stopper(result)}"
    )


def _stopper(result: Takeoff) -> str:
    first = result.schools[0]
    days = interval_of(result.floor_days)
    if result.has_floor >= 1.0:
        floor = (
            f"{result.words.starting_round} cannot take less than {days} days, however fast the "
            f"rest gets: the pace cannot pass {interval_of(first.highest_pace, 'x')}, and nothing "
            "becomes infinite in finite time."
        )
    elif result.has_floor > 0.0:
        often = chance(result.has_floor, result.draws)
        drawn = "" if often.endswith("runs") else " of the runs"
        floor = (
            f"In {often}{drawn} {result.words.a_round} has a minimum time ({days} days), and "
            "nothing becomes infinite in finite time there."
        )
    else:
        floor = "No part of the slowest loop has a minimum time: nothing bounds the pace."
    if all(math.isinf(answer.needed_factor.median) for answer in result.schools):
        return (
            "What builds up acts on no part that feeds a stock, so that no strength of feedback "
            f"would sustain it. {floor}"
        )
    return floor


def _needed(result: Takeoff) -> str:
    factors = [answer.needed_factor for answer in result.schools]
    if all(answer.verdict is Verdict.SUSTAINS for answer in result.schools) or all(
        math.isinf(factor.median) for factor in factors
    ):
        return ""
    times_as = " or ".join(map(middle_of, factors))
    return f", for which all feedback would have to be {times_as} times as strong"


def _short_table(result: Takeoff) -> Table:
    """Return how the pace goes on, as the first screen shows it."""
    return table_of(
        "The pace over time, against no AI",
        _shown(result.series, steps=2),
        (left("If"), lambda item: item.school),
        (right("years from now"), lambda item: significant(item.year)),
        (right("pace"), lambda item: interval_of(item.pace, "x")),
        (right(f"days per {result.words.round}"), lambda item: interval_of(item.generation_days)),
    )


def _facts(result: Takeoff) -> Facts:
    how = (
        "at once (continuous)"
        if result.continuous
        else f"when {result.words.a_round_in_full} completes"
    )
    pairs = [
        ("Loop", whose_loop(result)),
        (result.words.round.capitalize(), f"{interval_of(result.generation_days)} days now"),
        ("Minimum", f"{interval_of(result.floor_days)} days with every part at its minimum time"),
        ("Improvements", f"act {how}" if result.recursion else "do not act back, as asked"),
    ]
    if result.leading_stock is not None:
        labels = {item.id: item.label for item in result.schools[0].stocks}
        leading = labels.get(result.leading_stock, result.leading_stock)
        share = percent(result.assumed_share)
        pairs += [
            ("Leading", f"{leading}: the feedback hangs on it most"),
            ("Our view", f"{share} of the numbers of growth are our own view, no source"),
        ]
    if result.draws:
        text = f"{result.draws:,} with the numbers varied, seed {result.seed}; 9 of 10 lie between"
        pairs.append(("Runs", text))
    if result.feedback != 1.0:
        pairs.append(("Feedback", f"supposed to be {times(result.feedback)} as strong"))
    if result.suppositions:
        pairs.append(("Supposed", names(result.suppositions, 12)))
    return Facts(tuple(pairs))


def _schools(result: Takeoff) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, cell in (
        ("how readily work replaces compute (sigma)", lambda item: significant(item.substitution)),
        ("verdict", lambda item: item.verdict.value),
        ("above 1 now, in", lambda item: chance(item.probability_sustains, result.draws)),
        ("ever above 1, in", lambda item: chance(item.probability_ever, result.draws)),
        ("return of progress now", lambda item: interval_of(item.loop_ratio)),
        ("return at the end", lambda item: interval_of(item.loop_ratio_at_end)),
        (
            "return if inputs were free",
            lambda item: interval_of(item.loop_ratio_if_inputs_were_free),
        ),
        ("gain around the loop (gamma)", lambda item: interval_of(item.loop_gain)),
        ("how fast it gets harder (beta)", lambda item: interval_of(item.difficulty)),
        ("feedback needed for a return of 1", lambda item: _times(item.needed_factor)),
        ("pace now", lambda item: interval_of(item.pace_now, "x")),
        ("pace at the end", lambda item: interval_of(item.pace_at_end, "x")),
    ):
        rows.append((name, *(cell(item) for item in result.schools)))
    for index, regime in enumerate(result.schools[0].regimes):
        cells = tuple(chance(item.regimes[index].share, result.draws) for item in result.schools)
        rows.append((f"runs: {regime.regime}", *cells))
    columns = (left(""), *(right(item.school) for item in result.schools))
    note = (
        "Whether work can stand in for compute is disputed, and the estimates exclude each other, "
        "so both are shown. The gain around the loop, and how fast progress gets harder, are those "
        "of what leads. " + conditional(result)
    )
    return Table("Both schools side by side", columns, tuple(rows), note)


def _times(interval: Interval) -> str:
    return times(interval.median) if math.isinf(interval.median) else interval_of(interval, "x")


def _course(result: Takeoff) -> Table:
    return table_of(
        "Over time, with improvements acting back and without",
        _shown(result.series),
        (left("School"), lambda item: item.school),
        (right("year"), lambda item: significant(item.year)),
        (right("pace"), lambda item: interval_of(item.pace, "x")),
        (right("nothing acting back"), lambda item: interval_of(item.pace_without_recursion, "x")),
        (right(f"days per {result.words.round}"), lambda item: interval_of(item.generation_days)),
        (right("return"), lambda item: interval_of(item.loop_ratio)),
        (
            right("growth of what leads, ln per year"),
            lambda item: interval_of(item.leading_growth),
        ),
        note="Where nothing acts back the pace stays what it is; every point is in --format csv.",
    )


def _shown(points: tuple[SeriesPoint, ...], steps: int = 4) -> list[SeriesPoint]:
    years = sorted({point.year for point in points})
    step = max(1, (len(years) - 1) // steps)
    kept = {*years[::step], years[-1]}
    return [point for point in points if point.year in kept]


def _lints(result: Takeoff) -> Listing:
    points = [
        f"{lint.subject + ': ' if lint.subject else ''}{lint.message} {lint.remedy}"
        for lint in result.lints[:_LINTS]
    ]
    more = len(result.lints) - len(points)
    if more > 0:
        points.append(f"{more} more in --format json.")
    return Listing("Idle or doubtful in this model of growth", tuple(points))


def _limits(result: Takeoff) -> Paragraph:
    return Paragraph(
        "The return of progress is that of today, and how strongly progress acts back is poorly "
        "measured: for no part of the loop has anybody measured it. Over time it is held constant "
        "here, and would rise if AI took over whole pieces of work, as the table of the return as "
        "automation spreads shows. Staff and compute keep growing as they do now, longer than "
        "anybody can pay for. Fast is not the same as self-sustaining, and a return above 1 is no "
        f"explosion while {result.words.a_round} has a minimum time. Growth of training compute "
        "from outside, which makes models better too, is left out of the parts' AI speed-ups, so "
        "that what is shown is what the loop adds. No date of a singularity follows from any of "
        "this."
    )


def _by_school(
    title: str,
    items: Callable[[SchoolAnswer], Iterable[Item]],
    *cells: tuple[Column, Callable[[Item], str]],
    note: str = "",
) -> Callable[[Takeoff], Table]:
    """Return what makes a table of what each school says, its name first."""

    def table(result: Takeoff) -> Table:
        found = [(answer.school, item) for answer in result.schools for item in items(answer)]
        rows = tuple((school, *(cell(item) for _, cell in cells)) for school, item in found)
        return Table(title, (left("School"), *(column for column, _ in cells)), rows, note)

    return table


def _year(interval: Interval | None) -> str:
    return "-" if interval is None else interval_of(interval)


def _top_drives(answer: SchoolAnswer) -> list[LoopDrive]:
    shown: list[LoopDrive] = []
    for year in sorted({item.year for item in answer.drives}):
        shown += [item for item in answer.drives if item.year == year][:_DRIVES]
    return shown


def _stops(result: Takeoff) -> Table:
    draws = result.draws
    return _by_school(
        "When each bottleneck takes over",
        lambda answer: answer.takeovers[:_ROWS],
        (left("Part"), lambda item: item.label),
        (right("on the slowest loop now in"), lambda item: chance(item.critical_now, draws)),
        (right("at the end in"), lambda item: chance(item.critical_at_end, draws)),
        (
            right("takes over"),
            lambda item: _of_those(item.takes_over, 1 - item.critical_now, draws),
        ),
        (right("in years"), lambda item: _year(item.takes_over_year)),
        (right("stops being one"), lambda item: _of_those(item.falls, item.critical_now, draws)),
        (right("in years"), lambda item: _year(item.falls_year)),
        note="Takes over: in which share of the runs where it is not on the slowest loop now it "
        "gets onto it before the end; the rest never does and has no date. Stops being one: "
        "likewise, of the runs where it is on it now.",
    )(result)


def _of_those(share: float | None, part: float, draws: int) -> str:
    """Return a share of some part of the draws, 0 to 1; a dash if there are none of them."""
    return "-" if share is None else chance(share, round(part * draws))


def _cycles(result: Takeoff) -> Table:
    return _by_school(
        "Which loop is the slowest, and when",
        lambda answer: answer.critical_cycles,
        (right("from year"), lambda item: significant(item.year)),
        (left("Slowest loop"), lambda item: item.name or names(item.cycle, 5)),
        (right(f"days per {result.words.round}"), lambda item: significant(item.generation_days)),
        note="At central numbers.",
    )(result)


_edges = _by_school(
    "Which dependencies carry the feedback",
    lambda answer: answer.edges[:_ROWS],
    (left("Dependency"), lambda item: item.label),
    (right("share of the return"), lambda item: percent(item.share)),
    (right("strength, per cent per per cent"), lambda item: interval_of(item.strength)),
    note="Which share of the return of progress runs through each, over all runs.",
)

_components = _by_school(
    "Which parts carry it",
    lambda answer: answer.components[:_ROWS],
    (left("Part"), lambda item: item.label),
    (right("share of the return"), lambda item: percent(item.share)),
    (right("share in its stock's pace"), lambda item: percent(item.strength.median)),
)

_stocks = _by_school(
    "What builds up",
    lambda answer: answer.stocks,
    (left("What"), lambda item: item.label),
    (right("growth now, ln per year"), lambda item: interval_of(item.growth_now)),
    (right("at the end"), lambda item: interval_of(item.growth_at_end)),
    (right("level at the end"), lambda item: interval_of(item.level_at_end, "x")),
    (right("counts for the feedback"), lambda item: percent(item.improvement_counts)),
    (right("share when feedback alone drives"), lambda item: percent(item.grows_along)),
    note="Counts for the feedback: where one per cent more growth does most for it. The last "
    "column: in which proportion all this would grow if only feedback drove it.",
)

_drives = _by_school(
    "Which loop drives what leads",
    _top_drives,
    (right("year"), lambda item: significant(item.year)),
    (left("Loop"), lambda item: item.loop),
    (right("relative score"), lambda item: f"{item.score:+.0%}".replace("%", " %")),
    note="Loop scores of what leads, at central numbers: the part of its change of "
    "pace that each loop makes, below 0 where it holds back. Named loops share parts, so their "
    "scores overlap.",
)


def _published(result: Takeoff) -> Table:
    """Return what models of the whole loop say."""
    return table_of(
        "What models of the whole loop say",
        result.published,
        (right("return"), lambda item: interval_of(item.range)),
        (left("speaks of"), lambda item: "today" if item.of_today else "AI doing all of the work"),
        (left("Source"), lambda item: item.source or "-"),
        (left("What it means"), lambda item: item.caveat or ""),
        note="No input to the map's own answer; each is to be held against the reading of the "
        "return that it speaks of.",
    )


def table_of(
    title: str, items: Iterable[Item], *cells: tuple[Column, Callable[[Item], str]], note: str = ""
) -> Table:
    """Return a table with a row per item; each column comes with what its cells say."""
    rows = tuple(tuple(cell(item) for _, cell in cells) for item in items)
    return Table(title, tuple(column for column, _ in cells), rows, note)
