"""The answer to "which domains talk back as code does?": its field names are the JSON's keys."""

from __future__ import annotations

from dataclasses import field

from graph.estimates import NOT_IN_JSON, Interval
from graph.loop.answer import Answer
from graph.questions.domains.feedback_quality import Tier
from graph.questions.domains.gains import LoopGain
from graph.questions.domains.progress import PredictionTest, Progress
from graph.questions.domains.scores import Agreement
from graph.questions.domains.second_rater import PropertyAgreement, RuleScore
from graph.questions.part import Part
from graph.records import record


@record
class Score:
    """One score of one domain.

    Attributes:
        property: its name as a word.
        label: what people call the property.
        score: from 0 to ``top`` with 5th and 95th percentile; ``None`` if nobody scored.
        top: the highest score.
        meaning: the words at the nearest step.
        observation_ids: the scores given that carry weight.
    """

    property: str
    label: str
    score: Interval | None
    top: int
    meaning: str | None
    observation_ids: tuple[str, ...]


@record
class Lift:
    """What it would do to raise some properties by one step.

    Attributes:
        properties: their names.
        meanings: the words at the step reached.
        feedback_quality: feedback quality of the domain then.
        expected_rank: its mean rank then; ``None`` without draws.
        rank: its place then.
    """

    properties: tuple[str, ...]
    meanings: tuple[str, ...]
    feedback_quality: float
    expected_rank: float | None
    rank: int


@record
class DomainResult(Part):
    """Where one domain stands.

    Attributes:
        definition: one sentence, if given.
        origin: essay, implied, added or reference.
        is_new: whether it comes from the file that was added.
        rank: its place by expected rank, equals sharing the better one; ``None`` if it is open:
            nobody scored anything, or scores are missing and nothing was drawn.
        rank_range: median, 5th and 95th percentile of its rank over the draws; without draws the
            best and worst that missing scores allow.
        expected_rank: mean rank; ``None`` without draws.
        rank_shares: how often it takes rank 1, 2, ...; empty without draws.
        rank_tier: 1 for the best; ranks that are not told apart are one tier; ``None`` if the rank
            is open, or without draws.
        feedback_quality: how well it talks back, near 0 to 1, with percentiles over the draws;
            ``None`` if scores are missing and nothing was drawn.
        behind_code: feedback quality of the reference less its own, below 0 where it exceeds it;
            ``None`` without a reference.
        at_least_code: how often its feedback quality is at least that of the reference; ``None``
            likewise.
        scores: one a property, in reading order.
        missing: properties that nobody scored.
        weakest: the properties with the lowest score.
        weakest_score: that score; ``None`` if nobody scored anything.
        lift_one: raising the one of them that gives most; ``None`` if scores are missing.
        lift_all: raising all of them, likewise.
        tier: what kind of habitat it is, by the rules on its scores; ``None`` if missing scores
            leave it open.
        tier_reason: in one line.
        skills: skills that work in it exercises.
        transferring_skills: those of them that code teaches too.
        skills_in_use: those of these that the components it serves need.
        channels: how it talks back.
        gain: what it would give the loop.
    """

    definition: str | None
    origin: str | None
    is_new: bool
    rank: int | None
    rank_range: Interval | None
    expected_rank: float | None
    rank_shares: tuple[float, ...]
    rank_tier: int | None
    feedback_quality: Interval | None
    behind_code: float | None
    at_least_code: float | None
    scores: tuple[Score, ...]
    missing: tuple[str, ...]
    weakest: tuple[str, ...]
    weakest_score: float | None
    lift_one: Lift | None
    lift_all: Lift | None
    tier: Tier | None
    tier_reason: str
    skills: tuple[str, ...]
    transferring_skills: tuple[str, ...]
    skills_in_use: tuple[str, ...]
    channels: tuple[str, ...]
    gain: LoopGain


@record
class Domains(Answer):
    """Which domains talk back as code does.

    Attributes:
        exponent: of the power mean.
        weights: fixed weights by property; ``None`` if they are drawn evenly.
        reference: id of the domain that is the yardstick; ``None`` if the map has none.
        properties: what is scored, in reading order.
        domains: the best feedback first.
        raters: who gave the scores.
        agreements: of every two raters of the same scores; empty with one rater.
        rule_scores: what the second rater gives, which is a rule on measured numbers.
        property_agreements: how far raters and rule agree, property by property.
        pairs_for_spread: with fewer pairs on measured numbers the assumed spread of a rating stays.
        rank_tier_probability: from which one domain counts as shown to come before another.
        progress: how fast AI gets better, where results on one benchmark are known.
        test: whether the weakest property foretells that better than the mean.
        suppositions: what is supposed, as written.
        labels: what people call components and skills, by id; for sentences, not for the JSON.
    """

    exponent: float
    weights: dict[str, float] | None
    reference: str | None
    properties: tuple[str, ...]
    domains: tuple[DomainResult, ...]
    raters: tuple[str, ...]
    agreements: tuple[Agreement, ...]
    rule_scores: tuple[RuleScore, ...]
    property_agreements: tuple[PropertyAgreement, ...]
    pairs_for_spread: float
    rank_tier_probability: float
    progress: tuple[Progress, ...]
    test: PredictionTest
    suppositions: tuple[str, ...]
    labels: dict[str, str] = field(metadata=NOT_IN_JSON)

    def called(self, identifier: str) -> str:
        """Return what people call a component or skill; its id if unnamed."""
        return self.labels.get(identifier, identifier)

    @property
    def by_id(self) -> dict[str, DomainResult]:
        """The domains by id."""
        return {item.id: item for item in self.domains}
