"""Two views beside each other: what can be compared, and that both sides are told apart."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from git_repositories import new_repository

from graph.errors import UsageError
from graph.views.answers import compared_answers
from graph.views.url_state import EVIDENCE, Choices, comparable, parse_address
from graph.views.versions import offered_versions, read_version


def shown(app) -> str:
    """What stands on the page as text."""
    kinds = ("markdown", "caption", "header", "error", "info")
    said = "\n".join(str(item.value) for kind in kinds for item in getattr(app, kind))
    return said.replace("\\", "")


def test_settings_years_and_scenarios_can_be_compared_with(shipped_model):
    """Everything that one view can differ in from another, by what people call it."""
    offered = comparable(shipped_model)
    assert {EVIDENCE, "industry", "sceptic", "2022", "2025"} <= set(offered)
    assert offered["2025"] == "end of 2025"
    assert "2026" not in offered  # the year of the newest evidence is now


@pytest.mark.parametrize(("asked", "kept"), [("industry", "industry"), ("2024", "2024"),
                                             ("1999", None), ("nowhere", None)])  # fmt: skip
def test_an_address_names_what_is_compared(shipped_model, asked, kept):
    """What is not on the map is told and let go."""
    parsed = parse_address({"versus": [asked]}, shipped_model)
    assert parsed.choices.versus == kept
    assert bool(parsed.notes) is (kept is None)


@pytest.mark.usefixtures("small_files")
def test_without_a_second_side_the_page_says_what_to_choose(open_page):
    """No empty picture, no traceback."""
    app = open_page("compare")
    assert not app.exception
    assert "Choose above what to compare with" in shown(app)


def test_a_comparison_begins_with_one_press(open_page, answers_kept):
    """The other settings, the last year and the first, and scenarios; one press asks for it."""
    assert answers_kept is None
    app = open_page("compare", setting="industry")
    offered = [item for item in app.button if (item.key or "").startswith("begin_")]
    assert [item.key.removeprefix("begin_") for item in offered[:4]] == [
        "frontier-lab",
        "open-source",
        "2025",
        "2022",
    ]
    assert len(offered) == 7
    pressed = next(item for item in offered if item.key == "begin_2022").click().run()
    assert not pressed.exception
    assert pressed.query_params["versus"] == "2022"


@pytest.mark.usefixtures("small_files")
def test_a_view_is_not_compared_with_itself(open_page):
    """The evidence beside the evidence: said, not drawn twice."""
    app = open_page("compare", versus=EVIDENCE)
    assert not app.exception
    assert "nothing to compare" in shown(app)


@pytest.mark.usefixtures("small_files")
def test_a_number_set_by_hand_stands_beside_the_evidence(open_page):
    """Both sides are named, and the sentence of ``--against`` tells what differs."""
    app = open_page("compare", versus=EVIDENCE, set="review.speedup=2")
    assert not app.exception
    text = shown(app)
    assert "review.speedup=2" in text
    assert "a generation takes" in text
    # Each side is drawn with its own answer, which its description says.
    pair = json.loads(app.get_by_key("map-pair").proto.json)
    said = [re.search(r"takes ([\d.]+)", picture)[1] for picture in pair["pictures"]]
    assert pair["names"] == ["review.speedup=2", "the evidence alone"]
    assert float(said[0]) < float(said[1])


def test_the_other_side_differs_in_what_was_chosen_alone(small_model):
    """A year, a setting, a scenario: everything else is as on the first side."""
    chosen = Choices(component="review")
    of_year = compared_answers(small_model, replace(chosen, versus="2024")).study
    of_setting = compared_answers(small_model, replace(chosen, versus="industry")).study
    assert (of_year.standpoint.as_of, of_year.standpoint.setting) == ("2024", "frontier-lab")
    assert (of_setting.standpoint.as_of, of_setting.standpoint.setting) == (None, "industry")
    by_hand = chosen.assigning("review", "speedup", 2.0)
    assert compared_answers(small_model, replace(by_hand, versus=EVIDENCE)).study.suppositions == ()
    assert compared_answers(small_model, chosen) is None


ONE_PART = """@prefix : <https://w3id.org/loopmap/map/> .
@prefix loop: <https://w3id.org/loopmap#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:coding a loop:Coding ; rdfs:label "Coding"@en ; loop:baselineDays 10 .
:again a loop:Dependency ; loop:from :coding ; loop:to :coding ; loop:kind loop:Gates ; loop:lag 1 .
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A map that took ten days at the last commit, and takes five in the files as they are now."""
    made = new_repository(tmp_path / "repository")
    monkeypatch.setenv("LOOPMAP_ONTOLOGY", str(made.write("map/loop.ttl", ONE_PART).parent))
    made.commit("Ten days")
    made.write("map/loop.ttl", ONE_PART.replace("Days 10", "Days 5"))
    return made


def test_the_last_commit_stands_beside_the_files_as_they_are(repository, open_page):
    """Both maps, and the sentences of ``loopmap diff``: 10 days before, 5 after."""
    app = open_page("compare", version="git:HEAD")
    assert not app.exception
    text = shown(app)
    assert "Changed" in text
    assert "Coding: baseline days 10 d -> 5 d" in text
    names = app.get_by_key("map-pair").proto.json
    assert "as it is now" in names
    assert f"HEAD ({repository.git('rev-parse', 'HEAD')[:10]})" in names
    said = re.findall(r"The loop takes ([\d.]+)", names)
    assert float(said[0]) > float(said[1])

    app.selectbox("w_version").set_value(None).run()
    assert "version" not in app.query_params
    assert "Choose above what to compare with" in shown(app)


def test_versions_offered_are_commits_of_the_map_and_maps_beside_it(repository):
    """A commit that changed something else is not among them, nor is a folder without a map."""
    repository.write("map/loop.ttl", ONE_PART)
    repository.write("README.md", "nothing of the map")
    repository.commit("Words only")
    repository.write("draft/loop.ttl", ONE_PART)
    repository.write("notes/loop.txt", "no map")
    offered = offered_versions(repository.root / "map")
    assert [text.split(" · ")[-1] for text in offered.values()] == [
        "the last commit (HEAD)",
        "Ten days",
        "beside it: draft",
    ]
    beside = read_version(repository.root / "map", "beside:draft")
    assert (beside.name, [*beside.model.components]) == ("draft", ["coding"])


@pytest.mark.parametrize("wanted", ["beside:../secret", "beside:", "git:--help", "git:nowhere"])
def test_no_address_reads_another_place(repository, wanted):
    """Neither a path nor an option of git is followed."""
    repository.write("../secret/loop.ttl", ONE_PART)
    with pytest.raises(UsageError, match=r"There is no map|has no revision"):
        read_version(repository.root / "map", wanted)


def test_a_version_that_cannot_be_read_is_told_with_what_is_wrong(repository, open_page):
    """The map that was broken at a commit is no fault of the page."""
    repository.write("map/loop.ttl", "this is no Turtle")
    repository.commit("Broken")
    repository.write("map/loop.ttl", ONE_PART)
    app = open_page("compare", version="git:HEAD")
    assert not app.exception
    assert "cannot be read" in shown(app)
    assert "loop.ttl" in shown(app)


@pytest.mark.usefixtures("small_files")
def test_where_there_is_no_repository_no_version_is_offered(open_page):
    """A link that asks for one is told so."""
    app = open_page("compare", version="git:HEAD")
    assert not app.exception
    assert "no other version" in shown(app)
    assert not [box for box in app.selectbox if "version" in box.label]
