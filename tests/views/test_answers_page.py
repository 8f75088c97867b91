"""Every question of the registry has its answer on the page "Answers", in full and as files."""

from __future__ import annotations

import csv
import io
import json
from functools import cache

import pytest
from answers_once import answers_once
from shipped_map import shipped_study

from graph.loop.answer import Answer
from graph.questions import QUESTIONS, question_named
from graph.reports import report_of
from graph.views.answers import Answers
from graph.views.answers_page import FILES

each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: item.name)


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """What is shown is looked at here, not how sure it is."""
    monkeypatch.setattr(Answers, "draws", 64)


@pytest.fixture(scope="module", autouse=True)
def page_and_files_of_one_answer():
    """What is worked out beside the page is not worked out by the page once more."""
    with answers_once():
        yield


def asked(open_page, question, **parameters):
    """The page with a question chosen, and something named where it asks for a name."""
    app = open_page("answers", **parameters)
    app.session_state["question"] = question
    app.run()
    for field in app.text_input:
        field.set_value("coding").run()
    return app


def headings(app) -> list[str]:
    """Titles on the page, without the signs that keep Markdown from taking hold."""
    return [item.value.replace("\\", "") for item in app.subheader]


@cache
def answer_to(name: str) -> Answer:
    """The answer for the shipped map, worked out once and beside the page."""
    return Answers(shipped_study()).of(name, **named(question_named(name)))


@each
def test_every_question_of_the_registry_opens(open_page, question):
    """Its report stands there with its title, and its three files can be taken."""
    app = asked(open_page, question)

    assert not app.exception
    assert not app.error
    assert app.session_state.model_now.digest == shipped_study().model.digest
    assert headings(app) == [report_of(question, answer_to(question.name)).title]
    assert [item.label for item in app.get("download_button")] == ["JSON", "CSV", "Markdown"]


def named(question) -> dict[str, str]:
    """What must be chosen for a question that cannot be asked without."""
    return {option.name: "coding" for option in question.options if option.required}


@each
def test_no_question_stops_on_a_map_of_two_parts(open_page, small_files, question):
    """What cannot be answered is told in a sentence."""
    assert small_files.exists()
    app = asked(open_page, question)

    assert not app.exception
    assert len(app.error) + len(app.subheader) == 1


def test_a_refusal_is_told_in_plain_words(open_page):
    """Before a name is written nothing is answered; a misspelt one is offered the right one."""
    app = open_page("answers")
    app.session_state["question"] = question_named("explain")
    app.run()
    assert "Write a name" in app.caption[0].value
    app.text_input[0].set_value("codin").run()

    assert not app.exception
    assert "coding" in app.error[0].value
    assert not app.subheader


def test_the_answer_is_that_to_what_is_chosen_above(open_page):
    """Setting and suppositions of the bar count here as everywhere."""
    app = asked(
        open_page, question_named("critical-path"), set="code-review.speedup=3", setting="industry"
    )
    shown = "\n".join(item.value for item in app.markdown).replace("\\", "")

    assert "code-review.speedup=3" in shown
    assert "industry" in shown


@each
def test_files_hold_the_answer_as_the_terminal_prints_it(shipped_model, question):
    """The JSON has its schema, the CSV a line for each record, the Markdown the title."""
    answer = answer_to(question.name)
    made = {item.ending: item.make(question, answer) for item in FILES}

    assert json.loads(made["json"])["ontology"] == shipped_model.digest
    assert len(list(csv.reader(io.StringIO(made["csv"])))) == 1 + len(
        getattr(answer, question.table)
    )
    assert made["md"].startswith(f"# {report_of(question, answer).title}")


def test_an_address_of_before_leads_to_the_page_of_now(open_page):
    """Links to the timeline that were sent still show what their sender chose."""
    app = open_page("timeline", setting="industry")

    assert not app.exception
    assert "What sets the pace, and when" in [item.value for item in app.header]
    assert app.session_state.choices.setting == "industry"
