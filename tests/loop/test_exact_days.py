"""Days count exactly as written, from a billionth of a day to a billion days."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.helpers.turtle_maps import HEAD, answer


def _ring(first: str, second: str, *, speedup: str = "1") -> str:
    return (
        HEAD
        + f"""
:a a loop:Coding ; rdfs:label "A" ; loop:baselineDays {first} ; loop:speedup {speedup} .
:b a loop:Review ; rdfs:label "B" ; loop:baselineDays {second} .
:a-to-b a loop:Dependency ; loop:from :a ; loop:to :b ; loop:kind loop:Gates .
:b-to-a a loop:Dependency ; loop:from :b ; loop:to :a ; loop:kind loop:Gates ; loop:lag 1 .
"""
    )


@pytest.mark.parametrize(
    ("first", "second", "speedup"),
    [
        ("0.0000000014", "0.0000000003", "1"),
        ("0.0000000014", "1000000000", "1"),
        ("0.0000000014", "0.0000000003", "1.7"),
        ("1000000000.25", "0.0000000003", "1.37"),
    ],
)
def test_the_period_is_the_sum_of_the_days_as_written(tmp_path, first, second, speedup):
    """Whatever the scale, also where the sizes are mixed."""
    path = tmp_path / "map.ttl"
    path.write_text(_ring(first, second, speedup=speedup))
    expected = Fraction(first) / Fraction(speedup) + Fraction(second)
    assert answer(path)["period_days"]["median"] == pytest.approx(float(expected), rel=1e-15)
