"""Names of the loops in one table or sentence: two different loops never have the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from graph.number_words import named
from graph.records import record

Cycle = tuple[str, ...]

#: Parts that are named to tell a loop from another.
_TELLING = 2


@record
class NamedCycle:
    """A loop as an answer gives it.

    Attributes:
        cycle: ids in order; where it begins does not matter.
        name: what people call it, if they have a name for it.
    """

    cycle: Cycle
    name: str | None = None


class CycleNames:
    """What each of several loops is called beside the others.

    A loop has its own name, or else that of its first parts. Where two would be called alike, the
    parts follow that only one of them has, or lacks; where that is not enough, all parts in order.

    Args:
        labels: what people call the parts, by id.
        shown: the loops that stand side by side.
        limit: parts named of a loop without a name, 1 or more.

    >>> names = CycleNames({}, [NamedCycle(("a", "b", "c")), NamedCycle(("a", "b", "d"))], 1)
    >>> names.of(("b", "c", "a")), names.of(("a", "b", "d"))
    ('a and 2 more, through c', 'a and 2 more, through d')
    """

    def __init__(
        self, labels: Mapping[str, str], shown: Iterable[NamedCycle], limit: int = 4
    ) -> None:
        self._labels = labels
        first: dict[Cycle, str] = {}
        for item in shown:
            first.setdefault(_turned(item.cycle), item.name or named(labels, item.cycle, limit))
        self._names = {
            key: self._beside(key, base, _alike(first, base)) for key, base in first.items()
        }
        self._spell_out(lambda key: " > ".join(labels.get(part, part) for part in key))
        self._spell_out(" > ".join)

    def of(self, cycle: Cycle) -> str:
        """Return what a loop is called.

        Args:
            cycle: one of those shown, from wherever it begins.
        """
        return self._names[_turned(cycle)]

    def _beside(self, key: Cycle, base: str, alike: list[Cycle]) -> str:
        others = [set(other) for other in alike if other != key]
        if not others:
            return base
        own = tuple(part for part in key if part not in set().union(*others))
        if own:
            return f"{base}, through {named(self._labels, own, _TELLING)}"
        common = set.intersection(*others) - set(key)
        lacking = tuple(part for part in _in_order(alike) if part in common)
        return f"{base}, without {named(self._labels, lacking, _TELLING)}" if lacking else base

    def _spell_out(self, whole: Callable[[Cycle], str]) -> None:
        """Give all their parts to the loops that are still called alike."""
        given = list(self._names.values())
        for key, name in self._names.items():
            if given.count(name) > 1:
                self._names[key] = whole(key)


def _alike(names: Mapping[Cycle, str], base: str) -> list[Cycle]:
    return [key for key, name in names.items() if name == base]


def _in_order(cycles: Iterable[Cycle]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for cycle in cycles for part in cycle))


def _turned(cycle: Cycle) -> Cycle:
    """Return the same loop from its first id in the alphabet on."""
    if not cycle:
        return cycle
    start = cycle.index(min(cycle))
    return (*cycle[start:], *cycle[:start])
