"""The observations that a study may speak of: known by then, not withdrawn, about its setting."""

from __future__ import annotations

from datetime import date

from graph.evidence.dates import Calendar
from graph.evidence.pooling import Admission, chain_from
from graph.loop.study import Study
from graph.model import Observation


class Observed:
    """Finds the observations of a thing that are open to a study.

    Args:
        study: its date and setting decide what is open.

    Attributes:
        chain: ids of the setting asked about, then of those it borrows from.
    """

    def __init__(self, study: Study) -> None:
        as_of = study.estimates.as_of
        day = date.fromisoformat(as_of) if as_of else None
        self._model = study.model
        self._calendar = Calendar(study.model)
        self._admission = Admission(study.model, self._calendar, day, frozenset(), frozenset())
        self.chain = tuple(link.id for link in chain_from(study.model, study.standpoint.setting))

    def of(self, subject: str) -> tuple[Observation, ...]:
        """Return what was observed of a thing in the setting asked about, or in one it borrows of.

        Observations without a setting hold for all. Nothing replaced, withdrawn or not yet known
        is among them.
        """
        return tuple(
            item
            for item in self._model.observations_by_subject.get(subject, ())
            if self._admission.refusal(item) is None and self.setting_of(item) is not None
        )

    def setting_of(self, observation: Observation) -> str | None:
        """Return the first setting of the study that an observation is about, if any."""
        if not observation.settings:
            return self.chain[0]
        return next((link for link in self.chain if link in observation.settings), None)

    def day_of(self, observation: Observation) -> date | None:
        """Return the day an observation is of: its own date, else its source's issue date."""
        return self._calendar.own_day(observation)
