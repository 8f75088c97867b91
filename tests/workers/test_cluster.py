"""Pieces of work done by a real Dask cluster of processes, one of them killed."""

from __future__ import annotations

import importlib.util
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from long_loops import bytes_of, tied_loop
from pieces import killed_always, killed_once, process_of, refused, times

from graph.errors import LoopmapError, UsageError
from graph.workers import WorkersError, cluster, working_with
from graph.workers.cluster import Cluster

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the scheduler of two processes answers; killed ones are started again."""
    settings = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "processes": True,
        "dashboard_address": None,
        "silence_logs": logging.CRITICAL + 1,
    }
    import dask

    made: Any = distributed.LocalCluster
    # Two deaths over the same piece are enough for a test.
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), made(**settings) as local:
        yield local.scheduler_address


@pytest.fixture(scope="module")
def workers(address: str) -> Iterator[Cluster]:
    """The same, connected once."""
    with Cluster(address) as connected:
        yield connected


def test_results_come_in_the_order_of_the_pieces(workers: Cluster) -> None:
    """Twenty pieces, shared among two processes."""
    assert list(workers.run(times, 3, range(20), 20)) == [3 * item for item in range(20)]
    assert len(set(workers.run(process_of, None, range(6), 6))) == 2


def test_what_the_work_refuses_is_told_in_its_words(workers: Cluster) -> None:
    """An error of ours comes back with its exit code."""
    with pytest.raises(LoopmapError, match="Two is no good") as caught:
        list(workers.run(refused, None, range(5), 5))
    assert caught.value.exit_code == 2


def test_draws_have_the_same_bytes_as_in_one_process(workers: Cluster) -> None:
    """3,000 draws, half of them with exact ties."""
    drawn = tied_loop(3000)
    alone = bytes_of(drawn)
    with working_with(workers):
        assert bytes_of(drawn) == alone


def test_workers_with_other_code_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their answers might differ, so none is taken."""
    monkeypatch.setattr(cluster, "code_digest", other_digest)
    with pytest.raises(UsageError, match=r"another loopmap.*\([0-9a-f]{32}.*; here "):
        Cluster(address)


def other_digest() -> str:
    """Return a digest that differs from call to call, as that of other code would."""
    import uuid

    return uuid.uuid4().hex


def test_what_a_killed_worker_had_is_done_by_another(workers: Cluster, tmp_path: Path) -> None:
    """One of two is killed in the middle: every result is there, once and in order."""
    found = list(workers.run(killed_once, tmp_path / "killed", range(8), 8))
    assert found == [item * item for item in range(8)]
    assert (tmp_path / "killed").exists()


def test_work_that_kills_whoever_does_it_is_given_up(workers: Cluster) -> None:
    """The scheduler gives up after some deaths; what is told has exit code 2."""
    with pytest.raises(WorkersError, match="died") as caught:
        list(workers.run(killed_always, None, range(1), 1))
    assert caught.value.exit_code == 2


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens on port 1: where, and how one is started."""
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(UsageError, match=r"tcp://127.0.0.1:1: nobody answered.*dask scheduler"):
        Cluster("tcp://127.0.0.1:1")


def test_somebody_who_takes_the_connection_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever listens at another port: a client of Dask waits for its greeting for ever."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "_GRACE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UsageError, match="who listens there does not speak as one"):
            Cluster(address)


def test_a_scheduler_that_goes_in_the_middle(capfd: pytest.CaptureFixture[str]) -> None:
    """One sentence with its address and what to do; nothing of what Dask says of itself."""
    made: Any = distributed.LocalCluster
    with (
        made(n_workers=1, dashboard_address=None, processes=False, protocol="tcp") as local,
        Cluster(address := local.scheduler_address) as connected,
    ):
        results = connected.run(process_of, None, range(1000), 1000)
        next(results)
        local.close()
        with pytest.raises(WorkersError, match=f"at {address} is gone.*Start it again") as caught:
            list(results)
    assert caught.value.exit_code == 2
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("address", ["", "somewhere", "tcp://host", "http://host:80", "tcp://h:x"])
def test_what_is_no_address(address: str) -> None:
    """A word, an address without a port, a page of the web: said at once, with an example."""
    with pytest.raises(UsageError, match=r"no address of one .* example tcp://10.0.0.5:8786"):
        Cluster(address)


def test_a_scheduler_without_workers() -> None:
    """It would wait for ever, so it is refused, with the line that starts a worker."""
    made: Any = distributed.LocalCluster
    with (
        made(n_workers=0, dashboard_address=None, processes=False, protocol="tcp") as local,
        pytest.raises(UsageError, match=r"has no workers.*dask worker tcp://"),
    ):
        Cluster(local.scheduler_address)


def test_without_dask_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"loopmap\[cluster\]"):
        Cluster("tcp://127.0.0.1:8786")
