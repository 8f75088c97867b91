"""The map that the explorer shows: read from files, watched, and kept if an edit breaks it."""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from graph.errors import LoopmapError, Problem, ProblemsError
from graph.files import shipped_ontology, short_names
from graph.model import LoopModel
from graph.ontology.reading import read_ontology
from graph.records import record

if TYPE_CHECKING:
    from graph.editing.asked import Asked
    from graph.ontology.checks.check import CheckResult

#: Paths that ``loopmap explore --ontology`` hands over, joined as in PATH.
ONTOLOGY_VARIABLE = "LOOPMAP_ONTOLOGY"

#: Classes of which new things can be made on the screen.
CLASSES = ("Component", "Dependency", "Evidence", "Source", "Scenario")

#: Addresses under which only this machine reaches the server.
_OWN = frozenset({"127.0.0.1", "localhost", "::1"})

Stamp = tuple[tuple[str, int, int], ...]


@record(slots=False)
class Edition:
    """What the files held when they were last read.

    Attributes:
        model: the newest map that could be used; ``None`` if there never was one.
        problems: what is wrong with the files as they are now; empty if they are the model.
        stamp: names, times and sizes of the files when they were read.
    """

    model: LoopModel | None
    problems: tuple[Problem, ...]
    stamp: Stamp


class OntologyFiles:
    """Some files and the map they make, read again whenever one of them changes.

    Safe to be shared by several sessions; each reading replaces the edition as a whole.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._lock = threading.Lock()
        self._edition: Edition | None = None

    def edition(self) -> Edition:
        """Return what the files hold now; they are read only if one has changed."""
        with self._lock:
            stamp = self.stamp()
            if self._edition is None or self._edition.stamp != stamp:
                self._edition = self._read(stamp)
            return self._edition

    def stamp(self) -> Stamp:
        """Return names, times and sizes of all Turtle files, so that a change can be seen."""
        return tuple(entry for path in self.paths for entry in _entries(path))

    def _read(self, stamp: Stamp) -> Edition:
        last_good = self._edition.model if self._edition else None
        try:
            return Edition(read_ontology(self.paths), (), stamp)
        except ProblemsError as error:
            return Edition(last_good, error.problems, stamp)
        except (LoopmapError, OSError) as error:
            problem = Problem("unreadable", str(error), "Check the files.")
            return Edition(last_good, (problem,), stamp)
        except Exception as error:  # noqa: BLE001 (a defect of ours must not take the map away)
            traceback.print_exc(file=sys.stderr)
            message = f"The files could not be read: {type(error).__name__}."
            remedy = "That is a fault of loopmap; what it was stands on the terminal."
            return Edition(last_good, (Problem("internal-error", message, remedy),), stamp)


def chosen_paths() -> tuple[Path, ...]:
    """Return the files to show: those handed over by the launcher, else the shipped map."""
    named = os.environ.get(ONTOLOGY_VARIABLE, "")
    paths = tuple(Path(part) for part in named.split(os.pathsep) if part)
    return paths or (shipped_ontology(),)


def why_read_only(paths: tuple[Path, ...]) -> str | None:
    """Return why nothing can be written; ``None`` if it can.

    Args:
        paths: the files and folders that are shown.
    """
    if st.get_option("server.address") not in _OWN:
        return "This server can be reached from other machines, so that it writes nothing."
    folders = {path if path.is_dir() else path.parent for path in paths}
    shut = sorted(str(folder) for folder in folders if not os.access(folder, os.W_OK))
    return f"'{shut[0]}' cannot be written to." if shut else None


def gone_files(edition: Edition) -> tuple[str, ...]:
    """Return the files of the last good map that are no longer there, by their short names."""
    if edition.model is None:
        return ()
    files = edition.model.files
    called = zip(files, short_names(files), strict=True)
    return tuple(short for file, short in called if not Path(file).exists())


def watched_files() -> OntologyFiles:
    """Return the files that this explorer shows; the same ones for all sessions."""
    return _files(tuple(str(path) for path in chosen_paths()))


@st.cache_resource(max_entries=4, show_spinner=False)
def _files(paths: tuple[str, ...]) -> OntologyFiles:  # noqa: ARG001 (the key of the cache)
    return OntologyFiles(chosen_paths())


@st.cache_resource(max_entries=2, show_spinner=False)
def checked(digest: str, files: tuple[str, ...]) -> CheckResult:  # noqa: ARG001 (cache key)
    """Return what ``loopmap check`` says of some files, from memory if it was asked before.

    Args:
        digest: of the map that they make.
        files: their paths.
    """
    from graph.ontology.checks.check import check

    return check([Path(name) for name in files])


def asked_fields(paths: tuple[Path, ...]) -> Mapping[str, Mapping[str, Asked]]:
    """Return what may be said of new things, by class and property, from memory if nothing changed.

    Args:
        paths: the files and folders that are shown, with the shapes among them.
    """
    return _asked_fields(paths, tuple(entry for path in paths for entry in _entries(path)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _asked_fields(paths: tuple[Path, ...], stamp: Stamp) -> Mapping[str, Mapping[str, Asked]]:  # noqa: ARG001 (cache key)
    from graph.editing.asked import asked_of

    return asked_of(paths, CLASSES)


def _entries(path: Path) -> list[tuple[str, int, int]]:
    files = sorted(path.rglob("*.ttl")) if path.is_dir() else [path]
    return [entry for file in files if (entry := _entry(file)) is not None]


def _entry(file: Path) -> tuple[str, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return (str(file), status.st_mtime_ns, status.st_size)
