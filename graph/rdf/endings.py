"""The RDF formats that are read, and the endings of names that mean them."""

from __future__ import annotations

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
