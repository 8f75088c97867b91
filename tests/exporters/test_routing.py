"""No line seems to touch a part that it does not join: every drawn line against every part."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.exporters.html import to_html
from graph.exporters.layout import Position, label_lines, stages, text_width
from graph.exporters.map_payload import map_payload
from graph.exporters.registry import exporter_named
from graph.exporters.routing import Join, Part, routes
from graph.model import Component, LoopModel
from graph.questions.critical_path.compute import critical_path
from graph.views.viewer import map_message
from graph.vocabulary import Family

#: What is drawn of a part, in the map's own pixels: the mark's radius, and from its middle down to
#: the top of the label, and the height of a line of it.
MARK, LABEL_TOP, LINE = 18.0, 23.0, 24.0


def straight(start, end):
    """Points at most a pixel apart on the straight between two."""
    count = max(1, math.ceil(math.dist(start, end)))
    return [
        tuple(a + (b - a) * step / count for a, b in zip(start, end, strict=True))
        for step in range(count + 1)
    ]


def curve(start, handle, end):
    """Points at most a pixel apart on a quadratic curve."""
    count = max(2, math.ceil(math.dist(start, handle) + math.dist(handle, end)))
    return [
        tuple(
            (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
            for a, b, c in zip(start, handle, end, strict=True)
        )
        for t in (step / count for step in range(count + 1))
    ]


def along(start, bends, end):
    """Points of a line: straight to each bend, round it, and straight on to the end."""
    points, here = [], start
    for left, top, x, y, right, bottom in bends:
        points += straight(here, (left, top)) + curve((left, top), (x, y), (right, bottom))
        here = (right, bottom)
    return points + straight(here, end)


def crossed(points, parts, ends):
    """Ids of the parts whose mark or label one of the points lies in, but for both ends."""
    found = set()
    for part in parts:
        if part.id in ends:
            continue
        x, y = part.place.x, part.place.y
        lines = part.label.split("\n")
        half = max(map(text_width, lines)) / 2
        bottom = y + LABEL_TOP + LINE * len(lines)
        if any(
            math.dist(point, (x, y)) < MARK
            or (abs(point[0] - x) < half and y + LABEL_TOP < point[1] < bottom)
            for point in points
        ):
            found.add(part.id)
    return found


def drawn_in_svg(path):
    """Points of a path of a still picture: M, then L and Q."""
    numbers = [tuple(map(float, pair.split(","))) for pair in re.findall(r"[-\d.]+,[-\d.]+", path)]
    kinds = re.findall("[MLQ]", path)
    points, here = [], numbers.pop(0)
    for kind in kinds[1:]:
        stops = [numbers.pop(0) for _ in range(2 if kind == "Q" else 1)]
        points += curve(here, *stops) if kind == "Q" else straight(here, *stops)
        here = stops[-1]
    assert numbers == []
    return points


def parts_of(model):
    """The parts of a map as they are drawn."""
    return tuple(
        Part(key, place, "\n".join(label_lines(model.label(key))))
        for key, place in stages(model).positions.items()
    )


def points_of(route, places, join):
    """Points of a line that was given its way."""
    start, end = places[join.source], places[join.target]
    return along((start.x, start.y), [bend.numbers for bend in route], (end.x, end.y))


@pytest.mark.parametrize("name", ["worked", "rich", "shipped"])
def test_no_line_of_a_still_picture_touches_a_part_it_does_not_join(name, request):
    """Every path of the SVG, sampled at every pixel, against every mark and label."""
    source = request.getfixturevalue(name)
    picture = exporter_named("svg").make(source)
    parts = parts_of(source.study.model)
    paths = re.findall(r'<path d="([^"]+)" fill="none" [^>]*><title>', picture)
    edges = sorted(source.payload.edges, key=lambda edge: (edge.hit, edge.id))

    assert len(paths) == len(edges) > 3
    for path, edge in zip(paths, edges, strict=True):
        if edge.source != edge.target:
            assert crossed(drawn_in_svg(path), parts, {edge.source, edge.target}) == set()


@pytest.mark.parametrize("way_out", ["page", "explorer"])
def test_no_line_of_a_page_touches_a_part_it_does_not_join(way_out, shipped):
    """What the page and the explorer hand to the browser, from middle to middle, likewise."""
    if way_out == "page":
        found = re.search(
            r'<script type="application/json" id="data">(.*?)</script>', to_html(shipped)
        )
        edges = json.loads(found[1])["edges"]
    else:
        edges = map_message(map_payload(shipped.study.model, shipped.answer), "key", 720)["edges"]
    parts = parts_of(shipped.study.model)
    places = {part.id: (part.place.x, part.place.y) for part in parts}

    assert len(edges) > 100
    for edge in edges:
        points = along(places[edge["from"]], edge["route"], places[edge["to"]])
        assert crossed(points, parts, {edge["from"], edge["to"]}) == set()


words = st.text("abcdefgmw ", min_size=1, max_size=40)
maps = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=4),
    st.tuples(words, st.sampled_from(list(Family))),
    min_size=2,
    max_size=60,
)


@st.composite
def parts_and_joins(draw):
    """Dozens of parts with labels of any length, and lines between any of them."""
    named = draw(maps)
    model = LoopModel(
        {key: Component(key, label, family) for key, (label, family) in sorted(named.items())},
        {},
        {},
    )
    ends = st.tuples(st.sampled_from(sorted(named)), st.sampled_from(sorted(named)))
    pairs = draw(st.lists(ends, max_size=50))
    joins = (Join(f"{index}", *pair) for index, pair in enumerate(pairs))
    return parts_of(model), tuple(joins)


@given(parts_and_joins())
@settings(max_examples=30, deadline=None)
def test_no_line_of_any_map_touches_a_part_it_does_not_join(case):
    """Where parts stand in their columns, a first line between two always has a clear way.

    Of further lines between the same two at most as many touch others as if all ran straight.
    """
    parts, joins = case
    places = {part.id: part.place for part in parts}
    ways = routes(parts, joins)
    seen = Counter()
    touching = straight_touching = 0
    for join in joins:
        ends = frozenset({join.source, join.target})
        if len(ends) == 1:
            assert ways[join.id] == ()
            continue
        met = crossed(points_of(ways[join.id], places, join), parts, ends)
        seen[ends] += 1
        assert seen[ends] > 1 or met == set()
        touching += len(met)
        straight_touching += len(crossed(points_of((), places, join), parts, ends))

    assert touching <= straight_touching


@given(parts_and_joins())
@settings(max_examples=15, deadline=None)
def test_lines_between_the_same_two_run_apart(case):
    """Somewhere each is at least 12 pixels from every other one, there or back.

    They are led apart by 16 pixels at one point, and the drawn curve is rounder than that; lines
    are up to 5 pixels wide, so that 12 leave air between them.
    """
    parts, joins = case
    places = {part.id: part.place for part in parts}
    ways = routes(parts, joins)
    by_ends = {}
    for join in joins:
        if join.source != join.target:
            by_ends.setdefault(frozenset({join.source, join.target}), []).append(join)
    for together in by_ends.values():
        for one, other in combinations(together[:4], 2):
            first, second = (points_of(ways[join.id], places, join) for join in (one, other))
            assert apart(first, second) >= 12


def apart(first, second):
    """The farthest that a point of one line is from the other line."""
    return max(
        max(min(math.dist(point, near) for near in far) for point in line[::8])
        for line, far in ((first, second), (second, first))
    )


@pytest.mark.parametrize("name", ["rich", "shipped"])
def test_parallel_dependencies_are_drawn_apart(name, request):
    """No two dependencies between the same components run along the same line, there or back."""
    payload = request.getfixturevalue(name).payload
    places = {node.id: Position(node.x, node.y) for node in payload.nodes}
    by_ends = {}
    for edge in payload.edges:
        by_ends.setdefault(frozenset({edge.source, edge.target}), []).append(edge)
    several = [edges for edges in by_ends.values() if len(edges) > 1]

    assert several
    for edges in several:
        lines = [points_of(edge.route, places, edge) for edge in edges]
        assert all(apart(one, other) >= 15 for one, other in combinations(lines, 2))


def test_a_line_goes_round_what_stands_in_its_way():
    """Three in a row: straight from first to last leads through the second, so it bends once."""
    parts = tuple(Part(key, Position(205 * at, 0), key) for at, key in enumerate("abc"))
    way = routes(parts, (Join("a-c", "a", "c"),))["a-c"]
    places = {part.id: part.place for part in parts}

    assert crossed(points_of((), places, Join("", "a", "c")), parts, {"a", "c"}) == {"b"}
    assert crossed(points_of(way, places, Join("", "a", "c")), parts, {"a", "c"}) == set()
    # Over the mark and not below the label: its radius and the room around it are 23 pixels.
    assert {round(bend.corner.y) for bend in way} == {-23}


def test_a_clear_line_runs_straight():
    """Nobody in the way, no detour."""
    places = {"a": Position(0, 0), "b": Position(205, 400), "c": Position(410, 0)}
    parts = tuple(Part(key, place, key) for key, place in places.items())

    assert routes(parts, (Join("a-c", "a", "c"),))["a-c"] == ()


def test_ways_do_not_hang_on_what_is_asked(shipped):
    """The same map gives the same ways whatever is supposed: they are worked out once."""
    model = shipped.study.model
    supposed = shipped.study.supposing({"code-review.speedup": 3.0})

    before = {edge.id: edge.route for edge in shipped.payload.edges}
    after = map_payload(model, critical_path(supposed, draws=0)).edges

    assert {edge.id: edge.route for edge in after} == before


def test_on_a_crowded_map_lines_run_straight():
    """Beyond 200 parts nobody could follow a line anyway; those between the same two still part."""
    parts = tuple(
        Part(f"p{at}", Position(205.0 * (at % 21), 104.0 * (at // 21)), "p") for at in range(201)
    )
    ways = routes(parts, (Join("once", "p0", "p200"), Join("again", "p200", "p0")))

    assert ways["once"] == ()
    assert len(ways["again"]) == 1
