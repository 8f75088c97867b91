"""How well the answers are supported: coverage, age, conflicts, and what hangs on one source."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.loop.answer import Answer, heading
from graph.loop.outside_pace import OutsideEstimate, outside_estimates
from graph.loop.study import Study
from graph.loop.variance import Contribution, pace_uncertainty
from graph.questions.evidence.conflicts import Conflict, Disagreement, conflicts, disagreements
from graph.questions.evidence.coverage import Coverage, NumberBasis, coverage, number_bases
from graph.questions.evidence.influence import Answers, SourceInfluence, answers_of, influences


@dataclass(frozen=True, slots=True)
class EvidenceReview(Answer):
    """How well the answers are supported.

    Attributes:
        badge: one line for a page that shows the map.
        coverage: what the numbers rest on.
        pace: against no AI; with percentiles if there were draws.
        variance_shares: the part of the pace's variance that rests on each kind of evidence: over
            the draws, or without draws each number moved alone.
        contributions: what each uncertain number does to the pace, the largest first.
        answers: period, pace, ceiling and critical cycle; ``None`` if the loop has none.
        obstacle: why it has none.
        sources: what each source does to them, the most moving first.
        outside: what others say of the pace, beside the map's own.
        conflicts: pairs of observations that contradict each other.
        disagreements: numbers on which there are evidence and a judgement of ours.
        numbers: what every number of the answers rests on.
        suppositions: what is supposed.
    """

    badge: str
    coverage: Coverage
    pace: Interval | None
    variance_shares: dict[str, float]
    contributions: tuple[Contribution, ...]
    answers: Answers | None
    obstacle: str | None
    sources: tuple[SourceInfluence, ...]
    outside: tuple[OutsideEstimate, ...]
    conflicts: tuple[Conflict, ...]
    disagreements: tuple[Disagreement, ...]
    numbers: tuple[NumberBasis, ...]
    suppositions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Answered:
    """What can be said only of a loop that has answers."""

    answers: Answers | None = None
    obstacle: str | None = None
    sources: tuple[SourceInfluence, ...] = ()
    pace: Interval | None = None
    contributions: tuple[Contribution, ...] = ()
    variance_shares: dict[str, float] = field(default_factory=dict)
    outside: tuple[OutsideEstimate, ...] = ()


def evidence(study: Study, *, draws: int = 0, seed: int = 0) -> EvidenceReview:
    """Return how well the answers of a study are supported.

    A loop that has no period is reviewed all the same: the obstacle says why it has no answers.

    Args:
        study: the map, the standpoint and what is supposed.
        draws: for the pace and what its variance rests on; all else is the central estimate.
        seed: of the draws.
    """
    found = coverage(study)
    answered = _answered(study, draws, seed)
    shares = answered.variance_shares
    return EvidenceReview(
        *heading(study, draws=draws, seed=seed),
        badge=badge(found, shares, study.estimates.as_of),
        coverage=found,
        pace=answered.pace,
        variance_shares=shares,
        contributions=answered.contributions,
        answers=answered.answers,
        obstacle=answered.obstacle,
        sources=answered.sources,
        outside=answered.outside,
        conflicts=conflicts(study),
        disagreements=disagreements(study),
        numbers=number_bases(study),
        suppositions=tuple(map(str, study.suppositions)),
    )


def badge(found: Coverage, variance_shares: dict[str, float], as_of: str | None) -> str:
    """Return the state of the evidence in one line.

    >>> empty = Coverage(2, {"unknown": 1, "assumed": 0}, {}, {}, {}, {}, {}, 0, 0)
    >>> badge(empty, {"assumed": 0.25}, "2026-08-15")
    'evidence: 1 of 2 speed-ups beyond assumption, 25 % of the variance assumed, as of 2026-08-15'
    """
    parts = [f"{found.evidenced_components} of {found.component_count} speed-ups beyond assumption"]
    if variance_shares:
        parts.append(f"{variance_shares['assumed'] * 100:.0f} % of the variance assumed")
    if as_of:
        parts.append(f"as of {as_of}")
    return "evidence: " + ", ".join(parts)


def _answered(study: Study, draws: int, seed: int) -> _Answered:
    try:
        answers = answers_of(study)
    except LoopmapError as error:
        return _Answered(obstacle=str(error))
    found = pace_uncertainty(study, answers.pace, draws, seed)
    return _Answered(
        answers=answers,
        sources=influences(study),
        pace=found.pace,
        contributions=found.contributions,
        variance_shares=found.variance_shares,
        outside=outside_estimates(study, found.pace),
    )
