"""The page on growth: its verdict, its charts, its sliders and what it hands out."""

from __future__ import annotations

import csv
import io
import json

import pytest

from graph.exporters.marks import DARK, LIGHT
from graph.loop.study import Study
from graph.number_words import chance_given
from graph.questions.critical_path.compute import critical_path
from graph.questions.growth.compute import takeoff
from graph.reports.charts import (
    DARK_PALETTE,
    LIGHT_PALETTE,
    generation_chart,
    pace_chart,
    ratio_chart,
)
from graph.views.growth_page import everything_json, series_csv


@pytest.fixture(scope="module")
def result(shipped_model):
    """Growth on the shipped map, with few draws."""
    return takeoff(Study(shipped_model), draws=16, seed=5, horizon=3.0)


def shown(app) -> str:
    """The running text of a page."""
    return "\n".join(item.value for item in [*app.markdown, *app.info, *app.caption])


@pytest.mark.usefixtures("answers_at_once")
def test_the_page_opens_with_the_verdict_and_three_ways_to_read_it(open_page):
    """The first sentence says whether the loop sustains itself; a table has a column a reading."""
    app = open_page("growth")
    tables = app.get("html")[0].proto.body

    assert not app.exception
    assert "The loop does not sustain itself" in shown(app).replace("\\", "")
    assert app.select_slider[0].label == "Years ahead"
    for column in (
        "what parts gained so far",
        "the share that AI leads",
        "if AI did all of the work",
    ):
        assert column in tables
    assert "none of" in tables
    assert "being worked out" not in shown(app)


def test_the_card_never_says_that_something_cannot_be():
    """A probability of 0 says how many draws it was, and how much of it is assumed."""
    assert chance_given(0.0, 1024, 0.85) == (
        "none of 1,024 runs; 85 % of these numbers are our own view"
    )


def test_stronger_feedback_changes_the_verdict_and_stands_in_the_address(open_page):
    """At twenty times the feedback the page no longer says that the loop cannot sustain itself."""
    app = open_page("growth", feedback="20", years="3")
    assert not app.exception
    assert "The loop does not sustain itself" not in shown(app).replace("\\", "")
    assert "In 3 years" in shown(app)
    # At once at central numbers, which say so; the draws follow.
    assert "how far off that may be is being worked out" in shown(app)
    assert [slider.value for slider in app.select_slider] == ["3", "20"]

    app.select_slider[0].set_value("4").run()
    assert app.query_params["years"] == "4"
    assert app.query_params["feedback"] == "20"


def test_a_map_without_stocks_says_so(open_page, small_files):
    """No error and no empty charts: one sentence on what is missing."""
    assert small_files.exists()
    app = open_page("growth")

    assert not app.exception
    assert not app.error
    assert "Nothing builds up on this map" in shown(app)


def test_the_line_at_one_and_the_published_results_are_marked(result):
    """R_loop has its line at 1 and one line per published model; those at 1 are named on it."""
    layers = ratio_chart(result).spec["spec"]["layer"]
    marks = layers[2]["data"]["values"]

    assert marks[0]["y"] == 1.0
    assert sorted(mark["y"] for mark in marks[1:]) == sorted(
        item.value for item in result.published if item.value != 1
    )
    at_one = [item.source for item in result.published if item.value == 1]
    assert all(source in marks[0]["text"] for source in at_one)


def luminance(colour: str) -> float:
    """Relative luminance as the Web Content Accessibility Guidelines define it."""
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart: 1 if not at all, 21 for black and white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("palette", "page"), [(LIGHT_PALETTE, LIGHT), (DARK_PALETTE, DARK)])
def test_charts_stand_out_from_a_light_page_and_from_a_dark_one(result, palette, page):
    """Lines stand out 3 to 1, letters 4.5 to 1; a more critical bar stands out more."""
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast(palette.on, page.paper) >= 3
    assert contrast(palette.off, page.paper) >= 3
    rule, label = ratio_chart(result, palette).spec["spec"]["layer"][2:]
    assert contrast(rule["mark"]["color"], page.paper) >= 4.5
    assert contrast(label["mark"]["color"], page.paper) >= 4.5
    assert contrast(palette.strong, page.paper) > contrast(palette.faint, page.paper) > 1.2


def test_the_fan_has_every_point_with_its_band(result):
    """On and off for each school and time, the middle within the band."""
    rows = pace_chart(result).spec["data"]["values"]

    assert len(rows) == 2 * len(result.series)
    assert all(row["low"] <= row["middle"] <= row["high"] for row in rows)


def test_the_bars_of_a_generation_follow_the_certificate(shipped_model):
    """The critical cycle's parts are shown, each as long as its days; no certificate, no bars."""
    study = Study(shipped_model)
    blocking = critical_path(study, certificate=True)
    chart = generation_chart(blocking)
    assert chart is not None
    bars = {row["part"]: row["end"] - row["start"] for row in chart.spec["data"]["values"]}

    for identifier in blocking.critical_cycle:
        component = blocking.component(identifier)
        assert bars[component.label] == pytest.approx(component.days.median)
    assert generation_chart(critical_path(study)) is None


def test_no_line_of_a_generation_is_empty(shipped_model):
    """What was done long before the days shown is named below instead of as a line without bar."""
    blocking = critical_path(Study(shipped_model), draws=256, certificate=True)
    chart = generation_chart(blocking)
    assert chart is not None
    first_day = chart.spec["encoding"]["x"]["scale"]["domain"][0]
    shown = {row["part"]: row["end"] for row in chart.spec["data"]["values"]}
    assert min(shown.values()) > first_day
    named = chart.note.partition("for its sake: ")[2].partition(" and ")[0].split(", ")
    assert named
    assert not set(named) & set(shown)


def test_downloads_carry_seed_and_versions(result):
    """Every line of the series, and the whole answer, say what they were made from."""
    rows = list(csv.DictReader(io.StringIO(series_csv(result))))
    body = json.loads(everything_json(result))

    assert len(rows) == len(result.series)
    assert {row["seed"] for row in rows} == {"5"}
    assert {row["ontology"] for row in rows} == {result.ontology}
    assert rows[0]["loopmap"] == body["loopmap"]
    assert (body["answer"]["seed"], body["answer"]["draws"]) == (5, 16)
