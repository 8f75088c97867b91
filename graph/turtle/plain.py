"""The plain statements with which a text begins, each part of them cut out whole.

Most of a large file is subject, property and value, with nothing wrong. One look of a regular
expression takes in all three and what ends them, where the grammar goes from token to token. What
is not plain (brackets, blank nodes, a base, anything odd) and all that follows is left to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.turtle import tokens
from graph.turtle.document import Blank, Iri, Literal, Triple
from graph.turtle.faults import Faults
from graph.turtle.terms import Terms

_BLANK = r"[ \t\r\n]"
_NODE = rf"{tokens.PLAIN_NAME}|{tokens.ADDRESS}"
_VALUE = rf"{_NODE}|{tokens.FIGURES}|(?:{tokens.TEXT})(?:{tokens.SUFFIX})?|true|false"
#: Subject, property, value and what ends them; the first, or the first two, may be those of before.
#: Where nothing of the kind stands it matches nothing at all, so that one match follows another.
_PART = re.compile(
    rf"{tokens.SPACE}(?:(?:(?:({_NODE}){_BLANK}++)?(a|{_NODE}){_BLANK}++)?({_VALUE}){_BLANK}*+"
    rf"([;,.])(?={_BLANK}|\Z))|",
    re.DOTALL,
)
_PREFIX = re.compile(
    rf"{tokens.SPACE}@prefix{_BLANK}++((?:{tokens.PLAIN_PREFIX})?):{_BLANK}*+({tokens.ADDRESS}){_BLANK}*+"
    rf"\.(?={_BLANK}|\Z)"
)


class Plain(NamedTuple):
    """What plain statements say, and where they end.

    Attributes:
        triples: in the order of the text.
        prefixes: those declared up to there.
        end: the offset behind the last of them; 0 if the text begins otherwise.
    """

    triples: list[Triple]
    prefixes: dict[str, str]
    end: int


def read_plain(text: str, base: str | None) -> Plain:
    """Return what the plain statements say with which a text begins.

    Args:
        text: of Turtle, in whatever state; what is wrong in it is told by nobody here.
        base: an absolute IRI that completes relative ones.

    >>> plain = read_plain("<urn:a> <urn:b> 1, 2 . <urn:a> <urn:b> [] .", None)
    >>> len(plain.triples), plain.end
    (2, 22)
    """
    reading = _Reading(text, base)
    while (reading.statements() or reading.prefix()) and not reading.faults:
        pass
    return Plain(reading.triples, reading.terms.prefixes, reading.end)


class _Reading:
    def __init__(self, text: str, base: str | None) -> None:
        self.text = text
        self.faults = Faults()
        self.terms = Terms(tokens.Tokens(text, len(text)), base, self.faults)
        self.triples: list[Triple] = []
        self.end = 0

    def prefix(self) -> bool:
        """Read a declaration; return whether there is one."""
        found = _PREFIX.match(self.text, self.end)
        address = self.terms.written(found[2], found.start(2)) if found else None
        if found is None or not isinstance(address, Iri) or self.faults:
            return False
        self.terms.declare(found[1], address)
        self.end = found.end()
        return True

    def statements(self) -> bool:
        """Read statements up to the first that is not plain; return whether there are any."""
        begun, triples = self.end, self.triples
        whole = len(triples)
        properties, values, term = self.terms.properties, self.terms.values, self._term
        subject: Iri | Blank = Iri()
        predicate = Iri()
        subject_at = predicate_at = 0
        ended = "."
        add, new = triples.append, tuple.__new__
        for match in _PART.finditer(self.text, begun):
            first, second, third, mark = match.groups()
            # A subject begins each statement, and none has two; likewise with properties.
            if third is None or (first is None) is (ended == "."):
                break
            if first is not None:
                subject_at = match.start(1)
                node = values.get(first) or term(first, subject_at)
                if not isinstance(node, Iri):
                    break
                subject = node
            if second is not None:
                if ended == ",":
                    break
                predicate_at = match.start(2)
                found = properties.get(second) or self._property(second, predicate_at)
                if found is None:
                    break
                predicate = found
            elif ended != ",":
                break
            at = match.start(3)
            value = values.get(third) or term(third, at)
            if value is None:
                break
            add(new(Triple, (subject, predicate, value, subject_at, predicate_at, at)))
            ended = mark
            if mark == ".":
                self.end, whole = match.end(), len(triples)
        del triples[whole:]
        return self.end > begun

    def _term(self, written: str, start: int) -> Iri | Literal | None:
        """Return a term that was not met before; ``None`` if something is wrong with it."""
        found = self.terms.written(written, start)
        return None if self.faults else found

    def _property(self, written: str, start: int) -> Iri | None:
        found = self._term(written, start)
        if not isinstance(found, Iri):
            return None
        self.terms.properties[written] = found
        return found
