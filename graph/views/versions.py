"""Other versions of the map on the screen: revisions of its repository, and maps beside it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import streamlit as st

from graph.errors import UsageError
from graph.model import LoopModel
from graph.ontology.editions import GIT, Edition, find_edition
from graph.ontology.map_of_file import is_map_folder
from graph.records import record
from graph.revisions import find_repository
from graph.views.escaping import one_line

#: What a map beside the one shown begins with in an address; its bare name follows.
BESIDE = "beside:"

#: Commits offered, and maps beside the one shown.
_MOST_COMMITS = 12
_MOST_BESIDE = 20

#: Digits of a commit by which people know it.
_DIGITS = 10


@record
class Version:
    """Another version of the map, read.

    Attributes:
        name: what people call it.
        model: the map.
    """

    name: str
    model: LoopModel


def offered_versions(place: Path) -> dict[str, str]:
    """Return the versions of a map that can be compared with, each with what people call it.

    Args:
        place: folder or file of the map.

    Returns:
        The last commit, those before it that changed the map, and other maps in the same folder;
        no commit where the map is in no repository, or git is not there.
    """
    return {**_commits(place), **_beside(place)}


def _commits(place: Path) -> dict[str, str]:
    try:
        repository = find_repository(place)
        inside = repository.inside(place)
    except UsageError:
        return {}
    found = repository.commits(inside, _MOST_COMMITS)
    last = {f"{GIT}HEAD": "the last commit (HEAD)"} if found else {}
    return {
        **last,
        **{
            f"{GIT}{item.name[:_DIGITS]}": one_line(f"{item.day} · {item.subject}")
            for item in found
        },
    }


def _beside(place: Path) -> dict[str, str]:
    whole = place.resolve()
    names = [item.name for item in sorted(whole.parent.iterdir()) if _is_other_map(item, whole)]
    return {f"{BESIDE}{name}": f"beside it: {one_line(name)}" for name in names[:_MOST_BESIDE]}


def _is_other_map(item: Path, place: Path) -> bool:
    if item == place or item.name.startswith(".") or item.is_symlink():
        return False
    return is_map_folder(item) if place.is_dir() else item.is_file() and item.suffix == ".ttl"


def read_version(place: Path, wanted: str) -> Version:
    """Return a version of the map at a place.

    Args:
        place: folder or file of the map.
        wanted: ``git:`` and a revision, or ``beside:`` and the name of a map in the same folder;
            no address can name any other place.

    Raises:
        UsageError: there is none of that name.
        UnreadableError: something of it could not be read or is not Turtle.
        OntologyError: what was read cannot be used.
    """
    if wanted.startswith(BESIDE):
        if wanted not in _beside(place):
            raise UsageError(f"There is no map '{wanted.removeprefix(BESIDE)}' beside this one.")
        name = wanted.removeprefix(BESIDE)
        edition = find_edition(str(place.resolve().parent / name), str(place))
    else:
        edition = find_edition(wanted, str(place))
        revision, _, commit = edition.name.partition(" (")
        # A commit that was named by its own digits is named once.
        name = revision if commit == f"{revision})" else edition.name
    return Version(name, _model(_digest(edition), edition))


def _digest(edition: Edition) -> str:
    digest = sha256()
    for file in edition.inputs.files:
        digest.update(f"{file.name}\0{len(file.data)}\0".encode())
        digest.update(file.data)
    # What cannot be read is told in words, and never kept.
    return digest.hexdigest() + "".join(map(str, edition.inputs.problems))


@st.cache_resource(max_entries=4, show_spinner=False)
def _model(digest: str, _edition: Edition) -> LoopModel:  # noqa: ARG001 (the key of the cache)
    return _edition.read()
