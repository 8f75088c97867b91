"""The return of progress in words: by what parts gained, by today's slope, by AI doing it all."""

from __future__ import annotations

from graph.estimates import Interval
from graph.number_words import (
    chance,
    interval_of,
    or_dash,
    percent,
    share_interval,
    significant,
)
from graph.questions.growth.answer import (
    AutomationIndex,
    RatioReading,
    Reading,
    SchoolAnswer,
    Takeoff,
    Verdict,
)
from graph.reports.report import Block, Table, left, right, table_of

#: How the readings are told in a sentence; the first one opens it.
_IN_WORDS = {
    Reading.AT_THE_MARGIN: "read off the share of the work that AI leads it is ",
    Reading.ALL_BY_AI: "if AI did all of the work it would be ",
}


def verdicts_at_the_margin(result: Takeoff) -> frozenset[Verdict]:
    """Return what the schools say of today, read off the share that AI leads."""
    found = _of(result, Reading.AT_THE_MARGIN)
    return frozenset(item.verdict for item in found)


def other_readings(result: Takeoff) -> str:
    """Return R_loop in the readings besides the first, in a sentence; nothing without them."""
    parts = []
    for reading, words in _IN_WORDS.items():
        ratios = [interval_of(item.loop_ratio) for item in _of(result, reading)]
        if ratios:
            parts.append(words + " or ".join(dict.fromkeys(ratios)))
    return f"That is what parts gained so far; {'; '.join(parts)}. " if parts else ""


def conditional(result: Takeoff) -> str:
    """Return what every probability of the answer is conditional on; nothing without draws."""
    if not result.draws:
        return ""
    return (
        f"A probability is a share of {result.draws:,} runs, given the widths of "
        f"the numbers, of which {percent(result.assumed_share)} are our own view."
    )


def ratio_table(result: Takeoff) -> Table:
    """Return R_loop in its readings, side by side, beside what others published of each.

    The answer has a school, and recursion is on.
    """
    first = result.schools[0].readings
    rows = [
        ("strength of the feedback on what leads", *(_settled(item.slope) for item in first)),
        (
            "return if compute were free",
            *(interval_of(item.loop_ratio_if_inputs_were_free) for item in first),
        ),
    ]
    for answer in result.schools:
        rows += _school_rows(answer, result.draws)
    rows += [
        _published_row(result, "published, of today", of_today=True),
        _published_row(result, "published, of AI doing all", of_today=False),
    ]
    columns = (left("Return of progress now"), *(right(item.reading.value) for item in first))
    note = " ".join(part for part in (_NOTE, _index_note(result.automation)) if part)
    return Table("The return of progress read in three ways", columns, tuple(rows), note)


def spread_table(result: Takeoff) -> list[Block]:
    """Return R_loop at the margin as automation spreads; nothing without a dated share."""
    points = [(answer, item) for answer in result.schools for item in answer.spread]
    if not points:
        return []
    table = table_of(
        "The return as automation spreads, until minimum times hold it",
        points,
        (left("School"), lambda row: row[0].school),
        (right("share that AI leads"), lambda row: percent(row[1].share)),
        (right("return"), lambda row: interval_of(row[1].loop_ratio)),
        (right("pace held by minimum times"), lambda row: share_interval(row[1].at_their_floor)),
        note="Inputs from outside are taken to keep pace. Past a minimum time more automation "
        "speeds nothing up, so that the return falls again.",
    )
    return [table]


def _of(result: Takeoff, reading: Reading) -> list[RatioReading]:
    return [
        item for answer in result.schools for item in answer.readings if item.reading is reading
    ]


def _school_rows(answer: SchoolAnswer, draws: int) -> list[tuple[str, ...]]:
    readings = answer.readings
    kept = [item.loop_ratio_if_share_kept_its_pace for item in readings]
    name = f"return, {answer.school}, labour's share {_settled(answer.labour_share)}"
    rows: list[tuple[str, ...]] = [
        (name, *(interval_of(item.loop_ratio) for item in readings)),
        ("... above 1 in", *(chance(item.probability_sustains, draws) for item in readings)),
    ]
    if any(kept):
        rows.append(
            ("... if the share kept its pace", *(or_dash(interval_of, item) for item in kept))
        )
    return rows


def _published_row(result: Takeoff, name: str, *, of_today: bool) -> tuple[str, ...]:
    said = [interval_of(item.range) for item in result.published if item.of_today is of_today]
    values = ", ".join(said) or "-"
    cells = [
        values if (item.reading is not Reading.ALL_BY_AI) is of_today else "-"
        for item in result.schools[0].readings
    ]
    return (name, *cells)


def _settled(interval: Interval) -> str:
    """Return a number with its interval, or alone if the interval has no width to be seen."""
    alone = significant(interval.median)
    if interval.low is None or interval.high is None:
        return alone
    ends = {significant(interval.low), significant(interval.high)}
    return alone if ends == {alone} else interval_of(interval)


_NOTE = (
    "How strongly better models speed up the parts (eta) is a slope. What parts gained so far, "
    "over all that models got better, is its mean. At the margin a part of which AI leads the "
    "share f is 1/(1 - f) times as fast, so that eta is v f while ln(f/(1 - f)) rises by v per "
    "unit of ln S: an upper end, since what AI leads takes time and checking too; v f/(1 - f) "
    "would hold if the share itself kept its pace. If AI did all of the work, work would rise in "
    "proportion to what builds up: the return is then lambda/beta times labour's share, and "
    "published ratios mostly speak of that. Where work cannot stand in for compute both limit it "
    "equally at the start, which is counted as one half."
)


def _index_note(index: AutomationIndex | None) -> str:
    if index is None:
        return "No two dates tell what share AI leads, so the slope of today is unknown."
    before, least = ("at most ", "at least ") if index.first_is_limit else ("", "")
    return (
        f"The share of the work that AI leads went from {before}{percent(index.first_share)} "
        f"({index.first_date}) to {percent(index.last_share)} ({index.last_date}), which is "
        f"{share_interval(index.share_now)} with the usual bias of such reports taken off; "
        f"ln(share/(1 - share)) rose by {least}{interval_of(index.rise_per_year)} per year. That "
        "is divided by the growth of software and of compute together, which make models better "
        "alike. Half a year of taking up is no law."
    )
