"""How long work waits at a load: against queues with a known answer, and the laws of waiting."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.loop.waiting import (
    load_of_items,
    load_of_waiting,
    relative_waiting,
    sampled_load_of_items,
    sampled_load_of_waiting,
    sampled_relative_waiting,
)

LOADS = st.floats(0.0, 0.999)
SERVERS = st.floats(0.5, 50.0)


def erlang(servers: int, load: float) -> float:
    """The exact wait of M/M/c in lengths of service: Erlang's C / (c (1 - rho))."""
    offered = servers * load
    terms = [offered**k / math.factorial(k) for k in range(servers)]
    last = offered**servers / math.factorial(servers) / (1 - load)
    return last / (sum(terms) + last) / (servers * (1 - load))


@pytest.mark.parametrize("load", [0.1, 0.5, 0.9, 0.99])
def test_one_server_is_the_queue_of_kingman(load):
    """M/M/1 waits rho / (1 - rho) services: 1/9, 1, 9 and 99."""
    assert relative_waiting(load, 1) == pytest.approx(load / (1 - load), rel=1e-12)


@pytest.mark.parametrize(
    ("servers", "load", "exact"),
    [
        # M/M/2: C = 2 rho^2 / (1 + rho), wait = C / (2 (1 - rho)) = rho^2 / (1 - rho^2).
        (2, 0.5, 1 / 3),
        (2, 0.8, 16 / 9),
        # M/M/3 at rho = 2/3 (offered 2): C = 4/9, wait = 4/9.
        (3, 2 / 3, 4 / 9),
    ],
)
def test_several_servers_are_near_the_exact_queue(servers, load, exact):
    """By hand; the approximation is too long, by at most 0.034 services."""
    assert erlang(servers, load) == pytest.approx(exact, rel=1e-12)
    assert 0 <= relative_waiting(load, servers) - exact <= 0.034


def test_the_error_is_what_the_docstring_says():
    """Up to 10 servers and loads of 0.5 to 0.95: 0 to 0.034, below 7 % where half a service waits.

    For one server there is none; the greatest, 0.0336, stands at two servers and a load of 0.6.
    """
    errors, shares = [], []
    for servers in range(1, 11):
        for load in (one / 100 for one in range(50, 96)):
            exact = erlang(servers, load)
            errors.append(relative_waiting(load, servers) - exact)
            shares += [errors[-1] / exact] if exact >= 0.5 else []

    assert min(errors) >= -1e-12
    assert 0.033 < max(errors) < 0.034
    assert 0.06 < max(shares) < 0.07


@given(load=LOADS, more=LOADS, servers=SERVERS)
def test_waiting_is_never_negative_and_grows_with_the_load(load, more, servers):
    """A law of every queue."""
    low, high = sorted((load, more))

    assert 0 <= relative_waiting(low, servers) <= relative_waiting(high, servers)


@given(load=st.floats(0.01, 0.99), servers=st.floats(1.0, 40.0), added=st.floats(0.0, 20.0))
def test_the_same_work_waits_less_with_more_servers(load, servers, added):
    """As much arrives as before, so that the load falls with the servers."""
    shared = load * servers / (servers + added)

    assert relative_waiting(shared, servers + added) <= relative_waiting(load, servers) + 1e-12


def test_at_a_load_of_one_what_waits_grows_without_end():
    """Infinity, not a crash; for one number and for draws."""
    assert relative_waiting(1.0, 3) == relative_waiting(7.0, 1) == math.inf
    assert np.isinf(sampled_relative_waiting(np.array([1.0, 2.0]), np.array([3.0]))).all()


@given(relative=st.floats(0.0, 1e6), servers=SERVERS)
def test_the_load_is_found_from_the_waiting(relative, servers):
    """There and back: at the load found, work waits as told."""
    load = load_of_waiting(relative, servers)

    assert 0 <= load < 1
    assert relative_waiting(load, servers) == pytest.approx(relative, rel=1e-6, abs=1e-9)


def test_the_load_is_found_from_the_items_by_the_law_of_little():
    """M/M/1 has N = rho / (1 - rho) in it: 1, 3 and 9 at loads of 1/2, 3/4 and 9/10."""
    for items, load in ((1, 0.5), (3, 0.75), (9, 0.9)):
        assert load_of_items(items, 1, 1) == pytest.approx(load, rel=1e-12)
    # A conveyor belt (V = 0) has no queue: two items on three machines are a load of 2/3.
    assert load_of_items(2, 3, 0) == pytest.approx(2 / 3, rel=1e-12)


@given(
    relative=st.floats(0.0, 1e4),
    servers=SERVERS,
    items=st.floats(0.01, 1e4),
    variability=st.floats(0.0, 5.0),
)
def test_draws_follow_the_same_law(relative, servers, items, variability):
    """A column of draws holds what one number gives."""
    of, spread = np.array([servers]), np.array([variability])

    assert sampled_load_of_waiting(np.array([relative]), of)[0] == pytest.approx(
        load_of_waiting(relative, servers), rel=1e-12
    )
    assert sampled_load_of_items(np.array([items]), of, spread)[0] == pytest.approx(
        load_of_items(items, servers, variability), rel=1e-12
    )
