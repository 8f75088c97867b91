"""The answer to "which parts still need people": its field names are the keys of the JSON."""

from __future__ import annotations

from enum import StrEnum

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.loop.automation import PooledShare
from graph.questions.part import FamilyPart, Part
from graph.records import record
from graph.vocabulary import Bound


class Holder(StrEnum):
    """Who holds the decision."""

    BY_DESIGN = "people, by design"
    PEOPLE = "mostly people"
    AI = "mostly AI"
    UNKNOWN = "unknown"


#: With whom a part is in people's hands.
HELD = (Holder.BY_DESIGN, Holder.PEOPLE)


class Direction(StrEnum):
    """Which way the part of people is shown to go."""

    FALLING = "falling"
    RISING = "rising"
    NOT_SHOWN = "not shown"


@record
class Word:
    """A number with whose word it is.

    Attributes:
        observation_id: which observation.
        value: as published.
        source: title of the document; ``None`` for a judgement of ours.
        publisher: who brought it out.
        address: where it stands.
        as_of: what it is of, as written.
        grade: label of the study design.
        quote: the source's own words.
        reasoning: why we assume it.
        caveat: what to keep in mind.
    """

    observation_id: str
    value: float
    source: str | None
    publisher: str | None
    address: str | None
    as_of: str | None
    grade: str
    quote: str | None
    reasoning: str | None
    caveat: str | None


@record
class Gate(Part):
    """Work of which someone says that it must stay with people whatever AI can do.

    Attributes:
        required: whether it must, by the evidence as a whole.
        our_word_alone: whether no source says so, only a judgement of ours.
        words: who says so, the heaviest first.
        rests_on: the observations that those were worked out from.
    """

    required: bool
    our_word_alone: bool
    words: tuple[Word, ...]
    rests_on: tuple[Word, ...]


@record
class HumanComponent(FamilyPart):
    """What people still are of one component.

    Attributes:
        holder: who holds the decision.
        human_share_of_decisions: 1 less AI's share; ``None`` if unknown.
        human_share_of_person_time: the share of the person-time without AI that people still do.
        human_share_of_remaining_time: people's own work as a share of the days now.
        human_days: people's own work now, in days per generation.
        days: days now per generation; ``None`` if the component has no days.
        floor_days: what no intelligence shortens.
        on_critical_cycle: whether it is on the critical cycle; ``None`` if there is none.
    """

    holder: Holder
    human_share_of_decisions: PooledShare | None
    human_share_of_person_time: PooledShare | None
    human_share_of_remaining_time: Interval | None
    human_days: Interval | None
    days: float | None
    floor_days: float | None
    on_critical_cycle: bool | None


@record
class HumanTrend(Part):
    """How the part of people changes, from dated observations of one kind in one setting.

    Attributes:
        metric: label of what was observed; kinds of share are never mixed.
        setting: id of the setting that the observations are about.
        first_date: of the first observation.
        first_human_share: people's part then, as published.
        last_date: of the last.
        last_human_share: people's part then, as published.
        change_per_year: of people's part, on the logit scale.
        odds_factor_per_year: by what the odds of people are multiplied in a year: e to the change.
        probability_falling: probability that the change is below 0.
        direction: what is shown.
        observation_count: how many observations the line goes through.
        source_count: different sources; 0 if they are all judgements of ours.
    """

    metric: str
    setting: str
    first_date: str
    first_human_share: float
    last_date: str
    last_human_share: float
    change_per_year: Interval
    odds_factor_per_year: Interval
    probability_falling: float
    direction: Direction
    observation_count: int
    source_count: int


@record
class Sign(Part):
    """An observation that bears on whether people hold the work.

    Attributes:
        metric: label of what was observed.
        ai_part: AI's part in it, 0 to 1: the value, or 1 less it where it tells people's part.
        bound: whether the value is a limit.
        speaks_against: whether AI's part is more than half: against people holding it.
        setting: id of the setting it counts for.
        word: the number and whose word it is.
    """

    metric: str
    ai_part: float
    bound: Bound
    speaks_against: bool
    setting: str
    word: Word


@record
class Dispute(Part):
    """Two observations of which one contradicts the other.

    Attributes:
        metric: label of what the disputing one observed.
        word: the one that disputes.
        disputed: the other one.
    """

    metric: str
    word: Word
    disputed: Word


@record
class Bypass:
    """A way by which work goes round a gate under load.

    Attributes:
        id: of the dependency.
        source: id of the component that it leads from.
        target: id of the component that it leads to.
        reason: why work takes it, if the map says.
    """

    id: str
    source: str
    target: str
    reason: str | None


@record
class RemainingTime:
    """What the days of the critical cycle are made of, at the central estimate.

    Attributes:
        days: of its components now, without delays between them.
        human_days_at_least: people's own work, if they do nothing where their share is unknown.
        human_days_at_most: the same, if they do everything there that is no floor.
        floor_days: what no intelligence shortens.
        unknown_components: ids on it of which people's share is unknown.
    """

    days: float
    human_days_at_least: float
    human_days_at_most: float
    floor_days: float
    unknown_components: tuple[str, ...]


@record
class HumanYear(Part):
    """People's part in one component at the end of a year, with what was known then.

    Attributes:
        year: of the calendar.
        as_of: the last day whose evidence was known then.
        human_share_of_decisions: people's share of the decisions; ``None`` if unknown.
        human_share_of_person_time: people's share of the working time; ``None`` if unknown.
    """

    year: int
    as_of: str
    human_share_of_decisions: PooledShare | None
    human_share_of_person_time: PooledShare | None


@record
class Human(Answer):
    """Which parts of the loop still need people, by design or in fact, and what speaks against.

    Attributes:
        components: every component, the gates first.
        gates: work that must stay with people, and on whose word.
        remaining: what people are of the critical cycle; ``None`` if there is no cycle.
        trends: how people's part changes, the fastest falling first.
        signs: observations for and against people holding the work.
        disputes: observations that contradict others.
        bypasses: ways round the gates.
        history: every component at the end of each year.
        suppositions: what was supposed.
    """

    components: tuple[HumanComponent, ...]
    gates: tuple[Gate, ...]
    remaining: RemainingTime | None
    trends: tuple[HumanTrend, ...]
    signs: tuple[Sign, ...]
    disputes: tuple[Dispute, ...]
    bypasses: tuple[Bypass, ...]
    history: tuple[HumanYear, ...]
    suppositions: tuple[str, ...] = ()
