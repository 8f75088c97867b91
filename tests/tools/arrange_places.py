"""Choosing fixed places for a map: neighbours near each other, in every column.

``uv run python tests/tools/arrange_places.py`` gives places to the components of the shipped map
that have none yet; the places that exist stay. To lay out the whole map anew, empty
``graph/exporters/places.txt`` first.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from graph.exporters import layout
from graph.exporters.layout import (
    ROW_PITCH,
    FixedPlace,
    Stage,
    columns_of,
    fixed_places,
    position,
    stage_of,
)
from graph.model import LoopModel
from graph.vocabulary import Kind

#: What a row of height costs on each kind of edge, and more where a named loop passes.
_WEIGHTS = {Kind.GATES: 3.0, Kind.VERIFIES: 1.0, Kind.IMPROVES: 1.0, Kind.BYPASSES: 1.0}
_LOOP_WEIGHT = 6.0

#: What a row away from the middle costs, so that the map stays compact.
_AWAY = 0.5

#: So many orders to begin with are tried, each improved in at most so many rounds.
_STARTS = 24
_ROUNDS = 40

_HEAD = """\
# Where the components of the shipped map stand: stage, place from the top, id.
# A place once given is never changed, so that readers find a component where it was.
# "uv run python tests/tools/arrange_places.py" gives places to newcomers.
"""


def arranged(model: LoopModel) -> dict[str, FixedPlace]:
    """Return a place for every component, keeping the fixed ones.

    Minimises the weighted sum of squared heights that edges climb, by moves within columns, from
    several random orders. No column gets more places than the fullest needs.

    Args:
        model: the map.
    """
    fixed = fixed_places()
    kept = {
        identifier: fixed[identifier]
        for identifier, component in model.components.items()
        if identifier in fixed and fixed[identifier].stage is stage_of(component)
    }
    tries = (_Arrangement(model, kept, start) for start in range(_STARTS))
    return dict(min((one.improved() for one in tries), key=lambda one: one.total).places)


class _Arrangement:
    """One order of the columns, and what it costs."""

    def __init__(self, model: LoopModel, kept: Mapping[str, FixedPlace], seed: int) -> None:
        self.near = _neighbours(model)
        columns: dict[Stage, list[str]] = {}
        for identifier in sorted(model.components):
            columns.setdefault(stage_of(model.components[identifier]), []).append(identifier)
        full = [-(-len(column) // columns_of(stage)) for stage, column in columns.items()]
        highest = (-(-(p.slot + 1) // columns_of(p.stage)) for p in kept.values())
        self.rows = max([*full, *highest], default=0)
        self.movable = sorted(set(model.components) - set(kept))
        self.places = dict(kept)
        shuffle = random.Random(seed).shuffle
        for stage, column in columns.items():
            taken = {place.slot for place in kept.values() if place.stage is stage}
            places = [place for place in self.all_of(stage) if place.slot not in taken]
            places.sort(key=lambda place: abs(_height(place) - self.rows / 2))
            newcomers = [item for item in column if item not in kept]
            shuffle(newcomers)
            self.places |= dict(zip(newcomers, places, strict=False))

    def all_of(self, stage: Stage) -> list[FixedPlace]:
        return [FixedPlace(stage, slot) for slot in range(self.rows * columns_of(stage))]

    @property
    def total(self) -> float:
        return sum(map(self.cost, self.places))

    def cost(self, identifier: str) -> float:
        height = _height(self.places[identifier])
        climbs = sum(
            weight * (height - _height(self.places[other])) ** 2
            for other, weight in self.near.get(identifier, ())
        )
        return climbs + _AWAY * (height - self.rows / 2) ** 2

    def improved(self) -> _Arrangement:
        for _ in range(_ROUNDS):
            # All are tried in every round, whether or not an earlier one has moved.
            moved = [self._moved(identifier) for identifier in self.movable]
            if not any(moved):
                break
        return self

    def _moved(self, identifier: str) -> bool:
        here = self.places[identifier]
        held = {place: item for item, place in self.places.items()}
        best, best_gain = here, 1e-9
        for place in self.all_of(here.stage):
            other = held.get(place)
            if place == here or (other is not None and other not in self.movable):
                continue
            gain = self._gain(identifier, other, place)
            if gain > best_gain:
                best, best_gain = place, gain
        self._exchange(identifier, held.get(best), best)
        return best != here

    def _gain(self, identifier: str, other: str | None, place: FixedPlace) -> float:
        back = self.places[identifier]
        both = [identifier] if other is None else [identifier, other]
        before = sum(map(self.cost, both))
        self._exchange(identifier, other, place)
        after = sum(map(self.cost, both))
        self._exchange(identifier, other, back)
        return before - after

    def _exchange(self, identifier: str, other: str | None, place: FixedPlace) -> None:
        here = self.places[identifier]
        if other is not None and other != identifier:
            self.places[other] = here
        self.places[identifier] = place


def _neighbours(model: LoopModel) -> dict[str, list[tuple[str, float]]]:
    along = {
        frozenset(step)
        for loop in model.loops.values()
        for step in pairwise((*loop.component_ids, *loop.component_ids[:1]))
    }
    near: dict[str, list[tuple[str, float]]] = {}
    for edge in model.dependencies.values():
        ends = {edge.source, edge.target}
        if len(ends) == 2 and ends <= set(model.components):
            weight = _WEIGHTS[edge.kind] + (_LOOP_WEIGHT if frozenset(ends) in along else 0)
            near.setdefault(edge.source, []).append((edge.target, weight))
            near.setdefault(edge.target, []).append((edge.source, weight))
    return near


def _height(place: FixedPlace) -> float:
    return position(place.stage, place.slot).y / ROW_PITCH


def places_text(places: Mapping[str, FixedPlace]) -> str:
    """Return the text of the file of fixed places, from left to right and top to bottom."""
    order = sorted(
        places,
        key=lambda item: (list(Stage).index(places[item].stage), places[item].slot, item),
    )
    return _HEAD + "".join(
        f"{places[item].stage.value} {places[item].slot} {item}\n" for item in order
    )


def _renew(path: Path) -> None:
    from graph.files import shipped_ontology
    from graph.ontology.reading import read_ontology

    places = dict(fixed_places()) | arranged(read_ontology((shipped_ontology(),)))
    path.write_text(places_text(places), encoding="utf-8")


if __name__ == "__main__":
    _renew(Path(layout.__file__).with_name("places.txt"))
