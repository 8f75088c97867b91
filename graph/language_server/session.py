"""One conversation with an editor: what is open, and the work that is done beside the typing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from graph.errors import Problem, Severity
from graph.language_server.background import Background
from graph.language_server.cursor import cursor_at
from graph.language_server.findings import diagnostics
from graph.language_server.hover import Known
from graph.language_server.map_state import CheckedMap, MapState
from graph.language_server.maps_in_view import (
    MapInView,
    MapsInView,
    problems_by_file,
    sources_of,
)
from graph.language_server.open_texts import OpenText, OpenTexts, file_of, uri_of
from graph.language_server.source_text import Encoding, SourceText
from graph.language_server.tables import OpenTables
from graph.ontology.contract import Contract, read_shapes
from graph.ontology.reading import Reading
from graph.ontology.statements import Statements

_log = logging.getLogger(__name__)

#: Seconds of quiet after which a text is checked, and after which its answers are worked out.
CHECK_AFTER = 0.15
ANSWER_AFTER = 0.6
#: Seconds that a question waits for the first look at a map.
_FIRST_LOOK = 20.0

Publish = Callable[[types.PublishDiagnosticsParams], None]


class NameAt(NamedTuple):
    """A name in an open file.

    Attributes:
        text: the file.
        iri: what is named.
        range: where it stands.
    """

    text: OpenText
    iri: str
    range: types.Range


class Now(NamedTuple):
    """A map as it is at this moment.

    Attributes:
        reading: its documents.
        sources: their texts, by what messages call their files.
    """

    reading: Reading
    sources: Mapping[str, SourceText]


class Session:
    """What an editor has open, and what is found in it.

    Args:
        publish: tells the editor findings; called in the thread of the conversation.
        refresh: tells the editor that the answers changed; likewise.
    """

    def __init__(self, publish: Publish, refresh: Callable[[], None]) -> None:
        self.encoding = Encoding.Utf16
        self.ended = False
        self.texts = OpenTexts()
        self.tables = OpenTables(publish)
        self.maps = MapsInView(self.texts)
        self._publish, self._refresh = publish, refresh
        self._loop: asyncio.AbstractEventLoop | None = None
        self._published: dict[int, set[str]] = {}
        self._checks = Background("findings")
        self._answers = Background("answers")
        self._shapes: Statements | None = None

    def begin(self, encoding: str | None, folder: str | None) -> None:
        """Begin a conversation.

        Args:
            encoding: the unit of columns that was agreed on.
            folder: URI of the folder that the editor was opened on.
        """
        self._loop = asyncio.get_running_loop()
        self.encoding = Encoding(encoding or Encoding.Utf16)
        path = Path(file_of(folder)) if folder and folder.startswith("file:") else None
        self.maps.folder = path if path is not None and path.is_dir() else None

    def end(self) -> None:
        """Begin no further work: the editor said goodbye."""
        self.ended = True
        self._checks.end()
        self._answers.end()

    def changed(self, text: OpenText, *, after: float = CHECK_AFTER) -> None:
        """Check the map of a text that was opened or changed."""
        self.recheck(self.maps.of(text), after=after)

    def recheck(self, view: MapInView, *, after: float = 0.0) -> None:
        """Check a map."""
        self._checks.submit(id(view), lambda: self._check(view), after=after)

    def recheck_all(self) -> None:
        """Check every map: files changed on the disk."""
        self.maps.forget_places()
        for view in {id(one): one for one in map(self.maps.of, self.texts)}.values():
            self.recheck(view)

    def close(self, uri: str) -> None:
        """Let a file go; what is said of it by the disk counts again."""
        text = self.texts.get(uri)
        if text is None:
            return
        view = self.maps.of(text)
        self.texts.close(uri)
        self.maps.close(text)
        if any(self.maps.of(other) is view for other in self.texts):
            self.recheck(view)
            return
        for file in self._published.pop(id(view), set()) | {text.file}:
            self._publish(types.PublishDiagnosticsParams(uri_of(file), []))

    async def state(self, text: OpenText) -> MapState | None:
        """Return what the map of a text says, as of the last look; wait for the first one."""
        view = self.maps.of(text)
        waited = 0.0
        while view.state is None and waited < _FIRST_LOOK:
            await asyncio.sleep(0.02)
            waited += 0.02
        return view.state

    def known(self, text: OpenText) -> Known | None:
        """Return what is known of the map of a text; ``None`` before the first look."""
        view = self.maps.of(text)
        if view.state is None:
            return None
        # The answers of a moment ago are told until those of now are there.
        return Known(view.state, view.understood, view.answers)

    def name_at(self, uri: str, position: types.Position) -> NameAt | None:
        """Return the name at a place of an open file, if there is one."""
        text = self.texts.get(uri)
        if text is None:
            return None
        cursor = cursor_at(text.tokens, text.offset(position, self.encoding))
        iri = text.iri_of(cursor.word) if cursor else None
        if cursor is None or iri is None:
            return None
        return NameAt(text, iri, text.range(cursor.start, cursor.end, self.encoding))

    def views(self) -> list[MapInView]:
        """Return the maps in view; without an open file that of the editor's folder."""
        found = list({id(one): one for one in map(self.maps.of, self.texts)}.values())
        folder = None if found else self.maps.of_folder()
        return found if folder is None else [folder]

    def now(self, text: OpenText) -> Now:
        """Return the map of a text as it is at this moment, whatever is being worked out."""
        return self.now_of(self.maps.of(text))

    def now_of(self, view: MapInView) -> Now:
        """Return a map as it is at this moment."""
        reading = view.read(self.maps.unsaved(view))
        return Now(reading, sources_of(reading, self.texts))

    def contract(self, state: MapState) -> Contract:
        """Return what may be said of each thing."""
        if self._shapes is None:
            self._shapes = read_shapes()
        return Contract(state, self._shapes)

    def _check(self, view: MapInView) -> None:
        versions = {text.file: text.version for text in self.texts}
        checked = view.look(self.maps.unsaved(view))
        self._in_conversation(lambda: self._tell(view, checked, versions))
        view.understand()
        unsaved = self.maps.unsaved(view)
        self._answers.submit(id(view), lambda: self._answer(view, unsaved), after=ANSWER_AFTER)

    def _answer(self, view: MapInView, unsaved: dict[str, str]) -> None:
        if view.answer(unsaved):
            self._in_conversation(self._refresh)

    def _in_conversation(self, job: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(job)

    def _tell(self, view: MapInView, checked: CheckedMap, versions: dict[str, int]) -> None:
        mine = [text for text in self.texts if self.maps.of(text) is view]
        if not mine:
            return
        sources = sources_of(checked.reading, self.texts)
        found = problems_by_file(checked)
        opened = {text.file: text for text in mine}
        wanted = {file: _shown(problems, file in opened) for file, problems in found.items()}
        now = {file for file, problems in wanted.items() if problems}
        before = self._published.get(id(view), set())
        for file in sorted(now | before | opened.keys()):
            text = opened.get(file)
            if text is not None and text.version != versions.get(file):
                # Typed meanwhile: another look is under way, and its places will be right.
                continue
            shown = diagnostics(wanted.get(file, []), sources, self.encoding)
            uri = text.uri if text is not None else uri_of(file)
            version = versions.get(file) if text is not None else None
            self._publish(types.PublishDiagnosticsParams(uri, shown, version))
        self._published[id(view)] = now


def _shown(problems: list[Problem], opened: bool) -> list[Problem]:
    """Return the findings to tell: of files that are not open only what stops the answer."""
    return [one for one in problems if opened or one.severity is Severity.ERROR]
