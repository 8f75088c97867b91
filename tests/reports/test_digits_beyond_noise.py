"""No digit is printed that another seed would change, and none is lost that is known."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from graph.cli.application import run
from graph.estimates import Interval
from graph.loop.sampled import interval_of_draws
from graph.number_words import interval_of, percent_of_runs, percent_within, rounded

HEAD = """@prefix loop: <https://w3id.org/loopmap#> .
@prefix : <https://w3id.org/loopmap/map/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
"""
#: A ring of two parts of which the days are known within a factor of about 2.
DOUBTFUL = (
    HEAD
    + """
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 120 ; loop:speedup 6 .
:review a loop:Review ; rdfs:label "Review"@en .
:coding-gates-review a loop:Dependency ;
    loop:from :coding ; loop:to :review ; loop:kind loop:Gates .
:review-gates-coding a loop:Dependency ;
    loop:from :review ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
:e1 a loop:Evidence ; sosa:hasFeatureOfInterest :review ; sosa:observedProperty loop:BaselineDays ;
    sosa:hasSimpleResult 150 ; loop:low 75 ; loop:high 300 ; loop:intervalLevel 0.9 ;
    loop:grade loop:OurAssumption ; loop:asOf "2026-01"^^xsd:gYearMonth ;
    loop:reasoning "Nobody counted." .
"""
)
SEEDS = (0, 1, 2)


@pytest.fixture
def doubtful(tmp_path: Path) -> str:
    """A map with one number in doubt."""
    path = tmp_path / "doubtful.ttl"
    path.write_text(DOUBTFUL, encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Return what a command prints; it must go well."""
    assert run(list(words)) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_the_headline_is_the_same_with_every_seed(
    capsys: pytest.CaptureFixture[str], doubtful: str
) -> None:
    """The same words; and two numbers that differ are neighbours of two significant digits."""
    words = ("critical-path", "-o", doubtful, "--draws", "256")
    screens = [
        " ".join(said(capsys, *words, "--seed", str(seed)).split()).split("What holds")[0]
        for seed in SEEDS
    ]
    found = [json.loads(said(capsys, *words, "--seed", str(seed), "-f", "json")) for seed in SEEDS]
    assert len({answer["period_days"]["median"] for answer in found}) == len(SEEDS)
    number = re.compile(r"\d[\d.,]*\d|\d")
    assert len({number.sub("N", screen) for screen in screens}) == 1
    for several in zip(*map(number.findall, screens), strict=True):
        values = [float(text.replace(",", "")) for text in several]
        assert max(values) <= min(values) * 1.1, several
        assert all(len(text.strip("0.").replace(".", "")) <= 3 for text in several)
        if len(set(several)) > 1:
            # 175 and 180, but not 177 and 178: what differs is rounded to fives or more coarsely.
            assert all(
                text.rstrip("0")[-1] in "05" or len(text.rstrip("0.")) < 3 for text in several
            ), several


def test_what_is_stated_exactly_comes_back_exactly(
    capsys: pytest.CaptureFixture[str], doubtful: str
) -> None:
    """120 days, 6x: to the digit in every report that shows them, however few the draws."""
    for command in ("critical-path", "active", "explain coding", "history", "sensitivity"):
        more = ("--details", "--all", "--wide")
        draws = ("--draws", "64")
        text = said(capsys, *command.split(), "-o", doubtful, *draws, *more)
        stated = re.findall(r"Coding.*|coding.*", text)
        assert not re.search(r"\b5\.\d+x|\b6\.\d+x|\b119\.|\b120\.", "\n".join(stated)), command
    rows = json.loads(said(capsys, "critical-path", "-o", doubtful, "--draws", "16", "-f", "json"))
    coding = next(item for item in rows["components"] if item["id"] == "coding")
    assert coding["acceleration"]["median"] == 6
    assert coding["baseline_days"]["median"] == 120


@pytest.mark.parametrize(("count", "spread"), [(32, 0.3), (256, 0.2), (1024, 0.5)])
def test_noise_is_that_of_other_draws(count: int, spread: float) -> None:
    """The errors told of one lot of draws are about the deviation over 200 other lots.

    By the formula of independent draws for 32, by blocks from 64 on; eight blocks tell a deviation
    to a quarter of itself, and their mean over the lots to a few per cent.
    """
    generator = np.random.default_rng(7)
    lots = [interval_of_draws(generator.normal(150, 150 * spread, count)) for _ in range(200)]
    true = np.std([[lot.low, lot.median, lot.high] for lot in lots], axis=0)
    told = np.mean([lot.noise for lot in lots], axis=0)

    assert told == pytest.approx(true, rel=0.2)


def test_rounding_is_to_one_or_five_of_some_digit() -> None:
    """The step is the least of 1, 5, 10, ... that is no smaller than two standard errors."""
    # 2 x 0.8 = 1.6 gives steps of 5; 2 x 2.5 = 5 is one itself; 2 x 0.04 gives 0.1.
    assert rounded(127.4, 0.8) == "125"
    assert rounded(127.6, 2.5) == "130"
    assert rounded(1.26, 0.04) == "1.3"
    assert rounded(-127.4, 0.8) == "-125"
    # What is smaller than its noise keeps its size, and what has no noise its digits.
    assert rounded(0.3, 4) == "0.3"
    assert rounded(6, 0) == "6"
    assert rounded(math.inf, 1.0) == "infinite"


def test_no_noise_where_nothing_varies() -> None:
    """Draws that are all alike are exact; so is an interval that was worked out."""
    assert interval_of(interval_of_draws(np.full(64, 5.96))) == "5.96 (5.96–5.96)"
    assert interval_of(Interval(5.96, 4.44, 7.77)) == "5.96 (4.44–7.77)"
    assert interval_of(Interval(5.96, 4.44, 7.77, noise=(0.2, 0.1, 0.4))) == "6 (4.5–8)"


def test_a_count_of_runs_has_the_digits_that_it_can_have() -> None:
    """The standard error of a share p of n is sqrt(p (1 - p) / n)."""
    # sqrt(0.43 x 0.57 / 1024) is 1.5 per cent: steps of 5. Of a million runs: 0.05, steps of 0.1.
    assert percent_of_runs(0.43, 1024) == "45 %"
    assert percent_of_runs(0.43, 1_000_000) == "43 %"
    assert percent_of_runs(0.0432, 1_000_000) == "4.3 %"
    assert percent_of_runs(0.001, 64) == "<1 %"
    assert percent_of_runs(0.999, 64) == ">99 %"
    assert percent_of_runs(0.0, 64) == "0 %"
    assert percent_of_runs(1.0, 64) == "100 %"
    assert percent_within(None, 0.1) == "unknown"
