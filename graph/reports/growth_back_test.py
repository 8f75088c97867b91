"""How forecasts of published series would have done, in words."""

from __future__ import annotations

from graph.questions.growth.back_test import BackTests, SeriesTest
from graph.reports.numbers import percent, significant
from graph.reports.report import Block, Listing, Paragraph, Report, Table, left, right


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
    rows = tuple(
        (
            test.series,
            f"{test.fitted} + {test.predicted}",
            method.method,
            percent(method.coverage),
            significant(method.score),
            "-" if method.skill is None else significant(method.skill, 2),
        )
        for test in result.tests
        for method in test.methods
    )
    columns = (
        left("Series"),
        right("fitted + predicted"),
        left("Method"),
        right("coverage"),
        right("score"),
        right("skill of the law"),
    )
    note = "Score: continuous ranked probability score in the unit of the values, lower is better."
    return Table("Scores", columns, rows, note)


def _values(result: BackTests, test: SeriesTest) -> Table:
    method = test.methods[0].method
    rows = tuple(
        (
            item.when,
            significant(item.actual),
            significant(item.median),
            f"{significant(item.low)}–{significant(item.high)}",
            "yes" if item.covered else "no",
        )
        for item in result.forecasts
        if item.series == test.series and item.method == method
    )
    columns = (
        left("When"),
        right("came"),
        right("forecast"),
        right("5th to 95th percentile"),
        left("inside"),
    )
    return Table(f"{test.series} ({test.unit})", columns, rows, f"Source: {test.source}.")
