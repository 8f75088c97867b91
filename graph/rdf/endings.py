"""The RDF formats that are read, and the endings of names that mean them."""

from __future__ import annotations

import re
from enum import StrEnum


class Format(StrEnum):
    """A way to write RDF down, named as people name it."""

    TURTLE = "Turtle"
    N_TRIPLES = "N-Triples"
    N_QUADS = "N-Quads"
    TRIG = "TriG"
    JSON_LD = "JSON-LD"
    RDF_XML = "RDF/XML"
    OWL_XML = "OWL/XML"


#: The format that the ending of a name means.
ENDINGS = {
    ".ttl": Format.TURTLE,
    ".nt": Format.N_TRIPLES,
    ".nq": Format.N_QUADS,
    ".trig": Format.TRIG,
    ".jsonld": Format.JSON_LD,
    ".rdf": Format.RDF_XML,
    ".owl": Format.RDF_XML,
}
_ADDRESS = re.compile(r"https?://\S+", re.I)


def is_endpoint(path: str) -> bool:
    """Return whether a path is the address of a server.

    >>> is_endpoint("http://127.0.0.1:7878/query"), is_endpoint("map.ttl")
    (True, False)
    """
    return _ADDRESS.fullmatch(path) is not None
