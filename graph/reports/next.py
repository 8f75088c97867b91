"""Which bottleneck falls next, in words: who takes over first, then how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping

from graph.estimates import Interval
from graph.questions.next.answer import ComponentOutlook, Fall, WhatFallsNext
from graph.reports.numbers import days, interval_of, names, percent, significant, times
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 12
#: Months shown side by side.
_MONTHS = 7
#: A part less likely than this to bind at any of the months shown is left out.
_WORTH_SHOWING = 0.02


def next_report(result: WhatFallsNext) -> Report:
    """Return the answer as a report for people."""
    labels = {item.id: item.label for item in result.components}
    blocks: list[Block] = [_headline(result, labels), _facts(result, labels)]
    blocks += [_reign_table(result, labels), _binding_table(result, labels), _fall_table(result)]
    blocks += [_joining_table(result, labels), _successor_table(result, labels)]
    blocks += [_breakpoint_table(result, labels)]
    blocks += [_target_table(result, labels), _prior_table(result)]
    blocks.append(Listing("What this supposes", _remarks(result, labels)))
    shown = [block for block in blocks if not isinstance(block, Table) or block.rows]
    return Report("Which bottleneck falls next", tuple(shown))


def _labelled(labels: Mapping[str, str], identifiers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(labels.get(identifier, identifier) for identifier in identifiers)


def _loop(labels: Mapping[str, str], name: str | None, cycle: tuple[str, ...]) -> str:
    return f"'{name}'" if name else names(_labelled(labels, cycle), 3)


def _headline(result: WhatFallsNext, labels: Mapping[str, str]) -> Paragraph:
    first, *others = result.reigns
    text = f"At the central estimate {_loop(labels, first.name, first.cycle)} binds now"
    if others:
        following = others[0]
        new = names(_labelled(labels, following.newcomers), 4)
        text += (
            f" and falls in {following.start}; then "
            f"{_loop(labels, following.name, following.cycle)} binds"
            + (f", with {new} new on it." if following.newcomers else ".")
        )
    else:
        text += f" and does not fall before {result.horizon}."
    return Paragraph(text + _any_fall(result))


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
    pairs = [
        ("Loop", f"{result.setting}, evidence as of {result.as_of or 'no date'}"),
        ("Horizon", result.horizon),
        ("Pace then", f"{interval_of(result.series[-1].pace, 'x')} against no AI"),
        (
            "In the end",
            f"{_loop(labels, final.name, final.cycle)} binds, at {interval_of(final.pace, 'x')}, "
            "when every part of which a speed-up is known takes only its floor",
        ),
    ]
    if result.draws:
        pairs.append(
            ("Intervals", f"5th to 95th percentile, {result.draws:,} draws, seed {result.seed}")
        )
    if result.suppositions:
        pairs.append(("Supposed", names(result.suppositions, 12)))
    return Facts(tuple(pairs))


def _reign_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            reign.start,
            reign.end,
            _loop(labels, reign.name, reign.cycle),
            names(_labelled(labels, reign.newcomers), 3) if reign.newcomers else "-",
            days(reign.period_days),
            times(reign.pace),
            days(reign.margin_days) if reign.margin_days is not None else "-",
        )
        for reign in result.reigns[:_ROWS]
    )
    columns = (
        left("From"),
        left("to"),
        left("what binds"),
        left("new on it"),
        right("period"),
        right("pace"),
        right("ahead by"),
    )
    more = len(result.reigns) - len(rows)
    note = f"{more} more in --format json." if more > 0 else ""
    return Table("What binds one after the other, at the central estimate", columns, rows, note)


def _binding_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    if not result.draws:
        return Table("What binds when", (left("Part"),), ())
    shown = result.timeline
    if len(shown) > _MONTHS:
        shown = (*shown[: _MONTHS - 1], shown[-1])
    most = {key: max(month.binding.get(key, 0.0) for month in shown) for key in labels}
    likely = [key for key in most if most[key] >= _WORTH_SHOWING]
    order = sorted(likely, key=lambda key: (-most[key], key))
    rows = tuple(
        (labels[key], *(percent(month.binding.get(key, 0.0)) for month in shown))
        for key in order[:_ROWS]
    )
    period = ("Period, days", *(interval_of(month.period_days) for month in shown))
    columns = (left("Part"), *(right(month.month) for month in shown))
    return Table("Probability of being on the critical cycle", columns, (*rows, period))


def _fall_table(result: WhatFallsNext) -> Table:
    found = [(item, item.fall) for item in result.components if item.fall is not None]
    rows = tuple(
        (
            item.label,
            percent(item.binding_now),
            _month(result, fall.median),
            f"{_month(result, fall.low)} to {_month(result, fall.high)}",
            percent(fall.never_share),
            _growth(item),
        )
        for item, fall in found[:_ROWS]
    )
    columns = (
        left("Part"),
        right("binds now"),
        right("stops by"),
        right("5 % to 95 %"),
        right("not before the horizon"),
        right("faster per year"),
    )
    note = "Counted over the draws in which the part binds now."
    return Table("When what binds now stops binding", columns, rows, note)


def _growth(item: ComponentOutlook) -> str:
    rate = item.growth_rate
    if rate is None:
        return "unknown"
    ends = (rate.median if end is None else end for end in (rate.median, rate.low, rate.high))
    centre, low, high = (percent(math.expm1(end)) for end in ends)
    return f"{centre} ({low} to {high})"


def _joining_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (labels.get(key, key), percent(share))
        for key, share in list(result.present.joining.items())[:_ROWS]
        if result.draws
    )
    columns = (left("Part"), right("probability"))
    note = "Share of the draws in which whatever binds now falls before the horizon."
    return Table("What joins the critical cycle at that fall", columns, rows, note)


def _successor_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            _loop(labels, item.name, item.cycle),
            names(_labelled(labels, item.newcomers), 3) if item.newcomers else "-",
            percent(item.probability),
        )
        for item in result.present.successors[:5]
    )
    columns = (left("Loop"), left("new on it"), right("probability"))
    return Table("What takes over when the present bottleneck falls", columns, rows)


def _breakpoint_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            names(_labelled(labels, item.faster), 3),
            times(item.at_speedup),
            _binds(labels, item.newcomers, item.at_floor),
            days(item.period_days),
        )
        for item in result.breakpoints[:_ROWS]
    )
    columns = (left("Made faster"), right("by"), left("then binds"), right("period then"))
    note = "Beyond the last step of a line of parts, more speed there gains nothing."
    return Table("What binds if parts get faster today", columns, rows, note)


def _binds(labels: Mapping[str, str], new: tuple[str, ...], at_floor: tuple[str, ...]) -> str:
    if new:
        return names(_labelled(labels, new), 4)
    return f"{names(_labelled(labels, at_floor), 3)} at the floor" if at_floor else "fewer of them"


def _target_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    target = result.target
    if target is None:
        return Table("Target", (left("Step"),), ())
    title = f"The fewest changes to {times(target.pace)}"
    columns = (
        left("Bring to its floor"),
        right("from"),
        right("to"),
        right("pace then"),
        left("then binds"),
    )
    rows = tuple(
        (
            step.label,
            days(step.from_days),
            days(step.to_days),
            times(step.pace),
            names(_labelled(labels, step.critical_cycle), 3),
        )
        for step in target.steps
    )
    if target.reached_now:
        rows = (("nothing: it is reached already", "-", "-", "-", "-"),)
    return Table(title, columns, rows, _target_note(result))


def _target_note(result: WhatFallsNext) -> str:
    target = result.target
    if target is None:
        return ""
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
    rows = tuple(
        (
            item.family,
            _rate(item.rate_per_year),
            significant(item.spread, 2),
            str(item.count),
        )
        for item in result.growth_priors
    )
    columns = (left("Family"), right("ln S per year"), right("spread"), right("from"))
    note = "What the growth of each part was shrunk towards; 'all' is what the families share."
    return Table("The prior of the growth rates", columns, rows, note)


def _rate(rate: Interval) -> str:
    low, high = rate.low or 0.0, rate.high or 0.0
    return f"{rate.median:.2f} ({low:.2f} to {high:.2f})"


def _remarks(result: WhatFallsNext, labels: Mapping[str, str]) -> tuple[str, ...]:
    points = list(result.assumptions)
    if result.unknown_components:
        points.append(
            f"{len(result.unknown_components)} parts of which no acceleration is known: "
            f"{names(_labelled(labels, result.unknown_components), 8)}."
        )
    return tuple(points)
