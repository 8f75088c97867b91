"""Statements as Turtle text: sorted, so that the same statements give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.turtle.document import Blank, Iri, Literal, Term
from graph.vocabulary import PREFIXES, RDF, XSD

_LOCAL = re.compile(r"[A-Za-z_0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_-])?")
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Statement = tuple[Iri | Blank, Iri, Term]


def to_turtle(statements: Iterable[Statement], prefixes: dict[str, str] | None = None) -> str:
    """Return statements as Turtle, grouped by subject, subjects and values in a fixed order.

    Args:
        statements: in any order; said twice is written once.
        prefixes: prefix to namespace, only those used are declared; ``None`` for the map's own.

    >>> print(to_turtle([(Iri(PREFIXES[""] + "a"), Iri(RDF + "type"), Iri(PREFIXES[""] + "b"))]))
    @prefix : <https://w3id.org/loopmap/map/> .
    <BLANKLINE>
    :a
        a :b .
    <BLANKLINE>
    """
    known = PREFIXES if prefixes is None else prefixes
    used: set[str] = set()
    grouped: dict[Iri | Blank, dict[Iri, set[Term]]] = {}
    for subject, predicate, value in statements:
        grouped.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    blocks = []
    for subject in sorted(grouped, key=lambda node: (isinstance(node, Blank), node)):
        lines = []
        for predicate in sorted(grouped[subject], key=lambda iri: (iri != RDF + "type", iri)):
            link = "a" if predicate == RDF + "type" else term_text(predicate, known, used)
            values = sorted(term_text(one, known, used) for one in grouped[subject][predicate])
            lines.append(f"    {link} {' , '.join(values)}")
        blocks.append(f"{term_text(subject, known, used)}\n" + " ;\n".join(lines) + " .\n")
    head = [f"@prefix {name}: <{known[name]}> .\n" for name in known if name in used]
    return "\n".join(["".join(head), *blocks]) if head else "\n".join(blocks)


def term_text(term: Term, prefixes: dict[str, str], used: set[str]) -> str:
    """Return a term as Turtle writes it; prefixes that it needs are added to ``used``."""
    if isinstance(term, Literal):
        return _literal_text(term, prefixes, used)
    if isinstance(term, Blank):
        return f"_:b{re.sub('[^A-Za-z0-9]', '', term)}"
    for prefix, namespace in prefixes.items():
        local = term[len(namespace) :]
        if term.startswith(namespace) and _LOCAL.fullmatch(local):
            used.add(prefix)
            return f"{prefix}:{local}"
    return "<" + re.sub(r'[\x00-\x20<>"{}|^`\\]', lambda at: f"\\u{ord(at[0]):04X}", term) + ">"


def _literal_text(term: Literal, prefixes: dict[str, str], used: set[str]) -> str:
    bare = _BARE.get(term.datatype)
    if bare and bare.fullmatch(term.lexical):
        return term.lexical
    text = '"' + re.sub(r'[\\"\n\r\t]', lambda at: _ESCAPES[at[0]], term.lexical) + '"'
    if term.language:
        return f"{text}@{term.language}"
    if term.datatype == XSD + "string":
        return text
    return f"{text}^^{term_text(Iri(term.datatype), prefixes, used)}"
