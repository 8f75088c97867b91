"""A report as text for a terminal: tables fit its width, and no label can break a line."""

from __future__ import annotations

from graph.map_words import MapWords
from graph.number_words import count_of
from graph.records import record
from graph.reports.display_width import cut, display_width, one_line, padded, wrapped
from graph.reports.glossary import explanations, in_order_of_need, terms_of
from graph.reports.report import (
    Align,
    Block,
    Column,
    Facts,
    Listing,
    Paragraph,
    Report,
    Table,
    title_of,
)
from graph.reports.tones import Tone, painted, tone_of

#: Running text is no wider than this, however wide the terminal: longer lines are hard to read.
TEXT_WIDTH = 96

#: The width where nobody says how wide it is: a file, a pipe.
PAPER_WIDTH = 100

#: No terminal is taken to be narrower, because a name and a number need this.
NARROWEST = 30

#: A column of words is not made narrower than this before others are left out.
_NARROWEST_WORDS = 18

#: A word that is longer than this may be broken.
_LONGEST_WORD = 40

#: Lines that a head may take before nothing is done about it.
_HEAD_LINES = 5

#: Lines that one cell may take before it is cut.
_CELL_LINES = 2

_GAP = 2

#: Lines of a first screen, as many as the smallest terminal has.
FIRST_SCREEN_LINES = 24


def to_text(
    report: Report,
    width: int = PAPER_WIDTH,
    *,
    details: bool = True,
    wide: bool = False,
    every_row: bool = False,
    colour: bool = False,
) -> str:
    """Return the report as text, ending in a line break.

    Args:
        report: what is to be said.
        width: columns of the terminal; at least ``NARROWEST`` are used.
        details: whether to say more than the answer itself, where a report tells the two apart.
        wide: whether tables keep all their columns and whole names, however wide they become.
        every_row: whether tables show all rows, not only the first ones.
        colour: whether headings, and cells of which :mod:`graph.reports.tones` knows the kind, are
            in the terminal's colours.

    Returns:
        Lines no wider than *width*, unless *wide* or a single word is longer.
    """
    page = _Page(max(width, NARROWEST), wide, every_row, colour)
    parts = page.heading(report.title, "=")
    shown = report.blocks if details else report.blocks[: report.first_blocks]
    for block in shown:
        parts.extend(("", *page.lines(block)))
    behind = sum(bool(title_of(block)) for block in report.blocks[len(shown) :])
    if behind:
        parts += page.words(shown, FIRST_SCREEN_LINES - len(parts) - 1, report.map_words)
        parts.append(f"--details shows what stands behind it, in {count_of(behind, 'section')}.")
    return "\n".join(line.rstrip() for line in parts) + "\n"


@record
class _Page:
    """How wide a text may become, and how much of a table it shows."""

    width: int
    wide: bool
    every_row: bool
    colour: bool

    @property
    def text_width(self) -> int:
        return min(self.width, TEXT_WIDTH)

    def lines(self, block: Block) -> list[str]:
        if isinstance(block, Paragraph):
            return self.wrap(block.text)
        if isinstance(block, Facts):
            return self.heading(block.title) + self._facts(block.pairs)
        if isinstance(block, Listing):
            points = [line for point in block.points for line in self.wrap(point, "- ", "  ")]
            return self.heading(block.title) + points
        return self.heading(block.title) + self._table(block)

    def words(self, blocks: tuple[Block, ...], room: int, map_words: MapWords | None) -> list[str]:
        """Return as many meanings of the words that are used as there is room for lines."""
        lines = [""]
        for line in explanations(in_order_of_need(terms_of(blocks)), map_words):
            told = self.wrap(line)
            if len(lines) + len(told) <= room:
                lines += told
        if len(lines) == 1:
            return []
        return [painted(line, Tone.NOISE) for line in lines] if self.colour else lines

    def heading(self, title: str, rule: str = "-") -> list[str]:
        lines = self.wrap(title)
        if not lines:
            return []
        below = rule * max(map(display_width, lines))
        if self.colour:
            lines, below = (
                [painted(line, Tone.HEADING) for line in lines],
                painted(below, Tone.NOISE),
            )
        return [*lines, below]

    def wrap(self, text: str, first: str = "", following: str = "") -> list[str]:
        return wrapped(
            one_line(text), self.text_width, first=first, following=following, break_words=False
        )

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> list[str]:
        width = max((display_width(name) for name, _ in pairs), default=0)
        lines: list[str] = []
        for name, value in pairs:
            head = padded(one_line(name), width) + " " * _GAP
            lines += self.wrap(value, head, " " * (width + _GAP)) or [one_line(name)]
        return lines

    def _table(self, table: Table) -> list[str]:
        if not table.rows:
            return ["none"]
        rows = table.rows if self.every_row else table.first_rows
        cells = [[one_line(cell) for cell in row] for row in rows]
        fit = _Fit.whole(table.columns, cells) if self.wide else self._fit(table.columns, cells)
        lines = fit.head(table.columns)
        for row in cells:
            lines += fit.row(row, table.columns, cut_off=not self.wide, colour=self.colour)
        left_out = [table.columns[index].title for index in fit.left_out(table.columns)]
        notes = (_not_shown(len(table.rows) - len(rows), left_out), table.note)
        for note in filter(None, notes):
            lines += self.wrap(note)
        return lines

    def _fit(self, columns: tuple[Column, ...], cells: list[list[str]]) -> _Fit:
        """Return what fits: names wrapped first, then columns left out, the least needed first."""
        shown = list(range(len(columns)))
        while True:
            fit = _Fit.within(columns, cells, tuple(shown), self.width)
            if fit is not None or len(shown) == 1:
                return fit or _Fit((shown[0],), (self.width,))
            shown.remove(max(shown, key=lambda index: (columns[index].rank or index, index)))


