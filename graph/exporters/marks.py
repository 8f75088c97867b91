"""How a component is marked on the map: by colour, shape and sign alike, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from graph.evidence.status import Status
from graph.model import LoopModel
from graph.questions.critical_path.answer import ComponentResult, CriticalPath
from graph.records import record
from graph.vocabulary import Family, MetricName

#: Share of a component's days that must be floor before it counts as a physical limit.
_LIMIT_SHARE = 0.75


class Mark(StrEnum):
    """What a component is on the map."""

    BINDING = "binding"
    ACCELERATED = "accelerated"
    ASSISTED = "assisted"
    HUMAN = "human"
    LIMIT = "limit"
    SLOWED = "slowed"
    UNKNOWN = "unknown"


@record
class MarkStyle:
    """How a mark is drawn and told.

    Attributes:
        fill: colour of the shape (Okabe and Ito's palette, which colour-blind people can tell).
        edge: a darker one for its outline, which stands out from white.
        shape: the word that the network viewer has for it.
        glyph: the same shape as a sign in running text.
        phrase: what it means, for the legend and for readers who do not see the shape.
    """

    fill: str
    edge: str
    shape: str
    glyph: str
    phrase: str


STYLES: Mapping[Mark, MarkStyle] = {
    Mark.BINDING: MarkStyle("#D55E00", "#9C4500", "triangle", "▲", "on the slowest loop now"),
    Mark.ACCELERATED: MarkStyle("#009E73", "#00664A", "dot", "●", "AI already speeds it up"),
    Mark.ASSISTED: MarkStyle("#56B4E9", "#1F6F9F", "diamond", "◆", "AI helps, gain not proven"),
    Mark.HUMAN: MarkStyle("#E69F00", "#8A5F00", "square", "■", "held by people"),
    Mark.LIMIT: MarkStyle("#999999", "#5C5C5C", "hexagon", "⬢", "bound by matter or rules"),
    Mark.SLOWED: MarkStyle("#CC79A7", "#8C4569", "triangleDown", "▼", "AI slows it down"),
    Mark.UNKNOWN: MarkStyle("#FFFFFF", "#5C5C5C", "dot", "○", "hollow: speed-up unknown"),
}


def marks(
    model: LoopModel, result: CriticalPath, held: frozenset[str] | None = None
) -> Mapping[str, Mark]:
    """Return the mark of every component of an answer, by id.

    The first that holds: on the critical cycle; slowed; accelerated; held by people; at least 75 %
    of its days are a floor; helped without proof; unknown.

    Args:
        model: the map that was asked.
        result: what blocks it.
        held: ids of those that people hold, where that was asked; ``None`` takes those kept for
            people by design, and direction.
    """
    cycle = frozenset(result.critical_cycle)
    by_people = held_by_people(model, result) if held is None else held
    return {item.id: _mark(item, cycle, by_people) for item in result.components}


def held_by_people(model: LoopModel, result: CriticalPath) -> frozenset[str]:
    """Return the parts kept for people by design, and those of direction, by id."""
    direction = (item.id for item in result.components if item.family == Family.DIRECTION)
    return _kept_for_people(model).union(direction)


def _mark(item: ComponentResult, cycle: frozenset[str], held: frozenset[str]) -> Mark:
    if item.id in cycle:
        return Mark.BINDING
    if item.status == Status.SLOWED:
        return Mark.SLOWED
    if Status(item.status).is_accelerated:
        return Mark.ACCELERATED
    if item.id in held:
        return Mark.HUMAN
    if item.days.median > 0 and item.floor_days >= _LIMIT_SHARE * item.days.median:
        return Mark.LIMIT
    return Mark.UNKNOWN if item.status == Status.UNKNOWN else Mark.ASSISTED


def _kept_for_people(model: LoopModel) -> frozenset[str]:
    return frozenset(
        observation.subject
        for observation in model.observations.values()
        if observation.metric == MetricName.HUMAN_BY_DESIGN
        and observation.value >= 0.5
        and not observation.retracted
        and observation.replaced_by is None
    )


@record
class Theme:
    """Colours of a picture, apart from those of the marks.

    Attributes:
        name: "light" or "dark".
        paper: behind everything.
        ink: of text.
        faint: of titles above columns and of remarks; still readable.
        line: of dependencies.
        outline_lift: whether dark outlines are replaced by the marks' own colours.
    """

    name: str
    paper: str
    ink: str
    faint: str
    line: str
    outline_lift: bool


LIGHT = Theme("light", "#FFFFFF", "#1A1A1A", "#595959", "#9A9A9A", outline_lift=False)
DARK = Theme("dark", "#0E1117", "#FAFAFA", "#B4B8BF", "#6B7078", outline_lift=True)

THEMES = (LIGHT, DARK)


#: A part binds often if it is critical in so many of the draws.
_OFTEN = 0.2


def blocking_parts(result: CriticalPath) -> frozenset[str]:
    """Return the ids of the components that bind: over the draws, else at the central numbers.

    Over the draws those that are critical in a fifth of them or more. At the central numbers those
    on the critical cycle, and on those that would take over from it.
    """
    often = frozenset(x.id for x in result.components if (x.criticality or 0.0) >= _OFTEN)
    if often:
        return often
    following = (
        identifier
        for item in result.components
        if item.next_bottleneck is not None
        for identifier in item.next_bottleneck.takes_over
    )
    return frozenset(result.critical_cycle) | frozenset(following)
