"""Where one stands when asking: whose loop, and on what date."""

from __future__ import annotations

from dataclasses import replace

from graph.errors import UsageError
from graph.evidence.dates import Calendar, period_of
from graph.model import LoopModel
from graph.records import record

#: Whose loop is asked about if nobody says otherwise.
DEFAULT_SETTING = "frontier-lab"

#: So many days after the newest evidence may still be asked for: no map is rewritten every day, and
#: a year on, what is known has only aged; far beyond, it says nothing any more.
_DAYS_BEYOND_EVIDENCE = 366


@record
class Standpoint:
    """Whose loop is asked about, and what was known when.

    Attributes:
        setting: id of the setting (``frontier-lab``, ``industry``, ``open-source``); nothing means
            the one that the map says it is of, else ``DEFAULT_SETTING``.
        as_of: a date as ``2026``, ``2026-08`` or ``2026-08-15``; what became known later weighs
            nothing. ``None``: everything the map holds counts.
        evidence_only: whether our own judgements of what AI speeds up are left out, so that every
            speed-up rests on what others observed.
        conditioned: whether draws are weighed by the gaps between releases that were seen; without
            it they are the map before anybody looked.

    Raises:
        UsageError: the date is none.
    """

    setting: str = ""
    as_of: str | None = None
    evidence_only: bool = False
    conditioned: bool = True

    def __post_init__(self) -> None:
        if self.as_of is not None and period_of(self.as_of) is None:
            raise UsageError(f"{self.as_of!r} is not a date. Write 2026, 2026-08 or 2026-08-15.")

    def on(self, model: LoopModel) -> Standpoint:
        """Return the same standpoint with the setting that is meant on a map.

        >>> Standpoint().on(LoopModel({}, {}, {})).setting
        'frontier-lab'
        """
        if self.setting:
            return self
        return replace(self, setting=model.words.setting or DEFAULT_SETTING)


def refuse_unknown_setting(model: LoopModel, setting: str) -> None:
    """Refuse a setting that the map does not have; a map without settings leaves it open.

    Raises:
        UsageError: naming those there are.
    """
    if model.settings and setting not in model.settings:
        known = ", ".join(model.settings)
        raise UsageError(f"There is no setting '{setting}'. Choose one of: {known}.")


def refuse_out_of_reach(model: LoopModel, as_of: str) -> None:
    """Refuse a date on which nothing was known yet, or one far beyond everything known.

    Raises:
        UsageError: naming the nearest date that can be asked for.
    """
    calendar = Calendar(model)
    asked, oldest, newest = period_of(as_of), calendar.oldest_known_day, calendar.newest_known_day
    if asked and newest and (asked.first - newest).days > _DAYS_BEYOND_EVIDENCE:
        raise UsageError(
            f"There is no evidence later than {newest}; take that date or an earlier one."
        )
    if asked and oldest and asked.last < oldest:
        raise UsageError(
            f"Nothing on this map was known by {as_of}: its oldest evidence is of {oldest}. "
            "Choose that day or a later one."
        )
