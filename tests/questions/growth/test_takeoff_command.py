"""``loopmap takeoff`` as people type it: formats, options, presets, back-test, mistakes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from growth_map import small_study

from graph.cli.commands.takeoff import command
from graph.errors import LoopmapError
from graph.estimates import Scale
from graph.questions.growth.back_test import LAW, back_tests
from graph.questions.growth.law import fit_growth_law
from graph.reports.plain import SCHEMA_VERSION


def typed(*words: str) -> Result:
    """Run the command with some words."""
    return CliRunner().invoke(command, words)


def mistake(*words: str) -> str:
    """Run the command and return what it complains of."""
    found = typed(*words)
    assert isinstance(found.exception, LoopmapError), found.output
    return str(found.exception)


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Write the small map and return its path."""
    small_study(tmp_path)
    return str(tmp_path / "small.ttl")


def answer(small: str, *words: str) -> Any:
    """Return the JSON of a run on the small map."""
    return json.loads(typed("-o", small, "--draws", "16", "-f", "json", *words).stdout)


def test_the_first_sentence_is_the_verdict(small: str) -> None:
    """In words and numbers, and what would have to change or what stops it."""
    lines = typed("-o", small, "--draws", "0").stdout.splitlines()
    first = " ".join(lines[3:9])

    assert first.startswith("The loop sustains itself: one per cent of progress comes back as 2 ")
    assert "A generation cannot take less than 60 days" in first


def test_nothing_dates_a_singularity(small: str) -> None:
    """The word stands once, to say that no date follows."""
    text = " ".join(typed("-o", small, "--draws", "16", "--details").stdout.split())

    assert text.count("singularity") == 1
    assert "No date of a singularity follows" in text


def test_json_says_what_it_rests_on(small: str) -> None:
    """Schema, setting, digest, seed and draws stand in the answer; every regime has its share."""
    found = answer(small, "--seed", "3", "--horizon", "2")

    assert found["schema_version"] == SCHEMA_VERSION
    assert (found["seed"], found["draws"], found["horizon_years"]) == (3, 16, 2.0)
    assert len(found["ontology"]) == 64
    assert sum(item["share"] for item in found["schools"][0]["regimes"]) == pytest.approx(1.0)


def test_csv_is_the_series(small: str) -> None:
    """A line per point, from today to the horizon, half a year apart."""
    text = typed("-o", small, "--draws", "16", "--horizon", "3", "-f", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [float(row["year"]) for row in rows] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0]
    assert {"pace.median", "pace.low", "pace_without_recursion.median"} <= set(rows[0])


def test_continuous_and_recursion_off_are_answered(small: str) -> None:
    """Both are named in the answer, and off means no feedback at all."""
    off = answer(small, "--recursion", "off")
    at_once = answer(small, "--continuous", "--horizon", "2")

    assert (off["recursion"], at_once["continuous"]) == (False, True)
    assert off["schools"][0]["loop_ratio"]["high"] == 0.0
    paces = {json.dumps(point["pace"]) for point in off["series"]}
    assert len(paces) == 1


def test_a_preset_can_be_a_file(tmp_path: Path) -> None:
    """Other published models need no code."""
    file = tmp_path / "mine.toml"
    file.write_text(
        """title = "Mine"
[source]
title = "A paper"
address = "https://example.org/paper"
[components.automated]
acceleration = 10
[components.rest]
[stocks.output]
growth = 0
difficulty = 1
growth_measured = "without-ai"
weights = { automated = 0.9, rest = 0.1 }
[[published]]
what = "pace"
published = 9.0
tolerance = 0.001
value = "pace.output"
""",
        encoding="utf-8",
    )
    rows = json.loads(typed("--preset", str(file), "-f", "json").stdout)["rows"]

    # 1/(0.9/10 + 0.1) = 5.263..., so 9 is off, and said to be.
    assert rows[0]["ours"] == pytest.approx(1 / 0.19)
    assert "1 of 1 numbers are off: pace" in typed("--preset", str(file)).output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--preset", "nobody"), "no preset called nobody"),
        (("--preset", "missing.toml"), "No such file"),
        (("--preset", "kwa", "--back-test"), "not for both"),
        (("--horizon", "0"), "horizon"),
        (("--horizon", "-3"), "horizon"),
        (("--setting", "moon"), "no setting 'moon'"),
        (("--scenario", "nonsense"), "no scenario 'nonsense'"),
    ],
)
def test_mistakes_are_told_in_words(small: str, words: tuple[str, ...], complaint: str) -> None:
    """No traceback, and what would make sense instead."""
    assert complaint in mistake("-o", small, *words)


@pytest.mark.parametrize("words", [("--horizon", "soon"), ("--recursion", "maybe")])
def test_words_that_are_no_value_are_refused(words: tuple[str, ...]) -> None:
    """Click says which option is meant."""
    found = typed(*words)

    assert found.exit_code == 2
    assert words[0] in found.output


# ---- Back-test ----


def test_the_back_test_prints_coverage_score_and_two_naive_forecasts() -> None:
    """For the automation index and both horizons; skill above 0 where the law is better."""
    found = json.loads(typed("--back-test", "-f", "json").stdout)
    index = found["tests"][0]

    assert len(found["tests"]) == 4
    assert [item["method"] for item in index["methods"]][:3] == [
        LAW,
        "no change",
        "straight line in logit",
    ]
    assert index["methods"][0]["coverage"] >= 0.8
    assert index["earns_its_keep"]
    for test in found["tests"]:
        better = all(item["skill"] > 0 for item in test["methods"][1:3])
        assert test["earns_its_keep"] == better


def test_a_map_without_horizons_is_tested_on_the_index_alone(tmp_path: Path) -> None:
    """What the map does not say is not made up."""
    found = back_tests(small_study(tmp_path))

    assert [test.unit for test in found.tests] == ["share", "share"]


def test_the_law_finds_a_straight_line_straight() -> None:
    """Exponential growth of 0.7 a year: no bend, and the forecast two years on is e^1.4 times."""
    times = np.arange(8.0)
    values = 3.0 * np.exp(0.7 * times)
    law = fit_growth_law(times, values, Scale.LOG)
    forecast = law.sample(np.array([9.0]), np.random.default_rng(0))

    assert law.bend == pytest.approx(0.0, abs=1e-6)
    assert np.median(forecast) == pytest.approx(values[-1] * np.exp(1.4), rel=1e-6)


def test_the_law_finds_growth_that_feeds_itself() -> None:
    """On the hyperbola x = -ln(1 - 0.1 t)/0.25 the bend is 0.25 and the slope there 0.4 e^(x/4)."""
    times = np.linspace(0.0, 6.0, 13)
    heights = -np.log1p(-0.1 * times) / 0.25
    law = fit_growth_law(times, np.exp(heights), Scale.LOG)
    slope = float((law.weights * law.slopes).sum())

    # The weighed values of m lie about 0.014 apart.
    assert law.bend == pytest.approx(0.25, abs=0.02)
    assert slope == pytest.approx(0.4 * np.exp(0.25 * heights[-1]), rel=0.05)


def test_the_law_needs_four_values() -> None:
    """Three say nothing of a bend."""
    with pytest.raises(ValueError, match="four values"):
        fit_growth_law(np.arange(3.0), np.ones(3), Scale.LOG)
