"""Files to a frozen model: the one way in for everything that loopmap computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from graph.errors import OntologyError, Problem, UnreadableError, UsageError
from graph.files import shipped_ontology
from graph.model import Driver, FeedbackChannel, LoopModel, Resource, Skill
from graph.ontology.building.components import (
    build_alternatives,
    build_components,
    build_dependencies,
    build_described,
    build_domains,
    build_loops,
    build_stocks,
)
from graph.ontology.building.evidence import build_evidence, build_scenarios, build_sources
from graph.ontology.building.lists import build_lists
from graph.ontology.building.map_words import build_columns, build_maps
from graph.ontology.building.written_numbers import build_direct_numbers
from graph.ontology.checks.causes import gather_causes
from graph.ontology.checks.consistency import (
    Records,
    check_baselines,
    check_replacements,
    in_force,
    merge_numbers,
)
from graph.ontology.checks.days_now import check_days_now, check_loads
from graph.ontology.checks.following import check_following, followed
from graph.ontology.checks.wholeness import check_wholeness
from graph.ontology.inputs import InputFile, Inputs, find_inputs
from graph.ontology.neighbours import Neighbours, sort_out
from graph.ontology.roles import TYPE, Role, assign_roles
from graph.ontology.served import ServedFile, served_file
from graph.ontology.statements import Findings, Statements
from graph.ontology.terms import lint_terms
from graph.ontology.things import Context
from graph.rdf.endings import is_endpoint
from graph.rdf.formats import read_text
from graph.records import collection_paused, record
from graph.turtle.document import Document
from graph.vocabulary import LOOP, local_name

_SCENARIO = LOOP + "Scenario"
_OWN = (_SCENARIO, LOOP + "Supposition")
#: The files of the shipped vocabulary, each with a term by which one knows that it is there.
VOCABULARY = {
    "loop.ttl": LOOP + "Component",
    "terms.ttl": LOOP + "Gates",
    "metrics.ttl": LOOP + "LabourUplift",
}


@record(slots=False)
class Reading:
    """Files as documents, before anything is made of what they say.

    Attributes:
        documents: the documents of the files given, in order.
        vocabulary: the documents of the shipped vocabulary, where the files do not bring it.
        digest: SHA-256 over names and bytes of all of them.
        problems: what could not be read, and why; every syntax error among it.
        notices: what was done with files of other formats, and with answers.
    """

    documents: tuple[Document, ...]
    vocabulary: tuple[Document, ...]
    digest: str
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()

    @property
    def all_documents(self) -> tuple[Document, ...]:
        """The documents of the files, then those of the vocabulary."""
        return (*self.documents, *self.vocabulary)


def read_ontology(paths: Sequence[str | Path], *, stdin: TextIO | None = None) -> LoopModel:
    """Return what Turtle files say about a loop, checked.

    Args:
        paths: folders (searched to the bottom), files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.

    Returns:
        The model; its notices are the warnings.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
        OntologyError: what was read cannot be used; all problems at once, warnings among them.
    """
    with collection_paused():
        return model_of(read_documents(paths, stdin=stdin))


def model_of(reading: Reading) -> LoopModel:
    """Return what documents say about a loop, checked.

    Raises:
        UnreadableError: the reading has problems: something could not be read or is not Turtle.
        OntologyError: what was read cannot be used; all problems at once, warnings among them.
    """
    if reading.problems:
        raise UnreadableError(reading.problems)
    return _checked_model(reading.all_documents, reading.documents, reading.digest, reading.notices)


def _checked_model(
    documents: Sequence[Document],
    given: Sequence[Document],
    digest: str,
    notices: tuple[Problem, ...] = (),
) -> LoopModel:
    """Return what documents say; only the given ones among them are named as the map's files."""
    findings = Findings()
    context = context_of(Statements(documents), findings)
    model = build_model(context)
    context.forget_things()
    if findings.errors:
        gather_causes(context, Statements(given))
        raise OntologyError(findings.problems)
    files = tuple(document.file for document in given)
    return replace(model, digest=digest, files=files, notices=(*notices, *findings.warnings))


@record(slots=False)
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
    kept = [_without(document, replaced) for document in base.all_documents]
    digest = sha256("".join((base.digest, *(reading.digest for reading in added))).encode())
    model = _checked_model((*kept, *new), (*base.documents, *new), digest.hexdigest(), base.notices)
    return MapWithScenarios(model, ids)


def context_of(statements: Statements, findings: Findings) -> Context:
    """Return what builders share: the statements, what each subject is, and where problems go."""
    lint_terms(statements, findings)
    return Context(statements, assign_roles(statements, findings), findings)


