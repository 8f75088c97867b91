"""Observations from a table: each row a number, written to a file of their own."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.editing.map_text import MapText, is_identifier
from graph.editing.paragraphs import Paragraph, dated, english, plain, said
from graph.editing.set_value import metric_of, typed_number
from graph.editing.writing import FileChange
from graph.errors import Place, Problem, ProblemsError, UnreadableError, UsageError
from graph.files import seen_from_here
from graph.ontology.roles import TYPE, Role
from graph.ontology.terms import Property
from graph.records import record
from graph.turtle.document import Iri, Term
from graph.vocabulary import ABOUT, LOOP, MAP, MEASURED, PREFIXES, RDFS, RESULT, SOURCE, word

if TYPE_CHECKING:
    from graph.questions.growth.published.toml import TomlFile

#: What a row can say, in the order in which it is written.
FIELDS: Final = (
    "id", "label", "thing", "metric", "value", "low", "high", "level", "sample-size", "as-of",
    "setting", "notion", "grade", "source", "quote", "caveat", "reasoning",
)  # fmt: skip
_REQUIRED = ("thing", "metric", "value")
_NUMBERS = {
    "value": RESULT,
    "low": Property.LOW,
    "high": Property.HIGH,
    "level": Property.INTERVAL_LEVEL,
}
_NAMES = {
    "setting": (Property.SETTING, Role.SETTING),
    "notion": (Property.NOTION, Role.NOTION),
    "grade": (Property.GRADE, Role.GRADE),
    "source": (SOURCE, Role.SOURCE),
}
_TEXTS = {
    "quote": Property.QUOTE,
    "caveat": Property.CAVEAT,
    "reasoning": Property.REASONING,
    "label": RDFS + "label",
}
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_HEAD = "# Imported from {name}; digest of what follows: {digest}\n"
_DIGEST = re.compile(r"# Imported from .*; digest of what follows: ([0-9a-f]{64})\r?\n")


@record(slots=False)
class ColumnMap:
    """What the columns of a table are.

    Attributes:
        columns: field to the name of its column.
        fixed: field to what it is in every row.
        names: what the table calls things, to what the map calls them.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


#: The tables of a column map.
COLUMN_TABLES: Final = ("columns", "fixed", "names")


def read_column_map(path: Path) -> ColumnMap:
    """Return the column map of a TOML file.

    Raises:
        UnreadableError: it cannot be read, or holds a table, field or value that makes no sense;
            all such problems at once, each with its line.
    """
    from graph.questions.growth.published.toml import read_toml

    try:
        toml = read_toml(path)
        mapped = column_map_of(toml)
        toml.finish()
    except ProblemsError as error:
        raise UnreadableError(error.problems) from None
    return mapped


def column_map_of(toml: TomlFile) -> ColumnMap:
    """Return the column map that a file holds; what is wrong in it goes to its problems.

    Args:
        toml: the file; a table or field that is not known, and a value that is no text or
            number, is left out.
    """
    found: dict[str, dict[str, str]] = {}
    for name, table in (toml.table(()) or {}).items():
        if name not in COLUMN_TABLES:
            toml.unknown((name,), COLUMN_TABLES)
        elif not isinstance(table, dict):
            toml.report("toml-wrong-type", (name,), f"{name} is no table.", f"Write [{name}].")
        else:
            found[name] = dict(_entries(toml, name, table))
    return ColumnMap(**found)


def _entries(toml: TomlFile, name: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        where = (name, key)
        numbers = (int, float) if name == "fixed" else ()
        if name != "names" and key not in FIELDS:
            toml.unknown(where, FIELDS)
        elif isinstance(value, bool) or not isinstance(value, (str, *numbers)):
            wanted = "a text or a number" if numbers else "a text"
            toml.report("toml-wrong-type", where, f"{key} is {value!r}.", f"Write {wanted}.")
        else:
            yield key, str(value)


@dataclass
class _Table:
    """A table that is being read."""

    text: MapText
    label: str
    stem: str
    mapped: ColumnMap
    problems: list[Problem] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def fault(self, line: int, column: int, name: str, message: str, remedy: str) -> None:
        place = Place(self.label, line, column)
        self.problems.append(Problem("import", f"column '{name}': {message}", remedy, place=place))


def imported(
    text: MapText, table: Path, mapped: ColumnMap, target: str | None = None
) -> FileChange | None:
    """Return the file of observations that a table makes; ``None`` if it stands so already.

    The same table gives the same file, byte for byte.

    Args:
        text: the map.
        table: a CSV file with a line of headings.
        mapped: what its columns are; a column that is called like a field need not be named.
        target: where to write; without it ``evidence/imported/NAME.ttl`` of the map.

    Raises:
        UnreadableError: the table cannot be used; every problem by row and column.
        UsageError: the file that is to be written is no file of an import, or was edited since.
    """
    stem = re.sub(r"[^a-z0-9]+", "-", table.stem.lower()).strip("-")
    stem = stem if is_identifier(stem) else f"table-{stem}".rstrip("-")
    home = text.new_path(target) if target else _home(text, stem)
    reading = _Table(text, str(table), stem, mapped)
    _read(reading, table, text.subjects_in(home))
    if reading.problems:
        raise UnreadableError(reading.problems)
    return written_file(home, table.name, reading.paragraphs)


def written_file(home: Path, table: str, paragraphs: Sequence[Paragraph]) -> FileChange | None:
    """Return the file of an import; ``None`` if it stands so already.

    Args:
        home: where it is, or is to be.
        table: what was imported, by name.
        paragraphs: what is said, in order.

    Raises:
        UsageError: the file there is no file of an import, or was edited since.
    """
    namespaces = set().union(*(one.namespaces for one in paragraphs))
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in namespaces}
    body = "\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    body += "".join("\n" + one.text(prefixes) for one in paragraphs)
    head = _HEAD.format(name=table, digest=hashlib.sha256(body.encode()).hexdigest())
    old = home.read_bytes() if home.exists() else None
    new = (head + body).encode()
    if old is not None:
        refuse_edited(home, old)
    label = str(seen_from_here(home))
    return None if old == new else FileChange(home, label, old, new)


