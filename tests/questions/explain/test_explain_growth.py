"""What R_loop and a stock are made of, by hand on a small map and on the shipped one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from growth_map import small_study
from shipped_map import shipped_study

from graph.loop.study import Study
from graph.model import Supposition
from graph.questions.evidence.provenance import OF_STOCKS
from graph.questions.explain.answer import Explanation, Term
from graph.questions.explain.compute import explain
from graph.questions.growth.compute import takeoff
from graph.questions.growth.numbers import GrowthMetric
from graph.reports.explain import explain_report
from graph.reports.terminal_text import to_text


@cache
def shipped() -> Study:
    """Return the shipped map."""
    return shipped_study()


def terms(found: Explanation, symbol: str) -> list[Term]:
    """Return the terms that the formula writes with one symbol."""
    return [item for item in found.terms if item.symbol == symbol]


def test_r_loop_is_lambda_over_beta_times_eta_with_file_and_line(tmp_path: Path) -> None:
    """1/0.5 * 0.25 = 0.5; each of the three stands in the file where it was written."""
    study = small_study(tmp_path, elasticity="0.25")
    found = explain(study, "r-loop")
    values = {item.symbol: item.value for item in found.terms}
    text = (tmp_path / "small.ttl").read_text("utf-8").splitlines()

    assert found.value is not None
    assert found.value.median == pytest.approx(0.5)
    for symbol, value, word in (
        ("lambda", 1.0, "loop:returns"),
        ("beta", 0.5, "loop:difficulty"),
        ("eta", 0.25, "loop:elasticity"),
    ):
        assert values[symbol] is not None
        assert values[symbol].median == pytest.approx(value)
        (place,) = terms(found, symbol)[0].places
        assert word in text[int(place.rsplit(":", 1)[1]) - 1]
    assert [item.share for item in terms(found, "eta")] == [pytest.approx(1.0)]
    assert any("Software from Software 0.5" in fact.text for fact in found.facts)


@pytest.mark.parametrize("name", ["r-loop", "r_loop", "R_loop", "answer:r-loop"])
def test_r_loop_is_understood_however_it_is_written(tmp_path: Path, name: str) -> None:
    """With a line below or a hyphen, as people and addresses write it."""
    assert explain(small_study(tmp_path), name).id == "r-loop"


def test_r_loop_is_the_one_of_the_answer_on_growth() -> None:
    """The same draws give the same interval, and the shares of the edges are the same."""
    found = explain(shipped(), "r-loop", draws=64, seed=3)
    answer = takeoff(shipped(), draws=64, seed=3).schools[0]

    assert found.value == answer.loop_ratio
    assert {item.subject: item.share for item in terms(found, "eta") if item.share} == {
        item.id: item.share for item in answer.edges
    }
    assert sum(item.share or 0.0 for item in terms(found, "eta")) == pytest.approx(1.0)


def test_every_term_of_the_shipped_r_loop_has_a_source_and_a_place() -> None:
    """Down to file and line, our own assumptions included; both schools are there."""
    found = explain(shipped(), "r-loop")
    text = to_text(explain_report(found), wide=True)

    assert len(found.terms) > 40
    assert all(item.sources and item.places for item in found.terms)
    assert all(":" in place for item in found.terms for place in item.places)
    schools = [item for item in terms(found, "sigma") if "compute" in item.subject_label]
    assert [item.value.median for item in schools if item.value] == [2.58, 0.0]
    assert "growth-elasticities.ttl:" in text
    assert "if AI did all of the work" in " ".join(text.split())


def test_a_map_where_nothing_builds_up_has_no_r_loop(tmp_path: Path) -> None:
    """Unknown, with the reason; never 0."""
    found = explain(small_study(tmp_path, stock=""), "r-loop")

    assert found.value is None
    assert found.terms == ()
    assert [fact.name for fact in found.facts] == ["Why unknown"]


def test_every_stock_is_explained() -> None:
    """What feeds it, what it acts back on, and each of its numbers with the observations."""
    assert shipped().model.stocks
    for stock in shipped().model.stocks:
        holds_what_a_stock_is_made_of(explain(shipped(), stock), stock)


def holds_what_a_stock_is_made_of(found: Explanation, stock: str) -> None:
    """Hold what is told about a stock of the shipped map against the map."""
    known = shipped().model.stocks[stock]
    related = {item.relation: set() for item in found.related}
    for item in found.related:
        related[item.relation].add(item.id)

    assert (found.kind, found.place is not None) == ("stock", True)
    assert related["fed by"] == set(known.fed_by)
    assert related["acts back on"]
    for symbol in ("g", "lambda", "beta"):
        (term,) = terms(found, symbol)
        assert term.places
    assert all(item.pooled for item in found.numbers)
    assert all(item.observations for item in found.numbers)
    assert "%" in next(fact.text for fact in found.facts if fact.name.startswith("b, share"))


def test_a_stock_that_cannot_run_is_explained_all_the_same(tmp_path: Path) -> None:
    """It says so, and shows the numbers that there are."""
    found = explain(small_study(tmp_path, stock=""), "software")

    assert any(fact.name == "Runs" for fact in found.facts)
    assert {item.symbol for item in found.terms} >= {"g", "lambda", "beta"}


def test_the_numbers_of_growth_that_are_replaced_stand_beside_those_that_carry() -> None:
    """Staff growth: 0.85 at labs and 0.66 at OpenAI weigh, the ten-year mean of 0.28 does not."""
    found = explain(shipped(), "software-efficiency.staff-growth-rate")
    (number,) = found.numbers
    weights = {item.value: item.weight for item in number.observations}

    assert found.terms == ()
    assert weights[0.28] == 0.0
    assert weights[0.85] + weights[0.66] == pytest.approx(1.0)
    assert number.value is not None
    assert 0.66 < number.value.median < 0.85


def test_what_is_supposed_is_what_stands_in_the_terms(tmp_path: Path) -> None:
    """Twice the elasticity gives twice R_loop, and the term says the supposed number."""
    study = small_study(tmp_path, elasticity="0.25")
    edge = "training-improves-research"
    found = explain(study.supposing(Supposition(edge, "elasticity", 0.5)), "r-loop")

    assert found.value is not None
    assert found.value.median == pytest.approx(1.0)
    (term,) = terms(found, "eta")
    assert term.value is not None
    assert term.value.median == 0.5


def test_the_numbers_of_a_stock_are_those_that_growth_reads() -> None:
    """One list of words in two places, held equal."""
    assert {str(metric) for metric in GrowthMetric} == OF_STOCKS
