"""How often work comes back: expected visits when part of it is done again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from graph.cycles.marked_graph import Number, exact
from graph.cycles.ordering import strongly_connected
from graph.errors import LoopmapError, Place, UsageError
from graph.records import record

#: Components in one rework loop up to which the visits are exact fractions.
EXACT_LIMIT = 24
#: Shares that a sentence lists; of more only the number is told.
_SHOWN = 8


class ReworkError(LoopmapError):
    """Work is redone as fast as it gets done, or faster: no pass ever ends.

    Attributes:
        members: for each such rework loop the ids of its components.
    """

    exit_code = 1

    def __init__(self, members: tuple[tuple[str, ...], ...]) -> None:
        self.members = members
        loops = "; ".join(", ".join(group) for group in members)
        super().__init__(
            f"Work comes back faster than it gets done, so that no pass ever ends: {loops}. "
            "Lower the rework shares between them."
        )


def visits(nodes: Sequence[str], shares: Mapping[tuple[str, str], Number]) -> dict[str, Fraction]:
    """Return how often each component's work is done per pass: ``(I - A)^-1 1``.

    The sum of all returns is finite exactly if the spectral radius of A is below 1, which holds
    exactly if elimination without exchanging rows meets only pivots above 0.

    Args:
        nodes: ids of the components.
        shares: ``A[i, j]``, the share of i's work redone because of work at j, 0 or more;
            pairs that are left out count as 0.

    Returns:
        Visits per component, 1 or more; exact in rework loops of up to 24 components and
        rounded to a float beyond.

    Raises:
        ReworkError: the spectral radius is 1 or more in some rework loop.
        UsageError: a share is negative, not finite, or about a component that is not there.

    >>> visits(("a", "b"), {("a", "b"): 0.5})
    {'a': Fraction(3, 2), 'b': Fraction(1, 1)}
    """
    index = {node: position for position, node in enumerate(nodes)}
    causes: list[dict[int, Fraction]] = [{} for _ in nodes]
    for (component, cause), share in shares.items():
        if component not in index or cause not in index:
            raise UsageError(f"Rework between {component} and {cause}: no such component.")
        if not 0 <= share < float("inf"):
            raise UsageError(
                f"The share of {component} redone because of {cause} must be 0 or more, "
                f"not {share}."
            )
        if share:
            causes[index[component]][index[cause]] = exact(share)
    counts: dict[int, Fraction] = {}
    endless = []
    # A component's visits depend on those of its causes, so these come first.
    for members in strongly_connected([list(row) for row in causes]):
        solution = _solve(members, causes, counts)
        if solution is None:
            endless.append(tuple(nodes[node] for node in members))
            solution = dict.fromkeys(members, Fraction(1))
        counts.update(solution)
    if endless:
        raise ReworkError(tuple(sorted(endless)))
    return {node: counts[position] for position, node in enumerate(nodes)}


@record
class ReturningShare:
    """How much of a component's work is done again because of work at another.

    Attributes:
        dependency: id of the dependency from the cause to the component.
        component: whose work comes back.
        cause: at whose work it comes back.
        share: above 0.
        place: where the share is written, if it is.
    """

    dependency: str
    component: str
    cause: str
    share: Number
    place: Place | None = None


def by_pair(shares: Iterable[ReturningShare]) -> dict[tuple[str, str], Fraction]:
    """Return the share of each component's work that comes back because of each other's, summed.

    >>> by_pair([ReturningShare("x", "a", "b", 0.1), ReturningShare("y", "a", "b", 0.2)])
    {('a', 'b'): Fraction(3, 10)}
    """
    sums: dict[tuple[str, str], Fraction] = {}
    for one in shares:
        pair = (one.component, one.cause)
        sums[pair] = sums.get(pair, Fraction(0)) + exact(one.share)
    return sums


def shares_between(
    members: Collection[str], shares: Iterable[ReturningShare]
) -> tuple[ReturningShare, ...]:
    """Return the shares that some components have of each other, in the order of their places."""
    within = [one for one in shares if one.component in members and one.cause in members]
    within.sort(key=lambda one: (one.place is None, one.place or Place("", 0)))
    return tuple(within)


def endless_sentence(
    members: Iterable[str], within: Sequence[ReturningShare], whose: str = ""
) -> str:
    """Return what it means that work between some components never ends, and by which shares.

    >>> endless_sentence(("a",), [ReturningShare("a-to-a", "a", "a", 1)])[-39:]
    'a. The shares that come back: a-to-a 1.'
    """
    listed = ", ".join(
        f"{one.dependency} {float(one.share):g}" + (f" ({one.place})" if one.place else "")
        for one in within[:_SHOWN]
    )
    more = f", ... ({len(within)} in all)" if len(within) > _SHOWN else ""
    return (
        "work comes back as fast as it gets done, or faster, so that no round ever ends: "
        f"{', '.join(members)}. The shares that come back{whose}: {listed}{more}."
    )


def _solve(
    members: tuple[int, ...], causes: list[dict[int, Fraction]], known: dict[int, Fraction]
) -> dict[int, Fraction] | None:
    """Return the visits of components that redo each other's work; ``None`` if none are finite.

    Each is eliminated in turn, the one with the fewest causes first, so that a long ring stays
    as sparse as it is.
    """
    number: Callable[[Number], Number] = exact if len(members) <= EXACT_LIMIT else float
    inside = set(members)
    rows: dict[int, dict[int, Number]] = {
        node: {cause: number(share) for cause, share in causes[node].items() if cause in inside}
        for node in members
    }
    totals = {
        node: number(
            1 + sum(share * known[cause] for cause, share in causes[node].items() if cause in known)
        )
        for node in members
    }
    gone: list[tuple[int, dict[int, Number], Number]] = []
    for node in sorted(members, key=lambda one: (len(rows[one]), one)):
        row = rows.pop(node)
        pivot: Number = 1 - row.pop(node, 0)
        if pivot <= 0:
            return None
        gone.append((node, row, pivot))
        for other, left in rows.items():
            through = left.pop(node, None)
            if through is not None:
                factor = through / pivot
                totals[other] += factor * totals[node]
                for cause, share in row.items():
                    left[cause] = left.get(cause, 0) + factor * share
    counts: dict[int, Number] = {}
    for node, row, pivot in reversed(gone):
        back = sum(share * counts[cause] for cause, share in row.items())
        counts[node] = (totals[node] + back) / pivot
    return {node: exact(counts[node]) for node in members}
