"""Lines that declare a prefix in another language, or nearly in that of Turtle."""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.turtle.faults import Fault
from graph.turtle.odd_signs import as_meant
from graph.vocabulary import PREFIXES

_ADDRESS = re.compile(r"(?:https?://|urn:)[^\s<>\"']*")
_KEYWORD = re.compile(
    r"@?[ ]?prefixes\b|@?[ ]?prefix|@\w+|(?:import|use|using|namespace|xmlns|ns|define)\b", re.I
)
_FILLERS = frozenset({"as", "is", "equals", "from", "for"})
_KNOWN = {address: prefix for prefix, address in PREFIXES.items()}


class Declared(NamedTuple):
    """A prefix, and the address that it stands for."""

    prefix: str
    address: str


def declared_in(line: str) -> Declared | None:
    """Return what a line declares, whatever signs stand in it; ``None`` if it is no declaration.

    >>> declared_in('@prefixes "ex" = <urn:x:> ;')
    Declared(prefix='ex', address='urn:x:')
    >>> declared_in(":a loop:address <urn:x:> .") is None
    True
    """
    plain = as_meant(line).strip()
    addresses = _ADDRESS.findall(plain)
    if len(addresses) != 1:
        return None
    address = addresses[0].rstrip(",;.)") if plain.endswith(addresses[0]) else addresses[0]
    rest = plain.replace(addresses[0], " ", 1)
    keyword = _KEYWORD.match(rest)
    if keyword is None and (
        address not in _KNOWN or not re.match(r"[\"']?[\w-]*[\"']?\s*[:=]", rest)
    ):
        return None
    behind = rest[keyword.end() :] if keyword else rest
    words = [one for one in re.findall(r"[\w-]+", behind) if one.lower() not in _FILLERS]
    with_local = re.search(r"([\w-]+):[\w-]", behind)
    if len(words) > 1 and with_local is None:
        return None
    prefix = words[0] if words else _KNOWN.get(address, "")
    return Declared(prefix, address)


def fault_of(declared: Declared, offset: int, line: str) -> Fault:
    """Return the fault of a line that means a declaration.

    >>> fault_of(Declared("ex", "urn:x:"), 0, "use ex: urn:x:").remedy
    'Write @prefix ex: <urn:x:> .'
    """
    better = f"@prefix {declared.prefix}: <{declared.address}> ."
    message = "This line declares a prefix, but not as Turtle does."
    return Fault(
        "syntax-unknown-directive", offset, message, f"Write {better}", better, len(line.rstrip())
    )
