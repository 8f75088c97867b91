"""One question asked of two standpoints on one map: whose loop, which day, or what is supposed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from graph.estimates import Interval
from graph.loop.answer import Answer
from graph.loop.comparison import Change
from graph.loop.paired_draws import pair, undrawn
from graph.loop.study import Study
from graph.questions.critical_path.answer import CriticalPath
from graph.questions.critical_path.compute import critical_path
from graph.questions.what_if.compute import WhatIf, central_changes
from graph.records import record


@record
class Side:
    """One of the two.

    Attributes:
        name: what tells it from the other: a setting, a date, a scenario or what is supposed.
        weighed: whether its draws were weighed by the gaps between releases that were seen.
        answer: the whole answer, as the command prints it of this side alone.
    """

    name: str
    weighed: bool
    answer: Answer


@record
class SideBySide:
    """Two answers to one question, from draws that are common as far as they can be.

    Attributes:
        question: as the command line calls it.
        against: what was asked for beside it, as typed.
        draws: behind the changes of the loop as a whole; 0 for central numbers.
        seed: of them; ``None`` without.
        common_draws: share of the draws behind the differences in which both sides are represented
            by the same point.
        figures: period, pace, period without AI and ceiling: ``before`` is the first side and
            ``after`` the second, each as it says of itself alone; the difference is that of common
            draws.
        sides: the two, the one without ``--against`` first.
    """

    question: str
    against: str
    draws: int
    seed: int | None
    common_draws: float
    figures: tuple[Change, ...]
    sides: tuple[Side, Side]


@record
class Standpoints:
    """The two studies that are asked, and what each is called.

    Attributes:
        first: the study without ``--against``.
        second: the other.
        names: what tells them apart, in this order.
        against: as typed.
    """

    first: Study
    second: Study
    names: tuple[str, str]
    against: str


def side_by_side(
    question: str,
    standpoints: Standpoints,
    ask: Callable[[Study], Answer],
    *,
    draws: int,
    seed: int,
) -> SideBySide:
    """Return the answers to a question from two standpoints.

    Each side says what it says alone, to the digit. For the differences both draw each number that
    they share from the same place of the same points (:func:`~graph.loop.paired_draws.pair`), so
    that what they have in common cancels.

    Args:
        question: its name.
        standpoints: the two studies.
        ask: puts the question to one of them, with so many draws of this seed.
        draws: 0 for central numbers.
        seed: of the draws.

    Raises:
        LoopmapError: one of the sides has no answer.
    """
    first, second, common = _on_common_draws(standpoints, draws, seed)
    changes = _changes(first, second, draws, seed)
    answers = ask(standpoints.first), ask(standpoints.second)
    alone = (
        _loop_alone(standpoints.first, answers[0], draws, seed),
        _loop_alone(standpoints.second, answers[1], draws, seed),
    )
    sides = tuple(
        Side(name, of_loop.effective_draws is not None, answer)
        for name, of_loop, answer in zip(standpoints.names, alone, answers, strict=True)
    )
    return SideBySide(
        question=question,
        against=standpoints.against,
        draws=draws,
        seed=seed if draws else None,
        common_draws=common,
        figures=tuple(_as_quoted(changes, *alone)),
        sides=(sides[0], sides[1]),
    )


def _loop_alone(study: Study, answer: Answer, draws: int, seed: int) -> CriticalPath:
    """Return what a side says of the loop where nothing stands beside it."""
    if isinstance(answer, CriticalPath) and answer.draws == draws:
        return answer
    return critical_path(study, draws=draws, seed=seed)


def _as_quoted(changes: WhatIf, first: CriticalPath, second: CriticalPath) -> Iterator[Change]:
    """Yield the changes with the intervals that each side gives of itself."""
    for change in changes.answers:
        was, now = (_interval(side, change.answer) for side in (first, second))
        yield replace(change, before=was or change.before, after=now or change.after)


def _interval(side: CriticalPath, answer: str) -> Interval | None:
    if answer == "ceiling_pace":
        return side.ceiling.pace if side.ceiling else None
    return {
        "period_days": side.period_days,
        "pace": side.pace,
        "baseline_period_days": side.baseline_period_days,
    }.get(answer)


def _on_common_draws(standpoints: Standpoints, draws: int, seed: int) -> tuple[Study, Study, float]:
    first, second = standpoints.first, standpoints.second
    bare = undrawn(first.without_suppositions())
    if (first.standpoint, first.model.digest) == (second.standpoint, second.model.digest):
        # What is supposed has no part in the draws: both stand on the very same.
        return bare.supposing(first.suppositions), bare.supposing(second.suppositions), 1.0
    other = undrawn(second.without_suppositions())
    common = pair(bare, other, draws=draws, seed=seed) if draws else 1.0
    return bare.supposing(first.suppositions), other.supposing(second.suppositions), common


def _changes(first: Study, second: Study, draws: int, seed: int) -> WhatIf:
    if not draws:
        return central_changes(critical_path(first), critical_path(second))
    from graph.loop.paired_draws import draws_kept
    from graph.questions.what_if.sampled import drawn_changes

    with draws_kept(first, second):
        was, now = (critical_path(side, draws=draws, seed=seed) for side in (first, second))
        return drawn_changes(was, now, first, second)
