"""The numbers from which the map's answers are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.evidence.pool import Pool
from graph.loop.study import Study
from graph.vocabulary import Kind, MetricName

#: What times a component, in the order of reading.
OF_COMPONENTS = (
    MetricName.SPEEDUP,
    MetricName.BASELINE_DAYS,
    MetricName.FLOOR_DAYS,
    MetricName.CAPACITY,
)

#: What times a dependency.
OF_DEPENDENCIES = (MetricName.LAG, MetricName.DELAY_DAYS, MetricName.REWORK_SHARE)


@dataclass(frozen=True, slots=True)
class InputNumber:
    """One number that enters the answers, with the evidence on it.

    Attributes:
        subject: id of the component or dependency.
        metric: as a word.
        pool: the evidence on it.
    """

    subject: str
    metric: str
    pool: Pool

    @property
    def name(self) -> str:
        """What ``--set`` calls it: ``code-review.speedup``."""
        return f"{self.subject}.{self.metric}"


def input_numbers(study: Study) -> Iterator[InputNumber]:
    """Yield every number that enters period, pace or ceiling and is known, by subject.

    What is supposed is no evidence and is left out.
    """
    wanted = [
        (subject, str(metric))
        for subject in sorted(study.model.components)
        for metric in OF_COMPONENTS
    ]
    for item in sorted(study.model.dependencies.values(), key=lambda found: found.id):
        metrics = OF_DEPENDENCIES if item.kind is Kind.GATES else (MetricName.REWORK_SHARE,)
        wanted += [(item.id, str(metric)) for metric in metrics]
    for subject, metric in wanted:
        pool = study.estimates.pool(subject, metric)
        if pool and pool.estimate and study.supposed(subject, metric) is None:
            yield InputNumber(subject, metric, pool)
