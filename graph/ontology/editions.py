"""Two editions of a map that a person names: folders, files, or revisions of a repository."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import OntologyError, Problem, ProblemsError, UnreadableError, UsageError
from graph.files import seen_from_here
from graph.model import LoopModel
from graph.ontology.inputs import Inputs, RawFile, decoded_inputs, find_inputs
from graph.ontology.map_of_file import is_map_folder
from graph.ontology.reading import documents_of, model_of
from graph.records import record
from graph.revisions import Repository, find_repository

#: What a revision is written with: ``git:REV`` or ``git:REV:PATH``.
GIT = "git:"

#: Where a repository keeps its map if nothing says otherwise.
_USUAL = "ontology"

_TURTLE = ".ttl"


@record
class Edition:
    """One edition of a map, found and not yet understood.

    Attributes:
        name: as a person would call it.
        inputs: its files.
    """

    name: str
    inputs: Inputs

    def read(self) -> LoopModel:
        """Return the map.

        Raises:
            UnreadableError: something could not be read or is not Turtle.
            OntologyError: what was read cannot be used.
        """
        return model_of(documents_of(self.inputs))


@record
class UnusableEdition:
    """What is wrong with an edition that cannot be used.

    Attributes:
        name: of the edition.
        problems: all that was found.
    """

    name: str
    problems: tuple[Problem, ...]


class UnusableEditionsError(ProblemsError):
    """One or both editions of a map cannot be used.

    Attributes:
        editions: those that cannot, with what is wrong.
    """

    def __init__(self, editions: tuple[UnusableEdition, ...]) -> None:
        self.editions = editions
        super().__init__(problem for edition in editions for problem in edition.problems)


@record
class _Named:
    """What a person wrote: a path, or a revision with or without one."""

    revision: str | None
    path: str | None

    @staticmethod
    def of(text: str) -> _Named:
        if not text.startswith(GIT):
            if not text:
                raise UsageError("This is no path. Name a file, a folder or git:REVISION.")
            return _Named(None, text)
        revision, _, path = text[len(GIT) :].partition(":")
        if not revision:
            raise UsageError("After 'git:' comes a revision, for example git:HEAD or git:main.")
        return _Named(revision, path or None)


def find_editions(
    first: str | None = None, second: str | None = None, place: str | None = None
) -> tuple[Edition, Edition]:
    """Return the two editions that a person means, the one before first.

    Args:
        first: a folder, a file, ``git:REV`` or ``git:REV:PATH`` (from the top of the repository).
            Alone, a revision is held against the work tree, and a path of the work tree against
            HEAD. Without it, the map of the repository is held against HEAD.
        second: likewise.
        place: folder or file of the map where neither names one.

    Raises:
        UsageError: there is no such repository, revision or path; the message says what there is.
    """
    if first is None:
        first = place or _usual_place()
    one = _Named.of(first)
    if second is None:
        if one.revision is None:
            return _edition(_Named("HEAD", None), one.path), _edition(one, one.path)
        path = place
        if path is None and one.path is not None:
            path = str(seen_from_here(find_repository(Path.cwd()).root / one.path))
        path = path or _usual_place()
        return _edition(one, path), _edition(_Named(None, path), path)
    other = _Named.of(second)
    on_disk = next((side.path for side in (one, other) if side.revision is None), None)
    return _edition(one, place or on_disk, other), _edition(other, place or on_disk, one)


def find_edition(text: str, place: str) -> Edition:
    """Return the edition that a person means beside the map at a place.

    Args:
        text: a folder, a file, ``git:REV`` or ``git:REV:PATH``.
        place: folder or file of the map; a revision without a path is of it.

    Raises:
        UsageError: there is no such repository, revision or path; the message says what there is.
    """
    return _edition(_Named.of(text), place)


def _edition(named: _Named, place: str | None, beside: _Named | None = None) -> Edition:
    if named.revision is None:
        path = named.path or place or "."
        return Edition(path, find_inputs([path]))
    start = Path(place) if place and os.path.exists(place) else Path.cwd()
    repository = find_repository(start)
    inside = named.path
    if inside is None and beside is not None and beside.revision is not None:
        inside = beside.path
    if inside is None:
        inside = repository.inside(place or _usual_place())
    return _at_revision(repository, named.revision, inside.strip("/"))


def _at_revision(repository: Repository, revision: str, path: str) -> Edition:
    found = repository.read(revision, path, _TURTLE)
    files = [RawFile(one.name, f"{revision}:{one.path}", one.data) for one in found.files]
    name = f"{revision} ({found.commit[:10]})"
    if not files:
        problem = Problem(
            "folder-without-turtle",
            f"revision {revision} has no Turtle file (*.ttl) in '{path or '.'}'.",
            f"Name where the map is: {GIT}{revision}:PATH.",
        )
        return Edition(name, Inputs((), (problem,)))
    return Edition(name, decoded_inputs(files))


def _usual_place() -> str:
    """Return the folder of the map that somebody in this folder works on.

    Raises:
        UsageError: nothing here looks like a map.
    """
    here = Path.cwd()
    root = find_repository(here).root
    for folder in (here, *here.parents):
        if is_map_folder(folder):
            return str(seen_from_here(folder))
        if folder == root:
            break
    for folder in (root / _USUAL, here, root):
        if folder.is_dir() and any(folder.glob("*" + _TURTLE)):
            return str(seen_from_here(folder))
    raise UsageError(
        f"There is no map in {here}: no folder '{_USUAL}', and no Turtle file. Name the folder or "
        "file of the map: loopmap diff PATH."
    )


def read_editions(editions: tuple[Edition, Edition]) -> tuple[LoopModel, LoopModel]:
    """Return both maps.

    Raises:
        UnusableEditionsError: one or both cannot be used; everything that is wrong with each.
    """
    models, unusable = [], []
    for edition in editions:
        try:
            models.append(edition.read())
        except (UnreadableError, OntologyError) as error:
            unusable.append(UnusableEdition(edition.name, error.problems))
    if unusable:
        raise UnusableEditionsError(tuple(unusable))
    before, after = models
    return before, after
