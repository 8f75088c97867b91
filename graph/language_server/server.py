"""The language server: messages of an editor to what answers them, and back."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from graph.errors import LoopmapError
from graph.language_server.completion import Completion
from graph.language_server.edits import formatting, quick_fixes, renaming
from graph.language_server.hover import meaning
from graph.language_server.lenses import lenses
from graph.language_server.places import (
    definitions,
    document_symbols,
    occurrences,
    workspace_symbols,
)
from graph.language_server.session import Session
from graph.turtle.reading import read_turtle
from graph.turtle.same import DiffersError
from graph.vocabulary import MAP, word

_log = logging.getLogger(__name__)

#: Seconds after which a thread at work lets another go on: an answer must not wait for a check.
_SWITCH = 0.0005


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
    for register in (_texts, _words, _places, _edits):
        register(server)
    return server


def serve() -> int:
    """Talk to the editor at standard input and output until it says goodbye.

    Returns:
        The exit code that the protocol asks for: 0 after a goodbye, 1 without one.

    Nothing else reaches standard output: whatever would be printed there goes to standard error,
    which editors show as the server's log.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    conversation = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.setswitchinterval(_SWITCH)
    server = make_server()
    server.start_io(sys.stdin.buffer, conversation)
    return 0 if server.session.ended else 1


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
        else:
            session.tables.open(params.text_document, session.encoding)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        text = session.texts.change(params, session.encoding)
        if text is not None:
            session.changed(text)
        else:
            session.tables.change(params, session.encoding)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        if session.texts.get(params.text_document.uri) is not None:
            session.recheck_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)
        session.tables.close(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(_: types.DidChangeWatchedFilesParams) -> None:
        session.recheck_all()


def _words(server: LoopmapServer) -> None:
    """Completion, hover and code lenses: what names mean, and what may be written."""
    session = server.session

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=[":", "@", "^"], resolve_provider=True),
    )
    async def complete(params: types.CompletionParams) -> types.CompletionList:
        text = session.texts.get(params.text_document.uri)
        state = await session.state(text) if text else None
        # What was typed while the first look was awaited counts.
        text = session.texts.get(params.text_document.uri)
        if text is None or state is None:
            return types.CompletionList(False, [])
        offset = text.offset(params.position, session.encoding)
        return Completion(text, state, session.contract(state), session.encoding).at(offset)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data if isinstance(item.data, Mapping) else {}
        text = session.texts.by_file(str(data.get("file", "")))
        known = session.known(text) if text else None
        words = meaning(known, str(data.get("iri", ""))) if known else None
        if words:
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, words)
        return item

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        text = session.texts.get(params.text_document.uri)
        if text is None or await session.state(text) is None:
            return None
        name = session.name_at(params.text_document.uri, params.position)
        known = session.known(text)
        words = meaning(known, name.iri) if name and known else None
        if name is None or words is None:
            return None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, words), name.range)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    def lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        text = session.texts.get(params.text_document.uri)
        effect = session.maps.of(text).effect if text else None
        return lenses(text, effect, session.encoding) if text else []


def _places(server: LoopmapServer) -> None:
    """Definitions, references and symbols: where names stand."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def define(params: types.DefinitionParams) -> list[types.Location]:
        name = session.name_at(params.text_document.uri, params.position)
        if name is None:
            return []
        now = session.now(name.text)
        found = definitions(now.reading.all_documents, name.iri)
        return [one.location(now.sources, session.encoding) for one in found]

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location]:
        name = session.name_at(params.text_document.uri, params.position)
        if name is None:
            return []
        now = session.now(name.text)
        wanted = params.context.include_declaration
        found = occurrences(now.reading.all_documents, name.iri)
        kept = (one for one in found if wanted or not one.defines)
        return [one.location(now.sources, session.encoding) for one in kept]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlight(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        name = session.name_at(params.text_document.uri, params.position)
        if name is None:
            return []
        document = read_turtle(name.text.text, name.text.file)
        return [
            types.DocumentHighlight(name.text.range(one.start, one.end, session.encoding))
            for one in occurrences([document], name.iri)
        ]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        text = session.texts.get(params.text_document.uri)
        state = await session.state(text) if text else None
        text = session.texts.get(params.text_document.uri)
        if text is None:
            return []
        roles = state.roles.by_subject if state else {}
        document = read_turtle(text.text, text.file)
        return document_symbols(document, text.source, roles, session.encoding)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        found = []
        for view in session.views():
            now = session.now_of(view)
            roles = view.state.roles.by_subject if view.state else {}
            documents = now.reading.documents
            found += workspace_symbols(
                documents, params.query, now.sources, roles, session.encoding
            )
        return found


def _edits(server: LoopmapServer) -> None:
    """Other names, layout and remedies: what an editor is to change in its texts."""
    session = server.session

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def may_rename(
        params: types.PrepareRenameParams,
    ) -> types.PrepareRenamePlaceholder | None:
        name = session.name_at(params.text_document.uri, params.position)
        if name is None or not name.iri.startswith(MAP):
            return None
        return types.PrepareRenamePlaceholder(range=name.range, placeholder=word(name.iri))

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        name = session.name_at(params.text_document.uri, params.position)
        if name is None:
            return None
        view, now = session.maps.of(name.text), session.now(name.text)
        with _told():
            return renaming(
                view,
                now.reading,
                session.texts,
                now.sources,
                name.iri,
                params.new_name,
                session.encoding,
            )

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    async def layout(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        text = session.texts.get(params.text_document.uri)
        if text is None:
            return None
        with _told():
            return formatting(text, session.encoding)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    )
    async def fix(params: types.CodeActionParams) -> list[types.CodeAction]:
        text = session.texts.get(params.text_document.uri)
        if text is None:
            return []
        return quick_fixes(text, params.context.diagnostics, session.encoding)


@contextmanager
def _told() -> Iterator[None]:
    """Tell the user of an editor, in words, why nothing is done."""
    try:
        yield
    except (LoopmapError, DiffersError) as error:
        # Editors show the message of a failed request; its first line says it all.
        message = str(error).splitlines()[0]
        raise JsonRpcException(message, code=types.LSPErrorCodes.RequestFailed.value) from error


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
