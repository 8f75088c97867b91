"""The text of ``shapes.ttl``: no data of a map, but words that have to be there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.errors import Place, Problem
from graph.ontology.checks.declared import check_counts
from graph.ontology.checks.prefixes import mend_prefixes
from graph.ontology.inputs import SHAPES
from graph.ontology.reused_terms import lint_reused_terms
from graph.ontology.statements import Findings, Statements
from graph.ontology.terms import lint_terms
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle


def is_shapes(path: str | Path) -> bool:
    """Return whether a path is that of a file of shapes.

    >>> is_shapes("ontology/shapes.ttl"), is_shapes("ontology/loop.ttl")
    (True, False)
    """
    return Path(path).name == SHAPES and not Path(path).is_dir()


def read_shapes(paths: Sequence[str | Path]) -> tuple[Document, ...]:
    """Return the files of shapes among some paths, and those in folders among them.

    Args:
        paths: folders and files; what is no file of shapes is left out.
    """
    found = {str(file): None for path in paths for file in _shapes_of(Path(path))}
    return tuple(_document(file) for file in found)


def _shapes_of(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for file in sorted(path.rglob(SHAPES)):
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield file
    elif is_shapes(path):
        yield path


def _document(file: str) -> Document:
    try:
        return read_turtle(Path(file).read_text(encoding="utf-8-sig"), file)
    except UnicodeDecodeError:
        problem = Problem(
            "not-utf-8", "this is not UTF-8.", "Save it in UTF-8.", place=Place(file, 1)
        )
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        code = "unreadable" if Path(file).exists() else "path-missing"
        remedy = "Check the path and the disk."
        problem = Problem(code, f"{reason}.", remedy, place=Place(file, 1))
    return Document(file, "", (), problems=(problem,))


def check_shapes(document: Document, vocabulary: Sequence[Document]) -> tuple[Problem, ...]:
    """Return what is wrong in the words of a file of shapes.

    Syntax, prefixes, misspelt words of reused vocabularies, and terms of the map's vocabulary that
    nothing declares. What the rules of data ask for is not asked: shapes are no data.

    Args:
        document: the file, as it was read.
        vocabulary: the documents in which the terms are declared.
    """
    if document.problems:
        return document.problems
    findings = Findings()
    (mended,) = mend_prefixes((document,), findings)
    lint_reused_terms(Statements((mended,)), findings)
    check_counts(Statements((mended,)), findings)
    lint_terms(Statements((mended, *vocabulary)), findings)
    return tuple(one for one in findings.problems if one.place and one.place.file == document.file)
