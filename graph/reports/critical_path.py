"""What blocks the loop, in words: the answer first, then who is absorbed, then what binds next."""

from __future__ import annotations

import math

from graph.questions.critical_path.answer import (
    Absorption,
    CertificateRecord,
    CriticalPath,
    LikelyCycle,
)
from graph.reports.heading import facts, over_draws, remarks
from graph.reports.numbers import (
    LIMIT_WORDS,
    days,
    interval_of,
    more_in_json,
    named,
    names,
    or_dash,
    percent,
    times,
)
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of
from graph.vocabulary import MetricName

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 8

#: Rows of the parts that bind.
_BINDING_ROWS = 12


def critical_path_report(result: CriticalPath) -> Report:
    """Return the answer as a report for people."""
    labels = {item.id: item.label for item in result.components}
    return make_report(
        "What blocks the AI-development loop",
        _headline(result, labels),
        _facts(result, labels),
        _binding_table(result),
        _likely_table(result, labels),
        _conditioning_table(result),
        _cycle_table(result),
        _tied_table(result, labels),
        _absorbed_table(result),
        _next_table(result, labels),
        _runner_up_table(result, labels),
        _outside_table(result) if result.outside_estimates else None,
        _remarks(result, labels),
        _certificate(result.certificate) if result.certificate else None,
    )


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


def _headline(result: CriticalPath, labels: dict[str, str]) -> str:
    against = (
        f"against {interval_of(result.baseline_period_days)} without AI: "
        f"{interval_of(result.pace, 'x')} the pace."
    )
    # What is left of cycles are parts that wait for themselves alone.
    if all(len(part.components) == 1 for part in result.parts) and len(result.components) > 1:
        return (
            f"On this map no part feeds back into another. One round can follow the other every "
            f"{interval_of(result.period_days)} days, {against} That is the limit of "
            f"{named(labels, result.critical_cycle)} alone, "
            "and no loop: a dependency with a loop:lag from what ends a round to what begins a "
            "later one would close it."
        )
    return (
        f"The loop takes {interval_of(result.period_days)} days per "
        f"generation of models, {against} {_what_binds(result, labels)}"
    )


def _what_binds(result: CriticalPath, labels: dict[str, str]) -> str:
    """Return what binds and what blocks most, by the draws if there are any."""
    if not result.likely_cycles:
        loop = result.critical_cycle_name
        named_loop = f"'{loop}'" if loop else "the critical cycle"
        return f"What binds at the central numbers is {named_loop}. {_blocks_most(result, labels)}."
    first = result.likely_cycles[0]
    loop = f"'{first.name}'" if first.name else named(labels, first.cycle, 3)
    if result.binding_cycle:
        cycle = f"What binds is {loop}, in {percent(first.probability)} of the draws."
    else:
        cycle = (
            f"No single cycle binds: {result.competing_cycle_count} compete, and the likeliest, "
            f"{loop}, is critical in {percent(first.probability)} of the draws."
        )
    often = sorted(result.components, key=lambda item: -(item.criticality or 0.0))[:3]
    parts = names(tuple(f"{item.label} ({percent(item.criticality)})" for item in often))
    return f"{cycle} Most often critical: {parts}. {_holds_most(result)}."


def _holds_most(result: CriticalPath) -> str:
    top = max(result.components, key=lambda item: item.expected_blocking_share or 0.0)
    share = top.expected_blocking_share or 0.0
    if share >= 1:
        return f"{top.label} alone sets the pace"
    return (
        f"{top.label} blocks most: if it took only what no intelligence shortens, a generation "
        f"would be {percent(share)} shorter on average"
    )


def _blocks_most(result: CriticalPath, labels: dict[str, str]) -> str:
    top = max(result.components, key=lambda item: item.blocking_share)
    if top.blocking_share >= 1:
        return f"{top.label} alone sets the pace"
    if top.blocking_share > 0:
        gain = times(gain_at_floor(top.blocking_share))
        return f"{top.label} blocks most: without it the loop would run {gain} as fast"
    return f"No single part blocks it; together {named(labels, result.joint_blockers)} do"


