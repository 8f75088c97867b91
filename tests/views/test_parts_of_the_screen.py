"""Cards, sliders, bars, tables and slow answers: each part of the screen by itself."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest

from graph.errors import UsageError
from graph.files import short_names
from graph.loop.study import Study
from graph.reports.report import Table, left, right
from graph.views.answers import Answers
from graph.views.background import BackgroundWork
from graph.views.cards import LENS_QUESTIONS, Card
from graph.views.escaping import thing_label
from graph.views.evidence_page import Filter, matching
from graph.views.front import card_plain
from graph.views.loop_page import parts_table
from graph.views.next_page import ShadedTable, shaded_html
from graph.views.panel import standing_table
from graph.views.scenarios_page import Bar, tornado_html
from graph.views.show_report import table_html
from graph.views.url_state import LENSES
from graph.views.viewer import Focus


def wait_until(true, seconds: float = 5.0) -> None:
    """Wait for another thread."""
    for _ in range(int(seconds * 200)):
        if true():
            return
        time.sleep(0.005)
    pytest.fail("it did not happen")


# ---- Questions ----


def test_every_lens_belongs_to_one_question():
    """The five questions are the five lenses, in the same order."""
    assert tuple(item.lens for item in LENS_QUESTIONS) == LENSES
    assert [item.question for item in LENS_QUESTIONS if item.lens != item.question] == [
        "critical-path"
    ]


class OneAnswer:
    """A question whose answer is the study's own name."""

    lens, asked = "next", "How\nfast?"

    @staticmethod
    def card(answers):
        """The name as a value."""
        return Card(answers, "detail", "basis")


def test_a_card_shows_both_answers_of_a_comparison():
    """What was stands apart from what is; where both are the same there is nothing before."""
    compared = card_plain(OneAnswer, "2x", "1x", "2026", "next")
    assert (compared["before"], compared["value"]) == ("1x", "2x")
    assert card_plain(OneAnswer, "2x", "2x", "2026", "next")["before"] is None
    assert card_plain(OneAnswer, "2x", None, "2026", "next")["before"] is None


def test_a_card_is_pressed_where_its_lens_is_on():
    """Every text stands on one line, with the date of the evidence."""
    card = card_plain(OneAnswer, "2x", None, "2026", "next")
    assert card["pressed"]
    assert card["asked"] == "How fast?"
    assert card["basis"] == "basis · 2026"
    assert not card_plain(OneAnswer, "2x", None, "2026", None)["pressed"]


# ---- Tables and bars ----


def test_a_table_has_heads_that_screen_readers_announce():
    """Every head has a scope, numbers stand on the right."""
    html = table_html(Table("T", (left("Part"), right("Days")), (("<a>", "3"),)))
    assert html.count('scope="col"') == 2
    assert "&lt;a&gt;" in html
    assert html.count('class="number"') == 2
    assert ".number{text-align:right}" in html


def test_a_table_of_thousands_says_how_many_it_leaves_out(small_model):
    """Of 302 parts 300 stand in the table and 2 in its note; of 2 parts all, without a note."""
    answers = Answers(Study(small_model))
    few = parts_table(answers)
    assert (len(few.rows), few.note) == (2, "")
    result = answers.critical_path
    many = replace(result, components=result.components * 151)
    crowd = SimpleNamespace(critical_path=many)
    table = parts_table(crowd)
    assert len(table.rows) == 300
    assert table.note.startswith("2 more")


def test_an_unknown_share_is_a_dash_and_never_zero():
    """Missing is missing; a share beyond all bounds is still no more than full."""
    html = shaded_html(
        ShadedTable("T", ["2025", "2026"], {"Coding": [None, 0.0], "B": [7.0, 1.0]}, 100)
    )
    assert html.count(">-<") == 1
    assert "0 %" in html
    assert html.count("0.40)") == 2


def test_a_bar_reaches_from_one_end_to_the_other():
    """Of two bars, 1 to 2 and 1.5 to 2 around 1.5, the second has half the length.

    The scale runs from 1 to 2: 1 to 2 is all of it, 1.5 to 2 begins in the middle.
    """
    html = tornado_html([Bar("a", 1.0, 2.0, 0.5, "x"), Bar("b", 2.0, 1.5, 0.1, "y")], 1.5)
    assert "left:0.0%;width:100.0%" in html
    assert "left:50.0%;width:50.0%" in html


