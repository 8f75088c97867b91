"""The numbers of a timed loop, draw by draw: its days, lags and delays."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph.cycles.batch.columns import Array
from graph.errors import LoopmapError
from graph.loop.central import CentralLoop
from graph.loop.days import sampled_days
from graph.loop.sample import Draws
from graph.loop.study import Study
from graph.records import record
from graph.vocabulary import MetricName
from graph.workers import near_workers, parts_of


class EndlessReworkError(LoopmapError):
    """In some draws work comes back faster than it gets done."""

    exit_code = 1

    def __init__(self, members: tuple[str, ...], failed: int, count: int) -> None:
        super().__init__(
            f"In {failed:,} of {count:,} draws work comes back faster than it gets done, so that "
            f"no pass ever ends: {', '.join(members)}. Lower the rework shares between them, or "
            "narrow their intervals."
        )


@record(slots=False)
class SampledLoop:
    """The arcs of a timed loop with drawn numbers; one column per draw.

    A row is a component, or an arc, of ``loop``.

    Attributes:
        loop: the same loop at the central estimate, which gives order and structure.
        count: how many draws.
        baseline_days: d0, without AI.
        floor_days: u, at most d0.
        speedups: S as drawn; 1 where nothing is known.
        days: d = max(u, d0 / S), now.
        lags: of the arcs; 0 where the central lag is 0.
        delays: of the arcs, in days.
    """

    loop: CentralLoop
    count: int
    baseline_days: Array
    floor_days: Array
    speedups: Array
    days: Array
    lags: Array
    delays: Array

    def columns(self, chosen: NDArray[np.intp] | slice) -> SampledLoop:
        """Return some of the draws."""
        days = self.days[:, chosen]
        return SampledLoop(
            loop=self.loop,
            count=days.shape[1],
            baseline_days=self.baseline_days[:, chosen],
            floor_days=self.floor_days[:, chosen],
            speedups=self.speedups[:, chosen],
            days=days,
            lags=_some(self.lags, chosen, days.shape[1]),
            delays=_some(self.delays, chosen, days.shape[1]),
        )

    def with_speedups(self, speedups: Array) -> SampledLoop:
        """Return the same draws with other speed-ups, one row per component."""
        days = sampled_days(self.baseline_days, self.floor_days, speedups)
        return replace(self, speedups=speedups, days=days)


def _some(table: Array, chosen: NDArray[np.intp] | slice, count: int) -> Array:
    """Return some columns; of a table that holds each value once, again such a table."""
    same = table.shape[1] > 0 and table.strides[1] == 0
    return np.broadcast_to(table[:, :1], (len(table), count)) if same else table[:, chosen]


def sampled_loop(study: Study, loop: CentralLoop, draws: Draws) -> SampledLoop:
    """Return the loop of a study with its numbers drawn.

    ``d0 = visits * baseline``, ``u = min(visits * floor, d0)``, ``d = max(u, d0 / S)``, draw by
    draw.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    rows = _Rows(study, draws)
    work = _work_of(rows, loop.nodes, _visits(study, loop.nodes, rows))
    capacities = {item.id for item in loop.components if item.capacity is not None}
    keys = [arc.key for arc in loop.arcs]
    lags: list[Array] = []
    delays: list[Array] = []
    for key, arc in zip(keys, loop.arcs, strict=True):
        if key in capacities and arc.tail == arc.head and key not in study.model.dependencies:
            lags.append(rows.one(key, MetricName.CAPACITY, 1.0))
            delays.append(np.zeros(1))
        else:
            lags.append(rows.one(key, MetricName.LAG, 0.0))
            delays.append(rows.one(key, MetricName.DELAY_DAYS, 0.0))
    return SampledLoop(
        loop=loop,
        count=draws.count,
        baseline_days=work.baseline_days,
        floor_days=work.floor_days,
        speedups=work.speedups,
        days=work.days,
        lags=_table(lags, draws.count),
        delays=_table(delays, draws.count),
    )


def _table(rows: Sequence[Array], count: int) -> Array:
    """Return rows of one value, or of one a draw, as a table that is not to be written to.

    Where no row differs from draw to draw, each value is held once and not once a draw.
    """
    if all(row.size == 1 for row in rows):
        column = np.array([float(row[0]) for row in rows]).reshape(-1, 1)
        return np.broadcast_to(column, (len(rows), count))
    table = np.empty((len(rows), count))
    for place, row in enumerate(rows):
        table[place] = row
    return table


