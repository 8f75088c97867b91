"""The answer to "which parts are already active": its field names are the keys of the JSON."""

from __future__ import annotations

from enum import StrEnum

from graph.estimates import Basis, Interval
from graph.loop.answer import Answer
from graph.loop.automation import AutomationLevel, PooledShare
from graph.questions.active.feedback_loops import FeedbackLoops
from graph.questions.part import FamilyPart, Part
from graph.records import record
from graph.vocabulary import Bound


class Footing(StrEnum):
    """Whether a component is accelerated, and on what that rests."""

    BY_EVIDENCE = "shown by evidence"
    BY_BORROWED_EVIDENCE = "shown by borrowed evidence"
    ON_ASSUMPTION = "on our judgement alone"
    SUPPOSED = "supposed"
    UNPROVEN = "unproven"
    SLOWED = "slowed"
    UNKNOWN = "unknown"


@record
class NotionPool:
    """What the evidence says of another notion of acceleration; never mixed into the first.

    Attributes:
        notion: its label.
        value: ratio.
        observation_count: observations that carry weight.
        source_count: different sources of those.
        basis: the best kind of evidence among them.
    """

    notion: str
    value: Interval
    observation_count: int
    source_count: int
    basis: Basis


@record
class EvidenceAlone:
    """What others observed of a component, without our own judgements.

    Attributes:
        acceleration: what it comes to.
        probability_faster: that it exceeds 1.
        borrowed_across: across what its observations were borrowed, the most weighty first:
            settings and notions; empty if none was.
        if_setting_left_open: the probability that it exceeds 1 if one takes no side on how this
            setting differs from those in which it was observed; ``None`` if nothing hangs on that.
    """

    acceleration: Interval
    probability_faster: float
    borrowed_across: tuple[str, ...]
    if_setting_left_open: float | None


@record
class ActiveComponent(FamilyPart):
    """How far one component is accelerated.

    Attributes:
        status: unknown, slowed, unproven, accelerated (by evidence of the setting, by borrowed
            evidence or on judgement) or autonomous.
        footing: the same, as people say it.
        by_evidence: what evidence alone says; ``None`` if nobody but us gave it a number.
        acceleration: pooled, before any floor; ``None`` if unknown.
        probability_faster: probability that it exceeds 1; ``None`` if unknown.
        basis: the best kind of evidence it rests on.
        assumed_share: part of its weight that is assumption, 0 to 1.
        observation_count: observations that carry weight, assumptions among them.
        source_count: different sources of those.
        notion: label of the notion of acceleration that it is of.
        borrowed_from: id of the setting whose evidence stands in, if any.
        our_judgement: what our own assumption alone says, to show beside it.
        other_notions: what the evidence says of the others.
        ai_share_of_lines: share of code lines that AI wrote.
        ai_share_of_person_time: share of person-time that AI does.
        ai_share_of_decisions: share of decisions that AI makes.
        automation_level: on the scale AL0 to AL5.
        effective_acceleration: days without AI / days now, with the floor.
        useful_speedup: the part of it that the loop uses; ``None`` if unknown.
        absorption: how much of it the loop uses, in words; ``None`` if there is no loop.
    """

    status: str
    footing: Footing
    by_evidence: EvidenceAlone | None
    acceleration: Interval | None
    probability_faster: float | None
    basis: Basis | None
    assumed_share: float | None
    observation_count: int
    source_count: int
    notion: str | None
    borrowed_from: str | None
    our_judgement: Interval | None
    other_notions: tuple[NotionPool, ...]
    ai_share_of_lines: PooledShare | None
    ai_share_of_person_time: PooledShare | None
    ai_share_of_decisions: PooledShare | None
    automation_level: AutomationLevel | None
    effective_acceleration: float | None
    useful_speedup: float | None
    absorption: str | None


@record
class Counts:
    """How many components stand where.

    Attributes:
        shown_by_evidence: accelerated by evidence of the setting asked about.
        shown_by_borrowed_evidence: by evidence that is borrowed from other settings or notions.
        on_our_assumption: on our judgement alone, which shows nothing.
        supposed: because it is supposed.
        unproven: may be faster or not.
        slowed: by evidence.
        unknown: without any number.
    """

    shown_by_evidence: int
    shown_by_borrowed_evidence: int
    on_our_assumption: int
    supposed: int
    unproven: int
    slowed: int
    unknown: int

    @property
    def accelerated(self) -> int:
        """Those that count as accelerated, on whatever footing."""
        shown = self.shown_by_evidence + self.shown_by_borrowed_evidence
        return shown + self.on_our_assumption + self.supposed


@record
class ActiveYear:
    """Where the map stood at the end of a year, with what was known then.

    Attributes:
        year: the year.
        as_of: the last day that counts.
        counts: how many components stood where.
        active_loops: labels of the named loops that were active.
        active_cycle_count: how many simple cycles were.
    """

    year: int
    as_of: str
    counts: Counts
    active_loops: tuple[str, ...]
    active_cycle_count: int


@record
class ComponentYear(Part):
    """One component at the end of a year.

    Attributes:
        year: of the calendar.
        as_of: the last day whose evidence was known then.
        status: what was known of its acceleration then, as a word.
        footing: whether it was accelerated, and on what that rested.
        acceleration: times as fast as without AI; ``None`` if unknown.
        probability_faster: that the acceleration is above 1, 0 to 1; ``None`` if unknown.
        ai_share_of_person_time: AI's share of people's time on it; ``None`` if unknown.
    """

    year: int
    as_of: str
    status: str
    footing: Footing
    acceleration: Interval | None
    probability_faster: float | None
    ai_share_of_person_time: PooledShare | None


@record
class WholeLoopShare:
    """What a source says of the whole loop, as it says it: beside the map, never an input to it.

    Attributes:
        label: the metric's label.
        value: 0 to 1, as published.
        bound: whether it is the value or a limit to it.
        as_of: what it is of, as written.
        source: title of the document.
    """

    label: str
    value: float
    bound: Bound
    as_of: str | None
    source: str


@record
class Active(Answer):
    """Which parts of the loop are already accelerated, and which loops are active end to end.

    Attributes:
        counts: how many components stand where.
        components: every component, the best shown first.
        loops: feedback loops.
        accelerated_probability: what P(faster) must reach for a component to count as accelerated.
        whole_loop: the newest observations of everything together.
        by_year: the counts at the end of each year.
        history: every component at the end of each year.
        use_unknown_because: why it is not known how much of it the loop uses, if it is not.
        suppositions: what was supposed.
    """

    counts: Counts
    components: tuple[ActiveComponent, ...]
    loops: FeedbackLoops
    accelerated_probability: float
    whole_loop: tuple[WholeLoopShare, ...]
    by_year: tuple[ActiveYear, ...]
    history: tuple[ComponentYear, ...]
    use_unknown_because: str | None
    suppositions: tuple[str, ...] = ()
