"""Pieces of work shared among processes of this machine: order, deaths and errors."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from long_loops import bytes_of, tied_loop
from pieces import (
    filled,
    killed_always,
    killed_once,
    process_of,
    processes_of_its_pieces,
    refused,
    times,
)

from graph.errors import LoopmapError
from graph.workers import ThisProcess, WorkersError, current_workers, working_with
from graph.workers.processes import Forks, Processes, can_fork
from graph.workers.telling import Telling


class Heard(Telling):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    @contextmanager
    def of(self, count: int) -> Iterator[None]:
        """Keep when work begins and ends."""
        self.told.append(f"of {count}")
        yield
        self.told.append("end")

    def done(self, done: int) -> None:
        """Keep how much is done."""
        self.told.append(done)

    def say(self, sentence: str) -> None:
        """Keep what is said."""
        self.told.append(sentence)


KINDS = pytest.mark.parametrize("kind", [Processes, Forks])


@pytest.fixture(scope="module")
def started() -> Iterator[Processes]:
    """Two processes that were started afresh."""
    with Processes(2) as workers:
        yield workers


@pytest.fixture(params=["started", "copied"])
def two(request: pytest.FixtureRequest, started: Processes) -> Processes | Forks:
    """Two processes, for all tests that leave them alive: started afresh, or copies of this one."""
    return started if request.param == "started" else Forks(2)


def test_results_come_in_the_order_of_the_pieces(two: Processes | Forks) -> None:
    """Twenty pieces of three, shared among two."""
    assert list(two.run(times, 3, range(20), 20)) == [3 * item for item in range(20)]


def test_more_than_one_process_works_and_this_one_does_not(two: Processes | Forks) -> None:
    """The first piece is quick, all others take a while: so both get some."""
    found = set(two.run(process_of, None, range(6), 6))
    assert len(found) == 2
    assert os.getpid() not in found


def test_what_a_piece_shares_out_stays_in_its_process(two: Processes | Forks) -> None:
    """Scenarios are pieces that solve draws in pieces: N processes do it all, not N times N."""
    with working_with(two):
        found = list(two.run(processes_of_its_pieces, None, range(3), 3))
    assert [len(processes) for processes in found] == [1, 1, 1]


def test_pieces_are_taken_as_they_are_needed(started: Processes) -> None:
    """With one result read, no more than those in work and those that wait have been sent."""
    made: list[int] = []

    def pieces() -> Iterator[int]:
        for item in range(100):
            made.append(item)
            yield item

    results = started.run(times, 1, pieces(), 100)
    assert next(results) == 0
    assert len(made) <= 6


def test_what_the_work_refuses_is_told_in_its_words(two: Processes | Forks) -> None:
    """An error of ours comes back with its exit code, after the results before it."""
    results = two.run(refused, None, range(5), 5)
    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(LoopmapError, match="Two is no good") as caught:
        next(results)
    assert caught.value.exit_code == 2


@KINDS
def test_what_a_killed_process_had_is_done_again(
    tmp_path: Path, kind: type[Processes | Forks]
) -> None:
    """One of two is killed in the middle: every result is there, once and in order."""
    heard = Heard()
    with kind(2, heard) as workers:
        found = list(workers.run(killed_once, tmp_path / "killed", range(8), 8))
    assert found == [item * item for item in range(8)]
    assert (tmp_path / "killed").exists()
    assert "A process died; what it had is done again." in heard.told
    assert [told for told in heard.told if isinstance(told, int)] == list(range(1, 9))
    assert (heard.told[0], heard.told[-1]) == ("of 8", "end")


@KINDS
def test_work_that_kills_whoever_does_it_is_given_up(kind: type[Processes | Forks]) -> None:
    """After three deaths over the same piece: what to do, and exit code 2."""
    with kind(1) as workers, pytest.raises(WorkersError, match="fewer --workers") as caught:
        list(workers.run(killed_always, None, range(2), 2))
    assert caught.value.exit_code == 2


def test_without_pieces_no_process_is_started() -> None:
    """Nothing to do takes no time and gives nothing."""
    workers = Processes(2)
    assert list(workers.run(times, 1, (), 0)) == []
    assert workers._pool is None


def test_this_process_does_the_work_unless_others_were_put_to_it(two: Processes | Forks) -> None:
    """Within the context the others, after it this one again."""
    assert isinstance(current_workers(), ThisProcess)
    with working_with(two):
        assert current_workers() is two
    assert isinstance(current_workers(), ThisProcess)
    assert list(current_workers().run(times, 2, (1, 2), 2)) == [2, 4]


def test_copies_fill_in_a_table_that_is_theirs_too() -> None:
    """Each of three rows by whoever takes it; other memory stays what it was here."""
    workers = Forks(2)
    table, other = workers.table(3, 4), np.zeros((3, 4))
    assert table.shape == (3, 4)
    assert list(workers.run(filled, [table, other], range(3), 3)) == [0, 1, 2]
    assert table.tolist() == [[0.0] * 4, [1.0] * 4, [2.0] * 4]
    assert not other.any()
    assert workers.table(0, 5).shape == (0, 5)


def test_only_those_who_see_the_memory_of_this_process_are_near(started: Processes) -> None:
    """Copies are, and this process is; processes that were started afresh are not."""
    forks, alone = Forks(2), ThisProcess()
    assert forks.near is forks
    assert alone.near is alone
    assert isinstance(started.near, ThisProcess)


def test_a_process_with_a_second_thread_is_not_copied() -> None:
    """What that thread holds locked would stay locked in the copy for ever."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        over.set()
        thread.join()


def test_draws_have_the_same_bytes_however_many_processes_solve_them(
    two: Processes | Forks,
) -> None:
    """3,000 draws, half of them with exact ties: one process, two and four."""
    drawn = tied_loop(3000)
    alone = bytes_of(drawn)
    with working_with(two):
        assert bytes_of(drawn) == alone


def test_draws_have_the_same_bytes_with_four_processes() -> None:
    """The same."""
    drawn = tied_loop(3000)
    alone = bytes_of(drawn)
    with Processes(4) as four, working_with(four):
        assert bytes_of(drawn) == alone
