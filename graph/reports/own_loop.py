"""What blocks a loop of one's own, in words: a first screen, then quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from graph.estimates import Interval
from graph.number_words import (
    interval_of,
    names,
    or_dash,
    percent,
    share_interval,
    significant,
)
from graph.questions.own_loop.compute import Kind, OwnLoop, Quarter, Rests, Step
from graph.questions.own_loop.gap import Gap, gap_of_map
from graph.reports.heading import facts, over_draws, remarks
from graph.reports.report import (
    Block,
    Facts,
    Listing,
    Report,
    Table,
    left,
    make_report,
    right,
    table_of,
)

#: Rows of the table on the first screen.
_FIRST_QUARTERS = 3
#: What says nothing of this very loop, and the least share of its days that must rest on more.
_NOT_TOLD = frozenset({Rests.ASSUMED, Rests.BORROWED, Rests.UNKNOWN})
_TOLD_SHARE = 0.5
_LEAST_SHARE = 0.005
#: What is to be remembered before any sentence about marks and waiting is read as cause.
NOT_CAUSAL = (
    "Nothing here says why. Marked and unmarked changes differ in size, author, topic and season, "
    "and a trend of marks is not a trend of AI: how much is marked differs by tool and can be off."
)


def own_loop_report(result: OwnLoop) -> Report:
    """Return the answer as a report for people."""
    return make_report(
        title_of(result), *first_screen(result), details=(*details(result), _read_with(result))
    )


def title_of(result: OwnLoop) -> str:
    """Return what blocks the loop, as a heading; that it cannot be told where little is known."""
    if not is_told(result):
        return f"What blocks {result.words.loop} cannot be told yet"
    return f"What blocks {result.words.loop}: {named_step(result.steps[0])}"


def is_told(result: OwnLoop) -> bool:
    """Return whether at least half of the days rest on more than what is assumed of any loop."""
    told = sum(step.share for step in result.steps if step.rests not in _NOT_TOLD)
    return told >= _TOLD_SHARE


def first_screen(result: OwnLoop) -> tuple[str | Table | Facts | None, ...]:
    """Return what fits a first screen: what blocks, how it moved, what the numbers rest on."""
    return (
        f"{_blocks(result)} {moved(result)}".strip(),
        _faster(result),
        rests_on(result),
        _newest_quarters(result) if result.quarters else None,
    )


def details(result: OwnLoop) -> tuple[str | Table | Facts | Listing | None, ...]:
    """Return what stands behind the first screen."""
    return (
        _steps_table(result),
        quarters_table(result) if result.quarters else None,
        marks_and_waiting(result),
        facts(result, ("Runs", over_draws(result)), supposed=result.suppositions),
    )


def named_step(step: Step) -> str:
    """Return a step in words.

    >>> named_step(Step("review", "Review", Kind.WAITING, Interval(1.0), 1.0, Rests.MEASURED))
    'waiting for Review'
    """
    return f"waiting for {step.label}" if step.kind is Kind.WAITING else step.label


def binding_step(row: Quarter) -> str:
    """Return what takes most of a quarter's days, with a word if nobody measured that.

    >>> step = Step("coding", "Coding", Kind.WORK, Interval(1.0), 0.6, Rests.ASSUMED)
    >>> binding_step(Quarter("2026-Q2", "2026-06", Interval(2.0), Interval(1.0), step, 0.0, None,
    ...     None))
    'Coding, assumed'
    """
    step = row.binds
    return f"{named_step(step)}, {step.rests}" if _guessed(row) else named_step(step)


def _blocks(result: OwnLoop) -> str:
    first, *rest = result.steps
    then = f", then {named_step(rest[0])} ({percent(rest[0].share)})" if rest else ""
    takes = (
        f"In {result.told_of}, the newest quarter that could be told, {result.words.a_round} took"
        if result.told_of
        else f"{result.words.a_round.capitalize()} takes"
    )
    if not is_told(result):
        known = sum(step.share for step in result.steps if step.rests not in _NOT_TOLD)
        share = f"Only {percent(known)}" if known >= _LEAST_SHARE else "None"
        return (
            f"{share} of the days of {result.words.a_round} could be measured; the "
            f"rest is assumed of any loop, and says nothing of this one. With what is assumed, "
            f"{named_step(first)} would take {percent(first.share)} of them: "
            f"{interval_of(first.days)} days{then}. What would tell more stands below."
        )
    return (
        f"{takes} {interval_of(result.days)} days, its steps added up. "
        f"{percent(first.share)} of them are {named_step(first)}: {interval_of(first.days)} days"
        f"{then}."
    )


def moved(result: OwnLoop) -> str:
    """Return how what blocks moved over the quarters, in a sentence.

    Empty for fewer than two, and where what blocks it now cannot be told.
    """
    if len(result.quarters) < 2 or not is_told(result):
        return ""
    first, last = result.quarters[0], result.quarters[-1]
    same = [_same_step(one.binds, last.binds) for one in result.quarters]
    if all(same):
        return f"So it was in all {len(same)} quarters from {first.quarter} to {last.quarter}."
    since = len(same) - 1
    while since > 0 and same[since - 1]:
        since -= 1
    before = result.quarters[since - 1]
    guessed = f", {before.binds.rests}" if _guessed(before) else ""
    return (
        f"That is so since {result.quarters[since].quarter}; in {before.quarter} it was "
        f"{named_step(before.binds)} ({percent(before.binds.share)} of "
        f"{significant(before.days.median)} days{guessed})."
    )


def _same_step(first: Step, second: Step) -> bool:
    return (first.id, first.kind) == (second.id, second.kind)


def _faster(result: OwnLoop) -> str | None:
    if not result.faster:
        return "How much AI speeds up any part is not known, so nothing is said of what is used."
    told = [
        f"{one.label} {interval_of(one.speedup, 'x')} as fast ({one.rests})"
        for one in result.faster
    ]
    if not is_told(result):
        return f"AI makes {names(tuple(told), 2)}; what of that this loop uses cannot be told."
    gained = result.pace.median - 1
    most = max(one.speedup.median for one in result.faster) - 1
    if most <= 0:
        return f"That AI makes any part faster is not shown: {names(tuple(told), 2)}."
    share = max(0.0, min(1.0, gained / most))
    return (
        f"AI makes {names(tuple(told), 2)}; {result.words.rounds} come out "
        f"{interval_of(result.pace, 'x')} as fast: {percent(share)} of that gain is used."
    )


def rests_on(result: OwnLoop, *more: tuple[str, str]) -> Facts:
    """Return what the numbers rest on: measured, borrowed, stated and assumed.

    Args:
        result: the answer.
        more: further pairs of a name and what there is to say.
    """
    steps = (*result.steps, *result.other_steps)
    pairs = []
    for rests in Rests:
        share = sum(one.share for one in result.steps if one.rests is rests)
        said = [f"{percent(share)} of the days"] if any(one.rests is rests for one in steps) else []
        faster = [one.label for one in result.faster if one.rests is rests]
        said += [f"speed-up of {names(tuple(faster), 3)}"] if faster else []
        if said:
            pairs.append((rests.capitalize(), "; ".join(said)))
    return Facts((*pairs, *more))


def gap_fact(gap: Gap) -> tuple[str, str]:
    """Return what one more export would tell, as a fact.

    >>> gap_fact(Gap("--prs", 2.0, 0.25, "tells more"))
    ('Largest gap', 'an export of pull requests (--prs), 25 % of the days, tells more')
    """
    what = _EXPORTS.get(gap.option)
    named = f"{what} ({gap.option})" if what else gap.option
    share = f", {percent(gap.share)} of the days," if gap.share else ""
    return "Largest gap", f"{named}{share} {gap.reason}"


#: What the options of ``loopmap measure`` take, in the words of somebody who types no command.
_EXPORTS = {
    "--prs": "an export of pull requests",
    "--pipelines": "an export of runs of checks",
    "--events": "a table of what the tracker knows",
    "git fetch": "the commits of change requests",
}


def page_blocks(result: OwnLoop) -> tuple[Block, ...]:
    """Return what a page for somebody who was not there says of a loop of one's own, in order.

    Args:
        result: the answer.
    """
    gap = gap_of_map(result)
    facts_ = rests_on(result, *([gap_fact(gap)] if gap else []))
    blocks = (
        _steps_table(result),
        replace(facts_, title="What the numbers rest on"),
        quarters_table(result) if result.quarters else None,
        marks_and_waiting(result),
        _read_with(result),
        beyond_git() if result.quarters else None,
    )
    return tuple(block for block in blocks if block is not None)


def beyond_git() -> Listing:
    """Return what no git history can know, whatever was measured."""
    return Listing("What a git history cannot know", _BEYOND_GIT)


_BEYOND_GIT = (
    "Who reviewed, when a review began, and whether it sent the change back.",
    "How long checks queued and ran, and what failed when it was in use.",
    "What happened before the first commit: deciding, designing, waiting for somebody to begin.",
    "How much AI did where nothing says so: marks are a lower bound.",
    "Anything about a person. Names are read to count people and to find marks, and forgotten; of "
    "fewer than five people or five changes nothing is told.",
)


def page_summary(result: OwnLoop) -> tuple[str, ...]:
    """Return the sentences at the head of that page: what blocks, how it moved, what AI gives."""
    return tuple(
        one for one in (f"{_blocks(result)} {moved(result)}".strip(), _faster(result)) if one
    )


def _newest_quarters(result: OwnLoop) -> Table:
    return table_of(
        "The newest quarters",
        tuple(reversed(result.quarters[-_FIRST_QUARTERS:])),
        (left("Quarter"), lambda row: row.quarter),
        (right("days"), lambda row: interval_of(row.days)),
        (left("blocks most"), binding_step),
        (right("share"), lambda row: percent(row.binds.share)),
        (right("AI-marked"), lambda row: _at_least(row.ai_marked_share)),
    )


def _at_least(interval: Interval | None) -> str:
    if interval is None:
        return "-"
    return f">= {percent(interval.median)}" if interval.median > 0 else "none seen"


def quarters_table(result: OwnLoop) -> Table:
    """Return all quarters, the newest first."""
    return table_of(
        "Quarter by quarter",
        tuple(reversed(result.quarters)),
        (left("Quarter"), lambda row: row.quarter),
        (right("days"), lambda row: interval_of(row.days)),
        (left("blocks most"), lambda row: f"{binding_step(row)} ({percent(row.binds.share)})"),
        (right("waiting"), lambda row: percent(row.waiting_share)),
        (right("to merge", 6), lambda row: or_dash(_share, row.measured_waiting)),
        (right("AI-marked, at least", 5), lambda row: or_dash(_share, row.ai_marked_share)),
        note="Days: of a typical round, medians added up. Waiting: its share of those. To merge: "
        "share of the time from first commit to merge that is waiting, over all changes, at 95 %. "
        "AI-marked: at 95 %; a lower bound." + left_out(result),
    )


def left_out(result: OwnLoop) -> str:
    """Return a sentence on quarters that are not told among those that are; empty if all are."""
    numbers = [int(one.quarter[:4]) * 4 + int(one.quarter[-1]) for one in result.quarters]
    if not numbers or numbers[-1] - numbers[0] + 1 == len(numbers):
        return ""
    return " Quarters that are missing had too few changes, people or known days to be told."


def _share(interval: Interval) -> str:
    """Return a share so narrow that eight fit on a line: 75 (51–100) %."""
    middle, _, ends = share_interval(interval).partition(" %")
    return f"{middle}{ends} %"


def marks_and_waiting(result: OwnLoop) -> Listing | None:
    """Return whether what blocks moved when marks of AI rose; ``None`` if marks were not seen."""
    marked = [one for one in result.quarters if one.ai_marked_share is not None]
    if len(marked) < 2:
        return None
    first, last = marked[0], marked[-1]
    pairs = list(pairwise(marked))
    rose = [pair for pair in pairs if _beyond(pair[1].ai_marked_share, pair[0].ai_marked_share)]
    fell = [pair for pair in pairs if _beyond(pair[0].ai_marked_share, pair[1].ai_marked_share)]
    title = "Did the bottleneck move when marks of AI rose?"
    if not any(_middle(one) > 0 for one in marked):
        return Listing(title, (_NO_MARKS.format(many=len(marked)), NOT_CAUSAL))
    told = [_sentence(verb, some) for verb, some in (("rose", rose), ("fell", fell)) if some]
    if fell and not rose:
        told.insert(0, _NO_RISE)
    return Listing(
        title,
        (
            f"Marked changes: {percent(_middle(first))} in {first.quarter}, when "
            f"{binding_step(first)} blocked most; {percent(_middle(last))} in {last.quarter}, "
            f"when {binding_step(last)} did.",
            *(told or [_WITHIN_CHANCE]),
            NOT_CAUSAL,
        ),
    )


_NO_MARKS = (
    "No change bears a mark of AI in any of the {many} quarters that are told, so there was no "
    "rise to compare with. AI may have been used all the same: many tools leave no mark."
)
_NO_RISE = "From no quarter to the next they rose beyond what chance would do."
_WITHIN_CHANCE = "From no quarter to the next they rose or fell beyond what chance would do."


def _sentence(verb: str, pairs: list[tuple[Quarter, Quarter]]) -> str:
    known = [pair for pair in pairs if not any(map(_guessed, pair))]
    moves = sum(not _same_step(before.binds, after.binds) for before, after in known)
    among = "these" if len(known) == len(pairs) else f"the {len(known)} where that was measured"
    changed = f"what blocks most changed in {moves} of {among}"
    if not known:
        changed = "whether what blocks most changed was not measured"
    waits = sum(after.waiting_share > before.waiting_share for before, after in pairs)
    times = "once" if len(pairs) == 1 else f"{len(pairs)} times"
    return (
        f"They {verb} {times} beyond what chance would do (to "
        f"{names(tuple(after.quarter for _, after in pairs), 6)}); {changed}, "
        f"and the share of waiting grew in {waits}."
    )


def _guessed(row: Quarter) -> bool:
    """Whether nobody measured what takes most of a quarter's days."""
    return row.binds.rests in _NOT_TOLD


