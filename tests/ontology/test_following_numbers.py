"""Numbers that follow from others, as files write them: read, and told only once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ontology.reading import read_ontology
from graph.vocabulary import MetricName

TOLD_TWICE = Path(__file__).parent.parent / "ontologies" / "told-twice.ttl"


def test_drivers_and_what_names_them_are_read() -> None:
    """Every word of the file arrives: by hand, two drivers of the part and one of the order."""
    model = read_ontology([TOLD_TWICE])
    assert sorted(model.drivers) == ["a-year", "lines", "rounds"]
    assert model.drivers["rounds"].label == "Rounds"
    assert model.drivers["rounds"].definition == "In a generation."
    assert model.label("rounds") == "Rounds"
    assert model.components["coding"].rounds_of == ("rounds",)
    assert model.components["coding"].side_by_side == ("lines",)
    order = model.dependencies["review-feeds-coding"]
    assert (order.lead_time_of, order.ordered_at_rate) == (("coding", "review"), "a-year")


@pytest.mark.parametrize(
    ("subject", "metric", "value"),
    [
        ("rounds", MetricName.COUNT, 12),
        ("coding", MetricName.DAYS_PER_ROUND, 1),
        ("coding", MetricName.FLOOR_SHARE, 0.5),
        ("review-feeds-coding", MetricName.BOOKED_AHEAD_DAYS, 60),
        ("review-feeds-coding", MetricName.RESERVE, 1.5),
    ],
)
def test_their_numbers_are_written_directly(subject: str, metric: str, value: float) -> None:
    """Each of the five new numbers may stand on the thing itself, as the file has it."""
    model = read_ontology([TOLD_TWICE])
    assert model.observations[f"{subject}.{metric}"].value == value


def test_what_is_told_twice_draws_a_warning_that_says_what_stands() -> None:
    """Three numbers of the file are overruled, and rounds without days per round do nothing."""
    notices = read_ontology([TOLD_TWICE]).notices
    assert {(item.code, item.subject, item.message.split(",")[0]) for item in notices} == {
        ("number-overruled", "coding", "its baseline days follow from its days per round"),
        ("number-overruled", "coding", "its floor days follow from its floor share"),
        ("number-overruled", "review-feeds-coding", "its lag follows from its lead time"),
        (
            "rounds-unused",
            "review",
            "it names what multiplies or divides its days per round",
        ),
    }
    assert len(notices) == 4
    assert all("told at" in item.message for item in notices if item.code == "number-overruled")
