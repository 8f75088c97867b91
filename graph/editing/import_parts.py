"""Parts of a loop from a table: each row a part, written to a file of their own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from graph.editing.import_observations import refuse_edited, written_file
from graph.editing.map_text import MapText, is_identifier
from graph.editing.paragraphs import Paragraph, english, number, plain, said
from graph.editing.writing import FileChange
from graph.errors import Place, Problem, UnreadableError, UsageError
from graph.ontology.names import did_you_mean, nearest
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.records import record
from graph.turtle.document import Iri, Literal, Term
from graph.vocabulary import DCTERMS, LOOP, MAP, RDFS, Family, word

#: The columns that a table of parts may have.
COLUMNS: Final = (
    "part", "family", "days_low", "days", "days_high", "days_now", "queue_days", "speedup",
    "capacity", "waits_for",
)  # fmt: skip

#: The columns that hold numbers, and by which property each is written.
_NUMBERS: Final = {
    "days": LOOP + "baselineDays",
    "days_now": LOOP + "passTime",
    "days_low": Property.LOW,
    "days_high": Property.HIGH,
    "queue_days": LOOP + "queueTime",
    "speedup": LOOP + "speedup",
    "capacity": LOOP + "capacity",
}

#: Numbers that must be above 0; the others may be 0.
_ABOVE_ZERO: Final = frozenset({"speedup", "capacity"})

#: Words of the families, as a table may write them.
_FAMILIES: Final = {family.value: family.value.capitalize() for family in Family}

#: How many rounds back a part waits for another stands behind its name: ``release/3``.
_BACK = re.compile(r"(?P<name>.*?)\s*/\s*(?P<lag>\d+)")

#: What stands between the parts that a part waits for.
_BETWEEN = re.compile(r"[;,]")


@record
class NewWords:
    """What a map is called that says so nowhere yet.

    Attributes:
        title: its title.
        round: its word for a round.
    """

    title: str
    round: str


@record
class _Wait:
    """A part that another waits for."""

    name: str
    lag: int
    line: int
    column: int


@record
class _Row:
    """A part as its row tells it, faults left out."""

    line: int
    label: str
    identifier: str
    family: str
    numbers: Mapping[str, str]
    waits_for: tuple[_Wait, ...]


@dataclass
class _Table:
    """A table that is being read."""

    label: str
    headings: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)

    def fault(self, line: int, name: str, message: str, remedy: str) -> None:
        place = Place(self.label, line, self.column(name))
        self.problems.append(Problem("import", f"column '{name}': {message}", remedy, place=place))

    def column(self, name: str) -> int:
        return self.headings.index(name) + 1 if name in self.headings else 1


def imported_parts(
    text: MapText, table: Path, words: NewWords, target: str | None = None
) -> FileChange | None:
    """Return the file of parts that a table makes; ``None`` if it stands so already.

    Each row is a component; each name in ``waits_for`` a dependency of the kind Gates. A family
    that is none of the six is a column of the map's own. The same table gives the same file, byte
    for byte.

    Args:
        text: the map.
        table: a CSV file with a line of headings.
        words: what the map is called, if it says so nowhere.
        target: where to write; without it ``components/imported/NAME.ttl`` of the map.

    Raises:
        UnreadableError: the table cannot be used; every problem by row and column.
        UsageError: the file that is to be written is no file of an import, or was edited since.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", table.stem.lower()).strip("-") or "parts"
    home = text.new_path(target or text.root / "components" / "imported" / f"{stem}.ttl")
    if home.exists():
        refuse_edited(home, home.read_bytes())
    own = text.subjects_in(home)
    reading = _Table(str(table))
    _read(reading, table)
    _refuse_taken(reading, text, own)
    known = {
        word(name): name for name in text.said.context.roles.of(Role.COMPONENT) if name not in own
    }
    paragraphs = [
        *_words(text, words, own),
        *_columns(text, reading, own),
        *(_part(row) for row in reading.rows),
        *_gates(reading, known),
    ]
    if reading.problems:
        raise UnreadableError(reading.problems)
    return written_file(home, table.name, paragraphs)


