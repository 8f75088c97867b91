"""What a question is asked of: a model, the standpoint taken, and what is supposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar, cast

from graph.errors import UsageError
from graph.estimates import Basis, Estimate, Scale
from graph.evidence.loop_estimates import LoopEstimates, estimate_loop
from graph.evidence.standpoint import Standpoint
from graph.loop.names import find_subject
from graph.model import LoopModel, Supposition
from graph.vocabulary import METRIC_ALIASES, MetricName

#: Metrics that a supposition may set, with the smallest value that makes sense.
SETTABLE: dict[str, float] = {
    MetricName.SPEEDUP: 0.0,
    MetricName.BASELINE_DAYS: 0.0,
    MetricName.FLOOR_DAYS: 0.0,
    MetricName.CAPACITY: 0.0,
    MetricName.LAG: 0.0,
    MetricName.DELAY_DAYS: 0.0,
    MetricName.REWORK_SHARE: 0.0,
}

#: Metrics for which zero itself makes no sense.
_ABOVE_ZERO = frozenset({MetricName.SPEEDUP, MetricName.CAPACITY})

#: Metrics that belong to dependencies; the others belong to components.
_OF_DEPENDENCIES = frozenset({MetricName.LAG, MetricName.DELAY_DAYS, MetricName.REWORK_SHARE})

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Study:
    """A model seen from a standpoint, with suppositions on top.

    Attributes:
        model: the map.
        standpoint: whose loop, and as of when.
        suppositions: numbers that replace what the evidence says; later ones win.
        without_sources: ids of sources that are left out, as if they had never been published.
    """

    model: LoopModel
    standpoint: Standpoint = field(default_factory=Standpoint)
    suppositions: tuple[Supposition, ...] = ()
    without_sources: frozenset[str] = frozenset()

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

    def estimate(self, subject: str, metric: str) -> Estimate | None:
        """Return the supposed number if there is one, else the pooled estimate, else ``None``."""
        value = self.supposed(subject, metric)
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

    def supposing(self, suppositions: tuple[Supposition, ...]) -> Study:
        """Return the same study with more suppositions on top."""
        if not suppositions:
            return self
        richer = replace(self, suppositions=self.suppositions + suppositions)
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

    def of_evidence(self, work_out: Callable[[Study], Answer]) -> Answer:
        """Return what a function says of the evidence alone, shared by all that is supposed.

        Args:
            work_out: as for ``once``; it sees the study without suppositions.
        """
        return self.without_suppositions().once(work_out)

    @cached_property
    def _worked_out(self) -> dict[Callable[[Study], object], object]:
        return {}

    def without(self, source: str) -> Study:
        """Return the same study of a world in which one more source was never published."""
        return replace(self, without_sources=self.without_sources | {source})


def parse_supposition(model: LoopModel, text: str) -> Supposition:
    """Return the supposition that ``COMPONENT.metric=VALUE`` states.

    Args:
        model: the map; names of components and dependencies are looked up in it.
        text: an id or a label, a full stop, the metric's word, ``=``, a number.

    Raises:
        UsageError: the form, the name, the metric or the number makes no sense; the message
            says what would.
    """
    target, equals, number = text.rpartition("=")
    name, stop, metric_word = target.rpartition(".")
    if not equals or not stop:
        raise UsageError(
            f"'{text}' is not of the form NAME.metric=VALUE, for example code-review.speedup=3."
        )
    metric = METRIC_ALIASES.get(metric_word.strip(), metric_word.strip())
    if metric not in SETTABLE:
        known = ", ".join(sorted([*SETTABLE, *METRIC_ALIASES]))
        raise UsageError(f"'{metric_word}' cannot be set. What can be set: {known}.")
    subject = find_subject(model, name, dependencies=metric in _OF_DEPENDENCIES)
    return Supposition(subject, str(metric), checked_value(metric, number.strip(), text))


def checked_value(metric: str, number: str, text: str) -> float:
    """Return the number if the metric can have it.

    Raises:
        UsageError: it is no finite number, or out of the metric's range.
    """
    try:
        value = float(number)
    except ValueError:
        raise UsageError(f"In '{text}', '{number}' is not a number.") from None
    least = SETTABLE[metric]
    too_small = value < least or (metric in _ABOVE_ZERO and value == 0)
    if not value < float("inf") or too_small:
        bound = "above 0" if metric in _ABOVE_ZERO else "of 0 or more"
        raise UsageError(f"In '{text}', {metric} must be a finite number {bound}.")
    if metric == MetricName.REWORK_SHARE and value >= 1:
        raise UsageError(f"In '{text}', a rework share must be below 1.")
    return value
