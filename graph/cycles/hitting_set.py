"""The cheapest choice that leaves nothing unhit, when what must be hit is found one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

#: Branches tried before the exact search gives up and the greedy choice stands.
BRANCH_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class HittingSet:
    """A choice that hits everything.

    Attributes:
        members: what was chosen, sorted.
        cost: what it costs.
        exact: whether nothing cheaper exists; if not, it was chosen greedily.
    """

    members: tuple[int, ...]
    cost: Fraction
    exact: bool


class UnhittableError(Exception):
    """Something must be hit and nothing that could be chosen hits it."""


#: Given a choice, a set of candidates of which one more is needed; ``None`` if nothing is left.
FindUnhit = Callable[[frozenset[int]], frozenset[int] | None]


def cheapest_hitting_set(
    find_unhit: FindUnhit, costs: Callable[[int], Fraction], branch_limit: int = BRANCH_LIMIT
) -> HittingSet:
    """Return the cheapest choice for which ``find_unhit`` finds nothing more.

    Sets are collected as they are found; the cheapest choice that hits all sets found so far is
    searched by branching on the members of a smallest unhit set. As soon as such a choice leaves
    nothing unhit it is the cheapest of all. Ties go to the smallest members.

    Args:
        find_unhit: an empty set means that no choice can help.
        costs: the cost of each candidate, more than 0.
        branch_limit: branches per search; beyond, the choice is greedy and says so.

    Raises:
        UnhittableError: ``find_unhit`` returned an empty set.

    >>> sets = [frozenset({1, 2}), frozenset({2, 3})]
    >>> rest = lambda chosen: next((s for s in sets if not s & chosen), None)
    >>> cheapest_hitting_set(rest, lambda _: Fraction(1)).members
    (2,)
    """
    sets: list[frozenset[int]] = []
    chosen: frozenset[int] = frozenset()
    exact = True
    while (unhit := find_unhit(chosen)) is not None:
        if not unhit:
            raise UnhittableError
        sets.append(unhit)
        found = _Search(sets, costs, branch_limit).run() if exact else None
        exact = found is not None
        chosen = found if found is not None else _greedy(sets, costs)
    return HittingSet(tuple(sorted(chosen)), sum(map(costs, chosen), Fraction(0)), exact)


class _Search:
    """Branch and bound over the sets found so far."""

    def __init__(
        self, sets: Sequence[frozenset[int]], costs: Callable[[int], Fraction], limit: int
    ) -> None:
        self.sets = sets
        self.costs = costs
        self.left = limit
        self.best = _greedy(sets, costs)
        self.best_key = self._key(self.best)

    def _key(self, chosen: frozenset[int]) -> tuple[Fraction, tuple[int, ...]]:
        return sum(map(self.costs, chosen), Fraction(0)), tuple(sorted(chosen))

    def run(self) -> frozenset[int] | None:
        self._branch(frozenset(), Fraction(0), frozenset())
        return self.best if self.left > 0 else None

    def _branch(self, chosen: frozenset[int], cost: Fraction, barred: frozenset[int]) -> None:
        self.left -= 1
        if self.left <= 0:
            return
        unhit = [members - barred for members in self.sets if not members & chosen]
        if not unhit:
            key = self._key(chosen)
            if key < self.best_key:
                self.best, self.best_key = chosen, key
            return
        if cost + self._bound(unhit) > self.best_key[0]:
            return
        smallest = min(unhit, key=len)
        for member in sorted(smallest):
            self._branch(chosen | {member}, cost + self.costs(member), barred)
            barred |= {member}

    def _bound(self, unhit: Sequence[frozenset[int]]) -> Fraction:
        """Return what disjoint unhit sets cost at least."""
        seen: set[int] = set()
        total = Fraction(0)
        for members in sorted(unhit, key=len):
            if members and not members & seen:
                seen |= members
                total += min(map(self.costs, members))
        return total


def _greedy(sets: Sequence[frozenset[int]], costs: Callable[[int], Fraction]) -> frozenset[int]:
    """Return a choice made by the most sets hit per cost, and then thinned out."""
    chosen: list[int] = []
    unhit = list(sets)
    while unhit:
        counts: dict[int, int] = {}
        for members in unhit:
            for member in members:
                counts[member] = counts.get(member, 0) + 1
        best = min(counts, key=lambda member: (-counts[member] / costs(member), member))
        chosen.append(best)
        unhit = [members for members in unhit if best not in members]
    for member in tuple(chosen):
        others = frozenset(chosen) - {member}
        if all(members & others for members in sets):
            chosen.remove(member)
    return frozenset(chosen)
