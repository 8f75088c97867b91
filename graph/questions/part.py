"""What a line of an answer is about: the part of the map that it names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the map, by name; what an answer says of it follows.

    Attributes:
        id: its id.
        label: what people call it.
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FamilyPart(Part):
    """A component, with the kind of work that it is.

    Attributes:
        family: its family.
    """

    family: str
