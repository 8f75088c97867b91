"""What blocks the loop, in words: the answer first, then who is absorbed, then what binds next."""

from __future__ import annotations

import math
from collections.abc import Callable

from graph.number_words import (
    LIMIT_WORDS,
    count_of,
    days,
    interval_of,
    metric_words,
    named,
    names,
    or_dash,
    percent,
    percent_of_runs,
    percent_within,
    rounded,
    significant,
    times,
)
from graph.questions.critical_path.answer import (
    Absorption,
    CertificateRecord,
    CriticalPath,
    LikelyCycle,
)
from graph.reports.cycle_names import CycleNames, NamedCycle
from graph.reports.heading import facts, over_draws, remarks
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of
from graph.reports.standing import how_often_first, on_slowest_loop, shortens
from graph.reports.waiting import holds_most, round_takes, waiting_table
from graph.vocabulary import MetricName

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 8

#: From so many on the number of loops is rounded, since other draws give another.
_MANY_LOOPS = 20

#: A second loop that is the slowest so often is told beside the one that sets the pace.
_TOLD_BESIDE = 0.25

#: By about so much a share of the doubt differs from seed to seed.
_ERROR_OF_A_SHARE = 0.02

#: Rows of the first screen.
_BINDING_ROWS = 4


def critical_path_report(result: CriticalPath) -> Report:
    """Return the answer as a report for people."""
    labels = {item.id: item.label for item in result.components}
    return make_report(
        f"What blocks {result.words.loop}",
        _headline(result, labels),
        _binding_table(result) if result.draws else _cycle_table(result),
        waiting_table(result) if result.waiting else None,
        None if result.draws else _tied_table(result, labels),
        _certificate(result.certificate) if result.certificate else None,
        details=(
            _facts(result, labels),
            _likely_table(result, labels),
            _conditioning_table(result),
            _cycle_table(result) if result.draws else None,
            _tied_table(result, labels) if result.draws else None,
            _absorbed_table(result),
            _next_table(result, labels),
            _runner_up_table(result, labels),
            _outside_table(result) if result.outside_estimates else None,
            _remarks(result, labels),
        ),
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
    without = f"Without AI it would take {interval_of(result.baseline_period_days)}"
    if result.overlaps:
        without = f"Without AI that would be every {interval_of(result.baseline_period_days)} days"
    pace = f"AI makes the loop {interval_of(result.pace)} times as fast"
    # What is left of cycles are parts that wait for themselves alone.
    if all(len(part.components) == 1 for part in result.parts) and len(result.components) > 1:
        return (
            "On this map no part feeds back into another. One round can follow the other every "
            f"{interval_of(result.period_days)} days. {without}: {pace}. That is the limit of "
            f"{named(labels, result.critical_cycle)} alone, and no loop: a dependency with a "
            "loop:lag from what ends a round to what begins a later one would close it."
        )
    return (
        f"{round_takes(result)} {without}: {pace}. {_what_sets_the_pace(result, labels)} "
        f"{_doubt(result)}"
    )


def _what_sets_the_pace(result: CriticalPath, labels: dict[str, str]) -> str:
    """Return which loop is the slowest and what holds it up most, over the runs if there are."""
    if not result.likely_cycles:
        loop = result.critical_cycle_name
        named_loop = f"the loop '{loop}'" if loop else "the loop listed below"
        return f"With every number at its central value, {named_loop} sets the pace. " + (
            _blocks_most(result, labels)
        )
    first = result.likely_cycles[0]
    often = percent_of_runs(first.probability, result.draws)
    loop = _loop(first, labels)
    second = result.likely_cycles[1] if len(result.likely_cycles) > 1 else None
    if result.binding_cycle:
        cycle = f"{loop[:1].upper()}{loop[1:]} sets the pace: it is the slowest loop in {often}"
        if second and second.probability >= _TOLD_BESIDE:
            share = percent_of_runs(second.probability, result.draws)
            cycle += f", {_loop(second, labels)} in {share}"
    else:
        cycle = (
            f"No single loop sets the pace: {_how_many(result)} are the slowest in some run, "
            f"{loop} {how_often_first(result)}, in {often}"
        )
    runs = f"of {result.draws:,} runs with the numbers varied"
    return f"{cycle} {runs}. {_holds_most(result)}"


def _loop(cycle: LikelyCycle, labels: dict[str, str]) -> str:
    return f"'{cycle.name}'" if cycle.name else f"the way through {named(labels, cycle.cycle, 3)}"


def _how_many(result: CriticalPath) -> str:
    """Return how many loops are the slowest in some run; of many, some are there by chance."""
    count = result.competing_cycle_count or 0
    return f"{count}" if count < _MANY_LOOPS else f"about {rounded(count, math.sqrt(count))}"


def _holds_most(result: CriticalPath) -> str:
    top = max(result.components, key=lambda item: item.expected_blocking_share or 0.0)
    share = top.expected_blocking_share or 0.0
    if share >= 1:
        return f"{top.label} alone sets the pace."
    return (
        f"{holds_most(result, top)}: done in its minimum time, it would make "
        f"{result.words.a_round} {percent_within(share, top.blocking_share_error)} shorter."
    )


def _blocks_most(result: CriticalPath, labels: dict[str, str]) -> str:
    top = max(result.components, key=lambda item: item.blocking_share)
    if top.blocking_share >= 1:
        return f"{top.label} alone sets the pace."
    if top.blocking_share > 0:
        gain = significant(gain_at_floor(top.blocking_share))
        return (
            f"{holds_most(result, top)}: done in its minimum time, it would make the loop "
            f"{gain} times as fast."
        )
    return f"No single part holds it up; together {named(labels, result.joint_blockers)} do."


def _doubt(result: CriticalPath) -> str:
    """Return what a reader of the first screen must know of the numbers."""
    if not result.draws:
        return "These are central values, and nothing is said of their doubt."
    share = result.assumed_variance_share
    if share is None:
        return ""
    return f"{percent_within(share, _ERROR_OF_A_SHARE)} of the doubt is about our own view."


def _facts(result: CriticalPath, labels: dict[str, str]) -> Facts:
    ceiling, central = None, None
    if result.ceiling is not None:
        ceiling = (
            f"{interval_of(result.ceiling.pace, 'x')} the pace, if all that AI speeds up now took "
            f"only its minimum time; then {named(labels, result.ceiling.critical_cycle)} would set "
            "the pace"
        )
    if result.draws and result.central_period_days and result.central_pace:
        central = (
            f"{days(result.central_period_days)} and {times(result.central_pace)} the pace: one "
            "run in which every number has its central value. Most runs are slower, because in "
            "each of them the slowest of many loops counts"
        )
    return facts(
        result,
        ("Period", f"{interval_of(result.period_days)} days per {result.words.round_in_full}"),
        ("Pace", f"{interval_of(result.pace, 'x')} against no AI"),
        ("Ceiling", ceiling),
        (
            "One pass",
            f"{days(result.latency_days)} "
            + (
                "from end to end, with its waiting"
                if result.waiting
                else "of work and delays from end to end, without waiting in queues"
            ),
        ),
        ("Central run", central),
        ("Runs", over_draws(result) if central else None),
        supposed=result.suppositions,
    )


def _binding_table(result: CriticalPath) -> Table:
    """Return the parts that hold the loop up, over the runs."""
    binding = [item for item in result.components if item.criticality]
    return table_of(
        "What holds the loop up",
        binding,
        (left("Part"), lambda item: item.label),
        (right("shortens loop by"), shortens),
        (
            right("on slowest loop in"),
            lambda item: on_slowest_loop(item, result),
        ),
        (right("days now"), lambda item: interval_of(item.days)),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("our view"), lambda item: percent(item.assumed)),
        row_limit=_BINDING_ROWS,
    )


