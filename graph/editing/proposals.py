"""A change of the map that somebody looks at before it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from graph.editing.journal import Edit
from graph.editing.map_text import MapText, Outcome, carry_out, editing
from graph.editing.paragraphs import Properties
from graph.editing.writer import Writer
from graph.editing.writing import ChangedMeanwhileError, FileChange
from graph.errors import Problem
from graph.model import LoopModel
from graph.ontology.checks.check import check_reading
from graph.ontology.reading import Reading
from graph.records import record


@record
class Noted:
    """What an act does besides the changes it notes in the texts of a map.

    Attributes:
        notes: what the person should know besides.
        further: changes of files that are no Turtle.
    """

    notes: tuple[str, ...] = ()
    further: tuple[FileChange, ...] = ()


#: Notes a change in the texts of a map.
Act = Callable[[MapText], Noted]


@record(slots=False)
class Proposal:
    """What an act would do to the files, and the map that they then are.

    Attributes:
        title: the act, as people call it.
        changes: every file before and after.
        notes: what the person should know besides.
        before: the map as it is.
        after: the map as it would be.
        reading: the files as they would be.
    """

    title: str
    changes: tuple[FileChange, ...]
    notes: tuple[str, ...]
    before: LoopModel
    after: LoopModel
    reading: Reading = field(repr=False, compare=False)

    def new_findings(self, known: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return what ``check`` would find then that it does not find now.

        Args:
            known: what it finds now.
        """
        told = {(one.code, one.subject, one.message) for one in known}
        found = check_reading(self.reading).problems
        return tuple(one for one in found if (one.code, one.subject, one.message) not in told)

    @property
    def left_to_write(self) -> int:
        """How many texts the act leaves for a person to write, fewer than 0 if it wrote some."""
        return Edit(self.title, self.changes).left_to_write

    def diff(self) -> str:
        """Return all changes as unified diffs; empty if nothing would change."""
        return "\n".join(change.diff() for change in self.changes)


def written_by(make: Callable[[Writer], tuple[str, ...] | None], further: Properties = ()) -> Act:
    """Return the act that writes new paragraphs, as ``loopmap new`` does.

    Args:
        make: notes the paragraphs of one thing.
        further: what is said of that thing besides.
    """

    def act(text: MapText) -> Noted:
        return Noted(make(Writer(text, date.today().isoformat(), further=further)) or ())

    return act


def propose(paths: Sequence[str | Path], title: str, act: Act) -> Proposal:
    """Return what an act would do; nothing is written.

    Args:
        paths: files and folders of the map.
        title: the act, as people call it.
        act: notes the change.

    Raises:
        WouldBreakError: the map would have errors that it has not now.
        UsageError: a name or a number makes no sense on this map.
        UnreadableError: the files cannot be read as they are.
    """
    with editing(paths) as text:
        return _proposed(text, title, act(text))


def accept(paths: Sequence[str | Path], proposal: Proposal, act: Act) -> Outcome:
    """Write what was proposed, if it is still what the act does.

    Args:
        paths: as for ``propose``.
        proposal: what the person saw.
        act: as for ``propose``.

    Raises:
        ChangedMeanwhileError: the files were changed since, so that something else would be
            written than what was seen; nothing is.
        WouldBreakError: as for ``propose``.
    """
    with editing(paths) as text:
        noted = act(text)
        now = _proposed(text, proposal.title, noted)
        if now.changes != proposal.changes:
            raise ChangedMeanwhileError(
                "The files were changed since this was shown. Nothing was written; look at the "
                "change once more."
            )
        return carry_out(text, proposal.title, notes=now.notes, further=noted.further)


def _proposed(text: MapText, title: str, noted: Noted) -> Proposal:
    turtle = text.outcome()
    new = {change.path: change.new or b"" for change in turtle}
    old = {path: file.data for path, file in text.files.items()}
    before = replace(text.said.model, digest=_digest(old))
    after = replace(text.after, digest=_digest(old | new))
    reading = Reading(text.documents_after, text.vocabulary, after.digest)
    return Proposal(title, (*turtle, *noted.further), noted.notes, before, after, reading)


def _digest(texts: dict[Path, bytes]) -> str:
    total = hashlib.sha256()
    for path in sorted(texts):
        total.update(hashlib.sha256(str(path).encode()).digest())
        total.update(hashlib.sha256(texts[path]).digest())
    return total.hexdigest()
