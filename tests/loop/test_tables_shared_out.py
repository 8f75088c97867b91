"""Tables of draws that copies of the process fill in: the same numbers as from this one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from shipped_map import shipped_model

import graph.workers
from graph.loop.sampled import LoopDraws, draw_loop, intervals_of_draws
from graph.loop.sampled_variance import number_shares
from graph.loop.study import Study
from graph.workers import ThisProcess, near_workers, parts_of, working_with
from graph.workers.processes import Forks


class Counted(Forks):
    """Counts what it is given to do."""

    def __init__(self) -> None:
        super().__init__(2)
        self.runs: list[str] = []

    def run(self, work, shared, items, count):  # type: ignore[no-untyped-def]
        """Count it and do it."""
        self.runs.append(work.__name__)
        return super().run(work, shared, items, count)


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Two copies, to whom even small tables are given."""
    monkeypatch.setattr(graph.workers, "_LEAST_SHARED", 1)
    workers = Counted()
    with working_with(workers):
        yield workers


def told(drawn: LoopDraws) -> tuple[bytes, ...]:
    """Return all that is drawn, and what a report says of it, to the last digit."""
    uncertain = drawn.uncertain
    shares = number_shares(drawn.draws, np.log(drawn.pace))
    assert shares is not None
    work = (uncertain.baseline_days, uncertain.floor_days, uncertain.speedups, uncertain.days)
    tables = (drawn.draws.table, *work, drawn.blocking_shares, drawn.period_days, shares)
    intervals = repr(intervals_of_draws(uncertain.days, uncertain.baseline_days))
    return (*(np.ascontiguousarray(table).tobytes() for table in tables), intervals.encode())


def test_the_shipped_map_is_drawn_and_weighed_alike(copies: Counted) -> None:
    """2,500 draws, weighed: more blocks than one, and each kind of table shared out."""
    study = Study(shipped_model())
    with working_with(ThisProcess()):
        alone = told(draw_loop(study, 2500, seed=5))
    assert not copies.runs
    assert told(draw_loop(Study(study.model), 2500, seed=5)) == alone
    assert {"_draw_rows", "_move_rows", "_fill_work", "_intervals_of_rows", "_products"} <= set(
        copies.runs
    )


def test_few_numbers_are_left_to_this_process() -> None:
    """To copy it would take longer than they do."""
    workers = Forks(2)
    with working_with(workers):
        assert isinstance(near_workers(3_999_999), ThisProcess)
        assert near_workers(4_000_000) is workers


@pytest.mark.parametrize("rows", [0, 1, 2, 15, 16, 17, 1000])
def test_parts_are_all_rows_once(rows: int) -> None:
    """In order, none empty, 16 at most."""
    parts = parts_of(rows)
    assert [row for part in parts for row in range(rows)[part]] == list(range(rows))
    assert all(part.stop > part.start for part in parts)
    assert len(parts) == min(rows, 16)
