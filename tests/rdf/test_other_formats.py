"""Maps in other RDF formats give the answers of the Turtle files; what reaches out is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib

from graph.cli.application import run
from graph.errors import UnreadableError
from graph.ontology.reading import read_ontology

WORKED = Path(__file__).parents[1] / "ontologies" / "worked-loop.ttl"
FORMATS = {".jsonld": "json-ld", ".owl": "xml", ".rdf": "pretty-xml", ".nt": "nt",
           ".nq": "nquads", ".trig": "trig"}  # fmt: skip


def saved(folder: Path, ending: str) -> Path:
    """The worked loop as rdflib saves it in another format."""
    data = rdflib.Dataset()
    data.default_graph.parse(WORKED, format="turtle")
    source = data if ending in (".nq", ".trig") else data.default_graph
    path = folder / f"map{ending}"
    path.write_text(source.serialize(format=FORMATS[ending]), encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, object]:
    """What critical-path says of a map, without the digest of its bytes."""
    assert run(["critical-path", "-o", str(path), "--draws", "0", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    del found["ontology"]
    return found


def parts(path: Path) -> list[tuple[str, str]]:
    """The components of a map with their labels."""
    return [(one.id, one.label) for one in read_ontology([path]).components.values()]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_map_gives_the_same_answer(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What other tools save is the Turtle file again, to the last digit of the answer."""
    assert answer(capsys, saved(tmp_path, ending)) == answer(capsys, WORKED)


def test_findings_name_the_subject_where_there_is_no_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """RDF/XML keeps no lines: file and thing are named, and no line 0 is invented."""
    path = saved(tmp_path, ".owl")
    path.write_text(
        path.read_text().replace(
            'about="https://w3id.org/loopmap/map/D"', 'about="https://w3id.org/x"'
        )
    )
    assert run(["check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}: error: " in out
    assert ": D-gates-E: " in out or "-gates-D: " in out
    assert ":0:" not in out


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.ttl", '<?xml version="1.0"?>\n<rdf:RDF/>', "format-not-as-named"),
        ("a.ttl", '{"@graph": []}', "format-not-as-named"),
        ("a.ttl", '[{"@id": "urn:a"}]', "format-not-as-named"),
        ("a.owl", '<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
         "format-unknown"),
        ("a.jsonld", '{"@context": "https://example.org/c.jsonld"}', "format-reaches-out"),
        ("a.jsonld", '{"x": [{"@context": [{}, "c.jsonld"]}]}', "format-reaches-out"),
        ("a.jsonld", '{"@context": {"@import": "https://example.org/c"}}', "format-reaches-out"),
        ("a.owl", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rdf:RDF/>',
         "format-reaches-out"),
        ("a.owl", '<?xml version="1.0"?>\n<rdf:RDF', "format-broken"),
        ("a.jsonld", '{"@graph": [}', "format-broken"),
        ("a.nq", "<urn:a> <urn:b>", "format-broken"),
        ("a.nt", "<urn:a> <urn:b>", "syntax-missing-object"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_a_way_on(
    name: str, text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File and rule on standard error, exit code 2; nothing is fetched to make sense of it."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert run(["critical-path", "-o", str(path)]) == 2
    told = capsys.readouterr()
    assert f"[{code}]" in told.err
    assert str(path) in told.err
    assert told.out == ""


def test_internal_entities_as_protege_writes_them_are_read(tmp_path: Path) -> None:
    """&map; for the namespace, declared within the file, is no reach outside of it."""
    text = saved(tmp_path, ".owl").read_text()
    head, root, rest = text.partition("<rdf:RDF")
    entity = '<!DOCTYPE rdf:RDF [ <!ENTITY map "https://w3id.org/loopmap/map/" > ]>\n'
    rest = rest.replace('"https://w3id.org/loopmap/map/', '"&map;')
    path = tmp_path / "protege.owl"
    path.write_text(head + entity + root + rest)
    assert parts(path) == parts(WORKED)


def test_turtle_under_the_name_of_another_format_is_read(tmp_path: Path) -> None:
    """A file called .owl that holds Turtle says what the Turtle says."""
    path = tmp_path / "map.owl"
    path.write_bytes(WORKED.read_bytes())
    assert parts(path) == parts(WORKED)


def test_a_folder_tells_of_a_file_of_another_format(tmp_path: Path) -> None:
    """What lies beside Turtle in N-Triples is read with it, and a notice says so."""
    (tmp_path / "map.ttl").write_bytes(WORKED.read_bytes())
    skill = "<https://w3id.org/loopmap/map/s> a <https://w3id.org/loopmap#Skill> ."
    (tmp_path / "more.nt").write_text(skill.replace(" a ", f" <{rdflib.RDF.type}> "))
    model = read_ontology([tmp_path])
    assert "s" in model.skills
    assert "format-beside-turtle" in [one.code for one in model.notices]


def test_a_folder_with_the_same_map_twice_is_refused(tmp_path: Path) -> None:
    """JSON-LD saved beside the Turtle it came from would count everything twice."""
    saved(tmp_path, ".jsonld")
    (tmp_path / "map.ttl").write_bytes(WORKED.read_bytes())
    with pytest.raises(UnreadableError) as caught:
        read_ontology([tmp_path])
    assert [one.code for one in caught.value.problems] == ["format-told-twice"]
    assert "map.ttl" in caught.value.problems[0].message
