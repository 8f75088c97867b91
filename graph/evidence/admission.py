"""Which observations are let in: known by then, not withdrawn, not replaced, not left out."""

from __future__ import annotations

from datetime import date

from graph.evidence.dates import Calendar
from graph.model import LoopModel, Observation


class Admission:
    """Tells of each observation whether it may weigh, and if not, why.

    Args:
        model: all observations, also the replacing ones.
        calendar: when each became known.
        day: what became known after it does not exist; ``None`` lets every date in.
        without_sources: sources to be left out.
        without_observations: observations to be left out.
    """

    def __init__(
        self,
        model: LoopModel,
        calendar: Calendar,
        day: date | None,
        without_sources: frozenset[str],
        without_observations: frozenset[str],
    ) -> None:
        self._model = model
        self._calendar = calendar
        self._day = day
        self._without_sources = without_sources
        self._without_observations = without_observations

    def refusal(self, observation: Observation) -> str | None:
        """Return why an observation weighs nothing; ``None`` if it may weigh.

        A replacement counts only if it was itself known, is not withdrawn and is not left out:
        before that day the old number was the number.
        """
        if self._left_out(observation):
            return "left out on request"
        if observation.retracted:
            return "withdrawn by its source"
        if not self._known(observation):
            return f"not known yet on {self._day}"
        return self._replacement(observation)

    def _replacement(self, observation: Observation) -> str | None:
        newer = self._model.observations.get(observation.replaced_by or "")
        if newer is None or newer.retracted or self._left_out(newer) or not self._known(newer):
            return None
        return f"replaced by {newer.id}"

    def _left_out(self, observation: Observation) -> bool:
        return (
            observation.id in self._without_observations
            or observation.source in self._without_sources
        )

    def _known(self, observation: Observation) -> bool:
        known = self._calendar.known_day(observation)
        return self._day is None or known is None or known <= self._day