def _of_runs(result: CriticalPath) -> Callable[[float], str]:
    return lambda share: percent_of_runs(share, result.draws)


def _likely_table(result: CriticalPath, labels: dict[str, str]) -> Table | None:
    if not result.likely_cycles:
        return None
    shown = result.likely_cycles
    names_of = CycleNames(labels, (NamedCycle(item.cycle, item.name) for item in shown))
    return table_of(
        "Which loop is the slowest, and how often",
        shown,
        (left("Loop"), lambda item: names_of.of(item.cycle)),
        (right("the slowest in"), lambda item: percent_of_runs(item.probability, result.draws)),
        note=f"{_how_many(result).capitalize()} "
        f"{'loop is' if result.competing_cycle_count == 1 else 'loops are'} the slowest in some "
        "run.",
        row_limit=5,
    )


def _conditioning_table(result: CriticalPath) -> Table | None:
    seen = result.conditioning
    if seen is None:
        return None
    gaps = "; ".join(f"{interval_of(gap.days)} days {gap.period}" for gap in seen.gaps)
    return table_of(
        "What the gaps between releases changed",
        seen.moved,
        (
            left("Number"),
            lambda item: f"{item.label}: {metric_words(item.metric, result.words.rounds)}",
        ),
        (right("before"), lambda item: interval_of(item.before)),
        (right("after"), lambda item: interval_of(item.after)),
        (left("unit"), lambda item: item.unit),
        (right("by so many deviations"), lambda item: f"{item.deviations:+.2f}"),
        note=f"{seen.generation or ''} Before the gaps were looked at: "
        f"{interval_of(seen.prior_period_days)} days per {result.words.round} and "
        f"{interval_of(seen.prior_pace, 'x')} the pace ('--prior' shows that). The gaps say: "
        f"{gaps}. {seen.points:,} runs were weighed by how well they agree with the gaps. That the "
        "period agrees with them now is no test of the map: it was made to.",
    )


