"""When a number became known, and how old it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from graph.evidence.dates import Calendar, age_years, period_of
from graph.model import LoopModel, Observation, Source

Observed = Callable[..., Observation]
MapOf = Callable[..., LoopModel]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2026-08-15", date(2026, 8, 15), date(2026, 8, 15)),
    ],
)
def test_a_date_means_its_days(text: str, first: date, last: date) -> None:
    """A year means all of it, a month its days, a day itself."""
    period = period_of(text)

    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [None, "", "soon", "2026-13", "2026-02-30", "15.8.2026", "-2026", "2026-08-15T10:00", "²026",
     "9999-12-31-1", "0", "10000", "9999-12"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str | None) -> None:
    """Anything else than a year, a month or a day is no date, and no crash."""
    assert period_of(text) is None


def known(
    map_of: MapOf, observed: Observed, as_of: str | None, issued: str | None, *others: Observation
) -> date | None:
    """Return when an observation with these two dates was known."""
    item = observed("a", 1.0, as_of=as_of, source="paper")
    model = map_of(item, *others, sources=[Source("paper", "Paper", issued=issued)])
    return Calendar(model).known_day(item)


@pytest.mark.parametrize(
    ("as_of", "issued", "day"),
    [
        ("2025-03-01", "2025-06-10", date(2025, 6, 10)),  # the later of the two
        ("2025-06-10", "2025-03-01", date(2025, 6, 10)),  # a page kept up to date
        ("2025", None, date(2025, 12, 31)),  # a year means its end
        (None, "2025-04", date(2025, 4, 30)),
        ("2025", "2025-04-02", date(2025, 4, 2)),  # issued within the year it is about
        ("2025", "2024-04-02", date(2025, 12, 31)),  # a forecast
        (None, None, None),
        ("soon", None, None),
    ],
)
def test_known_from_the_later_date(
    map_of: MapOf, observed: Observed, as_of: str | None, issued: str | None, day: date | None
) -> None:
    """An observation is known once its date has passed and its source is out."""
    later = observed("later", 1.0, as_of="2026-01-31")

    assert known(map_of, observed, as_of, issued, later) == day


def test_the_running_year_ends_on_the_newest_day_of_the_map(
    map_of: MapOf, observed: Observed
) -> None:
    """A map whose newest day is 22 November does not date its own year to December."""
    newest = observed("b", 1.0, as_of="2026-11-22")

    assert known(map_of, observed, "2026", None, newest) == date(2026, 11, 22)
    assert known(map_of, observed, "2025", None, newest) == date(2025, 12, 31)


def test_a_map_without_dates_has_no_newest_day(map_of: MapOf, observed: Observed) -> None:
    """Undated evidence gives no date."""
    assert Calendar(map_of(observed("a", 1.0))).newest_known_day is None


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("2030", date(2025, 4, 10)),  # an outlook
        ("2026-12", date(2025, 4, 10)),  # likewise
        ("2026-07-23", date(2026, 7, 23)),  # a page kept up to date
        ("2025", date(2025, 4, 10)),
    ],
)
def test_an_outlook_does_not_say_what_day_it_is(
    map_of: MapOf, observed: Observed, as_of: str, day: date
) -> None:
    """A forecast for 2030 published in 2025 is evidence of 2025, and ages nothing by five years."""
    item = observed("a", 1.0, as_of=as_of, source="paper")
    model = map_of(item, sources=[Source("paper", "Paper", issued="2025-04-10")])

    assert Calendar(model).newest_known_day == day


def test_age_is_in_years_and_never_negative() -> None:
    """Four years with one leap day are 1461 days; the future has age 0, the undated too."""
    assert age_years(date(2022, 1, 1), date(2026, 1, 1)) == pytest.approx(4.0)
    assert age_years(date(2027, 1, 1), date(2026, 1, 1)) == 0.0
    assert age_years(None, date(2026, 1, 1)) == 0.0
    assert age_years(date(2026, 1, 1), None) == 0.0
