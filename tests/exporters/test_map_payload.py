"""The map that is drawn says what the answer says, in more than colour."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from graph.estimates import Interval
from graph.evidence.status import Status
from graph.exporters.html import vis_network
from graph.exporters.map_edges import critical_dependencies, lag_of
from graph.exporters.map_payload import by_id, map_payload
from graph.exporters.marks import STYLES, Mark, blocking_parts, marks
from graph.ontology.reading import read_ontology
from graph.questions.critical_path.answer import CriticalPath
from graph.reports.plain import to_plain

SHARED_CAUSES = Path(__file__).parents[1] / "ontologies" / "shared-causes.ttl"


def drawn(source):
    """The payload of a source."""
    return map_payload(source.study.model, source.answer)


def changed(result: CriticalPath, identifier: str, **values) -> CriticalPath:
    """The same answer with one component's standing changed."""
    parts = tuple(
        replace(item, **values) if item.id == identifier else item for item in result.components
    )
    return replace(result, components=parts)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_critical_cycle_is_thick_and_complete(worked):
    """I (4 d), E (3 d), D (3 d), lag 1 in all, take 10 days a round: these three edges bind."""
    edges = drawn(worked).edges

    assert {edge.id for edge in edges if edge.hit} == {"I-gates-E", "E-gates-D", "D-gates-I"}
    assert {edge.width for edge in edges if edge.hit} == {5.0}
    assert {edge.width for edge in edges if not edge.hit} == {1.2}


def test_every_critical_step_of_the_shipped_map_is_drawn(shipped):
    """As many thick edges as the critical cycle has components, each along it."""
    cycle = shipped.answer.critical_cycle
    steps = set(zip(cycle, cycle[1:] + cycle[:1], strict=True))
    hits = [edge for edge in drawn(shipped).edges if edge.hit]

    assert {(edge.source, edge.target) for edge in hits} == steps
    assert len(hits) == len(cycle)


def test_what_feeds_back_is_dashed(worked):
    """Lag 2 from E to C and lag 1 from D to I; all else waits within one generation."""
    assert {edge.id for edge in drawn(worked).edges if edge.feedback} == {"E-gates-C", "D-gates-I"}


def test_what_improves_is_dashed_without_a_lag(rich):
    """An Improves edge feeds back whatever its lag."""
    edge = next(one for one in drawn(rich).edges if one.id == "coding-improves-review")

    assert lag_of(rich.study.model, edge.id) == 0
    assert edge.feedback


def test_an_alternative_not_taken_is_not_critical(rich):
    """Of two ways to power only the one taken can be on the critical cycle."""
    answer = replace(
        rich.answer,
        critical_cycle=("grid", "review"),
        alternatives_taken={"ways": "site-gates-review"},
    )

    assert "grid-gates-review" not in critical_dependencies(answer)


@pytest.mark.parametrize("name", ["worked", "rich", "hostile", "shipped"])
def test_the_payload_is_finite_json(name, request):
    """The viewer dies of NaN without a word, so none may be there; ids are the map's own."""
    source = request.getfixturevalue(name)
    payload = drawn(source)
    text = json.dumps(to_plain(payload), allow_nan=False)

    assert json.loads(text) == to_plain(payload)
    assert {node.id for node in payload.nodes} == set(source.study.model.components)
    assert {edge.id for edge in payload.edges} == set(source.study.model.dependencies)


def test_an_infinite_pace_is_still_finite_json(worked):
    """Infinity in the answer becomes words, not a broken payload."""
    answer = replace(worked.answer, pace=Interval(math.inf), period_days=Interval(math.nan))
    payload = map_payload(worked.study.model, answer)

    assert "infinite" not in json.dumps(to_plain(payload), allow_nan=False)
    assert "unknown" in payload.alt


def test_unknown_is_hollow_and_only_unknown(worked):
    """C alone has a speed-up; the four others are drawn without filling."""
    assert {node.id for node in drawn(worked).nodes if node.hollow} == {"R", "I", "E", "D"}


def test_marks_differ_in_colour_shape_and_sign():
    """Nobody has to tell colours apart: shape (or filling) and sign differ as well."""
    signs = [style.glyph for style in STYLES.values()]
    shapes = [(style.shape, mark is Mark.UNKNOWN) for mark, style in STYLES.items()]

    assert len(set(signs)) == len(STYLES)
    assert len(set(shapes)) == len(STYLES)
    assert len({style.fill for style in STYLES.values()}) == len(STYLES)


