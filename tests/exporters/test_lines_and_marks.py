"""Where lines run, found by brute force: along the path that is drawn, a point every pixel."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.exporters.layout import (
    LABEL_OFFSET,
    LABEL_SIZE,
    LINE_HEIGHT,
    NODE_RADIUS,
    fixed_places,
    position,
    text_width,
)
from graph.exporters.map_edges import Crowd, bend_around
from graph.exporters.svg import curve_path

#: Bends that brute force tries to each side, and how much wider a berth it gives to marks: a
#: bend that is clear of all of them by so much must be found.
BENDS = 60
WIDER = 5.0

PLACES = {key: position(place.stage, place.slot) for key, place in fixed_places().items()}


def points(path: str) -> np.ndarray:
    """Points of a drawn quadratic curve, no further apart than a pixel."""
    numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", path)]
    start, handle, end = np.array(numbers).reshape(3, 1, 2)
    hull = sum(np.hypot(*(one - other).ravel()) for one, other in pairwise((start, handle, end)))
    share = np.linspace(0, 1, math.ceil(hull) * 2)[:, None]
    return (1 - share) ** 2 * start + 2 * share * (1 - share) * handle + share**2 * end


def through_marks(path: str, places, ends, radius: float = NODE_RADIUS) -> set[str]:
    """The components, besides its own two, whose circle a line crosses."""
    line = points(path)
    others = {key: place for key, place in places.items() if key not in ends}
    return {
        key
        for key, place in others.items()
        if np.hypot(line[:, 0] - place.x, line[:, 1] - place.y).min() < radius
    }


def through_labels(path: str, nodes, ends) -> set[str]:
    """The components, besides its own two, one of whose lines of label a line crosses."""
    line, found = points(path), set()
    for node in nodes:
        for index, text in enumerate(node.label.split("\n")):
            top, half = node.y + LABEL_OFFSET + index * LINE_HEIGHT, text_width(text) / 2
            beside = abs(line[:, 0] - node.x) < half
            level = (line[:, 1] > top) & (line[:, 1] < top + LABEL_SIZE)
            if node.id not in ends and (beside & level).any():
                found.add(node.id)
    return found


@pytest.fixture(scope="module")
def drawn(shipped):
    """The lines of the shipped map: each with its path."""
    places = {node.id: position_of(node) for node in shipped.payload.nodes}
    return [
        (edge, curve_path(places[edge.source], places[edge.target], edge.curve))
        for edge in shipped.payload.edges
    ]


def position_of(node):
    """Where a component of a picture stands."""
    return PLACES[node.id]


def test_hardly_a_line_of_the_shipped_map_passes_through_a_mark(drawn, shipped):
    """Only lines right across the map do, for which no bend is clear, and those through one."""
    met = {edge.id: through_marks(path, PLACES, {edge.source, edge.target}) for edge, path in drawn}
    crossing = {key: found for key, found in met.items() if found}

    assert len(crossing) <= 6
    assert all(len(found) == 1 for found in crossing.values())
    # 6 columns: from where capital is decided on to what is built.
    assert all(key.startswith("capital-decision-gates-") for key in crossing)
    assert not any(edge.hit and met[edge.id] for edge, _ in drawn)
    assert {node.id for node in shipped.payload.nodes} == set(PLACES)


def test_lines_behind_labels_are_few_enough_to_be_read(drawn, shipped):
    """Labels fill a column but for 13 pixels, so lines run behind them, 1.2 labels a line."""
    nodes = shipped.payload.nodes
    met = [through_labels(path, nodes, {edge.source, edge.target}) for edge, path in drawn]

    assert sum(map(len, met)) <= 1.2 * len(drawn)
    assert max(map(len, met)) <= 6


@settings(max_examples=15, deadline=None)
@given(
    st.sets(st.sampled_from(sorted(PLACES)), min_size=24, max_size=len(PLACES)),
    st.sampled_from([0.0, 0.25]),
    st.randoms(use_true_random=False),
)
def test_no_line_passes_through_a_mark_that_some_bend_avoids(chosen, wanted, random):
    """On dozens of parts: never through more marks than the clearest of all bends comes near."""
    places = {key: PLACES[key] for key in sorted(chosen)}
    ends = random.sample(sorted(places), 2)
    source, target = (places[key] for key in ends)
    bend = bend_around(Crowd(places), frozenset(ends), source, target, wanted)
    met = through_marks(curve_path(source, target, bend), places, ends)

    most = max(abs(bend), min(0.4, 330 / math.hypot(target.x - source.x, target.y - source.y)))
    fewest = min(
        len(through_marks(curve_path(source, target, other), places, ends, NODE_RADIUS + WIDER))
        for other in np.linspace(-most, most, 2 * BENDS + 1)
    )
    assert len(met) <= fewest


def test_the_drawn_piece_of_a_line_lies_on_its_whole_curve():
    """A line is cut off at both marks, and bends elsewhere as if it were not."""
    source, target = position_at(0, 0), position_at(300, 0)
    line = points(curve_path(source, target, 0.25))
    # The whole parabola: y = -4 h x (L - x) / L^2 with its top at h = 0.25 L / 2 = 37.5.
    x = line[:, 0]

    assert line[:, 1] == pytest.approx(-4 * 37.5 * x * (300 - x) / 300**2, abs=0.2)
    assert np.hypot(*line[0]) == pytest.approx(NODE_RADIUS + 2, abs=0.2)
    assert np.hypot(line[-1][0] - 300, line[-1][1]) == pytest.approx(NODE_RADIUS + 5, abs=0.2)


def position_at(x: float, y: float):
    """A place."""
    return type(next(iter(PLACES.values())))(x, y)
