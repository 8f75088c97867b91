"""One way to lay out Turtle: spaces and indents are made alike, everything else stays.

Kept are every token as it is written, every comment, the order of all statements, and the places
where the writer broke a line. A formatter that reads a graph and writes it anew can keep none of
these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from graph.turtle import tokens as kind
from graph.turtle.document import Document
from graph.turtle.outline import Outline, Part, outline
from graph.turtle.reading import read_turtle
from graph.turtle.same import DiffersError, same_statements
from graph.turtle.tokens import Tokens

#: Columns beyond which properties that share a line get a line each.
WIDTH: Final = 140
#: Columns by which what belongs to something is set in.
INDENT: Final = 4
_BETWEEN = re.compile(r"(?P<comment>#[^\r\n]*)|(?P<end>\r\n|\n|\r)|[^#\r\n]+")


class Comment(NamedTuple):
    """A comment between two tokens.

    Attributes:
        text: from its ``#``, without spaces at its end.
        before: the white space between it and a token before it on its line; ``None`` if it has
            the line for itself.
        blank: whether an empty line stands before it.
    """

    text: str
    before: str | None
    blank: bool


class Gap(NamedTuple):
    """What stands between two tokens.

    Attributes:
        comments: in order.
        breaks: whether the line ends in it.
        blank: whether an empty line stands before the second token.
    """

    comments: tuple[Comment, ...]
    breaks: bool
    blank: bool


def gap_of(between: str, *, at_start: bool = False) -> Gap:
    r"""Return what the text between two tokens says.

    Args:
        between: white space and comments.
        at_start: whether no token stands before it.

    >>> gap_of("  # why\n\n    ")
    Gap(comments=(Comment(text='# why', before='  ', blank=False),), breaks=True, blank=True)
    """
    comments: list[Comment] = []
    ends, space, breaks, first = 0, "", False, not at_start
    for match in _BETWEEN.finditer(between):
        if match["end"]:
            ends, breaks, first = ends + 1, True, False
        elif match["comment"]:
            own = None if not first else space
            comments.append(Comment(match["comment"].rstrip(), own, ends > 1))
            ends, first = 0, False
        else:
            space = match[0]
    return Gap(tuple(comments), breaks, ends > 1)


def line_end_of(text: str) -> str:
    r"""Return how most lines of a text end: ``"\r\n"`` or ``"\n"``.

    >>> line_end_of("a\r\nb\r\nc\n") == "\r\n", line_end_of("") == "\n"
    (True, True)
    """
    both = text.count("\r\n")
    return "\r\n" if both > text.count("\n") - both else "\n"


def format_turtle(document: Document, base: str | None = None) -> str:
    r"""Return the text of a document laid out in the one way.

    The text is read again and held against the document before it is returned: the same
    statements in the same order, the same prefixes, the same comments. Formatting what was
    formatted changes nothing.

    Args:
        document: without problems.
        base: with which the document was read.

    Returns:
        The text without a byte order mark; its lines end as most of the document's do.

    Raises:
        ValueError: the document has problems.
        DiffersError: the text would say something else; a defect of the formatter.

    >>> print(format_turtle(read_turtle("<urn:a>  <urn:b> 1;<urn:c> 2. # why", "a.ttl")), end="")
    <urn:a> <urn:b> 1 ; <urn:c> 2 . # why
    """
    if document.problems:
        raise ValueError(f"{document.file} holds syntax errors")
    text = _Layout(outline(document.text), line_end_of(document.text)).text()
    _prove(document, text, base)
    return text


def _prove(document: Document, text: str, base: str | None) -> None:
    again = read_turtle(text, document.file, base)
    if again.problems:
        raise DiffersError(f"{document.file}: laid out anew it cannot be read: {again.problems[0]}")
    same_statements(document.triples, again.triples, document.file)
    if document.prefixes != again.prefixes:
        raise DiffersError(f"{document.file}: laid out anew it declares other prefixes")
    if comments_of(document.text) != comments_of(text):
        raise DiffersError(f"{document.file}: laid out anew it holds other comments")


def comments_of(text: str) -> tuple[str, ...]:
    r"""Return every comment of a text without syntax errors, spaces at their ends left out.

    >>> comments_of("# one\n<urn:a#x> <urn:b> '# none' . # two")
    ('# one', '# two')
    """
    tokens = Tokens(text)
    return tuple(
        comment.text
        for at in range(tokens.kinds.index(kind.END) + 1)
        for comment in _gap_before(tokens, at).comments
    )


def _gap_before(tokens: Tokens, at: int) -> Gap:
    start = tokens.end_before(at)
    return gap_of(tokens.text[start : tokens.starts[at]], at_start=at == 0)


@dataclass(slots=True)
class _Indents:
    """How far what stands in a statement or bracket is set in."""

    closing: int
    verbs: int
    values: int
    expects: str


class _Lines:
    """Lines that grow token by token."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line = ""
        self.indent = 0

    def break_to(self, indent: int, *, blank: bool = False) -> None:
        """Begin a line, if the present one holds anything."""
        if self.line.strip():
            self.done.append(self.line.rstrip(" \t"))
        if blank and self.done and self.done[-1]:
            self.done.append("")
        self.line, self.indent = " " * indent, indent

    def put(self, text: str, space: str = " ") -> None:
        """Add to the present line, after a space if something stands there."""
        self.line += (space if self.line.strip() else "") + text

    def comment(self, comment: Comment, indent: int) -> None:
        """Add a comment; what follows needs a line of its own."""
        if comment.before is None or not self.line.strip():
            self.break_to(indent, blank=comment.blank)
            self.line += comment.text
        else:
            self.line += (comment.before or " ") + comment.text


