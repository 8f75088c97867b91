"""Two answers to one question beside each other: what differs first, then table by table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from graph.comparing.side_by_side import SideBySide
from graph.loop.comparison import Change
from graph.number_words import interval_of, percent
from graph.reports.glossary import explained
from graph.reports.plain import Cell, flatten, rows_csv, to_plain
from graph.reports.report import (
    Align,
    Block,
    Facts,
    Paragraph,
    Report,
    Table,
    left,
    right,
    table_of,
    title_of,
)
from graph.reports.what_if import answer_rows, change_of

Item = TypeVar("Item")

#: Rows of a part that the first screen shows, one of each side.
_ROWS = 3


def side_by_side_report(result: SideBySide, first: Report, second: Report) -> Report:
    """Return two reports on one question as one.

    A table that both hold under the same heads becomes one with a line for each side; the rest
    follows side by side.

    Args:
        result: the two answers, with what differs of the loop as a whole.
        first: the report of the first side.
        second: of the second.
    """
    names = (result.sides[0].name, result.sides[1].name)
    answers = Facts(tuple(zip(names, map(_headline, (first, second)), strict=True)))
    blocks = list(_merged(first, second, names))
    front = [block for block, in_front in blocks if in_front]
    behind = [block for block, in_front in blocks if not in_front]
    opening = Paragraph(f"{_opening(result, names)}{_weighed(result)}")
    # Period and pace are themselves the answer, or stand behind it.
    of_loop = result.question == "critical-path"
    shown, more = (opening, answers) if of_loop else (answers, opening)
    whole = (shown, *front, more, _figures(result, names), _facts(result), *behind)
    title = f"{first.title}: {names[0]} beside {names[1]}"
    words = result.sides[0].answer.words
    return explained(Report(title, whole, 1 + len(front)), words)


def _headline(report: Report) -> str:
    return next((block.text for block in report.blocks if isinstance(block, Paragraph)), "-")


def _opening(result: SideBySide, names: tuple[str, str]) -> str:
    period = next(item for item in result.figures if item.answer == "period_days")
    pace = next(item for item in result.figures if item.answer == "pace")
    return (
        f"{names[0]}: {result.sides[0].answer.words.a_round} "
        f"{result.sides[0].answer.words.every} "
        f"{interval_of(period.before)} days, {interval_of(pace.before, 'x')} the pace "
        f"without AI. {names[1]}: {interval_of(period.after)} days, "
        f"{interval_of(pace.after, 'x')} the pace; {_told(period)}."
    )


def _told(change: Change) -> str:
    if change.mean_difference is None:
        return "one side has no such number"
    if not change.mean_difference:
        return "no difference"
    if not change.moved:
        return "no difference beyond the noise"
    more = "more" if change.mean_difference > 0 else "fewer"
    size = change_of(change).lstrip("+-")
    return f"on average {size} days {more}"


def _figures(result: SideBySide, names: tuple[str, str]) -> Table:
    rows = answer_rows(result.figures, result.sides[0].answer.words)
    return table_of(
        "The loop as a whole",
        rows,
        (left("Answer"), lambda row: row[0]),
        (right(names[0]), lambda row: interval_of(row[2].before, row[1])),
        (right(names[1]), lambda row: interval_of(row[2].after, row[1])),
        (right("mean difference"), lambda row: change_of(row[2])),
        (left("beyond noise", rank=9), lambda row: "yes" if row[2].moved else "no"),
    )


def _facts(result: SideBySide) -> Facts:
    pairs = [("Beside", f"{result.sides[0].name} and {result.sides[1].name}")]
    if result.draws:
        runs = f"{result.draws:,}, seed {result.seed}; "
        runs += f"{percent(result.common_draws)} of them stand for the same point on both sides"
        pairs.append(("Runs", runs))
    return Facts(tuple(pairs))


def _weighed(result: SideBySide) -> str:
    """Return what to mind where one side alone was held against what was seen of it."""
    weighed = [side.name for side in result.sides if side.weighed]
    if len(weighed) != 1:
        return ""
    return (
        f" Only the numbers of {weighed[0]} were weighed by the gaps between releases that were "
        "seen, and that is a part of the difference; --prior compares both unweighed."
    )


def _merged(first: Report, second: Report, names: tuple[str, str]) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks of both, and whether they belong to the first screen."""
    left_over = {title_of(block): block for block in second.blocks if title_of(block)}
    end = len(first.blocks) if first.first_blocks is None else first.first_blocks
    for index, block in enumerate(first.blocks):
        title, in_front = title_of(block), index < end
        other = left_over.pop(title, None) if title else None
        if isinstance(block, Table) and isinstance(other, Table) and _alike(block, other):
            yield _table(block, other, names, in_front=in_front), in_front
            continue
        if title and block != other:
            yield _of_side(block, names[0]), False
            if other is not None:
                yield _of_side(other, names[1]), False
        elif title:
            yield block, False
    for block in left_over.values():
        yield _of_side(block, names[1]), False