@pytest.mark.parametrize("mark", list(Mark), ids=lambda mark: mark.value)
def test_outlines_stand_out_from_white(mark):
    """WCAG 2.2 asks 3:1 of parts of a picture that are needed to understand it."""
    assert 1.05 / (luminance(STYLES[mark].edge) + 0.05) >= 3


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        ({"status": Status.ACCELERATED}, Mark.ACCELERATED),
        ({"status": Status.AUTONOMOUS}, Mark.ACCELERATED),
        ({"status": Status.SLOWED}, Mark.SLOWED),
        ({"status": Status.UNPROVEN}, Mark.ASSISTED),
        ({"status": Status.UNKNOWN}, Mark.UNKNOWN),
        ({"status": Status.UNPROVEN, "family": "direction"}, Mark.HUMAN),
        ({"status": Status.ACCELERATED, "family": "direction"}, Mark.ACCELERATED),
        # 8 days, 6 of them floor: exactly 75 %.
        ({"status": Status.UNKNOWN, "days": Interval(8.0), "floor_days": 6.0}, Mark.LIMIT),
        ({"status": Status.UNKNOWN, "days": Interval(8.0), "floor_days": 5.9}, Mark.UNKNOWN),
        ({"status": Status.UNPROVEN, "days": Interval(0.0), "floor_days": 0.0}, Mark.ASSISTED),
    ],
)
def test_a_mark_follows_from_the_standing(worked, values, mark):
    """The rules of the legend, one by one, on a component beside the critical cycle."""
    answer = changed(worked.answer, "R", **values)

    assert marks(worked.study.model, answer)["R"] is mark


def test_what_is_critical_is_marked_so_whatever_else_it_is(worked):
    """I binds; being sped up as well does not hide it."""
    answer = changed(worked.answer, "I", status=Status.ACCELERATED)

    assert marks(worked.study.model, answer)["I"] is Mark.BINDING


def test_a_part_kept_for_people_is_marked_so(shipped):
    """The shipped map says that approval to merge stays with people by design."""
    assert marks(shipped.study.model, shipped.answer)["merge-approval"] is Mark.HUMAN


def test_selecting_keeps_the_mark(worked):
    """A viewer that highlights must not change the colour that carries the meaning."""
    payload = drawn(worked)
    for node, shown in zip(payload.nodes, vis_network(payload).nodes, strict=True):
        colours = shown["color"]
        assert node.fill == colours["highlight"]["background"] == colours["hover"]["background"]


def test_the_blocking_parts_are_what_the_answer_names(worked):
    """The cycle, and whoever takes over."""
    assert {"I", "E", "D"} <= blocking_parts(worked.answer)


def test_the_legend_counts_what_is_so_and_lists_nothing_that_is_absent(shipped):
    """Every part is under some sign; one on the slowest loop is under what else it is, too."""
    payload = drawn(shipped)
    listed = {entry.key: set(entry.ids) for entry in payload.legend}

    assert set().union(*(listed.get(mark.value, set()) for mark in Mark)) == set(by_id(payload))
    assert all(listed.values())
    assert len(listed["critical"]) == len(shipped.answer.critical_cycle)
    assert listed[Mark.BINDING] == set(shipped.answer.critical_cycle)
    faster = {x.id for x in shipped.answer.components if Status(x.status).is_accelerated}
    assert listed[Mark.ACCELERATED] == faster


def test_a_part_on_the_slowest_loop_counts_with_those_sped_up(worked):
    """Drawn as what blocks, it is still one of those that AI speeds up."""
    answer = changed(worked.answer, "I", status=Status.ACCELERATED)
    legend = {e.key: e.ids for e in map_payload(worked.study.model, answer).legend}

    assert "I" in legend[Mark.BINDING]
    assert "I" in legend[Mark.ACCELERATED]


def test_the_description_states_the_answer(worked):
    """Who does not see the picture reads period, pace and the cycle in order, back to its start.

    The period is 10 days; C, R, I, E in turn took 12+8+4+3 = 27 days per 2 rounds before, 13.5
    days, so the pace is 1.35.
    """
    alt = drawn(worked).alt

    assert "10 days per generation" in alt
    assert "1.35x" in alt
    cycle = [worked.study.model.label(item) for item in worked.answer.critical_cycle]
    assert " → ".join([*cycle, cycle[0]]) in alt


def test_every_title_tells_label_mark_and_numbers(shipped):
    """Three lines of plain text on pointing at a component: who, what, how long."""
    for node in drawn(shipped).nodes:
        name, mark, numbers = node.title.split("\n")
        assert name == node.name
        assert mark == f"{node.glyph} {STYLES[Mark(node.mark)].phrase}"
        assert " days, AI speed-up " in numbers


def test_what_is_ordered_ahead_reaches_back_as_far_as_its_lead_time():
    """1.5 x 3 a year x 383.25 days / 365.25 = 4.72, told to a tenth."""
    model = read_ontology([SHARED_CAUSES])

    assert lag_of(model, "review-orders-site") == 4.7
