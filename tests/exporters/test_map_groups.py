"""Large maps: families are groups that open, and no part is lost or drawn twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.exporters.layout import Stage
from graph.exporters.map_groups import GROUP_PREFIX, GROUPED_FROM, grouped, is_large
from graph.exporters.map_payload import map_payload


@pytest.fixture(scope="module")
def payload(shipped):
    """The shipped map, which has fewer parts than a large one but can be grouped all the same."""
    return map_payload(shipped.study.model, shipped.answer)


def drawn_and_hidden(payload) -> int:
    """How many parts a picture stands for: each drawn one, and those of its groups."""
    return sum(node.group or 1 for node in payload.nodes)


@pytest.mark.parametrize(
    "opened", [frozenset(), frozenset({"coding"}), frozenset(Stage)], ids=["none", "one", "all"]
)
def test_every_part_is_drawn_once_or_in_one_group(payload, opened):
    """Whatever is open; with all open there is no group."""
    picture = grouped(payload, frozenset(map(str, opened)))
    ids = [node.id for node in picture.nodes]
    assert len(ids) == len(set(ids))
    assert drawn_and_hidden(picture) == len(payload.nodes)
    assert any(one.startswith(GROUP_PREFIX) for one in ids) == (len(opened) < len(Stage))


def test_what_blocks_and_what_is_looked_at_is_never_hidden(payload):
    """The slowest loop of four parts stands part by part, with all of its lines."""
    picture = grouped(payload, frozenset(), frozenset({"labelling"}))
    ids = {node.id for node in picture.nodes}
    assert {"labelling", *payload.critical_cycle} <= ids
    hits = {(edge.source, edge.target) for edge in picture.edges if edge.hit}
    assert hits == {(edge.source, edge.target) for edge in payload.edges if edge.hit}


def test_lines_end_at_what_is_drawn_and_between_groups_there_is_one(payload):
    """No line hangs in the air, none stays within a group, none stands for two others."""
    picture = grouped(payload, frozenset({"coding"}))
    ids = {node.id for node in picture.nodes}
    ends = [(edge.source, edge.target) for edge in picture.edges]
    assert all({*pair} <= ids for pair in ends)
    groups = [pair for pair in ends if any(one.startswith(GROUP_PREFIX) for one in pair)]
    assert len(groups) == len(set(groups))
    assert all(source != target for source, target in groups)
    assert len({edge.id for edge in picture.edges}) == len(picture.edges)


def test_a_line_between_groups_says_how_many_it_stands_for(payload):
    """Coding and review: as many as there are between parts that are not drawn."""
    picture = grouped(payload, frozenset())
    family = {one: head.key for head in payload.headers for one in head.ids}
    shown = {node.id for node in picture.nodes}
    between = [
        edge
        for edge in payload.edges
        if not {edge.source, edge.target} & shown
        and (family[edge.source], family[edge.target]) == ("coding", "review")
    ]
    line = next(
        edge
        for edge in picture.edges
        if (edge.source, edge.target) == ("family:coding", "family:review")
    )
    assert line.title.startswith(f"{len(between)} dependenc")


def test_no_line_between_two_groups_runs_through_a_third(payload):
    """They stand on a bow, so that of three none is between the others."""
    groups = [node for node in grouped(payload, frozenset()).nodes if node.group]
    for one in groups:
        for other in groups:
            for third in groups:
                if len({one.id, other.id, third.id}) < 3:
                    continue
                area = (other.x - one.x) * (third.y - one.y) - (other.y - one.y) * (third.x - one.x)
                length = ((other.x - one.x) ** 2 + (other.y - one.y) ** 2) ** 0.5
                assert abs(area) / length > 20


def test_parts_of_an_open_family_stand_apart(payload):
    """A mark and its name have room: no two places are closer than a row or a column."""
    picture = grouped(payload, frozenset(stage.value for stage in Stage))
    places = [(node.x, node.y) for node in picture.nodes]
    for index, (x, y) in enumerate(places):
        for other_x, other_y in places[index + 1 :]:
            assert abs(x - other_x) >= 80 or abs(y - other_y) >= 80


def test_only_maps_of_many_parts_are_large(payload):
    """From three hundred on."""
    node = payload.nodes[0]
    assert not is_large(payload)
    assert is_large(replace(payload, nodes=(node,) * GROUPED_FROM))
    assert not is_large(replace(payload, nodes=(node,) * (GROUPED_FROM - 1)))
