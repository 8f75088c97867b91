"""What the pages say beside their numbers: what was left out, and why nothing is there."""

from __future__ import annotations

from types import SimpleNamespace

from graph.views.next_page import contenders


def answers_with(first, second, draws):
    """Answers with two cycles, each with how often it binds over the draws."""
    model = SimpleNamespace(label=str.title)
    runner_up = SimpleNamespace(cycle=("b",), period_days=2.0, margin_days=1.0, probability=second)
    blocking = SimpleNamespace(
        critical_cycle=("a",),
        period_days=SimpleNamespace(median=3.0),
        critical_cycle_probability=first,
        runner_up_cycles=(runner_up,),
        draws=draws,
    )
    return SimpleNamespace(study=SimpleNamespace(model=model), critical_path=blocking)


def test_cycles_that_are_not_listed_are_told_of():
    """25 % and 10 % make 35 %; the note says where the rest is."""
    note = contenders(answers_with(0.25, 0.1, 1024)).note
    assert "Those listed sum to 35 %; the rest is spread over loops not listed." in note


def test_without_draws_nothing_is_summed():
    """Where no probability is known, none is made up."""
    assert "sum" not in contenders(answers_with(None, None, 0)).note


def test_letters_that_occur_nowhere_are_answered_with_a_way_out(open_page):
    """No empty list: the page says what to do."""
    app = open_page("evidence")
    app.text_input[0].set_value("no such letters anywhere").run()
    assert not app.exception
    assert "Nothing matches; take one of the filters away." in [item.value for item in app.caption]
