"""A strict reader of Turtle 1.1 that remembers where every term stands and tells every error."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from graph.turtle import term_messages
from graph.turtle.document import Document
from graph.turtle.faults import Faults, TooManyFaultsError
from graph.turtle.repairs import ForgivingGrammar
from graph.turtle.terms import Terms
from graph.turtle.tokens import Tokens

_BROKEN = re.compile("[\0\ud800-\udfff]")


def read_turtle(text: str, file: str, base: str | None = None) -> Document:
    """Return what a Turtle text says, with the place of every term and every syntax error.

    Never raises for what the text holds. After an error the reading goes on, so the triples of a
    document with problems are incomplete and must not be used for an answer.

    Args:
        text: the text; a byte order mark at its beginning is dropped.
        file: the name by which messages call it.
        base: an absolute IRI that completes relative ones until the text declares another.

    Returns:
        The document; without triples for a text that holds none.

    >>> read_turtle("<urn:a> <urn:b> 1, 2 .", "a.ttl").triples[1].object
    Literal(lexical='2', datatype='http://www.w3.org/2001/XMLSchema#integer', language=None)
    >>> read_turtle("<urn:a> <urn:b> 1", "a.ttl").problems[0].place
    Place(file='a.ttl', line=1, column=18)
    """
    text = text.removeprefix("\ufeff")
    faults = Faults()
    tokens = Tokens(_BROKEN.sub("\ufffd", text))
    terms = Terms(tokens, base, faults)
    grammar = ForgivingGrammar(tokens, terms, faults)
    with suppress(TooManyFaultsError):
        _tell_broken_characters(text, faults)
        grammar.read()
    document = Document(file, text, tuple(grammar.triples), terms.prefixes)
    return replace(document, problems=faults.problems(document))


def _tell_broken_characters(text: str, faults: Faults) -> None:
    if text.isascii() and "\0" not in text:
        return
    for match in _BROKEN.finditer(text):
        faults.add(term_messages.bad_character(match.start(), match[0]))