def _home(text: MapText, stem: str) -> Path:
    return text.new_path(text.root / "evidence" / "imported" / f"{stem}.ttl")


def refuse_edited(home: Path, old: bytes) -> None:
    """Refuse to write over a file that a person wrote, or changed since it was imported.

    Raises:
        UsageError: saying which of the two.
    """
    text = old.decode("utf-8", "replace")
    head = _DIGEST.match(text)
    if head is None:
        raise UsageError(
            f"{home} is there already and was written by a person. Name another: --to."
        )
    if hashlib.sha256(text[head.end() :].encode()).hexdigest() != head[1]:
        raise UsageError(
            f"{home} was edited since it was imported, and an import would lose that. Name another "
            "file with --to, or move the edited paragraphs into a file of their own."
        )


def _read(reading: _Table, table: Path, own: set[str]) -> None:
    try:
        data = table.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"The table '{table}' cannot be read: {reason}.") from None
    rows = csv.reader(io.StringIO(data, newline=""))
    headings = [one.strip() for one in next(rows, [])]
    columns = _columns(reading, headings)
    for row in rows:
        if any(cell.strip() for cell in row):
            _row(reading, rows.line_num, row, headings, columns, own)
    if not reading.paragraphs and not reading.problems:
        reading.fault(1, 1, "", "the table has no row.", "Write one row a number.")


def _columns(reading: _Table, headings: list[str]) -> dict[str, int]:
    found = {}
    for name in FIELDS:
        heading = reading.mapped.columns.get(name, name)
        if heading in headings:
            found[name] = headings.index(heading)
        elif name in reading.mapped.columns:
            listed = ", ".join(headings)
            reading.fault(1, 1, heading, "there is no such column.", f"The table has: {listed}.")
    for name in _REQUIRED:
        if name not in found and name not in reading.mapped.fixed:
            remedy = f"Say which it is in the column map: [columns] {name} = ... or [fixed]."
            reading.fault(1, 1, name, "no column says this.", remedy)
    return found


def _row(
    reading: _Table,
    line: int,
    row: list[str],
    headings: list[str],
    columns: dict[str, int],
    own: set[str],
) -> None:
    before = len(reading.problems)
    values: dict[str, str] = {}
    for name in FIELDS:
        at = columns.get(name)
        cell = row[at].strip() if at is not None and at < len(row) else ""
        values[name] = cell or reading.mapped.fixed.get(name, "")
    terms: dict[str, Term] = {}
    for name, value in values.items():
        if not value:
            if name in _REQUIRED and (name in columns or name in reading.mapped.fixed):
                reading.fault(line, columns.get(name, 0) + 1, name, "is empty.", "Fill it in.")
            continue
        try:
            terms[name] = _term(reading, name, value)
        except UsageError as error:
            at = columns.get(name, 0)
            shown = headings[at] if name in columns else name
            message, _, remedy = str(error).partition(". ")
            reading.fault(line, at + 1, shown, f"{message.rstrip('.')}.", remedy or "Correct it.")
    if len(reading.problems) == before and all(name in terms for name in _REQUIRED):
        _keep(reading, values, terms, own)


def _term(reading: _Table, name: str, value: str) -> Term:
    text = reading.text
    called = reading.mapped.names.get(value, value)
    if name in _NUMBERS:
        return typed_number(value, "it")
    if name == "thing":
        return text.iri_of(called)
    if name == "metric":
        return metric_of(text, called)
    if name in _NAMES:
        return text.iri_of(called, _NAMES[name][1])
    if name == "as-of":
        if not _DATE.fullmatch(value):
            raise UsageError(f"'{value}' is no date. Write 2026, 2026-08 or 2026-08-15.")
        return dated(value)
    if name == "id":
        if not is_identifier(value):
            raise UsageError(f"'{value}' is no name. Use small letters, digits and hyphens.")
        return Iri(MAP + value)
    return plain(value) if name == "sample-size" else english(value)


def _keep(
    reading: _Table, values: Mapping[str, str], terms: dict[str, Term], own: set[str]
) -> None:
    base = values["id"] or "-".join(
        (reading.stem, word(str(terms["thing"])), word(str(terms["metric"])))
    )
    name, count = base, 1
    taken = reading.text.said.context.statements.by_subject
    while name in reading.used or (MAP + name in taken and MAP + name not in own):
        count += 1
        name = f"{base}-{count}"
    reading.used.add(name)
    grade: Term = terms.get("grade", Iri(LOOP + "OurAssumption"))
    pairs: list[tuple[str, Term | None]] = [
        (TYPE, Iri(LOOP + "Evidence")),
        (_TEXTS["label"], terms.get("label")),
        (ABOUT, terms["thing"]),
        (MEASURED, terms["metric"]),
        *((predicate, terms.get(key)) for key, predicate in _NUMBERS.items()),
        (Property.SAMPLE_SIZE, terms.get("sample-size")),
        (Property.AS_OF, terms.get("as-of")),
        (Property.SETTING, terms.get("setting")),
        (Property.NOTION, terms.get("notion")),
        (Property.GRADE, grade),
        (SOURCE, terms.get("source")),
        *((_TEXTS[key], terms.get(key)) for key in ("quote", "caveat", "reasoning")),
    ]
    reading.paragraphs.append(Paragraph(Iri(MAP + name), said(*pairs)))
