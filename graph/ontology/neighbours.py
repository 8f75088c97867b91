"""Files side by side: those of other formats beside Turtle, and answers, which are no input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import Place, Problem, Severity, UnreadableError
from graph.ontology.inputs import InputFile
from graph.records import record
from graph.vocabulary import LOOP, RDF, word

if TYPE_CHECKING:
    from graph.turtle.document import Document

#: The class of the node by which computed statements know themselves.
ANSWER = LOOP + "ComputedAnswer"
#: Advice that every command shows: what was done with a file is no matter of style.
TOLD_EVERYWHERE = frozenset({"format-beside-turtle", "answers-skipped"})
_TYPE = RDF + "type"


@record(slots=False)
class Neighbours:
    """Files that are input, and what is to be told of the others.

    Attributes:
        files: those that are read.
        documents: what they say, in the same order.
        notices: what was read beside Turtle, and what was skipped.
    """

    files: tuple[InputFile, ...]
    documents: tuple[Document, ...]
    notices: tuple[Problem, ...]


def sort_out(files: Sequence[InputFile], documents: Sequence[Document]) -> Neighbours:
    """Return what is input among some files.

    Answers are skipped. A file of another format is read beside Turtle, and told; where it
    describes a thing that Turtle describes already, all is refused, since nobody could say which
    of the two holds.

    Raises:
        UnreadableError: two files describe the same thing, or there is nothing but answers.
    """
    pairs = list(zip(files, documents, strict=True))
    answers = [file for file, document in pairs if is_answer(document)]
    kept = [(file, document) for file, document in pairs if not is_answer(document)]
    notices = [_skipped(file) for file in answers]
    if answers and not kept:
        raise UnreadableError(
            [
                _told(
                    "answers-only",
                    file,
                    "it holds answers that were computed from a map, and no map.",
                    "Name the map; `loopmap query` takes answers beside it with --answers.",
                    Severity.ERROR,
                )
                for file in answers
            ]
        )
    turtle = [document for file, document in kept if _is_turtle(file)]
    others = [(file, document) for file, document in kept if not _is_turtle(file)]
    if turtle and others:
        _refuse_twice(turtle, others)
        notices += [_beside(file) for file, _ in others]
    return Neighbours(
        tuple(file for file, _ in kept), tuple(document for _, document in kept), tuple(notices)
    )


def is_answer(document: Document) -> bool:
    """Return whether a document holds computed answers, which are no input."""
    return any(triple[2] == ANSWER and triple[1] == _TYPE for triple in document.triples)


def _is_turtle(file: InputFile) -> bool:
    ending = file.name.lower().rpartition(".")[2]
    return ending not in ("nt", "nq", "trig", "jsonld", "rdf", "owl")


def _typed(document: Document) -> set[str]:
    return {
        str(triple[0])
        for triple in document.triples
        if triple[1] == _TYPE and not triple[0].startswith("_:")
    }


def _refuse_twice(turtle: Sequence[Document], others: Sequence[tuple[InputFile, Document]]) -> None:
    owner = {subject: document.file for document in turtle for subject in _typed(document)}
    problems = []
    for file, document in others:
        twice = sorted(_typed(document) & owner.keys())
        if twice:
            problems.append(
                _told(
                    "format-told-twice",
                    file,
                    f"it describes {len(twice):,} thing{'' if len(twice) == 1 else 's'} that "
                    "Turtle files describe already, such "
                    f"as {word(twice[0])} in {owner[twice[0]]}.",
                    "Keep one of the two: take this file out of the folder, or name it alone.",
                    Severity.ERROR,
                )
            )
    if problems:
        raise UnreadableError(problems)


def _beside(file: InputFile) -> Problem:
    return _told(
        "format-beside-turtle",
        file,
        "it is of another format than the Turtle files beside it, and is read with them.",
        "Take it out of the folder if it is no part of the map.",
        Severity.ADVICE,
    )


def _skipped(file: InputFile) -> Problem:
    return _told(
        "answers-skipped",
        file,
        "it holds answers that were computed from a map; it is not read as part of the map.",
        "Keep answers outside the folder of the map.",
        Severity.ADVICE,
    )


def _told(code: str, file: InputFile, message: str, remedy: str, severity: Severity) -> Problem:
    return Problem(code, message, remedy, place=Place(file.label, 0, 0), severity=severity)
