"""Where the reading of a text stands, and where it can go on after an error."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NamedTuple, Protocol

from graph.turtle import messages
from graph.turtle import tokens as kind
from graph.turtle.document import Blank, Iri, Term, Triple
from graph.turtle.faults import Fault, Faults
from graph.turtle.terms import Terms
from graph.turtle.tokens import Tokens

_NODES = frozenset({kind.NAME, kind.IRI, kind.BLANK, kind.BAD_IRI})
_VALUES = _NODES | {kind.STRING, kind.NUMBER, kind.BAD_STRING}
_OPENING = frozenset({"[", "("})
_CLOSING = frozenset({"]", ")"})
_SEPARATORS = frozenset({";", ",", ".", "]", ")"})


def is_property(tokens: Tokens, at: int) -> bool:
    """Return whether token ``at`` can be a property.

    >>> is_property(Tokens("a"), 0), is_property(Tokens("5"), 0)
    (True, False)
    """
    return tokens.kinds[at] in (kind.NAME, kind.IRI, kind.BAD_IRI) or tokens.texts[at] == "a"


def is_value(tokens: Tokens, at: int) -> bool:
    """Return whether a value can begin with token ``at``.

    >>> is_value(Tokens("["), 0), is_value(Tokens(";"), 0)
    (True, False)
    """
    text = tokens.texts[at]
    return tokens.kinds[at] in _VALUES or text in _OPENING or text in ("true", "false")


def is_separator(tokens: Tokens, at: int) -> bool:
    """Return whether token ``at`` ends a value.

    >>> is_separator(Tokens(";"), 0), is_separator(Tokens("["), 0)
    (True, False)
    """
    return tokens.texts[at] in _SEPARATORS and tokens.kinds[at] == kind.MARK


def is_directive(tokens: Tokens, at: int) -> bool:
    """Return whether a declaration begins with token ``at``.

    >>> is_directive(Tokens("@prefix a: <urn:a> ."), 0), is_directive(Tokens("base"), 0)
    (True, False)
    """
    if tokens.kinds[at] == kind.AT:
        return tokens.texts[at] in ("@prefix", "@base")
    if tokens.kinds[at] != kind.WORD:
        return False
    expected = {"prefix": kind.NAME, "base": kind.IRI}.get(tokens.texts[at].lower())
    return expected == tokens.kinds[at + 1]


def opens_statement(tokens: Tokens, at: int, indent: int) -> bool:
    r"""Return whether a statement seems to begin with token ``at``.

    Three terms in a row that begin a line are subject, property and value; within a statement
    no separator could be missing between them.

    Args:
        tokens: the text.
        at: index of the token.
        indent: how far the statement that is being read is indented.

    >>> opens_statement(Tokens("<a> <b> 1\n<c> <d> 2 ."), 3, 0)
    True
    >>> opens_statement(Tokens("<a> <b> 1\n  <d> 2 ."), 3, 0)
    False
    """
    if is_directive(tokens, at):
        return tokens.first_in_line(at)
    if tokens.kinds[at] not in _NODES or not is_property(tokens, at + 1):
        return False
    if not is_value(tokens, at + 2) or not tokens.first_in_line(at):
        return False
    return tokens.indent(at) <= indent or tokens.same_line(at, at + 2)


def continues_previous(tokens: Tokens, at: int, indent: int) -> bool:
    r"""Return whether the statement that begins with token ``at`` seems to belong to the last one.

    Args:
        tokens: the text.
        at: index of the first token of the statement.
        indent: how far the statement before it is indented.

    >>> continues_previous(Tokens("<a> <b> 1 .\n  <d> 2 ."), 4, 0)
    True
    """
    return (
        at > 0
        and tokens.texts[at - 1] == "."
        and goes_on(tokens, at)
        and tokens.indent(at) > indent
    )


def next_boundary(tokens: Tokens, at: int, indent: int, *, within: bool) -> int:
    r"""Return the index of the token with which reading can go on after an error.

    That is a full stop at the end of a line, a semicolon that a property and a value follow, or
    a token that opens a statement; the separator itself is not skipped.

    Args:
        tokens: the text.
        at: index of the first token to look at.
        indent: how far the broken statement is indented.
        within: whether a semicolon is a place to go on.

    >>> next_boundary(Tokens("<a> oh no .\n<b> <c> <d> ."), 1, 0, within=True)
    3
    """
    depth = 0
    while tokens.kinds[at] != kind.END:
        text = tokens.texts[at]
        if text == "." and _ends_line(tokens, at):
            break
        if within and text == ";" and depth == 0 and goes_on(tokens, at + 1):
            break
        if opens_statement(tokens, at, indent):
            break
        depth += (text in _OPENING) - (text in _CLOSING)
        at += 1
    return at


def goes_on(tokens: Tokens, at: int) -> bool:
    """Return whether a property and a value begin with token ``at``.

    >>> goes_on(Tokens("<b> 1"), 0), goes_on(Tokens("1 <b>"), 0)
    (True, False)
    """
    return is_property(tokens, at) and is_value(tokens, at + 1)


def _ends_line(tokens: Tokens, at: int) -> bool:
    following = at + 1
    return (
        tokens.kinds[following] == kind.END
        or not tokens.same_line(at, following)
        or (is_value(tokens, following) and is_property(tokens, following + 1))
    )


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
        self._after_plain_directive = self._headless = False
        #: The statement that ended with a semicolon, and the first token of the one behind it.
        self._cut: Last | None = None
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
        found = next_boundary(self._tokens, at, self._indent, within=within)
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
