"""What was worked out of a map before, kept on the reader's own disk beside the map itself.

The pools of its numbers, of which speed-ups hang together, what they show of each part, and which
points stand for the map: all of it follows from the files, the standpoint and the code, and is
worked out anew as soon as one of them differs. Nothing depends on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sized
from dataclasses import dataclass, field
from pathlib import Path

from graph.disk_cache import cache_folder, code_stamp, keep_entry, recall_entry
from graph.evidence.pooling import Pool
from graph.loop.kept_draws import KeptDraws
from graph.loop.study import Study
from graph.records import record

#: The modules whose classes an entry may hold.
_CLASSES_OF = frozenset(
    {
        "graph.estimates",
        "graph.evidence.pooling",
        "graph.loop.kept_draws",
        "graph.loop.worked_out",
        "graph.vocabulary",
    }
)

#: The folders of the package that decide what comes out.
_WORKERS = ("cycles", "statistics", "evidence", "ontology", "loop")


@dataclass
class WorkedOut:
    """What is kept of one map from one standpoint.

    Attributes:
        pools: of numbers by subject and metric; of those that are unknown, nothing.
        statuses: of parts, as words.
        draws: what the draws begin with.
    """

    pools: dict[tuple[str, str], Pool | None] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    draws: KeptDraws = field(default_factory=KeptDraws)

    @property
    def size(self) -> int:
        """How much it holds."""
        draws = self.draws
        kept: tuple[Sized, ...] = (
            draws.conditionings,
            draws.nets,
            draws.joint_rows,
            draws.cycles,
            self.pools,
            self.statuses,
        )
        return sum(len(one) for one in kept)


def recall_worked_out(study: Study) -> int:
    """Give a study what was worked out of its map before; return how much that was."""
    place = _place(study)
    found = recall_entry(place.folder, place.key, _CLASSES_OF) if place else None
    if not isinstance(found, WorkedOut):
        return 0
    remember_worked_out(study, found)
    return found.size


def remember_worked_out(study: Study, found: WorkedOut) -> None:
    """Give a study what was worked out of its map."""
    study.estimates.remember(found.pools, found.statuses)
    kept = study.without_suppositions().kept_draws
    kept.conditionings.update(found.draws.conditionings)
    kept.nets.update(found.draws.nets)
    kept.cycles.update(found.draws.cycles)
    kept.joint_rows, kept.joint_factor = found.draws.joint_rows, found.draws.joint_factor


def worked_out_of(study: Study) -> WorkedOut:
    """Return what was worked out of a study's map so far."""
    return WorkedOut(
        study.estimates.known_pools(),
        study.estimates.statuses,
        study.without_suppositions().kept_draws,
    )


def keep_worked_out(study: Study, before: int) -> None:
    """Keep what was worked out of a study's map, if it is more than was known before.

    Args:
        study: after it was asked something.
        before: how much was recalled for it.
    """
    found = worked_out_of(study)
    place = _place(study) if found.pools and found.size > before else None
    if place:
        keep_entry(place.folder, place.key, found)


@record
class _Place:
    folder: Path
    key: str


def _place(study: Study) -> _Place | None:
    """Return where a study's entry is kept; ``None`` if nothing is to be kept of it."""
    folder = cache_folder()
    if folder is None or study.without_sources or not study.model.digest:
        return None
    try:
        stamp = code_stamp(_WORKERS)
    except OSError:
        return None
    said = f"{stamp} {study.model.digest} {study.standpoint!r}"
    return _Place(folder, hashlib.sha256(said.encode()).hexdigest())
