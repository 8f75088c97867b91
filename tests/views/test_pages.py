"""Every page, lens, setting and scenario opens, and what is chosen carries through."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from shipped_map import SCENARIOS

from graph.cli.application import run
from graph.exporters.map_edges import critical_dependencies
from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.critical_path.compute import critical_path
from graph.views import PAGES, controls, session
from graph.views.cards import LENS_QUESTIONS
from graph.views.url_state import LENSES, Choices

ONTOLOGIES = Path(__file__).parents[1] / "ontologies"


def payload(app, key="map"):
    """What the map in the browser is given."""
    return json.loads(app.get_by_key(key).proto.json)


def choose(app, **changed):
    """Choose as the parts of a page do that have a script of their own."""
    app.session_state.choices = replace(app.session_state.choices, **changed)
    return app


def thick(app) -> set[str]:
    """Ids of the dependencies that the map draws thick."""
    edges = payload(app)["edges"]
    return {edges[index]["id"] for index in payload(app, "map-answer")["hits"]}


def words(app) -> str:
    """All running text and tables of a page."""
    shown = [*app.markdown, *app.caption, *app.header, *app.subheader, *app.info, *app.error]
    told = [item.value for item in shown] + [item.proto.body for item in app.get("html")]
    return "\n".join(told + card_texts(app))


def card_texts(app) -> list[str]:
    """What stands on the five cards, if the page has any."""
    try:
        found = payload(app, "cards")["cards"]
    except KeyError:
        return []
    return [str(card[name]) for card in found for name in ("asked", "value", "detail", "basis")]


@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_opens(open_page, page):
    """No page of the shipped map stops with an error."""
    app = open_page(page)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_every_page_opens_on_a_map_of_two_parts(open_page, small_files, page):
    """A map without evidence, scenarios or named loops works as well; what it lacks is told."""
    assert small_files.exists()
    app = open_page(page)
    assert not app.exception
    assert len(app.error) <= 1


@pytest.mark.parametrize("lens", LENSES)
def test_every_lens_opens(open_page, lens):
    """The lens of the address is the one switched on, and its card asks its question."""
    app = open_page(lens=lens)
    assert not app.exception
    assert app.session_state.choices.lens == lens
    question = next(item for item in LENS_QUESTIONS if item.lens == lens)
    assert question.asked.replace("?", "") in words(app)


@pytest.mark.parametrize("lens", LENSES)
def test_every_lens_opens_where_little_is_known(open_page, lens):
    """At the end of 2022 most is unknown, and every question says so instead of stopping."""
    app = open_page(lens=lens, as_of="2022", setting="industry")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_scenario_opens_beside_the_evidence(open_page, scenario):
    """The cards answer for both, and no scenario stops the page."""
    app = open_page(scenario=scenario, versus="evidence")
    assert not app.exception
    assert not app.error


def test_no_shipped_scenario_is_left_out_here(shipped_model):
    """The list of scenarios tested is the list of scenarios there are."""
    assert set(SCENARIOS) == set(shipped_model.scenarios)


@pytest.mark.parametrize("setting", ["frontier-lab", "industry", "open-source"])
def test_every_setting_opens(open_page, setting):
    """Evidence of any setting gives a map."""
    app = open_page(setting=setting)
    assert not app.exception


@pytest.mark.usefixtures("answers_at_once")
def test_growth_is_told_once_it_is_worked_out(open_page):
    """Worked out at once instead of beside the page, third and fifth card have their verdicts."""
    app = open_page(lens="takeoff")
    assert not app.exception
    assert "a gain of 1 brings back" in words(app)
    assert "The loop stays the slowest to" in words(app)
    assert "of the feedback runs through it" in words(app)
    early = open_page(lens="takeoff", as_of="2022")
    assert not early.exception
    assert "growth: not known" in words(early)


def test_a_past_date_opens(open_page):
    """The map as it stood at the end of 2024 has that date on its cards."""
    app = open_page(as_of="2024")
    assert not app.exception
    assert "2024-12-31" in words(app)


def test_the_thick_line_is_the_analysis_s_critical_cycle(open_page, shipped_model):
    """The dependencies drawn thick are those of the critical cycle, no more and no fewer."""
    drawn = thick(open_page())
    result = critical_path(Study(shipped_model))
    assert drawn == critical_dependencies(result)


def test_a_supposed_number_moves_the_critical_cycle_on_the_map(open_page, small_files):
    """Review of 8 days takes 1 pass at a time; coding at 12 / 6 = 2 days.

    The cycle coding-review has (2 + 8) / 2 = 5 days a round, review alone 8 / 1 = 8: it binds by
    itself. Sped up 8-fold it takes 1 day and the cycle (2 + 1) / 2 = 1.5 binds.
    """
    assert small_files.exists()
    assert thick(open_page()) == set()
    after = thick(open_page(set="review.speedup=8"))
    assert after == {"coding-gates-review", "review-feeds-coding"}


def test_the_map_s_own_words_say_the_answer(open_page, shipped_model):
    """Whoever does not see the picture is told the critical cycle in order."""
    alt = payload(open_page(), "map-answer")["alt"]
    cycle = critical_path(Study(shipped_model)).critical_cycle
    assert " → ".join(shipped_model.label(item) for item in cycle) in alt


def test_everything_the_map_shows_stands_in_a_table_too(open_page, shipped_model):
    """Every part has a line below the map."""
    text = words(open_page())
    for item in shipped_model.components.values():
        assert item.label in text


def test_a_component_in_the_address_is_open_in_the_panel(open_page):
    """A deep link shows the part, picks it out on the map, and shows its sources."""
    app = open_page(component="code-review")
    assert payload(app, "map-focus")["selected"] == "code-review"
    assert "Human code review" in words(app)
    assert "What it rests on" in words(app)


def test_an_unknown_component_in_the_address_is_noted(open_page):
    """The rest of the page is as without it."""
    app = open_page(component="no-such-part", lens="active")
    assert not app.exception
    assert "no" in app.info[0].value
    assert app.session_state.choices.component is None
    assert app.session_state.choices.lens == "active"


def test_choosing_a_part_by_name_opens_it(open_page):
    """The search box and the map write to the same place."""
    app = open_page()
    choose(app, component="coding").run()
    assert payload(app, "map-focus")["selected"] == "coding"
    assert "coding" in app.query_params["component"]


def test_the_map_is_not_sent_again_when_a_part_is_chosen(open_page):
    """Only the small part with the focus differs; the large ones are the same to the byte."""
    app = open_page()
    before = [app.get_by_key(key).proto.json for key in ("map", "map-answer")]
    choose(app, component="coding").run()
    assert [app.get_by_key(key).proto.json for key in ("map", "map-answer")] == before


def test_what_is_supposed_changes_the_answer_but_not_what_it_is_drawn_on(open_page):
    """Parts, places and dependencies are the same to the byte; how the parts stand is not."""
    app = open_page()
    ground, answer = (app.get_by_key(key).proto.json for key in ("map", "map-answer"))
    app.selectbox(key="w_scenario").select("review-automated").run()
    assert app.get_by_key("map").proto.json == ground
    assert app.get_by_key("map-answer").proto.json != answer


def test_an_answer_belongs_to_its_map(open_page, small_files):
    """After an edit both carry the new ontology's key, so that neither is drawn on the other."""
    app = open_page()
    before = payload(app)["key"]
    text = small_files.read_text(encoding="utf-8")
    small_files.write_text(text.replace('"Coding"', '"Writing code"'), encoding="utf-8")
    app.run()
    assert payload(app)["key"] == payload(app, "map-answer")["key"] != before
    assert len(payload(app)["nodes"]) == len(payload(app, "map-answer")["mark"])
    assert len(payload(app)["nodes"]) == len(payload(app, "map-answer")["words"])


