"""Work done in a process beside this one: where, in what order, and what becomes of its deaths."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pieces import (
    Unopened,
    giving_way_of,
    killed_always,
    killed_elsewhere,
    killed_once,
    noisy,
    process_of,
    refused,
    times,
)

from graph.errors import LoopmapError
from graph.loop.study import study_of
from graph.ontology.reading import read_ontology
from graph.views.background import Asked, BackgroundWork, OfStudy, answer_of
from graph.workers import ThisProcess, WorkersError, current_workers
from graph.workers.aside import Aside


@pytest.fixture(scope="module")
def beside() -> Iterator[Aside]:
    """A process of its own, which finds the helpers of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "helpers"))
        workers = Aside()
        workers.start()
        yield workers
        workers.end()


@pytest.fixture(autouse=True)
def helpers_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is begun anew finds them too."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "helpers"))


def test_one_process_besides_this_does_all_in_order(beside: Aside) -> None:
    """It gives way to this one, and what is printed there is no answer."""
    assert list(beside.run(times, 3, range(5), 5)) == [0, 3, 6, 9, 12]
    (one,) = set(beside.run(process_of, None, range(3), 3))
    assert one != os.getpid()
    assert next(beside.run(giving_way_of, None, [0], 1)) > os.nice(0)
    assert next(beside.run(noisy, None, [7], 1)) == 7


def test_a_refusal_comes_back_in_its_words(beside: Aside) -> None:
    """With its exit code; the process goes on."""
    with pytest.raises(LoopmapError, match="Two is no good") as caught:
        list(beside.run(refused, None, [2], 1))
    assert caught.value.exit_code == 2
    assert not isinstance(caught.value, WorkersError)
    with pytest.raises(WorkersError, match="TypeError"):
        list(beside.run(times, None, ["x"], 1))
    assert list(beside.run(times, 2, [1], 1)) == [2]


def test_a_piece_that_cannot_be_unpacked_is_told_and_not_waited_for(beside: Aside) -> None:
    """What fails while it is opened fails as work does; the process goes on."""
    (before,) = beside.run(process_of, None, [0], 1)
    with pytest.raises(WorkersError, match="ImportError: nothing here"):
        list(beside.run(times, 2, [Unopened()], 1))
    assert list(beside.run(process_of, None, [0], 1)) == [before]


def test_a_process_that_dies_is_begun_anew(beside: Aside, tmp_path: Path) -> None:
    """Killed once, the piece is done by the next; killed always, it is given up and told."""
    assert list(beside.run(killed_once, tmp_path / "killed", [1, 2, 3], 3)) == [1, 4, 9]
    with pytest.raises(WorkersError, match="died"):
        list(beside.run(killed_always, None, [1], 1))
    assert list(beside.run(times, 2, [1], 1)) == [2]


def test_it_ends_with_whoever_began_it(beside: Aside) -> None:
    """Nobody left to take an answer: no process stays behind, not even one at work."""
    pid = next(beside.run(process_of, None, [0], 1))
    process = beside._process
    assert process is not None
    assert process.pid == pid
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(20) == 0
    beside.end()


def test_answers_are_the_same_wherever_they_are_worked_out(beside: Aside) -> None:
    """What blocks a small loop, supposed and not: equal to the last digit."""
    file = Path(__file__).parents[1] / "ontologies" / "one-file.ttl"
    study = study_of(read_ontology((file,)))
    for number, one in enumerate((study, study.supposing("review.speedup=2"))):
        of, asked = OfStudy(one, str(number)), Asked("critical-path", 16)
        assert next(beside.run(answer_of, of, [asked], 1)) == answer_of(of, asked)


def test_an_answer_is_had_even_if_no_process_can_do_it() -> None:
    """Better here and late than not at all."""
    done = []

    def work() -> str:
        done.append(current_workers())
        return str(next(current_workers().run(killed_elsewhere, os.getpid(), [1], 1)))

    apart = Aside()
    background = BackgroundWork(quiet_seconds=0.0, workers=apart)
    background.get("a", work)
    end = time.monotonic() + 60
    while not background.is_there("a") and time.monotonic() < end:
        time.sleep(0.02)
    assert background.get("a", work) == "1"
    assert done[0] is apart
    assert isinstance(done[1], ThisProcess)
    apart.end()
