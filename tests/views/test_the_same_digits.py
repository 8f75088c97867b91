"""The pages tell the same number with the same digits as the command does."""

from __future__ import annotations

from html import unescape

import pytest

from graph.exporters.figures import standing_svg
from graph.loop.study import Study
from graph.questions.critical_path.compute import critical_path
from graph.reports.critical_path import critical_path_report
from graph.reports.report import Table
from graph.views.panel import standing_table


@pytest.fixture(scope="module")
def result(shipped_model):
    """The answer of the shipped map over few runs, so that noise reaches the second digit."""
    return critical_path(Study(shipped_model), draws=64, seed=0)


@pytest.fixture(scope="module")
def printed(result) -> dict[str, tuple[str, ...]]:
    """The rows that the command prints of what holds the loop up, by the part's name."""
    report = critical_path_report(result)
    (table,) = (
        block
        for block in report.blocks
        if isinstance(block, Table) and block.title == "What holds the loop up"
    )
    return {row[0]: row for row in table.rows}


def test_a_part_alone_is_told_as_the_command_tells_it(result, printed):
    """By how much it shortens the loop, and in how many runs it is on the slowest."""
    assert len(printed) > 5
    for item in result.components:
        if item.label in printed and item.blocks:
            rows = dict(standing_table(item, result).rows)
            _, gain, often, *_ = printed[item.label]
            assert rows["a generation, if done in its minimum time"] == f"{gain} shorter"
            assert rows["on the slowest loop in"] == f"{often} of runs"


def test_a_picture_tells_it_so_too(result, printed):
    """Behind each bar stands what the table says of the part."""
    drawn = unescape(standing_svg(result))
    for label, (_, gain, often, *_) in list(printed.items())[:5]:
        assert f"{label} {gain}, on the slowest loop in {often}" in drawn
