"""The page of a measured loop, for somebody who was not there: quarters, gaps, and no cause."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from graph.cli.application import run
from graph.errors import UsageError
from graph.estimates import Interval
from graph.exporters.export_source import figures_of
from graph.exporters.html import to_html
from graph.exporters.quarters_figure import quarters_svg
from graph.questions.own_loop.compute import Kind, Rests, Step
from graph.questions.own_loop.gap import gap_of_map
from graph.reports.own_loop import NOT_CAUSAL

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def export(mine, material_from):
    """What the page is made from."""
    return material_from(mine, draws=16)


@pytest.fixture(scope="module")
def page(export):
    """The page."""
    return to_html(export)


def cells(page: str, quarter: str) -> list[str]:
    """The row of a quarter."""
    row = re.search(rf'<tr><th scope="row" class="left">{quarter}</th>(.*?)</tr>', page)
    return re.findall(r"<td[^>]*>(.*?)</td>", row[1])


def test_the_page_says_what_blocks_and_quarter_by_quarter(page):
    """From first commit to merge 1 of 2 days was waiting, then 4 of 5; a third bears a mark."""
    assert "<title>What blocks the loop &#39;r&#39;: waiting for" in page
    first, second = cells(page, "2026-Q1"), cells(page, "2026-Q2")
    assert (first[3].split()[0], second[3].split()[0]) == ("50", "80")
    assert (first[4].split()[0], second[4].split()[0]) == ("33", "33")
    for words in ("What the numbers rest on", "Largest gap", "Measured", "Assumed", NOT_CAUSAL):
        assert words in page


def test_the_page_says_where_work_waits_and_what_no_history_knows(page):
    """Release takes up what waits 8 days and more; what a part does not wait for is a dash."""
    table = page[page.index("<h2>All parts</h2>") :]
    assert ">Waits, days</th>" in table
    rows = {name: re.findall(r"<td>(.*?)</td>", row) for name, row in re.findall(
        r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)}  # fmt: skip
    # coding and tests are taken up at once; before review an item waits 4 days in the newest
    assert rows["Coding"][2] == rows["Automatic tests"][2] == "-"
    assert rows["Review and merge"][2].startswith("4")
    assert "Anything about a person." in page
    assert "an export of pull requests (--prs)" in page or "(--events)" in page


@pytest.mark.parametrize("word", ["generation", "frontier", "model", "lab "])
def test_the_page_speaks_of_a_teams_own_work(page, word):
    """No word of models or laboratories stands in what a reader sees."""
    seen = page[page.index("<body>") : page.index("<script")]
    assert word not in re.sub(r"<[^>]+>", " ", seen).lower()


def test_a_map_of_something_else_has_the_page_of_before(worked):
    """Nothing of quarters stands on it, and there is no such figure."""
    page = to_html(worked)
    assert "Quarter by quarter" not in page
    assert "<dl>" not in page
    assert "quarters" not in figures_of(worked.study)


def test_the_figure_has_a_point_for_each_number(export):
    """Shares of 1/2 and 4/5 lie so far up between 394 (none) and 254 (all)."""
    drawn = ElementTree.fromstring(quarters_svg(export.own_loop))
    squares = [
        float(one.get("y")) + 5 for one in drawn.iter(f"{SVG}rect") if one.get("width") == "10"
    ]
    assert squares[:2] == [394 - 140 * 0.5, 394 - 140 * 0.8]
    # two of days, two of marks, one in the key
    assert len(list(drawn.iter(f"{SVG}circle"))) == 5
    said = [one.text or "" for one in drawn.iter(f"{SVG}text")]
    assert [one for one in said if one.startswith("2026-")] == ["2026-Q1", "2026-Q2"]


def test_what_blocks_is_named_once_for_as_long_as_it_does(export):
    """Three quarters, the last blocked by something else: two bands, one twice as wide."""
    own = export.own_loop
    one = own.quarters[0]
    other = replace(one, quarter="2026-Q3", binds=Step(
        "x", "<b>Tests & checks</b>", Kind.WORK, Interval(1.0), 1.0, Rests.MEASURED))  # fmt: skip
    drawn = quarters_svg(replace(own, quarters=(one, replace(one, quarter="2026-Q2"), other)))
    bands = [
        float(item.get("width")) + 2
        for item in ElementTree.fromstring(drawn).iter(f"{SVG}rect")
        if item.get("fill-opacity")
    ]
    assert bands[0] == pytest.approx(2 * bands[1], rel=0.01)
    assert "<b>" not in drawn
    assert "&lt;b&gt;Tests &amp; checks" in drawn


def test_a_figure_of_nothing_is_refused_with_a_way_on(worked, capsys, mine):
    """On a map without quarters; on one with some the command draws it."""
    with pytest.raises(UsageError, match="loopmap measure PATH"):
        quarters_svg(worked.own_loop)
    arguments = ["export", "svg", "--figure", "quarters", "--draws", "0", "--ontology"]
    assert run([*arguments, str(mine)]) == 0
    assert "How it moved, quarter by quarter" in capsys.readouterr().out
    assert run(arguments[:-1]) == 2
    assert "No days were measured in any quarter" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("measured", "option"),
    [
        # a history alone: review's 4 days are not told apart
        ([("coding", Kind.WORK), ("review", Kind.WAITING)], "--prs"),
        # review is told: the 2 days of tests are the next
        ([("coding", Kind.WORK), ("review", Kind.WORK)], "--pipelines"),
        # both are told: what happens before
        ([("coding", Kind.WORK), ("review", Kind.WORK), ("tests", Kind.WORK)], "--events"),
        # coding itself is not
        ([("review", Kind.WAITING)], "git fetch"),
    ],
)
def test_the_largest_gap_is_what_most_days_are_assumed_of(export, measured, option):
    """Days of a round: 2 of coding, 4 of review, 2 of tests."""
    own = export.own_loop
    kinds = [
        *(("coding", Kind.WORK, 2.0), ("review", Kind.WAITING, 3.0), ("review", Kind.WORK, 1.0)),
        ("tests", Kind.WORK, 2.0),
    ]
    steps = tuple(
        Step(part, part, kind, Interval(days), days / 8,
             Rests.MEASURED if (part, kind) in measured else Rests.ASSUMED)
        for part, kind, days in kinds
    )  # fmt: skip
    gap = gap_of_map(replace(own, days=Interval(8.0), steps=steps, other_steps=()))
    assert gap is not None
    assert gap.option == option
