"""A thing that was renamed is told as that, and everything about it goes on being compared."""

from __future__ import annotations

import pytest
from turtle_maps import TWO

from graph.comparing.comparison import compare
from graph.comparing.map_changes import Act
from graph.comparing.renames import rename_changes, renamed, renames_between
from graph.loop.study import Study
from graph.model import LoopModel
from graph.ontology.inputs import RawFile, decoded_inputs
from graph.ontology.reading import documents_of, model_of
from graph.reports.comparison import sentence

MORE = TWO.replace(
    ":review a loop:Review ;",
    ':review a loop:Review ; <http://www.w3.org/2004/02/skos/core#definition> "Reading."@en ;',
)


def read(text: str) -> LoopModel:
    """The map of a text."""
    return model_of(documents_of(decoded_inputs([RawFile("m.ttl", "m.ttl", text.encode())])))


def compared(before: str, after: str):
    """What is different between two texts, by the central numbers."""
    return compare(Study(read(before)), Study(read(after)), ("a", "b"), draws=0)


def test_a_new_name_is_one_change_and_moves_no_answer():
    """The part, not the dependencies that name it; its place in the answer is compared with it."""
    found = compared(MORE, MORE.replace(":review ", ":reading "))

    assert [(one.kind, one.id, one.act) for one in found.changes] == [
        ("component", "reading", Act.RENAMED)
    ]
    assert sentence(found.changes[0]) == "Review, renamed: name review -> reading"
    assert found.answers is not None
    assert not found.answers.moved


def test_what_was_changed_besides_is_told_too():
    """A renamed part with another number: the rename, and the number as of one part."""
    after = MORE.replace(":review ", ":reading ").replace(
        "loop:baselineDays 8", "loop:baselineDays 9"
    )
    told = [sentence(one) for one in compared(MORE, after).changes]

    assert told == [
        "Review, renamed: name review -> reading",
        "Review: baseline days 8 d -> 9 d (our assumption)",
    ]


def test_a_dependency_is_renamed_with_the_part_it_leads_to():
    """Each of the two has one new name; the ends are equal once the part's is known."""
    after = MORE.replace(":review ", ":reading ").replace(
        ":coding-gates-review", ":coding-gates-reading"
    )

    assert renames_between(read(MORE), read(after)) == {
        "review": "reading",
        "coding-gates-review": "coding-gates-reading",
    }


@pytest.mark.parametrize(
    "after",
    [
        # Another family, label and definition: it is another thing.
        MORE.replace(":review ", ":test ")
        .replace("loop:Review", "loop:Evals")
        .replace('"Review"', '"Test"')
        .replace('"Reading."', '"Running."'),
        # Two things are equally like the one that is gone.
        MORE.replace(":review ", ":reading ")
        + ':other a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 3 ;\n'
        '    <http://www.w3.org/2004/02/skos/core#definition> "Reading."@en .\n',
    ],
)
def test_what_is_not_surely_the_same_is_gone_and_new(after):
    """No rename is guessed where another thing came, or several that are alike."""
    assert "review" not in renames_between(read(MORE), read(after))
    acts = {one.act for one in compared(MORE, after).changes}
    assert {Act.ADDED, Act.REMOVED} <= acts
    assert Act.RENAMED not in acts


def test_renaming_a_map_there_and_back_changes_nothing():
    """Ids, references and the numbers written on a thing; its words stay as they are."""
    model = read(MORE)
    there = renamed(model, {"review": "reading", "coding": "writing"})

    assert set(there.components) == {"reading", "writing"}
    assert {"reading.baseline-days", "writing.speedup"} <= set(there.observations)
    assert there.components["writing"].label == "Coding"
    assert renamed(there, {"reading": "review", "writing": "coding"}) == model
    assert renamed(model, {}) is model
    assert rename_changes(model, {}) == ()
