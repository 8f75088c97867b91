"""Which bottleneck falls next, in words: who takes over first, then how sure it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.estimates import Interval
from graph.number_words import (
    count_of,
    days,
    interval_of,
    named,
    names,
    or_dash,
    percent,
    percent_of_runs,
    share_interval,
    significant,
    times,
)
from graph.questions.next.answer import (
    ComponentOutlook,
    Fall,
    FinalBlocker,
    Reign,
    SchoolOutlook,
    SchoolScore,
    SeriesScore,
    TargetPlan,
    WhatFallsNext,
)
from graph.reports.cycle_names import CycleNames, NamedCycle
from graph.reports.heading import facts, over_draws
from graph.reports.report import Facts, Listing, Report, Table, left, make_report, right, table_of

#: Rows shown of the long tables; the rest is in the JSON and the CSV.
_ROWS = 12
#: Months shown side by side.
_MONTHS = 7
#: Months ahead at which the paces of the schools are compared, besides the horizon.
_YEAR = 12
#: A part less likely than this to bind at any of the months shown is left out.
_WORTH_SHOWING = 0.02


def next_report(result: WhatFallsNext) -> Report:
    """Return the answer as a report for people."""
    labels = {item.id: item.label for item in result.components}
    target = _target_table(result, result.target, labels) if result.target else None
    if result.no_years:
        return make_report("Which bottleneck falls next", _headline(result, labels), target)
    tables: list[Table | None] = []
    for school in result.schools:
        tables.append(_reign_table(school, labels, result.words.round))
        if result.draws:
            tables.append(_binding_table(school, labels, result))
            tables.append(_fall_table(result, school))
    tables += [
        _joining_table(result, labels) if result.draws else None,
        _breakpoint_table(result, labels),
        score_table(result),
        _prior_table(result),
    ]
    return make_report(
        "Which bottleneck falls next",
        _headline(result, labels),
        _schools_table(result, labels),
        target,
        details=(
            _facts(result, labels),
            *(table for table in tables if table and table.rows),
            Listing("What this supposes", _suppositions(result, labels)),
        ),
    )


def _loops(labels: Mapping[str, str], reigns: Iterable[Reign | FinalBlocker]) -> CycleNames:
    shown = (NamedCycle(one.cycle, f"'{one.name}'" if one.name else None) for one in reigns)
    return CycleNames(labels, shown, 3)


def _new(labels: Mapping[str, str], newcomers: tuple[str, ...]) -> str:
    return named(labels, newcomers, 3) if newcomers else "-"


def _headline(result: WhatFallsNext, labels: Mapping[str, str]) -> str:
    if not result.draws:
        told = () if result.no_years else result.schools
        sentences = [_central_sentence(result, labels, item) for item in told]
    else:
        now = result.schools[0].series[0].binding
        first = list(now.items())[:3]
        likely = tuple(
            f"{labels[key]} ({percent_of_runs(share, result.draws)})" for key, share in first
        )
        sentences = [
            f"Most often on the slowest loop now: {names(likely, 3)} of {result.draws:,} runs with "
            "the numbers varied.",
            *(_drawn_sentence(result, labels, item) for item in result.schools),
        ]
    if result.no_years:
        return " ".join((*sentences[:1], result.no_years))
    if result.no_automation:
        sentences.append(result.no_automation)
    if len(result.schools) > 1:
        sentences.append(_which_is_better(result))
    return " ".join(sentences)


def _which_is_better(result: WhatFallsNext) -> str:
    told = {item.better for item in result.school_scores if item.better}
    if len(told) != 1:
        return "Too little has happened since to tell which of the two forecasts better."
    labels = {item.name: item.label for item in result.schools}
    return f"Judged by what happened since, '{labels[told.pop()]}' forecast better."


def _central_sentence(
    result: WhatFallsNext, labels: Mapping[str, str], school: SchoolOutlook
) -> str:
    first, *others = school.reigns
    loops = _loops(labels, school.reigns)
    loop = loops.of(first.cycle)
    condition = _capital(school.condition)
    if not others:
        return f"{condition}, {loop} sets the pace now and still does in {result.horizon}."
    following = others[0]
    new = f", with {named(labels, following.newcomers, 4)} new on it" * bool(following.newcomers)
    return (
        f"{condition}, {loop} sets the pace until {following.start}; then "
        f"{loops.of(following.cycle)} does{new}."
    )


def _drawn_sentence(result: WhatFallsNext, labels: Mapping[str, str], school: SchoolOutlook) -> str:
    fall, condition = school.present.any_fall, _capital(school.condition)
    if fall is None:
        return ""
    if fall.median is None:
        text = (
            f"{condition}, the bottleneck of now is still one in {result.horizon} in "
            f"{_still(fall)} of the runs"
        )
        text += f"; in one run of twenty it is none by {fall.low}" if fall.low else ""
    else:
        text = (
            f"{condition}, the bottleneck of now stops being one by {_when(result, fall)}; in "
            f"{_still(fall)} of the runs it does not before {result.horizon}"
        )
    joining = list(school.present.joining)[:2]
    if not joining:
        return f"{text}."
    plural = "takes" if len(joining) == 1 else "take"
    return f"{text}. {named(labels, joining)} {plural} over most often then."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _when(result: WhatFallsNext, fall: Fall) -> str:
    return f"{_month(result, fall.median)} ({_between(result, fall)})"


def _between(result: WhatFallsNext, fall: Fall) -> str:
    return f"{_month(result, fall.low)} to {_month(result, fall.high)}"


def _month(result: WhatFallsNext, month: str | None) -> str:
    return month or f"after {result.horizon}"


def _schools_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    def stops(school: SchoolOutlook) -> str:
        fall = school.present.any_fall
        return _month(result, fall.median if fall else school.present.central_fall)

    def between(school: SchoolOutlook) -> str:
        fall = school.present.any_fall
        return "-" if fall is None else _between(result, fall)

    in_a_year = (
        right("pace in a year"),
        lambda item: interval_of(item.series[_YEAR].pace, "x"),
    )
    return table_of(
        "When the bottleneck moves, by two ways of looking ahead",
        result.schools,
        (left("If"), lambda item: item.label),
        (right("it stops being one by"), stops),
        (right("9 of 10 runs", rank=20), between),
        (right(f"not by {result.horizon}"), _never),
        (
            left("what most often takes over"),
            lambda item: _new(labels, tuple(item.present.joining)[:3]),
        ),
        *((in_a_year,) if len(result.series) > _YEAR else ()),
        (right(f"pace in {result.horizon}"), lambda item: interval_of(item.series[-1].pace, "x")),
    )


def _never(school: SchoolOutlook) -> str:
    fall = school.present.any_fall
    return _still(fall) if fall else "-"


def _still(fall: Fall) -> str:
    """Return in how many of the runs over which a fall is counted it does not come."""
    return percent_of_runs(fall.never_share, fall.draw_count)


def _facts(result: WhatFallsNext, labels: Mapping[str, str]) -> Facts:
    final = result.final
    return facts(
        result,
        ("Horizon", result.horizon),
        *_index_fact(result),
        (
            "In the end",
            f"{_loops(labels, (final,)).of(final.cycle)} sets the pace, at "
            f"{interval_of(final.pace, 'x')}, when every part of which a speed-up is known takes "
            "only its minimum time",
        ),
        ("Runs", over_draws(result)),
        supposed=result.suppositions,
    )


def _index_fact(result: WhatFallsNext) -> tuple[tuple[str, str], ...]:
    index = result.automation_index
    if index is None:
        return ()
    limits = f" and {count_of(index.limit_count, 'limit')}" * bool(index.limit_count)
    return (
        (
            "Index",
            f"AI led {share_interval(index.share_at_last)} of the work in {index.last}, "
            f"by the curve through {count_of(index.value_count, 'value')}{limits} since "
            f"{index.first}; {share_interval(index.share_now)} now, if it went on",
        ),
    )


def _reign_table(school: SchoolOutlook, labels: Mapping[str, str], round_word: str) -> Table:
    loops = _loops(labels, school.reigns)
    return table_of(
        f"What sets the pace, one after the other, at central numbers: {school.label}",
        school.reigns,
        (left("From"), lambda reign: reign.start),
        (left("to"), lambda reign: reign.end),
        (left("the slowest loop"), lambda reign: loops.of(reign.cycle)),
        (left("new on it"), lambda reign: _new(labels, reign.newcomers)),
        (right(f"days per {round_word}"), lambda reign: days(reign.period_days)),
        (right("pace"), lambda reign: times(reign.pace)),
        (right("slower than the next by"), lambda reign: or_dash(days, reign.margin_days)),
        row_limit=_ROWS,
    )


def _binding_table(
    school: SchoolOutlook, labels: Mapping[str, str], result: WhatFallsNext
) -> Table:
    shown = school.timeline
    if len(shown) > _MONTHS:
        shown = (*shown[: _MONTHS - 1], shown[-1])
    most = {key: max(month.binding.get(key, 0.0) for month in shown) for key in labels}
    likely = [key for key in most if most[key] >= _WORTH_SHOWING]
    order = sorted(likely, key=lambda key: (-most[key], key))
    rows = (
        (
            labels[key],
            *(percent_of_runs(month.binding.get(key, 0.0), result.draws) for month in shown),
        )
        for key in order[:_ROWS]
    )
    period = (
        f"Days per {result.words.round}",
        *(interval_of(month.period_days) for month in shown),
    )
    columns = (left("Part"), *(right(month.month) for month in shown))
    title = f"In how many runs a part is on the slowest loop: {school.label}"
    return Table(title, columns, (*rows, period))


def _fall_table(result: WhatFallsNext, school: SchoolOutlook) -> Table:
    found = [(item, item.fall) for item in school.components]
    # How fast parts get by the index is told by the index, not part by part.
    growth = ((right("faster per year"), lambda row: _growth(row[0])),)
    return table_of(
        f"When a part stops being the bottleneck: {school.label}",
        [(item, fall) for item, fall in found if fall is not None],
        (left("Part"), lambda row: row[0].label),
        (
            right("on the slowest loop now"),
            lambda row: percent_of_runs(row[0].binding_now, result.draws),
        ),
        (right("stops by"), lambda row: _month(result, row[1].median)),
        (
            right("9 of 10 runs"),
            lambda row: _between(result, row[1]),
        ),
        (right("not before the horizon"), lambda row: _still(row[1])),
        *(growth if school.name == "rates" else ()),
        note="Counted over the runs in which the part is on the slowest loop now.",
        row_limit=_ROWS,
    )


def _growth(item: ComponentOutlook) -> str:
    rate = item.growth_rate
    if rate is None:
        return "unknown"
    ends = (rate.median if end is None else end for end in (rate.median, rate.low, rate.high))
    centre, low, high = (percent(math.expm1(end)) for end in ends)
    return f"{centre} ({low} to {high})"


def _joining_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    chances = {
        key: tuple(item.present.joining.get(key, 0.0) for item in result.schools) for key in labels
    }
    order = sorted(chances, key=lambda key: (-max(chances[key]), key))
    rows = tuple(
        (labels[key], *(percent_of_runs(share, result.draws) for share in chances[key]))
        for key in order[:_ROWS]
        if max(chances[key])
    )
    return Table(
        "What takes over when the bottleneck of now stops being one",
        (left("Part"), *(right(f"if {item.label}") for item in result.schools)),
        rows,
        "Counted over the runs in which that happens before the horizon.",
    )


def score_table(result: WhatFallsNext) -> Table:
    """Return how the two schools would have forecast what came, side by side."""
    scored = [item for item in result.school_scores if item.rates or item.automation]
    remarks = " ".join(f"{_capital(item.series)}: {item.remark}" for item in scored)
    return table_of(
        "Would the two ways have been right in the past",
        scored,
        (left("Series"), lambda item: item.series),
        (right("values"), lambda item: str(item.value_count)),
        (right("rates go on"), lambda item: _score(item.rates)),
        (right("automation spreads"), lambda item: _score(item.automation)),
        (right("no change"), lambda item: or_dash(lambda error: f"{error:.3f}", item.no_change)),
        (left("better"), lambda item: _better(result, item)),
        note="Mean error of the forecast (continuous ranked probability score of the logarithm): "
        "lower is better; behind it, how many forecasts held the value in their 90 % interval. "
        f"Each is fitted only on what is dated before it. With fewer than "
        f"{result.values_to_tell} different values, or "
        f"where one way says nothing, none is called the better. {remarks}",
    )


def _score(score: SchoolScore | None) -> str:
    if score is None:
        return "says nothing"
    return f"{score.score:.3f} ({score.covered} of {score.forecast_count})"


def _better(result: WhatFallsNext, item: SeriesScore) -> str:
    if item.rates is None or item.automation is None:
        return "one says nothing"
    if item.better is None:
        return "too few values to tell"
    labels = {school.name: school.label for school in result.schools}
    return labels.get(item.better, item.better)


def _breakpoint_table(result: WhatFallsNext, labels: Mapping[str, str]) -> Table:
    return table_of(
        "What would set the pace if parts became faster today",
        result.breakpoints,
        (left("Made faster"), lambda item: named(labels, item.faster, 3)),
        (right("by"), lambda item: times(item.at_speedup)),
        (
            left("then the pace is set by"),
            lambda item: _binds(labels, item.newcomers, item.at_floor),
        ),
        (right(f"days per {result.words.round} then"), lambda item: days(item.period_days)),
        note="Beyond the last step of a line of parts, more speed there gains nothing.",
        row_limit=_ROWS,
    )


def _binds(labels: Mapping[str, str], new: tuple[str, ...], at_floor: tuple[str, ...]) -> str:
    if new:
        return named(labels, new, 4)
    return f"{named(labels, at_floor, 3)} at minimum time" if at_floor else "fewer of them"


def _target_table(result: WhatFallsNext, target: TargetPlan, labels: Mapping[str, str]) -> Table:
    table = table_of(
        f"The fewest changes to {times(target.pace)}",
        target.steps,
        (left("Bring to its minimum time"), lambda step: step.label),
        (right("from"), lambda step: days(step.from_days)),
        (right("to"), lambda step: days(step.to_days)),
        (right("pace then"), lambda step: times(step.pace)),
        (left("then the pace is set by"), lambda step: named(labels, step.critical_cycle, 3)),
        note=_target_note(result, target),
    )
    if target.reached_now:
        return replace(table, rows=(("nothing: it is reached already", "-", "-", "-", "-"),))
    return table


def _target_note(result: WhatFallsNext, target: TargetPlan) -> str:
    note = f"It asks for {days(target.period_days)} per {result.words.round}."
    if not target.fewest:
        note += " There may be a smaller set: not all were tried."
    if target.arrival is not None:
        note += (
            f" By growth alone it is not reached before {result.horizon} in "
            f"{_still(target.arrival)} of the runs"
            + (f", in half of them by {target.arrival.median}." if target.arrival.median else ".")
        )
    return note


def _prior_table(result: WhatFallsNext) -> Table:
    return table_of(
        "What growth was taken to be before a part's own numbers",
        result.growth_priors,
        (left("Family"), lambda item: item.family),
        (right("logarithm of the speed-up, per year"), lambda item: _rate(item.rate_per_year)),
        (right("spread"), lambda item: significant(item.spread, 2)),
        (right("from"), lambda item: str(item.count)),
        note="The growth of each part is drawn towards this; 'all' is what the families share.",
    )


def _rate(rate: Interval) -> str:
    low, high = rate.low or 0.0, rate.high or 0.0
    return f"{rate.median:.2f} ({low:.2f} to {high:.2f})"


def _suppositions(result: WhatFallsNext, labels: Mapping[str, str]) -> tuple[str, ...]:
    points = list(result.assumptions)
    if result.unknown_components:
        points.append(
            f"{len(result.unknown_components)} parts of which no speed-up is known: "
            f"{named(labels, result.unknown_components, 8)}."
        )
    return tuple(points)
