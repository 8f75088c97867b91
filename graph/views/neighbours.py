"""What a part waits for and what waits for it, in words."""

from __future__ import annotations

from graph.model import LoopModel
from graph.views.escaping import plain
from graph.vocabulary import Kind

_VERBS = {
    Kind.GATES: "waits for",
    Kind.IMPROVES: "is sped up by",
    Kind.VERIFIES: "is checked by",
    Kind.BYPASSES: "can be gone round by",
}
_VERBS_BACK = {
    Kind.GATES: "holds up",
    Kind.IMPROVES: "speeds up",
    Kind.VERIFIES: "checks",
    Kind.BYPASSES: "goes round",
}


def neighbour_lines(model: LoopModel, identifier: str) -> list[str]:
    """Return a line of Markdown for each way in which a part hangs together with others.

    Args:
        model: the map.
        identifier: id of the part.

    Returns:
        Empty if no dependency begins or ends at it.
    """
    lines: list[str] = []
    edges = model.dependencies.values()
    before = [(edge.kind, edge.source) for edge in edges if edge.target == identifier]
    after = [(edge.kind, edge.target) for edge in edges if edge.source == identifier]
    for verbs, neighbours in ((_VERBS, before), (_VERBS_BACK, after)):
        for kind, verb in verbs.items():
            ends = [end for by, end in neighbours if by is kind]
            if ends:
                labels = ", ".join(dict.fromkeys(model.label(end) for end in ends))
                lines.append(f"- **{verb}** {plain(labels)}")
    return lines
