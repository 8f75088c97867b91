"""Faults of meaning, made at every place of the shipped map where a kind of them can be made.

A kind says where in the map it can happen and what a person does there. What a fair check answers
follows from the place: the line of the act, and what should have been written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from blind_faults import BlindFault

from graph.files import shipped_ontology
from graph.model import LoopModel, Observation
from graph.ontology.checks.check import Examined, examine
from graph.ontology.reading import collect_documents
from graph.ontology.roles import TYPE, Role
from graph.ontology.statements import Statement, Statements
from graph.ontology.things import Context, Thing
from graph.vocabulary import LOOP, MAP, PREFIXES

_TERM = re.compile(
    r'(?:"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\]|\\.)*")(?:\^\^[\w:]+|@[\w-]+)?|<[^>]*>'
    r"|[^\s;,\])]*[^\s;,.\])]",
    re.DOTALL,
)


@dataclass(frozen=True)
class Edit:
    """A piece of a file that is written otherwise.

    Attributes:
        start: offset of what is replaced.
        end: offset behind it.
        text: what takes its place.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Act:
    """What a person does at one place of one file.

    Attributes:
        file: relative to the folder of the map.
        edits: what is written otherwise.
        fair: offsets in the sound text; on the lines on which they end up a finding is in place.
        remedy: what the words of a useful finding match.
        at_most: how many findings are fair.
    """

    file: str
    edits: tuple[Edit, ...]
    fair: tuple[int, ...]
    remedy: str
    at_most: int = 1

    def line(self, text: str, offset: int) -> int:
        """Return the line of the faulty text on which an offset of the sound one ends up."""
        line = text.count("\n", 0, offset) + 1
        for edit in self.edits:
            if edit.start < offset:
                cut = text[edit.start : min(edit.end, offset)]
                line += edit.text.count("\n") * (edit.end <= offset) - cut.count("\n")
        return line


