"""Feedback quality as a power mean, and the tiers by their rules."""

from __future__ import annotations

import math

import pytest

from graph.questions.domains.feedback_quality import Tier, feedback_quality, placing
from graph.questions.domains.scores import READING_ORDER


def close(scores: list[float], exponent: float, weights: list[float] | None = None) -> float:
    """Feedback quality on scales from 0 to 4."""
    return feedback_quality(scores, [4] * len(scores), weights or [1.0] * len(scores), exponent)


def test_the_ends_and_the_middle_of_the_power_means():
    """The plain, the geometric and the harmonic mean, and the weakest, of 1 and 1/3."""
    # Scores 4 and 1: (4.5/4.5, 1.5/4.5) = (1, 1/3).
    assert close([4, 1], 1) == pytest.approx(2 / 3)
    assert close([4, 1], 0) == pytest.approx(math.sqrt(1 / 3))
    assert close([4, 1], -1) == pytest.approx(2 / (1 + 3))
    assert close([4, 1], -math.inf) == pytest.approx(1 / 3)


def test_the_lower_the_exponent_the_more_the_weakest_decides():
    """Feedback quality falls with the exponent, from the mean to the weakest."""
    values = [close([4, 3, 0], p) for p in (1, 0, -1, -4, -16, -math.inf)]

    assert values == sorted(values, reverse=True)
    assert values[-2] == pytest.approx(values[-1], rel=0.1)


def test_weights_count_by_their_share():
    """Weights of 1 and 3 are those of 10 and 30; a weight of 0 takes a property out."""
    assert close([4, 1], 1, [1, 3]) == pytest.approx(close([4, 1], 1, [10, 30]))
    assert close([4, 1], 1, [1, 3]) == pytest.approx((1 + 3 * (1 / 3)) / 4)
    assert close([4, 1], -math.inf, [1, 0]) == pytest.approx(1)


def scores(default: int = 4, **others: float | None) -> dict[str, float | None]:
    """Eleven scores: the default, and those named (with _ for -)."""
    changed = {name.replace("_", "-"): value for name, value in others.items()}
    return {name: changed.get(name, default) for name in READING_ORDER}


@pytest.mark.parametrize(
    ("given", "tier", "named"),
    [
        (scores(), Tier.CODE_LIKE, "at 4"),
        (scores(sound_verifier=2), Tier.CODE_LIKE, "sound-verifier at 2"),
        (scores(task_volume=1), Tier.NEXT, "task-volume at 1"),
        (scores(sound_verifier=1), Tier.NEXT, "sound-verifier at 1"),
        (scores(verifiable=2), Tier.NEXT, "verifiable at 2"),
        (scores(feedback_latency=2), Tier.NEXT, "feedback-latency at 2"),
        (scores(feedback_latency=1), Tier.SLOW, "feedback-latency at 1"),
        (scores(reversible=0), Tier.SLOW, "reversible at 0"),
        (scores(verifiable=1, feedback_latency=2), Tier.VERIFIER_POOR, "verifiable at 1"),
        (scores(executable=0, attempt_cost=0, task_volume=0), Tier.NO_HABITAT, "at 0"),
    ],
)
def test_each_rule_gives_its_tier_and_names_the_score(given, tier, named):
    """The tier follows from the scores that the reason names."""
    found = placing(given, {})

    assert found.tier is tier
    assert named in found.reason


def test_a_missing_score_leaves_the_tier_open():
    """Nothing is guessed: a domain with a score missing has no tier, and the reason names it."""
    found = placing(scores(verifiable=None), {"verifiable": "verifiable by machine"})

    assert found.tier is None
    assert "verifiable by machine" in found.reason


def test_no_scores_at_all_leave_the_tier_open():
    """Even the scales themselves may be missing."""
    assert placing({}, {}).tier is None
