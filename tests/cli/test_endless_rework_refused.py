"""Work that comes back as fast as it gets done: refused with the places of the shares."""

from __future__ import annotations

import pytest
from turtle_maps import HEAD, loopmap

#: Half of the coding comes back for its reviews, half of the reviews for the coding.
LOOP = (
    HEAD
    + """:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 12 .
:review a loop:Review ; rdfs:label "Review"@en ; loop:baselineDays 8 .
:ab a loop:Dependency ; loop:from :coding ; loop:to :review ; loop:kind loop:Gates ;
    loop:reworkShare 0.5 .
:ba a loop:Dependency ; loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 ;
    loop:reworkShare 0.5 .
:aa a loop:Dependency ; loop:from :coding ; loop:to :coding ; loop:kind loop:Improves .
"""
)
#: Lines of the two shares above: the fourth and sixth after the heading.
FIRST, SECOND = (HEAD.count("\n") + number for number in (4, 6))


@pytest.fixture
def path(tmp_path):
    """The map as a file."""
    target = tmp_path / "map.ttl"
    target.write_text(LOOP, encoding="utf-8")
    return target


@pytest.mark.parametrize("command", ["check", "critical-path", "what-if", "next"])
def test_a_map_whose_work_never_ends_is_refused_by_all(path, command):
    """With 3/4 of the coding redone for itself the radius is 1: 1 = 3/4 + 1/2 * 1/2 / 1.

    Exit code 1, and all three shares with file and line.
    """
    path.write_text(LOOP.replace("loop:Improves", "loop:Improves ; loop:reworkShare 0.75"))
    said = loopmap(*([command, path] if command == "check" else [command, "-o", path]))
    text = said.out if command == "check" else said.err

    assert said.code == 1
    assert f"{path}:{FIRST}:" in text.splitlines()[0] or command == "check"
    for share in (f"ab 0.5 ({path}:{FIRST}:", f"ba 0.5 ({path}:{SECOND}:", "aa 0.75 ("):
        assert share in text
    assert "rework-endless" in text


@pytest.mark.parametrize("draws", ["0", "8"])
@pytest.mark.parametrize("command", ["critical-path", "what-if"])
def test_a_supposed_share_is_refused_with_the_places_of_the_others(path, command, draws):
    """The map is fine and what is supposed is not: exit code 1, and where the shares stand."""
    said = loopmap(command, "--draws", draws, "-o", path, "--set", "aa.rework-share=0.75")

    assert said.code == 1
    assert said.out == ""
    assert f"ab 0.5 ({path}:{FIRST}:" in said.err
    assert f"ba 0.5 ({path}:{SECOND}:" in said.err
    assert f"aa 0.75 ({path}:{SECOND + 1}:" in said.err
    assert "add up to less than 1" in said.err


def test_less_than_that_is_an_answer(path):
    """With 1/2 of the coding redone for itself: c = 1 + c/2 + r/2 and r = 1 + c/2.

    So c = 6 and r = 4: the loop takes 6 * 12 + 4 * 8 = 104 days.
    """
    said = loopmap(
        "critical-path", "--draws", "0", "-f", "json", "-o", path, "--set", "aa.rework-share=0.5"
    )

    assert said.json["period_days"]["median"] == 104.0


def test_a_dependency_that_is_not_concerned_is_not_named(path):
    """A share that leads out of the circle comes back to nobody in it."""
    more = (
        ':use a loop:Infra ; rdfs:label "Use"@en ; loop:baselineDays 1 .\n'
        ":out a loop:Dependency ; loop:from :review ; loop:to :use ; loop:kind loop:Gates ;\n"
        "    loop:reworkShare 0.9 .\n"
    )
    path.write_text(LOOP + more)
    said = loopmap("critical-path", "-o", path, "--set", "aa.rework-share=0.75")

    assert said.code == 1
    assert "out 0.9" not in said.err
    assert "use" not in said.err.partition("ends: ")[2].partition(".")[0]
