"""Components whose work comes back as fast as it gets done, so that no generation ever ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

#: Components up to which fractions are kept exact; beyond, they would grow too long.
_EXACT_LIMIT = 24

#: Of one component: the share of its work that comes back, by the component that causes it.
Causes = dict[str, dict[str, Fraction]]


def endless_rework(shares: Mapping[tuple[str, str], Fraction]) -> tuple[tuple[str, ...], ...]:
    """Return the sets of components between which work never ends.

    Work ends exactly if the spectral radius of the shares is below 1, and that is so exactly if
    elimination of ``I - A`` without exchanging rows meets only pivots above 0.

    Args:
        shares: the share of the first one's work that is done again because of work at the
            second, 0 or more.

    Returns:
        Sorted ids, one entry per set of components that redo each other's work; empty if all
        work ends.

    >>> half = Fraction(1, 2)
    >>> endless_rework({("a", "b"): half, ("b", "a"): half, ("a", "a"): half, ("b", "b"): half})
    (('a', 'b'),)
    >>> endless_rework({("a", "b"): half, ("b", "a"): half})
    ()
    """
    core = _within(shares, _in_circles(shares))
    if not core or _ends(core):
        return ()
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph((one, other) for one in core for other in core[one])
    sets = (_within(shares, members) for members in nx.strongly_connected_components(graph))
    return tuple(sorted(tuple(sorted(part)) for part in sets if part and not _ends(part)))


def _in_circles(shares: Mapping[tuple[str, str], Fraction]) -> set[str]:
    """Return the components left once those that cause or suffer nothing are taken away."""
    left = {pair for pair, share in shares.items() if share}
    while True:
        inside = {one for one, _ in left} & {cause for _, cause in left}
        fewer = {(one, cause) for one, cause in left if one in inside and cause in inside}
        if len(fewer) == len(left):
            return inside
        left = fewer


def _within(shares: Mapping[tuple[str, str], Fraction], members: Collection[str]) -> Causes:
    causes: Causes = {}
    for (one, cause), share in sorted(shares.items()):
        if share and one in members and cause in members:
            causes.setdefault(one, {})[cause] = share
    return causes


def _ends(causes: Causes) -> bool:
    """Return whether all work ends; components are eliminated one by one."""
    left: dict[str, dict[str, Fraction | float]] = {one: {**row} for one, row in causes.items()}
    if len(left) > _EXACT_LIMIT:
        left = {one: {key: float(row[key]) for key in row} for one, row in left.items()}
    for gone in sorted(causes, key=lambda one: (len(causes[one]), one)):
        own = left.pop(gone)
        pivot = 1 - own.pop(gone, 0)
        if pivot <= 0:
            return False
        for row in left.values():
            through = row.pop(gone, None)
            if through is not None:
                for cause, share in own.items():
                    row[cause] = row.get(cause, 0) + through * share / pivot
    return True
