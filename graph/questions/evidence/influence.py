"""On which sources the answers hang: period, pace and ceiling without each source in turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph.errors import LoopmapError
from graph.estimates import Interval
from graph.evidence.loop_estimates import weighing_sources
from graph.loop.study import Study
from graph.loop.variance import InputNumber, input_numbers
from graph.questions.critical_path.compute import ceiling
from graph.questions.critical_path.solved_loop import SolvedLoop, solve_loop
from graph.records import record
from graph.vocabulary import MetricName
from graph.workers import current_workers

if TYPE_CHECKING:
    from graph.loop.shared_study import SharedStudy


@record
class Answers:
    """The three answers that hang on evidence.

    Attributes:
        period_days: days per generation now.
        pace: against no AI.
        ceiling: the pace if all that is accelerated took its floor; ``None`` if nothing is.
        critical_cycle: ids in order.
    """

    period_days: float
    pace: float
    ceiling: float | None
    critical_cycle: tuple[str, ...]


@record
class SourceInfluence:
    """The answers of a map that never heard of one source.

    Attributes:
        source: its id.
        title: its title.
        publisher: who published it.
        numbers: the numbers in which it weighs, as ``code-review.speedup``.
        alone_in: those of them for which it is the only source and no assumption weighs.
        unknown_without: those of which nothing would be known without it.
        answers: the answers without it; ``None`` if the loop then has none.
        pace_change: pace without it / pace - 1.
        period_change: likewise for the period.
        ceiling_change: likewise; ``None`` if there is no ceiling with or without it.
        moves_critical_cycle: whether another cycle binds without it.
        obstacle: why there is no answer without it.
    """

    source: str
    title: str
    publisher: str | None
    numbers: tuple[str, ...]
    alone_in: tuple[str, ...]
    unknown_without: tuple[str, ...]
    answers: Answers | None
    pace_change: float | None
    period_change: float | None
    ceiling_change: float | None
    moves_critical_cycle: bool
    obstacle: str | None = None

    @property
    def size(self) -> float:
        """How much the answer that moves most moves; infinite if there is none without it."""
        if self.answers is None:
            return float("inf")
        changes = (self.pace_change, self.period_change, self.ceiling_change)
        return max(abs(change or 0.0) for change in changes)


def answers_of(study: Study, solved: SolvedLoop | None = None) -> Answers:
    """Return period, pace, ceiling and critical cycle at the central estimate.

    Raises:
        LoopmapError: the loop has no period.
    """
    solved = solved or solve_loop(study)
    top = ceiling(study, solved)
    return Answers(
        period_days=float(solved.ratio.period),
        pace=float(solved.ratio_before.period / solved.ratio.period),
        ceiling=top.pace.median if top and top.pace else None,
        critical_cycle=solved.ratio.nodes,
    )


def influences(study: Study, sources: Iterable[str] | None = None) -> tuple[SourceInfluence, ...]:
    """Return what each source does to the answers, the most moving first.

    Each source is left out as if it had never been published; the date stays. What is supposed
    stays supposed. All of them together are worked out once for a study, which keeps them.

    Args:
        study: the map, the standpoint and what is supposed.
        sources: which ones; without it all that weigh in some number of the answers.

    Raises:
        LoopmapError: the loop has no period even with all sources.
    """
    chosen = tuple(sources or ())
    return _influences(study, chosen) if chosen else study.once(_influences)


def _influences(study: Study, sources: tuple[str, ...] = ()) -> tuple[SourceInfluence, ...]:
    now = answers_of(study)
    inputs = tuple(input_numbers(study))
    asked = weighing_sources(study.model, [item.pool for item in inputs])
    # NumPy comes with it, which whoever asks for something else can do without.
    from graph.loop.shared_study import SharedStudy

    chosen = sources or tuple(asked)
    together = _AllSources(SharedStudy(study), now, inputs)
    rows = current_workers().run(_influence, together, chosen, len(chosen))
    return tuple(sorted(rows, key=lambda row: (-row.size, row.source)))


@record
class _AllSources:
    """What the answers without each source are held against."""

    study: SharedStudy
    now: Answers
    inputs: tuple[InputNumber, ...]


def _influence(together: _AllSources, source: str) -> SourceInfluence:
    study, now, inputs = together.study.begin(), together.now, together.inputs
    observations = study.model.observations
    weighs_in = [
        item
        for item in inputs
        if any(observations[key].source == source for key in item.pool.weighing_observation_ids)
    ]
    left = study.without(source)
    then: Answers | None = now
    obstacle = None
    if weighs_in:
        try:
            then = answers_of(left)
        except LoopmapError as error:
            then, obstacle = None, str(error)
    known = study.model.sources.get(source)
    return SourceInfluence(
        source=source,
        title=known.title if known else source,
        publisher=known.publisher if known else None,
        numbers=tuple(item.name for item in weighs_in),
        alone_in=tuple(item.name for item in weighs_in if _is_alone(item)),
        unknown_without=tuple(
            item.name for item in weighs_in if left.estimates.get(item.subject, item.metric) is None
        ),
        answers=then,
        pace_change=_change(now.pace, then.pace if then else None),
        period_change=_change(now.period_days, then.period_days if then else None),
        ceiling_change=_change(now.ceiling, then.ceiling if then else None),
        moves_critical_cycle=then is None or set(then.critical_cycle) != set(now.critical_cycle),
        obstacle=obstacle,
    )


def _is_alone(item: InputNumber) -> bool:
    estimate = item.pool.estimate
    return estimate is not None and estimate.source_count == 1 and estimate.assumed_share == 0


def _change(now: float | None, then: float | None) -> float | None:
    if not now or then is None or now == float("inf") or then == float("inf"):
        return None
    return then / now - 1


@record
class LeftOut:
    """One speed-up without one source.

    Attributes:
        subject: id of the part.
        label: what people call it.
        source: id of the source left out.
        title: of the source.
        value: with all sources.
        without: without this one.
        change: without it / with it - 1.
    """

    subject: str
    label: str
    source: str
    title: str
    value: Interval
    without: Interval
    change: float


def left_out(study: Study) -> tuple[LeftOut, ...]:
    """Return every observed speed-up without each source in turn, the most moving first.

    In closed form for all parts at once. A part that nobody but us gave a number is left out; the
    judgements of ours stay in what is compared.
    """
    joint = study.estimates.joint(MetricName.SPEEDUP)
    if joint is None:
        return ()
    rows = []
    for source in joint.sources():
        known = study.model.sources.get(source)
        for part, then in joint.without_source(source).items():
            if not joint.has_evidence(part):
                continue
            now = joint.estimate(part).interval
            label, title = study.model.label(part), known.title if known else source
            change = then.median / now.median - 1
            rows.append(LeftOut(part, label, source, title, now, then, change))
    return tuple(sorted(rows, key=lambda row: (-abs(row.change), row.subject, row.source)))
