"""On which differences a comparison counts as failed: a list of conditions, each with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from graph.comparing.answer_changes import AnswerChanges
from graph.comparing.comparison import Comparison
from graph.errors import UsageError
from graph.loop.comparison import Change
from graph.records import record


@record
class Condition:
    """A difference that somebody may not want to let pass.

    Attributes:
        name: by which it is asked for.
        summary: when it is met, for the help.
        reason: why it is met, in words; ``None`` if it is not. The number is the limit as a share.
        takes_limit: whether a limit belongs to it: ``NAME=5%``.
    """

    name: str
    summary: str
    reason: Callable[[Comparison, float], str | None]
    takes_limit: bool = False


@record
class ChosenCondition:
    """A condition with its limit.

    Attributes:
        condition: which.
        limit: as a share; 0 where it takes none.
    """

    condition: Condition
    limit: float


def _of_answers(
    reason: Callable[[AnswerChanges, float], str | None],
) -> Callable[[Comparison, float], str | None]:
    """Return a condition on the answers: lost answers meet every one of them."""

    def met(found: Comparison, limit: float) -> str | None:
        if found.loop_lost and found.no_answers:
            return f"the map after has no answer: {found.no_answers.after}"
        return reason(found.answers, limit) if found.answers else None

    return met


def _binding(found: AnswerChanges, _: float) -> str | None:
    if not found.binding_changed:
        return None
    was, now = (
        ", ".join(found.labels.get(key, key) for key in side)
        for side in (found.binds_before, found.binds_after)
    )
    return f"what binds is {now} instead of {was}"


def _statuses(found: AnswerChanges, _: float) -> str | None:
    count = len(found.statuses)
    return f"the status of {count} {'part is' if count == 1 else 'parts is'} another" * bool(count)


def _relative(change: Change) -> float:
    was, gap = change.mean_before, change.mean_difference
    return gap / was if was and gap and change.moved else 0.0


def _pace_worse(found: AnswerChanges, limit: float) -> str | None:
    fall = -_relative(found.loop.answer("pace"))
    if fall <= limit:
        return None
    return f"the pace falls by {fall:.2%}, more than {limit:.2%}".replace("%", " %")


def _period_longer(found: AnswerChanges, limit: float) -> str | None:
    rise = _relative(found.loop.answer("period_days"))
    if rise <= limit:
        return None
    return f"the period rises by {rise:.2%}, more than {limit:.2%}".replace("%", " %")


def _next(found: AnswerChanges, _: float) -> str | None:
    return "what falls next is another, or falls at another time" * any(
        item.changed for item in found.next
    )


def _ranks(found: AnswerChanges, _: float) -> str | None:
    count = sum(item.moved for item in found.ranks)
    return f"{count} {'rank moves' if count == 1 else 'ranks move'} beyond the noise" * bool(count)


def _any_answer(found: AnswerChanges, _: float) -> str | None:
    return "an answer moves beyond the noise" * found.moved


def _stale(found: Comparison, _: float) -> str | None:
    stale = [thing.id for thing in found.changes if thing.reasoning_kept]
    return f"changed with the old reasoning beside it: {', '.join(stale)}" * bool(stale)


def _any_change(found: Comparison, _: float) -> str | None:
    return "the maps do not say the same" * bool(found.changes)


CONDITIONS: tuple[Condition, ...] = (
    Condition(
        "binding-changes",
        "Another cycle binds in half of the draws, or another part is critical most often.",
        _of_answers(_binding),
    ),
    Condition("status-changes", "The status of a part is another.", _of_answers(_statuses)),
    Condition(
        "pace-worse-than",
        "The mean pace falls by more than so much, beyond the noise.",
        _of_answers(_pace_worse),
        takes_limit=True,
    ),
    Condition(
        "period-longer-than",
        "The mean period rises by more than so much, beyond the noise.",
        _of_answers(_period_longer),
        takes_limit=True,
    ),
    Condition("next-changes", "What falls next, or when, is another.", _of_answers(_next)),
    Condition("rank-changes", "A rank moves beyond the noise.", _of_answers(_ranks)),
    Condition("any-answer", "Any answer moves beyond the noise.", _of_answers(_any_answer)),
    Condition(
        "old-reasoning",
        "A number was changed, and the reasoning or quote beside it was not.",
        _stale,
    ),
    Condition("any-change", "The maps do not say the same.", _any_change),
)


def chosen_conditions(texts: Iterable[str]) -> tuple[ChosenCondition, ...]:
    """Return the conditions that a person asks for.

    Args:
        texts: names, with ``=5%`` or ``=0.05`` where a limit belongs to it; several in one text
            with commas between.

    Raises:
        UsageError: there is no such condition, or its limit is missing or makes no sense.

    >>> [item.limit for item in chosen_conditions(["pace-worse-than=5%,any-change"])]
    [0.05, 0.0]
    """
    parts = (part.strip() for text in texts for part in text.split(","))
    return tuple(_chosen(part) for part in parts if part)


def _chosen(text: str) -> ChosenCondition:
    name, equals, limit = text.partition("=")
    known = {item.name: item for item in CONDITIONS}
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        offer = f"Did you mean {' or '.join(near)}?" if near else f"Choose {', '.join(known)}."
        raise UsageError(f"There is no condition '{name}'. {offer}")
    found = known[name]
    if found.takes_limit != bool(equals):
        if found.takes_limit:
            raise UsageError(f"'{name}' needs a limit, for example {name}=5%.")
        raise UsageError(f"'{name}' takes no limit: write it without '{equals}{limit}'.")
    return ChosenCondition(found, _share(name, limit) if equals else 0.0)


def _share(name: str, text: str) -> float:
    bare = text.strip()
    try:
        value = float(bare.removesuffix("%")) / (100 if bare.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise UsageError(f"'{text}' is no limit. Write a share of 0 or more: {name}=5%.")
    return value


def conditions_met(found: Comparison, chosen: Iterable[ChosenCondition]) -> tuple[str, ...]:
    """Return each condition that a comparison meets, with why.

    Args:
        found: the comparison.
        chosen: the conditions asked for.
    """
    reasons = ((item, item.condition.reason(found, item.limit)) for item in chosen)
    return tuple(f"{item.condition.name}: {why}." for item, why in reasons if why)
