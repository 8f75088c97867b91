"""The gaps between generations: medians, their intervals, and what hangs on the definition."""

from __future__ import annotations

import math
import re
from statistics import median

import pytest
import shipped_map

#: Observation, and how many of the shortest and of the longest gaps its interval leaves out.
GAPS = (("n024-gaps-2024", 1), ("n025-gaps-2025", 3), ("n026-gaps-2026", 0))


@pytest.fixture(scope="module")
def shipped_model():
    """The shipped map."""
    return shipped_map.shipped_model()


def gaps_in(text: str) -> list[int]:
    """Return the single gaps that a caveat lists after its first colon."""
    listed = text.split(": ", 1)[1].split(" days", 1)[0]
    return [int(number) for number in re.findall(r"\d+", listed)]


@pytest.mark.parametrize(("name", "left_out"), GAPS)
def test_the_median_and_its_interval_follow_from_the_gaps(shipped_model, name, left_out):
    """The value is the median of the gaps listed, and the interval holds it as often as it says.

    Each gap lies below the true median with probability one half. The interval from the gap after
    the k shortest to the one before the k longest misses the median only if at most k of n gaps
    lie on one side: twice the sum of the binomial chances up to k.
    """
    found = shipped_model.observations[name]
    gaps = gaps_in(found.caveat)
    assert found.value == median(gaps)
    assert found.sample_size == f"{len(gaps)} gaps, 5 labs"
    assert (found.low, found.high) == (gaps[left_out], gaps[-1 - left_out])
    assert gaps == sorted(gaps)
    missed = 2 * sum(math.comb(len(gaps), fewer) for fewer in range(left_out + 1)) / 2 ** len(gaps)
    assert found.interval_level == pytest.approx(1 - missed, abs=0.0005)


def test_the_spread_of_the_definition_is_the_arithmetic_of_its_reasoning(shipped_model):
    """Four pairs of definitions: the deviation of two numbers is their distance over root two."""
    medians = [shipped_model.observations[name] for name, _ in GAPS]
    counts = [len(gaps_in(one.caveat)) for one in medians]
    logs = [math.log(one.value) for one in medians]
    mean = sum(count * log for count, log in zip(counts, logs, strict=True)) / sum(counts)
    assert math.exp(mean) == pytest.approx(98, abs=0.5)
    pairs = [(127, 130), (122.5, 87), (84, 84), (730 / 6, math.exp(mean))]
    squares = [math.log(one / other) ** 2 / 2 for one, other in pairs]
    deviation = shipped_model.observations["generation-definition-deviation"]
    assert deviation.value == pytest.approx(math.sqrt(sum(squares) / 4), abs=0.01)
    assert shipped_model.metrics[deviation.metric].unit == "log units"


def test_the_help_of_ai_in_2024_lies_between_its_two_bounds(shipped_model):
    """Harmonic mean of the twelve parts in 2024 and the judgement of the whole: the middle is 1.1.

    12 / (sum of 1/speed-up) is how much work is sped up that is done one part after the other.
    """
    speedups = (1.2, 1.0, 1.15, 1.05, 3.0, 2.7, 1.05, 1.05, 1.0, 1.1, 1.3, 0.98)
    harmonic = len(speedups) / sum(1 / one for one in speedups)
    found = shipped_model.observations["gaps-without-ai"]
    assert harmonic == pytest.approx(1.20, abs=0.01)
    assert found.value == pytest.approx(math.sqrt(1.03 * harmonic), abs=0.02)
    assert found.low < 1.03
    assert harmonic < found.high


def test_one_metric_says_what_a_generation_is(shipped_model):
    """The one definition: half a point of the lab's own best, releases within ten days merged."""
    definition = shipped_model.metrics["generation-gap-days"].definition
    assert "0.5 or more" in definition
    assert "ten days" in definition
