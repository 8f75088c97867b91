"""What is being written at a place: a subject, a property or a value, in text that may be broken.

While a person types, a semicolon is missing and a name is half there. The reader of files tells
such errors; here the text around the cursor is read as what it is going to be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from graph.records import record
from graph.turtle import tokens as kind
from graph.turtle.state import is_directive, is_property, is_value
from graph.turtle.tokens import Tokens

#: Kinds of token that are, or will become, one word.
_WORDS = frozenset(
    {kind.NAME, kind.WORD, kind.IRI, kind.BAD_IRI, kind.BLANK, kind.AT, kind.NUMBER, kind.STRING}
)
_NODES = frozenset({kind.NAME, kind.IRI, kind.BLANK, kind.BAD_IRI, kind.WORD})
#: Tokens of one block that are looked at, at most.
_MOST = 4000


class Part(StrEnum):
    """What a word of a statement is."""

    SUBJECT = "subject"
    PROPERTY = "property"
    VALUE = "value"
    DATATYPE = "datatype"
    DIRECTIVE = "directive"
    BETWEEN = "between"


@dataclass
class Said:
    """One property of a block with its values, as written.

    Attributes:
        property: the word.
        values: the words; of a nested block or list only its opening bracket.
    """

    property: str
    values: list[str] = field(default_factory=list)


@dataclass
class Block:
    """What is said of one subject, or between square brackets.

    Attributes:
        subject: as written; ``None`` between brackets.
        said: its properties, in order.
        outer: the block around the brackets.
        through: the property of that block whose value the brackets are.
    """

    subject: str | None = None
    said: list[Said] = field(default_factory=list)
    outer: Block | None = None
    through: str | None = None

    def values(self, *properties: str) -> list[str]:
        """Return the values of some properties, as written."""
        return [one for said in self.said if said.property in properties for one in said.values]


@record(slots=False)
class Cursor:
    """The word at a place, and what it is.

    Attributes:
        part: what the word is, or will be.
        word: the word; empty between words.
        start: the offset at which it begins.
        end: the offset after it.
        block: what is said around it.
        property: the property whose value it is, as written; ``None`` for all else.
        first: the offset at which the block begins.
    """

    part: Part
    word: str
    start: int
    end: int
    block: Block
    property: str | None
    first: int


def cursor_at(tokens: Tokens, offset: int, *, typing: bool = False) -> Cursor | None:
    """Return what stands at an offset; nothing within a comment or a text.

    Args:
        tokens: the text.
        offset: index of a character.
        typing: whether a word must have begun before the offset: a word that begins at the cursor
            is not the one that is being typed.

    >>> found = cursor_at(Tokens(":a loop:kind  ."), 13)
    >>> found.part.value, found.property, found.block.subject
    ('value', 'loop:kind', ':a')
    >>> cursor_at(Tokens(":a <urn:b> 1 # so"), 16) is None
    True
    """
    at = _word_at(tokens, offset, typing=typing)
    if at is None:
        at = _next(tokens, offset)
        if _within_gap_comment(tokens, at, offset) or _within_token(tokens, at, offset):
            return None
        return _read(tokens, at, offset, None)
    return _read(tokens, at, offset, at)


def _next(tokens: Tokens, offset: int) -> int:
    """Return the index of the first token that does not begin before an offset."""
    at = bisect_right(tokens.starts, offset - 1, hi=len(tokens.starts) - 4)
    return min(at, len(tokens.starts) - 4)


def _word_at(tokens: Tokens, offset: int, *, typing: bool) -> int | None:
    # The last token that begins at or before the offset, or the one before, if it ends there.
    last = bisect_right(tokens.starts, offset, hi=len(tokens.starts) - 4) - 1
    for at in (last, last - 1):
        if at < 0 or tokens.kinds[at] not in _WORDS:
            continue
        start = tokens.starts[at]
        if start + len(tokens.texts[at]) >= offset and (start < offset or not typing):
            return at
    return None


def _within_gap_comment(tokens: Tokens, at: int, offset: int) -> bool:
    before = tokens.text[tokens.end_before(at) : offset]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    return "#" in line


def _within_token(tokens: Tokens, at: int, offset: int) -> bool:
    return at > 0 and tokens.end_before(at) > offset


def _begins_block(tokens: Tokens, at: int) -> bool:
    if tokens.kinds[at] == kind.END:
        return False
    at_margin = tokens.first_in_line(at) and tokens.indent(at) == 0
    if at_margin and (tokens.kinds[at] in _NODES or is_directive(tokens, at)):
        return True
    if at == 0:
        return True
    return tokens.texts[at - 1] == "." and tokens.kinds[at - 1] == kind.MARK


def _block_start(tokens: Tokens, at: int) -> int:
    first = at
    while first > 0 and at - first < _MOST and not _begins_block(tokens, first):
        first -= 1
    return first


def _read(tokens: Tokens, at: int, offset: int, word: int | None) -> Cursor | None:
    """Return the cursor at token ``at``, or in the gap before it where no word is there."""
    text = tokens.text
    line_start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    after_end = at > 0 and tokens.texts[at - 1] == "."
    # In a gap at the margin, or after a full stop, another block begins.
    fresh = word is None and (at == 0 or after_end or offset == line_start)
    first = at if fresh else _block_start(tokens, at if word is not None else at - 1)
    if fresh:
        return Cursor(Part.SUBJECT, "", offset, offset, Block(), None, offset)
    reading = _Reading(tokens, first, at, gap=word is None, offset=offset)
    found = reading.run()
    if found is None or word is None or tokens.kinds[word] != kind.STRING:
        return found
    return _within_text(found, tokens.texts[word], offset)


def _within_text(found: Cursor, text: str, offset: int) -> Cursor | None:
    """Return the datatype of a text if the cursor is there, the text itself if it is beside it."""
    mark = text.rfind("^^")
    begins = found.start + mark + 2
    if mark > 0 and text[mark - 1] in "\"'" and offset >= begins:
        word, end = text[mark + 2 :], found.end
        return Cursor(Part.DATATYPE, word, begins, end, found.block, found.property, found.first)
    return found


class _Reading:
    """One block, token by token; what is missing is taken as if it were there."""

    def __init__(self, tokens: Tokens, first: int, at: int, *, gap: bool, offset: int) -> None:
        self.tokens, self.first, self.at, self.gap, self.offset = tokens, first, at, gap, offset
        self.block = Block()
        self.part = Part.SUBJECT
        self.lists = 0
        self.found: Cursor | None = None

    def run(self) -> Cursor | None:
        tokens = self.tokens
        if is_directive(tokens, self.first) or tokens.kinds[self.first] == kind.AT:
            self.part = Part.DIRECTIVE
        for at in self._indices():
            if self.gap and at == self.at:
                self._meet_gap()
            if tokens.kinds[at] == kind.END:
                break
            if self.part is Part.DIRECTIVE:
                self._keep(at, Part.DIRECTIVE, None)
            elif tokens.kinds[at] in (kind.MARK, kind.TYPE_MARK):
                self._mark(at)
            else:
                self._word(at)
        return self.found

    def _indices(self) -> Iterator[int]:
        tokens = self.tokens
        for at in range(self.first, min(self.first + _MOST, len(tokens.kinds) - 3)):
            beyond = at > self.at or (at == self.at and self.gap)
            if beyond and at > self.first and _begins_block(tokens, at):
                if self.gap and at == self.at:
                    self._meet_gap()
                return
            yield at

    def _keep(self, at: int, part: Part, property_: str | None) -> None:
        if at != self.at or self.gap:
            return
        start, text = self.tokens.starts[at], self.tokens.texts[at]
        self.found = self._cursor(part, text, start, property_)

    def _cursor(self, part: Part, word: str, start: int, property_: str | None) -> Cursor:
        first = self.tokens.starts[self.first]
        return Cursor(part, word, start, start + len(word), self.block, property_, first)

    def _meet_gap(self) -> None:
        if self.found is not None:
            return
        part = self.part
        if part is Part.BETWEEN:
            ended = self.tokens.end_before(self.at)
            new_line = any(end in self.tokens.text[ended : self.offset] for end in "\n\r")
            part = Part.PROPERTY if new_line else Part.BETWEEN
        of = self._property if part in (Part.VALUE, Part.DATATYPE) else None
        self.found = self._cursor(part, "", self.offset, of)

    @property
    def _property(self) -> str | None:
        return self.block.said[-1].property if self.block.said else None

    def _mark(self, at: int) -> None:
        text = self.tokens.texts[at]
        if text == ";":
            self.part = Part.PROPERTY
        elif text == ",":
            self.part = Part.VALUE
        elif text == "^^":
            self.part = Part.DATATYPE
        elif text == "[":
            self._open()
        elif text == "]":
            self.block = self.block.outer or self.block
            self.part = Part.BETWEEN
        elif text == "(":
            self._value(at)
            self.lists += 1
            self.part = Part.VALUE
        elif text == ")":
            self.lists = max(0, self.lists - 1)
            self.part = Part.BETWEEN

    def _open(self) -> None:
        if self.part is Part.SUBJECT:
            self.part = Part.PROPERTY
            return
        if self.block.said:
            self.block.said[-1].values.append("[")
        self.block = Block(outer=self.block, through=self._property)
        self.part = Part.PROPERTY

    def _word(self, at: int) -> None:
        text = self.tokens.texts[at]
        if self.part is Part.SUBJECT:
            self._keep(at, Part.SUBJECT, None)
            self.block.subject = text
            self.part = Part.PROPERTY
        elif self.part is Part.DATATYPE:
            self._keep(at, Part.DATATYPE, self._property)
            self.part = Part.BETWEEN
        elif self.part is Part.PROPERTY or self._starts_property(at):
            self._keep(at, Part.PROPERTY, None)
            self.block.said.append(Said(text))
            self.part = Part.VALUE
        else:
            self._keep(at, Part.VALUE, self._property)
            self._value(at)

    def _starts_property(self, at: int) -> bool:
        """Return whether a word begins another property though nothing separates it."""
        tokens = self.tokens
        if self.lists or not (is_property(tokens, at) or tokens.kinds[at] == kind.WORD):
            return False
        followed = is_value(tokens, at + 1) and tokens.same_line(at, at + 1)
        if self.part is Part.BETWEEN:
            return followed or tokens.first_in_line(at)
        return followed and tokens.first_in_line(at)

    def _value(self, at: int) -> None:
        if self.block.said:
            self.block.said[-1].values.append(self.tokens.texts[at])
        self.part = Part.VALUE if self.lists else Part.BETWEEN
