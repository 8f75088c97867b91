"""The text of a SPARQL query: of which kind it is, and what in it would reach out or change."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from graph.errors import UsageError

#: Comments, texts, addresses and names, which hold no keywords; then words.
_TOKENS = re.compile(
    r"""
      (?P<address><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<comment>\#[^\n]*)
    | (?P<text>\"\"\"(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<name>[?$@]\w+|[\w.-]*:[\w.%:\\-]*)
    | (?P<word>[A-Za-z_]\w*)
    """,
    re.X | re.S,
)
_CHANGES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
)
KINDS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def check_query(text: str, services: Collection[str] = ()) -> str:
    r"""Return the kind of a query, one of ``KINDS``, having refused what it must not do.

    Args:
        text: of the query.
        services: hosts that SERVICE may ask, as a person named them.

    Raises:
        UsageError: it changes the map, reaches another host, or is no query at all.

    >>> check_query("PREFIX x: <urn:x> # insert\nASK { ?s ?p 'DELETE' }")
    'ASK'
    """
    tokens = [(found.lastgroup, found[0]) for found in _TOKENS.finditer(text)]
    tokens = [token for token in tokens if token[0] != "comment"]
    words = [(at, token[1].upper()) for at, token in enumerate(tokens) if token[0] == "word"]
    for at, word in words:
        if word == "SERVICE":
            _check_service(tokens, at, services)
        elif word == "FROM":
            raise UsageError(
                "A query asks the map alone; leave FROM out. With --answers, GRAPH tells what "
                "was computed from what people wrote."
            )
    first = next((word for _, word in words if word not in ("PREFIX", "BASE")), "")
    if first in _CHANGES:
        raise UsageError(
            f"{first} would change the map, and a query only reads. Edit the Turtle files; "
            "ontology/README.md has a recipe for each thing."
        )
    if first not in KINDS:
        shown = f"'{first}'" if first else "nothing that says what is asked"
        raise UsageError(
            f"A query begins with one of {', '.join(KINDS)} (after PREFIX lines); this one has "
            f"{shown}. `loopmap query --list` shows ready ones."
        )
    return first


def _check_service(
    tokens: list[tuple[str | None, str]], at: int, services: Collection[str]
) -> None:
    following = [token for token in tokens[at + 1 : at + 3] if token[1].upper() != "SILENT"]
    kind, target = following[0] if following else (None, "")
    host = (urlsplit(target[1:-1]).hostname or "") if kind == "address" else ""
    if host and host in services:
        return
    what = f"asks {host}" if host else "asks a host that the query does not name by address"
    way = f"--allow-service {host} allows it." if host else "Write SERVICE <https://host/...>."
    raise UsageError(f"SERVICE {what}, and loopmap reaches no other host unless told. {way}")


def has_order(text: str) -> bool:
    """Return whether a query itself says in which order, or which few of its rows are wanted."""
    words = {found[0].upper() for found in _TOKENS.finditer(text) if found.lastgroup == "word"}
    return bool(words & {"ORDER", "LIMIT", "OFFSET"})
