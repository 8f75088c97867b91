"""Whether two readings say the same: the proof that stands before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from graph.turtle.document import Blank, Iri, Term, Triple


class DiffersError(Exception):
    """A text would say something else than was asked: a defect of the editing, not of the input."""


#: Subject, property and value, without places.
Said = tuple[Iri | Blank, Iri, Term]


def same_statements(wanted: Iterable[Triple], found: Iterable[Triple], file: str) -> None:
    """Make sure that two series of statements are the same graph.

    Statements without blank nodes are compared as sets. Those with blank nodes must come in the
    same order, and one naming of the nodes must carry all of one series over into the other; that
    is stricter than the graphs being isomorphic, and proves it.

    Args:
        wanted: what is to be said.
        found: what was read.
        file: for the message.

    Raises:
        DiffersError: they differ; the message says in which statement.
    """
    plain, blank = _split(wanted)
    plain_found, blank_found = _split(found)
    if plain != plain_found:
        lost, new = plain - plain_found, plain_found - plain
        raise DiffersError(f"{file}: {_sample('lost', lost)}{_sample('came in', new)}")
    forth: dict[Blank, Blank] = {}
    back: dict[Blank, Blank] = {}
    for one, other in zip_longest(blank, blank_found):
        if one is None or other is None:
            raise DiffersError(f"{file}: the number of statements changed at {one or other}")
        for mine, theirs in zip(one, other, strict=True):
            if isinstance(mine, Blank) and isinstance(theirs, Blank):
                alike = forth.setdefault(mine, theirs) == theirs
                alike = alike and back.setdefault(theirs, mine) == mine
            else:
                alike = mine == theirs and type(mine) is type(theirs)
            if not alike:
                raise DiffersError(f"{file}: {one} became {other}")


def _split(triples: Iterable[Triple]) -> tuple[set[Said], list[Said]]:
    plain: set[Said] = set()
    blank: list[Said] = []
    for triple in triples:
        said: Said = (triple[0], triple[1], triple[2])
        if isinstance(said[0], Blank) or isinstance(said[2], Blank):
            blank.append(said)
        else:
            plain.add(said)
    return plain, blank


def _sample(what: str, said: set[Said]) -> str:
    if not said:
        return ""
    first = min(said, key=repr)
    more = f" and {len(said) - 1} more" if len(said) > 1 else ""
    return f"{what}: {first}{more}. "
