"""``shapes.ttl`` and ``loop.ttl`` are checked for their words, though shapes are no data."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology.checks.check import check, check_in_map, check_syntax

HEAD = (
    "@prefix loop: <https://w3id.org/loopmap#> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)
SHAPE = (
    "loop:ComponentShape a sh:NodeShape ;\n    sh:targetClass loop:Component ;\n"
    "    sh:property [ sh:path loop:phase ; sh:maxCount 1 ] .\n"
)
#: What is changed in the shape, and the code, line and remedy that are told.
FAULTS = {
    "none": ("", "", None),
    "syntax": ("1 ] .", "1 ]", ("syntax-missing-dot", 7, "full stop")),
    "prefix": ("shacl#", "shcal#", ("prefix-bound-otherwise", 2, "@prefix sh: <http://www.w3")),
    "property": ("sh:maxCount", "sh:maxCuont", ("unknown-reused-term", 7, "sh:maxCount?")),
    "class": ("NodeShape", "NodeShpae", ("unknown-reused-term", 5, "sh:NodeShape?")),
    "count": ("sh:maxCount 1", 'sh:maxCount "1"', ("shape-count", 7, "Write 1.")),
    "term": ("loop:phase", "loop:phrase", ("unknown-term", 7, "loop:phase")),
    "target": ("loop:Component ", "loop:Componet ", ("unknown-term", 6, "loop:Component")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_slip_in_shapes_is_one_finding_at_its_line(tmp_path: Path, name: str) -> None:
    """In the folder, by name, and unsaved in an editor; nothing is asked of shapes as of data."""
    old, new, told = FAULTS[name]
    text = (HEAD + SHAPE).replace(old, new) if old else HEAD + SHAPE
    file = tmp_path / "shapes.ttl"
    file.write_text(HEAD + SHAPE)
    unsaved = check_in_map(file, text).of_file
    file.write_text(text)
    for found in (check([file]).problems, check([tmp_path]).of_file(str(file)), unsaved):
        assert [(one.code, one.place.line) for one in found if one.place] == (
            [] if told is None else [told[:2]]
        )
        assert all(told is not None and told[2] in one.remedy for one in found)
    assert bool(check_syntax([file]).problems) == (name == "syntax")


def test_a_misspelt_word_in_the_vocabulary_is_told(tmp_path: Path) -> None:
    """A copy of a part of loop.ttl: rdfs: as a property, a class of its own as a value."""
    file = tmp_path / "loop.ttl"
    file.write_text(
        HEAD + "loop:Mood a owl:Class ; rdfs:subClasOf loop:Componnt .\n"
        'loop:Mood rdfs:label "mood"@en .\n'
    )
    found = {(one.code, one.place.line) for one in check([file]).problems if one.place}
    assert {("unknown-reused-term", 5), ("unknown-term", 5)} <= found


def test_a_misspelt_word_between_brackets_is_told(tmp_path: Path) -> None:
    """What a thing without a name says is checked as what others say."""
    file = tmp_path / "slow.ttl"
    file.write_text(HEAD + "loop:S a sh:NodeShape .\n[] rdfs:seeAlso loop:PasTime .\n")
    (found,) = [one for one in check([file]).problems if one.code == "unknown-term"]
    assert (found.place and found.place.line, found.subject) == (6, None)
    assert "loop:PassTime" in found.remedy
