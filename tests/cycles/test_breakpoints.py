"""What binds next, who must get faster, and which way to take, against direct solutions."""

from fractions import Fraction
from itertools import combinations, pairwise, product

import pytest
from all_cycles import ALL_DAYS, REAL_LAGS, all_cycles, loops, period
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cycles.alternatives import choose_alternatives
from graph.cycles.breakpoints import breakpoints
from graph.cycles.critical_graph import cheapest_hitting_set
from graph.cycles.cycle_ratio import maximum_cycle_ratio
from graph.cycles.deadlock import DeadlockError
from graph.cycles.marked_graph import Arc, MarkedGraph, exact
from graph.errors import UsageError

BUSY_LOOP = loops(st.integers(1, 99), (0, 1, 2))
ANY_LOOP = BUSY_LOOP | loops() | loops(ALL_DAYS, REAL_LAGS)


def at_speed(graph, group, floors, theta):
    """The loop with every node of the group at theta of its days, or at its floor."""
    days = {node: max(floors[node], theta * exact(graph.days[node])) for node in group}
    return graph.with_days(days)


def draw_group(data, graph):
    """A group of nodes, one at least, and a floor for each node of the graph."""
    count = len(graph.nodes)
    mask = data.draw(st.integers(1, 2**count - 1))
    group = {node for node in range(count) if mask >> node & 1}
    shares = [0, 0, 0, 0, Fraction(1, 4), Fraction(2, 3), 1]
    code = data.draw(st.just(0) | st.integers(0, 7**count - 1))
    return group, [exact(days) * shares[code // 7**n % 7] for n, days in enumerate(graph.days)]


@settings(max_examples=200, deadline=None)
@given(ANY_LOOP, st.data())
def test_breakpoints_agree_with_direct_solutions(graph, data):
    """At every breakpoint, halfway between them and at the limit the period is solved anew."""
    group, floors = draw_group(data, graph)
    path = breakpoints(graph, maximum_cycle_ratio(graph), group, floors)

    def solved(theta):
        return period(at_speed(graph, group, floors, theta))

    assert path.period == solved(Fraction(1))
    assert path.limit == solved(Fraction(0))
    assert path.period_at(2) == solved(Fraction(1, 2))
    corners = [(Fraction(1), path.period)]
    for step in path.breakpoints:
        theta = 1 / step.speedup
        assert theta < corners[-1][0]
        assert step.period == solved(theta)
        corners.append((theta, step.period))
    corners.append((Fraction(0), path.limit))
    # Straight between neighbours: the value halfway is the mean. Convex with a true corner at each.
    for (high, first), (low, second) in pairwise(corners):
        assert solved((high + low) / 2) == (first + second) / 2
    slopes = [(first - second) / (high - low) for (high, first), (low, second) in pairwise(corners)]
    assert all(before > after for before, after in pairwise(slopes))


@settings(max_examples=60, deadline=None)
@given(BUSY_LOOP, st.data())
def test_what_takes_over_binds_from_the_breakpoint_on(graph, data):
    """The cycle named has the period at the breakpoint, and just past it."""
    group, floors = draw_group(data, graph)
    path = breakpoints(graph, maximum_cycle_ratio(graph), group, floors)
    ends = [*(1 / step.speedup for step in path.breakpoints[1:]), Fraction(0)]
    for step, end in zip(path.breakpoints, ends, strict=False):
        for theta in (1 / step.speedup, (1 / step.speedup + end) / 2):
            there = at_speed(graph, group, floors, theta)
            (named,) = [c for c in all_cycles(there) if set(c.arcs) == set(step.cycle)]
            assert named.ratio == period(there)


@settings(max_examples=60, deadline=None)
@given(ANY_LOOP, st.data())
def test_the_speed_that_is_enough_reaches_the_limit_and_less_does_not(graph, data):
    """Beyond it nothing is gained; where there is none the period falls for ever."""
    group, floors = draw_group(data, graph)
    path = breakpoints(graph, maximum_cycle_ratio(graph), group, floors)
    if path.enough is None:
        assert period(at_speed(graph, group, floors, Fraction(1, 10**9))) > path.limit
        return
    assert period(at_speed(graph, group, floors, 1 / path.enough)) == path.limit
    if path.enough > 1:
        slower = min(Fraction(1), 1 / path.enough + Fraction(1, 10**6))
        assert period(at_speed(graph, group, floors, slower)) > path.limit


def test_two_cycles_take_over_one_after_the_other():
    """12 theta, then 6 theta + 4 from theta 2/3, then 6 from theta 1/3: at 1.5x and at 3x."""
    arcs = (Arc(0, 0, 1), Arc(0, 1, 0), Arc(1, 0, 2), Arc(2, 2, 1))
    loop = MarkedGraph(("a", "b", "c"), (12, 8, 6), arcs)
    path = breakpoints(loop, maximum_cycle_ratio(loop), [0])
    first, second = path.breakpoints
    assert (first.speedup, first.period) == (Fraction(3, 2), 8)
    assert (first.cycle, first.nodes, first.newcomers) == ((1, 2), ("a", "b"), ("b",))
    assert (second.speedup, second.period, second.cycle) == (3, 6, (3,))
    assert (path.limit, path.limit_cycle, path.limit_nodes, path.enough) == (6, (3,), ("c",), 3)


def test_a_floor_is_a_breakpoint_of_its_own():
    """Six days with a floor of 2, alone: at 3x nothing more is gained, and nobody takes over."""
    loop = MarkedGraph(("a",), (6,), (Arc(0, 0, 1),))
    path = breakpoints(loop, maximum_cycle_ratio(loop), [0], [2])
    (step,) = path.breakpoints
    assert (step.speedup, step.period, step.newcomers, step.at_floor) == (3, 2, (), ("a",))
    assert (path.limit, path.enough, path.most_gain) == (2, 3, 3)


def test_a_component_alone_without_floor_has_no_limit():
    """The period falls to 0: no speed is enough, and the gain has no bound."""
    loop = MarkedGraph(("a",), (6,), (Arc(0, 0, 1),))
    path = breakpoints(loop, maximum_cycle_ratio(loop), [0])
    assert (path.breakpoints, path.limit, path.enough, path.most_gain) == ((), 0, None, None)


def test_speeding_up_nobody_changes_nothing():
    """An empty group: the present period is the limit."""
    loop = MarkedGraph(("a",), (6,), (Arc(0, 0, 1),))
    path = breakpoints(loop, maximum_cycle_ratio(loop), [])
    assert (path.breakpoints, path.limit, path.enough, path.most_gain) == ((), 6, 1, 1)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.frozensets(st.integers(0, 5), min_size=1), max_size=7), st.integers(1, 3))