class _Rows:
    """Draws by subject and metric, with what stands where nothing is known."""

    def __init__(self, study: Study, draws: Draws) -> None:
        self._study = study
        self._draws = draws

    def one(self, subject: str, metric: MetricName, missing: float) -> Array:
        values = self._draws.values(self._study, subject, metric)
        return np.array([missing]) if values is None else np.maximum(values, 0.0)

    @property
    def count(self) -> int:
        """How many draws."""
        return self._draws.count

    def fill(self, table: Array, subjects: Sequence[str], metric: MetricName, none: float) -> None:
        """Put the draws of a number of each subject into its row."""
        for row, subject in enumerate(subjects):
            table[row] = self.one(subject, metric, none)


@record(slots=False)
class _Work:
    """The work of each component, in tables with a row for each."""

    rows: _Rows
    names: tuple[str, ...]
    often: Array
    baseline_days: Array
    floor_days: Array
    speedups: Array
    days: Array


def _work_of(rows: _Rows, names: tuple[str, ...], often: Array) -> _Work:
    workers = near_workers(4 * len(names) * rows.count)
    tables = (workers.table(len(names), rows.count) for _ in range(4))
    work = _Work(rows, names, often, *tables)
    parts = parts_of(len(names))
    deque(workers.run(_fill_work, work, parts, len(parts)), maxlen=0)
    return work


def _fill_work(work: _Work, part: slice) -> None:
    names, often = work.names[part], work.often[part]
    baseline, floor, speedups = (
        table[part] for table in (work.baseline_days, work.floor_days, work.speedups)
    )
    work.rows.fill(baseline, names, MetricName.BASELINE_DAYS, 0.0)
    baseline *= often
    work.rows.fill(floor, names, MetricName.FLOOR_DAYS, 0.0)
    floor *= often
    np.minimum(floor, baseline, out=floor)
    work.rows.fill(speedups, names, MetricName.SPEEDUP, 1.0)
    work.days[part] = sampled_days(baseline, floor, speedups)


def _visits(study: Study, names: tuple[str, ...], rows: _Rows) -> Array:
    """Return visits per component and draw: ``(I - A)^-1 1``; 1 where there is no rework."""
    index = {name: row for row, name in enumerate(names)}
    shares: dict[tuple[int, int], Array] = {}
    for item in study.model.dependencies.values():
        if item.source not in index or item.target not in index:
            continue
        share = rows.one(item.id, MetricName.REWORK_SHARE, 0.0)
        if share.any():
            pair = (index[item.target], index[item.source])
            shares[pair] = shares.get(pair, np.zeros(1)) + share
    often = np.ones((len(names), 1))
    if not shares:
        return often
    members = sorted({node for pair in shares for node in pair})
    solved = _solve(members, shares)
    failed = np.asarray(~(solved > 0).all(axis=1))
    if failed.any():
        raise EndlessReworkError(
            tuple(names[node] for node in members), int(failed.sum()), failed.size
        )
    often = np.ones((len(names), solved.shape[0]))
    often[members] = solved.T
    return often


def _solve(members: list[int], shares: Mapping[tuple[int, int], Array]) -> Array:
    """Return the solution, a row per draw.

    A solution above 0 everywhere exists exactly if the spectral radius of A is below 1, since
    ``(I - A) x = 1 > 0`` with ``x > 0`` makes I - A an M-matrix.
    """
    place = {node: position for position, node in enumerate(members)}
    count = max(values.size for values in shares.values())
    matrix = np.zeros((count, len(members), len(members)))
    matrix[:] = np.eye(len(members))
    for (component, cause), values in shares.items():
        matrix[:, place[component], place[cause]] -= values
    try:
        solved = np.linalg.solve(matrix, np.ones((count, len(members), 1)))[:, :, 0]
    except np.linalg.LinAlgError:
        return np.full((count, len(members)), np.nan)
    return np.asarray(solved, dtype=np.float64)


def sampled_visits(study: Study, names: tuple[str, ...], draws: Draws) -> Array:
    """Return how often one round passes through each component, a row each; 1 without rework.

    Raises:
        EndlessReworkError: in some draw work comes back faster than it gets done.
    """
    return _visits(study, names, _Rows(study, draws))
