"""TOML files read into records, so that every mistake is told with its line, all of them at once.

The record's fields are the table of what may be written: their names are the keys, their types say
what is wanted, and a field without a default has to be there. Of what cannot be read a stand-in
takes the place, so that what hangs on it is still looked at.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import (
    Any,
    Literal,
    NamedTuple,
    NewType,
    TypeGuard,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from graph.errors import OntologyError, Place, Problem, UnreadableError
from graph.questions.growth.published import toml_slips
from graph.questions.growth.published.formulas import Formula, FormulaError, read_formula
from graph.questions.growth.published.toml_places import Where, line_of

Record = TypeVar("Record")
Default = TypeVar("Default")

#: A number that may be written as a formula without names: 1 / 3.
Constant = NewType("Constant", float)

#: What stands in for a value that has to be there and cannot be read; no limit refuses nan.
_STAND_INS: dict[object, object] = {
    str: "",
    float: float("nan"),
    tuple: (),
    Formula: read_formula(0.0),
}


class _UnknownName(NamedTuple):
    """A use of a name that is not there: where, what is there, what is wrong, and what to do."""

    where: Where
    known: tuple[str, ...]
    message: str
    remedy: str


class TomlFile:
    """The tables of one file, and the problems found in them."""

    def __init__(self, file: str, text: str) -> None:
        """Parse the text.

        Raises:
            OntologyError: it is no TOML.
        """
        self.file = file
        self._lines = text.splitlines()
        self._problems: list[Problem] = []
        self._told: set[Where] = set()
        self._unknown_names: dict[str, list[_UnknownName]] = {}
        self._data: Mapping[str, object] = {}
        own = toml_slips.without_markers(text)
        for line, which in own.markers:
            told = f"This line is left from a merge{which}."
            self._add("toml-merge-marker", told, toml_slips.MERGE_REMEDY, None, line, 1)
        try:
            self._data = tomllib.loads(own.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            at = (int(found[1]), int(found[2])) if found else (max(1, len(self._lines)), 1)
            message = re.sub(r"\s*\(at .*\)$", "", str(error))
            slip = toml_slips.slip_at(self._lines, at[0], message)
            told_by = slip or toml_slips.TomlSlip(*at, f"{message}.", "Correct the TOML.")
            where = (told_by.line, told_by.column)
            self._add("toml-syntax", told_by.message, told_by.remedy, None, *where)
        self.finish()

    def finish(self) -> None:
        """Raise OntologyError with every problem, if there is any."""
        for name, uses in self._unknown_names.items():
            self._report_unknown_name(name, uses)
        self._unknown_names.clear()
        if self._problems:
            raise OntologyError(self._problems)

    def record(self, kind: type[Record], **given: object) -> Record:
        """Return the whole file as a record; *given* fields are not looked for in it."""
        record: Record = self._record(kind, self._data, (), given)
        return record

    def table(self, where: Where) -> Mapping[str, object] | None:
        """Return the table at a place as it was written; ``None`` if there is none."""
        value: Any = self._data
        for part in where:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value if isinstance(value, dict) else None

    def has(self, where: Where) -> bool:
        """Tell whether a key is written."""
        return where[-1] in (self.table(where[:-1]) or {})

    def told(self, where: Where) -> bool:
        """Return whether a problem is known of a value, or of what stands in its table."""
        return any(one[: len(where)] == where for one in self._told)

    def told_of_tables(self) -> bool:
        """Return whether a table of the file has a name that nothing reads."""
        return any(
            len(one) == 1
            and self.table(one) is not None
            and self._data.get(str(one[0])) is not None
            for one in self._told
        )

    def unknown_name(
        self, name: str, known: Iterable[str], where: Where, message: str, remedy: str = ""
    ) -> None:
        """Add the problem that what is not there is named; told once for all who name it.

        Args:
            name: what is named; of ``stock.software`` the last part is what people gave.
            known: what is there.
            where: where it is named.
            message: what is wrong.
            remedy: what to do; what is there and what is like it, if nothing is given.
        """
        names = tuple(sorted(known))
        remedy = remedy or f"Known here: {', '.join(names) or 'numbers only'}."
        own = name.rpartition(".")[2]
        use = _UnknownName(where, tuple(x.rpartition(".")[2] for x in names), message, remedy)
        self._unknown_names.setdefault(own, []).append(use)

    def _report_unknown_name(self, name: str, uses: Sequence[_UnknownName]) -> None:
        first, code = uses[0], "preset-unknown-name"
        near = difflib.get_close_matches(name, sorted({*first.known}), n=1)
        text = "\n".join(self._lines)
        if near and len(uses) > 1 and _times(near[0], text) == 1:
            # Whoever names a thing wrongly where it is defined leaves all who use it without it.
            tables = [key for key, table in self._data.items() if _holds(table, near[0])]
            message = f"nothing uses {near[0]}, and {name} is named {_times(name, text)} times."
            self.report(code, (*tables[:1], near[0]), message, f"Write {name} here.")
            return
        more = f" {len(uses) - 1} more places name it." if len(uses) > 1 else ""
        remedy = f"{first.remedy}{meant(name, first.known)}"
        self.report(code, first.where, f"{first.message}{more}", remedy)

    def report(self, code: str, where: Where, message: str, remedy: str) -> None:
        """Add a problem about the value at a place."""
        self._told.add(where)
        self._add(code, message, remedy, _dotted(where) or None, line_of(self._lines, where), 1)

    def missing(self, where: Where) -> None:
        """Add the problem that a key is not there."""
        table, key = _dotted(where[:-1]), where[-1]
        message = f"{key} is missing{f' in [{table}]' if table else ''}."
        self.report("toml-missing-key", where, message, f"Add {key} = ...")

    def unknown(self, where: Where, known: Iterable[str]) -> None:
        """Add the problem that a key is none of those known."""
        names = sorted(known)
        remedy = f"Known here: {', '.join(names)}.{meant(str(where[-1]), names)}"
        self.report("toml-unknown-key", where, f"the key {where[-1]} is not known here.", remedy)

    def _add(
        self, code: str, message: str, remedy: str, subject: str | None, line: int, column: int
    ) -> None:
        source = self._lines[line - 1] if 0 < line <= len(self._lines) else None
        place = Place(self.file, line, column)
        self._problems.append(Problem(code, message, remedy, subject, place, source))

    def _record(
        self, kind: Any, data: Mapping[str, object], where: Where, given: Mapping[str, object]
    ) -> Any:
        hints, values = get_type_hints(kind), dict(given)
        columns = {
            field.metadata.get("key", field.name): field
            for field in fields(kind)
            if field.name not in given and hints[field.name] is not Place and _belongs(field, data)
        }
        misspelt = {
            near
            for key in data.keys() - columns.keys()
            for near in difflib.get_close_matches(key, sorted(columns), n=1)
        }
        for key, field in columns.items():
            place = (*where, key)
            values[field.name] = self._field(field, hints[field.name], data, place, misspelt)
        for field in fields(kind):
            if hints[field.name] is Place:
                line = line_of(self._lines, (*where, next(iter(columns))))
                values[field.name] = Place(self.file, line)
        for key in data:
            if key not in columns:
                self.unknown((*where, key), columns)
        return kind(**values)

    def _field(
        self,
        field: Field[Any],
        hint: Any,
        data: Mapping[str, object],
        where: Where,
        misspelt: Collection[str],
    ) -> object:
        default = field.default
        if field.default_factory is not MISSING:
            default = field.default_factory()
        elif default is MISSING:
            default = _stand_in(hint)
            # A key that is there by another name is told as that.
            if where[-1] not in data and where[-1] not in misspelt:
                self.missing(where)
        if where[-1] in data:
            return self._value(data[str(where[-1])], hint, where, default)
        return default

    def _value(self, value: object, hint: Any, where: Where, default: object) -> object:
        if get_origin(hint) is UnionType:
            hint = get_args(hint)[0]
        kind, inner = get_origin(hint) or hint, get_args(hint)
        if hint is Formula:
            return self._formula(value, where) or default
        if hint is Constant:
            return self._constant(value, where)
        if kind is dict:
            return self._table(value, inner[1], where)
        if kind is tuple:
            return self._list(value, inner[0], where, default)
        if kind is Literal:
            return self._choice(value, inner, where, default)
        if issubclass(kind, StrEnum):
            return kind(self._choice(value, tuple(kind), where, default))
        if is_dataclass(kind):
            return self._inner_record(value, kind, where, default)
        return self._plain(value, kind, where, default)

    def _plain(self, value: object, kind: type, where: Where, default: Any) -> object:
        if kind is float and _is_number(value):
            return float(value)
        # A whole number is at least its default.
        whole = kind is int and _is_number(value) and isinstance(value, int) and value >= default
        if whole or (kind in (str, bool) and isinstance(value, kind)):
            return value
        names = {str: "a text", float: "a number", bool: "true or false"}
        wanted = names.get(kind, f"a whole number of {default} or more")
        return self._wrong(value, wanted, where, default)

    def _choice(
        self, value: object, options: tuple[str, ...], where: Where, default: object
    ) -> object:
        if not isinstance(value, str):
            return self._wrong(value, "a text", where, default)
        if value in options:
            return value
        remedy = f"Write {', '.join(options)}.{meant(value, options)}"
        self.report("toml-word-unknown", where, f'{where[-1]} is "{value}".', remedy)
        return default

    def _inner_record(self, value: object, kind: Any, where: Where, default: object) -> object:
        if isinstance(value, dict):
            return self._record(kind, value, where, {})
        of_number: Callable[[float], object] | None = getattr(kind, "of_number", None)
        if of_number is not None:
            return of_number(self._constant(value, where))
        return self._wrong(value, f"a table [{where[-1]}]", where, default)

    def _table(self, value: object, hint: Any, where: Where) -> dict[str, Any]:
        if not isinstance(value, dict):
            plain = "a table of names and numbers"
            wanted = plain if hint is Formula else f"a table [{where[-1]}]"
            self._wrong(value, wanted, where, None)
            return {}
        # A formula that cannot be read was reported; its name still counts as known.
        default = _stand_in(hint) if hint is Formula else None
        read = {key: self._value(it, hint, (*where, key), default) for key, it in value.items()}
        return {key: it for key, it in read.items() if it is not None}

    def _list(self, value: object, hint: Any, where: Where, default: object) -> object:
        wanted, fits = _LISTS.get(
            hint, (f"tables [[{where[-1]}]]", lambda part: isinstance(part, dict))
        )
        if not isinstance(value, list) or not all(map(fits, value)):
            return self._wrong(value, wanted, where, default)
        if hint is Formula:
            read = [self._formula(part, where) for part in value]
            return tuple(formula for formula in read if formula is not None)
        if is_dataclass(hint):
            return tuple(
                self._record(hint, part, (*where, row), {}) for row, part in enumerate(value)
            )
        return tuple(hint(part) for part in value)

    def _formula(self, value: object, where: Where) -> Formula | None:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return self._wrong(value, "a number or a formula", where, None)
        try:
            return read_formula(value)
        except FormulaError as error:
            remedy = toml_slips.formula_slip(str(value), self._names())
            self.report("preset-formula", where, str(error), remedy)
            return None

    def _names(self) -> tuple[str, ...]:
        """Return the names that a formula of this file could use."""
        tables = (self.table((name,)) for name in ("inputs", "derived", "stocks", "components"))
        return tuple(name for table in tables for name in table or ())

    def _constant(self, value: object, where: Where) -> float:
        formula = self._formula(value, where)
        if formula is None:
            return 0.0
        if formula.names:
            message = f"{where[-1]} needs {', '.join(sorted(formula.names))}."
            self.report("preset-formula", where, message, "Put it under [derived].")
            return 0.0
        try:
            return float(formula.value({}))
        except FormulaError as error:
            self.report("preset-formula", where, str(error), "Write what can be computed.")
            return 0.0

    def _wrong(self, value: object, wanted: str, where: Where, default: Default) -> Default:
        message = f"{where[-1]} is {_shown(value)}."
        self.report("toml-wrong-type", where, message, f"Write {wanted}.")
        return default


def read_toml(path: Path | str) -> TomlFile:
    """Return the tables of a file.

    Raises:
        UnreadableError: there is no such file, or it is not UTF-8.
        OntologyError: it is no TOML.
    """
    place = Place(str(path), 1)
    try:
        return TomlFile(str(path), Path(path).read_text("utf-8"))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        problem = Problem("path-missing", f"{reason}.", "Give a preset file.", place=place)
    except UnicodeDecodeError:
        problem = Problem("not-utf-8", "not UTF-8.", "Save it as UTF-8.", place=place)
    raise UnreadableError([problem])


def meant(written: str, known: Iterable[str]) -> str:
    """Return the question whether another name was meant, or nothing if none is close."""
    close = difflib.get_close_matches(written, sorted(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def _times(name: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(name)}\b", text))


def _holds(table: object, key: str) -> bool:
    return isinstance(table, dict) and key in table


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


#: What each kind of list is called, and what its parts have to be.
_LISTS: dict[object, tuple[str, Callable[[object], bool]]] = {
    Formula: ("a list of numbers", lambda _: True),
    float: ("a list of numbers", _is_number),
    str: ("a list of names", lambda part: isinstance(part, str)),
}


def _belongs(field: Field[Any], data: Mapping[str, object]) -> bool:
    """Tell whether a field that goes with some values of another key alone may be written."""
    key, values = field.metadata.get("only", (None, ()))
    return key is None or data.get(key) in values


def _stand_in(hint: Any) -> object:
    kind: Any = get_origin(hint) or hint
    return _STAND_INS[kind] if kind in _STAND_INS else kind()


def _dotted(where: Where) -> str:
    return ".".join(part for part in where if isinstance(part, str))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"'
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)
