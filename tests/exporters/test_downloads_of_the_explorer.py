"""What the explorer's buttons hand out is what is on its screen."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from shipped_map import shipped_model

from graph.exporters.export_source import FIGURES, figures_of
from graph.loop.suppositions import parse_supposition
from graph.questions.growth.compute import takeoff
from graph.reports.report import to_markdown
from graph.views import cards, figures, loop_page
from graph.views.answers import Answers, answers_for
from graph.views.url_state import Choices


@pytest.fixture(scope="module")
def model():
    """The map that loopmap ships."""
    return shipped_model()


@pytest.fixture
def answers(model, monkeypatch):
    """The answers of the evidence, with growth still being worked out and fewer draws."""
    monkeypatch.setattr(Answers, "draws", 64)
    monkeypatch.setattr(Answers, "begin_growth", lambda _: None)
    monkeypatch.setattr(Answers, "growth_is_pending", True)
    return answers_for(model, Choices())


def answer_of(answers, lens):
    """The Markdown that the button for the answer hands out under a lens."""
    return loop_page.exported(answers, "report", lens=lens).decode()


@pytest.mark.parametrize("lens", ["active", "human", "next", "domains"])
def test_the_answer_downloaded_is_the_one_on_the_screen(answers, lens):
    """Word for word the answer in full to the question of the lens, then the sources."""
    report = cards.question_of(lens).report(answers)
    text = answer_of(answers, lens)

    assert report is not None
    assert text.startswith(to_markdown(report))
    assert "\n## Sources" in text


def test_while_growth_is_worked_out_its_download_answers_what_blocks(answers):
    """There is no answer to question 5 yet: the answer to question 3 is better than none."""
    assert answer_of(answers, "takeoff") == answer_of(answers, "next")


def test_the_buttons_belong_to_the_lens_on_the_screen(answers, monkeypatch):
    """Each button is made with the lens chosen when the page was drawn."""
    handed = []

    def note(_title, data, *_, **__):
        handed.append(data)

    monkeypatch.setattr(loop_page.session, "choices", lambda: Choices(lens="human"))
    monkeypatch.setattr(loop_page.st, "download_button", note)
    monkeypatch.setattr(loop_page, "address_of", lambda _: "")
    monkeypatch.setattr(loop_page, "show_figures", lambda _: None)
    loop_page.show_downloads(answers)

    assert len(handed) == len(loop_page.DOWNLOADS)
    assert handed[-1]().decode() == answer_of(answers, "human")


@pytest.mark.parametrize("name", ["svg", "html", "graphml", "csv", "report"])
def test_a_download_of_a_what_if_says_so(model, monkeypatch, name):
    """A scenario with a number set by hand on top: both stand in the file."""
    monkeypatch.setattr(Answers, "draws", 64)
    by_hand = (parse_supposition(model, "coding.speedup=3"),)
    chosen = Choices(scenario="review-automated", assignments=by_hand)
    text = loop_page.exported(answers_for(model, chosen), name).decode()

    assert "coding.speedup=3" in text
    assert model.scenarios["review-automated"].suppositions
    for item in model.scenarios["review-automated"].suppositions:
        assert f"{item.subject}.{item.metric}={item.value:g}" in text


def test_a_figure_of_quarters_is_offered_only_where_some_were_measured(answers):
    """The shipped map is of no loop of one's own."""
    assert figures_of(answers.study) == FIGURES[:-1] == ("map", "standing", "growth")


@pytest.mark.parametrize("figure", FIGURES[:-1])
def test_a_figure_for_a_paper_says_where_it_comes_from(answers, model, figure):
    """Date, digest and how to cite stand in each; the one of growth shows the answer given."""
    growth = takeoff(answers.study, draws=0, horizon=3.0) if figure == "growth" else None
    drawn = figures.figure_file(answers, figure, "svg", growth=growth).decode()
    seen = " ".join(ElementTree.fromstring(drawn).itertext())
    for words in (model.digest[:12], "2026-11-22", "Cite: the loopmap authors"):
        assert words in seen
    assert ("In 3 years" in seen) is (figure == "growth")