def _beyond(higher: Interval | None, lower: Interval | None) -> bool:
    """Whether one interval lies above another."""
    ends = (higher.low if higher else None, lower.high if lower else None)
    return ends[0] is not None and ends[1] is not None and ends[0] > ends[1]


def _middle(row: Quarter) -> float:
    return row.ai_marked_share.median if row.ai_marked_share else 0.0


def _steps_table(result: OwnLoop) -> Table:
    steps: Iterable[tuple[Step, str]] = [
        *((one, percent(one.share)) for one in result.steps),
        *((one, "beside it") for one in result.other_steps),
    ]
    return table_of(
        f"Where the days of {result.words.a_round} go",
        steps,
        (left("Step"), lambda pair: named_step(pair[0])),
        (right("days"), lambda pair: interval_of(pair[0].days)),
        (right("share"), lambda pair: pair[1]),
        (left("rests on"), lambda pair: str(pair[0].rests)),
    )


def _read_with(result: OwnLoop) -> Listing:
    return remarks(
        "The share is of the slowest way round; a step beside it holds nothing up.",
        f"{_under_way(result)}, so that one comes out every "
        f"{interval_of(result.period_days)} days. "
        "Medians do not add up to means: a few long waits make the mean longer.",
    )


def _under_way(result: OwnLoop) -> str:
    many = significant(result.lag)
    if many == "1":
        return f"One {result.words.round} at a time is under way"
    return f"About {many} {result.words.rounds} are under way at once"
