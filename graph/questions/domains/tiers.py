"""The tier of a domain, by rules that name the scores they look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Tier(StrEnum):
    """How near a domain is to talking back as code does."""

    CODE_LIKE = "code-like"
    NEXT = "next"
    SLOW = "slow or dear"
    VERIFIER_POOR = "verifier-poor"
    NO_HABITAT = "not a habitat"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
