"""The date as of which the evidence is shown: typed by a reader, or taken from an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.evidence.dates import period_of


@dataclass(frozen=True, slots=True)
class AsOf:
    """A date that can be followed, or why it cannot.

    Attributes:
        text: the date as typed; ``None`` if it cannot be followed.
        note: why it cannot; whoever asked says what is shown instead.
    """

    text: str | None
    note: str | None = None


def checked_as_of(text: str, newest: date | None) -> AsOf:
    """Return the date if something was known then and nothing would have to be foretold.

    >>> checked_as_of("2025-06", date(2026, 11, 22)).text
    '2025-06'
    >>> checked_as_of("2999", date(2026, 11, 22)).note
    'There is no evidence later than 2026-11-22.'

    Args:
        text: a year, a month or a day, from a reader or an address.
        newest: the day of the newest evidence; ``None`` if nothing is dated.
    """
    period = period_of(text)
    if period is None:
        return AsOf(None, f"'{text[:40]}' is no date. Write 2025, 2025-06 or 2025-06-30.")
    if newest is not None and period.first > newest:
        return AsOf(None, f"There is no evidence later than {newest}.")
    return AsOf(text)
