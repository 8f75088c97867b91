"""Dated series for the back-test, read from a file; months that nobody printed are absent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graph.errors import OntologyError
from graph.questions.growth.kernel.power_mean import FloatArray
from graph.questions.growth.published.preset_files import read_source, read_text
from graph.questions.growth.published.preset_model import PresetSource
from graph.questions.growth.published.toml_section import Section
from graph.questions.growth.published.toml_text import TomlText

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True)
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
    times: FloatArray
    values: FloatArray
    low: FloatArray
    high: FloatArray

    def inside(self, low: float, high: float) -> MonthlySeries:
        """Return the months whose value lies strictly between two limits."""
        kept = (self.values > low) & (self.values < high)
        months = tuple(m for m, keep in zip(self.months, kept, strict=True) if keep)
        return MonthlySeries(
            self.name,
            self.meaning,
            months,
            self.times[kept],
            self.values[kept],
            self.low[kept],
            self.high[kept],
        )


@dataclass(frozen=True)
class SeriesFile:
    """Series that one source published together."""

    title: str
    source: PresetSource
    series: dict[str, MonthlySeries]


def read_series(path: Path | str) -> SeriesFile:
    """Return the series in a file.

    Raises:
        UnreadableError: there is no such file, or it is not UTF-8.
        OntologyError: what it says cannot be used; carries every problem with its line.
    """
    file = Path(path)
    toml = TomlText(str(file), read_text(file))
    data = toml.parse()
    if toml.problems:
        raise OntologyError(toml.problems)
    top = Section(toml, data, ())
    source_section = top.section("source", required=True)
    source = read_source(source_section)
    if source_section:
        source_section.close()
    title = top.text("title", required=True) or ""
    per = top.number("per", 1.0) or 1.0
    first = top.text("first_month", required=True) or ""
    origin = _month_number(top, "first_month", first)
    series = {name: _read(part, per, origin) for name, part in top.sections("series").items()}
    top.close()
    if toml.problems:
        raise OntologyError(toml.problems)
    return SeriesFile(title, source, series)


def _read(section: Section, per: float, origin: int) -> MonthlySeries:
    meaning = section.text("meaning", required=True) or ""
    rows = section.rows("months")
    found = []
    for row in rows:
        month = row.text("month", required=True) or ""
        number = _month_number(row, "month", month) - origin
        value = row.number("value", required=True)
        low, high = row.number("low"), row.number("high")
        row.close()
        if value is not None:
            if not (low or value) <= value <= (high or value):
                message = "the value is outside its interval."
                row.report("series-interval", "value", message, "Correct the value or the ends.")
            found.append((month, number, value, low, high))
    section.close()
    numbers = [number for _, number, *_ in found]
    if numbers != sorted(set(numbers)):
        message = "the months do not rise."
        section.report("series-order", "months", message, "Put them in order, each once.")
    return MonthlySeries(
        str(section.path[-1]),
        meaning,
        tuple(month for month, *_ in found),
        np.array(numbers, float),
        np.array([value for _, _, value, _, _ in found], float) / per,
        np.array([np.nan if low is None else low for *_, low, _ in found], float) / per,
        np.array([np.nan if high is None else high for *_, high in found], float) / per,
    )


def _month_number(section: Section, key: str, month: str) -> int:
    match = _MONTH.match(month)
    if match is None:
        if month:
            section.report("series-month", key, f'"{month}" is no month.', "Write it as 2026-03.")
        return 0
    return int(match[1]) * 12 + int(match[2]) - 1