def _facts(result: CriticalPath, labels: dict[str, str]) -> Facts:
    ceiling, central = None, None
    if result.ceiling is not None:
        ceiling = (
            f"{interval_of(result.ceiling.pace, 'x')} if all that AI speeds up now took only "
            f"its floor; then {named(labels, result.ceiling.critical_cycle)} would block"
        )
    if result.draws and result.central_period_days and result.central_pace:
        central = (
            f"{days(result.central_period_days)}, {times(result.central_pace)}, if every "
            "number took its central value: for structure alone, and nobody's answer"
        )
    return facts(
        result,
        ("Period", f"{interval_of(result.period_days)} days per generation"),
        ("Pace", f"{interval_of(result.pace, 'x')} against no AI"),
        ("Ceiling", ceiling),
        ("One pass", f"{days(result.latency_days)} from end to end, without waiting"),
        ("Central", central),
        ("Intervals", over_draws(result) if central else None),
        supposed=result.suppositions,
    )


def _binding_table(result: CriticalPath) -> Table | None:
    """Return the parts that bind, by the draws."""
    if not result.draws:
        return None
    binding = [item for item in result.components if item.criticality]
    return table_of(
        "What binds, over the draws",
        binding[:_BINDING_ROWS],
        (left("Part"), lambda item: item.label),
        (right("P(critical)"), lambda item: percent(item.criticality)),
        (right("blocks, on average"), lambda item: percent(item.expected_blocking_share)),
        (right("days now"), lambda item: interval_of(item.days)),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("assumed"), lambda item: percent(item.assumed)),
        note="The greatest mean blocking share first: by how much a generation would be shorter if "
        f"the part took only its floor. {more_in_json(len(binding), _BINDING_ROWS)}".strip(),
    )


def _likely_table(result: CriticalPath, labels: dict[str, str]) -> Table | None:
    if not result.likely_cycles:
        return None
    shown = result.likely_cycles[:5]
    return table_of(
        "The likeliest critical cycles",
        shown,
        (left("Cycle"), lambda item: _told_apart(item, shown, labels)),
        (right("P(critical)"), lambda item: percent(item.probability)),
        note=f"{result.competing_cycle_count} cycles are critical in some draw.",
    )


def _told_apart(item: LikelyCycle, shown: tuple[LikelyCycle, ...], labels: dict[str, str]) -> str:
    """Return a cycle's name, with what tells it from others of that name."""
    if not item.name:
        return named(labels, item.cycle, 4)
    others = [other for other in shown if other.name == item.name and other is not item]
    if not others:
        return item.name
    known = set().union(*(other.cycle for other in others))
    own = tuple(part for part in item.cycle if part not in known)
    return (
        f"{item.name}, through {named(labels, own, 2)}" if own else f"{item.name}, the shorter way"
    )


def _conditioning_table(result: CriticalPath) -> Table | None:
    seen = result.conditioning
    if seen is None:
        return None
    gaps = "; ".join(f"{interval_of(gap.days)} days {gap.period}" for gap in seen.gaps)
    return table_of(
        "What the gaps between releases moved",
        seen.moved,
        (left("Number"), lambda item: f"{item.label}: {item.metric}"),
        (right("before"), lambda item: interval_of(item.before)),
        (right("after"), lambda item: interval_of(item.after)),
        (left("unit"), lambda item: item.unit),
        (right("moved by"), lambda item: f"{item.deviations:+.2f} sd"),
        note=f"{seen.generation or ''} Before: {interval_of(seen.prior_period_days)} days per "
        f"generation and {interval_of(seen.prior_pace, 'x')} the pace ('--prior'). The gaps, as "
        f"reports on the period: {gaps}. {seen.points:,} points were drawn and weighed. That the "
        "period agrees with them is fitted, and shows nothing.",
    )


def _cycle_table(result: CriticalPath) -> Table:
    lag = result.critical_cycle_lag
    first = next(iter(result.critical_cycles), None)
    shares = dict(zip(first.cycle, first.shares, strict=True)) if first else {}
    many = "1 generation at once passes" if lag == 1 else f"{lag:g} generations at once pass"
    note = f"{many} around this cycle."
    if result.critical_cycle_delay_days:
        note += f" {days(result.critical_cycle_delay_days)} of it is waiting between the parts."
    return table_of(
        "The critical cycle at the central numbers: structure, not the answer"
        if result.draws
        else "The critical cycle",
        map(result.component, result.critical_cycle),
        (left("Part"), lambda item: item.label),
        (right("days now"), lambda item: interval_of(item.days)),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("share of cycle"), lambda item: percent(shares.get(item.id, item.elasticity))),
        (right("blocks"), lambda item: percent(item.blocking_share)),
        (right("gained at 2x"), lambda item: days(item.days_gained_at_double_speed)),
        (right("P(critical)"), lambda item: or_dash(percent, item.criticality)),
        note=note,
    )


