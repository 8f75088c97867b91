"""Every component has its place: apart from all others, the same tomorrow, whatever is edited."""

from __future__ import annotations

import hashlib
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.exporters.layout import (
    COLUMN_PITCH,
    LABEL_OFFSET,
    LABEL_SIZE,
    LINE_HEIGHT,
    NODE_RADIUS,
    ROW_PITCH,
    Stage,
    fixed_places,
    label_lines,
    stage_of,
    stages,
    text_width,
)
from graph.model import Component, LoopModel
from graph.vocabulary import Family

FAMILIES = list(Family)

identifiers = st.text("abcdefghij-", min_size=1, max_size=8)
components = st.dictionaries(identifiers, st.sampled_from(FAMILIES), max_size=40)


def loop_of(families) -> LoopModel:
    """A map of components alone."""
    parts = {key: Component(key, key, families[key]) for key in sorted(families)}
    return LoopModel(parts, {}, {})


def boxes(model, layout):
    """What each component covers: its shape, and its label below."""
    for identifier, place in layout.positions.items():
        lines = label_lines(model.components[identifier].label)
        half = max([NODE_RADIUS * 1.15, *(text_width(line) / 2 for line in lines)])
        bottom = place.y + LABEL_OFFSET + len(lines) * LINE_HEIGHT
        yield (place.x - half, place.y - NODE_RADIUS * 1.2, place.x + half, bottom)


