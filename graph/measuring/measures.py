"""From facts to measurements: each number with its interval, count and definition, or a refusal.

README.md and events.md say in plain words what each means, and what other tools call so.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Final

from graph.measuring.clock import DAY, Counting
from graph.measuring.facts import Facts, ItemFacts, Ordered, PartFacts, PeakFacts
from graph.measuring.landing import Landing
from graph.measuring.measurement import Disagreement, Measurement, Refusal
from graph.measuring.people import LEAST_GROUP
from graph.measuring.period import Period
from graph.records import record
from graph.statistics.order_statistics import Centre, median_of, share_of
from graph.vocabulary import Bound, Family

#: What stands for the loop as a whole where a number is about no part of it.
WHOLE: Final = "whole-loop"
#: From so many items that left a part on, its numbers are held against each other.
_LITTLE: Final = 20
#: By how much two ways to one number may differ before they do not agree.
_TOLERANCE: Final = 1.25
_BEYOND_CHANCE: Final = 3.0
_MINUTES: Final = 1440.0


@record
class Recorded:
    """What a source can tell at all.

    Attributes:
        waiting: ids of the parts for which it tells waiting from work.
        work: ids of the parts of which it tells the work itself.
        reviews: whether it says who was reviewed.
        marks: whether it says what bears a mark of AI.
        whole_way: whether it tells every stage that an item is in.
    """

    waiting: frozenset[str]
    work: frozenset[str]
    reviews: bool = False
    marks: bool = False
    whole_way: bool = False


@record
class Judged:
    """What the facts come to.

    Attributes:
        measurements: about parts and dependencies of the map.
        whole: for reading: about the loop as a whole, or what the map's files state as exact.
        refusals: what is not given.
        disagreements: numbers that contradict each other.
    """

    measurements: tuple[Measurement, ...]
    whole: tuple[Measurement, ...]
    refusals: tuple[Refusal, ...]
    disagreements: tuple[Disagreement, ...]


def judge(
    facts: Facts, landing: Landing, counting: Counting, recorded: Recorded, method: str
) -> Judged:
    """Return the measurements that facts allow.

    Nothing is given of fewer than five items, nor of a period in which fewer than five people did
    something, where the records name who did what.

    Args:
        facts: of an engine.
        landing: the map.
        counting: how time was counted.
        recorded: what the source can tell.
        method: what made the numbers, with its version.
    """
    desk = _Desk(facts, landing, counting, method)
    found: list[Measurement | Refusal] = []
    for part in facts.parts:
        found += _times(desk, part, recorded)
    for peak in facts.peaks:
        found.append(_capacity(desk, peak))
    found += _rework(desk)
    found += _gates(desk, recorded)
    found += _marks(desk, recorded)
    found += _lags(desk)
    whole = [one for item in facts.items for one in _whole(desk, item)]
    given = [one for one in found if isinstance(one, Measurement)]
    stated = [one for one in given if (one.subject, one.metric) in landing.stated]
    refused = tuple(one for one in [*found, *whole] if isinstance(one, Refusal))
    return Judged(
        tuple(one for one in given if one not in stated),
        (*(one for one in whole if isinstance(one, Measurement)), *stated),
        refused,
        tuple(_disagreements(desk)),
    )


class _Desk:
    """Where measurements are made out, or refused."""

    def __init__(self, facts: Facts, landing: Landing, counting: Counting, method: str) -> None:
        self.facts, self.landing, self.counting = facts, landing, counting
        self._how = f"{method}, {counting.days.words}"
        self._people = {one.period: one.people for one in facts.people}

    def days(self, seconds: float) -> float:
        """Seconds that count, as days."""
        return seconds / DAY

    def judged(
        self,
        subject: str,
        metric: str,
        period: Period,
        centre: Centre | None,
        count: int,
        counted: str,
        definition: str,
        *,
        unit: str = "days",
        bound: Bound = Bound.EXACT,
        caveats: tuple[str, ...] = (),
        label: str | None = None,
    ) -> Measurement | Refusal:
        """A measurement, or why there is none of so few."""
        people = self._people.get(period)
        if people is not None and people < LEAST_GROUP:
            reason = (
                f"{people} people did something in it; nothing is told of fewer than {LEAST_GROUP}."
            )
            return Refusal(subject, metric, period, "too-few-people", reason, people)
        if count < LEAST_GROUP or centre is None:
            reason = f"{count} {counted}; nothing is told of fewer than {LEAST_GROUP}."
            return Refusal(subject, metric, period, "too-few-items", reason, count)
        return Measurement(
            subject,
            metric,
            centre.value,
            centre.low,
            centre.high,
            unit,
            count,
            counted,
            period,
            definition,
            self._how,
            bound=bound,
            caveats=caveats,
            label=label or self.landing.label(subject),
        )


def _centre(ordered: Ordered) -> Centre:
    low, high = (None if end is None else end / DAY for end in (ordered.low, ordered.high))
    return Centre(sum(ordered.middle) / 2 / DAY, low, high)


# ---- How long ----


def _times(desk: _Desk, part: PartFacts, recorded: Recorded) -> Iterator[Measurement | Refusal]:
    label = desk.landing.label(part.part)
    told = {
        "queue-time": (
            part.waits,
            recorded.waiting,
            f"how long an item waited before {label} took it up, median of the passes that ended "
            "in the period.",
            "its records do not tell waiting from work: no stage is mapped to waiting for it.",
        ),
        "pass-time": (
            part.works,
            recorded.work,
            f"how long an item was at work in {label}, the waiting left out, median of the passes "
            "that ended in the period.",
            "its records tell the waiting alone: no stage is mapped to work in it.",
        ),
    }
    for metric, (times, known, definition, lacking) in told.items():
        if part.part not in known:
            yield Refusal(part.part, metric, None, "not-recorded", lacking)
            continue
        if times is None:
            continue
        mean = f"The mean is {times.total / times.count / DAY:.3g} days."
        yield desk.judged(
            part.part,
            metric,
            part.period,
            _centre(times),
            times.count,
            "passes",
            definition,
            caveats=(mean,),
        )
    if part.seconds > 0 and part.ended:
        yield desk.judged(
            part.part,
            "items-in-progress",
            part.period,
            Centre(part.present / part.seconds, None, None),
            part.ended,
            "passes",
            f"items in {label}, waiting or in work, on average over all hours of the period.",
            unit="count",
        )


def _whole(desk: _Desk, item: ItemFacts) -> Iterator[Measurement | Refusal]:
    yield desk.judged(
        WHOLE,
        "lead-time",
        item.period,
        _centre(item.lead),
        item.finished,
        "items",
        "from the first moment of an item to its last, median of the items that were finished.",
        label="The whole loop",
    )
    waited = sum(
        part.waits.total for part in desk.facts.parts if part.period == item.period and part.waits
    )
    worked = sum(
        part.works.total for part in desk.facts.parts if part.period == item.period and part.works
    )
    if waited + worked > 0:
        yield desk.judged(
            WHOLE,
            "waiting-share",
            item.period,
            Centre(waited / (waited + worked), None, None),
            item.finished,
            "items",
            "of the time of all passes that ended, the share in which nobody was at work.",
            unit="share",
            label="The whole loop",
        )


# ---- How many side by side, how many again ----


def _capacity(desk: _Desk, peak: PeakFacts) -> Measurement | Refusal:
    who = "people" if peak.people else "items"
    nobody = () if peak.people else ("The records name nobody, so items were counted.",)
    return desk.judged(
        peak.part,
        "capacity",
        peak.period,
        median_of(peak.peaks),
        len(peak.peaks),
        "weeks",
        f"{who} at work side by side in {desk.landing.label(peak.part)}, the greatest number in a "
        "week, median of the weeks.",
        unit="count",
        caveats=("What was used at once, which is at most what could be used.", *nobody),
    )


def _rework(desk: _Desk) -> Iterator[Measurement | Refusal]:
    for one in desk.facts.returns:
        source, target = desk.landing.label(one.source), desk.landing.label(one.target)
        edge = desk.landing.sends_back(one.source, one.target)
        if edge is None:
            yield Refusal(
                one.source,
                "rework-share",
                None,
                "no-dependency",
                f"the map has no dependency from {source} to {target} on which it could stand. "
                f"Add one: loopmap new dependency {one.source} {one.target} --kind verifies",
            )
            continue
        yield desk.judged(
            edge.id,
            "rework-share",
            one.period,
            share_of(min(one.returns, one.passes), one.passes),
            one.passes,
            "passes",
            f"of the passes through {source} that ended, the share after which the item went back "
            f"to {target}, where it had been before.",
            unit="share",
            label=f"{source} sends back to {target}",
        )


# ---- Gates, marks, rounds under way ----


def _gates(desk: _Desk, recorded: Recorded) -> Iterator[Measurement | Refusal]:
    """How much goes round a review: by what the source says, else by who never was in it."""
    passed = {one.part for one in desk.facts.skipped}
    gates = [
        part
        for part in sorted(passed)
        if part in desk.landing.parts and is_review(desk.landing, part)
    ]
    if recorded.reviews:
        for item in desk.facts.items:
            for part in gates[:1]:
                yield desk.judged(
                    part,
                    "bypass-share",
                    item.period,
                    share_of(item.unreviewed, item.review_known) if item.review_known else None,
                    item.review_known,
                    "merged changes",
                    "of the changes that went in, the share that no person other than the author "
                    "had reviewed.",
                    unit="share",
                )
        return
    for one in desk.facts.skipped:
        if one.part in gates and recorded.whole_way:
            yield desk.judged(
                one.part,
                "bypass-share",
                one.period,
                share_of(one.skipped, one.finished),
                one.finished,
                "items",
                f"of the finished items, the share that never was in {desk.landing.label(one.part)}"
                ".",
                unit="share",
            )


def is_review(landing: Landing, part: str) -> bool:
    """Whether a part is a review: by its family, or by its name where it has none."""
    found = landing.parts[part]
    named = {*found.id.split("-"), *found.label.casefold().split()}
    return found.family is Family.REVIEW if found.family else bool(named & {"review", "approval"})


def _marks(desk: _Desk, recorded: Recorded) -> Iterator[Measurement | Refusal]:
    if not recorded.marks:
        return
    passed = {one.part for one in desk.facts.skipped}
    coding = sorted(
        part.id
        for part in desk.landing.parts.values()
        if part.id in passed and (part.family is Family.CODING or "coding" in part.id.split("-"))
    )
    for item in desk.facts.items:
        for part in coding[:1]:
            yield desk.judged(
                part,
                "ai-marked-share",
                item.period,
                share_of(item.marked, item.mark_known) if item.mark_known else None,
                item.mark_known,
                "changes",
                "of the finished changes, the share that bears a mark of having been written by "
                "AI, wholly or in part.",
                unit="share",
                bound=Bound.LOWER,
                caveats=(
                    "A lower bound: what bears no mark is unmarked, not made by people alone. How "
                    "much is marked differs by tool and can be switched off, so that a trend of "
                    "marks is not a trend of AI.",
                ),
            )


def _lags(desk: _Desk) -> Iterator[Measurement | Refusal]:
    closing = desk.landing.closing()
    if len(closing) != 1 or not desk.facts.flights:
        if len(closing) > 1 and desk.facts.flights:
            listed = ", ".join(one.id for one in closing)
            reason = f"the map closes its loop in several places: {listed}."
            yield Refusal(WHOLE, "lag", None, "no-dependency", reason)
        return
    for one in desk.facts.flights:
        centre = median_of(one.counts)
        low, high = (None if end is None else max(1.0, end) for end in (centre.low, centre.high))
        yield desk.judged(
            closing[0].id,
            "lag",
            one.period,
            Centre(max(1.0, centre.value), low, high),
            len(one.counts),
            "weeks",
            "items under way at the end of a week, median of the weeks: so many rounds back is the "
            "one that has just come out when the next begins.",
            unit="count",
            caveats=("At least 1 is written, since nothing comes out before it began.",),
            label="Rounds under way",
        )


# ---- What does not agree ----


def _disagreements(desk: _Desk) -> Iterator[Disagreement]:
    """Parts whose items in progress and rate do not come to the time that they took.

    By Little's law the items in progress are the rate at which they leave times the time that each
    stays. Both sides are measured here: the time from the items that left, the number from all.
    """
    for part in desk.facts.parts:
        if part.ended < _LITTLE or part.seconds <= 0 or desk.facts.rows == 0:
            continue
        stayed = part.stayed / part.ended / DAY
        implied = part.present / part.ended / DAY
        squared = part.stayed_squared / part.ended / _MINUTES**2
        error = sqrt(max(0.0, squared - stayed * stayed) / part.ended)
        apart = abs(implied - stayed)
        ratio = max(implied, stayed) / max(min(implied, stayed), 1e-9)
        if ratio > _TOLERANCE and apart > _BEYOND_CHANCE * error:
            yield Disagreement(
                part.part, part.period, stayed, implied, "days", _why(part, stayed, implied)
            )


def _why(part: PartFacts, stayed: float, implied: float) -> str:
    days = part.seconds / DAY
    inside, rate = part.present / part.seconds, part.ended / days
    counts = (
        f"{inside:.3g} items were in it on average and {rate:.3g} left it a day, which makes "
        f"{implied:.3g} days an item, but those that left had stayed {stayed:.3g} days. "
        f"{part.at_start:,} were in it when the period began and {part.at_end:,} when it ended: "
    )
    if implied > stayed:
        return (
            counts
            + "what is still in it waits longer than what came out, and no median shows that."
        )
    return counts + "an old pile was worked off, and its time says little of what comes in now."
