"""The TOML files that are open in the editor: settings, presets and column maps of a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lsprotocol import types

from graph.editing.check_toml import check_toml_text
from graph.editing.toml_files import is_toml
from graph.language_server.findings import diagnostics
from graph.language_server.open_texts import file_of
from graph.language_server.source_text import Encoding, SourceText
from graph.records import record

LANGUAGE = "toml"


@record(slots=False)
class _Table:
    uri: str
    file: str
    version: int
    source: SourceText


class OpenTables:
    """The TOML files that are open; each is checked at every change, which takes milliseconds.

    Args:
        publish: tells the editor findings.
    """

    def __init__(self, publish: Callable[[types.PublishDiagnosticsParams], None]) -> None:
        self._publish = publish
        self._open: dict[str, _Table] = {}

    def open(self, item: types.TextDocumentItem, encoding: Encoding) -> None:
        """Take a file into view and tell its findings; nothing happens if it is no TOML."""
        file = file_of(item.uri)
        if item.language_id == LANGUAGE or is_toml(file):
            self._tell(_Table(item.uri, file, item.version, SourceText(item.text)), encoding)

    def change(self, params: types.DidChangeTextDocumentParams, encoding: Encoding) -> None:
        """Take in what was typed, and tell the findings anew."""
        found = self._open.get(params.text_document.uri)
        if found is not None:
            source = found.source.changed(params.content_changes, encoding)
            version = params.text_document.version
            self._tell(replace(found, version=version, source=source), encoding)

    def close(self, uri: str) -> None:
        """Let a file go, and its findings with it."""
        if self._open.pop(uri, None) is not None:
            self._publish(types.PublishDiagnosticsParams(uri, []))

    def _tell(self, table: _Table, encoding: Encoding) -> None:
        self._open[table.uri] = table
        found = check_toml_text(table.source.text, table.file)
        shown = diagnostics(found, {table.file: table.source}, encoding)
        self._publish(types.PublishDiagnosticsParams(table.uri, shown, table.version))