def overlaps(one, other) -> bool:
    """Whether two boxes share any room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def moved(before, after) -> int:
    """How many components of both layouts stand elsewhere."""
    common = before.positions.keys() & after.positions.keys()
    return sum(before.positions[key] != after.positions[key] for key in common)


def test_no_two_labels_of_the_shipped_map_overlap(shipped):
    """Shapes with their labels cover no common room, so the map is readable at any zoom."""
    model = shipped.study.model
    covered = list(boxes(model, stages(model)))

    assert not [pair for pair in combinations(covered, 2) if overlaps(*pair)]


def test_labels_of_the_shipped_map_are_whole(shipped):
    """No label of the shipped map is cut off."""
    labels = [item.label for item in shipped.study.model.components.values()]

    assert [label for label in labels if any("…" in line for line in label_lines(label))] == []


def test_the_shipped_map_is_readable_at_1280_pixels(shipped):
    """With a margin of 110 on both sides, 1248 pixels across leave labels at 10 pixels or more."""
    layout = stages(shipped.study.model)
    scale = 1248 / (layout.right - layout.left + 220)

    assert LABEL_SIZE * scale >= 10


@given(components)
@settings(max_examples=60)
def test_no_two_components_share_a_place(families):
    """Any map at all: one place each, at least a row or a column apart."""
    places = list(stages(loop_of(families)).positions.values())

    for one, other in combinations(places, 2):
        assert abs(one.x - other.x) >= COLUMN_PITCH or abs(one.y - other.y) >= ROW_PITCH


@given(components, st.randoms())
@settings(max_examples=60)
def test_places_do_not_depend_on_the_order_of_the_files(families, chance):
    """A map read in any order looks the same."""
    shuffled = list(families)
    chance.shuffle(shuffled)
    parts = {key: Component(key, key, families[key]) for key in shuffled}

    assert stages(LoopModel(parts, {}, {})) == stages(loop_of(families))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_newcomer_moves_nobody_on_the_shipped_map(shipped, family):
    """Adding one component to the shipped map leaves every other where it was."""
    model = shipped.study.model
    newcomer = Component("brand-new-part", "Brand-new part", family)
    grown = LoopModel({**model.components, newcomer.id: newcomer}, {}, {})

    assert moved(stages(model), stages(grown)) == 0
    assert "brand-new-part" in stages(grown).positions


def test_leaving_one_out_moves_nobody_on_the_shipped_map(shipped):
    """Removing any one component of the shipped map leaves every other where it was."""
    model = shipped.study.model
    before = stages(model)
    for identifier in model.components:
        rest = {key: item for key, item in model.components.items() if key != identifier}
        assert moved(before, stages(LoopModel(rest, {}, {}))) == 0


def big_map(count: int) -> dict[str, Family]:
    """Many components with ids that follow from their numbers."""
    return {
        hashlib.sha256(str(index).encode()).hexdigest()[:12]: FAMILIES[index % len(FAMILIES)]
        for index in range(count)
    }


def test_a_newcomer_moves_at_most_two_in_a_hundred_of_a_big_map():
    """Ten times one more component on a map of 2,000: never over 2 %, on average 5 of them."""
    families = big_map(2000)
    before = stages(loop_of(families))
    shifts = [
        moved(before, stages(loop_of(families | {f"newcomer-{i}": FAMILIES[i % len(FAMILIES)]})))
        for i in range(10)
    ]

    assert max(shifts) <= 40
    assert sum(shifts) <= 50


def test_a_big_map_is_about_as_wide_as_high():
    """2,000 components: no side is more than three times the other."""
    layout = stages(loop_of(big_map(2000)))
    width, height = layout.right - layout.left, layout.bottom - layout.top

    assert len(layout.positions) == 2000
    assert 1 / 3 < width / height < 3


def test_an_empty_map_has_an_empty_layout():
    """No component, no column, no extent: nothing fails."""
    layout = stages(LoopModel({}, {}, {}))

    assert dict(layout.positions) == {}
    assert layout.columns == ()
    assert (layout.left, layout.right, layout.top, layout.bottom) == (0, 0, 0, 0)


def test_columns_follow_the_stages_from_left_to_right(shipped):
    """Headers stand in the order of the stages, above all components, over their own."""
    layout = stages(shipped.study.model)

    assert [column.stage for column in layout.columns] == list(Stage)
    assert [column.x for column in layout.columns] == sorted(column.x for column in layout.columns)
    assert all(column.y < layout.top for column in layout.columns)
    for column in layout.columns:
        across = [layout.positions[key].x for key in column.component_ids]
        assert min(across) <= column.x <= max(across)


def test_infrastructure_without_phases_is_no_machinery():
    """Only what is said to be built, and not said to run, stands with the machinery."""
    plain = Component("x", "X", Family.INFRA)
    both = Component("y", "Y", Family.INFRA, phases=("build", "run"))

    assert stage_of(plain) is Stage.INFRA
    assert stage_of(both) is Stage.INFRA


def test_fixed_places_are_each_given_once():
    """No two components of the shipped map were given the same place."""
    given_places = list(fixed_places().values())

    assert len(set(given_places)) == len(given_places)


def test_every_shipped_component_has_a_fixed_place(shipped):
    """Whoever adds a component runs ``uv run python tests/tools/arrange_places.py``."""
    parts = shipped.study.model.components
    without = [
        key
        for key, item in parts.items()
        if key not in fixed_places() or fixed_places()[key].stage is not stage_of(item)
    ]

    assert without == []


def test_a_fixed_place_counts_only_in_its_own_stage():
    """A component that bears a shipped name but another family stands with its own family."""
    model = LoopModel({"code-review": Component("code-review", "X", Family.DATA)}, {}, {})

    assert [column.stage for column in stages(model).columns] == [Stage.DATA]


@pytest.mark.parametrize(
    "label",
    ["", " ", "x" * 500, "word " * 80, "\n\t", "測試" * 40, "W" * 17 + " " + "W" * 17],
    ids=["empty", "blank", "one long word", "many words", "breaks", "wide signs", "two wide words"],
)
def test_any_label_fits_between_two_columns(label):
    """At most two lines, none wider than a column."""
    lines = label_lines(label)

    assert 1 <= len(lines) <= 2
    assert all(text_width(line) < COLUMN_PITCH for line in lines)
