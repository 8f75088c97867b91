"""What was measured, in words and tables: the newest period first, then how it came to that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.measuring.measure import Measuring
from graph.measuring.measurement import Measured, Measurement, Refusal
from graph.measuring.measures import WHOLE
from graph.measuring.period import Period
from graph.measuring.stages import Role
from graph.number_words import LIMIT_WORDS, percent, significant
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right

#: The columns of the first table: metric and heading, with its unit.
_TIMES = (
    ("queue-time", "waits (d)"),
    ("pass-time", "at work (d)"),
    ("items-in-progress", "in progress"),
    ("capacity", "side by side"),
)
_KNOWN = {metric for metric, _ in _TIMES}


def measured_report(measuring: Measuring) -> Report:
    """Return what a source says: the newest period, what does not agree, and all periods."""
    measured = measuring.measured
    newest = _newest(measured.measurements)
    now = [one for one in measured.measurements if one.period == newest]
    blocks: list[Block] = [
        _summary(measured, newest),
        _parts(f"Parts, {newest}", now),
        *_others(f"What else was measured, {newest}", now),
        *_whole(measured, newest),
    ]
    if measured.disagreements:
        points = tuple(
            f"{_label(measured, one.subject)}, {one.period}: {one.reason}"
            for one in measured.disagreements[-5:]
        )
        blocks.append(Listing("Your numbers do not agree", points))
    if measured.notes:
        blocks.append(Listing("What the records lack", measured.notes))
    first = len(blocks)
    blocks += _behind(measuring)
    title = measured.provenance.title
    return Report(f"What {title[:1].lower()}{title[1:]} say", tuple(blocks), first)


def _newest(measurements: Sequence[Measurement]) -> Period:
    """The newest period that is over, if any is; else the newest."""
    periods = sorted({one.period for one in measurements})
    over = [one for one in periods if not one.is_open]
    return (over or periods)[-1]


def _label(measured: Measured, subject: str) -> str:
    labels = {one.subject: one.label or one.subject for one in measured.measurements}
    return labels.get(subject, subject)


def _summary(measured: Measured, newest: Period) -> Paragraph:
    """What takes longest, waiting told from work."""
    now = [one for one in measured.measurements if one.period == newest]
    days: Counter[str] = Counter()
    waits: dict[str, float] = {}
    for one in now:
        if one.metric in ("queue-time", "pass-time"):
            days[one.label or one.subject] += one.value  # type: ignore[assignment]
        if one.metric == "queue-time":
            waits[one.label or one.subject] = one.value
    if not days:
        return Paragraph(f"No times were measured in {newest}.")
    label, most = days.most_common(1)[0]
    waited = f", {significant(waits[label])} of them waiting" if waits.get(label) else ""
    return Paragraph(
        f"In {newest} an item takes most of its days in {label}: {significant(most)} d{waited}. "
        "That is the median item; whether it blocks the loop says `loopmap critical-path`."
    )


def _cell(one: Measurement | None) -> str:
    if one is None:
        return "-"
    show = percent if one.unit == "share" else significant
    value = f"{LIMIT_WORDS[one.bound]}{show(one.value)}"
    if one.low is None or one.high is None:
        return value
    return f"{value} ({show(one.low)}–{show(one.high)})"


def _parts(title: str, now: Iterable[Measurement]) -> Table:
    found: dict[str, dict[str, Measurement]] = {}
    for one in now:
        if one.metric in _KNOWN:
            found.setdefault(one.label or one.subject, {})[one.metric] = one
    rows = []
    for label, metrics in found.items():
        cells = tuple(_cell(metrics.get(metric)) for metric, _ in _TIMES)
        passes = [one.count for one in metrics.values() if one.counted == "passes"]
        rows.append((label, *cells, f"{max(passes):,}" if passes else "-"))
    columns = (left("Part"), *(right(heading) for _, heading in _TIMES), right("passes"))
    note = "Medians with what they may be at 95 %; in progress is an average."
    return Table(title, columns, tuple(rows), note)


def _others(title: str, now: Iterable[Measurement]) -> Iterable[Table]:
    rows = tuple(
        (one.label or one.subject, one.metric.replace("-", " "), _cell(one),
         f"{one.count:,} {one.counted}")
        for one in now
        if one.metric not in _KNOWN
    )  # fmt: skip
    if rows:
        yield Table(title, (left("About"), left("what"), right("value"), right("of")), rows)


def _whole(measured: Measured, newest: Period) -> Iterable[Facts]:
    pairs = []
    for one in measured.whole:
        if one.period == newest:
            unit = "" if one.unit == "share" else f" {one.unit}"
            what = one.metric.replace("-", " ").capitalize()
            if one.subject != WHOLE:
                what = f"{one.label or one.subject}: {one.metric.replace('-', ' ')}"
            pairs.append((what, f"{_cell(one)}{unit}: {one.definition}"))
    if pairs:
        yield Facts(tuple(pairs), "The loop as a whole, and what your files state themselves")


# ---- What stands behind it ----


def _behind(measuring: Measuring) -> Iterable[Block]:
    measured = measuring.measured
    yield Table(
        "All periods",
        (left("About"), left("what"), left("period"), right("value"), right("of")),
        tuple(
            (one.label or one.subject, one.metric.replace("-", " "), str(one.period), _cell(one),
             f"{one.count:,} {one.counted}")
            for one in measured.measurements
        ),
    )  # fmt: skip
    if measuring.stages:
        rows = tuple(
            (one.name, _role(one.role), one.part or one.why,
             f"{measuring.rows[one.name]:,}" if one.name in measuring.rows else "-",
             "guessed" if one.name in measuring.guessed else "as you say")
            for one in measuring.stages
        )  # fmt: skip
        heads = (left("Stage"), left("is"), left("in or for"), right("rows"), left("how known"))
        yield Table("What the stages were taken for", heads, rows)
    if measured.refusals:
        yield Listing("What is not given", tuple(_refusals(measured.refusals)))
    if measured.left_out:
        points = tuple(f"{one.count:,} rows {one.reason}" for one in measured.left_out)
        yield Listing("What was left out", points)
    definitions = {one.metric: one.definition for one in measured.measurements}
    pairs = tuple((metric.replace("-", " "), text) for metric, text in sorted(definitions.items()))
    how = next((one.obtained for one in measured.measurements), "")
    yield Facts((*pairs, ("how", how)), "What was measured exactly")


def _role(role: Role) -> str:
    return {Role.WORK: "work", Role.WAITING: "waiting", Role.LEFT_OUT: "left out"}[role]


def _refusals(refusals: Sequence[Refusal]) -> Iterable[str]:
    """The reasons, those that hold in many periods said once."""
    grouped: dict[tuple[str, str, str], list[Refusal]] = {}
    for one in refusals:
        key = (one.subject, one.metric, one.reason if one.period is None else one.code)
        grouped.setdefault(key, []).append(one)
    for (subject, metric, _), found in grouped.items():
        what = f"{metric.replace('-', ' ')} of {subject}"
        if found[0].period is None:
            yield f"{what}: {found[0].reason}"
        elif len(found) == 1:
            yield f"{what} in {found[0].period}: {found[0].reason}"
        else:
            yield f"{what} in {len(found)} periods: {found[-1].reason}"
