"""What is wrong in TOML files that belong to a map: presets, series, column maps, settings."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from graph.editing.import_observations import COLUMN_TABLES, column_map_of
from graph.editing.toml_files import PROJECT, is_toml, toml_files_below
from graph.errors import Problem, ProblemsError, Severity
from graph.measuring.event_columns import event_columns_of
from graph.ontology.checks.levels import FAIL_ON, KEYS, OFF
from graph.ontology.checks.rules.registry import BY_CODE
from graph.ontology.map_of_file import CONFIGURATION
from graph.ontology.names import did_you_mean, nearest
from graph.questions.growth.published.preset_files import preset_of
from graph.questions.growth.published.series_files import series_of
from graph.questions.growth.published.toml import TomlFile, read_toml

_PRESET_TABLES = frozenset({"source", "published", "inputs", "stocks", "components", "derived"})


def check_toml_files(paths: Iterable[str], *, named: bool) -> tuple[Problem, ...]:
    """Return every problem of some TOML files, each checked by the reader that it is for.

    Args:
        paths: of the files.
        named: whether a person named them; a file that is for none of the readers is told then,
            and left alone where it merely lies in a folder.
    """
    return tuple(problem for path in paths for problem in _problems_of(path, named))


def check_tables_in(paths: Iterable[str]) -> tuple[Problem, ...]:
    """Return every problem of the TOML files among some paths, and below folders among them.

    Args:
        paths: of files and folders; what is neither a TOML file nor a folder is left out.
    """
    files = [path for path in paths if is_toml(path) and os.path.isfile(path)]
    folders = [path for path in paths if os.path.isdir(path)]
    found = [*files, *(file for folder in folders for file in toml_files_below(folder))]
    return check_toml_files(found, named=False)


def check_toml_text(text: str, file: str) -> tuple[Problem, ...]:
    """Return every problem of a TOML file as it is being written.

    Args:
        text: what stands in the editor.
        file: the path it has, or will have; it need not exist.

    >>> check_toml_text("fail-on = 1", "loopmap.toml")[0].code
    'toml-wrong-type'
    """
    return _problems_of(file, False, text)


def _problems_of(path: str, named: bool, text: str | None = None) -> tuple[Problem, ...]:
    try:
        toml = read_toml(path) if text is None else TomlFile(path, text)
        tables = toml.table(()) or {}
        name = Path(path).name
        if name in (CONFIGURATION, PROJECT):
            _check_settings(toml, () if name == CONFIGURATION else ("tool", "loopmap"))
        elif "first_month" in tables or "series" in tables:
            series_of(toml, date.today().isoformat())
        elif tables.keys() & set(COLUMN_TABLES):
            column_map_of(toml)
        elif tables.keys() & {"fields", "moments"}:
            event_columns_of(toml)
        elif Path(path).absolute().parent.name == "presets" or tables.keys() & _PRESET_TABLES:
            preset_of(toml, Path(path).stem)
        elif named:
            toml.report(
                "toml-kind-unknown",
                (),
                "nothing in it says what it is for.",
                "A preset has [source] and [[published]], a series first_month, a column map "
                f"[columns]; settings stand in {CONFIGURATION}.",
            )
        toml.finish()
    except ProblemsError as error:
        return error.problems
    return ()


def _check_settings(toml: TomlFile, root: tuple[str, ...]) -> None:
    """Note what is wrong in the settings of a project."""
    for key, value in (toml.table(root) or {}).items():
        where = (*root, key)
        wanted = _wanted(key, value)
        if key not in KEYS:
            toml.unknown(where, KEYS)
        elif key == "fail-on" and isinstance(value, str) and value not in FAIL_ON:
            near = did_you_mean(nearest(value, FAIL_ON, 1))
            remedy = f"{near}Write one of {', '.join(FAIL_ON)}."
            toml.report("toml-word-unknown", where, f'fail-on is "{value}".', remedy)
        elif wanted:
            toml.report("toml-wrong-type", where, f"{key} is {value!r}.", f"Write {wanted}.")
    levels = (*(level.value for level in Severity), OFF)
    for code, level in (toml.table((*root, "rules")) or {}).items():
        where = (*root, "rules", code)
        if code not in BY_CODE:
            near = did_you_mean(nearest(code, BY_CODE))
            remedy = f"{near}ontology/README.md lists every rule."
            toml.report("toml-unknown-key", where, f"there is no rule {code}.", remedy)
        elif BY_CODE[code].unreadable:
            message = f"{code} keeps a file from being read, and stays an error."
            toml.report("toml-unknown-key", where, message, "Take this line away.")
        if level not in levels:
            remedy = f"Write one of {', '.join(levels)}."
            toml.report("toml-word-unknown", where, f"{code} is {level!r}.", remedy)


def _wanted(key: str, value: object) -> str | None:
    """Return what a setting has to be, if it is not."""
    if key == "fail-on" and not isinstance(value, str):
        return f"one of {', '.join(FAIL_ON)}"
    if key == "rules" and not isinstance(value, dict):
        return "a table [rules] of codes and levels"
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if key == "most-per-rule" and not whole:
        return "a whole number, 1 or more"
    texts = value if isinstance(value, list) else [value]
    if key == "map" and not all(isinstance(one, str) for one in texts):
        return 'a path such as "ontology", or a list of paths'
    return None
