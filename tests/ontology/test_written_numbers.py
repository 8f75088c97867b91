"""Numbers written directly on things come from the vocabulary: a new one needs no program."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

import graph.ontology
from graph.cli.application import run
from graph.errors import OntologyError, Severity
from graph.files import shipped_ontology
from graph.model import LoopModel
from graph.ontology.checks.check import check
from graph.ontology.reading import read_ontology
from graph.ontology.terms import READ_PROPERTIES, Property

ONE_FILE = Path(__file__).parent.parent / "ontologies" / "one-file.ttl"
#: A property with domain and range, and the metric that is written by it.
PROPERTY = """
loop:shifts a owl:DatatypeProperty , owl:FunctionalProperty ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( loop:Component loop:Stock ) ] ;
    rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
        owl:withRestrictions ( [ xsd:minExclusive 0 ] [ xsd:maxInclusive 3 ] ) ] ;
    rdfs:label "shifts"@en ;
    rdfs:comment "Shifts a day in which the work is done."@en .
"""
METRIC = """
loop:Shifts a loop:Metric ;
    rdfs:label "shifts"@en ;
    skos:definition "How many shifts a day do the work."@en ;
    skos:notation "shifts" ;
    qudt:hasUnit unit:NUM ;
    loop:unitWord "count" ;
    loop:scale "log" ;
    loop:writtenAs loop:shifts .
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the map in which metric and property of a new number are declared."""
    folder = tmp_path / "ontology"
    shutil.copytree(shipped_ontology(), folder)
    add(folder / "loop.ttl", PROPERTY)
    add(folder / "terms.ttl", METRIC)
    return folder


def add(file: Path, text: str) -> None:
    """Write something at the end of a file."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(text)


def write_on_coding(folder: Path, statement: str) -> None:
    """Say something of a component of the map."""
    add(folder / "components" / "coding.ttl", f"\n:coding {statement} .\n")


def problems(folder: Path) -> list[str]:
    """Return what reading refuses, without the places."""
    with pytest.raises(OntologyError) as caught:
        read_ontology([folder])
    return [f"{one.code}: {one.message}" for one in caught.value.problems]


