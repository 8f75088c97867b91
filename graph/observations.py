"""Observations, and what they are told in: sources, metrics, grades, settings and notions."""

from __future__ import annotations

from graph.errors import Place
from graph.estimates import Basis, Scale
from graph.records import record
from graph.vocabulary import Bound


@record
class Source:
    """A document that a number or a statement comes from.

    Attributes:
        id: its name on the map.
        title: of the document.
        publisher: who published it.
        issued: when: a year, month or day.
        address: where it is published.
        authors: who wrote it.
        place: where it is described.
        page_unknown: whether its own address was not found, so that ``address`` is only its site.
        modified: of a document that is kept up, the date of the edition that was read.
        kind: what it is, if no published document: tracker, meeting, export, repository or
            interview.
    """

    id: str
    title: str
    publisher: str | None = None
    issued: str | None = None
    address: str | None = None
    authors: str | None = None
    place: Place | None = None
    page_unknown: bool = False
    modified: str | None = None
    kind: str | None = None


@record
class ScoreRule:
    """By which arithmetic a measured value gives a score.

    Attributes:
        metric: what is measured.
        cuts: the values from which scores 1, 2 and so on hold: rising where more is better,
            falling where less is.
        reason: why these.
    """

    metric: str
    cuts: tuple[float, ...]
    reason: str | None = None

    def score(self, value: float) -> int:
        """Return the score of a value: how many cuts it reaches.

        >>> ScoreRule("task-count", (10, 100, 1000, 100_000)).score(162)
        2
        >>> ScoreRule("verdict-seconds", (5e6, 86_400, 3600, 60)).score(60)
        4
        """
        falling = self.cuts[0] > self.cuts[-1]
        return sum(value <= cut if falling else value >= cut for cut in self.cuts)


@record
class Metric:
    """What is measured.

    Attributes:
        id: its name as a word (``baseline-days``).
        label: what people call it.
        unit: the unit as a word ("days", "ratio", "share").
        scale: the scale on which it is pooled and drawn.
        half_life_years: after how long an observation counts half; ``None`` if it does not age.
        definition: one sentence.
        overstated: whether the bias of a grade applies to it: reports of it tend to flatter.
        anchors: what each score from 0 up means, for a property that is scored; else empty.
        rule: how a measured value gives such a score; ``None`` if nothing measured does.
    """

    id: str
    label: str
    unit: str
    scale: Scale = Scale.LOG
    half_life_years: float | None = None
    definition: str | None = None
    overstated: bool = False
    anchors: tuple[str, ...] = ()
    rule: ScoreRule | None = None


@record
class Grade:
    """A study design, with what the pooling makes of it.

    Attributes:
        id: its name as a word (``randomised-trial``).
        label: what people call it.
        basis: what kind of evidence it is.
        bias: how far such reports lie above the truth on the metric's scale (0 if unbiased).
        bias_deviation: standard deviation of that bias on the metric's scale.
        default_deviation: standard deviation of a report that gives no interval, on that scale.
        rank: 1 for the strongest design.
    """

    id: str
    label: str
    basis: Basis
    bias: float = 0.0
    bias_deviation: float = 0.0
    default_deviation: float = 0.5
    rank: int = 99


@record
class Setting:
    """Whose loop an observation is about.

    Attributes:
        id: its name as a word (``frontier-lab``).
        label: what people call it.
        borrows_from: the setting whose evidence stands in where this one has none, if any.
        transfer_deviation: the spread added to borrowed evidence, on the metric's scale.
    """

    id: str
    label: str
    borrows_from: str | None = None
    transfer_deviation: float = 0.0


@record
class Notion:
    """One of the meanings of "acceleration", which are never averaged together.

    Attributes:
        id: its name as a word (``serial-speed``).
        label: what people call it.
        rank: its place in the order of preference for a component's acceleration;
            ``None`` if it never stands for one (value, volume).
    """

    id: str
    label: str
    rank: int | None = None


@record
class Observation:
    """One number about one thing, from one source.

    Attributes:
        id: the local name on the map, else the whole IRI.
        subject: id of the component, dependency, resource, domain or loop it is about.
        metric: the metric's name as a word.
        value: in the metric's unit.
        low: lower end of the source's own interval, if given.
        high: upper end, if given.
        interval_level: the level of that interval, 0 to 1 (0.9, 0.95).
        sample_size: as the source words it, if given.
        as_of: what the number is of: ``2026``, ``2026-08`` or ``2026-08-15``.
        settings: whose loop it is about; empty if it holds for all.
        grade: the study design's name as a word.
        bound: whether it is the value or a limit to it.
        source: id of the source; ``None`` for an assumption of ours.
        notion: the notion of acceleration, for speed-ups.
        quote: the source's own words, at most 25 of them.
        caveat: what to keep in mind.
        reasoning: why we assume it, for assumptions.
        read_as: how the source was read: ``read``, ``quoted`` or ``recalled``.
        replaced_by: id of the observation that supersedes this one.
        retracted: whether its source withdrew it.
        same_fact_as: ids of observations that report the same underlying fact.
        disputes: ids of observations it contradicts.
        derived_from: ids of observations it was worked out from.
        direct: whether it was written on the subject itself (``loop:baselineDays 12``).
        exact: whether the number is taken without uncertainty.
        place: where it is written.
        rater: who gave the score, if it says so; else whoever made the source.
        quoted_by: id of the page that quotes the source, where only that page was read.
        unconfirmed: whether it was looked for and found in no copy that could be read.
        study_bias: how far this report lies above the truth on the metric's scale, beside the
            bias of its grade; ``None`` if nothing is said.
        study_bias_deviation: standard deviation of that bias, on the same scale.
        lab: whose release it is of, as people call that lab; ``None`` for all else.
    """

    id: str
    subject: str
    metric: str
    value: float
    low: float | None = None
    high: float | None = None
    interval_level: float = 0.9
    sample_size: str | None = None
    as_of: str | None = None
    settings: tuple[str, ...] = ()
    grade: str = "our-assumption"
    bound: Bound = Bound.EXACT
    source: str | None = None
    notion: str | None = None
    quote: str | None = None
    caveat: str | None = None
    reasoning: str | None = None
    read_as: str | None = None
    replaced_by: str | None = None
    retracted: bool = False
    same_fact_as: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    direct: bool = False
    exact: bool = False
    place: Place | None = None
    rater: str | None = None
    quoted_by: str | None = None
    unconfirmed: bool = False
    study_bias: float | None = None
    study_bias_deviation: float | None = None
    lab: str | None = None
