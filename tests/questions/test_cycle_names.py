"""Two different loops that stand side by side never have the same name."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.reports.cycle_names import CycleNames, NamedCycle

LABELS = {"a": "Plan", "b": "Code", "c": "Test", "d": "Ship", "e": "Code"}
CYCLES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True).map(tuple)


def turned(cycle):
    """The same loop from its first id on."""
    at = cycle.index(min(cycle))
    return cycle[at:] + cycle[:at]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CYCLES, st.sampled_from([None, "one", "two"])), min_size=1, max_size=6))
def test_names_are_as_many_as_loops(shown):
    """A law, with labels that are alike, subsets, other orders and other beginnings among them."""
    names = CycleNames(LABELS, [NamedCycle(*one) for one in shown], 2)
    called = {turned(cycle): names.of(cycle) for cycle, _ in shown}

    assert len(set(called.values())) == len(called)


def test_what_differs_is_named():
    """By hand: a part of its own is named, a part that it lacks, else all parts in order."""
    names = CycleNames(LABELS, [NamedCycle(tuple("abcd"), "L"), NamedCycle(tuple("abc"), "L")])
    order = CycleNames(LABELS, [NamedCycle(tuple("abc"), "L"), NamedCycle(tuple("acb"), "L")])
    alone = CycleNames(LABELS, [NamedCycle(tuple("abc"), "L"), NamedCycle(tuple("bca"), "L")])

    assert names.of(tuple("abcd")) == "L, through Ship"
    assert names.of(tuple("abc")) == "L, without Ship"
    assert order.of(tuple("cba")) == "Plan > Test > Code"
    assert alone.of(tuple("cab")) == "L"
