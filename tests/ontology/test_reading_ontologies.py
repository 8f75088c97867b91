"""Good files become the model they describe, whatever their order and names."""

from __future__ import annotations

import gc
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import OntologyError
from graph.model import LoopModel, Observation
from graph.ontology.reading import build_model, context_of, read_documents, read_ontology
from graph.ontology.statements import Findings, Statements
from graph.turtle.document import Document
from graph.turtle.reading import read_turtle
from graph.vocabulary import Family, Kind

ONTOLOGIES = Path(__file__).parent.parent / "ontologies"
ONE_FILE = ONTOLOGIES / "one-file.ttl"
WORKED = ONTOLOGIES / "worked-loop.ttl"
RICH = ONTOLOGIES / "rich.ttl"
HEAD = """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
VOCABULARY = read_documents([ONE_FILE]).vocabulary


def write(folder: Path, text: str, name: str = "a.ttl") -> Path:
    """Return a file with the usual prefixes and a text."""
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def number(model: LoopModel, name: str) -> Observation:
    """Return an observation by its id."""
    return model.observations[name]


def test_the_one_file_example_is_read() -> None:
    """The example that most people begin with gives two components and two dependencies."""
    model = read_ontology([ONE_FILE])
    assert list(model.components) == ["coding", "review"]
    assert model.components["coding"].family is Family.CODING
    assert model.components["review"].label == "Review"
    assert [(one.source, one.target, one.kind) for one in model.dependencies.values()] == [
        ("coding", "review", Kind.GATES),
        ("review", "coding", Kind.GATES),
    ]
    assert {name: one.value for name, one in model.observations.items()} == {
        "coding.baseline-days": 12,
        "coding.speedup": 6,
        "review.baseline-days": 8,
        "review.capacity": 1,
        "review-feeds-coding.lag": 2,
    }
    assert model.notices == ()


def test_direct_numbers_are_assumptions_with_their_place() -> None:
    """A number written on a component is our assumption, and knows where it stands."""
    speedup = number(read_ontology([ONE_FILE]), "coding.speedup")
    assert (speedup.grade, speedup.source, speedup.direct) == ("our-assumption", None, True)
    line = ONE_FILE.read_text().splitlines()[3]
    assert speedup.place is not None
    assert (speedup.place.line, speedup.place.column) == (4, line.index("6 .") + 1)


def test_only_counted_numbers_are_exact() -> None:
    """Lag and capacity are taken as they stand; days and speed-ups are not."""
    model = read_ontology([ONE_FILE])
    assert {name for name, one in model.observations.items() if one.exact} == {
        "review.capacity",
        "review-feeds-coding.lag",
    }


def test_a_floor_of_zero_is_exact_and_another_is_not(tmp_path: Path) -> None:
    """No floor is a statement without spread; a floor of two days has one."""
    loop = ONE_FILE.read_text().replace("12 ;", "12 ; loop:floorDays 0 ;")
    path = tmp_path / "a.ttl"
    path.write_text(loop.replace("8 ;", "8 ; loop:floorDays 2 ;"))
    model = read_ontology([path])
    assert number(model, "coding.floor-days").exact
    assert not number(model, "review.floor-days").exact


def test_the_worked_loop_says_what_its_json_says() -> None:
    """Capacities, lags and days of the worked example are those of its description.

    The description: five components of capacity 1; baseline 12, 8, 4, 3, 3 days; lag 2 from
    evals to coding, lag 1 from data to training, 0 elsewhere.
    """
    model = read_ontology([WORKED])
    days = {name: number(model, f"{name}.baseline-days").value for name in model.components}
    assert days == {"C": 12, "R": 8, "I": 4, "E": 3, "D": 3}
    assert all(number(model, f"{name}.capacity").value == 1 for name in "CRIED")
    lags = {name: one.value for name, one in model.observations.items() if name.endswith(".lag")}
    assert lags == {"E-gates-C.lag": 2, "D-gates-I.lag": 1}


def test_every_kind_of_record_is_built() -> None:
    """A file with one of everything gives one of every record, with its fields."""
    model = read_ontology([RICH])
    measured = model.observations["measured"]
    assert measured.subject == "coding"
    assert (measured.metric, measured.value) == ("speedup", 1.5)
    assert (measured.low, measured.high, measured.interval_level) == (1.1, 2.0, 0.95)
    assert (measured.as_of, measured.settings) == ("2026-06", ("industry", "open-source"))
    assert (measured.grade, measured.notion) == ("randomised-trial", "serial-speed")
    assert (measured.source, measured.read_as) == ("trial", "quoted")
    assert (measured.quote, measured.caveat) == ("half as fast again", "Volunteers.")
    assert (measured.bound.value, measured.direct, measured.retracted) == ("exact", False, False)
    assert (measured.quoted_by, measured.unconfirmed) == ("trial", True)
    assert (measured.study_bias, measured.study_bias_deviation) == (-0.15, 0.2)
    assert model.observations["older"].study_bias is None
    assert model.observations["older"].replaced_by == "measured"
    assert model.observations["older"].retracted
    assert model.observations["older"].disputes == ("measured",)
    assert model.sources["trial"].address == "https://example.org/trial"
    assert model.sources["trial"].authors == "A. Author; B. Author"
    assert model.sources["trial"].issued == "2026-06-17"
    assert model.alternatives["ways"].dependency_ids == ("grid-gates-review", "site-gates-review")
    assert model.resources["hours"].label == "Reviewer hours"
    assert model.stocks["efficiency"].fed_by == ("coding",)
    assert model.dependencies["coding-improves-review"].stock == "efficiency"
    assert model.domains["software"].skills == ("use-tools",)
    assert model.domains["software"].origin == "reference"
    assert model.loops["inner"].component_ids == ("coding", "review")
    assert model.components["coding"].phases == ("build", "design")
    scenario = model.scenarios["faster"]
    assert [(one.subject, one.metric, one.value) for one in scenario.suppositions] == [
        ("coding", "speedup", 4.0),
        ("review", "speedup", 3.0),
    ]


def test_an_interval_of_ours_covers_nine_tenths_unless_it_says_otherwise(tmp_path: Path) -> None:
    """For an assumption with low and high but no level the level is 0.9."""
    path = tmp_path / "a.ttl"
    path.write_text(RICH.read_text(encoding="utf-8").replace("    loop:intervalLevel 0.9 ;\n", ""))
    assert number(read_ontology([path]), "in-flight").interval_level == 0.9
    assert number(read_ontology([path]), "measured").interval_level == 0.95


def test_evidence_on_a_lag_takes_its_exactness_away() -> None:
    """A direct lag that evidence speaks of as well is uncertain."""
    model = read_ontology([RICH])
    assert not number(model, "review-feeds-coding.lag").exact
    assert number(model, "review.capacity").exact


def test_the_vocabulary_comes_along_but_is_not_counted() -> None:
    """Grades and metrics are there, and the files are those that were given."""
    model = read_ontology([ONE_FILE])
    assert model.grades["our-assumption"].basis.value == "assumed"
    assert model.metrics["baseline-days"].unit == "days"
    assert model.files == (str(ONE_FILE),)


def test_labels_prefer_english(tmp_path: Path) -> None:
    """Of several labels the English one is taken, then the one without a language."""
    path = write(
        tmp_path,
        ':a a loop:Data ; rdfs:label "Daten"@de , "Data"@en , "x" ; loop:baselineDays 1 .\n'
        ':b a loop:Data ; rdfs:label "Daten"@de , "plain" ; loop:baselineDays 1 .\n',
    )
    model = read_ontology([path])
    assert (model.components["a"].label, model.components["b"].label) == ("Data", "plain")


def test_what_is_odd_is_a_notice(tmp_path: Path) -> None:
    """No label, no dependency and no way back are told, and do not stop the reading."""
    model = read_ontology([write(tmp_path, ":my-work a loop:Data ; loop:baselineDays 1 .\n")])
    assert model.components["my-work"].label == "my work"
    assert sorted(one.code for one in model.notices) == [
        "component-isolated",
        "label-missing",
        "loop-open",
    ]


def test_a_name_outside_the_map_keeps_its_whole_address(tmp_path: Path) -> None:
    """A component of another namespace is known by its whole IRI."""
    path = write(tmp_path, '<urn:x> a loop:Data ; rdfs:label "X" ; loop:baselineDays 1 .\n')
    assert list(read_ontology([path]).components) == ["urn:x"]


def test_a_class_below_a_family_belongs_to_it(tmp_path: Path) -> None:
    """One may make a class of one's own below a family."""
    path = write(
        tmp_path,
        ":Audit rdfs:subClassOf loop:Review ; a <http://www.w3.org/2002/07/owl#Class> .\n"
        ':a a :Audit ; rdfs:label "A" ; loop:baselineDays 1 .\n',
    )
    assert read_ontology([path]).components["a"].family is Family.REVIEW


