"""Dated series for the back-test, read from a file; months that nobody printed are absent."""

from __future__ import annotations

import re
from dataclasses import field, replace
from itertools import compress, pairwise
from pathlib import Path

import numpy as np

from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.published.preset_files import check_file_source
from graph.questions.growth.published.preset_model import PresetSource
from graph.questions.growth.published.toml import TomlFile, read_toml
from graph.questions.growth.published.toml_places import Where
from graph.records import record

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


@record(slots=False)
class MonthlySeries:
    """One quantity, month by month.

    Attributes:
        name: of the series.
        meaning: what is counted.
        months: "2025-08" and so on, rising; months without a printed value are absent.
        times: months since the file's first, shape (months,).
        values: in the unit of the file's ``per`` (shares of 1), shape (months,).
        low: 5th percentiles, ``nan`` where none is printed.
        high: 95th percentiles, likewise.
    """

    name: str
    meaning: str
    months: tuple[str, ...]
    times: Floats
    values: Floats
    low: Floats
    high: Floats

    def inside(self, low: float, high: float) -> MonthlySeries:
        """Return the months whose value lies strictly between two limits."""
        kept = (self.values > low) & (self.values < high)
        return replace(
            self,
            months=tuple(compress(self.months, kept)),
            times=self.times[kept],
            values=self.values[kept],
            low=self.low[kept],
            high=self.high[kept],
        )


@record(slots=False)
class SeriesFile:
    """Series that one source published together."""

    source: PresetSource
    series: dict[str, MonthlySeries]


@record(slots=False)
class _Month:
    """One month of a series file."""

    month: str
    value: float
    low: float | None = None
    high: float | None = None


@record(slots=False)
class _Series:
    """One series of a series file."""

    meaning: str
    months: tuple[_Month, ...] = ()


@record(slots=False)
class _File:
    """A series file; *per* is what a share of 1 is in it."""

    title: str
    source: PresetSource
    first_month: str
    per: float = 1.0
    series: dict[str, _Series] = field(default_factory=dict)


def read_series(path: Path | str) -> SeriesFile:
    """Return the series in a file.

    Raises:
        UnreadableError: there is no such file, or it is not UTF-8.
        OntologyError: what it says cannot be used; carries every problem with its line.
    """
    return series_of(read_toml(path))


def series_of(toml: TomlFile, today: str | None = None) -> SeriesFile:
    """Return the series in tables that were read; see :func:`read_series`.

    Args:
        toml: the tables.
        today: "2026-11-29"; no month may be after it. Nothing is too late if ``None``.
    """
    file = toml.record(_File)
    check_file_source(file.source, toml)
    origin = _month_number(toml, ("first_month",), file.first_month)
    series = {name: _read(toml, name, part, file.per, origin) for name, part in file.series.items()}
    if today is not None:
        _check_months(toml, file, today[:7])
    toml.finish()
    return SeriesFile(file.source, series)


def _read(toml: TomlFile, name: str, series: _Series, per: float, origin: int) -> MonthlySeries:
    where, numbers = ("series", name, "months"), []
    for index, row in enumerate(series.months):
        numbers.append(_month_number(toml, (*where, index, "month"), row.month) - origin)
        _check_interval(toml, (*where, index), row)
        _check_share(toml, (*where, index), row, per)
    if numbers != sorted(set(numbers)) and not toml.told(where):
        pairs = pairwise(numbers)
        late = next(row for row, (one, next_one) in enumerate(pairs, 1) if next_one <= one)
        message = "the months do not rise."
        remedy = "Put them in order, each once."
        toml.report("series-order", (*where, late, "month"), message, remedy)

    def column(values: list[float | None]) -> Floats:
        return np.array([np.nan if value is None else value for value in values]) / (per or 1.0)

    return MonthlySeries(
        name,
        series.meaning,
        tuple(row.month for row in series.months),
        np.array(numbers, float),
        column([row.value for row in series.months]),
        column([row.low for row in series.months]),
        column([row.high for row in series.months]),
    )


def _check_months(toml: TomlFile, file: _File, last: str) -> None:
    """Note months that have not come yet."""
    for name, series in file.series.items():
        for index, row in enumerate(series.months):
            if _MONTH.match(row.month) and row.month > last:
                where = ("series", name, "months", index, "month")
                message = f"{row.month} has not come yet; this month is {last}."
                toml.report("series-month", where, message, "Write the month that was measured.")


def _check_interval(toml: TomlFile, where: Where, row: _Month) -> None:
    low, high = row.low, row.high
    if low is not None and high is not None and low > high:
        message = f"low ({low:g}) is above high ({high:g})."
        toml.report(
            "series-interval", (*where, "low"), message, f"Write low = {high:g}, high = {low:g}."
        )
    elif (low or row.value) > row.value or (high or row.value) < row.value:
        message = "the value is outside its interval."
        toml.report("series-interval", (*where, "value"), message, "Correct the value or the ends.")


def _check_share(toml: TomlFile, where: Where, row: _Month, per: float) -> None:
    """Note a share above the whole: *per* is what the whole is in the file."""
    for key, number in (("value", row.value), ("low", row.low), ("high", row.high)):
        if number is not None and per > 1 and number > per:
            message = f"{number:g} is more than the whole, which is {per:g} here (per)."
            toml.report("series-share", (*where, key), message, f"Write at most {per:g}.")


def _as_month(written: str) -> str:
    """Return a month as it is written here, or an example of one.

    >>> _as_month("2026-6"), _as_month("06/2026"), _as_month("June 2026")
    ('2026-06', '2026-06', '2026-06')
    """
    numbers = re.findall(r"\d+", written)
    year = next((one for one in numbers if len(one) == 4), None)
    month = next((int(one) for one in numbers if len(one) < 3 and 0 < int(one) < 13), None)
    name = re.search(r"[A-Za-z]{3}", written)
    if name is not None and name[0].lower() in _MONTH_NAMES:
        month = _MONTH_NAMES.index(name[0].lower()) + 1
    return f"{year}-{month:02d}" if year and month else "2026-03"


def _month_number(toml: TomlFile, where: Where, month: str) -> int:
    match = _MONTH.match(month)
    if match is None:
        if month:
            message = f'"{month}" is no month.'
            toml.report("series-month", where, message, f"Write it as {_as_month(month)}.")
        return 0
    return int(match[1]) * 12 + int(match[2]) - 1
