"""How often work comes back: expected visits when part of it is done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from graph.cycles.marked_graph import Number, exact
from graph.cycles.ordering import strongly_connected
from graph.errors import LoopmapError, UsageError

#: Components in one rework loop up to which the visits are exact fractions.
EXACT_LIMIT = 12


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
        Visits per component, 1 or more; exact in rework loops of up to 12 components and
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


def _solve(
    members: tuple[int, ...], causes: list[dict[int, Fraction]], known: dict[int, Fraction]
) -> dict[int, Fraction] | None:
    rows: list[list[Fraction]] = []
    for node in members:
        row = [Fraction(node == other) - causes[node].get(other, 0) for other in members]
        outside = (share * known[other] for other, share in causes[node].items() if other in known)
        rows.append([*row, 1 + sum(outside, Fraction(0))])
    if len(members) <= EXACT_LIMIT:
        solved = _eliminate(rows)
    else:
        solved = _eliminate([[float(value) for value in row] for row in rows])
    if solved is None:
        return None
    return {node: exact(value) for node, value in zip(members, solved, strict=True)}


def _eliminate(rows: Sequence[list[Fraction]] | Sequence[list[float]]) -> list[Number] | None:
    """Return the solution of a system with non-positive off-diagonal; ``None`` if a pivot fails."""
    table: list[list[Number]] = [list(row) for row in rows]
    size = len(table)
    for column in range(size):
        pivot = table[column][column]
        if pivot <= 0:
            return None
        for row in range(size):
            factor = table[row][column] / pivot
            if row != column and factor:
                table[row] = [
                    value - factor * above
                    for value, above in zip(table[row], table[column], strict=True)
                ]
    return [row[-1] / row[position] for position, row in enumerate(table)]
