"""The files that are open in the editor, with the text that stands there, saved or not."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from graph.language_server.source_text import Encoding, SourceText
from graph.records import record
from graph.turtle import tokens as kind
from graph.turtle.terms import is_absolute, unescape_iri
from graph.turtle.tokens import Tokens
from graph.vocabulary import PREFIXES, RDF

#: What a file that is read as Turtle is called by editors, and how its name ends.
LANGUAGE = "turtle"
ENDING = ".ttl"


@record(slots=False)
class OpenText:
    """One open file.

    Attributes:
        uri: as the editor calls it.
        file: as messages call it: its path, or for a text that has none, its URI.
        version: the editor's count of its changes.
        source: its text.
    """

    uri: str
    file: str
    version: int
    source: SourceText

    @property
    def on_disk(self) -> bool:
        """Whether it has a path, though perhaps no file there yet."""
        return self.file != self.uri

    @property
    def text(self) -> str:
        """The text without a byte order mark: what offsets of documents count in."""
        return self.source.text[self.source.mark_width :]

    @cached_property
    def tokens(self) -> Tokens:
        """The text cut into words."""
        return Tokens(self.text)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix to namespace, as far as the text declares them."""
        tokens, found = self.tokens, {}
        for at, word in enumerate(tokens.texts):
            if word.lower() in ("@prefix", "prefix") and tokens.kinds[at + 2] == kind.IRI:
                name, iri = tokens.texts[at + 1], tokens.texts[at + 2]
                if tokens.kinds[at + 1] == kind.NAME and name.endswith(":"):
                    found[name[:-1]] = iri[1:-1]
        return found

    def iri_of(self, word: str) -> str | None:
        """Return what a word of the text names; ``None`` for what is no name.

        A prefix that is not declared means what it usually means.
        """
        if word == "a":
            return RDF + "type"
        if word.startswith("<"):
            iri = unescape_iri(word[1:-1]) if word.endswith(">") else ""
            return iri if is_absolute(iri) else None
        prefix, colon, local = word.partition(":")
        namespace = self.prefixes.get(prefix, PREFIXES.get(prefix))
        if not colon or prefix == "_" or namespace is None:
            return None
        return namespace + local.replace("\\", "")

    def offset(self, position: types.Position, encoding: Encoding) -> int:
        """Return the offset, in the text without a byte order mark, of a place."""
        return max(0, self.source.offset(position, encoding) - self.source.mark_width)

    def range(self, start: int, end: int, encoding: Encoding) -> types.Range:
        """Return two offsets, in the text without a byte order mark, as a range."""
        width = self.source.mark_width
        return self.source.range(start + width, end + width, encoding)


class OpenTexts:
    """All open files, by what messages call them."""

    def __init__(self) -> None:
        self._texts: dict[str, OpenText] = {}

    def __iter__(self) -> Iterator[OpenText]:
        return iter(tuple(self._texts.values()))

    def open(self, item: types.TextDocumentItem) -> OpenText | None:
        """Take a file into view; ``None`` if it is no Turtle.

        >>> OpenTexts().open(types.TextDocumentItem("file:///a.py", "python", 1, "")) is None
        True
        """
        file = file_of(item.uri)
        if item.language_id != LANGUAGE and not file.lower().endswith(ENDING):
            return None
        found = OpenText(item.uri, file, item.version, SourceText(item.text))
        self._texts[file] = found
        return found

    def change(
        self, params: types.DidChangeTextDocumentParams, encoding: Encoding
    ) -> OpenText | None:
        """Take in what was typed; ``None`` for a file that is not open here."""
        found = self.get(params.text_document.uri)
        if found is None:
            return None
        source = found.source.changed(params.content_changes, encoding)
        changed = replace(found, version=params.text_document.version, source=source)
        self._texts[found.file] = changed
        return changed

    def close(self, uri: str) -> OpenText | None:
        """Let a file go; return it if it was open."""
        return self._texts.pop(file_of(uri), None)

    def get(self, uri: str) -> OpenText | None:
        """Return an open file by its URI."""
        return self._texts.get(file_of(uri))

    def by_file(self, file: str) -> OpenText | None:
        """Return an open file by what messages call it."""
        return self._texts.get(os.path.abspath(file)) or self._texts.get(file)


def file_of(uri: str) -> str:
    """Return the path of a file, or the URI itself for what has no path.

    >>> file_of("file:///maps/my%20loop.ttl"), file_of("untitled:Untitled-1")
    ('/maps/my loop.ttl', 'untitled:Untitled-1')
    """
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return os.path.abspath(path) if path else uri


def uri_of(file: str) -> str:
    """Return the URI of a file by what messages call it.

    >>> uri_of("/maps/my loop.ttl"), uri_of("untitled:Untitled-1")
    ('file:///maps/my%20loop.ttl', 'untitled:Untitled-1')
    """
    if ":" in file and not os.path.isabs(file) and not os.path.exists(file):
        return file
    return from_fs_path(os.path.abspath(file)) or file
