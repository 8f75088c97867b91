"""A published model's numbers beside ours, in words."""

from __future__ import annotations

from graph.questions.growth.published.presets import PresetResult, PresetRow
from graph.reports.numbers import names, significant
from graph.reports.report import Facts, Paragraph, Report, Table, left, right


def preset_report(result: PresetResult) -> Report:
    """Return how well a published model is reproduced, as a report for people."""
    off = [row.what for row in result.rows if not row.ok]
    verdict = (
        f"Our kernel gives all {len(result.rows)} published numbers within their tolerance."
        if not off
        else f"{len(off)} of {len(result.rows)} numbers are off: {names(tuple(off), 5)}."
    )
    pairs = [("Model", result.title), ("Source", _source(result))]
    if result.draws > 1:
        pairs.append(("Draws", f"{result.draws:,}, seed {result.seed}, none dropped"))
    columns = (
        left("What"),
        right("published"),
        right("ours"),
        right("off by"),
        right("tolerance"),
        left(""),
    )
    rows = tuple(map(_row, result.rows))
    table = Table("Published against ours", columns, rows)
    return Report(result.title, (Paragraph(verdict), Facts(tuple(pairs)), table))


def _source(result: PresetResult) -> str:
    return f"{result.source.title}, {result.source.address} ({result.source.read})"


def _row(row: PresetRow) -> tuple[str, ...]:
    off = 0.0 if row.ours == row.published else abs(row.ours - row.published)
    return (
        row.what,
        _exactly(row.published),
        _exactly(row.ours),
        significant(off, 2),
        significant(row.tolerance, 2),
        "" if row.ok else "off",
    )


def _exactly(value: float) -> str:
    """Return a number to eight digits: a tolerance may be a millionth."""
    return significant(value, 8).replace(",", "")
