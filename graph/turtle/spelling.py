"""How names, texts and numbers are written in a Turtle text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from graph.turtle.document import Document, Iri, Literal, Term
from graph.turtle.terms import is_absolute
from graph.vocabulary import RDF, XSD

_PLAIN_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_PREFIX_LINE = re.compile(r"(?:@prefix|\bprefix)\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_BAD_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\"\\]")
_SHORT = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")


def stable_prefixes(document: Document) -> dict[str, str]:
    """Return the prefixes that mean the same wherever the document uses them.

    A prefix that is declared anew within the text is left out.
    """
    told: dict[str, set[str]] = {}
    for prefix, iri in _PREFIX_LINE.findall(document.text):
        told.setdefault(prefix, set()).add(iri)
    return {
        prefix: iri for prefix, iri in document.prefixes.items() if len(told.get(prefix, ())) == 1
    }


def spell_iri(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with one of the prefixes if that is plain, else in angle brackets.

    Args:
        iri: an absolute IRI.
        prefixes: prefix to namespace; of several that fit, the longest namespace is taken.

    Raises:
        ValueError: it is no absolute IRI.

    >>> spell_iri("urn:a#b", {"a": "urn:a#"}), spell_iri("urn:a#b/c", {"a": "urn:a#"})
    ('a:b', '<urn:a#b/c>')
    """
    if not is_absolute(iri) or _BAD_IN_IRI.search(iri):
        raise ValueError(f"{iri!r} is no absolute IRI")
    fitting = [
        (-len(namespace), prefix)
        for prefix, namespace in prefixes.items()
        if iri.startswith(namespace) and _PLAIN_LOCAL.fullmatch(iri[len(namespace) :])
    ]
    if not fitting:
        return f"<{iri}>"
    length, prefix = min(fitting)
    return f"{prefix}:{iri[-length:]}"


def spell_text(text: str, language: str | None = None) -> str:
    r"""Return a text in quotes, with its language if it has one.

    >>> print(spell_text('say "x"\n', "en"))
    "say \"x\"\n"@en
    """
    quoted = _CONTROL.sub(lambda match: _SHORT.get(match[0], f"\\u{ord(match[0]):04X}"), text)
    return f'"{quoted}"' + (f"@{language}" if language else "")


def number_from(text: str) -> Literal | None:
    """Return the number that a text writes as Turtle does; ``None`` if it writes none.

    >>> number_from("2.50")
    Literal(lexical='2.50', datatype='http://www.w3.org/2001/XMLSchema#decimal', language=None)
    >>> number_from("2,5") is None, number_from("inf") is None
    (True, True)
    """
    for pattern, name in ((_INTEGER, "integer"), (_DECIMAL, "decimal"), (_DOUBLE, "double")):
        if pattern.fullmatch(text):
            return Literal(text, XSD + name)
    return None


def number_of(value: float) -> Literal:
    """Return a number as people write it: no exponent, no zeros at the end.

    >>> number_of(3.0).lexical, number_of(0.1).lexical, number_of(1e-05).lexical
    ('3', '0.1', '0.00001')
    """
    try:
        plain = format(Decimal(repr(value)).normalize(), "f")
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number") from error
    found = number_from(plain)
    if found is None:
        raise ValueError(f"{value!r} is no finite number")
    return found


def spell(term: Term, prefixes: Mapping[str, str]) -> str:
    """Return a name or literal as it may be written.

    Raises:
        ValueError: it is a blank node, or no absolute IRI.

    >>> spell(Literal("2026", XSD + "gYear"), {"xsd": XSD})
    '"2026"^^xsd:gYear'
    """
    if isinstance(term, Iri):
        return spell_iri(term, prefixes)
    if not isinstance(term, Literal):
        raise ValueError("a blank node has no name")
    if term.language:
        return spell_text(term.lexical, term.language)
    if term.datatype == XSD + "string" or term.datatype == RDF + "langString":
        return spell_text(term.lexical)
    bare = number_from(term.lexical)
    if bare is not None and bare.datatype == term.datatype:
        return term.lexical
    if term.datatype == XSD + "boolean" and term.lexical in ("true", "false"):
        return term.lexical
    return f"{spell_text(term.lexical)}^^{spell_iri(term.datatype, prefixes)}"
