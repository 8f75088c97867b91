"""How messages call things: prefixed names, and the nearest of the names that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from graph.vocabulary import PREFIXES

#: A name is not offered if it is less like what was written than the best one by more than this.
_NEAR_THE_BEST = 0.25


@lru_cache(maxsize=1024)
def prefixed(iri: str) -> str:
    """Return an IRI as it would be written in a file with the usual prefixes.

    >>> prefixed("https://w3id.org/loopmap#lag")
    'loop:lag'
    >>> prefixed("https://example.org/x")
    '<https://example.org/x>'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri[len(namespace) :]
        if local and iri.startswith(namespace) and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return f"<{iri}>"


def nearest(name: str, names: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the names most like a name, the likest first; none if nothing is like it.

    Args:
        name: what was written.
        names: what exists.
        count: how many to return at most, 1 or more.

    >>> nearest("code-reveiw", ["coding", "code-review", "data"])[0]
    'code-review'
    """
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(name.lower())
    scored = []
    for candidate in sorted(set(names)):
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() >= 0.5 and matcher.quick_ratio() >= 0.5:
            ratio = matcher.ratio()
            if ratio >= 0.5:
                # A slip of the hand is likelier than any other word, however alike.
                scored.append((-1.0 if slips_for(name, candidate) else -ratio, candidate))
    scored.sort()
    return tuple(name for ratio, name in scored[:count] if ratio <= scored[0][0] + _NEAR_THE_BEST)


def slips_for(written: str, meant: str) -> bool:
    """Return whether a word differs from another by a slip of the hand or of habit alone.

    That is a letter missing, too many or wrong, two letters exchanged, another case, an ending
    of the plural, or words that are joined in another way.

    >>> slips_for("revwei", "review"), slips_for("ntoe", "note"), slips_for("CodeRun", "code-run")
    (False, True, True)
    """
    one, other = (re.sub(r"[\W_]", "", text).casefold() for text in (written, meant))
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return one.removesuffix("es") == other or other.removesuffix("es") == one
    start = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    rest, wanted = one[start:], other[start:]
    exchanged = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return exchanged or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]


def did_you_mean(candidates: tuple[str, ...]) -> str:
    """Return the question to ask with the nearest names, or an empty text without any.

    >>> did_you_mean(("coding", "review"))
    'Did you mean coding or review? '
    """
    if not candidates:
        return ""
    head, last = candidates[:-1], candidates[-1]
    return f"Did you mean {', '.join(head)}{' or ' if head else ''}{last}? "


def one_of(nouns: Iterable[str]) -> str:
    """Return nouns with their article, as a choice.

    >>> one_of(["alternative"]), one_of(["component", "resource", "stock"])
    ('an alternative', 'a component, resource or stock')
    """
    *head, last = nouns
    listed = f"{', '.join(head)} or {last}" if head else last
    return ("an " if listed[0] in "aeiou" else "a ") + listed


def count_of(number: int, one: str, many: str = "") -> str:
    """Return a number of things with the right form of their name.

    >>> count_of(1, "source"), count_of(0, "source"), count_of(2, "study", "studies")
    ('1 source', '0 sources', '2 studies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