def test_the_greedy_choice_hits_everything_and_says_that_it_is_greedy(sets, cost):
    """With no branch allowed the choice still hits all sets; with branches it is cheapest."""

    def unhit(chosen):
        return next((members for members in sets if not members & chosen), None)

    def price(member):
        return Fraction(cost if member % 2 else 1)

    greedy = cheapest_hitting_set(unhit, price, branch_limit=0)
    best = cheapest_hitting_set(unhit, price)
    assert unhit(frozenset(greedy.members)) is None
    assert greedy.exact is (not sets)
    everything = [
        sum(map(price, chosen))
        for size in range(7)
        for chosen in combinations(range(6), size)
        if unhit(frozenset(chosen)) is None
    ]
    assert best.exact
    assert best.cost == min(everything) <= greedy.cost


def test_where_greed_costs_more_the_search_finds_the_cheaper_choice():
    """Greed takes 0, which hits two, and then needs 1 and 2; 3 and 4 hit everything."""
    sets = [frozenset(members) for members in ({0, 3, 5}, {1, 3}, {0, 4, 6}, {2, 4})]

    def unhit(chosen):
        return next((members for members in sets if not members & chosen), None)

    best = cheapest_hitting_set(unhit, lambda _: Fraction(1))
    greedy = cheapest_hitting_set(unhit, lambda _: Fraction(1), branch_limit=0)
    assert (best.members, best.exact) == ((3, 4), True)
    assert (greedy.members, greedy.exact) == ((0, 1, 2), False)


