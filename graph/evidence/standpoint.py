"""Where one stands when asking: whose loop, and on what date."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Whose loop is asked about, and what was known when.

    Attributes:
        setting: id of the setting (``frontier-lab``, ``industry``, ``open-source``).
        as_of: a date as ``2026``, ``2026-08`` or ``2026-08-15``; what became known later weighs
            nothing. ``None``: everything the map holds counts.
    """

    setting: str = "frontier-lab"
    as_of: str | None = None
