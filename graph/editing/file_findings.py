"""What ``check`` says of the files of a map, sorted by file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from graph.editing.check_toml import check_toml_files
from graph.editing.toml_files import toml_files_below
from graph.errors import Problem
from graph.ontology.checks.check import check
from graph.ontology.checks.levels import levels_for
from graph.records import record


@record
class FileFindings:
    """The files of a map and what is wrong in them.

    Attributes:
        files: paths of the files that were checked, Turtle before TOML, each kind in order.
        problems: all findings, with the severities that the map's own settings give them.
    """

    files: tuple[str, ...]
    problems: tuple[Problem, ...]

    def of_file(self, file: str) -> tuple[Problem, ...]:
        """Return the findings that stand in one file, by line and column; empty if none does.

        Args:
            file: its path, in any spelling of the same place.
        """
        wanted = os.path.abspath(file)
        found = [
            one for one in self.problems if one.place and os.path.abspath(one.place.file) == wanted
        ]
        return tuple(sorted(found, key=lambda one: one.sort_key))

    @property
    def elsewhere(self) -> tuple[Problem, ...]:
        """The findings that stand in none of the files, such as a loop that is not closed."""
        known = {os.path.abspath(file) for file in self.files}
        return tuple(
            one
            for one in self.problems
            if one.place is None or os.path.abspath(one.place.file) not in known
        )


def files_in(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the Turtle and TOML files that some paths stand for.

    Args:
        paths: files, and folders that are searched to the bottom.
    """
    return (*(str(file) for path in paths for file in _turtle_in(path)), *_tables_in(paths))


def findings_in(paths: Sequence[Path]) -> FileFindings:
    """Return what ``loopmap check`` says of files and folders.

    Args:
        paths: files, and folders that are searched to the bottom.

    Raises:
        SettingsError: if the settings of the map make no sense.
    """
    tables = _tables_in(paths)
    problems = (*check(list(paths)).problems, *check_toml_files(tables, named=False))
    levels = levels_for(str(paths[0]))
    return FileFindings(
        files_in(paths), tuple(sorted(levels.apply(problems), key=lambda one: one.sort_key))
    )


def _tables_in(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(file for path in paths if path.is_dir() for file in toml_files_below(path))


def _turtle_in(path: Path) -> list[Path]:
    return sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
