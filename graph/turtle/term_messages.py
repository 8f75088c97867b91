"""Errors within one term in plain words: prefixes, addresses, texts and their escapes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.turtle.faults import Fault
from graph.turtle.messages import closest, show
from graph.vocabulary import PREFIXES


def undefined_prefix(offset: int, prefix: str, declared: Iterable[str], text: str) -> Fault:
    """Return the fault of a prefix that is not declared, with the likely meaning.

    >>> undefined_prefix(0, "skso", (), "").remedy
    'Did you mean `skos:`?'
    >>> undefined_prefix(0, "skos", (), "").remedy
    'Add `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .` at the top of the file.'
    """
    message = f"The prefix `{prefix}:` is not declared."
    return Fault("syntax-undefined-prefix", offset, message, _declare(prefix, declared, text))


def _declare(prefix: str, declared: Iterable[str], text: str) -> str:
    if re.search(rf"(?m)^\s*(?:@prefix|(?i:prefix))\s+{re.escape(prefix)}:", text):
        return "Move its `@prefix` line above the first use."
    if prefix in PREFIXES:
        return f"Add `@prefix {prefix}: <{PREFIXES[prefix]}> .` at the top of the file."
    close = closest(prefix, [*declared, *PREFIXES])
    if close:
        return f"Did you mean `{close}:`?"
    return f"Declare it at the top of the file: `@prefix {prefix}: <…> .`"


def bad_character_in_iri(offset: int, character: str) -> Fault:
    """Return the fault of a character that no IRI may hold.

    >>> bad_character_in_iri(8, " ").message
    'An address between < and > cannot hold a space.'
    """
    names = {" ": "a space", "\t": "a tab", "\\": "this backslash"}
    name = names.get(character)
    if name is None:
        name = f"`{character}`" if character.isprintable() else "this control character"
    code = ord(character)
    return Fault(
        "syntax-bad-iri",
        offset,
        f"An address between < and > cannot hold {name}.",
        f"Remove it, or write it as `%{code:02X}`."
        if code < 128
        else "Remove it, or replace it by the right character.",
    )


def bad_character_in_name(offset: int, character: str) -> Fault:
    """Return the fault of a character beyond ASCII that no name may hold.

    >>> bad_character_in_name(8, "\u00a0").message
    'A name cannot hold a no-break space.'
    """
    name = {"\u00a0": "a no-break space", "\u200b": "an invisible space"}.get(character)
    quotes = character in "“”„‟‘’‚«»"
    shown = f"`{character}`" if character.isprintable() else "this invisible character"
    return Fault(
        "syntax-bad-name",
        offset,
        f"A name cannot hold {name or shown}.",
        'Write straight quotes (") around a text.' if quotes else "Remove this character.",
    )


def unterminated_iri(offset: int) -> Fault:
    """Return the fault of an angle bracket that is never closed.

    >>> unterminated_iri(0).code
    'syntax-unterminated-iri'
    """
    return Fault(
        "syntax-unterminated-iri",
        offset,
        "The address that begins with this `<` has no `>` at its end.",
        "Put a `>` after the address.",
    )


def relative_iri(offset: int, iri: str) -> Fault:
    """Return the fault of a relative address with nothing to complete it.

    >>> relative_iri(0, "x").code
    'syntax-relative-iri'
    """
    return Fault(
        "syntax-relative-iri",
        offset,
        f"{show(f'<{iri}>')} is not a whole address, and no `@base` completes it.",
        "Write the whole address, beginning with `https://`, or use a prefix, as in `:name`.",
    )


def unterminated_string(offset: int, quote: str) -> Fault:
    """Return the fault of a text that is never closed.

    >>> unterminated_string(0, '"').code
    'syntax-unterminated-string'
    """
    if len(quote) == 3:
        message = f"The text that begins with these three quotes ({quote}) never ends."
        remedy = f"Put {quote} at the end of the text."
    else:
        message = "The text that begins with this quote does not end on its line."
        remedy = f"Put {quote} at the end of the text, or {quote * 3} on both sides of a long one."
    return Fault("syntax-unterminated-string", offset, message, remedy)


def bad_escape(offset: int, written: str) -> Fault:
    r"""Return the fault of a backslash that introduces no known character.

    >>> bad_escape(0, r"\q").message
    'The escape `\\q` means no character.'
    """
    return Fault(
        "syntax-bad-escape",
        offset,
        f"The escape {show(written)} means no character.",
        'Write `\\\\` for a backslash, `\\"` for a quote, or the character itself.',
    )


def bad_character(offset: int, character: str) -> Fault:
    r"""Return the fault of a character that no text file should hold.

    >>> bad_character(0, "\0").code
    'syntax-bad-character'
    """
    what = "A zero character" if character == "\0" else "Half a character (a lone surrogate)"
    return Fault(
        "syntax-bad-character",
        offset,
        f"{what} stands here; the file may be damaged or stored in another encoding.",
        "Remove it, and save the file as UTF-8.",
    )


def bad_datatype(offset: int) -> Fault:
    """Return the fault of ``^^`` without a datatype after it.

    >>> bad_datatype(3).code
    'syntax-bad-datatype'
    """
    return Fault(
        "syntax-bad-datatype",
        offset,
        "No datatype follows `^^`.",
        "Write a datatype such as `xsd:date` directly after it, or remove `^^`.",
    )
