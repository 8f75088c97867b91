"""The maps whose files are open: which one a file belongs to, and what is known of each."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import OntologyError, Problem, UnreadableError
from graph.language_server.answers import (
    Effect,
    MapAnswers,
    answers_of,
    changed_subjects,
    effect_of,
)
from graph.language_server.map_state import CheckedMap, MapState, check_map, understand
from graph.language_server.open_texts import OpenText, OpenTexts
from graph.language_server.source_text import SourceText
from graph.ontology.map_of_file import map_of_file
from graph.ontology.reading import (
    KeptDocuments,
    Reading,
    collect_documents,
    model_of,
)

#: How a text that was never saved is called while its map is looked for.
_UNSAVED_NAME = "untitled.ttl"


@dataclass
class MapInView:
    """One map.

    Attributes:
        paths: its files and folders.
        checked: its documents and findings, as of the last look.
        state: what it says, as of the last look.
        understood: the last state without an error, for numbers.
        answers: those of that state.
        saved: the answers of the map on the disk.
        effect: what the unsaved changes do to the answer; ``None`` if there are none.
    """

    paths: tuple[Path, ...]
    kept: KeptDocuments = field(default_factory=KeptDocuments)
    kept_saved: KeptDocuments = field(default_factory=KeptDocuments)
    checked: CheckedMap | None = None
    state: MapState | None = None
    understood: MapState | None = None
    answers: MapAnswers | None = None
    saved: MapAnswers | None = None
    effect: Effect | None = None
    _looking: threading.Lock = field(default_factory=threading.Lock)

    def read(self, unsaved: Mapping[str, str]) -> Reading:
        """Return the documents as they are at this moment; only what changed is read again."""
        return collect_documents(self.paths, unsaved=dict(unsaved), kept=self.kept)

    def look(self, unsaved: Mapping[str, str]) -> CheckedMap:
        """Find what is wrong in the map as it is being written."""
        with self._looking:
            self.checked = check_map(self.paths, dict(unsaved), self.kept)
            return self.checked

    def understand(self) -> MapState | None:
        """Make out what the map says, as of the last look."""
        checked = self.checked
        if checked is None:
            return None
        with self._looking:
            self.state = understand(checked)
        if self.state.model is not None:
            self.understood = self.state
        return self.state

    def answer(self, unsaved: Mapping[str, str]) -> bool:
        """Work out the answers of the map, and what the unsaved changes do to them.

        Returns:
            Whether anything is new.
        """
        state = self.understood
        if state is None or state.model is None or state is not self.state:
            return False
        before = (self.answers, self.effect)
        if self.answers is None or self.answers.digest != state.digest:
            self.answers = answers_of(state.model)
        saved = collect_documents(self.paths, kept=self.kept_saved)
        if saved.digest == state.digest:
            self.saved, self.effect = self.answers, None
        else:
            self._compare(saved, state, unsaved)
        return before != (self.answers, self.effect)

    def _compare(self, saved: Reading, state: MapState, unsaved: Mapping[str, str]) -> None:
        if self.saved is None or self.saved.digest != saved.digest:
            self.saved = _answers_on_disk(saved)
        subjects = changed_subjects(saved.documents, state, unsaved)
        if self.saved is None or self.answers is None:
            self.effect = None
        else:
            self.effect = effect_of(self.saved, self.answers, subjects)


def _answers_on_disk(saved: Reading) -> MapAnswers | None:
    try:
        return answers_of(model_of(saved))
    except (OntologyError, UnreadableError):
        return None


class MapsInView:
    """All maps of which a file is open.

    Args:
        texts: the open files.
    """

    def __init__(self, texts: OpenTexts) -> None:
        self._texts = texts
        self._maps: dict[tuple[Path, ...], MapInView] = {}
        self._paths: dict[str, tuple[Path, ...]] = {}
        #: The folder that the editor was opened on.
        self.folder: Path | None = None

    def __iter__(self) -> Iterator[MapInView]:
        return iter(tuple(self._maps.values()))

    def of(self, text: OpenText) -> MapInView:
        """Return the map that an open file belongs to."""
        paths = self._paths.get(text.file)
        if paths is None:
            paths = self._paths[text.file] = self._find(text)
        return self._map(paths)

    def of_folder(self) -> MapInView | None:
        """Return the map of the editor's folder; ``None`` if it is none."""
        if self.folder is None:
            return None
        found = map_of_file(self.folder / _UNSAVED_NAME, "")
        if found.root is None:
            return None
        paths = tuple(path for path in found.paths if path.exists())
        return self._map(paths) if paths else None

    def forget_places(self) -> None:
        """Look anew which map each file belongs to: files came or went."""
        self._paths.clear()

    def unsaved(self, view: MapInView) -> dict[str, str]:
        """Return the open texts that belong to a map, by what messages call their files."""
        mine = [text for text in self._texts if self.of(text) is view]
        return {text.file: text.source.text for text in mine}

    def close(self, text: OpenText) -> None:
        """Let a file go, and its map with the last of its files."""
        view = self.of(text)
        self._paths.pop(text.file, None)
        if not any(self.of(other) is view for other in self._texts):
            self._maps.pop(view.paths, None)

    def _map(self, paths: tuple[Path, ...]) -> MapInView:
        return self._maps.setdefault(paths, MapInView(paths))

    def _find(self, text: OpenText) -> tuple[Path, ...]:
        if text.on_disk:
            return tuple(map_of_file(text.file, text.text).paths)
        around = map_of_file(self.folder / _UNSAVED_NAME, text.text) if self.folder else None
        if around is None or around.root is None:
            return (Path(text.file),)
        return (*around.paths, Path(text.file))


def sources_of(reading: Reading, texts: OpenTexts) -> dict[str, SourceText]:
    """Return the texts of a map by what messages call their files, open ones as in the editor."""
    found = {document.file: SourceText(document.text) for document in reading.all_documents}
    for text in texts:
        if text.file in found or not text.text.strip():
            found[text.file] = text.source
    return found


def problems_by_file(checked: CheckedMap) -> dict[str, list[Problem]]:
    """Return the findings of a map by the file they stand in."""
    found: dict[str, list[Problem]] = {}
    for problem in checked.result.problems:
        if problem.place is not None:
            found.setdefault(problem.place.file, []).append(problem)
    return found