def _of_side(block: Block, name: str) -> Block:
    return block if isinstance(block, Paragraph) else replace(block, title=f"{block.title}: {name}")


def _alike(one: Table, other: Table) -> bool:
    heads = [tuple(column.title for column in table.columns) for table in (one, other)]
    return heads[0] == heads[1]


def _table(one: Table, other: Table, names: tuple[str, str], *, in_front: bool) -> Table:
    """Return the rows of two tables in turn: what is in one alone has a line of dashes beside."""
    at = _key_column(one)
    found = [dict(_keyed(table, at)) for table in (one, other)]
    keys = sorted(found[0].keys() | found[1].keys(), key=lambda key: _place(key, found))
    rows = []
    for key in keys:
        for number, (name, side) in enumerate(zip(names, found, strict=True)):
            cells = side.get(key)
            rest = _without(cells, at) if cells else ("-",) * (len(one.columns) - 1)
            rows.append((key[0] if number == 0 else "", name, *rest))
    columns = (one.columns[at], left("of"), *_without(one.columns, at))
    limit = one.row_limit
    if in_front:
        limit = min(_ROWS, limit or _ROWS)
    notes = one.note if one.note == other.note else ""
    return Table(one.title, columns, tuple(rows), notes, limit and 2 * limit)


def _key_column(table: Table) -> int:
    """Return the place of the column that says what a row is about: the first of words."""
    words = (at for at, column in enumerate(table.columns) if column.align is Align.LEFT)
    return next(words, 0)


def _without(items: tuple[Item, ...], at: int) -> tuple[Item, ...]:
    return (*items[:at], *items[at + 1 :])


def _keyed(table: Table, at: int) -> Iterator[tuple[tuple[str, int], tuple[str, ...]]]:
    """Yield the rows by what they are about, and by how often that came before."""
    seen: dict[str, int] = {}
    for row in table.rows:
        count = seen.get(row[at], 0)
        seen[row[at]] = count + 1
        yield (row[at], count), row


def _place(
    key: tuple[str, int], found: list[dict[tuple[str, int], tuple[str, ...]]]
) -> tuple[int, int]:
    places = [list(side).index(key) for side in found if key in side]
    return min(places), places[0]


def side_by_side_csv(result: SideBySide, field: str) -> str:
    """Return one list of both answers as CSV, with the side in the first column.

    Args:
        result: the two answers.
        field: the name of the list.
    """
    rows: list[dict[str, Cell]] = []
    for side in result.sides:
        plain = to_plain(getattr(side.answer, field))
        items = plain if isinstance(plain, list) else [plain]
        rows += [{"side": side.name, **flatten(item)} for item in items]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    nested = {head[:end] for head in heads for end in range(len(head)) if head[end] == "."}
    return rows_csv([head for head in heads if head not in nested], rows)
