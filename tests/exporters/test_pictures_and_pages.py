"""The still picture and the page: whole, the same every time, and readable without eyes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from graph.exporters.html import to_html, viewer_script, vis_network
from graph.exporters.layout import Position
from graph.exporters.marks import DARK, LIGHT, STYLES, THEMES
from graph.exporters.routing import Bend
from graph.exporters.svg import line_path, shape_path, to_svg

GOLDEN = Path(__file__).with_name("worked-loop.svg")
NAMESPACE = "{http://www.w3.org/2000/svg}"


def picture(source, theme=LIGHT):
    """The picture of a source, parsed."""
    return ElementTree.fromstring(to_svg(source.payload, source.headline, theme))


def test_the_picture_of_the_worked_loop_is_the_one_that_was_looked_at(worked):
    """A change of layout or looks shows as a change of this file, to be looked at again.

    ``python -m graph export svg --draws 0 -o tests/ontologies/worked-loop.ttl`` makes it.
    """
    assert to_svg(worked.payload, worked.headline) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_picture_tells_its_answer(worked, theme):
    """Named by its title, described by the answer in words, both where readers look for them."""
    root = picture(worked, theme)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    assert root.findtext(f"{NAMESPACE}title") == worked.headline
    assert root.findtext(f"{NAMESPACE}desc") == worked.payload.alt


def test_nothing_of_a_picture_lies_outside_of_it(shipped):
    """Every coordinate of every path and text stands inside the view box."""
    root = picture(shipped)
    left, top, width, height = map(float, root.get("viewBox", "").split())
    texts = [(float(t.get("x")), float(t.get("y"))) for t in root.iter(f"{NAMESPACE}text")]
    corners = [
        tuple(map(float, pair))
        for path in root.iter(f"{NAMESPACE}path")
        for pair in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path.get("d", ""))
        if path.get("marker-end") or path.get("stroke")
    ]

    for across, down in [*texts, *corners]:
        assert left <= across <= left + width
        assert top <= down <= top + height


def test_a_picture_names_every_component_and_dependency(shipped):
    """Each shape and each line says what it is: 1 for the picture, 1 for each of the rest."""
    titles = list(picture(shipped).iter(f"{NAMESPACE}title"))
    model = shipped.study.model

    assert len(titles) == 1 + len(model.components) + len(model.dependencies)


def test_light_and_dark_differ_in_paper_and_not_in_marks(worked):
    """The same picture on other paper: same shapes, same fillings of what is known."""
    light, dark = to_svg(worked.payload, "x", LIGHT), to_svg(worked.payload, "x", DARK)

    assert LIGHT.paper in light
    assert DARK.paper in dark
    assert LIGHT.paper not in dark
    fillings = {node.fill for node in worked.payload.nodes if not node.hollow}
    assert all(fill in light and fill in dark for fill in fillings)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_its_paper(theme):
    """WCAG 2.2 AA asks 4.5:1 of text."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ink in (theme.ink, theme.faint):
        high, low = sorted((luminance(ink), luminance(theme.paper)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_line_keeps_away_from_both_middles():
    """From a to b, 100 apart: it begins 20 pixels after the first and ends 23 before the second."""
    assert line_path(Position(0, 0), Position(100, 0), ()) == "M20,0 L77,0"


def test_a_bent_line_comes_from_its_corners():
    """By way of (0, 100) it leaves downwards and arrives from the left, curving at the corner."""
    bend = Bend(Position(0, 90), Position(0, 100), Position(10, 100))
    path = line_path(Position(0, 0), Position(100, 100), (bend,))

    assert path == "M0,20 L0,90 Q0,100 10,100 L77,100"


def test_a_line_from_a_part_to_itself_is_a_loop():
    """Not a point: it leaves on the left and comes back on the right."""
    assert line_path(Position(0, 0), Position(0, 0), ()).startswith("M-18,-8 C")


def test_an_unknown_shape_is_drawn_round():
    """A circle of the radius asked for: no shape is left out."""
    assert shape_path("star", Position(0, 0), 10) == "M-10,0 a10,10 0 1 0 20,0 a10,10 0 1 0 -20,0 Z"


def test_the_viewer_gets_every_node_at_its_place(shipped):
    """Pyvis keeps ids, places, colours and parallel edges; nothing is left to chance."""
    payload = shipped.payload
    network = vis_network(payload)

    assert [(n["id"], n["x"], n["y"]) for n in network.nodes] == [
        (node.id, node.x, node.y) for node in payload.nodes
    ]
    assert [edge["id"] for edge in network.edges] == [edge.id for edge in payload.edges]
    assert network.options["physics"] == {"enabled": False}
    assert {n["shape"] for n in network.nodes} <= {style.shape for style in STYLES.values()}


def test_the_viewer_is_given_no_pictures_to_fetch(hostile):
    """An image shape would tell a third party who looks; no node has one."""
    network = vis_network(hostile.payload)

    assert not [n for n in network.nodes if "image" in n or "image" in str(n["shape"])]


def test_the_page_is_made_the_same_every_time(worked):
    """No dates, no chance: equal maps give equal pages."""
    assert to_html(worked) == to_html(worked)


def test_the_page_says_in_a_table_what_the_picture_shows(shipped):
    """Everybody who cannot see the canvas gets every part with its numbers."""
    page = to_html(shipped)
    model = shipped.study.model

    assert page.count('<th scope="row">') == len(model.components)
    assert "unknown" in page
    assert shipped.answer.ontology[:12] in page


def test_the_viewer_can_stand_inside_a_script():
    """It neither ends the script around it nor changes under the reader's line breaks."""
    program = viewer_script()

    assert "</script" not in program.lower()
    assert "\r" not in program
    assert "\0" not in program


def test_no_outline_lies_over_letters(shipped):
    """Legible in every renderer: the outline is a text of its own, drawn before the letters.

    Renderers that do not know ``paint-order`` draw the outline of a text over its letters.
    """
    assert "paint-order" not in to_svg(shipped.payload, shipped.headline)
    for group in picture(shipped).iter(f"{NAMESPACE}g"):
        texts = group.findall(f"{NAMESPACE}text")
        half = len(texts) // 2
        outlines, letters = texts[:half], texts[half:]
        assert [text.text for text in outlines] == [text.text for text in letters]
        assert all(text.get("fill") == "none" and text.get("stroke") for text in outlines)
        assert all(text.get("stroke") is None for text in letters)
