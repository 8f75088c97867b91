"""An address says what is on the screen, and can do no more than choose among what is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Supposition
from graph.views.escaping import shortened
from graph.views.url_state import (
    ANY,
    EVIDENCE,
    FEEDBACKS,
    LENSES,
    YEARS,
    Choices,
    parse_address,
    sources_used,
    still_valid,
    to_address,
)


def as_lists(parameters):
    """Parameters as a browser hands them over: every one with a list of values."""
    return {
        name: value if isinstance(value, list) else [value] for name, value in parameters.items()
    }


def test_a_link_shows_what_its_sender_saw(shipped_model):
    """Everything chosen survives the way through an address."""
    chosen = Choices(
        component="code-review",
        lens="active",
        loop="inner-loop",
        setting="industry",
        as_of="2025-06",
        scenario="sceptic",
        assignments=(
            Supposition("code-review", "speedup", 3.0),
            Supposition("coding", "baseline-days", 12.5),
        ),
        versus=EVIDENCE,
    )
    parsed = parse_address(as_lists(to_address(chosen, shipped_model)), shipped_model)
    assert parsed.choices == chosen
    assert parsed.notes == ()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_choice_survives_the_way_through_an_address(shipped_model, data):
    """Reading what was written gives the choices back, whatever they are."""
    one_of = lambda keys: data.draw(st.none() | st.sampled_from(sorted(keys)))  # noqa: E731
    chosen = Choices(
        component=one_of(shipped_model.components),
        lens=data.draw(st.sampled_from(LENSES)),
        loop=one_of(shipped_model.loops),
        setting=data.draw(st.sampled_from(sorted(shipped_model.settings))),
        scenario=one_of(shipped_model.scenarios),
        versus=one_of((*shipped_model.scenarios, EVIDENCE)),
        version=one_of(("git:HEAD", "git:v1.0", "beside:draft")),
        years=data.draw(st.sampled_from(YEARS)),
        feedback=data.draw(st.sampled_from(FEEDBACKS)),
        containing=one_of(("METR", "a & b=c")),
        grade=one_of(shipped_model.grades),
        source=one_of(sources_used(shipped_model)),
        about=one_of((ANY, "coding")),
        since=one_of(("2024", "2025")),
        page=one_of(("2", "3")),
    )
    parsed = parse_address(as_lists(to_address(chosen, shipped_model)), shipped_model)
    assert (parsed.choices, parsed.notes) == (chosen, ())


def test_what_stands_at_its_default_is_not_in_the_address(shipped_model):
    """A bare view has a short address: only the ontology it was."""
    assert to_address(Choices(), shipped_model) == {"ontology": shipped_model.digest[:12]}


def test_a_link_made_for_another_ontology_says_so(shipped_model):
    """A digest that is not this ontology's is noted, and everything else still holds."""
    parsed = parse_address({"ontology": ["0123456789ab"], "component": ["coding"]}, shipped_model)
    assert parsed.choices.component == "coding"
    assert "has changed since this link was made" in parsed.notes[0]


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"component": ["no-such-part"]}, "component"),
        ({"lens": ["everything"]}, "lens"),
        ({"setting": ["moon"]}, "setting"),
        ({"scenario": ["../../etc/passwd"]}, "scenario"),
        ({"versus": ["<script>"]}, "comparison"),
        ({"version": ["/etc"]}, "version"),
        ({"version": ["git:a\nb"]}, "version"),
        ({"years": ["21"]}, "number of years"),
        ({"feedback": ["0.3"]}, "feedback"),
        ({"source": ["nobody"]}, "source"),
        ({"since": ["25"]}, "year"),
        ({"page": ["0"]}, "page"),
        ({"loop": ["möbius"]}, "loop"),
        ({"as_of": ["yesterday"]}, "not a date"),
        ({"as_of": ["2026-13"]}, "not a date"),
        ({"set": ["coding.speedup=-1"]}, "cannot be supposed"),
        ({"set": ["coding.speedup=nan"]}, "cannot be supposed"),
        ({"set": ["coding.colour=3"]}, "cannot be supposed"),
        ({"set": ["no-part.speedup=2"]}, "cannot be supposed"),
        ({"set": ["="]}, "cannot be supposed"),
        ({"utm_source": ["x"]}, "mean nothing here"),
        ({"ontology": ["x"]}, "has changed"),
    ],
)
def test_what_makes_no_sense_is_left_out_with_a_note(shipped_model, parameters, word):
    """The rest of the screen is as without it, and a sentence says what was ignored."""
    parsed = parse_address(parameters, shipped_model)
    assert parsed.choices == Choices()
    assert len(parsed.notes) == 1
    assert word in parsed.notes[0]


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "component",
                "lens",
                "loop",
                "setting",
                "as_of",
                "scenario",
                "set",
                "versus",
                "version",
                "page",
                "ontology",
                "z",
            ]
        ),
        st.lists(st.text(max_size=60), max_size=3),
    )
)
def test_no_address_stops_the_explorer(small_model, parameters):
    """Whatever stands in an address, the choices are ones that the map holds."""
    chosen = parse_address(parameters, small_model).choices
    assert chosen.component is None or chosen.component in small_model.components
    assert chosen.lens in LENSES
    assert chosen.setting in small_model.settings


def test_a_flood_of_numbers_is_cut(shipped_model):
    """More numbers than anyone sets by hand are not taken from an address."""
    texts = [f"coding.speedup={value}" for value in range(1, 200)]
    parsed = parse_address({"set": texts}, shipped_model)
    # Later ones win, and only the first 50 are looked at.
    assert parsed.choices.assignments == (Supposition("coding", "speedup", 50.0),)
    assert "Only the first 50" in parsed.notes[-1]


def test_a_note_never_repeats_a_long_text_in_full(shipped_model):
    """What an address says is shortened before it is shown."""
    parsed = parse_address({"component": ["x" * 5000]}, shipped_model)
    assert len(parsed.notes[0]) < 120
    assert shortened("x" * 41) == "x" * 40 + "…"


def test_the_later_number_for_a_thing_replaces_the_earlier():
    """A slider moved twice leaves one number; taken back, none."""
    once = Choices().assigning("coding", "speedup", 2.0)
    twice = once.assigning("coding", "speedup", 3.0)
    assert [item.value for item in twice.assignments] == [3.0]
    assert twice.assigning("coding", "speedup", None).assignments == ()


def test_choices_follow_an_edit_of_the_files(shipped_model, small_model):
    """What the new files do not hold is dropped, the rest stays."""
    chosen = replace(
        Choices().assigning("code-review", "speedup", 2.0),
        component="code-review",
        scenario="sceptic",
        loop="inner-loop",
        versus="today",
        lens="active",
    )
    assert still_valid(chosen, shipped_model) == chosen
    assert still_valid(chosen, small_model) == Choices(lens="active")
