"""The check finds what reading finds, slips in words, and what is missing: each once, in place."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from graph.errors import Problem, Severity, UnreadableError
from graph.exporters.json_ld import graph_of
from graph.files import shipped_ontology
from graph.ontology.checks.check import check
from graph.ontology.reading import VOCABULARY, read_documents
from graph.turtle.reading import read_turtle
from graph.vocabulary import PREFIXES

ONTOLOGIES = Path(__file__).parent.parent / "ontologies"
RICH = (ONTOLOGIES / "rich.ttl").read_text(encoding="utf-8")


def found(folder: Path, text: str) -> list[Problem]:
    """Return the problems of one text."""
    path = folder / "a.ttl"
    path.write_text(text, encoding="utf-8")
    return list(check([path]).problems)


def line_of(text: str, part: str) -> int:
    """Return the line on which a part of a text begins."""
    return text[: text.index(part)].count("\n") + 1


def test_a_complete_file_has_no_problem(tmp_path: Path) -> None:
    """One of everything, complete: there is nothing to say."""
    assert found(tmp_path, RICH) == []


def test_what_was_checked_is_counted() -> None:
    """The one-file example: 4 things, 17 statements, one file; the vocabulary is not counted.

    By hand: coding 4 (type, label, days, speed-up), review 4, the dependencies 4 and 5.
    """
    result = check([ONTOLOGIES / "one-file.ttl"])
    assert (result.file_count, result.triple_count, result.subject_count) == (1, 17, 4)


def test_what_only_a_reader_of_the_map_misses_is_placed(tmp_path: Path) -> None:
    """A missing definition is told at the component, as advice."""
    text = RICH.replace('    skos:definition "Writing code."@en ;\n', "")
    (problem,) = found(tmp_path, text)
    assert problem.severity is Severity.ADVICE
    assert problem.code == "component-definition"
    assert problem.subject == "coding"
    assert problem.place is not None
    assert problem.place.line == line_of(text, ":coding a loop:Coding")
    assert problem.source_line == ":coding a loop:Coding ;"


METRIC = """
:pages a loop:Metric ; rdfs:label "pages"@en ; skos:definition "How many."@en ;
    skos:notation "Pages read" ;
    loop:unitWord "count" ; loop:scale "log" .
"""


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (
            RICH.replace('    dcterms:publisher "A publisher" ;\n', ""),
            ":trial a loop:Source",
            "error: trial: dcterms:publisher is missing. Say who published the source "
            "(dcterms:publisher). [source-publisher]",
        ),
        (
            RICH.replace("through :coding , :review", "fedBy :review"),
            ":inner a loop:FeedbackLoop",
            "error: inner: loop:through is missing. Name the components that the loop passes "
            "through (loop:through), one or more. [feedback-loop-through]",
        ),
        (
            RICH.replace("loop:baselineDays 12 .", "loop:baselineDays 12 , 12.0 ."),
            "loop:baselineDays 12 , 12.0",
            "error: coding: loop:baselineDays is 12.0 here and 12 at a.ttl:23:23. "
            "Keep one of the two. [value-twice]",
        ),
        (
            RICH.replace("loop:supposes :faster-review", "loop:supposes :measured"),
            "loop:supposes :measured",
            "error: faster: loop:supposes is :measured, which is not a supposition but an "
            "observation. Write loop:supposes [ a loop:Supposition ; ... ] or the name of one. "
            "[reference-of-wrong-kind]",
        ),
        (
            RICH.replace(":grid a loop:Infra", "[] a loop:Infra")
            .replace("loop:from :grid", "loop:from :site")
            .replace("loop:to :grid", "loop:to :site"),
            "[] a loop:Infra",
            "error: this component has no name, so nothing can point at it. Give it a name, such "
            "as :code-review, instead of [ ]. [name-missing]",
        ),
        (
            RICH + METRIC + "\n:pages qudt:hasUnit unit:NUM .",
            'skos:notation "Pages read"',
            'error: pages: skos:notation is "Pages read"; it must be the metric\'s name in small '
            'letters with hyphens. Write "pages". [metric-notation]',
        ),
        (
            RICH + METRIC.replace("Pages read", "pages") + '\n:pages qudt:hasUnit "pages" .',
            'qudt:hasUnit "pages"',
            'error: pages: qudt:hasUnit is "pages"; it must be the name of a unit. '
            "Write a unit of QUDT, such as unit:DAY. [metric-unit]",
        ),
    ],
)
def test_what_only_the_check_asks_for_is_told_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: str, expected: str
) -> None:
    """Each fault is told once, with what to write instead, on the line where it stands."""
    monkeypatch.chdir(tmp_path)
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("qudt", "unit"))
    Path("a.ttl").write_text(head + text, encoding="utf-8")

    told = [one for one in check(["a.ttl"]).problems if one.severity is Severity.ERROR]
    assert [str(one).split(": ", 1)[1] for one in told] == [expected]
    assert told[0].place is not None
    assert told[0].place.line == line_of(head + text, line)


def test_a_score_off_its_scale_is_told_once_at_the_number(tmp_path: Path) -> None:
    """A score above 4 is told at the number, once."""
    score = (
        ":score a loop:Evidence ;\n    sosa:hasFeatureOfInterest :software ;\n"
        "    sosa:observedProperty loop:Executable ;\n    sosa:hasSimpleResult 5 ;\n"
        '    loop:asOf "2026"^^xsd:gYear ;\n    loop:grade loop:OurAssumption ;\n'
        '    loop:reasoning "Invented." .\n'
    )
    problems = found(tmp_path, RICH + score)
    assert [one.code for one in problems] == ["number-out-of-range"]
    assert "it must be a score from 0 to 4" in problems[0].message
    assert problems[0].place is not None
    assert problems[0].place.line == line_of(RICH + score, "hasSimpleResult 5")


def test_a_slip_in_a_word_of_another_vocabulary_is_noticed(tmp_path: Path) -> None:
    """rdfs:lable is answered with the word that exists; the label is not told missing as well."""
    problems = found(tmp_path, RICH.replace('rdfs:label "Grid"@en', 'rdfs:lable "Grid"@en'))
    assert [one.code for one in problems] == ["unknown-reused-term"]
    assert "Did you mean rdfs:label?" in problems[0].remedy
    assert problems[0].replacement == "rdfs:label"


def test_words_that_nothing_is_like_are_left_alone(tmp_path: Path) -> None:
    """Words of vocabularies that loopmap does not know are nobody's slip."""
    text = RICH + "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n:trial foaf:topic :coding .\n"
    assert found(tmp_path, text) == []


