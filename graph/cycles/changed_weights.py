"""The weights of all arcs where only a few differ from known ones, without a copy of them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload

#: Arcs from which a copy takes longer than to look each time whether an arc is changed.
_MANY = 500


class ChangedWeights(Sequence[int]):
    """A multiple of known weights, but for some arcs.

    Attributes:
        known: the weights that most are a multiple of.
        times: that multiple.
        changes: the weights of the other arcs, as they are.
    """

    __slots__ = ("changes", "known", "times")

    def __init__(self, known: Sequence[int], times: int, changes: Mapping[int, int]) -> None:
        """Take the weights as they are; nothing is copied.

        Args:
            known: weights of all arcs.
            times: what they are multiplied by.
            changes: of some arcs, by their indices.
        """
        self.known, self.times, self.changes = known, times, changes

    def __len__(self) -> int:
        return len(self.known)

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> list[int]: ...

    def __getitem__(self, place: int | slice) -> int | list[int]:
        """Return the weight of an arc, or those of some in a row."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        found = self.changes.get(place)
        return self.known[place] * self.times if found is None else found


def changed_weights(known: Sequence[int], times: int, changes: Mapping[int, int]) -> Sequence[int]:
    """Return a multiple of known weights with some arcs changed.

    Args:
        known: weights of all arcs.
        times: what they are multiplied by.
        changes: of some arcs, by their indices, as they are.

    >>> changed_weights([1, 2, 3], 10, {1: 7})
    [10, 7, 30]
    """
    if len(known) >= _MANY:
        return ChangedWeights(known, times, changes)
    weights = [weight * times for weight in known]
    for arc, weight in changes.items():
        weights[arc] = weight
    return weights
