"""Prefixes bound to another address than the rest of the map, or than the word they stand for.

One such slip would make every statement of its file foreign to the map. It is told once, on the
line of the declaration, and the file is read as it was meant, so that nothing follows from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

from graph.ontology.statements import Findings, Mark
from graph.turtle.document import Blank, Document, Iri, Literal
from graph.vocabulary import MAP, PREFIXES

Kind = TypeVar("Kind", Iri, Iri | Blank, Iri | Blank | Literal)
#: What computed answers are called by: near the map's own address, and no slip for it.
_ANSWERS = MAP.replace("/map/", "/answers/")
#: How like a known address another one must be to be taken for a slip.
_LIKE = 0.85
#: So far behind the text of a literal its datatype begins, with quotes and escapes.
_BEHIND = 40


def mend_prefixes(documents: Sequence[Document], findings: Findings) -> tuple[Document, ...]:
    """Return documents as if their prefixes were bound as in the rest of the map.

    Args:
        documents: as they were read.
        findings: where each prefix that is bound otherwise is noted.
    """
    usual = _usual(documents)
    return tuple(_mended(document, usual, findings) for document in documents)


def _usual(documents: Sequence[Document]) -> dict[str, str]:
    """Return what most files bind each prefix to; known prefixes are bound as everywhere."""
    votes: dict[str, Counter[str]] = {}
    for document in documents:
        for prefix, address in document.prefixes.items():
            votes.setdefault(prefix, Counter())[address] += 1
    usual = {
        prefix: counted.most_common(1)[0][0]
        for prefix, counted in votes.items()
        if counted.most_common(1)[0][1] > 2
    }
    return {**usual, **{name: address for name, address in PREFIXES.items() if name}}


class _Rebinding(NamedTuple):
    """Names that were meant otherwise: how they begin in the text, and in full before and after."""

    begins: str
    address: str
    meant: str


def _mended(document: Document, usual: dict[str, str], findings: Findings) -> Document:
    wrong: list[_Rebinding] = []
    for prefix, address in document.prefixes.items():
        meant = _meant(prefix, address, usual)
        if meant is None or meant == address:
            continue
        wrong.append(_Rebinding(f"{prefix}:", address, meant))
        findings.add(
            "prefix-bound-otherwise",
            f"`{prefix}:` stands for <{address}> here, and for <{meant}> elsewhere; "
            "nothing of this file would be known.",
            f"Write @prefix {prefix}: <{meant}> .",
            at=Mark(document, declared_at(document, prefix)),
            meant=meant,
        )
    for written, at in _bracketed(document).items():
        namespace = document.prefixes[written.removesuffix(":")]
        wrong.append(_Rebinding(f"<{written}", written, namespace))
        name = document.text[at + 1 : document.text.index(">", at)]
        findings.add(
            "name-in-brackets",
            f"<{name}> is a whole address, and no name with the prefix `{written}`.",
            f"Write {name} without < and >.",
            at=Mark(document, at),
            meant=namespace + name[len(written) :],
        )
    if not wrong:
        return document
    text = document.text
    triples = tuple(
        triple._replace(
            subject=_as_meant(triple.subject, triple.subject_at, text, wrong),
            predicate=_as_meant(triple.predicate, triple.predicate_at, text, wrong),
            object=_as_meant(triple.object, triple.object_at, text, wrong),
        )
        for triple in document.triples
    )
    return replace(document, triples=triples)


def _meant(prefix: str, address: str, usual: dict[str, str]) -> str | None:
    if prefix in usual:
        return usual[prefix]
    if address in PREFIXES.values() or address == _ANSWERS:
        return address
    known = (MAP,) if not prefix else tuple(PREFIXES.values())
    best = max(known, key=lambda one: SequenceMatcher(None, one, address).ratio())
    return best if SequenceMatcher(None, best, address).ratio() >= _LIKE else None


def _bracketed(document: Document) -> dict[str, int]:
    """Return the prefixes that begin an address between < and >, with the first such place."""
    found: dict[str, int] = {}
    names = "|".join(re.escape(prefix) for prefix in document.prefixes if prefix)
    if names and "<" in document.text:
        for match in re.finditer(rf"<((?:{names}):)[\w-]+>", document.text):
            found.setdefault(match[1], match.start())
    return found


def declared_at(document: Document, prefix: str) -> int:
    """Return where the address of a prefix stands, in the last of its declarations."""
    declared = rf"(?im)^[ \t]*@?prefix\s+{re.escape(prefix)}:\s*(<)"
    return max((found.start(1) for found in re.finditer(declared, document.text)), default=0)


def _as_meant(term: Kind, at: int, text: str, wrong: Sequence[_Rebinding]) -> Kind:
    """Return a term as it was meant; of two prefixes for one address the text tells which."""
    if isinstance(term, Iri):
        for one in wrong:
            if term.startswith(one.address) and text.startswith(one.begins, at):
                return type(term)(one.meant + term[len(one.address) :])
    if isinstance(term, Literal):
        for one in wrong:
            # Numbers and truth values have a datatype that nobody wrote.
            end = at + len(term.lexical) + _BEHIND
            known = any(
                term.datatype.startswith(right) and len(right) > len(one.address)
                for right in PREFIXES.values()
            )
            written = f"^^{one.begins}" in text[at:end]
            if term.datatype.startswith(one.address) and written and not known:
                meant = one.meant + term.datatype[len(one.address) :]
                return term._replace(datatype=meant)
    return term
