"""The page of domains: heat map, weights and a domain's evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.loop.study import Study
from graph.questions.domains.compute import domains
from graph.views.domains_page import heat_map_html, rank_bar
from graph.views.url_state import Choices, PropertyWeight, parse_address, to_address


@pytest.fixture(scope="module")
def result(shipped_model):
    """Where the shipped domains stand, at few draws."""
    return domains(Study(shipped_model), draws=32)


def html_of(app) -> str:
    """All HTML of a page."""
    return "\n".join(item.proto.body for item in app.get("html"))


def test_the_heat_map_holds_every_domain_and_score(result):
    """Thirty rows, and eleven numbers in each: what the colour says is written too."""
    shown = heat_map_html(result)

    assert shown.count('<th scope="row"') == 30
    assert shown.count("background:rgba(0,114,178") == 330
    assert "Robotics simulation: locomotion and control" in shown


def test_a_missing_score_is_a_question_mark_and_no_zero(result):
    """An open cell is dashed and says that nobody scored it."""
    first = result.domains[0]
    scores = (replace(first.scores[0], score=None), *first.scores[1:])
    shown = heat_map_html(replace(result, domains=(replace(first, scores=scores),)))

    assert shown.count(">?</td>") == 1
    assert "nobody scored it" in shown


def test_a_label_can_add_no_markup(result):
    """What an ontology calls a domain is shown, not run."""
    bad = replace(result.domains[0], label='<img src=x onerror="alert(1)">')
    shown = heat_map_html(replace(result, domains=(bad,)))

    assert "<img" not in shown
    assert "&lt;img" in shown


def test_the_bar_spans_the_ranks_taken(result):
    """Ranks 1 to 3 of 10 are the first 30 % of the bar; the median 2 stands at 15 %."""
    span = replace(result.domains[0].rank_range, low=1.0, median=2.0, high=3.0)
    drawn = rank_bar(replace(result.domains[0], rank_range=span), 10)

    assert "left:0.0%;width:30.0%" in drawn
    assert "left:15.0%;width:0.0%" in drawn


def test_the_page_shows_the_domain_and_weights_of_its_address(open_page):
    """A link opens the domain's page and fixes the weights, and says so."""
    app = open_page("domains", domain="law", weight="verifiable=3")

    assert not app.exception
    assert not app.info
    assert app.selectbox("w_domain").value == "law"
    assert app.slider("w_weight_verifiable").value == 3
    assert any("weights as set" in item.value for item in app.caption)
    assert "weak or contested" in html_of(app)


def test_a_slider_changes_the_address(open_page):
    """Moved, the weight stands in the address; taken back, it is gone."""
    app = open_page("domains")
    app.slider("w_weight_verifiable").set_value(2.5).run()
    assert "verifiable=2.5" in app.query_params["weight"]

    app.slider("w_weight_verifiable").set_value(1.0).run()
    assert "weight" not in app.query_params


@pytest.mark.parametrize(
    "text", ["verifiable", "verifiable=much", "verifiable=-1", "verifiable=nan", "speedup=2", "=1"]
)
def test_a_weight_that_makes_no_sense_is_noted_and_left_out(shipped_model, text):
    """The page opens without it, and the note quotes it."""
    parsed = parse_address({"weight": [text]}, shipped_model)

    assert parsed.choices.weights == ()
    assert text in parsed.notes[0]


def test_taking_all_weight_away_is_refused(shipped_model):
    """Nothing can be compared without any weight."""
    names = [item.id for item in shipped_model.metrics.values() if item.anchors]
    parsed = parse_address({"weight": [f"{name}=0" for name in names]}, shipped_model)

    assert len(names) == 11
    assert parsed.choices.weights == ()
    assert "all weight" in parsed.notes[0]


def test_an_address_says_what_was_chosen(shipped_model):
    """Domain and weights survive the way through an address."""
    chosen = Choices(domain="law", weights=(PropertyWeight("verifiable", 2.5),))
    address = to_address(chosen, shipped_model)
    lists = {key: [text] if isinstance(text, str) else text for key, text in address.items()}

    assert address["domain"] == "law"
    assert parse_address(lists, shipped_model).choices == chosen


def test_a_map_without_domains_says_so(open_page, small_files):
    """No heat map, no failure."""
    assert small_files.exists()
    app = open_page("domains")

    assert not app.exception
    assert any("no domains" in item.value for item in app.markdown)
