"""Which bottleneck falls next, in words: who takes over first, then how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from graph.estimates import Interval
from graph.questions.next.answer import ComponentOutlook, Fall, TargetPlan, WhatFallsNext
from graph.reports.heading import facts, over_draws
from graph.reports.numbers import (
    days,
    interval_of,
    more_in_json,
    named,
    or_dash,
    percent,
    significant,
    times,
)
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 12
#: Months shown side by side.
_MONTHS = 7
#: A part less likely than this to bind at any of the months shown is left out.
_WORTH_SHOWING = 0.02


def next_report(result: WhatFallsNext) -> Report:
    """Return the answer as a report for people."""
    labels = {item.id: item.label for item in result.components}
    tables = (
        _reign_table(result, labels),
        _binding_table(result, labels) if result.draws else None,
        _fall_table(result),
        _joining_table(result, labels) if result.draws else None,
        _successor_table(result, labels),
        _breakpoint_table(result, labels),
        _target_table(result, result.target, labels) if result.target else None,
        _prior_table(result),
    )
    return make_report(
        "Which bottleneck falls next",
        _headline(result, labels),
        _facts(result, labels),
        *(table for table in tables if table and table.rows),
        Listing("What this supposes", _suppositions(result, labels)),
    )


def _loop(labels: Mapping[str, str], name: str | None, cycle: tuple[str, ...]) -> str:
    return f"'{name}'" if name else named(labels, cycle, 3)


def _new(labels: Mapping[str, str], newcomers: tuple[str, ...]) -> str:
    return named(labels, newcomers, 3) if newcomers else "-"


def _headline(result: WhatFallsNext, labels: Mapping[str, str]) -> str:
    first, *others = result.reigns
    text = f"At the central estimate {_loop(labels, first.name, first.cycle)} binds now"
    if others:
        following = others[0]
        new = named(labels, following.newcomers, 4)
        text += (
            f" and falls in {following.start}; then "
            f"{_loop(labels, following.name, following.cycle)} binds"
            + (f", with {new} new on it." if following.newcomers else ".")
        )
    else:
        text += f" and does not fall before {result.horizon}."
    return text + _any_fall(result)


def _any_fall(result: WhatFallsNext) -> str:
    fall = result.present.any_fall
    if fall is None:
        return ""
    if fall.median is None:
        text = (
            f" Over the draws it is less sure: in {percent(fall.never_share)} of them whatever "
            f"binds now still binds in {result.horizon}"
        )
        return f"{text}; one in twenty falls by {fall.low}." if fall.low else f"{text}."
    return (
        f" Over the draws, whatever binds now has stopped binding by {_when(result, fall)}; in "
        f"{percent(fall.never_share)} of them it does not before {result.horizon}."
    )


def _when(result: WhatFallsNext, fall: Fall) -> str:
    low, high = _month(result, fall.low), _month(result, fall.high)
    return f"{_month(result, fall.median)} ({low} to {high})"


def _month(result: WhatFallsNext, month: str | None) -> str:
    return month or f"after {result.horizon}"


def _facts(result: WhatFallsNext, labels: Mapping[str, str]) -> Facts:
    final = result.final
    return facts(
        result,
        ("Horizon", result.horizon),
        ("Pace then", f"{interval_of(result.series[-1].pace, 'x')} against no AI"),
        (
            "In the end",
            f"{_loop(labels, final.name, final.cycle)} binds, at {interval_of(final.pace, 'x')}, "
            "when every part of which a speed-up is known takes only its floor",
        ),
        ("Intervals", over_draws(result)),
        supposed=result.suppositions,
    )


def _reign_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    return table_of(
        "What binds one after the other, at the central estimate",
        result.reigns[:_ROWS],
        (left("From"), lambda reign: reign.start),
        (left("to"), lambda reign: reign.end),
        (left("what binds"), lambda reign: _loop(labels, reign.name, reign.cycle)),
        (left("new on it"), lambda reign: _new(labels, reign.newcomers)),
        (right("period"), lambda reign: days(reign.period_days)),
        (right("pace"), lambda reign: times(reign.pace)),
        (right("ahead by"), lambda reign: or_dash(days, reign.margin_days)),
        note=more_in_json(len(result.reigns), _ROWS),
    )


def _binding_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    shown = result.timeline
    if len(shown) > _MONTHS:
        shown = (*shown[: _MONTHS - 1], shown[-1])
    most = {key: max(month.binding.get(key, 0.0) for month in shown) for key in labels}
    likely = [key for key in most if most[key] >= _WORTH_SHOWING]
    order = sorted(likely, key=lambda key: (-most[key], key))
    rows = (
        (labels[key], *(percent(month.binding.get(key, 0.0)) for month in shown))
        for key in order[:_ROWS]
    )
    period = ("Period, days", *(interval_of(month.period_days) for month in shown))
    columns = (left("Part"), *(right(month.month) for month in shown))
    return Table("Probability of being on the critical cycle", columns, (*rows, period))


def _fall_table(result: WhatFallsNext) -> Table:
    found = [(item, item.fall) for item in result.components]
    return table_of(
        "When what binds now stops binding",
        [(item, fall) for item, fall in found if fall is not None][:_ROWS],
        (left("Part"), lambda row: row[0].label),
        (right("binds now"), lambda row: percent(row[0].binding_now)),
        (right("stops by"), lambda row: _month(result, row[1].median)),
        (
            right("5 % to 95 %"),
            lambda row: f"{_month(result, row[1].low)} to {_month(result, row[1].high)}",
        ),
        (right("not before the horizon"), lambda row: percent(row[1].never_share)),
        (right("faster per year"), lambda row: _growth(row[0])),
        note="Counted over the draws in which the part binds now.",
    )


def _growth(item: ComponentOutlook) -> str:
    rate = item.growth_rate
    if rate is None:
        return "unknown"
    ends = (rate.median if end is None else end for end in (rate.median, rate.low, rate.high))
    centre, low, high = (percent(math.expm1(end)) for end in ends)
    return f"{centre} ({low} to {high})"


def _joining_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    return table_of(
        "What joins the critical cycle at that fall",
        list(result.present.joining.items())[:_ROWS],
        (left("Part"), lambda item: labels.get(item[0], item[0])),
        (right("probability"), lambda item: percent(item[1])),
        note="Share of the draws in which whatever binds now falls before the horizon.",
    )


def _successor_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    return table_of(
        "What takes over when the present bottleneck falls",
        result.present.successors[:5],
        (left("Loop"), lambda item: _loop(labels, item.name, item.cycle)),
        (left("new on it"), lambda item: _new(labels, item.newcomers)),
        (right("probability"), lambda item: percent(item.probability)),
    )


def _breakpoint_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    return table_of(
        "What binds if parts get faster today",
        result.breakpoints[:_ROWS],
        (left("Made faster"), lambda item: named(labels, item.faster, 3)),
        (right("by"), lambda item: times(item.at_speedup)),
        (left("then binds"), lambda item: _binds(labels, item.newcomers, item.at_floor)),
        (right("period then"), lambda item: days(item.period_days)),
        note="Beyond the last step of a line of parts, more speed there gains nothing.",
    )


def _binds(labels: Mapping[str, str], new: tuple[str, ...], at_floor: tuple[str, ...]) -> str:
    if new:
        return named(labels, new, 4)
    return f"{named(labels, at_floor, 3)} at the floor" if at_floor else "fewer of them"


def _target_table(result: WhatFallsNext, target: TargetPlan, labels: Mapping[str, str]) -> Table:
    table = table_of(
        f"The fewest changes to {times(target.pace)}",
        target.steps,
        (left("Bring to its floor"), lambda step: step.label),
        (right("from"), lambda step: days(step.from_days)),
        (right("to"), lambda step: days(step.to_days)),
        (right("pace then"), lambda step: times(step.pace)),
        (left("then binds"), lambda step: named(labels, step.critical_cycle, 3)),
        note=_target_note(result, target),
    )
    if target.reached_now:
        return replace(table, rows=(("nothing: it is reached already", "-", "-", "-", "-"),))
    return table


def _target_note(result: WhatFallsNext, target: TargetPlan) -> str:
    note = f"It asks for a period of {days(target.period_days)}."
    if not target.fewest:
        note += " There may be a smaller set: not all were tried."
    if target.arrival is not None:
        note += (
            f" By growth alone it is not reached before {result.horizon} in "
            f"{percent(target.arrival.never_share)} of the draws"
            + (f", in half of them by {target.arrival.median}." if target.arrival.median else ".")
        )
    return note


def _prior_table(result: WhatFallsNext) -> Table:
    return table_of(
        "The prior of the growth rates",
        result.growth_priors,
        (left("Family"), lambda item: item.family),
        (right("ln S per year"), lambda item: _rate(item.rate_per_year)),
        (right("spread"), lambda item: significant(item.spread, 2)),
        (right("from"), lambda item: str(item.count)),
        note="What the growth of each part was shrunk towards; 'all' is what the families share.",
    )


def _rate(rate: Interval) -> str:
    low, high = rate.low or 0.0, rate.high or 0.0
    return f"{rate.median:.2f} ({low:.2f} to {high:.2f})"


def _suppositions(result: WhatFallsNext, labels: Mapping[str, str]) -> tuple[str, ...]:
    points = list(result.assumptions)
    if result.unknown_components:
        points.append(
            f"{len(result.unknown_components)} parts of which no acceleration is known: "
            f"{named(labels, result.unknown_components, 8)}."
        )
    return tuple(points)
