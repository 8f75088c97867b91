"""Figures of standing and growth: what they draw, from numbers that are known."""

from __future__ import annotations

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from graph.cli.application import run
from graph.estimates import Interval
from graph.exporters.chart_frame import ticks, wrapped
from graph.exporters.figures import growth_svg, standing_svg
from graph.exporters.layout import text_width
from graph.exporters.marks import DARK, LIGHT
from graph.exporters.registry import exporter_named

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawn: str) -> list[str]:
    """Every line of letters in a picture."""
    return [item.text or "" for item in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_shares(worked):
    """On the worked loop I, E and D set the period of 10 days; bars have the ratio of shares."""
    drawn = standing_svg(worked.answer)
    bars = [
        float(item.get("width", 0))
        for item in ElementTree.fromstring(drawn).iter(f"{SVG}rect")
        if item.get("stroke")
    ]
    shares = sorted((item.blocking_share for item in worked.answer.components), reverse=True)
    shares = [share for share in shares if share > 0]
    assert len(bars) == len(shares) > 1
    ratios = [bar / bars[0] for bar in bars]
    assert ratios == pytest.approx([share / shares[0] for share in shares], abs=0.01)


def school(name: str) -> SimpleNamespace:
    """A school by its name."""
    return SimpleNamespace(school=name)


def point(name: str, year: float, low: float, middle: float, high: float) -> SimpleNamespace:
    """The pace of one school in one year; nothing acting back it stays at 1."""
    pace, still = Interval(middle, low, high), Interval(1.0, 1.0, 1.0)
    return SimpleNamespace(school=name, year=year, pace=pace, pace_without_recursion=still)


def test_a_pace_lies_as_far_up_as_it_is_between_one_and_three(monkeypatch):
    """From 1 to 3 the axis has its foot at 300 and its head at 30: 1.5 lies at 232.5."""
    monkeypatch.setattr("graph.exporters.figures.headline", lambda _: "It grows.")
    answer = SimpleNamespace(
        draws=64,
        schools=(school("one"), school("other")),
        series=tuple(
            point(name, year, *paces)
            for name in ("one", "other")
            for year, paces in ((0.0, (1.0, 1.0, 1.0)), (4.0, (1.5, 1.5, 3.0)))
        ),
    )
    drawn = growth_svg(answer)
    lines = re.findall(
        r'<path d="M([^"]+)" fill="none" stroke="#0072B2" stroke-width="2.5"/>', drawn
    )
    ends = [line.split(" L")[-1].split(",") for line in lines if "L" in line]
    assert [float(end[1]) for end in ends] == [232.5, 232.5]
    assert float(ends[0][0]) < float(ends[1][0])
    assert {"1x", "3x", "one", "other"} <= set(texts(drawn))


@pytest.mark.parametrize("draw", [standing_svg, growth_svg])
def test_an_answer_without_anything_to_draw_says_so(monkeypatch, draw):
    """No axis that leads nowhere, no fault."""
    monkeypatch.setattr("graph.exporters.figures.headline", lambda _: "Nothing.")
    words = SimpleNamespace(loop="the loop", a_round="a round")
    drawn = draw(SimpleNamespace(draws=0, components=(), words=words, schools=(), series=()))
    assert any("No single part" in line or "Nothing builds up" in line for line in texts(drawn))


def test_no_look_hangs_on_a_style_sheet_and_no_text_on_the_map_acts(hostile):
    """Renderers that know attributes alone draw all of it; a label is letters, whatever it says."""
    for theme in (LIGHT, DARK):
        drawn = standing_svg(hostile.answer, theme, caption="<script>x</script>")
        names = {item.tag.removeprefix(SVG) for item in ElementTree.fromstring(drawn).iter()}
        assert names <= {"svg", "title", "desc", "rect", "path", "text", "g"}
        assert "style" not in drawn.replace("font-style", "")
        assert "baseline" not in drawn
        assert theme.paper in drawn


def test_lines_of_a_note_fit_their_room():
    """However long a note is, no line is wider than the room, and no word is lost."""
    words = "one two three four five six seven eight nine ten " * 20
    lines = wrapped(words, 300, 15)
    assert max(text_width(line, 15) for line in lines) <= 300
    assert " ".join(lines).split() == words.split()


@pytest.mark.parametrize(("low", "high"), [(0, 1e-6), (1, 1.2), (0.99, 317), (1, 1e9)])
def test_ticks_are_round_and_hold_the_range(low, high):
    """Neither end lies outside, and there are a handful."""
    found = ticks(low, high)
    assert found[0] <= low < high <= found[-1]
    assert 2 <= len(found) <= 9


def test_the_command_writes_the_figure_asked_for(capsys, tmp_path):
    """``--figure standing`` is the picture of ``standing_svg``; a table has no figure."""
    loop = "tests/ontologies/worked-loop.ttl"
    target = tmp_path / "figure.svg"
    options = ["--ontology", loop, "--draws", "0"]
    assert run(["export", "--figure", "standing", "--output", str(target), *options]) == 0
    assert "What holds" in target.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["export", "csv", "--figure", "growth", *options]) == 2
    assert "csv is none. Name one of svg, png, pdf" in capsys.readouterr().err


def test_a_figure_has_a_size_that_a_png_can_have(worked):
    """What draws a PNG reads width and height off the picture."""
    export = exporter_named("png")
    assert export.render is not None
    assert re.search(r'<svg[^>]* width="900" height="\d+"', standing_svg(worked.answer))