class _Layout:
    """Lays out one text, statement by statement."""

    def __init__(self, found: Outline, line_end: str) -> None:
        self.outline = found
        self.tokens = found.tokens
        self.line_end = line_end
        self.directives = set(found.directives)

    def text(self) -> str:
        """Return the whole text."""
        lines = _Lines()
        before: Sequence[str] = ()
        was_directive = True
        for part in self.outline.statements:
            block = self._block(part)
            gap = _gap_before(self.tokens, part.first)
            directive = part in self.directives
            apart = bool(before) and (len(before) > 1 or len(block) > 1)
            apart = apart or (was_directive and not directive and bool(before))
            self._between(lines, gap, apart=apart)
            lines.done += block
            before, was_directive = block, directive
        self._tail(lines)
        return "".join(line + self.line_end for line in lines.done)

    def _between(self, lines: _Lines, gap: Gap, *, apart: bool) -> None:
        """Write what stands between two statements."""
        seen_blank = gap.blank or any(one.blank for one in gap.comments)
        missing = apart and not seen_blank
        for comment in gap.comments:
            if comment.before is not None and lines.done:
                lines.done[-1] += (comment.before or " ") + comment.text
                continue
            if (comment.blank or missing) and lines.done and lines.done[-1]:
                lines.done.append("")
            missing = False
            lines.done.append(comment.text)
        if (gap.blank or missing) and lines.done and lines.done[-1]:
            lines.done.append("")

    def _tail(self, lines: _Lines) -> None:
        at = self.outline.statements[-1].last + 1 if self.outline.statements else 0
        gap = _gap_before(self.tokens, at)
        self._between(lines, gap._replace(blank=False), apart=False)

    def _block(self, part: Part) -> list[str]:
        """Return the lines of a declaration or statement."""
        lines = _Block(self.tokens, part).lines()
        if part not in self.directives and any(len(line) > WIDTH for line in lines):
            return _Block(self.tokens, part, apart=True).lines()
        return lines


class _Block:
    """Lays out one statement.

    ``apart`` gives each property of the statement itself a line of its own, if two share one that
    is too long.
    """

    def __init__(self, tokens: Tokens, part: Part, *, apart: bool = False) -> None:
        self.tokens, self.part = tokens, part
        self.apart = apart and self._too_long()
        self.out = _Lines()
        self.stack = [_Indents(0, INDENT, 2 * INDENT, "subject")]
        self.broken = False

    def _too_long(self) -> bool:
        lines = _Block(self.tokens, self.part).lines()
        return any(len(line) > WIDTH and " ; " in line for line in lines)

    def lines(self) -> list[str]:
        """Return the lines of the statement."""
        for at in range(self.part.first, self.part.last + 1):
            self._token(at)
        self.out.break_to(0)
        return self.out.done

    def _token(self, at: int) -> None:
        text = self.tokens.texts[at]
        gap = _gap_before(self.tokens, at) if at > self.part.first else Gap((), False, False)
        mark = text if self.tokens.kinds[at] == kind.MARK else ""
        for comment in gap.comments:
            self.out.comment(comment, self._wanted())
        if mark in (";", ",", "."):
            self._separator(mark, gap, at)
        elif mark in ("]", ")"):
            self._close(mark, gap, at)
        else:
            if at > self.part.first and self._breaks_before(gap, at):
                self.out.break_to(self._wanted(), blank=gap.blank)
            self.out.put(text)
            self._advance(mark)
        if mark not in (";", ","):
            self.broken = False

    def _breaks_before(self, gap: Gap, at: int) -> bool:
        if gap.breaks or self.broken:
            return True
        after_semicolon = self.tokens.texts[at - 1] == ";" and len(self.stack) == 1
        return self.apart and after_semicolon and self.tokens.kinds[at - 1] == kind.MARK

    def _wanted(self) -> int:
        """Return how far the next token is set in if it begins a line."""
        top = self.stack[-1]
        return top.verbs if top.expects == "verb" else 0 if top.expects == "subject" else top.values

    def _separator(self, mark: str, gap: Gap, at: int) -> None:
        after_semicolon = mark == "." and self.tokens.texts[at - 1] == ";"
        if gap.comments or (after_semicolon and (gap.breaks or self.broken)):
            self.out.break_to(0 if mark == "." else self._wanted())
        self.out.put(mark)
        self.broken = gap.breaks or (self.broken and mark == ";")
        if mark == ";":
            self.stack[-1].expects = "verb"

    def _close(self, mark: str, gap: Gap, at: int) -> None:
        frame = self.stack.pop()
        empty = at - 1 >= self.part.first and self.tokens.texts[at - 1] in ("[", "(")
        empty = empty and self.tokens.kinds[at - 1] == kind.MARK and not gap.comments
        if (gap.breaks or self.broken) and not empty:
            self.out.break_to(frame.closing)
        self.out.put(mark, "" if empty else " ")
        if self.stack[-1].expects == "subject":
            self.stack[-1].expects = "verb"

    def _advance(self, mark: str) -> None:
        top = self.stack[-1]
        if mark == "[":
            indent = self.out.indent
            self.stack.append(_Indents(indent, indent + INDENT, indent + 2 * INDENT, "verb"))
        elif mark == "(":
            indent = self.out.indent
            self.stack.append(_Indents(indent, indent + INDENT, indent + INDENT, "item"))
        elif top.expects == "subject":
            top.expects = "verb"
        elif top.expects == "verb":
            top.expects = "value"
