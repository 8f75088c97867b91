"""How forecasts of published series would have done, in words."""

from __future__ import annotations

from graph.number_words import names, percent, significant
from graph.questions.growth.back_test import BackTests, SeriesTest
from graph.questions.growth.published.presets import PresetResult
from graph.reports.growth import table_of
from graph.reports.report import Block, Facts, Listing, Paragraph, Report, Table, left, right


def back_test_report(result: BackTests) -> Report:
    """Return the back-tests as a report for people."""
    blocks: list[Block] = [Paragraph(_verdict(result)), _scores(result)]
    blocks += [_values(result, test) for test in result.tests]
    if result.left_out:
        blocks.append(Listing("Left out", result.left_out))
    blocks.append(
        Paragraph(
            "What is tested is the law dx/dt = g e^(m (x - x0)) on the scale of the series (logit "
            "for a share, logarithm for a horizon): m above 0 means that growth feeds itself, 0 is "
            "a straight line. The stocks themselves cannot be tested: no series is published. "
            "Naive: no change from the last value, and a straight line on the same scale."
        )
    )
    return Report("Would it have been right?", tuple(blocks))


def _verdict(result: BackTests) -> str:
    better = sum(test.earns_its_keep for test in result.tests)
    held = ", ".join(f"{percent(test.methods[0].coverage)}" for test in result.tests)
    return (
        f"On {better} of {len(result.tests)} series the law of growth beats both naive forecasts, "
        "no change and a straight line in logarithm or logit. Its 90 % "
        f"intervals held {held} of the values that came."
    )


def _scores(result: BackTests) -> Table:
    return table_of(
        "Scores",
        [(test, method) for test in result.tests for method in test.methods],
        (left("Series"), lambda row: row[0].series),
        (right("fitted + predicted"), lambda row: f"{row[0].fitted} + {row[0].predicted}"),
        (left("Method"), lambda row: row[1].method),
        (right("coverage"), lambda row: percent(row[1].coverage)),
        (right("score"), lambda row: significant(row[1].score)),
        (
            right("skill of the law"),
            lambda row: "-" if row[1].skill is None else significant(row[1].skill, 2),
        ),
        note="Score: continuous ranked probability score in the unit of the values, lower is "
        "better.",
    )


def _values(result: BackTests, test: SeriesTest) -> Table:
    made = [item for item in result.forecasts if item.series == test.series]
    return table_of(
        f"{test.series} ({test.unit})",
        [item for item in made if item.method == test.methods[0].method],
        (left("When"), lambda item: item.when),
        (right("came"), lambda item: significant(item.actual)),
        (right("forecast"), lambda item: significant(item.median)),
        (
            right("5th to 95th percentile"),
            lambda item: f"{significant(item.low)}–{significant(item.high)}",
        ),
        (left("inside"), lambda item: "yes" if item.covered else "no"),
        note=f"Source: {test.source}.",
    )


def preset_report(result: PresetResult) -> Report:
    """Return how well a published model is reproduced, as a report for people."""
    off = [row.what for row in result.rows if not row.ok]
    verdict = (
        f"Our kernel gives all {len(result.rows)} published numbers within their tolerance."
        if not off
        else f"{len(off)} of {len(result.rows)} numbers are off: {names(tuple(off), 5)}."
    )
    origin = result.source
    source = f"{origin.title}, {origin.address} ({origin.read})"
    pairs = [("Model", result.title), ("Source", source)]
    if result.draws > 1:
        pairs.append(("Runs", f"{result.draws:,}, seed {result.seed}, none dropped"))
    table = table_of(
        "Published against ours",
        result.rows,
        (left("What"), lambda row: row.what),
        (right("published"), lambda row: _exactly(row.published)),
        (right("ours"), lambda row: _exactly(row.ours)),
        (right("off by"), lambda row: significant(row.off, 2)),
        (right("tolerance"), lambda row: significant(row.tolerance, 2)),
        (left(""), lambda row: "" if row.ok else "off"),
    )
    return Report(result.title, (Paragraph(verdict), Facts(tuple(pairs)), table))


def _exactly(value: float) -> str:
    """Return a number to eight digits: a tolerance may be a millionth."""
    return significant(value, 8).replace(",", "")
