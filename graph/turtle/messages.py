"""Syntax errors in plain words: what is wrong and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from graph.turtle import tokens as kind
from graph.turtle.faults import Fault
from graph.vocabulary import PREFIXES

_SHOWN = 40


class Wording(NamedTuple):
    """What there is to say of one kind of error; words in braces differ from place to place.

    Attributes:
        code: name of the rule.
        message: what is wrong.
        remedy: what to write instead.
    """

    code: str
    message: str
    remedy: str

    def at(self, offset: int, **words: str | int) -> Fault:
        """Return the fault at an offset of the text, with the words that differ put in.

        >>> EXTRA_BRACKET.at(3, mark="]", opening="[").message
        'This `]` closes nothing.'
        """
        return Fault(self.code, offset, self.message.format(**words), self.remedy.format(**words))


MISSING_DOT = Wording(
    "syntax-missing-dot",
    "This statement has no full stop at its end.",
    "Put a full stop at the end of this statement.",
)
WRONG_END = Wording(
    "syntax-missing-dot",
    "This statement ends with a {name} instead of a full stop.",
    "Put a full stop instead of this {name}.",
)
EARLY_DOT = Wording(
    "syntax-early-dot",
    "The statement ends here, but the next line goes on with it.",
    "Put a semicolon instead of this full stop.",
)
NO_FIRST_LINE = Wording(
    "syntax-no-first-line",
    "This block has no first line: nothing says what it is about.",
    "Write its name and class before this line, such as `:code-review a loop:Review ;`, or move "
    "these lines below the line that names it.",
)
WITHIN = Wording(
    "syntax-early-dot",
    "This block stands within another one, which goes on behind it.",
    "Move it behind the full stop of the other block.",
)
WRONG_COMMA = Wording(
    "syntax-comma-for-semicolon",
    "A property follows this comma, which separates values of one property.",
    "Put a semicolon instead of this comma.",
)
STRAY_DOT = Wording(
    "syntax-unexpected-dot",
    "There is no statement before this full stop.",
    "Remove this full stop.",
)
DOT_AFTER_PLAIN_DIRECTIVE = STRAY_DOT._replace(
    message="PREFIX and BASE, written without @, take no full stop."
)
MISSING_SEMICOLON = Wording(
    "syntax-missing-semicolon",
    "Another property follows, and nothing separates it from this value.",
    "Put a semicolon after this value, or a full stop if the statement ends here.",
)
MISSING_COMMA = Wording(
    "syntax-missing-comma",
    "Another value follows, and nothing separates it from this one.",
    "Put a comma between the two values, or a full stop if the statement ends here.",
)
COMMA_IN_LIST = Wording(
    "syntax-comma-in-list",
    "The members of a list in ( ) are separated by spaces.",
    "Remove the comma.",
)
MISSING_BRACKET = Wording(
    "syntax-missing-bracket",
    "The `{opening}` of line {line} is not closed.",
    "Put a `{closing}` here.",
)
WRONG_BRACKET = Wording(
    "syntax-wrong-bracket",
    "The `{opening}` of line {line} is closed by `{found}`.",
    "Put a `{closing}` here.",
)
EXTRA_BRACKET = Wording(
    "syntax-extra-bracket",
    "This `{mark}` closes nothing.",
    "Remove it, or put the missing `{opening}` before it.",
)
LITERAL_SUBJECT = Wording(
    "syntax-literal-subject",
    "A statement cannot be about {token}: a text or a number is only ever a value.",
    "Begin the statement with the name of a thing, such as `:code-review`.",
)
LITERAL_PREDICATE = Wording(
    "syntax-literal-predicate",
    "A text or a number cannot be a property, and {token} stands where a property belongs.",
    "Write the name of a property before it, such as `rdfs:label`.",
)
BLANK_PREDICATE = Wording(
    "syntax-blank-predicate",
    "A blank node cannot be a property, and {token} stands where a property belongs.",
    LITERAL_PREDICATE.remedy,
)
MISSING_IRI = Wording(
    "syntax-missing-iri",
    "The address of this declaration is missing.",
    "Write it between angle brackets, such as `<http://example.org/>`.",
)
UNTERMINATED_IRI = Wording(
    "syntax-unterminated-iri",
    "The address that begins with this `<` has no `>` at its end.",
    "Put a `>` after the address.",
)
UNTERMINATED_STRING = Wording(
    "syntax-unterminated-string",
    "The text that begins with this quote does not end on its line.",
    "Put {quote} at the end of the text, or {quote}{quote}{quote} on both sides of a long one.",
)
UNTERMINATED_LONG_STRING = Wording(
    "syntax-unterminated-string",
    "The text that begins with these three quotes ({quote}) never ends.",
    "Put {quote} at the end of the text.",
)
BAD_ESCAPE = Wording(
    "syntax-bad-escape",
    "The escape {written} means no character.",
    'Write `\\\\` for a backslash, `\\"` for a quote, or the character itself.',
)
BAD_CHARACTER = Wording(
    "syntax-bad-character",
    "{what} stands here; the file may be damaged or stored in another encoding.",
    "Remove it, and save the file as UTF-8.",
)
BAD_DATATYPE = Wording(
    "syntax-bad-datatype",
    "No datatype follows `^^`.",
    "Write a datatype such as `xsd:date` directly after it, or remove `^^`.",
)
_CLOSING = {"[": "]", "(": ")"}


def show(token: str) -> str:
    r"""Return a token as a message quotes it: on one line and short.

    >>> show("a\n  b")
    '`a b`'
    """
    flat = " ".join(token.split())
    return f"`{flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + '…'}`"


def closest(word: str, among: Iterable[str]) -> str | None:
    """Return the word that was probably meant, or ``None``.

    >>> closest("lop", ["loop", "rdf"]), closest("xyz", ["loop"])
    ('loop', None)
    """
    import difflib  # only when something is wrong: importing it costs time

    known = list(dict.fromkeys(name for name in among if name))
    same = [name for name in known if name.lower() == word.lower()]
    return next(iter(same or difflib.get_close_matches(word, known, 1)), None)


def wrong_end(offset: int, mark: str) -> Fault:
    """Return the fault of a statement that ends with a comma or a semicolon.

    >>> wrong_end(3, ";").remedy
    'Put a full stop instead of this semicolon.'
    """
    fault = WRONG_END.at(offset, name="semicolon" if mark == ";" else "comma")
    return replace(fault, replacement=".")


def missing_bracket(offset: int, opening: str, line: int) -> Fault:
    """Return the fault of a bracket that is never closed.

    >>> missing_bracket(9, "[", 3).message
    'The `[` of line 3 is not closed.'
    """
    return MISSING_BRACKET.at(offset, opening=opening, line=line, closing=_CLOSING[opening])


def wrong_bracket(offset: int, opening: str, line: int, found: str) -> Fault:
    """Return the fault of a bracket that is closed by the other kind of bracket.

    >>> wrong_bracket(9, "[", 3, ")").message
    'The `[` of line 3 is closed by `)`.'
    """
    closing = _CLOSING[opening]
    return WRONG_BRACKET.at(offset, opening=opening, line=line, found=found, closing=closing)


def relative_iri(offset: int, iri: str) -> Fault:
    """Return the fault of an address that is not whole, and that no ``@base`` completes.

    >>> relative_iri(3, "<review>").remedy
    'Write the name without < and >, as in `:review`.'
    """
    inner = iri.strip("<>")
    name = re.fullmatch(r"[:#]?([A-Za-z][\w-]*)", inner)
    remedy = (
        f"Write the name without < and >, as in `:{name[1]}`."
        if name
        else "Write the whole address, beginning with `https://`, or use a prefix, as in `:name`."
    )
    message = f"{show(iri)} is not a whole address, and no `@base` completes it."
    return Fault("syntax-relative-iri", offset, message, remedy, f":{name[1]}" if name else None)


def missing_object(offset: int, after: str) -> Fault:
    """Return the fault of a property, or a comma, without a value.

    >>> missing_object(3, "rdfs:label").message
    'No value follows `rdfs:label`.'
    """
    message = "No value follows this comma." if after == "," else f"No value follows {show(after)}."
    remedy = "Write the value, or remove the comma." if after == "," else "Write its value here."
    return Fault("syntax-missing-object", offset, message, remedy)


def missing_predicate(offset: int, after: str) -> Fault:
    """Return the fault of a statement that has no property where one belongs.

    >>> missing_predicate(3, ":a").code
    'syntax-missing-predicate'
    """
    return Fault(
        "syntax-missing-predicate",
        offset,
        f"No property follows {show(after)}." if after else "A property is missing here.",
        'Write a property and its value, such as `rdfs:label "…"`.',
    )


_HINTS: Mapping[str, tuple[str, str]] = {
    "true": ("`true` and `false` are written in lower case.", "Write `true`."),
    "false": ("`true` and `false` are written in lower case.", "Write `false`."),
    "a": ("`a` stands for rdf:type, and only in the place of a property.", "Write `rdf:type`."),
    "{": ("Turtle has no graphs and no rules in `{ }`.", "Remove the braces."),
    "}": ("Turtle has no graphs and no rules in `{ }`.", "Remove the braces."),
    "@": (
        "A language code such as `@en` belongs after this `@`.",
        "Write the language in letters, directly after the closing quote.",
    ),
    "\\": (
        "This backslash stands before a character that it cannot protect.",
        "Remove the backslash, or write the whole address between < and >.",
    ),
    "%": (
        "A name cannot hold a per cent sign without two hexadecimal digits after it.",
        "Write `\\%` or `%25` in a name; write a share as a number, such as 0.5.",
    ),
    "_": ("The name of a blank node is written `_:name`.", "Write `_:` and a name."),
    "\ufeff": (
        "An invisible byte order mark stands in the middle of the file.",
        "Remove it; it may stand only at the very beginning.",
    ),
    "\u00a0": ("A no-break space stands here.", "Write a plain space instead."),
    "<<": ("Turtle 1.2: this `<<` has no `>>`, and neither is read.", "Remove it."),
}


def unexpected(offset: int, token: str, kinds: int, previous: str) -> Fault:
    """Return the fault of a token that cannot stand where it stands.

    >>> unexpected(0, "Review", kind.WORD, "rdfs:label").remedy
    'Put a text in quotes; give a name a prefix, as in `:Review`.'
    """
    if token[:1] in tuple("“”„‘’«»"):
        message = f"{show(token)} begins with a typographic quote."
        remedy = 'Write straight quotes (") around a text.'
    elif kinds == kind.WORD and previous[-1:] in ('"', "'"):
        quote = previous[-1]
        message = f"The text ends before {show(token)}."
        remedy = f"Write `\\{quote}` for a quote within a text."
    elif token.lower() in _HINTS:
        message, remedy = _HINTS[token.lower()]
    elif kinds == kind.WORD:
        message = f"{show(token)} is no name: it has no prefix, and it is not in quotes."
        remedy = f"Put a text in quotes; give a name a prefix, as in `:{token[:_SHOWN]}`."
    else:
        message = f"{show(token)} cannot stand here."
        remedy = "Remove it, or put it in quotes if it belongs to a text."
    return Fault(
        "syntax-unexpected-word" if kinds == kind.WORD else "syntax-unexpected",
        offset,
        message,
        remedy,
    )


def bad_directive(offset: int, token: str, meant: str | None) -> Fault:
    """Return the fault of a line that begins with an unknown ``@word``.

    >>> bad_directive(0, "@prefx", "@prefix").remedy
    'Write `@prefix`, in lower case.'
    """
    return Fault(
        "syntax-unknown-directive",
        offset,
        f"{show(token)} is no declaration that Turtle knows.",
        f"Write `{meant}`, in lower case." if meant else "Turtle knows `@prefix` and `@base`.",
    )


def bad_declaration(offset: int, found: str) -> Fault:
    """Return the fault of a prefix declaration without a prefix and its colon.

    >>> bad_declaration(8, "ex").remedy
    'Write `ex:`, with a colon.'
    """
    word = re.fullmatch(r"[\w.-]+", found)
    return Fault(
        "syntax-bad-prefix",
        offset,
        f"A prefix that ends with a colon belongs here, not {show(found)}."
        if found
        else "The prefix is missing.",
        f"Write `{found}:`, with a colon."
        if word
        else "Write the declaration as `@prefix ex: <http://example.org/> .`",
    )


def undefined_prefix(offset: int, prefix: str, declared: Iterable[str], text: str) -> Fault:
    """Return the fault of a prefix that is not declared, with the likely meaning.

    >>> undefined_prefix(0, "skso", (), "").remedy
    'Did you mean `skos:`?'
    >>> undefined_prefix(0, "skos", (), "").remedy
    'Add `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .` at the top of the file.'
    """
    message = f"The prefix `{prefix}:` is not declared."
    hidden = re.search(rf"(?m)^[ \t]*#[ \t]*@?prefix[ \t]+{re.escape(prefix)}:[ \t]*<", text)
    if hidden is not None:
        remedy = f"Remove the # before @prefix {prefix}: ."
        message = f"{message[:-1]}: this line, which would, is a comment."
        return Fault("syntax-undefined-prefix", hidden.start(), message, remedy)
    other = _bound_otherwise(prefix, text)
    if other is not None:
        message = f"{message[:-1]}, and another one stands before its address."
        remedy = f"Write @prefix {prefix}: <{PREFIXES[prefix]}> ."
        return Fault("syntax-undefined-prefix", other, message, remedy)
    return Fault("syntax-undefined-prefix", offset, message, _declare(prefix, declared, text))


def _bound_otherwise(prefix: str, text: str) -> int | None:
    """Return where the address of a known prefix is bound to another one that nothing uses."""
    address = re.escape(PREFIXES.get(prefix, ""))
    found = re.search(rf"(?im)^[ \t]*@?prefix[ \t]+(?P<prefix>[\w-]*):[ \t]*<{address}>", text)
    if not address or found is None:
        return None
    used = re.search(rf"(?m)(?<![\w<:/]){found['prefix']}:\w(?![^\n]*>[ \t]*\.[ \t]*$)", text)
    return found.start() if used is None else None


#: What other maps call the vocabularies that this one reuses.
_ALIASES = {"dc": "dcterms", "dct": "dcterms", "terms": "dcterms", "rdfschema": "rdfs"}


def _declare(prefix: str, declared: Iterable[str], text: str) -> str:
    if re.search(rf"(?m)^\s*(?:@prefix|(?i:prefix))\s+{re.escape(prefix)}:", text):
        return "Move its `@prefix` line above the first use."
    if prefix in _ALIASES:
        return f"Did you mean `{_ALIASES[prefix]}:`?"
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
