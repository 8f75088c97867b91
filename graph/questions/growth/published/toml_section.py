"""One table of a TOML file, read key by key; every mistake becomes a problem with its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from graph.questions.growth.published.formulas import Formula, FormulaError, read_formula
from graph.questions.growth.published.toml_text import Path, TomlText

Default = TypeVar("Default")

_NOTHING = read_formula(0.0)


class Section:
    """One table of the file; whatever is not asked for by the end is an unknown key."""

    def __init__(self, toml: TomlText, data: Mapping[str, object], path: Path) -> None:
        self.toml, self.data, self.path = toml, data, path
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Tell whether the key is written."""
        return key in self.data

    def allow(self, key: str) -> None:
        """Say that a key may be written here, without reading it."""
        self._asked.add(key)

    def text(self, key: str, default: str | None = None, *, required: bool = False) -> str | None:
        """Return a text."""
        value = self._get(key, required)
        if value is None:
            return default
        return value if isinstance(value, str) else self._wrong(key, "a text", value, default)

    def number(
        self, key: str, default: float | None = None, *, required: bool = False
    ) -> float | None:
        """Return a number."""
        value = self._get(key, required)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._wrong(key, "a number", value, default)
        return float(value)

    def whole(self, key: str, default: int, *, least: int = 0) -> int:
        """Return a whole number of at least *least*."""
        value = self._get(key, required=False)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            return self._wrong(key, f"a whole number of {least} or more", value, default)
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, required=False)
        if value is None:
            return default
        return (
            value if isinstance(value, bool) else self._wrong(key, "true or false", value, default)
        )

    def choice(self, key: str, options: Iterable[str], default: str) -> str:
        """Return one of some words."""
        value = self.text(key, default)
        allowed = tuple(options)
        if value in allowed:
            return value
        remedy = f"Write {_listed(allowed)}.{_meant(str(value), allowed)}"
        self.report("preset-choice", key, f'{key} is "{value}".', remedy)
        return default

    def formula(self, key: str, *, required: bool = False) -> Formula | None:
        """Return a number or a formula."""
        value = self._get(key, required)
        return None if value is None else self.as_formula(key, value)

    def formulas(self, key: str) -> dict[str, Formula]:
        """Return a table of formulas by name."""
        value = self._get(key, required=False)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong(key, "a table of names and numbers", value, None)
            return {}
        inner = Section(self.toml, value, (*self.path, key))
        # A formula that cannot be read was reported; its name still counts as known.
        return {name: inner.as_formula(name, part) or _NOTHING for name, part in value.items()}

    def formula_list(self, key: str) -> tuple[Formula, ...]:
        """Return a list of formulas."""
        value = self._get(key, required=True)
        if not isinstance(value, list):
            self._wrong(key, "a list of numbers", value, None)
            return ()
        read = [self.as_formula(key, part) for part in value]
        return tuple(formula for formula in read if formula is not None)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of plain numbers."""
        value = self._get(key, required=True)
        plain = isinstance(value, list) and all(
            isinstance(part, int | float) and not isinstance(part, bool) for part in value
        )
        if not plain or not isinstance(value, list):
            self._wrong(key, "a list of numbers", value, None)
            return ()
        return tuple(float(part) for part in value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._get(key, required=True)
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self._wrong(key, "a list of names", value, None)
            return ()
        return tuple(value)

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """Return a table within this one."""
        value = self._get(key, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            return self._wrong(key, f"a table [{key}]", value, None)
        return Section(self.toml, value, (*self.path, key))

    def sections(self, key: str) -> dict[str, Section]:
        """Return the tables by name below a key: ``[stocks.software]``."""
        outer = self.section(key)
        if outer is None:
            return {}
        inner = {name: outer.section(name) for name in outer.data}
        return {name: part for name, part in inner.items() if part is not None}

    def rows(self, key: str) -> list[Section]:
        """Return an array of tables: ``[[published]]``, or ``key = [{...}, {...}]``."""
        value = self._get(key, required=False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self._wrong(key, f"tables [[{key}]]", value, None)
            return []
        return [Section(self.toml, part, (*self.path, key, n)) for n, part in enumerate(value)]

    def close(self) -> None:
        """Report the keys that nothing asked for."""
        for key in self.data:
            if key not in self._asked:
                remedy = f"Known here: {_listed(sorted(self._asked))}.{_meant(key, self._asked)}"
                self.report("preset-unknown-key", key, f"the key {key} is not known here.", remedy)

    def report(self, code: str, key: str, message: str, remedy: str) -> None:
        """Add a problem about a key of this table."""
        self.toml.report(code, (*self.path, key), message, remedy)

    def as_formula(self, key: str, value: object) -> Formula | None:
        """Return a number or text as a formula, or nothing and a problem."""
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return self._wrong(key, "a number or a formula", value, None)
        try:
            return read_formula(value)
        except FormulaError as error:
            self.report("preset-formula", key, str(error), "Write arithmetic over known names.")
            return None

    def _get(self, key: str, required: bool) -> object:
        self._asked.add(key)
        if required and key not in self.data:
            where = ".".join(str(part) for part in self.path if isinstance(part, str))
            message = f"{key} is missing{f' in [{where}]' if where else ''}."
            self.report("preset-missing-key", key, message, f"Add {key} = ...")
        return self.data.get(key)

    def _wrong(self, key: str, wanted: str, value: object, default: Default) -> Default:
        if value is not None:
            message = f"{key} is {_shown(value)}."
            self.report("preset-wrong-type", key, message, f"Write {wanted}.")
        return default


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _meant(written: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(written, sorted(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"'
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else str(value)
