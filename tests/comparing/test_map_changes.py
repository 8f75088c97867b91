"""What was changed between two maps, by thing and property, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from shipped_map import shipped_model
from turtle_maps import TWO

from graph.comparing.map_changes import KINDS, Act, Quantity, changes_between
from graph.model import LoopModel
from graph.ontology.inputs import RawFile, decoded_inputs
from graph.ontology.reading import documents_of, model_of
from graph.reports.comparison import sentence

EVIDENCE = """
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:seen a loop:Evidence ; sosa:hasFeatureOfInterest :coding ; sosa:observedProperty loop:Speedup ;
    sosa:hasSimpleResult 1.2 ; loop:low 1.0 ; loop:high 1.4 ; loop:asOf "2026"^^xsd:gYear ;
    loop:grade loop:OurAssumption ; loop:reasoning "Twelve people, a week each." .
"""
WHOLE = TWO + EVIDENCE


def read(text: str) -> LoopModel:
    """The map of a text."""
    return model_of(documents_of(decoded_inputs([RawFile("m.ttl", "m.ttl", text.encode())])))


def told(before: str, after: str) -> list[str]:
    """The sentences on what lies between two texts."""
    return [sentence(change) for change in changes_between(read(before), read(after))]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("loop:speedup 6", "loop:speedup 7", "Coding: speed-up 6x -> 7x (our assumption)"),
        ("loop:baselineDays 8", "loop:baselineDays 9.5",
         "Review: baseline days 8 d -> 9.5 d (our assumption)"),
        (" ; loop:speedup 6", "", "Coding: speed-up 6x -> nothing (our assumption)"),
        ("loop:lag 2", "loop:lag 3", "Review to Coding: lag 2 generations -> 3 generations "
         "(exact)"),
        ('"Coding"', '"Writing code"', "Writing code: label Coding -> 'Writing code'"),
        ("a loop:Review", "a loop:Evals", "Review: family review -> evals"),
        ("loop:to :review ; loop:kind loop:Gates", "loop:to :review ; loop:kind loop:Improves",
         "Coding to Review: kind gates -> improves"),
        ("Result 1.2", "Result 1.3", "seen (about Coding): speed-up 1.2x (1–1.4) -> "
         "1.3x (1–1.4) (our assumption). The reasoning beside it stayed as it was"),
        ('Result 1.2 ; loop:low 1.0', 'Result 1.2 ; loop:low 1.1',
         "seen (about Coding): speed-up 1.2x (1–1.4) -> 1.2x (1.1–1.4) (our assumption). "
         "The reasoning beside it stayed as it was"),
        ('"2026"', '"2025"', "seen (about Coding): as of 2026 -> 2025"),
        ("a week each", "a month each", "seen (about Coding): reasoning 'Twelve people, a week "
         "each.' -> 'Twelve people, a month each.'"),
    ],
)  # fmt: skip
def test_one_act_is_one_sentence(old, new, said):
    """One value changed in the text is one sentence, with units and on what it rests."""
    assert old in WHOLE
    assert told(WHOLE, WHOLE.replace(old, new)) == [said]


def test_a_number_with_new_reasoning_is_not_told_as_old():
    """Whoever rewrites the reasoning has looked at the number."""
    after = WHOLE.replace("Result 1.2", "Result 1.3").replace("a week each", "two weeks each")
    (change,) = changes_between(read(WHOLE), read(after))

    assert change.reasoning_kept == ()
    assert [item.property for item in change.properties] == ["speed-up", "reasoning"]


def test_comments_order_and_places_are_no_change():
    """The same said otherwise: nothing, though every line of the file is another."""
    prefixes = [line for line in WHOLE.splitlines() if line.startswith("@prefix")]
    body = "\n".join(line for line in WHOLE.splitlines() if line not in prefixes)
    paragraphs = [part for part in body.split(" .\n") if part.strip()]
    turned = "# turned round\n" + "\n".join(
        [*prefixes, *(part.rstrip(" .") + " .\n\n" for part in reversed(paragraphs))]
    )

    assert len(paragraphs) == 5
    assert turned.index(":review-feeds") < turned.index(":coding a")
    assert told(WHOLE, turned) == []


def test_a_new_thing_says_what_it_is_and_a_lost_one_what_it_was():
    """A part with its own number is one thing; the dependency another; and back again."""
    more = WHOLE + (
        ':test a loop:Evals ; rdfs:label "Testing"@en ; loop:baselineDays 3 .\n'
        ":coding-gates-test a loop:Dependency ; loop:from :coding ; loop:to :test ;"
        " loop:kind loop:Gates .\n"
    )
    came, went = (changes_between(*map(read, pair)) for pair in ((WHOLE, more), (more, WHOLE)))

    assert [(c.kind, c.id, c.act) for c in came] == [
        ("component", "test", Act.ADDED),
        ("dependency", "coding-gates-test", Act.ADDED),
    ]
    assert [c.act for c in went] == [Act.REMOVED, Act.REMOVED]
    days = came[0].properties[-1]
    assert (days.property, days.before) == ("baseline days", None)
    assert days.after == Quantity(3.0, "days")
    assert sentence(came[0]) == ("Testing, new: family evals; baseline days 3 d (our assumption)")


@pytest.fixture(scope="module")
def shipped():
    """The shipped map, which has things of every kind."""
    return shipped_model()


def test_the_kinds_are_all_the_records_of_a_map():
    """A list that is added to the model must be told here too."""
    of_model = {field.name for field in fields(LoopModel)} - {"digest", "files", "notices"}

    assert {name for name, _ in KINDS} == of_model


@pytest.mark.parametrize("name", [name for name, _ in KINDS if name not in ("notions", "columns")])
def test_a_thing_of_any_kind_that_goes_is_told(shipped, name):
    """Of each kind one is taken away: exactly that is told, and nothing of the rest."""
    records = dict(getattr(shipped, name))
    gone = next(key for key in records if not getattr(records[key], "direct", False))
    del records[gone]
    (change,) = changes_between(shipped, replace(shipped, **{name: records}))

    assert (change.id, change.act) == (gone, Act.REMOVED)


def test_every_property_of_every_record_is_compared(shipped):
    """A text field of each record that is rewritten shows, whatever it is called.

    Walks over the fields themselves, so that a field that is added later is held to it too.
    """
    for name, _ in KINDS:
        records = getattr(shipped, name)
        for key, record in list(records.items())[:1]:
            if not hasattr(record, "__dataclass_fields__"):
                continue
            for field in fields(record):
                if field.name in ("id", "place") or getattr(record, "direct", False):
                    continue
                value = getattr(record, field.name)
                if type(value) is str:
                    other = replace(record, **{field.name: value + " anew"})
                    after = replace(shipped, **{name: {**records, key: other}})
                    assert changes_between(shipped, after), (name, field.name)
