"""Loop scores against two published runs and the examples printed with the method."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.questions.growth.loop_dominance import (
    Loop,
    LoopScores,
    StockFlowModel,
    StockLevel,
    Variable,
    link_scores,
    loop_scores,
)

ANSWERS = Path(__file__).parents[2] / "known_answers"


def answer(name: str) -> Any:
    """Read a published run."""
    return json.loads((ANSWERS / f"{name}-loop-scores.json").read_text("utf-8"))


def logistic() -> StockFlowModel:
    """Build logistic growth."""
    population = StockLevel("population", 5.0, inflows=("births",))
    used = Variable("used", ("population",), lambda v: v["population"] / 1000.0)
    growth = Variable("growth", ("used",), lambda v: 0.12 * (1.0 - v["used"]))
    births = Variable("births", ("growth", "population"), lambda v: v["growth"] * v["population"])
    return StockFlowModel((population,), (used, growth, births))


def bass() -> StockFlowModel:
    """Build Bass diffusion by word of mouth."""
    size = 1_000_000.0
    potential = StockLevel("potential", size - 1.0, outflows=("adopting",))
    adopters = StockLevel("adopters", 1.0, inflows=("adopting",))
    contacts = Variable("contacts", ("adopters",), lambda v: 100.0 * v["adopters"])
    chance = Variable("chance", ("potential",), lambda v: v["potential"] / size)
    meeting = Variable("meeting", ("contacts", "chance"), lambda v: v["contacts"] * v["chance"])
    adopting = Variable("adopting", ("meeting",), lambda v: v["meeting"] * 0.015)
    return StockFlowModel((potential, adopters), (contacts, chance, meeting, adopting))


def logistic_scores() -> LoopScores:
    """Score both loops of logistic growth."""
    loops = (
        Loop("R", ("population", "births")),
        Loop("B", ("population", "used", "growth", "births")),
    )
    return loop_scores(logistic(), loops, 0.0, 100.0, 1.0)


def test_logistic_growth_has_the_published_relative_scores() -> None:
    """All 101 relative scores of both loops equal the export, within its own rounding."""
    published = answer("logistic-growth")["answer"]
    ours = logistic_scores().relative * 100.0
    worst = []
    for column, name in ((0, "R_percent"), (1, "B_percent")):
        wanted = np.array(published[name], float)
        allowed = np.where(np.abs(wanted) >= 10.0, 0.05, 0.0055) + 1e-9
        assert len(wanted) == 101
        worst.append((np.abs(ours[:, column] - wanted) / allowed).max())

    assert max(worst) <= 1.0


def test_logistic_growth_follows_its_closed_form() -> None:
    """From the second step on R is 1 - p/capacity and B is -p/capacity, exactly."""
    population = [5.0]
    for _ in range(100):
        p = population[-1]
        population.append(p + 0.12 * (1.0 - p / 1000.0) * p)
    share = np.array(population[1:101]) / 1000.0

    assert logistic_scores().relative[1:, 0] == pytest.approx(1.0 - share, abs=1e-9)
    assert logistic_scores().relative[1:, 1] == pytest.approx(-share, abs=1e-9)


def test_bass_diffusion_has_the_published_scores() -> None:
    """Raw scores to four digits and relative ones to three decimals at all five printed times."""
    data = answer("bass-diffusion")
    loops = (
        Loop("R1", ("adopters", "contacts", "meeting", "adopting")),
        Loop("B1", ("potential", "chance", "meeting", "adopting")),
    )
    ours = loop_scores(bass(), loops, 0.0, 15.0, 1.0 / 16.0)
    for index, time in enumerate(data["answer"]["time"]):
        row = round(float(Fraction(time)) * 16)
        for column, name in enumerate(("R1", "B1")):
            raw, relative = data["answer"][name][index], data["answer"][f"{name}_relative"][index]
            # Four significant digits: half a unit of the fourth; 1.0 and 0.0 are rounded to one.
            allowed = max(abs(raw) * 5e-4, 0.05 if raw in (0.0, 1.0, -1.0) else 0.0)

            assert ours.scores[row, column] == pytest.approx(raw, abs=allowed)
            assert ours.relative[row, column] == pytest.approx(relative, abs=5.1e-4)


def test_link_scores_of_the_two_printed_examples() -> None:
    """The rule z = 2x + y gives 4/5 and 1/5; z = (w + x)/y gives 5, 10/3 and -6."""
    sums = Variable("z", ("x", "y"), lambda v: 2.0 * v["x"] + v["y"])
    ratio = Variable("z", ("w", "x", "y"), lambda v: (v["w"] + v["x"]) / v["y"])
    seen = [
        link_scores(rule, case["before"], case["after"])
        for rule, case in zip(
            (sums, ratio), answer("bass-diffusion")["link_score_examples"], strict=True
        )
    ]
    wanted = [
        {name: float(Fraction(score)) for name, score in case["link_score"].items()}
        for case in answer("bass-diffusion")["link_score_examples"]
    ]

    assert seen == [pytest.approx(case) for case in wanted]


def test_an_isolated_loop_scores_one_whatever_its_gain() -> None:
    """A lone reinforcing loop has a score of 1 and a lone balancing loop one of -1."""
    for rate, sign in ((3.0, 1.0), (0.01, 1.0), (-0.5, -1.0)):
        stock = StockLevel("s", 2.0, inflows=("flow",))
        flow = Variable("flow", ("s",), lambda v, rate=rate: rate * v["s"])
        found = loop_scores(StockFlowModel((stock,), (flow,)), (Loop("l", ("s", "flow")),), 0, 3, 1)

        assert found.scores[1:, 0] == pytest.approx(sign)


def test_outflows_carry_a_minus_and_two_flows_share_the_change() -> None:
    """With inflow 3 s and outflow s the net change splits 3/2 to -1/2 (2023 rule)."""
    stock = StockLevel("s", 1.0, inflows=("born",), outflows=("gone",))
    born = Variable("born", ("s",), lambda v: 3.0 * v["s"])
    gone = Variable("gone", ("s",), lambda v: v["s"])
    model = StockFlowModel((stock,), (born, gone))
    found = loop_scores(model, (Loop("R", ("s", "born")), Loop("B", ("s", "gone"))), 0, 2, 1)

    assert found.scores[1] == pytest.approx([1.5, -0.5])
    assert found.relative[1] == pytest.approx([0.75, -0.25])


def test_nothing_moves_and_every_score_is_zero() -> None:
    """At an equilibrium there is no change to explain."""
    stock = StockLevel("s", 0.0, inflows=("flow",))
    flow = Variable("flow", ("s",), lambda v: v["s"])
    found = loop_scores(StockFlowModel((stock,), (flow,)), (Loop("l", ("s", "flow")),), 0, 3, 1)

    assert found.relative.tolist() == [[0.0]] * 4


def test_a_loop_along_a_link_that_is_not_there_is_refused_by_name() -> None:
    """The message names the loop and the missing link."""
    with pytest.raises(ValueError, match="loop X goes from population to growth"):
        loop_scores(logistic(), (Loop("X", ("population", "growth", "births")),), 0.0, 1.0, 1.0)


def test_a_step_of_zero_is_refused() -> None:
    """A run cannot stand still."""
    with pytest.raises(ValueError, match="above 0"):
        loop_scores(logistic(), (), 0.0, 1.0, 0.0)