def test_a_new_number_is_turtle_alone(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Declared and written, it is an observation of the map, and ``explain`` tells of it."""
    write_on_coding(copy, "loop:shifts 2")

    number = read_ontology([copy]).observations["coding.shifts"]
    assert (number.subject, number.metric, number.value) == ("coding", "shifts", 2)
    assert number.direct
    assert not number.exact
    assert check([copy]).problems == ()
    assert run(["explain", "coding", "-o", str(copy)]) == 0
    assert "shifts" in capsys.readouterr().out


def test_a_new_number_written_exactly_is_exact(copy: Path) -> None:
    """Where the vocabulary says that the number says how the loop is built, it has no spread."""
    add(copy / "loop.ttl", "\nloop:shifts loop:writtenExactly true .\n")
    write_on_coding(copy, "loop:shifts 2")

    assert read_ontology([copy]).observations["coding.shifts"].exact


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("0", "loop:shifts is 0; it must be a whole number above 0, up to 3."),
        ("4", "loop:shifts is 4; it must be a whole number above 0, up to 3."),
        ("1.5", "loop:shifts is 1.5; it must be a whole number above 0, up to 3."),
    ],
)
def test_a_new_number_keeps_to_its_range(copy: Path, written: str, message: str) -> None:
    """What rdfs:range does not allow is refused in the words of that range."""
    write_on_coding(copy, f"loop:shifts {written}")

    assert problems(copy) == [f"number-out-of-range: {message}"]


def test_a_new_number_keeps_to_its_domain(copy: Path) -> None:
    """On a resource it is misplaced: its domain is the union of components and stocks."""
    add(
        copy / "stocks.ttl",
        '\n:desk a loop:Resource ; rdfs:label "Desk"@en ; skos:definition "A desk."@en ;'
        " loop:shifts 1 .\n",
    )

    assert problems(copy) == ["property-misplaced: loop:shifts is written on a resource."]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "loop:writtenAs loop:shifts",
            'loop:writtenAs "shifts"',
            'name-expected: loop:writtenAs is "shifts"; it must be the name of a property.',
        ),
        (
            "loop:writtenAs loop:shifts",
            "loop:writtenAs loop:speedup",
            "written-twice: loop:speedup carries shifts already.",
        ),
        (
            "rdfs:domain [ a owl:Class ; owl:unionOf ( loop:Component loop:Stock ) ]",
            "rdfs:domain owl:Thing",
            "carrier-missing: loop:shifts is written on no kind of thing that the map holds.",
        ),
        (
            "xsd:maxInclusive 3",
            'xsd:maxInclusive "three"',
            'number-expected: xsd:maxInclusive: "three" is a text, not a number.',
        ),
    ],
)
def test_a_slip_in_the_declaration_is_told(copy: Path, old: str, new: str, expected: str) -> None:
    """What the vocabulary says of a number has to make sense too."""
    for name in ("loop.ttl", "terms.ttl"):
        text = (copy / name).read_text(encoding="utf-8")
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")

    assert expected in problems(copy)


def test_a_file_without_vocabulary_has_the_shipped_numbers() -> None:
    """The smallest map brings no words of its own: the shipped ones say what is written on it."""
    model = read_ontology([ONE_FILE])

    assert {name: (one.value, one.exact) for name, one in model.observations.items()} == {
        "coding.baseline-days": (12, False),
        "coding.speedup": (6, False),
        "review.baseline-days": (8, False),
        "review.capacity": (1, True),
        "review-feeds-coding.lag": (2, True),
    }


def exact_metrics(model: LoopModel) -> set[str]:
    """Return the metrics of which some number is taken without uncertainty."""
    return {one.metric for one in model.observations.values() if one.exact}


def test_a_floor_of_nothing_is_exact(tmp_path: Path) -> None:
    """That no day is left that nothing shortens has no spread; any other floor has."""
    text = ONE_FILE.read_text(encoding="utf-8")
    for floor, exact in (("0", True), ("1", False)):
        path = tmp_path / "a.ttl"
        path.write_text(
            text.replace("baselineDays 12", f"baselineDays 12 ; loop:floorDays {floor}")
        )
        assert ("floor-days" in exact_metrics(read_ontology([path]))) == exact


# ---- Properties that nothing reads ----


def test_a_property_that_nothing_reads_is_told(copy: Path) -> None:
    """Declared and used, but read neither by the program nor by a metric: a warning, once."""
    add(
        copy / "loop.ttl",
        '\nloop:mood a owl:DatatypeProperty ; rdfs:label "mood"@en ; rdfs:comment "M."@en .\n',
    )
    write_on_coding(copy, "loop:mood 5")

    (problem,) = check([copy]).problems
    assert (problem.code, problem.subject) == ("property-unread", "mood")
    assert problem.severity is Severity.WARNING
    assert problem.source_line is not None
    assert problem.source_line.startswith("loop:mood a owl:DatatypeProperty")


def test_every_property_that_the_reading_names_is_asked_for() -> None:
    """No name stands among those read that no builder and no check uses."""
    root = Path(graph.ontology.__file__).parent
    used = {
        node.attr
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "Property"
    }
    names = {name for name in vars(Property) if not name.startswith("_")}
    assert used == names
    assert len(READ_PROPERTIES) == len(names)


def test_no_address_of_a_property_is_put_together_elsewhere() -> None:
    """Builders name properties in one place only, so that what is read is known."""
    root = Path(graph.ontology.__file__).parent
    elsewhere = [path for path in root.rglob("*.py") if path.name != "terms.py"]
    texts = {path.name: path.read_text(encoding="utf-8") for path in elsewhere}
    assert len(texts) > 10
    assert [name for name, text in texts.items() if re.search(r'LOOP \+ "[a-z]', text)] == []