@settings(max_examples=50, deadline=None)
@given(loops(), st.data())
def test_the_chosen_alternatives_give_the_least_period(graph, data):
    """Every combination is tried by hand; ties go to the members named first."""
    count = len(graph.nodes)
    node = st.integers(0, count - 1)
    groups, extra = [], []
    for group in range(data.draw(st.integers(0, 3))):
        target, keys = data.draw(node), []
        for member in range(data.draw(st.integers(1, 3))):
            keys.append(f"g{group}m{member}")
            lag = data.draw(st.integers(0, 2))
            extra.append(Arc(data.draw(node), target, lag, data.draw(st.integers(0, 9)), keys[-1]))
        groups.append(keys)
    both = MarkedGraph(graph.nodes, graph.days, (*graph.arcs, *extra))

    def period_with(chosen):
        arcs = (*graph.arcs, *(arc for arc in extra if arc.key in chosen))
        cycles = all_cycles(MarkedGraph(graph.nodes, graph.days, arcs))
        return None if any(not c.lag for c in cycles) else max(c.ratio for c in cycles)

    ways = [(period_with(chosen), chosen) for chosen in product(*groups)]
    possible = [way for way in ways if way[0] is not None]
    if not possible:
        with pytest.raises(DeadlockError):
            choose_alternatives(both, groups)
        return
    best = min(possible, key=lambda way: way[0])
    found = choose_alternatives(both, groups)
    assert (found.ratio.period, found.chosen) == best
    assert (found.all_tried, found.tried) == (True, len(ways))
    assert found.graph.arcs == (*graph.arcs, *(arc for arc in extra if arc.key in best[1]))


def test_more_combinations_than_can_be_tried_are_improved_one_group_at_a_time():
    """Thirteen groups of two: 8,192 combinations; each quick member is found on its own."""
    groups = [(f"slow{n}", f"quick{n}") for n in range(13)]
    arcs = [
        Arc(n, n, 1, days, f"{word}{n}")
        for n in range(13)
        for word, days in (("slow", 9), ("quick", 1))
    ]
    graph = MarkedGraph(tuple(map(str, range(13))), (1,) * 13, (*arcs, Arc(0, 0, 1, 3, "other")))
    found = choose_alternatives(graph, groups)
    assert not found.all_tried
    assert found.tried < 4096
    assert found.ratio.period <= 10


def test_one_group_at_a_time_still_finds_a_way_that_can_start():
    """The members named first can never start; changing one group makes the loop start."""
    groups = [("stuck", "free"), *((f"a{n}", f"b{n}") for n in range(12))]
    arcs = [Arc(0, 0, 0, 0, "stuck"), Arc(0, 0, 1, 0, "free")]
    arcs += [Arc(0, 0, 1, 1, f"{word}{n}") for n in range(12) for word in "ab"]
    found = choose_alternatives(MarkedGraph(("x",), (2,), tuple(arcs)), groups)
    assert found.chosen[0] == "free"
    assert found.ratio.period == 3


def test_a_choice_that_leaves_no_cycle_is_best_of_all():
    """Nothing limits the loop then: no period, rather than a number."""
    arcs = (Arc(0, 0, 1, 0, "ring"), Arc(0, 1, 0, 0, "out"))
    found = choose_alternatives(MarkedGraph(("a", "b"), (1, 1), arcs), [("ring", "out")])
    assert found.chosen == ("out",)
    assert found.ratio is None


@pytest.mark.parametrize(
    ("groups", "words"),
    [([()], "no members"), ([("x",)], "not a dependency"), ([("e",), ("e",)], "named twice")],
)
def test_groups_that_make_no_sense_are_refused(groups, words):
    """Empty groups, unknown dependencies, and one dependency in two groups."""
    loop = MarkedGraph(("a",), (1,), (Arc(0, 0, 1, 0, "e"),))
    with pytest.raises(UsageError, match=words):
        choose_alternatives(loop, groups)