def _read(reading: _Table, table: Path) -> None:
    try:
        data = table.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"The table '{table}' cannot be read: {reason}.") from None
    rows = csv.reader(io.StringIO(data, newline=""), delimiter=_delimiter(data))
    reading.headings = [one.strip().lower().replace(" ", "_") for one in next(rows, [])]
    for heading in reading.headings:
        if heading and heading not in COLUMNS:
            near = did_you_mean(nearest(heading, COLUMNS))
            listed = ", ".join(COLUMNS)
            reading.fault(1, heading, "there is no such column.", f"{near}Columns: {listed}.")
    for needed in ("part", "family"):
        if needed not in reading.headings:
            reading.fault(1, needed, "is missing.", "Every part has a name and a family.")
    if not {"days", "days_now"} & set(reading.headings):
        reading.fault(1, "days", "is missing.", "Give days without AI, or days_now as they are.")
    if reading.problems:
        return
    for row in rows:
        if any(cell.strip() for cell in row):
            _read_row(reading, rows.line_num, row)
    if not reading.rows and not reading.problems:
        reading.fault(1, "part", "the table has no row.", "Write one row a part.")


def _delimiter(data: str) -> str:
    """Return what stands between cells: a semicolon where the headings have no comma."""
    first = data.split("\n", 1)[0]
    return ";" if ";" in first and "," not in first else ","


def _read_row(reading: _Table, line: int, row: list[str]) -> None:
    cells = {
        name: row[at].strip() if at < len(row) else ""
        for at, name in enumerate(reading.headings)
        if name
    }
    if len(row) > len(reading.headings) and any(cell.strip() for cell in row[len(cells) :]):
        last = reading.headings[-1]
        reading.fault(line, last, "more cells than headings.", 'Put "quotes" round a comma.')
    label, family = cells["part"], cells["family"]
    identifier = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")
    if not label:
        reading.fault(line, "part", "is empty.", "Say what the part is called.")
    elif not is_identifier(identifier):
        reading.fault(line, "part", f"'{label}' makes no name.", "Begin with a letter of a to z.")
    if not family:
        reading.fault(
            line, "family", "is empty.", f"Write one of {', '.join(_FAMILIES)}, or a word of yours."
        )
    numbers = _numbers(reading, line, cells)
    waits = tuple(_waits(reading, line, cells.get("waits_for", "")))
    if is_identifier(identifier):
        reading.rows.append(_Row(line, label, identifier, family, numbers, waits))


def _numbers(reading: _Table, line: int, cells: Mapping[str, str]) -> dict[str, str]:
    found = {name: cells[name] for name in _NUMBERS if cells.get(name)}
    values = {}
    for name, cell in found.items():
        value = _number(reading, line, name, cell)
        if value is not None:
            values[name] = value
    told = [name for name in ("days", "days_now") if name in found]
    if not told:
        reading.fault(
            line, "days", "is empty.", "Give days without AI, or days_now as they are now."
        )
    if len(told) == 2:
        reading.fault(
            line, "days_now", "the row tells both days and days_now.", "Keep the one you know."
        )
    if told:
        _check_order(reading, line, told[0], values)
    return found


def _check_order(reading: _Table, line: int, days: str, values: Mapping[str, float]) -> None:
    for lower, upper in (("days_low", days), (days, "days_high")):
        if lower in values and upper in values and values[lower] > values[upper]:
            reading.fault(
                line,
                lower if lower != days else upper,
                f"{lower} is {values[lower]:g}, above {upper}, {values[upper]:g}.",
                "Put them in order: low, days, high.",
            )


def _number(reading: _Table, line: int, name: str, cell: str) -> float | None:
    try:
        value = float(number(cell).lexical)
    except ValueError:
        reading.fault(line, name, f"'{cell}' is no number.", "Write it with a point: 2.5")
        return None
    if value < 0 or (value == 0 and name in _ABOVE_ZERO):
        bound = "above 0" if name in _ABOVE_ZERO else "of 0 or more"
        reading.fault(line, name, f"is {cell}.", f"Write a number {bound}.")
        return None
    if name == "capacity" and not cell.isdigit():
        reading.fault(line, name, f"is {cell}.", "Write a whole number without a point.")
        return None
    return value


def _waits(reading: _Table, line: int, cell: str) -> Iterator[_Wait]:
    column = reading.column("waits_for")
    for one in filter(None, (part.strip() for part in _BETWEEN.split(cell))):
        back = _BACK.fullmatch(one)
        if back is None and "/" in one:
            reading.fault(
                line,
                "waits_for",
                f"'{one}' has no number of rounds behind the stroke.",
                "Write the part and how many rounds back: release/3",
            )
            continue
        name = back["name"] if back else one
        yield _Wait(name, int(back["lag"]) if back else 0, line, column)