def test_the_address_says_what_is_chosen(open_page, shipped_model):
    """Whatever is switched on the page can be shared at once."""
    app = open_page()
    app.selectbox(key="w_scenario").select("sceptic").run()
    app.selectbox(key="w_setting").select("industry").run()
    assert "sceptic" in app.query_params["scenario"]
    assert "industry" in app.query_params["setting"]
    assert shipped_model.digest[:12] in app.query_params["ontology"]


def test_the_link_to_share_is_that_of_what_is_shown(open_page):
    """The link has the choice just made, not the one before."""
    app = open_page()
    app.selectbox(key="w_scenario").select("sceptic").run()
    link = next(item.value for item in app.code if "ontology=" in item.value)
    assert "scenario=sceptic" in link


def test_a_named_loop_is_something_one_can_open(open_page, shipped_model):
    """Its parts are picked out on the map and listed in the panel."""
    app = open_page(loop="inner-loop")
    assert not app.exception
    members = shipped_model.loops["inner-loop"].component_ids
    assert payload(app, "map-focus")["members"] == sorted(members)
    assert {f"member_{item}" for item in members} <= {button.key for button in app.button}


def test_a_slider_changes_the_answer_and_can_be_taken_back(open_page):
    """Moving a speed sets a number; the button takes it back."""
    app = open_page(set=["pre-training.speedup=20", "coding.capacity=2"])
    assert not app.exception
    assert len(app.session_state.choices.assignments) == 2
    next(item for item in app.button if "Take all back" in item.label).click().run()
    assert app.session_state.choices.assignments == ()


