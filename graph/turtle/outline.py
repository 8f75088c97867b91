"""How a Turtle text is built: statements, their properties and values, as ranges of tokens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.records import record
from graph.turtle import tokens as kind
from graph.turtle.tokens import Tokens


class Part(NamedTuple):
    """A term as it is written: the indices of its first and its last token."""

    first: int
    last: int


@record
class WrittenProperty:
    """A property with its values.

    Attributes:
        verb: index of the token of the property.
        values: the values, in order; at least one.
        semicolon: index of the first semicolon behind it, if there is one.
    """

    verb: int
    values: tuple[Part, ...]
    semicolon: int | None


@record
class Group:
    """What is said of one subject in one place: a statement, or what stands within ``[ ]``.

    Attributes:
        subject: the subject as it is written; of brackets, both of them and all within.
        properties: in order.
        end: index of the token that ends it: the full stop or the closing bracket.
        within: whether it stands within brackets.
    """

    subject: Part
    properties: tuple[WrittenProperty, ...]
    end: int
    within: bool


@record(slots=False)
class Outline:
    """The build of a whole text, which must hold no syntax error.

    Attributes:
        tokens: the text as tokens.
        statements: the first and the last token of each declaration and statement, in order.
        groups: every group, by the offset of its subject.
        directives: those of the statements that are declarations.
    """

    tokens: Tokens
    statements: tuple[Part, ...]
    groups: dict[int, list[Group]]
    directives: tuple[Part, ...]

    def start(self, part: Part) -> int:
        """Return the offset at which a term begins."""
        return self.tokens.starts[part.first]

    def stop(self, part: Part) -> int:
        """Return the offset just after a term."""
        return self.tokens.end_before(part.last + 1)

    def token_at(self, offset: int) -> int:
        """Return the index of the token that begins at an offset.

        Raises:
            KeyError: no token begins there.
        """
        found = bisect_left(self.tokens.starts, offset)
        if found >= len(self.tokens.starts) or self.tokens.starts[found] != offset:
            raise KeyError(offset)
        return found

    def everything(self) -> Iterator[Group]:
        """Return every group, in no particular order."""
        for found in self.groups.values():
            yield from found


def outline(text: str) -> Outline:
    """Return how a text is built.

    Args:
        text: Turtle without a syntax error and without a byte order mark.

    >>> found = outline("<urn:a> <urn:b> 1 , 2 ; <urn:c> [ <urn:d> 3 ] .")
    >>> [len(one.values) for one in found.groups[0][0].properties]
    [2, 1]
    >>> found.groups[32][0].within
    True
    """
    walk = _Walk(Tokens(text))
    walk.run()
    return Outline(walk.tokens, tuple(walk.statements), walk.groups, tuple(walk.directives))


@dataclass
class _Frame:
    """A statement or bracket that is being read."""

    opened: int
    bracket: str
    expected: str
    subject: Part | None = None
    verb: int = 0
    values: list[Part] = field(default_factory=list)
    properties: list[WrittenProperty] = field(default_factory=list)

    def take(self, part: Part) -> None:
        if self.expected == "subject":
            self.subject, self.expected = part, "verb"
        elif self.expected == "verb":
            self.verb, self.expected = part.first, "value"
        elif self.expected == "value":
            self.values.append(part)

    def finish(self, semicolon: int | None) -> None:
        if self.values:
            self.properties.append(WrittenProperty(self.verb, tuple(self.values), semicolon))
            self.values = []
        self.expected = "verb"

    def extend(self, last: int) -> None:
        if self.values and self.expected == "value":
            self.values[-1] = self.values[-1]._replace(last=last)


class _Walk:
    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.statements: list[Part] = []
        self.directives: list[Part] = []
        self.groups: dict[int, list[Group]] = {}
        self.stack: list[_Frame] = []

    def run(self) -> None:
        at = 0
        while self.tokens.kinds[at] != kind.END:
            at = self.step(at) if self.stack else self.begin(at)

    def begin(self, at: int) -> int:
        """Begin a statement, or pass a whole declaration."""
        word = self.tokens.kinds[at]
        if word in (kind.AT, kind.WORD):
            length = 3 if self.tokens.texts[at].lower().endswith("prefix") else 2
            last = at + length - (0 if word == kind.AT else 1)
            self.statements.append(Part(at, last))
            self.directives.append(Part(at, last))
            return last + 1
        self.stack.append(_Frame(at, "", "subject"))
        return at

    def step(self, at: int) -> int:
        text, frame = self.tokens.texts[at], self.stack[-1]
        if self.tokens.kinds[at] != kind.MARK:
            return self.plain(at)
        if text in ("[", "("):
            self.stack.append(_Frame(at, text, "verb" if text == "[" else "item"))
        elif text in ("]", ")"):
            self.close(at)
        elif text == ";":
            frame.finish(at)
        elif text == ".":
            self.end(at)
        return at + 1

    def plain(self, at: int) -> int:
        # A language or a datatype may stand apart from its text.
        if self.tokens.kinds[at] == kind.TYPE_MARK:
            self.stack[-1].extend(at + 1)
            return at + 2
        if self.tokens.kinds[at] == kind.AT:
            self.stack[-1].extend(at)
        else:
            self.stack[-1].take(Part(at, at))
        return at + 1

    def close(self, at: int) -> None:
        frame = self.stack.pop()
        part = Part(frame.opened, at)
        if frame.bracket == "[":
            frame.finish(None)
            self.keep(Group(part, tuple(frame.properties), at, within=True))
        self.stack[-1].take(part)

    def end(self, at: int) -> None:
        frame = self.stack.pop()
        frame.finish(None)
        subject = frame.subject or Part(frame.opened, frame.opened)
        self.statements.append(Part(frame.opened, at))
        self.keep(Group(subject, tuple(frame.properties), at, within=False))

    def keep(self, group: Group) -> None:
        self.groups.setdefault(self.tokens.starts[group.subject.first], []).append(group)
