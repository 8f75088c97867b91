"""Our judgements of a year predicted from those of the year before, on maps known by heart."""

import math

import pytest
from judged_loops import judged, loop
from small_maps import seen

from graph.loop.growth_rates import growth_rates
from graph.loop.years import years_of
from graph.questions.critical_path.compute import critical_path
from graph.questions.score.back_test import back_test, back_tests

#: Coding a tenth faster each year, on the log scale, from the start of 2022.
STEADY = tuple(judged("coding", year, math.exp(0.1 * (year - 2021))) for year in range(2022, 2026))


def test_steady_growth_is_foreseen():
    """Growth by 0.1 a year to 2024 predicts exp(0.4) for 2025, which came: no error, no miss."""
    test = back_tests(loop(*STEADY))[0]
    (row,) = test.predictions

    assert (test.known_until, test.predicted_for) == ("2024-12-31", "2025-12-31")
    assert row.predicted.median == pytest.approx(math.exp(0.4), rel=0.02)
    assert row.log_error == pytest.approx(0.0, abs=0.02)
    assert row.no_change_log_error == pytest.approx(0.1, abs=1e-6)
    assert test.coverage == 1.0
    assert test.pace_actual.median == pytest.approx(20 / (12 * math.exp(-0.4) + 8), rel=1e-6)


def test_a_miss_is_shown_as_one_and_first():
    """Coding jumps to 10x where 1.35x was predicted: not covered, and the pace is missed too."""
    flat = [judged("review", year, 1.0) for year in range(2022, 2026)]
    study = loop(*STEADY[:3], judged("coding", 2025, 10.0), *flat)
    before, after = (item for item in years_of(study) if item.year in (2024, 2025))
    pace = critical_path(after.study).pace
    test = back_test(before, after, pace, draws=128, seed=0)

    assert [(row.id, row.covered) for row in test.predictions] == [
        ("coding", False),
        ("review", True),
    ]
    assert test.coverage == 0.5
    assert test.pace_covered is False


def test_less_than_predicted_is_a_miss_too():
    """Coding falls to 0.1x where 1.5x was predicted."""
    test = back_tests(loop(*STEADY[:3], judged("coding", 2025, 0.1)))[0]

    assert test.coverage == 0.0
    assert test.predictions[0].log_error < -2


def test_what_nobody_had_a_number_for_is_listed_and_not_dropped():
    """Review's first number comes in 2025: it could not be predicted, and that is said."""
    test = back_tests(loop(*STEADY, judged("review", 2025, 3.0)))[0]

    assert [(row.id, row.actual.median) for row in test.unforeseen] == [
        ("review", pytest.approx(3.0))
    ]
    assert [row.id for row in test.predictions] == ["coding"]
    assert test.pace_actual_comparable.median < test.pace_actual.median


def test_a_prediction_that_nothing_new_tests_is_counted_as_untested():
    """Nothing became known of coding in 2025: predicted, not tested, no coverage made up."""
    test = back_tests(loop(*STEADY[:3]))[0]

    assert test.predictions == ()
    assert test.untested == ("coding",)
    assert test.coverage is None
    assert test.mean_absolute_log_error is None


def test_what_came_is_only_what_the_prediction_had_not_seen():
    """A trial of 2024 weighs in 2025 too, but it is no part of what came in 2025."""
    early = seen("early", "coding", "speedup", 1.0, as_of="2024", settings=("frontier-lab",))
    late = seen("late", "coding", "speedup", 2.0, as_of="2025", settings=("frontier-lab",))
    test = back_tests(loop(early, late))[0]

    assert test.predictions[0].before.median == pytest.approx(1.0)
    assert test.predictions[0].actual.median == pytest.approx(2.0)
    assert test.predictions[0].actual_basis == "measured"
    assert test.assumed_count == 0


def test_the_prediction_goes_by_the_rates_of_the_outlook():
    """The predicted value lies ``years * rate`` above the estimate, with the rate known in 2024."""
    study = loop(*STEADY, judged("coding", 2026, 50.0))
    test = back_tests(study)[0]
    rate = growth_rates(loop(*STEADY, as_of="2024")).by_component["coding"]
    (row,) = test.predictions

    assert row.rate_per_year.median == pytest.approx(rate.rate)
    assert math.log(row.predicted.median / row.before.median) == pytest.approx(
        test.years_ahead * rate.rate
    )


def test_accelerations_are_not_predicted_to_shrink():
    """Falling from 2x to 1.2x: the prediction stays where it is."""
    falling = [
        judged("coding", year, value) for year, value in ((2022, 2.0), (2023, 1.6), (2024, 1.2))
    ]
    test = back_tests(loop(*falling, judged("coding", 2025, 1.0)))[0]

    assert test.predictions[0].predicted.median == pytest.approx(1.2)
    assert test.predictions[0].log_error < 0
