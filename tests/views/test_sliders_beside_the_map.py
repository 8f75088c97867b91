"""Sliders of the part looked at: fixed order, round ends, the cited range where it belongs."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest

from graph.estimates import Basis, Estimate, Scale
from graph.loop.study import Study
from graph.model import Supposition
from graph.views import session, suppose
from graph.views.answers import Answers
from graph.views.suppose import (
    Slider,
    cited_words,
    edge_sliders,
    part_sliders,
    place_of,
    round_values,
    slider_plain,
)
from graph.views.url_state import Choices

CITED = Estimate(2.0, 1.0, 4.0, "ratio", Scale.LOG, 0.4, Basis.MEASURED, ("a",), 1, 0.0)
OURS = Estimate(2.0, 1.0, 4.0, "ratio", Scale.LOG, 0.4, Basis.ASSUMED)


def slider(cited: Estimate | None = CITED, value: float | None = 2.0) -> Slider:
    """A slider of five steps."""
    return Slider("coding", "speedup", "Faster", (0.5, 1.0, 2.0, 4.0, 8.0), 2.0, value, cited)


@pytest.fixture(scope="module")
def answers(shipped_model):
    """What the shipped map says, without draws of its own."""
    return Answers(Study(shipped_model))


def moved(app):
    """What the sliders beside the map are given."""
    return json.loads(app.get_by_key("sliders").proto.json)["sliders"]


# ---- Steps ----


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [(0.5, 100, 0.5, 100), (0.456, 37, 0.2, 50), (6, 300, 5, 500), (1, 1, 1, 1), (12, 99, 10, 100)],
)
def test_both_ends_of_a_slider_are_round(low, high, first, last):
    """1, 2 or 5 times a power of ten, never inside of what was asked for."""
    found = round_values(low, high)
    assert (found[0], found[-1]) == (first, last)


@pytest.mark.parametrize(("low", "high"), [(0.5, 100), (0.002, 0.7), (3, 40_000)])
def test_steps_are_small_and_can_be_said(low, high):
    """No step is more than a quarter of the number, and none has more than two digits."""
    found = round_values(low, high)
    assert all(1 < later / earlier <= 1.26 for earlier, later in pairwise(found))
    assert all(float(f"{value:.2g}") == value for value in found)


def test_every_slider_of_the_map_has_round_ends_and_holds_its_number(answers, shipped_model):
    """The very number that is used is a step, whatever it is; ends are round but for it."""
    for identifier in shipped_model.components:
        for item in part_sliders(answers, Choices(), identifier):
            assert item.value is None or item.value in item.values
            assert list(item.values) == sorted(set(item.values))
            # Digits of the number without its power of ten: 1, 2 or 5, where it is not the default.
            ends = {item.values[0], item.values[-1]} - {0.0, item.default}
            if item.metric not in ("capacity", "lag"):
                assert all(f"{end:e}"[0] in "125" for end in ends), item


def test_the_order_is_fixed_whatever_is_set(answers):
    """Speed-up, days, minimum, capacity, then lags; moving one moves no other."""
    before = [item.id for item in part_sliders(answers, Choices(), "coding")]
    assert [name.rpartition(".")[2] for name in before[:4]] == [
        "speedup",
        "baseline-days",
        "floor-days",
        "capacity",
    ]
    chosen = Choices().assigning("coding", "capacity", 2.0).assigning("coding", "speedup", 7.0)
    assert [item.id for item in part_sliders(answers, chosen, "coding")] == before


def test_a_number_of_a_link_is_a_step_of_its_slider(answers):
    """Between two steps, or beyond the last."""
    for value in (3.14159, 1000.0):
        chosen = Choices().assigning("coding", "speedup", value)
        found = part_sliders(answers, chosen, "coding")[0]
        assert found.value == value
        assert slider_plain(found)["values"][slider_plain(found)["at"]] == value


def test_a_dependency_has_its_lag_and_its_waiting(answers, shipped_model):
    """Both of any dependency, in this order."""
    found = edge_sliders(answers, Choices(), next(iter(shipped_model.dependencies)))
    assert [item.metric for item in found] == ["lag", "delay-days"]


def test_a_part_without_a_limit_can_be_given_one_and_the_limit_taken_away(answers):
    """No limit is the last step, and where the slider stands."""
    found = next(
        item
        for identifier in answers.study.model.components
        for item in part_sliders(answers, Choices(), identifier)
        if item.metric == "capacity" and item.cited is None
    )
    drawn = slider_plain(found)
    assert drawn["values"][-1] is None
    assert drawn["shown"][-1] == "no limit"
    assert drawn["at"] == drawn["default"] == len(drawn["values"]) - 1


# ---- The cited range ----


def test_the_cited_range_lies_where_the_slider_would_stand():
    """Steps 0.5, 1, 2, 4, 8 are places 0 to 4: low 1, middle 2, high 4 of the range at 1, 2, 3."""
    assert slider_plain(slider())["band"] == [1 / 4, 2 / 4, 3 / 4]
    # Halfway between the steps 2 and 4.
    assert place_of(slider(), 3.0) == pytest.approx(2.5)
    assert place_of(slider(), 0.0) == 0.0
    assert place_of(slider(), math.inf) == 4.0


def test_an_assumption_is_not_called_cited():
    """Without a source the range is our view, and says so; without anything it says that too."""
    assert cited_words(slider()) == "cited, 1 source: 2x (1–4)"
    assert cited_words(slider(OURS)) == "our view: 2x (1–4)"
    assert cited_words(slider(None)) == "nothing known"
    assert slider_plain(slider(None))["band"] is None


# ---- Moving one ----


@pytest.fixture
def state(monkeypatch, shipped_model):
    """What a session keeps."""
    kept = {"choices": Choices(), "notes": (), "model_now": shipped_model}
    monkeypatch.setattr(session.st, "session_state", kept)
    return kept


def test_a_moved_slider_is_supposed_and_moved_back_let_go(state):
    """At its old place nothing is set any more."""
    suppose.take_moved("coding.speedup", 3, back=False)
    assert state["choices"].assignments == (Supposition("coding", "speedup", 3.0),)
    suppose.take_moved("coding.speedup", 2.2, back=True)
    assert state["choices"].assignments == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no-such-part.speedup", 3),
        ("coding.no-such-metric", 3),
        ("coding.speedup", -3),
        ("coding.speedup", "<script>"),
        ("coding.speedup", "nan"),
        ("", 3),
        (None, 3),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(state, name, value):
    """A browser can send anything; nothing of it is supposed, and the page says why."""
    suppose.take_moved(name, value, back=False)
    assert state["choices"].assignments == ()
    assert state["notes"]


def test_the_sliders_of_the_part_looked_at_stand_in_the_panel(open_page):
    """And nowhere else: without a part there are none."""
    app = open_page(component="coding", set="coding.speedup=3")
    found = {item["id"]: item for item in moved(app)}
    first = found["coding.speedup"]
    assert first["shown"][first["at"]] == "3x"
    assert first["shown"][0] == "0.5x"
    assert first["shown"][-1] == "100x"
    with pytest.raises(KeyError):
        open_page().get_by_key("sliders")
