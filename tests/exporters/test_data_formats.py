"""Networks, tables and statements read back as what was exported."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx
import pytest
import rdflib
from rdflib.compare import isomorphic

from graph.errors import LoopmapError
from graph.exporters.answer_report import to_report
from graph.exporters.graphml import to_graphml
from graph.exporters.html import to_html
from graph.exporters.json_ld import graph_of, in_order, to_json_ld
from graph.exporters.tables import to_csv
from graph.files import shipped_ontology
from graph.loop.network import map_network

pytestmark = pytest.mark.usefixtures("nothing_kept")

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
ROOT = Path(__file__).parents[2]
WRITE_JSON_LD = """from graph.cli.application import run
run(["export", "json-ld", "-o", "tests/ontologies/rich.ttl"])
"""
#: Two parts in a row: nothing closes a loop.
OPEN = (
    HEAD
    + """
:a a loop:Coding ; rdfs:label "A" ; loop:baselineDays 1 .
:b a loop:Review ; rdfs:label "B" ; loop:baselineDays 2 .
:a-gates-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
"""
)


def rows(material, table):
    """A table, read back."""
    return list(csv.DictReader(io.StringIO(to_csv(replace(material, table=table)))))


def plain_strings(graph):
    """The same statements; a string may say that it is one or not, which is the same in RDF."""
    same = rdflib.Graph()
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.datatype == rdflib.XSD.string:
            value = rdflib.Literal(str(value))
        same.add((subject, predicate, value))
    return same


def read_graphml(text):
    """A network, read back by networkx."""
    return networkx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)


@pytest.mark.parametrize("name", ["worked", "rich", "shipped"])
def test_graphml_reads_back_as_the_same_network(name, request):
    """Every node, every dependency under its id, every attribute that the map has."""
    material = request.getfixturevalue(name)
    expected = map_network(material.study.model)
    read = read_graphml(to_graphml(material))

    assert set(read.edges(keys=True)) == set(expected.edges(keys=True))
    for identifier, attributes in expected.nodes(data=True):
        assert attributes.items() <= read.nodes[identifier].items()
    for source, target, key, attributes in expected.edges(keys=True, data=True):
        assert attributes.items() <= read.edges[source, target, key].items()


def test_graphml_carries_the_answer(worked):
    """Coding takes 12/6 = 2 days and is not critical; I is; the period is 10 days."""
    read = read_graphml(to_graphml(worked))

    assert read.nodes["C"]["days"] == 2.0
    assert (read.nodes["C"]["critical"], read.nodes["I"]["critical"]) == (False, True)
    assert read.graph["period_days"] == 10.0
    assert read.edges["E", "C", "E-gates-C"]["lag"] == 2


def test_graphml_leaves_out_what_is_unknown(worked):
    """No speed-up of R is known: it has no such attribute, neither 0 nor 1."""
    read = read_graphml(to_graphml(worked))

    assert "acceleration" not in read.nodes["R"]
    assert read.nodes["C"]["acceleration"] == 6.0


def test_the_network_has_parallel_edges_and_directions(rich):
    """Coding gates review and improves it: two edges, and none the other way but the feedback."""
    graph = map_network(rich.study.model)

    assert set(graph["coding"]["review"]) == {"coding-gates-review", "coding-improves-review"}
    assert set(graph["review"]["coding"]) == {"review-feeds-coding"}


def test_the_components_table_holds_the_answer(worked):
    """Coding: 12 days without AI, 2 now, six times as fast; of R no speed-up is known."""
    by_id = {row["id"]: row for row in rows(worked, "components")}

    assert list(by_id) == sorted(worked.study.model.components)
    coding = by_id["C"]
    assert [float(coding[key]) for key in ("baseline_days", "days", "acceleration")] == [12, 2, 6]
    assert (coding["critical"], by_id["I"]["critical"]) == ("no", "yes")
    assert by_id["R"]["acceleration"] == ""


def test_the_dependencies_table_holds_every_edge(worked):
    """Six dependencies with kind and lag; the critical ones are marked."""
    found = {row["id"]: row for row in rows(worked, "dependencies")}

    assert set(found) == set(worked.study.model.dependencies)
    assert (found["E-gates-C"]["from"], found["E-gates-C"]["to"]) == ("E", "C")
    assert float(found["E-gates-C"]["lag"]) == 2
    assert [key for key, row in found.items() if row["critical"] == "yes"] == [
        "D-gates-I",
        "E-gates-D",
        "I-gates-E",
    ]


def test_the_observations_table_holds_every_number_with_its_source(rich):
    """As written: value, unit, interval, date, grade, source and quote."""
    found = {row["id"]: row for row in rows(rich, "observations")}
    one = found["measured"]

    assert set(found) == set(rich.study.model.observations)
    assert [float(one[key]) for key in ("value", "low", "high", "interval_level")] == [
        1.5,
        1.1,
        2,
        0.95,
    ]
    assert (one["as_of"], one["grade"], one["bound"]) == ("2026-06", "randomised-trial", "exact")
    assert one["source_address"] == "https://example.org/trial"
    assert one["quote"] == "half as fast again"
    assert found["older"]["retracted"] == "yes"


def test_an_observation_without_interval_has_no_level(rich):
    """The level of an interval that is not there is not 90 %: the cell is empty."""
    older = next(row for row in rows(rich, "observations") if row["id"] == "older")

    assert (older["low"], older["high"], older["interval_level"]) == ("", "", "")


@pytest.mark.parametrize("name", ["worked", "rich", "hostile"])
def test_json_ld_reads_back_as_the_same_statements(name, request):
    """Isomorphic to the graph of the files: nothing lost, nothing added, types kept."""
    material = request.getfixturevalue(name)
    read = rdflib.Graph().parse(data=to_json_ld(material), format="json-ld")

    assert isomorphic(plain_strings(read), plain_strings(graph_of(material.documents)))


def test_json_ld_of_the_shipped_map_reads_back_whole(shipped):
    """As many statements as the files hold, over all of them."""
    read = rdflib.Graph().parse(data=to_json_ld(shipped), format="json-ld")

    assert len(read) == len(graph_of(shipped.documents))


def test_json_ld_is_the_same_whatever_the_hashes():
    """Two processes that order sets differently write the same bytes."""
    texts = [
        subprocess.run(
            [sys.executable, "-c", WRITE_JSON_LD],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert texts[0] == texts[1]
    assert texts[0].startswith(b"{")


def test_a_list_in_json_ld_keeps_its_order():
    """Things and values are sorted, but not the parts of a named loop, whose order means much."""
    written = {"b": [3, 1], "a": {"@list": [{"y": [2, 1]}, {"x": 1}]}}

    assert in_order(written) == {"a": {"@list": [{"y": [1, 2]}, {"x": 1}]}, "b": [1, 3]}


def test_a_report_names_every_source_it_rests_on(shipped):
    """Each source whose number carries weight is there with its address, once."""
    text = to_report(shipped)
    study = shipped.study
    used = {
        study.model.observations[key].source
        for item in shipped.answer.components
        for key in (getattr(study.estimate(item.id, "speedup"), "observation_ids", ()))
    } - {None}

    assert used
    for identifier in used:
        assert text.count(f"<{study.model.sources[identifier].address}>\n") == 1
    assert shipped.answer.ontology in text


def test_a_report_counts_assumptions(worked):
    """Every number of the worked loop is its author's: the report says so."""
    assert "No number of this answer has a source yet." in to_report(worked)
    assert "are assumptions without a source." in to_report(worked)


