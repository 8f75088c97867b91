"""What a SPARQL server holds, as if it were a file."""

from __future__ import annotations

from typing import NamedTuple

from graph.ontology.inputs import InputFile
from graph.rdf.endpoint import read_endpoint
from graph.rdf.turtle_writing import to_turtle
from graph.turtle.document import Document


class ServedFile(NamedTuple):
    """A file that stands for a server's statements, and what they are.

    Attributes:
        file: its bytes are the statements in a fixed order, for the map's digest.
        document: problems in it name the server and the subject.
    """

    file: InputFile
    document: Document


def served_file(address: str) -> ServedFile:
    """Return what a server holds.

    Raises:
        UnreadableError: it cannot be read whole.
    """
    document = read_endpoint(address)
    text = to_turtle(triple[:3] for triple in document.triples)
    return ServedFile(InputFile(address, address, text.encode(), text), document)