def _cycle_table(result: CriticalPath) -> Table:
    lag = result.critical_cycle_lag
    first = next(iter(result.critical_cycles), None)
    shares = dict(zip(first.cycle, first.shares, strict=True)) if first else {}
    many = f"{result.words.counted(lag)} at once {'passes' if lag == 1 else 'pass'}"
    note = f"{many} around this loop."
    if result.critical_cycle_delay_days:
        note += f" {days(result.critical_cycle_delay_days)} of it is waiting between the parts."
    return table_of(
        "The slowest loop in the central run, part by part"
        if result.draws
        else "The slowest loop, part by part",
        map(result.by_id().__getitem__, result.critical_cycle),
        (left("Part"), lambda item: item.label),
        (right("days now"), lambda item: interval_of(item.days)),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (right("share of the loop"), lambda item: percent(shares.get(item.id, item.elasticity))),
        (right("shortens loop by"), lambda item: percent(item.blocking_share)),
        (right("saved at twice the speed"), lambda item: days(item.days_gained_at_double_speed)),
        (
            right("on slowest loop in"),
            lambda item: or_dash(_of_runs(result), item.criticality),
        ),
        note=note,
    )


def _tied_table(result: CriticalPath, labels: dict[str, str]) -> Table | None:
    if len(result.critical_cycles) < 2:
        return None
    return table_of(
        "Loops that are equally slow at the central numbers",
        result.critical_cycles,
        (
            left("Loop, with shares of its days"),
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
        "Gains wasted: faster, but the loop waits elsewhere",
        absorbed,
        (left("Part"), lambda item: item.label),
        (right("AI speed-up"), lambda item: interval_of(item.acceleration, "x")),
        (
            right("of it the loop uses"),
            lambda item: (
                "none" if item.absorption is Absorption.FULLY else times(item.useful_speedup)
            ),
        ),
        (
            right("could take longer at no cost by"),
            lambda item: or_dash(days, item.permanent_slack_days),
        ),
        row_limit=_ROWS,
    )


def _next_table(result: CriticalPath, labels: dict[str, str]) -> Table:
    found = [(item.label, item.next_bottleneck) for item in result.components]
    shown = [(label, following) for label, following in found if following is not None]
    names_of = CycleNames(labels, (NamedCycle(following.takes_over) for _, following in shown))
    return table_of(
        "If one part became faster: when another loop sets the pace",
        shown,
        (left("Speed up"), lambda row: row[0]),
        (right("by"), lambda row: times(row[1].at_speedup)),
        (left("then the pace is set by"), lambda row: names_of.of(row[1].takes_over)),
        (right(f"days per {result.words.round} then"), lambda row: days(row[1].period_days)),
        row_limit=_ROWS,
    )


def _runner_up_table(result: CriticalPath, labels: dict[str, str]) -> Table:
    names_of = CycleNames(labels, (NamedCycle(item.cycle) for item in result.runner_up_cycles))
    return table_of(
        "Loops that are nearly as slow",
        result.runner_up_cycles,
        (left("Loop"), lambda item: names_of.of(item.cycle)),
        (right(f"days per {result.words.round}"), lambda item: days(item.period_days)),
        (right("faster by"), lambda item: days(item.margin_days)),
        (right("the slowest in"), lambda item: or_dash(_of_runs(result), item.probability)),
        row_limit=5,
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
        f"Nothing is known of any speed-up of {count_of(len(unknown), 'part')}, so "
        f"{'it' if len(unknown) == 1 else 'they'} ran as without AI: {named(labels, unknown, 8)}."
        if unknown
        else None,
        f"{assumed} of {len(result.components)} parts rest mostly on our view, no source; "
        "'loopmap explain NAME' shows what stands behind each number.",
        None
        if share is None
        else f"{percent(share)} of the doubt about the pace comes from numbers that are our view.",
        f"Parts of the map that turn on their own: {'; '.join(parts[:4])}."
        if len(parts) > 1
        else None,
        "No part is replaced by another here, however cheap another becomes, so the real loop can "
        "be faster than this.",
        "Asked here: which part holds the loop up most. What a change would give: 'loopmap "
        "what-if'. Which number is most worth measuring: 'loopmap sensitivity'.",
    )


def _certificate(proof: CertificateRecord) -> Table:
    return table_of(
        f"Proof that a round takes {proof.period} days",
        proof.potentials.items(),
        (left("Part"), lambda item: item[0]),
        (right("starts on day"), lambda item: item[1]),
        (right("takes days"), lambda item: proof.days.get(item[0], "0")),
        note="On every dependency: start of what waits + days of a round * its lag >= start + days "
        "of what it waits for + delay; round k starts k rounds later.",
    )
