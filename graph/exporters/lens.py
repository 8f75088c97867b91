"""A lens: which components a question is about; the rest of the map fades."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence.loop_estimates import Status
from graph.questions.critical_path.answer import CriticalPath


@dataclass(frozen=True, slots=True)
class Lens:
    """The components that answer a question.

    Attributes:
        name: a short word for addresses ("critical-path", "active").
        phrase: what the members are, as it ends "Highlighted: 6 of 57, ...".
        members: their ids.
    """

    name: str
    phrase: str
    members: frozenset[str]


def active_lens(result: CriticalPath) -> Lens:
    """Return the components that AI is shown to speed up."""
    shown = (Status.ACCELERATED, Status.AUTONOMOUS)
    members = frozenset(item.id for item in result.components if item.status in shown)
    return Lens("active", "shown to be sped up by AI", members)


def blocking_lens(result: CriticalPath) -> Lens:
    """Return the components on the critical cycle, and on those that would take over from it."""
    following = (
        identifier
        for item in result.components
        if item.next_bottleneck is not None
        for identifier in item.next_bottleneck.takes_over
    )
    members = frozenset(result.critical_cycle) | frozenset(following)
    return Lens("critical-path", "blocking now or next", members)