def test_numbers_that_make_no_loop_are_told_and_the_map_stays(open_page, small_files):
    """A cycle that takes no time at all has no pace; the page says so and shows the evidence."""
    assert small_files.exists()
    app = open_page(set=["review.baseline-days=0", "coding.baseline-days=0"])
    assert not app.exception
    assert "no time at all" in app.error[0].value
    assert payload(app)["nodes"]


def test_two_sessions_do_not_disturb_each_other(open_page):
    """Each keeps its own scenario, whatever the other does in between."""
    one, two = open_page(scenario="sceptic"), open_page(scenario="vendor-claims")
    one.run()
    choose(two, component="coding").run()
    one.run()
    assert one.session_state.choices.scenario == "sceptic"
    assert one.session_state.choices.component is None
    assert two.session_state.choices.scenario == "vendor-claims"


def test_a_broken_edit_is_told_and_the_map_stays(open_page, small_files):
    """The page names the file and the line, and keeps what it showed."""
    app = open_page()
    good = payload(app)
    text = small_files.read_text(encoding="utf-8")
    small_files.write_text(text.replace("loop:lag 2", "loop:lag two"), encoding="utf-8")
    app.run()
    assert not app.exception
    assert "The map below is the last one that could be used" in app.error[0].value
    assert "loop.ttl:7:" in app.code[0].value
    assert payload(app) == good


def test_an_edit_shows(open_page, small_files):
    """After the next run the map has the new label, and the part looked at stays open."""
    app = open_page(component="coding")
    text = small_files.read_text(encoding="utf-8")
    small_files.write_text(text.replace('"Coding"', '"Writing code"'), encoding="utf-8")
    app.run()
    assert "Writing code" in json.dumps(payload(app))
    assert app.session_state.choices.component == "coding"


def test_a_part_that_an_edit_removes_is_no_longer_chosen(open_page, small_files):
    """The page goes on without it."""
    text = small_files.read_text(encoding="utf-8")
    extra = ':extra a loop:Data ; rdfs:label "Extra"@en ; loop:baselineDays 1 .\n'
    small_files.write_text(text + "\n" + extra, encoding="utf-8")
    app = open_page(component="extra")
    assert app.session_state.choices.component == "extra"
    small_files.write_text(text, encoding="utf-8")
    app.run()
    assert not app.exception
    assert app.session_state.choices.component is None


def test_files_that_are_broken_from_the_start_are_told_alone(open_page, small_files):
    """Without any good map there is only the list of problems."""
    small_files.write_text("nonsense", encoding="utf-8")
    app = open_page()
    assert not app.exception
    assert "problem" in app.error[0].value
    with pytest.raises(KeyError):
        app.get_by_key("map")


def test_twenty_runs_do_not_grow(open_page, small_files):
    """Objects kept by the process do not pile up from run to run."""
    import gc

    assert small_files.exists()
    app = open_page()
    for _ in range(5):
        app.run()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(20):
        app.run()
    gc.collect()
    # A leak of one small record a run would be hundreds of objects.
    assert len(gc.get_objects()) - before < 400


@pytest.mark.parametrize("page", [entry.name for entry in PAGES])
def test_hostile_text_opens_on_every_page(open_page, monkeypatch, page):
    """A map whose every text tries to act is shown like any other."""
    hostile = Path(__file__).parents[1] / "ontologies" / "hostile.ttl"
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(hostile))
    app = open_page(page, component="script")
    assert not app.exception


def test_the_date_box_takes_a_typed_date(open_page):
    """Year and month typed by hand give the map of that month's end."""
    app = open_page(as_of="2025-06")
    assert app.selectbox(key="w_as_of").value == "2025-06"
    assert "2025-06-30" in words(app)