def test_bars_without_any_reach_are_still_drawn():
    """Numbers that do not move the pace give a hair, not a division by nothing."""
    assert "width:0.8%" in tornado_html([Bar("a", 1.0, 1.0, 0.0, "x")], 1.0)


def test_a_dependency_is_named_by_its_ends(shipped_model):
    """Nobody has to read ids."""
    assert thing_label(shipped_model, "coding-gates-debugging-and-testing") == (
        "Coding → Debugging and testing"
    )
    assert thing_label(shipped_model, "no-such-thing") == "no-such-thing"


def test_file_names_lose_the_folders_that_all_share():
    """Two files of one name are still told apart."""
    assert short_names(("/m/a/x.ttl", "/m/b/x.ttl", "/m/y.ttl")) == ("a/x.ttl", "b/x.ttl", "y.ttl")
    assert short_names(()) == ()


def test_numbers_of_a_part_say_unknown_where_nothing_is_known(small_model):
    """Review has no speed-up on record, so that it is unknown and never 1."""
    from graph.questions.critical_path.compute import critical_path

    result = critical_path(Study(small_model))
    table = standing_table(result.component("review"), result)
    assert ("faster by AI, minimum time included", "unknown") in table.rows


# ---- The focus of the map ----


def test_the_focus_is_the_same_whatever_the_order():
    """Sets are sent sorted, so that an unchanged focus is not sent again."""
    one = Focus("a", members=frozenset(["b", "a"]), compared=frozenset(["z", "y"]))
    said = one.to_plain()
    assert (said["selected"], said["edge"], said["depth"]) == ("a", None, 1)
    assert (said["members"], said["compared"]) == (["a", "b"], ["y", "z"])
    assert Focus().to_plain()["members"] is None


# ---- Evidence ----


def test_filters_narrow_the_evidence(shipped_model):
    """Each filter alone lets through only what it names; together only what all name."""
    everything = matching(shipped_model, Filter())
    assert len(everything) == len(shipped_model.observations)
    trials = matching(shipped_model, Filter(grade="randomised-trial"))
    assert {item.grade for item in trials} == {"randomised-trial"}
    ours = matching(shipped_model, Filter(source=""))
    assert all(item.source is None for item in ours)
    recent = matching(shipped_model, Filter(subject="coding", since=2026))
    assert all(item.subject == "coding" and item.as_of >= "2026" for item in recent)
    assert 0 < len(recent) < len(matching(shipped_model, Filter(subject="coding")))


def test_what_is_about_the_loop_and_sourced_stands_first(shipped_model):
    """Sourced before assumed, the loop before domains, the newest before the older."""
    found = matching(shipped_model, Filter())
    on_loop = shipped_model.components.keys() | shipped_model.dependencies.keys()
    ranks = [(item.subject not in on_loop, not item.source) for item in found]
    assert ranks == sorted(ranks)
    first = [item.as_of for item, rank in zip(found, ranks, strict=True) if rank == (False, False)]
    dated = [day for day in first if day]
    assert dated == sorted(dated, reverse=True)
    assert first[: len(dated)] == dated


def test_letters_that_occur_nowhere_leave_nothing(shipped_model):
    """Upper and lower case do not matter; nonsense finds nothing."""
    assert matching(shipped_model, Filter(text="METR")) == matching(
        shipped_model, Filter(text="metr")
    )
    assert matching(shipped_model, Filter(text="zzz-no-such-letters")) == ()


@pytest.mark.usefixtures("small_files")
def test_what_evidence_is_listed_stands_in_the_address(open_page):
    """A link lists what its sender listed, and each box that is changed changes the address."""
    app = open_page("evidence", about="review", component="coding")
    assert not app.exception
    assert listed(app) == ["Review"]

    app.text_input[0].set_value("zzz").run()
    assert app.query_params["containing"] == "zzz"
    assert app.query_params["about"] == "review"
    assert listed(app) == []
    app.text_input[0].set_value("").run()
    app.selectbox("w_about").set_value(None).run()
    assert not {"containing", "about"} & {*app.query_params}
    assert listed(app) == ["Coding"]  # the part looked at
    app.selectbox("w_about").set_value("any").run()
    assert sorted(listed(app)) == ["Coding", "Review"]


