"""The language server: messages of an editor to what answers them, and back."""

from __future__ import annotations

import logging
import os
import sys
from importlib.metadata import PackageNotFoundError, version

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from graph.language_server.session import Session

_log = logging.getLogger(__name__)


class LoopmapServer(LanguageServer):
    """The server with its session."""

    def __init__(self) -> None:
        super().__init__("loopmap", _version())
        self.session = Session(self._publish, self._refresh)

    def _publish(self, params: types.PublishDiagnosticsParams) -> None:
        self.text_document_publish_diagnostics(params)

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)


def _version() -> str:
    try:
        return version("loopmap")
    except PackageNotFoundError:
        return "0"


def make_server() -> LoopmapServer:
    """Return a server that knows all its messages."""
    server = LoopmapServer()
    _texts(server)
    return server


def serve() -> None:
    """Talk to the editor at standard input and output until it says goodbye.

    Nothing else reaches standard output: whatever would be printed there goes to standard error,
    which editors show as the server's log.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    conversation = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    make_server().start_io(sys.stdin.buffer, conversation)


def _texts(server: LoopmapServer) -> None:
    session = server.session

    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        folders = list(server.workspace.folders)
        folder = folders[0] if folders else server.workspace.root_uri
        session.begin(server.workspace.position_encoding, folder)
        _watch(server)

    @server.feature(types.SHUTDOWN)
    def shutdown(_: None) -> None:
        session.end()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        text = session.texts.open(params.text_document)
        if text is not None:
            session.changed(text, after=0.0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        text = session.texts.change(params, session.encoding)
        if text is not None:
            session.changed(text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        if session.texts.get(params.text_document.uri) is not None:
            session.recheck_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(_: types.DidChangeWatchedFilesParams) -> None:
        session.recheck_all()


def _watch(server: LoopmapServer) -> None:
    """Ask the editor to tell when files of a map change elsewhere."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if not watching or not watching.dynamic_registration:
        return
    watchers = [types.FileSystemWatcher(glob) for glob in ("**/*.ttl", "**/loopmap.toml")]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    wanted = types.Registration("loopmap-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(types.RegistrationParams([wanted]))
