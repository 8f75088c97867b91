"""Faults of meaning at seeded places of the shipped map: one finding, in its place, that helps.

``tests/tools/fault_kinds.py`` tries every kind at as many places as it is asked to.
"""

from __future__ import annotations

import meaning_fault_grounds  # noqa: F401 - registers its kinds
import meaning_fault_kinds  # noqa: F401
import meaning_fault_subjects  # noqa: F401
import pytest
from blind_faults import MapCopy
from meaning_faults import Act, Edit, SoundMap, faults

import graph.ontology.checks.check as checking
from graph.ontology.statements import Statements

#: A kind of each module of checks.
KINDS = (
    "Date before its time: as-of, another decade",
    "Number later than its source",
    "Low and high exchanged",
    "Level of an interval turned round",
    "Reasoning ends in other days",
    "Reasoning is a product of other days",
    "Score of the wrong kind of thing",
    "Soundness on a dependency that does not verify",
    "Delay written as a lag",
    "Unit misspelt",
    "Share as a percentage",
    "Quote too long",
    "Component in no loop",
    "Reference of the wrong role: prov:hadPrimarySource",
    "Scale that does not go with the unit",
    "Lag on a dependency that does not gate",
    "Step of a loop that is no dependency",
    "Metric of another unit",
)


@pytest.fixture(scope="module")
def sound() -> SoundMap:
    """The map, read once."""
    return SoundMap()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> MapCopy:
    """One copy of the map for all of them."""
    return MapCopy(tmp_path_factory.mktemp("map"))


def test_faults_of_meaning_are_one_finding_in_their_place(sound: SoundMap, copy: MapCopy) -> None:
    """One place of each kind, of seed 1; what no check tells or tells twice is named."""
    made = [fault for kind in KINDS for fault in faults(sound, kind, 1, seed=1)]
    assert len(made) == len(KINDS)
    assert [found.fault.name for found in copy.misses(made)] == []


def test_a_rule_that_is_taken_away_is_missed(
    sound: SoundMap, copy: MapCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look at dates and intervals nothing tells of them, and that is seen."""
    kinds = (KINDS[0], KINDS[3])
    made = [fault for kind in kinds for fault in faults(sound, kind, 1, seed=1)]
    for name in ("check_dates", "check_intervals"):
        monkeypatch.setattr(checking, name, lambda *_: None)
    assert [found.fault.kind for found in copy.misses(made)] == [*kinds]


def test_the_line_of_an_act_is_that_of_the_faulty_text() -> None:
    """Of four lines the second is taken out and one is put before the last: 1, 2, 4 stay known."""
    text = "one\ntwo\nthree\nfour"
    act = Act("a.ttl", (Edit(4, 8, ""), Edit(14, 14, "new\n")), (), "")
    assert [act.line(text, text.index(word)) for word in ("one", "three", "four")] == [1, 2, 3]
    assert act.line(text, text.index("four") + 1) == 4


def test_nothing_of_the_sound_map_is_a_fault(sound: SoundMap) -> None:
    """What the kinds start from has no finding."""
    assert sound.examined.findings.problems == ()
    assert isinstance(sound.statements, Statements)