def test_parallel_dependencies_are_kept(tmp_path: Path) -> None:
    """Two dependencies between the same components are two."""
    text = ONE_FILE.read_text() + (
        ":second a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates .\n"
    )
    path = tmp_path / "a.ttl"
    path.write_text(text)
    assert len(read_ontology([path]).dependencies) == 3


@pytest.mark.parametrize(
    "weightless",
    ["loop:retracted true", "dcterms:isReplacedBy :older", "loop:bound loop:LowerBound"],
)
def test_a_number_without_weight_is_no_baseline(tmp_path: Path, weightless: str) -> None:
    """A retracted or replaced observation, or a mere bound, gives no component its days."""
    text = RICH.read_text(encoding="utf-8").replace(
        "    loop:baselineDays 12 .", '    skos:note "No days." .'
    )
    baseline = (
        ":days a loop:Evidence ;\n    sosa:hasFeatureOfInterest :coding ;\n"
        "    sosa:observedProperty loop:BaselineDays ;\n    sosa:hasSimpleResult 12 ;\n"
        '    loop:grade loop:OurAssumption ;\n    loop:reasoning "Invented."'
    )
    path = tmp_path / "a.ttl"
    path.write_text(f"{text}{baseline} .\n", encoding="utf-8")
    assert read_ontology([path]).observations["days"].value == 12
    path.write_text(f"{text}{baseline} ; {weightless} .\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="loop:baselineDays is missing"):
        read_ontology([path])


def test_two_files_that_contradict_each_other_are_both_named(tmp_path: Path) -> None:
    """A number given differently in two files is refused, with both places."""
    one = write(tmp_path, ONE_FILE.read_text())
    other = write(tmp_path, ":coding loop:baselineDays 13 .\n", "b.ttl")
    with pytest.raises(OntologyError) as caught:
        read_ontology([one, other])
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == str(other)
    assert f"{one}:7:68" in problem.message


def test_the_same_said_twice_is_said_once(tmp_path: Path) -> None:
    """Repeating a statement in another file changes nothing."""
    write(tmp_path, ONE_FILE.read_text())
    write(
        tmp_path,
        ONE_FILE.read_text().replace("loop:baselineDays 12", "loop:baselineDays 12.0"),
        "b.ttl",
    )
    assert read_ontology([tmp_path]).notices == ()
    assert number(read_ontology([tmp_path]), "coding.baseline-days").value == 12


def test_an_alternative_with_a_lag_breaks_the_knot(tmp_path: Path) -> None:
    """A target waits only for the earliest of its alternatives, so one lag among them is enough."""
    knot = ONE_FILE.read_text().replace("loop:lag 2", "loop:memberOf :ways")
    way_out = (
        ":old a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ;\n"
        "    loop:lag 1 ; loop:memberOf :ways .\n"
        ':ways a loop:Alternative ; rdfs:label "Ways" .\n'
    )
    path = tmp_path / "a.ttl"
    path.write_text(knot + way_out)
    assert len(read_ontology([path]).alternatives) == 1
    path.write_text(knot + way_out.replace("loop:lag 1", "loop:lag 0"))
    with pytest.raises(OntologyError, match="lag-0-cycle"):
        read_ontology([path])


def without_places(model: LoopModel) -> str:
    """Return everything a model says, without where it was said."""
    text = "\n".join(
        f"{name} {record!r}"
        for group in (
            model.components,
            model.dependencies,
            model.observations,
            model.alternatives,
            model.scenarios,
            model.domains,
            model.sources,
        )
        for name, record in group.items()
    )
    return re.sub(r"Place\([^)]*\)", "", text)


@given(st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_order_of_files_and_triples_does_not_matter(rng: random.Random, count: int) -> None:
    """Statements dealt out to any number of files in any order make the same model."""
    whole = read_turtle(RICH.read_text(encoding="utf-8"), "rich.ttl")
    triples = list(whole.triples)
    # A nameless node belongs to one document: its statements stay together.
    nameless = [one for one in triples if "Blank" in f"{type(one.subject)}{type(one.object)}"]
    rest = [one for one in triples if one not in nameless]
    rng.shuffle(rest)
    hands = [tuple(nameless + rest[0::count]), *(tuple(rest[n::count]) for n in range(1, count))]
    documents = [Document(f"{n}.ttl", whole.text, hand) for n, hand in enumerate(hands)]
    findings = Findings()
    model = build_model(context_of(Statements((*documents, *VOCABULARY)), findings))
    assert findings.errors == ()
    assert without_places(model) == without_places(read_ontology([RICH]))


def test_reading_twice_is_equal() -> None:
    """The same files give the same model, digest and all."""
    assert read_ontology([RICH]) == read_ontology([RICH])


def test_the_digest_is_of_names_and_bytes(tmp_path: Path) -> None:
    """The same file elsewhere has the same digest; one more byte or another name changes it."""
    digests = []
    for folder, name, text in (
        ("one", "a.ttl", ""),
        ("two", "a.ttl", ""),
        ("three", "a.ttl", "\n"),
        ("four", "b.ttl", ""),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(ONE_FILE.read_text() + text)
        digests.append(read_ontology([tmp_path / folder]).digest)
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


@given(st.permutations(["C", "R", "I", "E", "D"]))
@settings(max_examples=15, deadline=None)
def test_renaming_changes_nothing_but_names(names: list[str]) -> None:
    """With its components renamed the loop has the same numbers under the other names."""
    new = dict(zip("CRIED", names, strict=True))
    text = re.sub(r":([CRIED])\b(?!-)", lambda found: f":{new[found[1]]}", WORKED.read_text())
    document = read_turtle(text, "renamed.ttl")
    findings = Findings()
    model = build_model(context_of(Statements((document, *VOCABULARY)), findings))
    plain = read_ontology([WORKED])
    assert findings.errors == ()
    for old, renamed in new.items():
        for metric in ("baseline-days", "capacity"):
            assert (
                model.observations[f"{renamed}.{metric}"].value
                == plain.observations[f"{old}.{metric}"].value
            )
    for name, dependency in plain.dependencies.items():
        assert model.dependencies[name].source == new[dependency.source]
        assert model.dependencies[name].target == new[dependency.target]


def test_a_model_can_be_told_as_json() -> None:
    """Nothing of the RDF layer leaks into the records: plain texts and numbers only."""
    model = read_ontology([RICH])
    names = [*model.components, *model.observations, *(one.label for one in model.metrics.values())]
    assert all(type(name) is str for name in names)
    assert json.loads(json.dumps(names)) == names


def test_what_was_read_of_files_goes_with_the_reading():
    """Nothing holds itself: of the 27,000 statements of the vocabulary none waits for a search."""
    read_ontology([WORKED])
    gc.collect()
    gc.disable()
    try:
        read_ontology([WORKED])
        assert gc.collect() == 0
    finally:
        gc.enable()
