"""A map together with scenarios from files of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from graph.errors import OntologyError, UsageError
from graph.model import LoopModel
from graph.ontology.building.model import build_model
from graph.ontology.findings import Findings
from graph.ontology.reading import read_documents
from graph.ontology.roles import TYPE
from graph.ontology.statements import Statements
from graph.turtle.document import Document
from graph.vocabulary import LOOP, local_name

_SCENARIO = LOOP + "Scenario"
_OWN = (_SCENARIO, LOOP + "Supposition")


@dataclass(frozen=True)
class MapWithScenarios:
    """A map and the scenarios that files brought to it.

    Attributes:
        model: the map, the files' scenarios among its own.
        scenario_ids: the scenario of each file, in the order of the files.
    """

    model: LoopModel
    scenario_ids: tuple[str, ...]


def read_with_scenarios(
    paths: Sequence[str | Path],
    scenario_files: Sequence[str | Path],
    *,
    stdin: TextIO | None = None,
) -> MapWithScenarios:
    """Return a map with the scenarios of further files, checked against it.

    A scenario that has the name of one on the map stands in its place, so that a changed copy of
    a shipped scenario works.

    Args:
        paths: folders, files, or ``-``: the map.
        scenario_files: Turtle files with one scenario each.
        stdin: the stream that ``-`` stands for.

    Raises:
        UsageError: a file holds no scenario, or several.
        UnreadableError: something could not be read or is not Turtle.
        OntologyError: what was read cannot be used.
    """
    base = read_documents(paths, stdin=stdin)
    added = [read_documents((path,), with_vocabulary=False) for path in scenario_files]
    new = [document for reading in added for document in reading.documents]
    ids = tuple(
        _only_scenario(str(path), reading.documents)
        for path, reading in zip(scenario_files, added, strict=True)
    )
    replaced = {subject for document in new for subject in _of_type(document, _OWN)}
    kept = [_without(document, replaced) for document in (*base.documents, *base.vocabulary)]
    findings = Findings()
    model = build_model(Statements((*kept, *new)), findings)
    if findings.errors:
        raise OntologyError(findings.problems)
    digest = sha256("".join((base.digest, *(reading.digest for reading in added))).encode())
    files = tuple(document.file for document in (*base.documents, *new))
    model = replace(model, digest=digest.hexdigest(), files=files, notices=findings.warnings)
    return MapWithScenarios(model, ids)


def _only_scenario(path: str, documents: Sequence[Document]) -> str:
    found = sorted({one for document in documents for one in _of_type(document, (_SCENARIO,))})
    if not found:
        raise UsageError(
            f"{path} holds no scenario. Write one as ':my-case a loop:Scenario ; loop:supposes "
            "[ a loop:Supposition ; ... ]', or start from a copy of a file in ontology/scenarios."
        )
    if len(found) > 1:
        names = ", ".join(map(local_name, found))
        raise UsageError(f"{path} holds several scenarios: {names}. Keep one to a file.")
    return local_name(found[0])


def _of_type(document: Document, types: Sequence[str]) -> set[str]:
    return {
        str(triple.subject)
        for triple in document.triples
        if triple.predicate == TYPE and triple.object in types
    }


def _without(document: Document, subjects: set[str]) -> Document:
    if not subjects & {str(triple.subject) for triple in document.triples}:
        return document
    kept = tuple(triple for triple in document.triples if str(triple.subject) not in subjects)
    return replace(document, triples=kept)
