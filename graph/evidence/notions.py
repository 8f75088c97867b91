"""The notions of acceleration, which differ several-fold and are never averaged together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.evidence.scaled import ScaledObservation
from graph.evidence.weighing import nearest
from graph.model import Notion, Setting

#: Time on a fixed task: what an assumption about a speed-up means unless it says otherwise.
SERIAL_SPEED = "serial-speed"


def notion_of(scaled: ScaledObservation) -> str | None:
    """Return the notion a speed-up is of; ``None`` for evidence that does not say."""
    return scaled.observation.notion or (SERIAL_SPEED if scaled.assumed else None)


def preferred_notion(
    admitted: Sequence[ScaledObservation],
    chain: Sequence[Setting],
    notions: Mapping[str, Notion],
) -> str | None:
    """Return the notion that stands for a component's acceleration.

    The best rank for which there is evidence with a value, in the first setting of the chain
    that has any; a setting with an assumption ends the search there. Where there are only limits,
    the best rank among them.

    Returns:
        ``None`` if no observation is of a ranked notion.
    """
    ranked = {
        s.observation.id: notion
        for s in admitted
        if (notion := _notion(notion_of(s), notions)) and notion.rank is not None
    }
    for setting in chain:
        here = [
            s
            for s in admitted
            if s.observation.id in ranked and nearest(s, chain) == setting.id and not s.is_limit
        ]
        evidence = [s for s in here if not s.assumed]
        if here:
            return min((ranked[s.observation.id] for s in evidence or here), key=_rank).id
    return min(ranked.values(), key=_rank).id if ranked else None


def other_notions(
    admitted: Sequence[ScaledObservation], chosen: str | None, notions: Mapping[str, Notion]
) -> tuple[str, ...]:
    """Return the notions besides the chosen one for which there is evidence, by rank."""
    found = {
        scaled.observation.notion
        for scaled in admitted
        if not scaled.assumed and scaled.observation.notion not in (None, chosen)
    }
    known = [notion for name in found if (notion := _notion(name, notions))]
    return tuple(notion.id for notion in sorted(known, key=_rank))


def _notion(name: str | None, notions: Mapping[str, Notion]) -> Notion | None:
    """Return a notion by name; one the map does not define has no rank, save serial speed."""
    if name is None:
        return None
    return notions.get(name) or Notion(name, name, 1 if name == SERIAL_SPEED else None)


def _rank(notion: Notion) -> tuple[bool, int, str]:
    return (notion.rank is None, notion.rank or 0, notion.id)
