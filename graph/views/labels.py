"""Names that people read for things whose ids they would otherwise see."""

from __future__ import annotations

from graph.model import LoopModel


def thing_label(model: LoopModel, identifier: str) -> str:
    """Return what people call a thing; a dependency without a name by its two ends.

    Args:
        model: the map.
        identifier: of anything on it.
    """
    edge = model.dependencies.get(identifier)
    if edge is not None and not edge.label:
        return f"{model.label(edge.source)} → {model.label(edge.target)}"
    return model.label(identifier)
