"""The numbers that a person wrote, as they stand there and as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.model import LoopModel
from graph.observations import Observation
from graph.ontology.roles import Role
from graph.ontology.statements import Statements
from graph.ontology.things import Context, Thing


class OwnNumber(NamedTuple):
    """A number of the person: what is said of it, and what was read."""

    thing: Thing
    found: Observation


def own_numbers(context: Context, own: Statements, model: LoopModel) -> Iterator[OwnNumber]:
    """Give the numbers that could be read, in the order of the files.

    Args:
        context: all statements, with the vocabulary.
        own: the statements of the person; of what they do not speak nothing is given.
        model: what the statements say as records.
    """
    for thing in context.things(Role.EVIDENCE):
        found = model.observations.get(thing.id)
        if found is not None and thing.name in own.by_subject:
            yield OwnNumber(thing, found)
