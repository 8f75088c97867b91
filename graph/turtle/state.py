"""Where the reading of a text stands: the token, the terms in hand, the open brackets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple, Protocol

from graph.turtle import messages, recovery
from graph.turtle.document import Blank, Iri, Term, Triple
from graph.turtle.faults import Fault, Faults
from graph.turtle.terms import Terms
from graph.turtle.tokens import Tokens

#: Stands for a property that could not be read.
UNKNOWN = Iri("urn:x-unreadable")


class Step(Protocol):
    """One step of reading; it returns the next one, or ``None`` at the end of the text."""

    def __call__(self) -> Step | None:
        """Read on by one step."""


class Frame(NamedTuple):
    """What to go back to when a bracket closes.

    Attributes:
        opened: index of the token of the bracket.
        subject: what the statement outside is about.
        subject_at: its offset.
        predicate: the property outside.
        predicate_token: index of its token.
        after: the step that follows a value outside.
        resume: the step that follows the closing bracket.
    """

    opened: int
    subject: Iri | Blank
    subject_at: int
    predicate: Iri
    predicate_token: int
    after: Step
    resume: Step


class Last(NamedTuple):
    """The statement before the present one: its subject, the offset and the first token of it."""

    subject: Iri | Blank
    subject_at: int
    token: int


class State(ABC):
    """What the steps share.

    Attributes:
        triples: what was read so far.
    """

    def __init__(self, tokens: Tokens, terms: Terms, faults: Faults) -> None:
        self.triples: list[Triple] = []
        self._tokens, self._terms, self._faults = tokens, terms, faults
        self._kinds, self._texts, self._starts = tokens.kinds, tokens.texts, tokens.starts
        self._properties, self._values = terms.properties, terms.values
        self._at = 0
        self._subject: Iri | Blank = UNKNOWN
        self._predicate = UNKNOWN
        self._subject_at = self._predicate_token = self._statement_token = 0
        self._last: Last | None = None
        self._after_plain_directive = False
        self._stack: list[Frame] = []
        self._after: Step = self._after_object

    @property
    def _indent(self) -> int:
        return self._tokens.indent(self._statement_token)

    def _fault(self, fault: Fault) -> None:
        self._faults.add(fault)

    def _go(self, at: int, step: Step) -> Step:
        self._at = at
        return step

    def _emit(self, value: Term, at: int) -> None:
        start = self._starts[at]
        predicate_at = self._starts[self._predicate_token]
        self.triples.append(
            Triple(self._subject, self._predicate, value, self._subject_at, predicate_at, start)
        )

    def _recover(self, at: int) -> Step:
        if not self._faults:
            # No path leads here; words are never skipped in silence all the same.
            self._fault(messages.unexpected(self._starts[at], self._texts[at], self._kinds[at], ""))
        within = at > self._statement_token and self._after != self._after_item
        found = recovery.next_boundary(self._tokens, at, self._indent, within=within)
        if self._texts[found] == ";":
            return self._go(found, self._after_object)
        ends = self._texts[found] == "."
        return self._go(found + 1 if ends else found, self._statement)

    @abstractmethod
    def _statement(self) -> Step | None: ...

    @abstractmethod
    def _after_object(self) -> Step: ...

    @abstractmethod
    def _after_item(self) -> Step: ...