@record
class _Fit:
    """Which columns of a table are shown, and how wide each is."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]

    @staticmethod
    def whole(columns: tuple[Column, ...], cells: list[list[str]]) -> _Fit:
        """Return all columns, as wide as their widest cell."""
        widths = tuple(
            max(display_width(column.title), 1, *(display_width(row[index]) for row in cells))
            for index, column in enumerate(columns)
        )
        return _Fit(tuple(range(len(columns))), widths)

    @staticmethod
    def within(
        columns: tuple[Column, ...], cells: list[list[str]], shown: tuple[int, ...], width: int
    ) -> _Fit | None:
        """Return the columns within a width, or ``None`` if they cannot be made to fit."""
        room = width - _GAP * (len(shown) - 1)
        natural = [_natural(columns[index], [row[index] for row in cells]) for index in shown]
        if sum(natural) <= room:
            # The heads get what is left, so that they wrap no more than they must.
            return _Fit(shown, _with_heads(columns, shown, natural, room))
        words = [at for at, index in enumerate(shown) if columns[index].align is Align.LEFT]
        least = {at: _least_width([row[shown[at]] for row in cells]) for at in words}
        over = sum(natural) - room
        while over > 0:
            at = max(words, key=lambda place: natural[place] - least[place], default=None)
            if at is None or natural[at] <= least[at]:
                return None
            natural[at] -= 1
            over -= 1
        return _Fit(shown, tuple(natural))

    def left_out(self, columns: tuple[Column, ...]) -> list[int]:
        """Return the columns that are not shown."""
        return [index for index in range(len(columns)) if index not in self.shown]

    def head(self, columns: tuple[Column, ...]) -> list[str]:
        """Return the lines of the heads, set at the bottom of their columns."""
        heads = [
            wrapped(columns[index].title, width)
            for index, width in zip(self.shown, self.widths, strict=True)
        ]
        height = max(map(len, heads))
        raised = [[""] * (height - len(head)) + head for head in heads]
        return [self._line([head[at] for head in raised], columns) for at in range(height)]

    def row(
        self, cells: list[str], columns: tuple[Column, ...], *, cut_off: bool, colour: bool
    ) -> list[str]:
        """Return the lines of one row; what follows on a second line is set in by two."""
        # In a table of thousands of rows nearly all are a line, as they are.
        kept = [cells[index] for index in self.shown]
        if not colour and any(kept) and all(map(_fits, kept, self.widths)):
            return [self._line(kept, columns)]
        parts = []
        for index, width in zip(self.shown, self.widths, strict=True):
            lines = wrapped(cells[index], width, following="  ")
            if cut_off and len(lines) > _CELL_LINES:
                whole = cells[index][len(lines[0]) :].lstrip()
                lines = [lines[0], "  " + cut(whole, width - 2)]
            parts.append(lines)
        height = max(map(len, parts))
        filled = [part + [""] * (height - len(part)) for part in parts]
        # What stands in the first column is a name of the map, and no word of ours.
        tones = [
            tone_of(cells[at], columns[at].title) if colour and at else None for at in self.shown
        ]
        return [self._line([part[at] for part in filled], columns, tones) for at in range(height)]

    def _line(
        self, cells: list[str], columns: tuple[Column, ...], tones: list[Tone | None] | None = None
    ) -> str:
        placed = [
            padded(cell, width, right=columns[index].align is Align.RIGHT)
            for cell, index, width in zip(cells, self.shown, self.widths, strict=True)
        ]
        if tones is not None:
            placed = [painted(cell, tone) for cell, tone in zip(placed, tones, strict=True)]
        return (" " * _GAP).join(placed)


def _fits(cell: str, width: int) -> bool:
    return display_width(cell) <= width


def _least_width(cells: list[str]) -> int:
    """Return how narrow a column of words may become: a name or a place in a file stays whole."""
    longest = max((display_width(word) for cell in cells for word in cell.split()), default=0)
    return max(_NARROWEST_WORDS, min(longest, _LONGEST_WORD) + _GAP)


def _natural(column: Column, cells: list[str]) -> int:
    """Return the width of the widest cell, or of the longest word of the head."""
    longest = max((display_width(word) for word in column.title.split()), default=1)
    return max(longest, 1, *(display_width(cell) for cell in cells))


def _with_heads(
    columns: tuple[Column, ...], shown: tuple[int, ...], natural: list[int], room: int
) -> tuple[int, ...]:
    """Return widths in which the heads take as few lines as the room allows."""
    for line_count in range(1, _HEAD_LINES):
        widths = [
            max(least, _width_in_lines(columns[index].title, line_count))
            for least, index in zip(natural, shown, strict=True)
        ]
        if sum(widths) <= room:
            return tuple(widths)
    return tuple(natural)


def _width_in_lines(title: str, line_count: int) -> int:
    """Return the least width in which a head takes no more than so many lines."""
    width = max(map(display_width, title.split()), default=1)
    while len(wrapped(title, width)) > line_count:
        width += 1
    return width


def _not_shown(row_count: int, titles: list[str]) -> str:
    """Return what of a table is not shown, and how to see it."""
    rows = f"{row_count} more row{'s' if row_count > 1 else ''} with --all" if row_count else ""
    columns = f"{_listed(titles)} with --wide" if titles else ""
    together = "; ".join(filter(None, (rows, columns)))
    return f"{together}." if together else ""


def _listed(titles: list[str]) -> str:
    if len(titles) == 1:
        return f"'{titles[0]}'"
    return ", ".join(f"'{title}'" for title in titles[:-1]) + f" and '{titles[-1]}'"
