"""Choosing fixed places for a map: neighbours near each other, in every column.

``python -m graph.exporters.arranging`` gives places to the components of the shipped map that have
none yet; the places that exist stay. To lay out the whole map anew, empty ``places.txt`` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph.exporters.layout import FixedPlace, Stage, fixed_places, stage_of
from graph.model import LoopModel
from graph.vocabulary import Kind

#: How much longer edges of each kind cost.
_WEIGHTS = {Kind.GATES: 3.0, Kind.VERIFIES: 1.0, Kind.IMPROVES: 1.0, Kind.BYPASSES: 1.0}

#: Swaps are tried so many times over all columns at most.
_SWEEPS = 60

_HEAD = """\
# Where the components of the shipped map stand: stage, place from the top, id.
# A place once given is never changed, so that readers find a component where it was.
# "python -m graph.exporters.arranging" gives places to newcomers.
"""


def arranged(model: LoopModel) -> dict[str, FixedPlace]:
    """Return a place for every component, keeping the fixed ones.

    Minimises the weighted sum of squared heights that edges climb, by swaps within columns.
    Columns are centred on the longest.

    Args:
        model: the map.
    """
    fixed = fixed_places()
    kept = {
        identifier: fixed[identifier]
        for identifier, component in model.components.items()
        if identifier in fixed and fixed[identifier].stage is stage_of(component)
    }
    places = kept | _first_places(model, kept)
    for _ in range(_SWEEPS):
        if not _improved(model, places, frozenset(kept)):
            break
    return places


def _first_places(model: LoopModel, kept: Mapping[str, FixedPlace]) -> dict[str, FixedPlace]:
    columns: dict[Stage, list[str]] = {}
    for identifier in sorted(model.components):
        columns.setdefault(stage_of(model.components[identifier]), []).append(identifier)
    longest = max((len(column) for column in columns.values()), default=0)
    places: dict[str, FixedPlace] = {}
    for stage, column in columns.items():
        taken = {place.slot for place in kept.values() if place.stage is stage}
        first = (longest - len(column)) // 2
        rows = [*range(first, first + len(column)), *range(first), *range(first, 10 * longest)]
        free = iter(dict.fromkeys(row for row in rows if row not in taken))
        places |= {item: FixedPlace(stage, next(free)) for item in column if item not in kept}
    return places


def _improved(model: LoopModel, places: dict[str, FixedPlace], kept: frozenset[str]) -> bool:
    movable = sorted(identifier for identifier in places if identifier not in kept)
    better = False
    for index, one in enumerate(movable):
        for other in movable[index + 1 :]:
            if places[one].stage is not places[other].stage:
                continue
            before = _cost(model, places, one) + _cost(model, places, other)
            places[one], places[other] = places[other], places[one]
            if _cost(model, places, one) + _cost(model, places, other) < before - 1e-9:
                better = True
            else:
                places[one], places[other] = places[other], places[one]
    return better


def _cost(model: LoopModel, places: Mapping[str, FixedPlace], identifier: str) -> float:
    total = 0.0
    for edge in model.dependencies.values():
        if identifier in (edge.source, edge.target) and {edge.source, edge.target} <= set(places):
            climb = _height(places[edge.source]) - _height(places[edge.target])
            total += _WEIGHTS[edge.kind] * climb * climb
    return total


def _height(place: FixedPlace) -> float:
    return place.slot + 0.5 * (list(Stage).index(place.stage) % 2)


def places_text(places: Mapping[str, FixedPlace]) -> str:
    """Return the text of the file of fixed places, from left to right and top to bottom."""
    order = sorted(
        places, key=lambda item: (list(Stage).index(places[item].stage), places[item].slot, item)
    )
    return _HEAD + "".join(
        f"{places[item].stage.value} {places[item].slot} {item}\n" for item in order
    )


def _renew(path: Path) -> None:
    from graph.files import shipped_ontology
    from graph.rdf.reading import read_ontology

    places = dict(fixed_places()) | arranged(read_ontology((shipped_ontology(),)))
    path.write_text(places_text(places), encoding="utf-8")


if __name__ == "__main__":
    _renew(Path(__file__).with_name("places.txt"))
