"""Feedback quality: how well a domain talks back, a power mean that leans to its weakest property.

1 is the top of every scale. Code is one of the domains, below 1 as others are; some exceed it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from graph.cycles.batch.columns import Array
from graph.records import record

#: The default leans hard towards the weakest property: an assumption that the data may test.
DEFAULT_EXPONENT = -4.0


def on_unit_scale(score: float, top: int) -> float:
    """Return a score between 0 and 1, never 0 itself, so that every power mean exists.

    ``(score + 1/2) / (top + 1/2)``: half a step is added because the lowest step is a range too.

    >>> on_unit_scale(4, 4), round(on_unit_scale(0, 4), 3)
    (1.0, 0.111)
    """
    return (score + 0.5) / (top + 0.5)


def feedback_quality(
    scores: Sequence[float],
    tops: Sequence[int],
    weights: Sequence[float],
    exponent: float = DEFAULT_EXPONENT,
) -> float:
    """Return the feedback quality of some scores, from just above 0 to 1.

    ``(sum of w_j x_j^p)^(1/p)`` with ``x`` the scores on the unit scale; the weighted geometric
    mean at p = 0, and the weakest property with a weight above 0 at p = minus infinity.

    Args:
        scores: one a property, 0 to its top.
        tops: the highest score of each property.
        weights: 0 or more, with a sum above 0; they are divided by it.
        exponent: 1 is the plain mean; the lower, the more the weakest property decides.

    >>> feedback_quality([4, 4], [4, 4], [1, 1])
    1.0
    >>> round(feedback_quality([4, 0], [4, 4], [1, 1], 1), 3)  # (1 + 1/9) / 2
    0.556
    >>> round(feedback_quality([4, 0], [4, 4], [1, 1], -math.inf), 3)
    0.111
    """
    shares = np.array(weights, dtype=float) / math.fsum(weights)
    pairs = zip(scores, tops, strict=True)
    units = np.array([on_unit_scale(score, top) for score, top in pairs])
    return float(power_means(units, shares, exponent))


def power_means(units: Array, shares: Array, exponent: float) -> Array:
    """Return the weighted power means along the last axis.

    Args:
        units: above 0 and at most 1.
        shares: of the same shape or one that can be spread over it; sums of 1 along the last axis.
        exponent: finite or minus infinity; 0 gives the geometric mean.
    """
    if exponent == -math.inf:
        result: Array = np.where(shares > 0, units, np.inf).min(axis=-1)
    elif exponent == 0:
        result = np.exp((shares * np.log(units)).sum(axis=-1))
    else:
        result = (shares * units**exponent).sum(axis=-1) ** (1 / exponent)
    return result


class Tier(StrEnum):
    """How near a domain is to talking back as code does."""

    CODE_LIKE = "code-like"
    NEXT = "next"
    SLOW = "slow or dear"
    VERIFIER_POOR = "verifier-poor"
    NO_HABITAT = "not a habitat"


@record
class Placing:
    """A tier and why, in one line.

    Attributes:
        tier: ``None`` if a score is missing that decides it.
        reason: which scores decide.
    """

    tier: Tier | None
    reason: str


#: Whether one can try often: act, hear soon, pay little, start again.
TRYING = ("executable", "feedback-latency", "attempt-cost", "reversible")
#: Whether the verdict means something.
JUDGING = ("verifiable", "sound-verifier")
#: So many properties at the bottom of their scale leave nothing to learn from.
_MOST_AT_ZERO = 2
#: Properties named in a reason; the rest is counted.
_MOST_NAMED = 3


def placing(scores: Mapping[str, float | None], labels: Mapping[str, str]) -> Placing:
    """Return the tier of some scores on scales from 0 to 4.

    Three or more properties at 0: not a habitat. A verdict of 1 or less where trying is not easy
    (below 3): verifier-poor. Trying at 1 or less: slow or dear. Trying at 3 or more with a verdict
    of 2 or more, an automatic check and nothing below 2: code-like. All else: next. "Trying" and
    "verdict" are the lowest scores of their properties; the rules look at central scores alone.

    Args:
        scores: by property; ``None`` where nobody scored.
        labels: what people call the properties.

    >>> placing({name: 4.0 for name in (*TRYING, *JUDGING)}, {}).tier
    <Tier.CODE_LIKE: 'code-like'>
    """
    missing = [name for name, score in scores.items() if score is None]
    missing += [name for name in (*TRYING, *JUDGING) if name not in scores]
    if missing:
        return Placing(None, f"no score yet for {_listed(sorted(missing), labels)}")
    known = {name: score for name, score in scores.items() if score is not None}
    at_zero = [name for name, score in known.items() if round(score) <= 0]
    trying, judging = _lowest(known, TRYING), _lowest(known, JUDGING)
    if len(at_zero) > _MOST_AT_ZERO:
        return Placing(Tier.NO_HABITAT, f"nothing to go by: {_listed(at_zero, labels)} at 0")
    if judging.score < 1.5 and trying.score < 2.5:
        return Placing(Tier.VERIFIER_POOR, _said("no verdict to trust", judging, labels))
    if trying.score < 1.5:
        return Placing(Tier.SLOW, _said("each try is slow, dear or final", trying, labels))
    return _near(known, trying, judging, labels)


@record
class _Lowest:
    """The lowest score of a group, and who has it."""

    score: float
    names: tuple[str, ...]


def _lowest(scores: Mapping[str, float], group: tuple[str, ...]) -> _Lowest:
    least = min(scores[name] for name in group)
    return _Lowest(least, tuple(name for name in group if scores[name] == least))


def _near(
    known: Mapping[str, float], trying: _Lowest, judging: _Lowest, labels: Mapping[str, str]
) -> Placing:
    lowest = _lowest(known, tuple(known))
    automatic = known["verifiable"] >= 2.5
    if trying.score >= 2.5 and judging.score >= 1.5 and automatic and lowest.score >= 1.5:
        return Placing(Tier.CODE_LIKE, _said("quick tries and a verdict; least", lowest, labels))
    if judging.score < 1.5 or not automatic:
        return Placing(Tier.NEXT, _said("the verdict is the gap", judging, labels))
    if trying.score < 2.5:
        return Placing(Tier.NEXT, _said("trying is the gap", trying, labels))
    return Placing(Tier.NEXT, _said("what is missing", lowest, labels))


def _said(what: str, lowest: _Lowest, labels: Mapping[str, str]) -> str:
    return f"{what}: {_listed(lowest.names, labels)} at {lowest.score:.3g}"


def _listed(names: list[str] | tuple[str, ...], labels: Mapping[str, str]) -> str:
    shown = [labels.get(name, name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        shown.append(f"{len(names) - _MOST_NAMED} more")
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]
