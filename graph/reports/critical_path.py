"""What blocks the loop, in words: the answer first, then who is absorbed, then what binds next."""

from __future__ import annotations

import math

from graph.questions.critical_path.answer import Absorption, ComponentStanding, CriticalPath
from graph.reports.numbers import days, interval_of, names, percent, times
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right
from graph.vocabulary import Bound, MetricName

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 8

#: What stands before a number that is only a limit.
_SIGNS: dict[str, str] = {Bound.EXACT: "", Bound.LOWER: "at least ", Bound.UPPER: "at most "}


def critical_path_report(result: CriticalPath) -> Report:
    """Return the answer as a report for people."""
    blocks: list[Block] = [_headline(result), _facts(result), _cycle_table(result)]
    blocks += [_absorbed_table(result), _next_table(result), _runner_up_table(result)]
    if result.outside_estimates:
        blocks.append(_outside_table(result))
    blocks += _remarks(result)
    if result.certificate is not None:
        blocks.append(_certificate(result))
    return Report("What blocks the AI-development loop", tuple(block for block in blocks if block))


def gain_at_floor(blocking_share: float) -> float:
    """Return how many times as fast the loop runs if a part takes only its floor: 1 / (1 - B).

    Args:
        blocking_share: share of the period that then falls away, 0 to 1.

    Returns:
        Infinity where the whole period does.

    >>> gain_at_floor(0.5), gain_at_floor(1.0)
    (2.0, inf)
    """
    return 1 / (1 - blocking_share) if blocking_share < 1 else math.inf


def _labels(result: CriticalPath, identifiers: tuple[str, ...]) -> tuple[str, ...]:
    by_id = {item.id: item.label for item in result.components}
    return tuple(by_id.get(identifier, identifier) for identifier in identifiers)


def _headline(result: CriticalPath) -> Paragraph:
    top = max(result.components, key=lambda item: item.blocking_share)
    loop = f"'{result.critical_cycle_name}'" if result.critical_cycle_name else "the critical cycle"
    if top.blocking_share > 0:
        gain = gain_at_floor(top.blocking_share)
        tail = (
            f"{top.label} blocks most: without it the loop would run {times(gain)} as fast"
            if gain != math.inf
            else f"{top.label} alone sets the pace"
        )
    else:
        tail = (
            f"No single part blocks it; together {names(_labels(result, result.joint_blockers))} do"
        )
    against = (
        f"against {interval_of(result.baseline_period_days)} without AI: "
        f"{interval_of(result.pace, 'x')} the pace."
    )
    if _is_open(result):
        what = names(_labels(result, result.critical_cycle))
        return Paragraph(
            f"On this map no part feeds back into another. One round can follow the other every "
            f"{interval_of(result.period_days)} days, {against} That is the limit of {what} alone, "
            "and no loop: a dependency with a loop:lag from what ends a round to what begins a "
            "later one would close it."
        )
    return Paragraph(
        f"The loop takes {interval_of(result.period_days)} days per "
        f"generation of models, {against} What binds is {loop}. {tail}."
    )


def _is_open(result: CriticalPath) -> bool:
    # What is left of cycles are parts that wait for themselves alone.
    alone = all(len(part.components) == 1 for part in result.parts)
    return alone and len(result.components) > 1


def _facts(result: CriticalPath) -> Facts:
    pairs = [
        ("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}"),
        ("Period", f"{interval_of(result.period_days)} days per generation"),
        ("Pace", f"{interval_of(result.pace, 'x')} against no AI"),
    ]
    if result.ceiling is not None:
        what = names(_labels(result, result.ceiling.critical_cycle))
        pairs.append(
            (
                "Ceiling",
                f"{interval_of(result.ceiling.pace, 'x')} if all that AI speeds up now took only "
                f"its floor; then {what} would block",
            )
        )
    pairs.append(("One pass", f"{days(result.latency_days)} from end to end, without waiting"))
    if result.draws and result.central_period_days and result.central_pace:
        pairs.append(
            (
                "Central",
                f"{days(result.central_period_days)}, {times(result.central_pace)}, if every "
                "number took its central value, as in the tables; the slowest of many uncertain "
                "cycles is slower than that",
            )
        )
        pairs.append(
            ("Intervals", f"5th to 95th percentile, {result.draws:,} draws, seed {result.seed}")
        )
    if result.suppositions:
        pairs.append(("Supposed", names(result.suppositions, 12)))
    return Facts(tuple(pairs))


