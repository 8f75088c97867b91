"""What a measurement of a team's own loop comes to, and what it is asked for."""

from __future__ import annotations

from pathlib import Path

from graph.editing.writing import FileChange
from graph.measuring.clock import Counting
from graph.measuring.sources.git import GitSummary
from graph.questions.own_loop.compute import OwnLoop
from graph.questions.own_loop.gap import Gap
from graph.records import record


@record
class ChangedNumber:
    """A number that another measurement moved.

    Attributes:
        subject: id of the part or dependency.
        label: what people call it.
        metric: the ontology's word.
        before: what the map held; ``None`` if it held nothing.
        after: what it holds now; ``None`` likewise.
        unit: of both.
    """

    subject: str
    label: str
    metric: str
    before: float | None
    after: float | None
    unit: str


@record
class SourceTold:
    """What one source came to.

    Attributes:
        name: of its file.
        title: what people call it.
        numbers: how many it gives.
        refused: how many it does not give.
        notes: what to know of it.
        disagreements: what contradicts itself, in sentences.
    """

    name: str
    title: str
    numbers: int
    refused: int
    notes: tuple[str, ...]
    disagreements: tuple[str, ...]


@record
class MeasuredLoop:
    """A team's own loop, measured.

    Attributes:
        folder: of its map.
        loop: what blocks it, and how that moved.
        sources: what each came to.
        gap: what one more export would tell; ``None`` if none would tell more.
        changed: numbers that this measurement moved; ``None`` if it is the first.
        git: what the history was found to be.
        files: of the map that this measurement writes, or would write.
    """

    folder: str
    loop: OwnLoop
    sources: tuple[SourceTold, ...]
    gap: Gap | None
    changed: tuple[ChangedNumber, ...] | None
    git: GitSummary
    files: tuple[str, ...]


@record
class LoopMeasurement:
    """A measurement of a team's own loop.

    Attributes:
        told: what it came to.
        changes: of files, which still have to be written.
    """

    told: MeasuredLoop
    changes: tuple[FileChange, ...]


@record
class Wanted:
    """What is to be measured, and how.

    Attributes:
        folder: of the map, which need not exist.
        title: of the map, if it is made now; ``None`` for the name of the repository.
        setting: whose loops numbers are borrowed from, if it is made now.
        counting: how time is counted.
        draws: for intervals.
        seed: of the draws.
        options: of ``loopmap measure`` by which exports were given: "--prs".
    """

    folder: Path
    title: str | None
    setting: str
    counting: Counting
    draws: int = 512
    seed: int = 0
    options: tuple[str, ...] = ()
