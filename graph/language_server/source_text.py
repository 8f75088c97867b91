"""A text as an editor counts it: lines, and columns in the unit that was agreed on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from lsprotocol import types

from graph.records import record

Encoding = types.PositionEncodingKind

#: What ends a line for an editor; Python's ``splitlines`` knows further ends that no editor does.
_LINE_END = re.compile(r"\r\n|\n|\r")

#: Bytes of one unit of a column, and the codec in which they are counted.
_UNITS = {
    Encoding.Utf8: (1, "utf-8"),
    Encoding.Utf16: (2, "utf-16-le"),
    Encoding.Utf32: (4, "utf-32-le"),
}


@record(slots=False)
class SourceText:
    r"""A text whose places can be told to an editor and back.

    Attributes:
        text: as the editor has it, with a byte order mark if it has one.

    >>> here = SourceText("one\r\n\U0001f600 two").position(6, Encoding.Utf16)
    >>> here.line, here.character
    (1, 2)
    """

    text: str

    @cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        """Where each line begins, and where it ends without its end of line."""
        starts, ends = [0], []
        for match in _LINE_END.finditer(self.text):
            ends.append(match.start())
            starts.append(match.end())
        ends.append(len(self.text))
        return starts, ends

    @property
    def line_count(self) -> int:
        """How many lines there are; one for an empty text."""
        return len(self._lines[0])

    @property
    def mark_width(self) -> int:
        """How many characters the byte order mark takes: 1 or 0."""
        return 1 if self.text.startswith("\ufeff") else 0

    def line_of(self, offset: int) -> int:
        """Return the line of an offset, counted from 0."""
        return bisect_right(self._lines[0], offset) - 1

    def line_end(self, offset: int) -> int:
        """Return the offset at which the line of an offset ends, its end of line not counted."""
        return max(offset, self._lines[1][self.line_of(offset)])

    def position(self, offset: int, encoding: Encoding) -> types.Position:
        """Return the place of an offset as an editor counts it.

        Args:
            offset: index of a character; beyond the text it means its end.
            encoding: the unit of columns.
        """
        offset = min(max(offset, 0), len(self.text))
        line = self.line_of(offset)
        start, end = self._lines[0][line], self._lines[1][line]
        # Between \r and \n there is no place; the end of the line is meant.
        before = self.text[start : min(offset, end)]
        return types.Position(line, _units(before, encoding))

    def range(self, start: int, end: int, encoding: Encoding) -> types.Range:
        """Return two offsets as a range of an editor."""
        return types.Range(self.position(start, encoding), self.position(end, encoding))

    def offset(self, position: types.Position, encoding: Encoding) -> int:
        r"""Return the offset of a place; what lies beyond a line or the text means its end.

        Args:
            position: line and column, counted from 0; a column within a character means its start.
            encoding: the unit of columns.

        >>> SourceText("one\ntwo").offset(types.Position(0, 99), Encoding.Utf16)
        3
        """
        starts, ends = self._lines
        if position.line < 0:
            return 0
        if position.line >= len(starts):
            return len(self.text)
        start, end = starts[position.line], ends[position.line]
        line = self.text[start:end]
        if line.isascii() or encoding == Encoding.Utf32:
            return start + min(max(position.character, 0), len(line))
        left = position.character
        for count, character in enumerate(line):
            left -= _units(character, encoding)
            if left < 0:
                return start + count
        return end

    @cached_property
    def _told_starts(self) -> list[int]:
        # As Document counts lines: files of old end them with CR alone, all others with LF.
        end = "\r" if "\r" in self.text and "\n" not in self.text else "\n"
        return [0, *(match.end() for match in re.finditer(end, self.text))]

    def told(self, line: int, column: int) -> int:
        r"""Return the offset of a place as messages tell it, a byte order mark not counted.

        Args:
            line: counted from 1; beyond the text it means its end.
            column: in characters, counted from 1.

        >>> SourceText("one\ntwo").told(2, 2)
        5
        """
        starts = self._told_starts
        if line > len(starts):
            return len(self.text)
        start = starts[max(line, 1) - 1] + (self.mark_width if line <= 1 else 0)
        return min(start + max(column, 1) - 1, len(self.text))

    def changed(
        self, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding
    ) -> SourceText:
        """Return the text after an editor's changes, one after the other.

        A range that lies outside the text is taken to its nearest place, one whose ends are
        swapped is put right: what an editor got wrong must not end the conversation.
        """
        found = self
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                ends = (change.range.start, change.range.end)
                start, end = sorted(found.offset(place, encoding) for place in ends)
                found = SourceText(found.text[:start] + change.text + found.text[end:])
            else:
                found = SourceText(change.text)
        return found


def _units(text: str, encoding: Encoding) -> int:
    if text.isascii():
        return len(text)
    width, codec = _UNITS[encoding]
    return len(text.encode(codec, "surrogatepass")) // width
