"""A Turtle file as triples that know where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from typing import NamedTuple

from graph.errors import Place, Problem
from graph.records import record

#: A local name that needs no escapes.
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


class Iri(str):
    """An absolute IRI."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node, unique within one reading."""

    __slots__ = ()


class Literal(NamedTuple):
    """A literal as it is written.

    Attributes:
        lexical: the text between the quotes, or the number or boolean as written.
        datatype: IRI of the datatype.
        language: the language tag in lower case, or ``None``.
    """

    lexical: str
    datatype: str
    language: str | None = None


Term = Iri | Blank | Literal


class Triple(NamedTuple):
    """One statement, with the offset in the text of each of its three terms."""

    subject: Iri | Blank
    predicate: Iri
    object: Term
    subject_at: int
    predicate_at: int
    object_at: int


@record(slots=False)
class Document:
    """What one file says.

    Attributes:
        file: the name by which messages call it.
        text: the whole text, without a byte order mark.
        triples: the statements in the order of the text.
        prefixes: prefix to namespace, as declared at the end of the text.
        problems: every syntax error, each with place, line and remedy.
    """

    file: str
    text: str
    triples: tuple[Triple, ...]
    prefixes: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _line_end(self) -> str:
        # Files of old end their lines with CR alone.
        return "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find, line_end = self.text.find, self._line_end
        at = find(line_end)
        while at != -1:
            starts.append(at + 1)
            at = find(line_end, at + 1)
        return starts

    def place(self, offset: int) -> Place:
        r"""Return file, line and column of an offset in the text.

        >>> Document("a.ttl", "one\ntwo", ()).place(5)
        Place(file='a.ttl', line=2, column=2)
        """
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end."""
        start = self._line_starts[number - 1]
        end = self.text.find(self._line_end, start)
        return self.text[start : end if end != -1 else len(self.text)].rstrip("\r")

    def name_of(self, iri: str) -> str:
        """Return an IRI as this file would write it: with a prefix that it declares, if one fits.

        >>> Document("a.ttl", "", (), {"x": "urn:x:"}).name_of("urn:x:y")
        'x:y'
        >>> Document("a.ttl", "", ()).name_of("urn:x:y")
        '<urn:x:y>'
        """
        for prefix, namespace in self.prefixes.items():
            local = iri[len(namespace) :]
            if iri.startswith(namespace) and _PLAIN_LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"
