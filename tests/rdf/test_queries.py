"""Queries: the same rows from both engines, nothing changed, nothing endless, nothing reached."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unittest import mock

import pytest

from graph.cli.application import run
from graph.errors import UsageError
from graph.files import shipped_ontology
from graph.ontology.stated import answer_statements, map_statements
from graph.rdf import query as engines
from graph.rdf.query import ENGINES, QueryLimits, query
from graph.rdf.ready import ready_queries
from graph.rdf.sparql_text import check_query
from graph.rdf.turtle_writing import Statement
from graph.reports.query import query_csv, query_json, query_table
from graph.turtle.document import Iri, Literal
from graph.vocabulary import MAP, RDFS, XSD

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"


@pytest.fixture(scope="module", autouse=True)
def terms_made_once() -> Iterator[None]:
    """A term of rdflib never changes; to make those of the shipped map takes longest."""
    with mock.patch.object(engines, "to_rdflib_term", lru_cache(None)(engines.to_rdflib_term)):
        yield


@pytest.fixture(scope="module")
def shipped() -> list[Statement]:
    """The shipped map, whose terms the processes of the queries find as rdflib has them."""
    statements = map_statements((shipped_ontology(),))
    with engines.rdflib_as_written():
        for statement in statements:
            for term in statement:
                engines.to_rdflib_term(term)
    return statements


@pytest.fixture(scope="module")
def worked() -> list[Statement]:
    """Five parts, six dependencies."""
    return map_statements((WORKED,))


@pytest.mark.parametrize("ready", ready_queries(), ids=lambda one: one.name)
def test_both_engines_give_the_same_rows(ready, shipped: list[Statement]) -> None:
    """A ready query gives the same without pyoxigraph, where rdflib does the work."""
    text = ready.text.replace("$date$", "2022")
    first, second = (query(shipped, text, engine=engine) for engine in ENGINES)
    assert first.rows == second.rows
    # Every ready query finds something on the shipped map, save those for what it does not lack.
    assert first.rows or ready.name in ("numbers-without-source", "sources-never-cited",
                                        "parts-without-floor")  # fmt: skip


def test_there_are_ready_queries_with_a_line_each() -> None:
    """A list of eight or more, each with one sentence that fits beside its name."""
    assert len(ready_queries()) >= 8
    assert all(one.summary.endswith(".") and len(one.summary) < 100 for one in ready_queries())


ALL = (
    "SELECT ?d ?lag { ?d loop:from ?a OPTIONAL { ?d loop:lag ?lag } }",
    "ASK { :C a loop:Coding }",
    "CONSTRUCT { ?a loop:feeds ?b } { ?d loop:from ?a ; loop:to ?b }",
    "DESCRIBE :C",
    "SELECT (COUNT(*) AS ?n) (AVG(?x) AS ?mean) { ?d loop:lag ?x }",
    "SELECT ?a ?b { ?d loop:from ?a . ?a (^loop:from/loop:to)+ ?b }",
)


@pytest.mark.parametrize("text", ALL)
def test_every_kind_of_query_gives_the_same(text: str, worked: list[Statement]) -> None:
    """SELECT, ASK, CONSTRUCT, DESCRIBE, sums and paths, alike in rows, truth and statements."""
    first, second = (query(worked, text, engine=engine) for engine in ENGINES)
    assert (first.rows, first.truth, first.statements) == (
        second.rows,
        second.truth,
        second.statements,
    )


@pytest.mark.parametrize("word", ["INSERT DATA", "DELETE WHERE", "LOAD <urn:x>", "CLEAR ALL",
                                  "WITH <urn:g> DELETE", "DROP ALL"])  # fmt: skip
def test_changes_are_refused(word: str) -> None:
    """A query never writes, whatever stands in comments before the word that would."""
    with pytest.raises(UsageError, match="would change the map"):
        check_query(f"PREFIX x: <urn:x>\n# SELECT\n{word.lower()} {{ :a :b :c }}")


@pytest.mark.parametrize("target", ["<http://192.0.2.1/q>", "SILENT <http://192.0.2.1/q>", "?x"])
def test_service_is_refused_unless_named(target: str) -> None:
    """No other host is asked, not even one in a variable, unless a person names it."""
    text = f"SELECT * {{ service {target} {{ ?s ?p ?o }} }}"
    with pytest.raises(UsageError, match="SERVICE asks"):
        check_query(text)
    if target != "?x":
        assert check_query(text, ["192.0.2.1"]) == "SELECT"
        with pytest.raises(UsageError):
            check_query(text, ["192.0.2.2"])


@pytest.mark.parametrize(
    "clause", ["FROM <http://192.0.2.1/x>", "from named <file:///etc/hostname>"]
)
def test_nothing_is_loaded_by_from(clause: str) -> None:
    """FROM would fetch an address or a file of the reader; it is refused before anything runs."""
    with pytest.raises(UsageError, match="leave FROM out"):
        check_query(f"SELECT * {clause} {{ ?s ?p ?o }}")


def test_words_in_texts_names_and_comments_are_no_keywords() -> None:
    """SERVICE and FROM as parts of a variable, a text or a comment harm nobody."""
    text = "SELECT ?service { ?from rdfs:label \"SERVICE\"@en, '''FROM''' # SERVICE <x>\n}"
    assert check_query(text) == "SELECT"


@pytest.mark.parametrize("engine", ENGINES)
def test_errors_say_line_and_column(engine: str, worked: list[Statement]) -> None:
    """A slip on the second line is told there, by both engines."""
    with pytest.raises(UsageError, match=r"line 2, column \d+"):
        query(worked, "SELECT ?x WHERE {\n  ?x a a a loop:Coding }", engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_prefix_is_told(engine: str, worked: list[Statement]) -> None:
    """Neither engine takes a prefix that nobody declared for the map's own."""
    with pytest.raises(UsageError, match=r"(?i)prefix"):
        query(worked, "SELECT ?x { ?x a nope:Thing }", engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_endless_query_is_ended(engine: str, worked: list[Statement]) -> None:
    """Every statement joined with every other would run for years; it stops after its time."""
    text = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a"
    with pytest.raises(UsageError, match=r"did not end within 0\.3 seconds"):
        query(worked, text, engine=engine, limits=QueryLimits(0.3))


def test_rows_are_limited_and_that_is_told(worked: list[Statement]) -> None:
    """Three of the rows come, and the table says that there are more."""
    found = query(worked, "SELECT * { ?s ?p ?o }", limits=QueryLimits(rows=3))
    assert (len(found.rows), found.cut) == (3, True)
    assert "3 rows; there are more" in query_table(found)


def test_a_table_fits_and_shows_labels_beside_ids() -> None:
    """In 40 columns, counting two for each Chinese sign; the label stands behind the id."""
    statements: list[Statement] = [
        (Iri(MAP + "a"), Iri(RDFS + "label"), Literal("日本 " + "x" * 90, XSD + "string"))
    ]
    found = query(statements, "SELECT ?s ?o { ?s rdfs:label ?o }")
    table = query_table(found, 40)
    assert table.splitlines()[2].startswith("a (日本")
    # A sign of Chinese takes two columns.
    assert all(len(line) + line.count("日") + line.count("本") <= 40 for line in table.splitlines())


def test_csv_never_acts_and_json_is_the_standard_form() -> None:
    """What a spreadsheet would compute is quoted, a number is not; JSON as SPARQL 1.1 has it."""
    statements: list[Statement] = [
        (Iri(MAP + "a"), Iri(RDFS + "label"), Literal("=1+1", XSD + "string")),
        (Iri(MAP + "b"), Iri(RDFS + "label"), Literal("-2", XSD + "integer")),
    ]
    found = query(statements, "SELECT ?s ?o ?none { ?s rdfs:label ?o } ORDER BY ?s")
    rows = list(csv.reader(io.StringIO(query_csv(found))))
    assert rows[1:] == [[MAP + "a", "'=1+1", ""], [MAP + "b", "-2", ""]]
    body = json.loads(query_json(found))
    assert body["head"]["vars"] == ["s", "o", "none"]
    assert body["results"]["bindings"][1]["o"] == {
        "type": "literal", "value": "-2", "datatype": XSD + "integer",
    }  # fmt: skip
    assert "none" not in body["results"]["bindings"][0]


def test_the_command_takes_text_file_stdin_and_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four ways to say which query; a slip is answered with the nearest name."""
    text = "ASK { :C a loop:Coding }"
    (tmp_path / "q.rq").write_text(text)
    for asked in (text, str(tmp_path / "q.rq"), "-"):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert run(["query", asked, "-o", str(WORKED)]) == 0
        assert capsys.readouterr().out == "yes\n"
    assert run(["query", "evidence-by-grad", "-o", str(WORKED)]) == 2
    assert "Did you mean evidence-by-grade " in capsys.readouterr().err
    assert run(["query", "observations-older-than", "-o", str(WORKED)]) == 2
    assert "--with date=VALUE" in capsys.readouterr().err


def test_answers_stand_in_a_graph_of_their_own_and_are_never_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes twice, never over a person's file, left out of every map."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    made = tmp_path / "answers.ttl"
    arguments = ["export", "ttl", "-o", str(WORKED), "--draws", "0", "--output", str(made)]
    assert run(arguments) == 0
    first = made.read_bytes()
    assert run(arguments) == 0
    assert made.read_bytes() == first
    assert b'"1970-01-02T00:00:00Z"^^xsd:dateTime' in first
    # Never over what a person wrote.
    mine = tmp_path / "map.ttl"
    mine.write_bytes(WORKED.read_bytes())
    assert run(["export", "ttl", "-o", str(WORKED), "--draws", "0", "--output", str(mine)]) == 2
    assert mine.read_bytes() == WORKED.read_bytes()
    capsys.readouterr()
    # Told and skipped beside the map, refused alone.
    assert run(["critical-path", "-o", str(tmp_path), "--draws", "0", "--format", "json"]) == 0
    beside = capsys.readouterr()
    assert "[answers-skipped]" in beside.err
    assert run(["critical-path", "-o", str(mine), "--draws", "0", "--format", "json"]) == 0
    assert beside.out == capsys.readouterr().out
    assert run(["check", "--alone", str(made)]) == 2
    # A query over both: what is computed in its graph, what is written outside.
    both = map_statements((mine,)), answer_statements((made,))
    text = """SELECT ?part ?share { GRAPH <https://w3id.org/loopmap/answers>
      { ?one loop:standingOf ?part ; loop:blockingShare ?share } ?part a loop:Coding }"""
    rows = [query(both[0], text, answers=both[1], engine=engine).rows for engine in ENGINES]
    assert rows[0] == rows[1]
    assert [row[0] for row in rows[0]] == [MAP + "C"]
    answer = json.loads(beside.out)
    share = next(one["blocking_share"] for one in answer["components"] if one["id"] == "C")
    assert isinstance(rows[0][0][1], Literal)
    assert float(rows[0][0][1].lexical) == pytest.approx(share, rel=1e-11)


def test_map_and_answer_are_rdflib_graphs() -> None:
    """47 statements of the worked loop; each of its parts has one place in the answer."""
    import loopmap

    found = loopmap.read(WORKED)
    graph = loopmap.to_rdflib(found)
    assert len(graph) == 47
    answer = loopmap.to_rdflib(found.study().critical_path(draws=0))
    row = next(iter((graph + answer).query(
        "SELECT (COUNT(?one) AS ?n) { ?one loop:standingOf ?part . ?part loop:baselineDays ?d }"
    )))  # fmt: skip
    assert int(row[0]) == len(found.model.components)
    with pytest.raises(UsageError):
        loopmap.to_rdflib(found.study().active(draws=0))
