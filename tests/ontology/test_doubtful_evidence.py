"""What a careful reader would doubt is told by the check, and stops no answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph.ontology.checks.check import check
from graph.ontology.checks.dates import is_later
from graph.ontology.reading import read_ontology
from graph.vocabulary import PREFIXES

DOUBTFUL = Path(__file__).parent.parent / "ontologies" / "doubtful"
FILES = sorted(DOUBTFUL.glob("*.ttl"))


def test_every_doubt_has_a_file() -> None:
    """Three rules, three files, each with its messages: none is lost."""
    assert {path.stem for path in FILES} == {
        "address-of-site",
        "newer-than-source",
        "surer-than-others",
    }


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_doubtful_file_gets_its_warning(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check says exactly the line beside the file, and no other thing in it is doubted.

    Each file holds beside the doubtful thing some that are very like it and in order: a site that
    is the document, a year in which the source falls, another grade. The deviations behind the
    third: ln(4)/2/1.96 = 0.35 twice, and ln(1.3/1.1)/2/1.96 = 0.04, so 0.35 is the median.
    """
    monkeypatch.chdir(DOUBTFUL)
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in check([path.name]).problems] == expected


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_doubt_stops_no_answer(path: Path) -> None:
    """The same files read without a word: an answer does not wait for a better address."""
    assert read_ontology([path]).notices == ()


@pytest.mark.parametrize(
    ("date", "other", "later"),
    [
        ("2026-09", "2026-08-15", True),
        ("2026-08-16", "2026-08-15", True),
        ("2027", "2026-12-31", True),
        ("2026-08", "2026-08-15", False),
        ("2026", "2026-08", False),
        ("2026-08-31", "2026", False),
        ("2025-12", "2026-01", False),
        ("2026", None, False),
        (None, "2026", False),
    ],
)
def test_only_what_is_certainly_later_is_later(
    date: str | None, other: str | None, later: bool
) -> None:
    """A month may mean any of its days: it is later only if its first day is after the last."""
    assert is_later(date, other) is later


#: A ring of nine parts with a phase each, and nine intervals that say how much they cover.
_CUSTOM = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n"
    for name in ("", "loop", "rdfs", "skos", "sosa", "xsd")
) + "".join(
    f':part-{at} a loop:Coding ; loop:phase loop:Build ; rdfs:label "Part {at}"@en ;'
    f' skos:definition "Work of the sort {at}."@en .\n'
    f":part-{at}-gates-part-{at % 9 + 1} a loop:Dependency ; loop:from :part-{at} ;"
    f" loop:to :part-{at % 9 + 1} ; loop:kind loop:Gates{' ; loop:lag 1' * (at == 9)} ;"
    f' rdfs:comment "What {at} makes is needed."@en .\n'
    f":days-{at} a loop:Evidence ; sosa:hasFeatureOfInterest :part-{at} ;"
    f" sosa:observedProperty loop:BaselineDays ; sosa:hasSimpleResult {at} ;"
    f" loop:low {at - 0.5} ; loop:high {at + 0.5} ; loop:intervalLevel 0.8 ;"
    ' loop:asOf "2026"^^xsd:gYear ; loop:grade loop:OurAssumption ;'
    ' loop:reasoning "Guessed."@en .\n'
    for at in range(1, 10)
)


@pytest.mark.parametrize(
    ("said", "property_"),
    [
        (":part-4 a loop:Coding ; loop:phase loop:Build ;", "loop:phase"),
        ("loop:high 4.5 ; loop:intervalLevel 0.8 ;", "loop:intervalLevel"),
    ],
)
def test_what_all_others_say_is_missed_where_it_is_left_out(
    tmp_path: Path, said: str, property_: str
) -> None:
    """One part of nine without a phase, one interval of nine without its level."""
    file = tmp_path / "map.ttl"
    told = []
    for text in (
        _CUSTOM,
        _CUSTOM.replace(said, re.sub(r" ; loop:(phase|intervalLevel) [\w:.]+(?= [;.])", "", said)),
    ):
        file.write_text(text, encoding="utf-8")
        told.append([str(one) for one in check([file]).problems if one.code == "left-out"])
    before, (after,) = told
    assert before == []
    assert f"{property_} is given on all 8 other" in after