def _tied_table(result: CriticalPath, labels: dict[str, str]) -> Table | None:
    if len(result.critical_cycles) < 2:
        return None
    return table_of(
        "Cycles that bind alike at the central numbers",
        result.critical_cycles,
        (
            left("Cycle, with shares of its days"),
            lambda item: names(
                tuple(
                    f"{labels.get(part, part)} {percent(share)}"
                    for part, share in zip(item.cycle, item.shares, strict=True)
                ),
                4,
            ),
        ),
        note="All take the whole period, so that speeding up a part of one alone gains nothing.",
    )


def _absorbed_table(result: CriticalPath) -> Table:
    absorbed = sorted(
        (x for x in result.components if x.absorption in (Absorption.PARTLY, Absorption.FULLY)),
        # Equal speed-ups differ by the rounding of days.
        key=lambda item: -round(item.acceleration.median if item.acceleration else 0, 9),
    )
    return table_of(
        "Accelerated, but absorbed by waiting elsewhere",
        absorbed[:_ROWS],
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (
            right("of it used"),
            lambda item: (
                "none" if item.absorption is Absorption.FULLY else times(item.useful_speedup)
            ),
        ),
        (left("State"), lambda item: item.absorption.value),
        (right("may slow by"), lambda item: or_dash(days, item.permanent_slack_days)),
        note=more_in_json(len(absorbed), _ROWS),
    )


def _next_table(result: CriticalPath, labels: dict[str, str]) -> Table:
    found = [(item.label, item.next_bottleneck) for item in result.components]
    return table_of(
        "What binds next",
        [(label, following) for label, following in found if following is not None][:_ROWS],
        (left("Speed up"), lambda row: row[0]),
        (right("by"), lambda row: times(row[1].at_speedup)),
        (left("then binds"), lambda row: named(labels, row[1].takes_over, 4)),
        (right("period then"), lambda row: days(row[1].period_days)),
    )


def _runner_up_table(result: CriticalPath, labels: dict[str, str]) -> Table:
    return table_of(
        "What nearly binds",
        result.runner_up_cycles[:5],
        (left("Cycle"), lambda item: named(labels, item.cycle, 4)),
        (right("period"), lambda item: days(item.period_days)),
        (right("behind by"), lambda item: days(item.margin_days)),
        (right("P(critical)"), lambda item: or_dash(percent, item.probability)),
    )


def _outside_table(result: CriticalPath) -> Table:
    return table_of(
        "What others say of the pace",
        [item for item in result.outside_estimates if item.metric == MetricName.OVERALL_PACE],
        (
            left("Who says so"),
            lambda item: f"{item.publisher or 'our judgement'}: {item.metric_label}",
        ),
        (right("as of"), lambda item: item.as_of or "-"),
        (right("pace"), lambda item: LIMIT_WORDS[item.bound] + interval_of(item.value, "x")),
        (right("the map against it"), lambda item: times(item.ratio)),
        (right("within both"), lambda item: "yes" if item.agrees else "no"),
        note="None of these is an input to the map.",
    )


def _remarks(result: CriticalPath, labels: dict[str, str]) -> Listing:
    unknown, share = result.unknown_components, result.assumed_variance_share
    assumed = sum(1 for item in result.components if item.assumed >= 0.5)
    parts = [f"{names(part.components, 3)} ({days(part.period_days)})" for part in result.parts]
    return remarks(
        f"{len(unknown)} parts have no evidence of any speed-up and ran at "
        f"their days without AI: {named(labels, unknown, 8)}."
        if unknown
        else None,
        f"{assumed} of {len(result.components)} parts rest mostly on our assumptions; "
        "'loopmap explain NAME' shows what stands behind each number.",
        None
        if share is None
        else f"{percent(share)} of the uncertainty of the pace comes from assumptions.",
        f"Parts of the map that turn on their own: {'; '.join(parts[:4])}."
        if len(parts) > 1
        else None,
        "No substitution between parts is counted, so the pace is a pessimistic bound.",
    )


def _certificate(proof: CertificateRecord) -> Table:
    return table_of(
        f"Certificate: every {proof.period} days a round",
        proof.potentials.items(),
        (left("Part"), lambda item: item[0]),
        (right("starts on day"), lambda item: item[1]),
        (right("takes days"), lambda item: proof.days.get(item[0], "0")),
        note="On every dependency: start of the target + period * lag >= start + days of the "
        "source + delay; round k starts k periods later.",
    )