class SoundMap:
    """The shipped map, with what stands where in it."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or shipped_ontology()
        reading = collect_documents([self.root])
        self.examined: Examined = examine(reading)
        assert self.examined.model is not None
        self.model: LoopModel = self.examined.model
        self.statements: Statements = self.examined.statements
        self.texts = {
            str(Path(one.file).relative_to(self.root)): one.text for one in reading.documents
        }
        self._context = Context(self.statements, self.examined.roles, self.examined.findings)

    def things(self, role: Role) -> tuple[Thing, ...]:
        """Return the things of a kind that the map itself speaks of."""
        return self._context.things(role)

    @cached_property
    def evidence(self) -> tuple[tuple[Thing, Observation], ...]:
        """Every observation that has a paragraph of its own, with its record."""
        return tuple((one, self.model.observations[one.id]) for one in self.things(Role.EVIDENCE))

    def role(self, name: str) -> Role | None:
        """Return what a thing is."""
        return self.examined.roles.by_subject.get(name)

    def file(self, statement: Statement) -> str:
        """Return the file of a statement, relative to the folder of the map."""
        return str(Path(statement.document.file).relative_to(self.root))

    def end(self, statement: Statement) -> int:
        """Return the offset behind the value of a statement."""
        found = _TERM.match(statement.document.text, statement.triple.object_at)
        assert found is not None, statement
        return found.end()

    def written(self, statement: Statement) -> str:
        """Return a value as it is written."""
        return statement.document.text[statement.triple.object_at : self.end(statement)]

    def change(self, statement: Statement, text: str) -> Edit:
        """Return the edit that writes another value."""
        return Edit(statement.triple.object_at, self.end(statement), text)

    def write(
        self, statement: Statement, text: str, remedy: str, *fair: Statement, at_most: int = 1
    ) -> Act:
        """Return the act of writing another value; the finding belongs there, or at others."""
        marks = (statement.triple.object_at, *(one.triple.object_at for one in fair))
        return Act(self.file(statement), (self.change(statement, text),), marks, remedy, at_most)

    def add(self, thing: Thing, line: str, remedy: str, *fair: Statement, at_most: int = 1) -> Act:
        """Return the act of writing another property behind the class of a thing."""
        typed = thing.said(TYPE)[0]
        text, at = typed.document.text, self.end(typed)
        edit = Edit(at, at, f" ;\n    {line}")
        if text[at : at + 2] == " .":
            edit = Edit(at, at + 2, f" ;\n    {line} .")
        marks = (at + 1, typed.triple.subject_at, *(one.triple.object_at for one in fair))
        return Act(self.file(typed), (edit,), marks, remedy, at_most)

    def remove(self, thing: Thing, predicate: str, remedy: str, at_most: int = 1) -> Act:
        """Return the act of taking a property away; the finding belongs to the paragraph."""
        said = list(thing.said(predicate))
        first, last = said[0], said[-1]
        text, end = first.document.text, self.end(last)
        start = first.triple.predicate_at
        behind = re.compile(r"\s*([;.])\s*").match(text, end)
        assert behind is not None, text[end : end + 20]
        if behind[1] == ";":
            edit = Edit(start, behind.end(), "")
        else:
            edit = Edit(text.rindex(";", 0, start), end, "")
        typed = thing.said(TYPE)[0].triple
        others = [
            one.triple.object_at
            for other in thing.predicates
            for one in thing.said(other)
            if other != predicate and one.document is first.document
        ]
        return Act(self.file(first), (edit,), (typed.subject_at, *others), remedy, at_most)

    def append(self, file: str, text: str, remedy: str) -> Act:
        """Return the act of writing a paragraph at the end of a file."""
        at = len(self.texts[file])
        return Act(file, (Edit(at, at, f"\n{text}\n"),), (at + 1,), remedy)

    def fault(self, kind: str, act: Act, number: int) -> BlindFault:
        """Return an act as a fault that can be tried."""
        text = self.texts[act.file]
        for edit in sorted(act.edits, key=lambda one: -one.start):
            text = text[: edit.start] + edit.text + text[edit.end :]
        lines = _lines(self.texts[act.file], act)
        remedy = re.compile(act.remedy, re.IGNORECASE | re.DOTALL)
        return BlindFault(f"{kind} {number}", kind, act.file, text, lines, remedy, act.at_most)


def _lines(sound: str, act: Act) -> frozenset[int]:
    lines = {act.line(sound, offset) for offset in act.fair}
    added = [edit for edit in act.edits if edit.start == edit.end and "\n" in edit.text]
    for edit in added:
        first = act.line(sound, edit.start)
        lines.update(range(first, first + edit.text.count("\n") + 1))
    return frozenset(lines)


def prefixed(iri: str) -> str:
    """Return a name as the files write it."""
    for prefix, space in {"": MAP, "loop": LOOP, **PREFIXES}.items():
        if iri.startswith(space):
            return f"{prefix}:{iri[len(space) :]}"
    return f"<{iri}>"


Make = Callable[[SoundMap, Random], Iterable[Act]]
KINDS: dict[str, Make] = {}


def kind(make: Make, name: str = "") -> Make:
    """Register a kind of fault; its name is what its docstring says."""
    name = name or (make.__doc__ or "").strip().rstrip(".")
    # A file that is read twice, as by a search for examples, registers the same again.
    assert name not in KINDS or KINDS[name].__code__.co_filename == make.__code__.co_filename, name
    KINDS[name] = make
    return make


def faults(sound: SoundMap, name: str, count: int, seed: int = 0) -> list[BlindFault]:
    """Return faults of a kind, at all places if there are no more than so many, else at some.

    Args:
        sound: the map.
        name: of the kind.
        count: how many at most.
        seed: of the places.
    """
    acts = list(KINDS[name](sound, Random(f"{seed} {name}")))
    if len(acts) > count:
        acts = Random(f"{seed} {name} places").sample(acts, count)
    return [sound.fault(name, act, number) for number, act in enumerate(acts)]
