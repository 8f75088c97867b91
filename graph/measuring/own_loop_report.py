"""A measured loop in words: what blocks it, what is missing, and what this measurement changed."""

from __future__ import annotations

from graph.measuring.measured_loop import ChangedNumber, MeasuredLoop, SourceTold
from graph.number_words import quantity
from graph.reports.own_loop import beyond_git, details, first_screen, gap_fact, rests_on, title_of
from graph.reports.report import Facts, Listing, Report, Table, make_report

#: Changed numbers that are named before the rest is only counted.
_NAMED = 1


def measured_loop_report(measured: MeasuredLoop) -> Report:
    """Return what a measurement says: a first screen, then what stands behind it."""
    loop = measured.loop
    extra = [gap_fact(measured.gap)] if measured.gap else []
    if measured.changed is not None:
        extra.append(("Changed", _changed(measured.changed)))
    answer = [
        rests_on(loop, *extra) if isinstance(block, Facts) else block
        for block in first_screen(loop)
    ]
    return make_report(
        title_of(loop),
        *answer,
        details=(
            *details(loop),
            *(_source(one) for one in measured.sources),
            _changes_table(measured.changed) if measured.changed else None,
            beyond_git(),
        ),
    )


def _changed(changed: tuple[ChangedNumber, ...]) -> str:
    if not changed:
        return "nothing, since it was measured last"
    told = "; ".join(_one_change(one) for one in changed[:_NAMED])
    more = f"; and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    return f"{told}{more}"


def _one_change(one: ChangedNumber) -> str:
    before, after = (quantity(value, one.unit) for value in (one.before, one.after))
    return f"{one.label}, {one.metric.replace('-', ' ')}: {before} → {after}"


def _changes_table(changed: tuple[ChangedNumber, ...]) -> Listing | Table:
    return Listing("What this measurement changed", tuple(map(_one_change, changed)))


def _source(one: SourceTold) -> Listing:
    counts = f"{one.numbers:,} numbers, {one.refused:,} not given for want of records."
    return Listing(one.title, (counts, *one.notes, *one.disagreements))
