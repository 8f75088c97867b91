"""What a source of events is: the contract that each file in ``sources/`` keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from graph.measuring.event import Event
from graph.measuring.measurement import LeftOut, Measurement, Provenance, Refusal
from graph.measuring.period import Step
from graph.measuring.stages import Stage


@dataclass(frozen=True, slots=True)
class Records:
    """What a source found in its files.

    Attributes:
        events: the rows of the event table, in any order; may be read once only.
        left_out: rows of the source that are no events, counted by reason. It may grow while the
            events are read.
        notes: what the export lacks, and what a reader should know, in sentences. Likewise.
        refused: kinds of time that the source itself refuses, such as durations where fewer than
            half of the changes could be linked to their commits.
        measurements: numbers that only this source can give, about subjects on the map.
    """

    events: Iterable[Event]
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[str] = ()
    refused: Sequence[Refusal] = ()
    measurements: Sequence[Measurement] = ()


class Source(Protocol):
    """Something that yields events: an export of a tracker, a git history, a table."""

    @property
    def provenance(self) -> Provenance:
        """Where the events come from."""

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What the source's own stages mean; empty where only its user can say."""

    def read(self) -> Records:
        """Return the rows of the event table.

        Raises:
            UnreadableError: a file cannot be used; every problem, with its place.
        """


@dataclass(frozen=True, slots=True)
class SourceOption:
    """An option of a source on the command line.

    Attributes:
        name: with two hyphens in front: ``--tags``.
        help: one sentence.
        metavar: what is given, in capitals; ``None`` for a switch.
        choices: the words that are allowed; empty if any.
        default: what holds without it.
        multiple: whether it may be given several times.
    """

    name: str
    help: str
    metavar: str | None = "TEXT"
    choices: tuple[str, ...] = ()
    default: str | None = None
    multiple: bool = False

    @property
    def key(self) -> str:
        """Its name among the options given: ``tags``."""
        return self.name.lstrip("-").replace("-", "_")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked of a source.

    Attributes:
        paths: the files or folders named.
        step: by which periods.
        options: the source's own options by key, as given or by default; those that are neither are
            absent. A switch is "yes", one that may be given several times a tuple.
    """

    paths: tuple[Path, ...]
    step: Step = Step.QUARTER
    options: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source as the registry knows it.

    Attributes:
        name: its word on the command line: ``github``.
        summary: one line for the help.
        argument: what is named on the command line: ``FILES``.
        description: the help's paragraphs.
        options: its own options.
        opened: gives the source for what was asked; called only when it is used.
    """

    name: str
    summary: str
    argument: str
    description: str
    opened: Callable[[Asked], Source]
    options: tuple[SourceOption, ...] = ()