def test_an_ill_typed_literal_is_found_wherever_it_stands(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A literal that nobody reads is checked as well, and no library logs a traceback."""
    with caplog.at_level(logging.DEBUG):
        problems = found(tmp_path, RICH + ':trial dcterms:modified "soon"^^xsd:date .\n')
    assert [one.code for one in problems] == ["date-wrong"]
    assert caplog.records == []


def test_a_nameless_dependency_is_told_once(tmp_path: Path) -> None:
    """A nameless dependency is told once, where its bracket stands."""
    text = RICH.replace(":coding-gates-review a loop:Dependency", "[] a loop:Dependency")
    problems = [one for one in found(tmp_path, text) if one.severity is Severity.ERROR]
    assert [one.code for one in problems] == ["name-missing"]
    assert problems[0].place is not None
    assert problems[0].place.line == line_of(text, "[] a loop:Dependency")


def test_of_what_is_not_turtle_only_that_is_told(tmp_path: Path) -> None:
    """What is not Turtle is not checked for its meaning: what reading refuses it for is told."""
    path = tmp_path / "a.ttl"
    path.write_text(":coding a")
    with pytest.raises(UnreadableError) as refused:
        read_documents([path])
    result = check([path])
    assert result.problems == refused.value.problems
    assert result.unreadable


def test_what_is_missing_in_the_shipped_vocabulary_is_not_held_against_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A metric without a definition is told where the person gave its file, and only there."""
    folder = tmp_path / "vocabulary"
    folder.mkdir()
    for name in VOCABULARY:
        text = (shipped_ontology() / name).read_text(encoding="utf-8")
        definition = re.search(
            r"loop:PassTime a loop:Metric ;.*?( +skos:definition .*?\n)", text, re.S
        )
        if definition:
            text = text.replace(definition[1], "")
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("graph.ontology.reading.shipped_ontology", lambda: folder)
    assert found(tmp_path, RICH) == []

    (problem,) = check([tmp_path / "a.ttl", *folder.iterdir()]).problems
    assert (problem.subject, problem.code) == ("pass-time", "metric-definition")


def test_the_shipped_vocabulary_uses_no_word_it_does_not_declare() -> None:
    """Checked together with a small loop, the vocabulary's own files have no problem."""
    files = [shipped_ontology() / name for name in VOCABULARY]
    problems = check([ONTOLOGIES / "rich.ttl", *files]).problems
    assert [str(one) for one in problems] == []


def test_each_vocabulary_file_has_the_term_it_is_known_by() -> None:
    """A file that brings the vocabulary along is recognised by one term of each part."""
    for name, term in VOCABULARY.items():
        document = read_turtle((shipped_ontology() / name).read_text(encoding="utf-8"), name)
        assert term in {triple.subject for triple in document.triples}
    assert read_documents([shipped_ontology()]).vocabulary == ()


def test_a_graph_has_the_statements_as_written() -> None:
    """Lexical forms survive: 8.5 and 12 and the nameless supposition are there."""
    graph = graph_of(read_documents([ONTOLOGIES / "rich.ttl"]).documents)
    text = graph.serialize(format="nt")
    assert '"8.5"^^<http://www.w3.org/2001/XMLSchema#decimal>' in text
    assert '"12"^^<http://www.w3.org/2001/XMLSchema#integer>' in text
    assert len(graph) == len(set(read_turtle(RICH, "a").triples))
    padded = graph_of([read_turtle("<urn:a> <urn:b> 007 .", "a")])
    assert '"007"' in padded.serialize(format="nt")


def test_nameless_nodes_of_two_documents_stay_apart() -> None:
    """The same label in two documents is two nodes."""
    documents = [read_turtle("_:a <urn:p> 1 .", "a"), read_turtle("_:a <urn:p> 2 .", "b")]
    assert len(set(graph_of(documents).subjects())) == 2
