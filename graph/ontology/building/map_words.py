"""What the map is called, what it calls a round, and the columns that it has of its own."""

from __future__ import annotations

from graph.map_words import MapWords
from graph.model import Column
from graph.ontology.ranges import WHOLE_FROM_1
from graph.ontology.roles import Role
from graph.ontology.terms import Property
from graph.ontology.things import Context, Thing
from graph.vocabulary import DCTERMS


def build_words(context: Context) -> MapWords:
    """Return the words of the map; those of a map of generations of models where it says none."""
    maps = list(context.things(Role.MAP))
    if not maps:
        return MapWords()
    first = maps[0]
    for other in maps[1:]:
        other.complain(
            "map-twice",
            f"the files say what the map is called here and at {first.place}.",
            "Keep one loop:Map.",
        )
    return _words(first)


def _words(thing: Thing) -> MapWords:
    thing.named()
    title = thing.text(DCTERMS + "title")
    one = thing.text(Property.ROUND_WORD)
    if title is None:
        thing.missing(DCTERMS + "title", 'Say what the map is called: dcterms:title "Our loop" ;')
    if one is None:
        thing.missing(
            Property.ROUND_WORD, 'Say what one round is called: loop:roundWord "change" ;'
        )
    usual = MapWords.of_round(one or MapWords().round)
    return MapWords(
        title,
        usual.round,
        thing.text(Property.ROUND_WORDS) or usual.rounds,
        thing.text(Property.ROUND_IN_FULL) or usual.round,
        thing.reference(Property.SETTING, Role.SETTING),
    )


def build_columns(context: Context) -> dict[str, Column]:
    """Return the columns, by id, from left to right; those without a rank come last."""
    built = [_column(thing) for thing in context.things(Role.COLUMN)]
    built.sort(key=lambda item: (item.rank is None, item.rank or 0, item.id))
    return {item.id: item for item in built}


def _column(thing: Thing) -> Column:
    rank = thing.plain_number(Property.RANK, WHOLE_FROM_1)
    return Column(thing.id, thing.label(), None if rank is None else int(rank), thing.place)
