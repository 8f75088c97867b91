"""What a line of an answer is about: the part of the map that it names."""

from __future__ import annotations

from graph.records import record


@record
class Part:
    """A part of the map, by name; what an answer says of it follows.

    Attributes:
        id: its id.
        label: what people call it.
    """

    id: str
    label: str


@record
class FamilyPart(Part):
    """A component, with the kind of work that it is.

    Attributes:
        family: its family.
    """

    family: str
