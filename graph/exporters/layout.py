"""Where every component stands on the map: columns by stage, places that stay."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from graph.model import Component, LoopModel
from graph.records import record
from graph.vocabulary import Family

#: Distance between columns and between rows, in the map's own pixels.
COLUMN_PITCH = 205
ROW_PITCH = 104

#: Largest number of places in a column before a stage gets more columns side by side.
_SINGLE_COLUMN_PLACES = 20

#: Free places kept per component without a fixed place, so that a newcomer rarely moves others.
_PLACES_PER_NEWCOMER = 1.25

#: After so many taken places a newcomer takes the first free one.
_MOST_TRIALS = 200

_PLACES_FILE = Path(__file__).with_name("places.txt")


class Stage(StrEnum):
    """The columns of the map, from left to right."""

    DIRECTION = "direction"
    DATA = "data"
    CODING = "coding"
    REVIEW = "review"
    INFRA = "infra"
    EVALS = "evals"
    MACHINERY = "machinery"


#: What stands above each column.
STAGE_TITLES: Mapping[Stage, str] = {
    Stage.DIRECTION: "Direction",
    Stage.DATA: "Data",
    Stage.CODING: "Coding",
    Stage.REVIEW: "Review",
    Stage.INFRA: "Running models",
    Stage.EVALS: "Evaluation",
    Stage.MACHINERY: "Machinery",
}


#: How many columns a stage has from the start, where it is not one.
_COLUMNS: Mapping[Stage, int] = {Stage.MACHINERY: 2}


@record(order=True)
class Position:
    """A place on the map in its own pixels; x grows to the right, y downwards."""

    x: float
    y: float


@record
class StageColumn:
    """One stage, or a column of the map's own, with the components that stand in it.

    Attributes:
        stage: which one: the stage as a word, or the id of the column.
        title: what stands above it.
        x: middle of the stage.
        y: where its title stands, above the topmost component of the map.
        component_ids: from top to bottom.
    """

    stage: str
    title: str
    x: float
    y: float
    component_ids: tuple[str, ...]


@record
class Layout:
    """The places of all components.

    Attributes:
        name: of the layout, under which a viewer may keep what a person moved.
        positions: by component id, sorted by it.
        columns: the stages that have components, from left to right.
        left: smallest x of a component; ``right`` the largest, ``top`` and ``bottom`` likewise.
    """

    name: str
    positions: Mapping[str, Position]
    columns: tuple[StageColumn, ...]
    left: float
    right: float
    top: float
    bottom: float


def stages(model: LoopModel) -> Layout:
    """Return the places of all components in columns by stage.

    The components of the shipped map have fixed places. Any other takes a place that follows from
    its id, so that adding or removing one hardly moves the rest. A map that outgrows its columns
    (above 16 components without a fixed place in a stage, then above 64, 256, ...) gets twice as
    many columns per stage and is laid out anew.

    Args:
        model: the map; only its components count.

    A map that has columns of its own shows these from left to right instead, in each the components
    by their ids; those that stand in none come after, by family.

    Returns:
        Without components an empty layout of no extent.
    """
    if model.columns:
        return _own_columns(model)
    members: dict[Stage, list[str]] = {}
    for identifier in sorted(model.components):
        members.setdefault(stage_of(model.components[identifier]), []).append(identifier)
    slots = {stage: _slots(stage, ids) for stage, ids in members.items()}
    abreast = _abreast(slots)
    places = {
        identifier: position(stage, slot, abreast)
        for stage, taken in slots.items()
        for identifier, slot in taken.items()
    }
    return _layout({key: places[key] for key in sorted(places)}, slots, abreast, model)


def _own_columns(model: LoopModel) -> Layout:
    titles = {item.id: item.label for item in model.columns.values()}
    titles.update({stage.value: _title_of_stage(stage, model) for stage in Stage})
    members: dict[str, list[str]] = {key: [] for key in titles}
    for identifier, component in sorted(model.components.items()):
        members[component.column or stage_of(component).value].append(identifier)
    lanes = [key for key, found in members.items() if found]
    places = {
        identifier: Position(float(lane * COLUMN_PITCH), (row + 0.5 * (lane % 2)) * ROW_PITCH)
        for lane, key in enumerate(lanes)
        for row, identifier in enumerate(members[key])
    }
    top = -ROW_PITCH * 0.75
    columns = tuple(
        StageColumn(key, titles[key], float(lane * COLUMN_PITCH), top, tuple(members[key]))
        for lane, key in enumerate(lanes)
    )
    across = [place.x for place in places.values()] or [0.0]
    down = [place.y for place in places.values()] or [0.0]
    ordered = {key: places[key] for key in sorted(places)}
    return Layout("columns", ordered, columns, min(across), max(across), min(down), max(down))


def title_over(component: Component, model: LoopModel) -> str:
    """Return what stands above the column of a component.

    >>> part = Component("review", "Review", None, column="checking")
    >>> from graph.model import Column
    >>> title_over(part, LoopModel({}, {}, {}, columns={"checking": Column("checking", "Check")}))
    'Check'
    """
    column = model.columns.get(component.column or "")
    return column.label if column else _title_of_stage(stage_of(component), model)


def _title_of_stage(stage: Stage, model: LoopModel) -> str:
    # Only on a map of generations of models does infrastructure run models.
    return "Infra" if stage is Stage.INFRA and not model.words.of_models else STAGE_TITLES[stage]


def stage_of(component: Component) -> Stage:
    """Return the column of a component: its family, with what is built before it runs apart.

    Infrastructure that belongs to phases of research, none of them "run", is machinery: chips,
    buildings, power. The rest of the infrastructure runs models and experiments.

    >>> stage_of(Component("chip-design", "Chip design", Family.INFRA, phases=("design",))).value
    'machinery'
    >>> stage_of(Component("pre-training", "Pre-training", Family.INFRA, phases=("run",))).value
    'infra'
    """
    if component.family is not Family.INFRA:
        return Stage(component.group)
    built = bool(component.phases) and "run" not in component.phases
    return Stage.MACHINERY if built else Stage.INFRA


def _slots(stage: Stage, identifiers: list[str]) -> dict[str, int]:
    fixed = fixed_places()
    taken = {
        identifier: fixed[identifier].slot
        for identifier in identifiers
        if identifier in fixed and fixed[identifier].stage is stage
    }
    newcomers = [identifier for identifier in identifiers if identifier not in taken]
    wanted = -int(-len(newcomers) * _PLACES_PER_NEWCOMER // 1)
    used = set(taken.values())
    free = sorted({*range(wanted + len(used))} - used)[:wanted]
    for identifier in sorted(newcomers, key=lambda item: (_digest(item), item)):
        taken[identifier] = _first_free(identifier, free, used)
        used.add(taken[identifier])
    return taken


def _first_free(identifier: str, free: list[int], taken: Collection[int]) -> int:
    for trial in range(_MOST_TRIALS):
        slot = free[_jump(_digest(f"{identifier}/{trial}"), len(free))]
        if slot not in taken:
            return slot
    return next(slot for slot in free if slot not in taken)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _jump(key: int, buckets: int) -> int:
    # Jump consistent hashing: with one bucket more, only 1/buckets of the keys change theirs.
    last, following = 0, 0
    while following < buckets:
        last = following
        key = (key * 2862933555777941757 + 1) & 0xFFFFFFFFFFFFFFFF
        following = int((last + 1) * (1 << 31) / ((key >> 33) + 1))
    return last


def _abreast(slots: Mapping[Stage, Mapping[str, int]]) -> int:
    longest = max(
        ((max(taken.values()) + 1) / columns_of(stage) for stage, taken in slots.items()),
        default=0,
    )
    abreast = 1
    while _SINGLE_COLUMN_PLACES * abreast * abreast < longest:
        abreast *= 2
    return abreast


def columns_of(stage: Stage) -> int:
    """Return how many columns a stage has as long as the map is not large."""
    return _COLUMNS.get(stage, 1)


def position(stage: Stage, slot: int, abreast: int = 1) -> Position:
    """Return where a place is.

    Args:
        stage: the stage it belongs to.
        slot: its number in the stage, row by row from the top left, from 0.
        abreast: how many times as many columns a stage has on a large map.

    >>> position(Stage.DIRECTION, 2)
    Position(x=0.0, y=208.0)
    """
    row, side = divmod(slot, columns_of(stage) * abreast)
    column = _first_column(stage) * abreast + side
    # Half a row in every other column keeps straight edges off the components between.
    return Position(float(column * COLUMN_PITCH), (row + 0.5 * (column % 2)) * ROW_PITCH)


def _first_column(stage: Stage) -> int:
    before = list(Stage)[: list(Stage).index(stage)]
    return sum(map(columns_of, before))


def _middle(stage: Stage, abreast: int) -> float:
    width = columns_of(stage) * abreast
    return (_first_column(stage) * abreast + (width - 1) / 2) * COLUMN_PITCH


def _layout(
    places: Mapping[str, Position],
    slots: Mapping[Stage, Mapping[str, int]],
    abreast: int,
    model: LoopModel,
) -> Layout:
    across = [place.x for place in places.values()] or [0.0]
    down = [place.y for place in places.values()] or [0.0]
    columns = tuple(
        StageColumn(
            stage,
            _title_of_stage(stage, model),
            _middle(stage, abreast),
            min(down) - ROW_PITCH * 0.75,
            tuple(sorted(slots[stage], key=lambda identifier: slots[stage][identifier])),
        )
        for stage in Stage
        if stage in slots
    )
    return Layout("stages", places, columns, min(across), max(across), min(down), max(down))


@record
class FixedPlace:
    """The place that a component of the shipped map keeps for good."""

    stage: Stage
    slot: int


@lru_cache(maxsize=1)
def fixed_places() -> Mapping[str, FixedPlace]:
    """Return the fixed places by component id, as ``places.txt`` has them."""
    places: dict[str, FixedPlace] = {}
    for line in _PLACES_FILE.read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words:
            stage, slot, identifier = words
            places[identifier] = FixedPlace(Stage(stage), int(slot))
    return places


#: Size of labels in the map's own pixels, and the distance of their lines.
LABEL_SIZE = 20
LINE_HEIGHT = 24

#: Half the height of a component's shape.
NODE_RADIUS = 18

#: From a component's middle down to the top of its label.
LABEL_OFFSET = NODE_RADIUS + 5

#: Widest label: two neighbours stay apart.
LABEL_WIDTH = COLUMN_PITCH - 13

_NARROW = frozenset("iljtfI.,:;'|!()[] -")
_WIDE = frozenset("mwMWQO@%&—")


def text_width(text: str, size: float = LABEL_SIZE) -> float:
    """Return how wide a sans-serif text is at most, roughly.

    Every sign counts 0.56 of the size, narrow ones 0.34, wide ones and signs beyond Latin 0.9,
    capitals 0.7.

    >>> text_width("an", 100), text_width("Mi", 100)
    (112.0, 124.0)
    """
    return round(sum(map(_sign_width, text)) * size, 6)


def _sign_width(sign: str) -> float:
    if sign in _NARROW:
        return 0.34
    if sign in _WIDE or ord(sign) > 0x24F:
        return 0.9
    return 0.7 if sign.isupper() else 0.56


def label_lines(label: str) -> tuple[str, ...]:
    """Return a label in at most two lines, evenly filled; what does not fit ends in "…".

    >>> label_lines("Coding"), label_lines("Electricians and other trades")
    (('Coding',), ('Electricians and', 'other trades'))
    """
    words = label.split() or [""]
    if text_width(" ".join(words)) <= LABEL_WIDTH:
        return (" ".join(words),)
    if len(words) == 1:
        return (fitted(words[0], LABEL_WIDTH),)
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    best = min(cuts, key=_unevenness)
    return tuple(fitted(line, LABEL_WIDTH) for line in best)


def _unevenness(lines: tuple[str, str]) -> tuple[float, float]:
    first, second = map(text_width, lines)
    return (max(0.0, first - LABEL_WIDTH), max(first, second))


def fitted(text: str, width: float, size: float = LABEL_SIZE) -> str:
    """Return as much of a text as fits, with "…" where something is left out."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
