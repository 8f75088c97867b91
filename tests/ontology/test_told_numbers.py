"""Numbers held against the texts beside them and against their like: what slipped, what not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology.checks.check import check
from graph.ontology.checks.near_misses import Bounds, Words, near_miss

#: A value, its unit, what stands beside it, and what it was to be.
SLIPPED = (
    # A digit of two, in a quote; the only number of its kind there.
    (0.53, "share", Words("engineers accepted 73% of its tests", quoted=True), 0.73),
    # The point, in a share of one digit.
    (0.002, "share", Words("around 20% of planned projects"), 0.2),
    # What a sum comes to, though the number is near: 19 x 30.44 = 578.4.
    (548, "days", Words("Permit to production: 19 months x 30.44 = 578 days."), 578),
    # A gain that was not added to 1.
    (0.24, "speed-up", Words("24 % more merged changes", quoted=True), 1.24),
    # Two digits on both sides of the point.
    (6.4, "ratio", Words("AI PRs wait 4.6x longer", quoted=True), 4.6),
    # A number in words beside it explains nothing: "one" is no 1.
    (1, "ratio", Words("An expert's 40 hours on one task: taken as 10."), 10),
)
#: And what is no slip.
SOUND = (
    # Half a range, a quotient, a reciprocal, a share of two numbers.
    (17.5, "dollars", Words("costs around $15-$20 per run", quoted=True)),
    (0.133, "share", Words("2 of 15 days")),
    (0.01, "share", Words("about 1 in 100", alone=True)),
    (10, "ratio", Words("about 1/10th of the time", quoted=True)),
    # Less time told as a percentage: 1 / (1 - 0.558) = 2.26, and 1 / 1.188 = 0.84.
    (2.26, "speed-up", Words("55.8 percent faster")),
    (0.84, "speed-up", Words("tasks took 18.8 % longer")),
    # Another unit a thousand times as large, and a span in another unit.
    (415000, "gigawatt-hours", Words("some 415 TWh of electricity", quoted=True)),
    (21, "days", Words("about 3 weeks")),
    # A number of something else, with a digit in common.
    (0.59, "share", Words("28 % a year earlier")),
    (1.35, "ratio", Words("a sceptic puts it at 1.75, a poll at 4")),
)


@pytest.mark.parametrize(("value", "unit", "words", "meant"), SLIPPED)
def test_a_slip_beside_a_text_is_told_with_what_was_meant(
    value: float, unit: str, words: Words, meant: float
) -> None:
    """Point, digit and gain; where the interval leaves no room for it, it is none."""
    assert near_miss(value, unit, words) == meant
    assert near_miss(value, unit, words, within=Bounds(value * 0.99, value * 1.01)) is None


@pytest.mark.parametrize(("value", "unit", "words"), SOUND)
def test_what_follows_from_a_text_is_no_slip(value: float, unit: str, words: Words) -> None:
    """Also where one number of the text is near."""
    assert near_miss(value, unit, words) is None


PREFIXES = """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _number(name: str, value: float, more: str, metric: str = "PassTime") -> str:
    return (
        f':{name} a loop:Evidence ; rdfs:label "{name}"@en ;\n'
        f"    sosa:hasFeatureOfInterest :coding ; sosa:observedProperty loop:{metric} ;\n"
        f'    sosa:hasSimpleResult {value} ; loop:asOf "2026"^^xsd:gYear ;\n'
        f'    loop:grade loop:OurAssumption ; loop:reasoning "Seen so." ; {more} .\n'
    )


def _told(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    file = tmp_path / "map.ttl"
    coding = ':coding a loop:Coding ; rdfs:label "Coding"@en .\n'
    file.write_text(PREFIXES + coding + text, encoding="utf-8")
    wanted = ("interval-lopsided", "speedup-as-gain", "superseded-in-force")
    problems = check([file]).problems
    return [(one.code, one.place.line) for one in problems if one.code in wanted and one.place]


def test_an_end_is_asked_about_where_another_point_makes_it_like_the_other(tmp_path: Path) -> None:
    """3 from 2 to 50: ln(50/3) = 2.8 is 7 times ln(3/2) = 0.4; with 5 it is 0.5, as far.

    From 1 to 9 is as far both ways, and beside 2 to 20 no other point helps: 2 would be below 3.
    """
    ends = "loop:low {} ; loop:high {}"
    text = "".join(
        _number(f"n-{at}", 3, ends.format(low, high))
        for at, (low, high) in enumerate(((2, 50), (1, 9), (2, 20)))
    )
    assert _told(tmp_path, text) == [("interval-lopsided", 10)]


def test_a_speed_up_far_from_its_like_is_asked_about(tmp_path: Path) -> None:
    """0.25 is four times as long; 25 beside 1.1 to 1.3 is 25 %; 30 beside 20 may be meant."""
    others = "".join(
        _number(f"n-{at}", value, "loop:notion loop:SerialSpeed", "Speedup")
        for at, value in enumerate((1.1, 1.2, 1.3))
    )
    more = "loop:notion loop:SerialSpeed"
    for value, told in ((0.25, True), (25, True), (1.25, False), (1.0, False)):
        found = _told(tmp_path, others + _number("new", value, more, "Speedup"))
        assert [code for code, _ in found] == ["speedup-as-gain"] * told, value


def test_the_older_of_two_editions_that_both_count_is_told(tmp_path: Path) -> None:
    """Once it is replaced, or the two are of other times, nothing is."""
    first = _number("first", 2, "loop:low 1 ; loop:high 3").replace('"first"', '"Wait, suite 1.0"')
    second = _number("second", 3, "loop:low 2 ; loop:high 4").replace(
        '"second"', '"Wait, suite 1.1"'
    )
    assert _told(tmp_path, first + second) == [("superseded-in-force", 7)]
    assert _told(tmp_path, first + second.replace('"2026"', '"2027"')) == []
