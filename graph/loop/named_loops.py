"""The name that people have for a cycle, if they have one."""

from __future__ import annotations

from graph.model import LoopModel

#: How much of the union of two loops must be common for the name of one to stand for the other.
_ALIKE = 0.6


def name_of_cycle(model: LoopModel, cycle: tuple[str, ...]) -> str | None:
    """Return the label of the named loop that passes through the same components.

    Among loops that are merely alike (at least three fifths of all components of both in common)
    the one most alike is taken; ``None`` if none is.
    """
    members = set(cycle)
    best: tuple[float, str] | None = None
    for loop in model.loops.values():
        through = set(loop.component_ids)
        if not through:
            continue
        alike = len(members & through) / len(members | through)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = (alike, loop.label)
    return best[1] if best else None
