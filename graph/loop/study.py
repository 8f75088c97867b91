"""What a question is asked of: a model, the standpoint taken, and what is supposed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from functools import cached_property
from typing import TypeVar, cast

from graph.estimates import Basis, Estimate, Scale
from graph.evidence.following import (
    FOLLOWING,
    Formula,
    Key,
    dependents,
    followed_estimate,
    formula_of,
)
from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.evidence.standpoint import (
    Standpoint,
    refuse_out_of_reach,
    refuse_unknown_setting,
)
from graph.loop.kept_draws import KeptDraws
from graph.loop.suppositions import (
    Suppose,
    refuse_nonsense,
    suppositions_from,
    suppositions_of,
)
from graph.model import LoopModel, Supposition
from graph.records import record

Answer = TypeVar("Answer")


@record(slots=False)
class Study:
    """A model seen from a standpoint, with suppositions on top.

    Attributes:
        model: the map.
        standpoint: whose loop, and as of when.
        suppositions: numbers that replace what the evidence says; later ones win.
        without_sources: ids of sources that are left out, as if they had never been published.

    Raises:
        UsageError: the map has no such setting, or something is supposed of nothing on the map or
            out of its range.
    """

    model: LoopModel
    standpoint: Standpoint = field(default_factory=Standpoint)
    suppositions: tuple[Supposition, ...] = ()
    without_sources: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "standpoint", self.standpoint.on(self.model))
        refuse_unknown_setting(self.model, self.standpoint.setting)
        for item in self.suppositions:
            refuse_nonsense(self.model, item)

    def __repr__(self) -> str:
        of = f"{self.standpoint.setting}, evidence as of {self.standpoint.as_of or 'now'}"
        supposed = f", supposing {', '.join(map(str, self.suppositions))}" * bool(self.suppositions)
        return f"Study({self.model!r}, {of}{supposed})"

    @cached_property
    def estimates(self) -> LoopEstimates:
        """What the evidence says, before anything is supposed."""
        return estimate_loop(
            self.model,
            self.standpoint,
            without_sources=self.without_sources,
            timeless_from_today=True,
        )

    @cached_property
    def _supposed(self) -> dict[tuple[str, str], float]:
        return {(item.subject, str(item.metric)): item.value for item in self.suppositions}

    def supposed(self, subject: str, metric: str) -> float | None:
        """Return the supposed value, or ``None`` if nothing is supposed."""
        return self._supposed.get((subject, str(metric)))

    def moved(self, subject: str, metric: str) -> bool:
        """Return whether a number is supposed, or follows from one that is."""
        return (subject, str(metric)) in self._moved

    @cached_property
    def _moved(self) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        waiting = [Key(*key) for key in self._supposed]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting.extend(self.of_evidence(dependents_of).get(key, ()))
        return frozenset(found)

    def formula(self, key: Key) -> Formula | None:
        """Return the formula by which a number follows from others.

        Returns:
            ``None`` if it does not, or if the number itself is supposed.
        """
        if key.metric not in FOLLOWING or key in self._supposed:
            return None
        if not self.estimates.follows(*key):
            return None
        return formula_of(self.model, key, self._believed, self._evidence)

    def _believed(self, key: Key) -> Estimate | None:
        return self.estimate(*key)

    def _evidence(self, key: Key) -> Estimate | None:
        return self.estimates.get(*key)

    def estimate(self, subject: str, metric: str) -> Estimate | None:
        """Return the supposed number if there is one, else the pooled estimate, else ``None``.

        What follows from a supposed number follows it.
        """
        if not self.suppositions:
            return self.estimates.get(subject, metric)
        value = self.supposed(subject, metric)
        if value is None and self.moved(subject, metric):
            followed = followed_estimate(
                Key(subject, str(metric)), self._believed, self.formula, self._evidence
            )
            return followed or self.estimates.get(subject, metric)
        if value is None:
            return self.estimates.get(subject, metric)
        known = self.model.metrics.get(str(metric))
        return Estimate(
            median=value,
            low=None,
            high=None,
            unit=known.unit if known else "",
            scale=known.scale if known else Scale.IDENTITY,
            deviation=0.0,
            basis=Basis.ASSUMED,
        )

    def supposing(self, suppositions: Suppose) -> Study:
        """Return the same study with more suppositions on top.

        Args:
            suppositions: one or several, made or written; see :func:`suppositions_from`.

        Raises:
            UsageError: one of them makes no sense on this map.
        """
        further = suppositions_from(self.model, suppositions)
        if not further:
            return self
        richer = replace(self, suppositions=self.suppositions + further)
        # What the evidence says does not depend on what is supposed, so it is pooled only once.
        richer.__dict__["estimates"] = self.estimates
        richer.__dict__["_evidence_alone"] = self.without_suppositions()
        return richer

    def without_suppositions(self) -> Study:
        """Return the same study as the evidence alone has it."""
        return self._evidence_alone if self.suppositions else self

    @cached_property
    def _evidence_alone(self) -> Study:
        bare = replace(self, suppositions=())
        bare.__dict__["estimates"] = self.estimates
        return bare

    def once(self, work_out: Callable[[Study], Answer]) -> Answer:
        """Return what a function says of this study, worked out the first time only.

        The answer is kept as long as the study. It is for functions that stand in a module, whose
        number is small; one made for a single question would be kept all the same.

        Args:
            work_out: gives the same answer every time; what it raises is not kept.
        """
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        return cast(Answer, self._worked_out[work_out])

    def knows(self, work_out: Callable[[Study], object]) -> bool:
        """Return whether an answer is kept."""
        return work_out in self._worked_out

    def forget(self, work_out: Callable[[Study], object]) -> None:
        """Keep an answer no longer."""
        self._worked_out.pop(work_out, None)

    def keep_for_evidence(self, work_out: Callable[[Study], Answer], answer: Answer) -> None:
        """Keep an answer as that of the evidence alone, as if it had been worked out.

        Args:
            work_out: as for ``once``.
            answer: what it would give.
        """
        self.without_suppositions()._worked_out[work_out] = answer

    def of_evidence(self, work_out: Callable[[Study], Answer]) -> Answer:
        """Return what a function says of the evidence alone, shared by all that is supposed.

        Args:
            work_out: as for ``once``; it sees the study without suppositions.
        """
        return self.without_suppositions().once(work_out)

    @cached_property
    def _worked_out(self) -> dict[Callable[[Study], object], object]:
        return {}

    @cached_property
    def kept_draws(self) -> KeptDraws:
        """What the draws of the map begin with, as far as it was worked out."""
        return KeptDraws()

    def without(self, source: str) -> Study:
        """Return the same study of a world in which one more source was never published."""
        left = replace(self, without_sources=self.without_sources | {source})
        left.__dict__["estimates"] = self.estimates.without(frozenset({source}))
        return left


def dependents_of(study: Study) -> dict[Key, tuple[Key, ...]]:
    """Return for each number of a study's map what follows, or could follow, from it directly."""
    return dependents(study.model)


def study_of(
    model: LoopModel,
    *,
    setting: str = "",
    as_of: str | None = None,
    scenario: str | Iterable[str] = (),
    suppose: Suppose = (),
    evidence_only: bool = False,
    prior: bool = False,
) -> Study:
    """Return the study that a person asks for: the one rule for terminal, page and notebook.

    Args:
        model: the map.
        setting: whose loop; nothing means the map's own.
        as_of: ``2026``, ``2026-08`` or ``2026-08-15``; ``None`` for everything known.
        scenario: one name or several; later ones win.
        suppose: numbers on top; see :func:`~graph.loop.suppositions.suppositions_from`.
        evidence_only: whether our own judgements of speed-ups are left out.
        prior: whether draws are taken as they are, not weighed by the gaps between releases.

    Raises:
        UsageError: a setting, date, scenario or supposition makes no sense on this map.
    """
    study = Study(model, Standpoint(setting, as_of, evidence_only, not prior))
    if as_of is not None:
        refuse_out_of_reach(model, as_of)
    names = (scenario,) if isinstance(scenario, str) else scenario
    return study.supposing(suppositions_of(model, names)).supposing(suppose)