def listed(app) -> list[str]:
    """The heads of the list of observations that are of parts."""
    heads = (item.value.removeprefix("##### ") for item in app.markdown)
    return [head for head in heads if head in ("Coding", "Review")]


# ---- Slow answers ----


@pytest.fixture
def work(monkeypatch):
    """Work beside the page, really done."""
    monkeypatch.undo()
    return BackgroundWork(quiet_seconds=0.01)


def test_a_slow_answer_is_there_later(work):
    """The first question gets none, a later one the answer, worked out once."""
    calls = []
    assert work.get("a", lambda: calls.append(1) or "answer") is None
    wait_until(lambda: work.is_there("a"))
    assert work.get("a", lambda: calls.append(1)) == "answer"
    assert calls == [1]


def test_of_those_waiting_only_the_newest_is_worked_out(work):
    """A reader who moves on does not leave a queue behind."""
    go = threading.Event()
    work.get("first", go.wait)
    wait_until(lambda: work._begun == "first")
    for name in ("second", "third"):
        work.get(name, lambda: "answer")
    go.set()
    wait_until(lambda: work.is_there("third"))
    assert not work.is_there("second")


def test_what_is_on_its_way_is_not_begun_again(work):
    """A page that runs again while it waits does not have the same answer worked out twice."""
    go, calls = threading.Event(), []

    def slow():
        calls.append(1)
        go.wait()

    work.get("a", slow)
    wait_until(lambda: calls)
    work.get("a", slow)
    go.set()
    wait_until(lambda: work.is_there("a"))
    work.get("b", lambda: "answer")
    wait_until(lambda: work.is_there("b"))
    assert calls == [1]


def test_a_question_that_a_newer_one_pushed_aside_is_known_to_be(work):
    """Of three, the first is being answered, the last waits, and the one between is forgotten."""
    go = threading.Event()
    work.get("first", go.wait)
    wait_until(lambda: work._begun == "first")
    for name in ("second", "third"):
        work.get(name, lambda: "answer")
    found = {name: work.is_settled(name) for name in ("first", "second", "third")}
    go.set()
    assert found == {"first": False, "second": True, "third": False}


def test_no_reader_pushes_another_s_question_aside(work):
    """Ten readers who all wait have all their answers in the end, whoever asked last."""
    go = threading.Event()
    work.get("first", go.wait)
    wait_until(lambda: work._begun == "first")
    names = [f"question {number}" for number in range(10)]
    for name in names:
        work.get(name, lambda name=name: f"answer to {name}", reader=name)
    assert not any(work.is_settled(name) for name in names)
    go.set()
    wait_until(lambda: all(work.is_there(name) for name in names))
    assert [work.get(name, lambda: "asked again") for name in names] == [
        f"answer to {name}" for name in names
    ]


def test_an_answer_is_begun_once_nothing_newer_comes(monkeypatch):
    """While questions come faster than the quiet time, none of them is begun but the last."""
    monkeypatch.undo()
    calm, begun = BackgroundWork(quiet_seconds=0.5), []
    for name in "abcd":
        calm.get(name, lambda name=name: begun.append(name))
        time.sleep(0.05)
    assert begun == []
    wait_until(lambda: begun)
    assert begun == ["d"]


def test_an_answer_that_is_refused_counts_as_none(work):
    """A map on which nothing builds up has no growth; the page is not kept waiting."""

    def refuse():
        raise UsageError("nothing builds up")

    work.get("a", refuse)
    wait_until(lambda: work.is_there("a"))
    assert work.get("a", refuse) is None


def test_old_answers_are_let_go(work):
    """After twenty answers the first is forgotten and the last is there."""
    for number in range(20):
        work.get(str(number), lambda: "answer")
        wait_until(lambda number=number: work.is_there(str(number)))
    assert not work.is_there("0")
    assert work.is_there("19")