def build_model(context: Context) -> LoopModel:
    """Return what the statements say as records; every problem goes to the findings.

    A record that cannot be made of what is said is left out: use the model only if the findings
    hold no error.
    """
    maps = build_maps(context)
    lists = build_lists(context, next(iter(maps.values()), None))
    dependencies = build_dependencies(context)
    records = Records(
        build_components(context),
        dependencies,
        build_alternatives(context, dependencies),
        build_direct_numbers(context, lists),
        build_evidence(context, lists),
        lists,
    )
    observations = merge_numbers(context, records)
    model = LoopModel(
        components=records.components,
        dependencies=records.dependencies,
        observations=observations,
        alternatives=records.alternatives,
        resources=build_described(context, Role.RESOURCE, Resource),
        stocks=build_stocks(context),
        drivers=build_described(context, Role.DRIVER, Driver),
        sources=build_sources(context),
        metrics=lists.metrics,
        grades=lists.grades,
        settings=lists.settings,
        notions=lists.notions,
        loops=build_loops(context),
        skills=build_described(context, Role.SKILL, Skill),
        channels=build_described(context, Role.CHANNEL, FeedbackChannel),
        domains=build_domains(context),
        scenarios=build_scenarios(context, lists),
        thresholds=lists.thresholds,
        columns=build_columns(context),
        maps=maps,
    )
    numbers = in_force(observations.values())
    check_replacements(context, records.evidence)
    check_following(context, records, numbers)
    check_days_now(context, lists, model, numbers)
    check_loads(context, model, numbers)
    numbers = followed(records, numbers)
    check_baselines(context, records, numbers)
    check_wholeness(context, records, numbers)
    return model


class KeptDocuments:
    """Documents of texts that were read before: a file that did not change is not read again.

    For what stays open while files change: an editor, a watch.
    """

    def __init__(self) -> None:
        self._documents: dict[str, tuple[str, Document]] = {}

    def read(self, text: str, file: str) -> Document:
        """Return the document of a text, the one from before if the text is the same.

        >>> kept = KeptDocuments()
        >>> kept.read("<urn:a> <urn:b> 1 .", "a.ttl") is kept.read("<urn:a> <urn:b> 1 .", "a.ttl")
        True
        """
        known = self._documents.get(file)
        if known is not None and known[0] == text:
            return known[1]
        document = read_text(text, file)
        self._documents[file] = (text, document)
        return document


def read_documents(
    paths: Sequence[str | Path], *, stdin: TextIO | None = None, with_vocabulary: bool = True
) -> Reading:
    """Return the documents that the paths name, and the vocabulary they need.

    Args:
        paths: folders, files, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        with_vocabulary: whether the shipped vocabulary is added where the files do not bring it.

    Raises:
        UnreadableError: something could not be read or is not Turtle; all such problems at once.
    """
    reading = collect_documents(paths, stdin=stdin, with_vocabulary=with_vocabulary)
    if reading.problems:
        raise UnreadableError(reading.problems)
    return reading


def collect_documents(
    paths: Sequence[str | Path],
    *,
    stdin: TextIO | None = None,
    with_vocabulary: bool = True,
    unsaved: Mapping[str, str | None] | None = None,
    kept: KeptDocuments | None = None,
) -> Reading:
    """Return the documents that the paths name, whatever is wrong in them among the problems.

    Args:
        paths: folders, files, addresses of servers, or ``-`` for standard input.
        stdin: the stream that ``-`` stands for.
        with_vocabulary: whether the shipped vocabulary is added where the files do not bring it.
        unsaved: texts by the path of their file, which take the place of what is on the disk, as
            :func:`graph.ontology.inputs.find_inputs` has it.
        kept: documents from before.

    Raises:
        UnreadableError: a server cannot be read whole.
    """
    servers = [str(path) for path in paths if is_endpoint(str(path))]
    local = [path for path in paths if not is_endpoint(str(path))]
    found = find_inputs(local, stdin, unsaved)
    served = [] if found.problems else [served_file(address) for address in servers]
    return documents_of(found, served, with_vocabulary=with_vocabulary, kept=kept)


def documents_of(
    found: Inputs,
    served: Sequence[ServedFile] = (),
    *,
    with_vocabulary: bool = True,
    kept: KeptDocuments | None = None,
) -> Reading:
    """Return the documents of files that were found, whatever is wrong among the problems.

    Args:
        found: the files, from the disk or from elsewhere.
        served: what servers hold.
        with_vocabulary: whether the shipped vocabulary is added where the files do not bring it.
        kept: documents from before.
    """
    kept = kept or KeptDocuments()
    documents = tuple(kept.read(file.text, file.label) for file in found.files)
    problems = [*found.problems, *(one for document in documents for one in document.problems)]
    given = Neighbours(found.files, documents, ())
    if not problems:
        try:
            given = sort_out(
                (*found.files, *(one.file for one in served)),
                (*documents, *(one.document for one in served)),
            )
        except UnreadableError as error:
            problems += error.problems
    wanted = with_vocabulary and not found.problems
    added = find_inputs(_missing_vocabulary(given.documents) if wanted else ())
    vocabulary = tuple(kept.read(file.text, file.label) for file in added.files)
    problems += [
        *added.problems,
        *(one for document in vocabulary for one in document.problems),
    ]
    digest = _digest([*given.files, *added.files])
    return Reading(given.documents, vocabulary, digest, tuple(problems), given.notices)


def _missing_vocabulary(documents: Sequence[Document]) -> list[Path]:
    anchors = set(VOCABULARY.values())
    found = {
        triple.subject
        for document in documents
        for triple in document.triples
        if triple[0] in anchors and triple[1] == TYPE
    }
    return [shipped_ontology() / name for name, term in VOCABULARY.items() if term not in found]


def _digest(files: Sequence[InputFile]) -> str:
    total = sha256()
    for name, data in sorted((file.name, file.data) for file in files):
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


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