@pytest.mark.usefixtures("all_draws", "answers_kept")
def test_the_screen_says_the_numbers_of_the_terminal(open_page, capsys):
    """Cards and evidence page give what the commands print by themselves: same draws, same seed."""
    assert run(["critical-path"]) == 0
    first = " ".join(capsys.readouterr().out.split())
    assert run(["evidence", "--badge"]) == 0
    badge = capsys.readouterr().out.strip()
    pace = re.search(r"[\d.]+ (\([\d.–]+\)) times as fast", first)
    assert pace is not None
    shown = words(open_page())
    found = re.search(r"AI makes the loop [\d.]+ (\([\d.–]+\)) times as fast", shown)
    assert found is not None
    assert found[1] == pace[1]
    assert badge in words(open_page("evidence")).replace("\\", "").replace("\u2060", "")


def test_a_renamed_part_stays_the_one_looked_at(open_page, small_files):
    """Its id is the same, whatever the browser still calls it."""
    app = open_page(component="coding")
    text = small_files.read_text(encoding="utf-8")
    small_files.write_text(text.replace('"Coding"', '"Koding"'), encoding="utf-8")
    app.run()
    assert not app.exception
    # What a browser sends that still shows the name of before.
    assert session.known("Coding", ["coding", "review"], "coding") == "coding"
    assert app.session_state.choices.component == "coding"


def test_what_an_edit_takes_away_is_told(open_page, small_files):
    """A choice is not let go without a word."""
    text = small_files.read_text(encoding="utf-8")
    extra = ':extra a loop:Data ; rdfs:label "Extra"@en ; loop:baselineDays 1 .\n'
    small_files.write_text(text + "\n" + extra, encoding="utf-8")
    app = open_page(component="extra")
    assert not app.info
    small_files.write_text(text, encoding="utf-8")
    app.run()
    assert "no longer" in app.info[0].value


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("nonsense", "not a date"),
        ("2025-06-31", "not a date"),
        ("2999", "later"),
        ("1900", "oldest"),
    ],
)
def test_a_date_that_cannot_be_followed_is_told(open_page, typed, word):
    """Neither dropped in silence nor answered with numbers of a year that nobody knows."""
    app = open_page(as_of=typed)
    assert word in app.info[0].value
    assert app.session_state.choices.as_of is None
    assert not app.exception


@pytest.mark.parametrize(("typed", "kept"), [("nonsense", "2025"), ("2024-06", "2024-06")])
def test_the_date_box_keeps_the_old_date_when_the_new_one_is_none(
    monkeypatch, shipped_model, typed, kept
):
    """A slip of the fingers changes nothing and is told."""
    state = {"w_as_of": typed, "choices": Choices(as_of="2025"), "notes": ()}
    monkeypatch.setattr(session.st, "session_state", state)
    controls._take_date(shipped_model)
    assert state["choices"].as_of == kept
    told = " ".join(state["notes"])
    assert ("stays" in told) == (kept != typed)
    assert "Everything" not in told


@pytest.mark.parametrize("page", ["loop", "next", "scenarios"])
def test_a_number_set_by_hand_is_seen_on_every_page_and_can_be_taken_back(
    open_page, monkeypatch, page
):
    """Whatever metric it is of: a link may set more than the sliders do."""
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(ONTOLOGIES / "rich.ttl"))
    app = open_page(page, set=["review.baseline-days=1", "coding.speedup=3"])
    listed = {item.key: item for item in app.button if str(item.key).startswith("unset_")}
    assert set(listed) == {"unset_review_baseline-days", "unset_coding_speedup"}
    listed["unset_review_baseline-days"].click().run()
    assert app.session_state.choices.assignments == (Supposition("coding", "speedup", 3.0),)


def test_comparing_a_scenario_with_itself_is_told(open_page):
    """Otherwise it looks as if nothing were compared."""
    app = open_page(scenario="sceptic", versus="sceptic")
    assert "nothing to compare" in words(app)
    assert "nothing to compare" not in words(open_page(scenario="sceptic", versus="evidence"))


def test_the_files_are_watched_whatever_goes_wrong(open_page, monkeypatch, capsys):
    """A fault of one page does not end the looking at files, which an edit may mend."""
    watched = []
    monkeypatch.setattr("graph.views.application._watch", lambda *_: watched.append(1))

    def fail(*_):
        raise RuntimeError("a fault")

    monkeypatch.setattr("graph.views.application.show_controls", fail)
    assert "RuntimeError" in open_page().error[0].value
    assert "a fault" in capsys.readouterr().err
    assert watched