def _refuse_taken(reading: _Table, text: MapText, own: set[str]) -> None:
    seen: dict[str, int] = {}
    for row in reading.rows:
        earlier = seen.setdefault(row.identifier, row.line)
        if earlier != row.line:
            reading.fault(
                row.line, "part", f"'{row.label}' stands in line {earlier} already.", "Keep one."
            )
        taken = text.said.context.statements.by_subject.get(MAP + row.identifier)
        if taken and MAP + row.identifier not in own:
            place = next(iter(taken.values()))[0].place
            reading.fault(
                row.line,
                "part",
                f"the map has a '{row.identifier}' already ({place}).",
                "Take it out of the table, or give this part another name.",
            )


def _words(text: MapText, words: NewWords, own: set[str]) -> Iterator[Paragraph]:
    if any(name not in own for name in text.said.context.roles.of(Role.MAP)):
        return
    yield Paragraph(
        Iri(MAP + "this-map"),
        said(
            (TYPE, Iri(LOOP + "Map")),
            (DCTERMS + "title", english(words.title)),
            (Property.ROUND_WORD, plain(words.round)),
            (Property.SETTING, Iri(LOOP + "Industry")),
        ),
    )


def _columns(text: MapText, reading: _Table, own: set[str]) -> Iterator[Paragraph]:
    known = {word(name) for name in text.said.context.roles.of(Role.COLUMN) if name not in own}
    labels = {_column(row.family): row.family for row in reversed(reading.rows)}
    for rank, name in enumerate(dict.fromkeys(_column(row.family) for row in reading.rows), 1):
        if row_is_family(labels[name]) or name in known:
            continue
        yield Paragraph(
            Iri(MAP + name),
            said(
                (TYPE, Iri(LOOP + "Column")),
                (RDFS + "label", english(labels[name])),
                (Property.RANK, number(str(rank))),
            ),
        )


def row_is_family(text: str) -> bool:
    """Return whether a word is one of the six families.

    >>> row_is_family("Coding"), row_is_family("Checking")
    (True, False)
    """
    return text.lower() in _FAMILIES


def _column(family: str) -> str:
    return "column-" + (re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-") or "other")


def _part(row: _Row) -> Paragraph:
    own = row_is_family(row.family)
    class_ = _FAMILIES[row.family.lower()] if own else "Component"
    numbers: list[tuple[str, Term | None]] = [
        (predicate, _literal(row.numbers[name]))
        for name, predicate in _NUMBERS.items()
        if name in row.numbers
    ]
    return Paragraph(
        Iri(MAP + row.identifier),
        said(
            (TYPE, Iri(LOOP + class_)),
            (RDFS + "label", english(row.label)),
            (Property.COLUMN, None if own else Iri(MAP + _column(row.family))),
            *numbers,
        ),
    )


def _literal(cell: str) -> Literal | None:
    try:
        return number(cell)
    except ValueError:
        return None


def _gates(reading: _Table, known: Mapping[str, str]) -> Iterator[Paragraph]:
    names = {row.identifier: row for row in reading.rows}
    labels = {row.label.casefold(): row.identifier for row in reading.rows}
    for row in reading.rows:
        for wait in row.waits_for:
            name = labels.get(wait.name.casefold(), wait.name)
            if name not in names and name not in known:
                near = did_you_mean(nearest(wait.name, (*labels, *names, *known)))
                reading.fault(
                    wait.line,
                    "waits_for",
                    f"there is no part '{wait.name}'.",
                    f"{near}Name a part of the table or of the map.",
                )
                continue
            label = names[name].label if name in names else name
            back = f", {wait.lag} back" if wait.lag else ""
            yield Paragraph(
                Iri(MAP + f"{name}-gates-{row.identifier}"),
                said(
                    (TYPE, Iri(LOOP + "Dependency")),
                    (Property.FROM, Iri(MAP + name)),
                    (Property.TO, Iri(MAP + row.identifier)),
                    (Property.KIND, Iri(LOOP + "Gates")),
                    (LOOP + "lag", number(str(wait.lag)) if wait.lag else None),
                    (RDFS + "comment", english(f"{row.label} waits for {label}{back}.")),
                ),
            )