def _cycle_table(result: CriticalPath) -> Table:
    rows = tuple(
        (
            item.label,
            interval_of(item.days),
            interval_of(item.acceleration, "x"),
            percent(item.elasticity),
            percent(item.blocking_share),
            f"{days(item.days_gained_at_double_speed)}",
            percent(item.criticality) if item.criticality is not None else "-",
        )
        for item in map(result.standing, result.critical_cycle)
    )
    lag = result.critical_cycle_lag
    many = "1 generation at once passes" if lag == 1 else f"{lag:g} generations at once pass"
    note = f"{many} around this cycle."
    if result.critical_cycle_delay_days:
        note += f" {days(result.critical_cycle_delay_days)} of it is waiting between the parts."
    columns = (
        left("Part"),
        right("days now"),
        right("AI speed-up"),
        right("share of cycle"),
        right("blocks"),
        right("gained at 2x"),
        right("P(critical)"),
    )
    return Table("The critical cycle", columns, rows, note)


def _absorbed_table(result: CriticalPath) -> Table:
    absorbed = [
        item
        for item in result.components
        if item.absorption in (Absorption.PARTLY, Absorption.FULLY)
    ]
    absorbed.sort(key=lambda item: -(item.acceleration.median if item.acceleration else 0))
    rows = tuple(
        (
            item.label,
            interval_of(item.acceleration, "x"),
            "none" if item.absorption is Absorption.FULLY else times(item.useful_speedup),
            item.absorption.value,
            days(item.permanent_slack_days) if item.permanent_slack_days is not None else "-",
        )
        for item in absorbed[:_ROWS]
    )
    more = len(absorbed) - len(rows)
    note = f"{more} more in --format json." if more > 0 else ""
    columns = (
        left("Part"),
        right("AI speed-up"),
        right("of it used"),
        left("State"),
        right("may slow by"),
    )
    return Table("Accelerated, but absorbed by waiting elsewhere", columns, rows, note)


def _next_table(result: CriticalPath) -> Table:
    rows = tuple(
        (
            item.label,
            times(item.next_bottleneck.at_speedup),
            names(_labels(result, item.next_bottleneck.takes_over), 4),
            days(item.next_bottleneck.period_days),
        )
        for item in result.components
        if item.next_bottleneck is not None
    )
    columns = (left("Speed up"), right("by"), left("then binds"), right("period then"))
    return Table("What binds next", columns, rows[:_ROWS])


def _runner_up_table(result: CriticalPath) -> Table:
    rows = tuple(
        (
            names(_labels(result, item.cycle), 4),
            days(item.period_days),
            days(item.margin_days),
            percent(item.probability) if item.probability is not None else "-",
        )
        for item in result.runner_up_cycles[:5]
    )
    columns = (left("Cycle"), right("period"), right("behind by"), right("P(critical)"))
    return Table("What nearly binds", columns, rows)


def _outside_table(result: CriticalPath) -> Table:
    rows = tuple(
        (
            f"{item.publisher or 'our judgement'}: {item.metric_label}",
            item.as_of or "-",
            _SIGNS[item.bound] + interval_of(item.value, "x"),
            times(item.ratio),
            "yes" if item.agrees else "no",
        )
        for item in result.outside_estimates
        if item.metric == MetricName.OVERALL_PACE
    )
    columns = (
        left("Who says so"),
        right("as of"),
        right("pace"),
        right("the map against it"),
        right("within both"),
    )
    return Table(
        "What others say of the pace", columns, rows, "None of these is an input to the map."
    )


def _remarks(result: CriticalPath) -> list[Block]:
    points: list[str] = []
    if result.unknown_components:
        unknown = names(_labels(result, result.unknown_components), 8)
        points.append(
            f"{len(result.unknown_components)} parts have no evidence of any speed-up and ran at "
            f"their days without AI: {unknown}."
        )
    assumed = sum(1 for item in result.components if item.assumed >= 0.5)
    points.append(
        f"{assumed} of {len(result.components)} parts rest mostly on our assumptions; "
        "'loopmap explain NAME' shows what stands behind each number."
    )
    if result.assumed_variance_share is not None:
        points.append(
            f"{percent(result.assumed_variance_share)} of the uncertainty of the pace comes from "
            "assumptions."
        )
    if len(result.parts) > 1:
        slower = [
            f"{names(part.components, 3)} ({days(part.period_days)})" for part in result.parts
        ]
        points.append("Parts of the map that turn on their own: " + "; ".join(slower[:4]) + ".")
    points.append("No substitution between parts is counted, so the pace is a pessimistic bound.")
    return [Listing("Read this with it", tuple(points))]


def _certificate(result: CriticalPath) -> Table:
    proof = result.certificate
    if proof is None:
        return Table("Certificate", (left("Part"),), ())
    rows = tuple(
        (identifier, start, proof.days.get(identifier, "0"))
        for identifier, start in proof.potentials.items()
    )
    columns = (left("Part"), right("starts on day"), right("takes days"))
    return Table(
        f"Certificate: every {proof.period} days a round",
        columns,
        rows,
        "On every dependency: start of the target + period * lag >= start + days of the source "
        "+ delay; round k starts k periods later.",
    )


def standing_line(item: ComponentStanding) -> str:
    """Return one line on a component, for lists."""
    return f"{item.label}: {interval_of(item.days)} days, {interval_of(item.acceleration, 'x')}"
