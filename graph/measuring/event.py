"""One row of the event table that every source gives: an item in a stage, from start to end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from graph.records import record


class AiMark(StrEnum):
    """How an item is marked as made with AI; what bears no mark is unmarked, never "human".

    The roles stay apart, since they say different things. Only the first two say that AI wrote it.
    """

    AUTHOR = "author"
    COAUTHOR = "coauthor"
    ASSIST = "assist"
    SUGGEST = "suggest"
    NONE = "none"


@record
class Event:
    """An item was in a stage from start to end.

    What a source does not know is ``None``: never False, never 0.

    Attributes:
        item: what tells the items of one source apart; it is never written anywhere.
        stage: the source's own word for what was going on, such as "In Review" or "review".
        start: when the item came into the stage; with a time zone.
        end: when it left it; ``None`` while it is still in it.
        kind: of item: "change", "issue" and so on; a "run" of checks is no round of its own, and is
            counted in its part alone.
        waiting: whether nobody was at work on it; ``None`` leaves that to the stage's name.
        queued: when it was ready for the stage, if it waited for it outside of any stage.
        ai: how the item is marked.
        actor: a keyed hash of who did it (``people.py``), for counting people alone.
        attempt: 1 for the first; of a run that is repeated, 2 and so on.
        merged: whether the item went in; ``None`` while that is open.
        reviewed: whether a person other than its author has reviewed it.
        bot: whether automation made the item; such items are left out and counted.
    """

    item: str
    stage: str
    start: datetime
    end: datetime | None = None
    kind: str = "item"
    waiting: bool | None = None
    queued: datetime | None = None
    ai: AiMark | None = None
    actor: int | None = None
    attempt: int = 1
    merged: bool | None = None
    reviewed: bool | None = None
    bot: bool = False
