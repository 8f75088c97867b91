"""An editor for tests: pygls' own client, with the server as a process of its own."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

#: Seconds after which a test gives up waiting.
PATIENCE = 60.0


class Editor:
    """An editor that has a folder open; its methods wait for the answer.

    Attributes:
        client: the client, for messages that have no method here.
        capabilities: what the server said it can do.
    """

    def __init__(self, folder: Path | None, encodings: tuple[str, ...] = ("utf-16",)) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.client = LanguageClient("test-editor", "1")
        self._told: dict[str, list[types.PublishDiagnosticsParams]] = {}
        self._versions: dict[str, int] = {}
        self._seen: dict[str, int] = {}
        self.refreshed = 0
        self.exit_code: int | None = None

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def told(params: types.PublishDiagnosticsParams) -> None:
            self._told.setdefault(params.uri, []).append(params)

        @self.client.feature(types.WORKSPACE_CODE_LENS_REFRESH)
        def refresh(_: Any) -> None:
            self.refreshed += 1

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(_: Any) -> None:
            return None

        arguments = (sys.executable, "-m", "graph", "lsp", "--stdio")
        self.wait(self.client.start_io(*arguments))
        found = self.wait(self.client.initialize_async(_hello(folder, encodings)))
        self.capabilities = found.capabilities
        self.client.initialized(types.InitializedParams())

    def wait(self, coroutine: Awaitable[Any]) -> Any:
        """Return what a message is answered with."""
        return asyncio.run_coroutine_threadsafe(_of(coroutine), self._loop).result(PATIENCE)

    def open(self, uri: str, text: str, language: str = "turtle") -> None:
        """Open a file with a text."""
        self._versions[uri] = 1
        self._seen[uri] = self.count_told(uri)
        item = types.TextDocumentItem(uri, language, 1, text)
        self._send(self.client.text_document_did_open, types.DidOpenTextDocumentParams(item))

    def type(self, uri: str, text: str, where: types.Range | None = None) -> None:
        """Put a text in the place of all, or of a range."""
        self._versions[uri] += 1
        change = (
            types.TextDocumentContentChangeWholeDocument(text)
            if where is None
            else types.TextDocumentContentChangePartial(where, text)
        )
        name = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        params = types.DidChangeTextDocumentParams(name, [change])
        self._send(self.client.text_document_did_change, params)

    def save(self, uri: str) -> None:
        """Tell that a file was saved."""
        name = types.TextDocumentIdentifier(uri)
        params = types.DidSaveTextDocumentParams(name)
        self._send(self.client.text_document_did_save, params)

    def close(self, uri: str) -> None:
        """Close a file."""
        params = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri))
        self._send(self.client.text_document_did_close, params)

    def findings(self, uri: str) -> list[types.Diagnostic]:
        """Return the findings of an open file for the text that it holds now."""
        version = self._versions.get(uri)
        found = self.until(lambda: self._last(uri, version), f"findings of {uri}")
        return list(found.diagnostics)

    def last_told(self, uri: str) -> list[types.Diagnostic] | None:
        """Return what was last told of a file, if anything was."""
        told = self._told.get(uri)
        return list(told[-1].diagnostics) if told else None

    def count_told(self, uri: str) -> int:
        """Return how often anything was told of a file."""
        return len(self._told.get(uri, ()))

    def until(self, look: Any, what: str) -> Any:
        """Return the first thing found that counts as true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = look()
            if found:
                return found
            time.sleep(0.01)
        raise AssertionError(f"waited in vain for {what}")

    def leave(self) -> int:
        """Say goodbye; return the exit code of the server."""
        self.wait(self.client.shutdown_async(None))
        self._loop.call_soon_threadsafe(lambda: self.client.exit(None))
        server = self.client._server
        self.exit_code = self.wait(server.wait())
        self.wait(self.client.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        return self.exit_code

    def _last(self, uri: str, version: int | None) -> types.PublishDiagnosticsParams | None:
        told = self._told.get(uri, [])[self._seen.get(uri, 0) :]
        told = [one for one in told if one.version == version]
        return told[-1] if told else None

    def _send(self, message: Any, params: Any) -> None:
        self._loop.call_soon_threadsafe(message, params)


async def _of(coroutine: Awaitable[Any]) -> Any:
    return await coroutine


def _hello(folder: Path | None, encodings: tuple[str, ...]) -> types.InitializeParams:
    uri = folder.as_uri() if folder else None
    workspace = types.WorkspaceClientCapabilities(
        code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        ),
    )
    return types.InitializeParams(
        process_id=None,
        root_uri=uri,
        workspace_folders=[types.WorkspaceFolder(uri, "map")] if uri else None,
        capabilities=types.ClientCapabilities(
            workspace=workspace,
            general=types.GeneralClientCapabilities(position_encodings=list(encodings)),
        ),
    )


def place_of(text: str, words: str, inside: int = 0) -> types.Position:
    """Return where words stand in a text, in units of UTF-16.

    Args:
        text: the text.
        words: they stand in it.
        inside: how many characters behind their beginning.
    """
    at = text.index(words) + inside
    lines = text[:at].replace("\r\n", "\n").split("\n")
    return types.Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


def range_of(text: str, words: str) -> types.Range:
    """Return the range of words in a text."""
    return types.Range(place_of(text, words), place_of(text, words, len(words)))


def with_edits(text: str, edits: Any) -> str:
    """Return a text after an editor put in what a server said."""
    lines = text.split("\n")

    def offset(place: types.Position) -> int:
        line = lines[place.line]
        before = line.encode("utf-16-le")[: 2 * place.character].decode("utf-16-le")
        return sum(len(one) + 1 for one in lines[: place.line]) + len(before)

    for edit in sorted(edits, key=lambda one: offset(one.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text