def test_a_map_without_a_loop_can_still_be_exported_as_data(tmp_path, material_from):
    """Nothing to compute is no reason to refuse a network or a table; the answer is left out."""
    path = tmp_path / "open.ttl"
    path.write_text(OPEN, encoding="utf-8")
    material = material_from(path)

    read = read_graphml(to_graphml(material))
    assert set(read.nodes) == {"a", "b"}
    assert "days" not in read.nodes["a"]
    assert [row["days"] for row in rows(material, "components")] == ["", ""]
    assert [row["critical"] for row in rows(material, "dependencies")] == [""]


@pytest.mark.parametrize("make", [to_html, to_report], ids=["html", "report"])
def test_a_map_without_a_loop_has_no_answer_to_show(tmp_path, material_from, make):
    """What shows an answer refuses in plain words where there is none."""
    path = tmp_path / "open.ttl"
    path.write_text(OPEN, encoding="utf-8")

    with pytest.raises(LoopmapError):
        make(material_from(path))


def test_a_table_of_nothing_has_a_head(worked):
    """A map whose model holds no observation gives a table without lines, not an error."""
    empty = replace(worked.study, model=replace(worked.study.model, observations={}))
    material = replace(worked, read_study=lambda: empty, table="observations")

    assert to_csv(material) == "id\n"


def test_exports_leave_the_ontology_alone(shipped):
    """Nothing in the shipped ontology changes by exporting it."""
    before = {path: path.stat().st_mtime_ns for path in shipped_ontology().rglob("*")}
    for make in (to_html, to_graphml, to_csv, to_json_ld, to_report):
        make(shipped)

    assert {path: path.stat().st_mtime_ns for path in shipped_ontology().rglob("*")} == before
