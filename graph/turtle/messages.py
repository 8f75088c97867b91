"""Syntax errors in plain words: what is wrong and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.turtle import tokens as kind
from graph.turtle.faults import Fault

_SHOWN = 40


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


def missing_dot(offset: int) -> Fault:
    """Return the fault of a statement that does not end.

    >>> missing_dot(3).code
    'syntax-missing-dot'
    """
    return Fault(
        "syntax-missing-dot",
        offset,
        "This statement has no full stop at its end.",
        "Put a full stop at the end of this statement.",
    )


def wrong_end(offset: int, mark: str) -> Fault:
    """Return the fault of a statement that ends with a comma or a semicolon.

    >>> wrong_end(3, ";").remedy
    'Put a full stop instead of this semicolon.'
    """
    name = "semicolon" if mark == ";" else "comma"
    return Fault(
        "syntax-missing-dot",
        offset,
        f"This statement ends with a {name} instead of a full stop.",
        f"Put a full stop instead of this {name}.",
    )


def early_dot(offset: int) -> Fault:
    """Return the fault of a full stop in the middle of a statement.

    >>> early_dot(3).code
    'syntax-early-dot'
    """
    return Fault(
        "syntax-early-dot",
        offset,
        "The statement ends here, but the next line goes on with it.",
        "Put a semicolon instead of this full stop.",
    )


def missing_semicolon(offset: int) -> Fault:
    """Return the fault of two properties with nothing between them.

    >>> missing_semicolon(3).code
    'syntax-missing-semicolon'
    """
    return Fault(
        "syntax-missing-semicolon",
        offset,
        "Another property follows, and nothing separates it from this value.",
        "Put a semicolon after this value, or a full stop if the statement ends here.",
    )


def missing_comma(offset: int) -> Fault:
    """Return the fault of two values with nothing between them.

    >>> missing_comma(3).code
    'syntax-missing-comma'
    """
    return Fault(
        "syntax-missing-comma",
        offset,
        "Another value follows, and nothing separates it from this one.",
        "Put a comma between the two values, or a full stop if the statement ends here.",
    )


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


def literal_subject(offset: int, token: str) -> Fault:
    """Return the fault of a statement about a text or a number.

    >>> literal_subject(0, "5").code
    'syntax-literal-subject'
    """
    return Fault(
        "syntax-literal-subject",
        offset,
        f"A statement cannot be about {show(token)}: a text or a number is only ever a value.",
        "Begin the statement with the name of a thing, such as `:code-review`.",
    )


def bad_predicate(offset: int, token: str, blank: bool) -> Fault:
    """Return the fault of a property that is a literal or a blank node.

    >>> bad_predicate(0, "5", False).code
    'syntax-literal-predicate'
    """
    what = "A blank node" if blank else "A text or a number"
    return Fault(
        "syntax-blank-predicate" if blank else "syntax-literal-predicate",
        offset,
        f"{what} cannot be a property, and {show(token)} stands where a property belongs.",
        "Write the name of a property before it, such as `rdfs:label`.",
    )


def stray_dot(offset: int, after_directive: bool) -> Fault:
    """Return the fault of a full stop that ends nothing.

    >>> stray_dot(3, True).message
    'PREFIX and BASE, written without @, take no full stop.'
    """
    message = (
        "PREFIX and BASE, written without @, take no full stop."
        if after_directive
        else "There is no statement before this full stop."
    )
    return Fault("syntax-unexpected-dot", offset, message, "Remove this full stop.")


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
    "<<": ("Statements about statements (`<< >>`) are not part of Turtle 1.1.", "Remove them."),
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


def missing_bracket(offset: int, opening: str, line: int) -> Fault:
    """Return the fault of a bracket that is never closed.

    >>> missing_bracket(9, "[", 3).message
    'The `[` of line 3 is not closed.'
    """
    closing = "]" if opening == "[" else ")"
    return Fault(
        "syntax-missing-bracket",
        offset,
        f"The `{opening}` of line {line} is not closed.",
        f"Put a `{closing}` here.",
    )


def wrong_bracket(offset: int, opening: str, line: int, found: str) -> Fault:
    """Return the fault of a bracket that is closed by the other kind of bracket.

    >>> wrong_bracket(9, "[", 3, ")").message
    'The `[` of line 3 is closed by `)`.'
    """
    closing = "]" if opening == "[" else ")"
    return Fault(
        "syntax-wrong-bracket",
        offset,
        f"The `{opening}` of line {line} is closed by `{found}`.",
        f"Put a `{closing}` here.",
    )


def comma_in_list(offset: int) -> Fault:
    """Return the fault of a comma between the members of a list.

    >>> comma_in_list(3).code
    'syntax-comma-in-list'
    """
    return Fault(
        "syntax-comma-in-list",
        offset,
        "The members of a list in ( ) are separated by spaces.",
        "Remove the comma.",
    )


def extra_bracket(offset: int, mark: str) -> Fault:
    """Return the fault of a closing bracket that nothing opened.

    >>> extra_bracket(3, "]").code
    'syntax-extra-bracket'
    """
    opening = "[" if mark == "]" else "("
    return Fault(
        "syntax-extra-bracket",
        offset,
        f"This `{mark}` closes nothing.",
        f"Remove it, or put the missing `{opening}` before it.",
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


def missing_iri(offset: int) -> Fault:
    """Return the fault of a declaration without its address.

    >>> missing_iri(8).code
    'syntax-missing-iri'
    """
    return Fault(
        "syntax-missing-iri",
        offset,
        "The address of this declaration is missing.",
        "Write it between angle brackets, such as `<http://example.org/>`.",
    )
