"""Reading off a run what a paper published: dates of events, chances, values at a moment."""

from __future__ import annotations

from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.equations import Loop
from graph.questions.growth.kernel.inputs import GrowthInput
from graph.questions.growth.kernel.next_generation import loop_gain
from graph.questions.growth.kernel.power_mean import Floats
from graph.questions.growth.kernel.run import GrowthRun, zoom
from graph.questions.growth.published.formulas import FormulaError, Names
from graph.questions.growth.published.preset_model import Preset, PresetEvent, PresetMeasure
from graph.records import record

#: ln 2, the height of a doubling.
LOG_2 = float(np.log(2.0))


@record(slots=False)
class DoublingPath:
    """The time every doubling of one stock takes.

    Attributes:
        durations: shape (doublings, draws), years; ``inf`` once the ceiling is reached.
        elapsed: when doubling k is complete, shape (doublings + 1, draws), from 0.
        loop_gains: gamma at the start of each doubling, shape (doublings, draws).
    """

    durations: Floats
    elapsed: Floats
    loop_gains: Floats


def run_doublings(loop: Loop, draws: int, count: int) -> DoublingPath:
    """Return the doublings of a loop with one stock and no resource.

    From one doubling to the next the growth rate changes by 2^gamma, with the loop gain gamma at
    the start of the later one; a power law is followed exactly. *count* doublings, 1 or more.

    Raises:
        ValueError: the loop has several stocks, or a resource that grows with time.
    """
    if len(loop.weights) != 1 or loop.resources is not None:
        raise ValueError("Doublings are counted for one stock without outside resources.")
    start = np.zeros((draws, 1))
    log_rate = np.log(loop.growth_rates(start, np.zeros(draws)))[:, 0]
    durations, gammas = [], []
    for index in range(count):
        height, inside = _height_at(loop, index * LOG_2, draws)
        gains = loop.gains(height, np.zeros(draws))
        gamma = np.where(inside, loop_gain(gains.feedback, gains.difficulty), -np.inf)
        if index:
            log_rate = log_rate + LOG_2 * gamma
        gammas.append(gamma)
        with np.errstate(over="ignore"):
            durations.append(LOG_2 * np.exp(-log_rate))
    lengths = np.array(durations)
    elapsed = np.concatenate([np.zeros((1, draws)), np.cumsum(lengths, axis=0)])
    return DoublingPath(lengths, elapsed, np.array(gammas))


def _height_at(loop: Loop, log_stock: float, draws: int) -> tuple[Floats, NDArray[np.bool_]]:
    top = loop.log_ceilings
    inside = np.broadcast_to(log_stock < top, (draws, 1))
    part = np.where(inside & np.isfinite(top), log_stock / top, 0.0)
    height = np.where(np.isfinite(top), -np.log1p(-part), log_stock)
    return np.broadcast_to(height, (draws, 1)), inside[:, 0]


@record(slots=False)
class CaseRun:
    """What one case gave.

    Attributes:
        names: drawn inputs and derived names.
        run: the path, or ``None`` without stocks.
        doublings: the doublings, or ``None`` if time was run.
        growth: what was run, or ``None``.
        dates: of the events looked for so far, by name.
    """

    names: Names
    run: GrowthRun | None
    doublings: DoublingPath | None
    growth: GrowthInput | None = None
    dates: dict[str, Floats] = field(default_factory=dict)

    def zoomed(self, rows: NDArray[np.intp], log_stocks: Floats, times: Floats) -> CaseRun:
        """Return some draws over times of their own, shape (times, rows), from ln S at the first.

        The stocks have the shape (rows, stocks).
        """
        if self.growth is None or self.run is None:
            raise ValueError("There is no run to look at more closely.")
        names = {
            name: value[rows] if isinstance(value, np.ndarray) and value.ndim else value
            for name, value in self.names.items()
        }
        return CaseRun(names, zoom(self.growth, self.run, rows, log_stocks, times), None)


def measured(preset: Preset, measure: PresetMeasure, case: CaseRun) -> float:
    """Return our number for a published one.

    Raises:
        FormulaError: it asks for something that this run does not have.
    """
    if measure.event is not None:
        if measure.event not in case.dates:
            found = _event_dates(preset, preset.events[measure.event], case)
            case.dates[measure.event] = found
        dates = case.dates[measure.event]
        if measure.probability:
            return float((np.isfinite(dates) & (dates <= measure.before)).mean())
        missed = preset.events[measure.event].missed
        return _quantile(np.where(np.isfinite(dates), dates, missed), measure.quantile)
    if measure.value is None:
        raise FormulaError("Neither a value nor an event is measured.")
    values = measure.value.value(_names_at(preset, measure, case))
    return _quantile(np.asarray(values, float), measure.quantile)


def series_names(preset: Preset, case: CaseRun) -> dict[str, Floats | float]:
    """Return every name of a run as a series, shape (times, draws), beside the inputs."""
    run, names = case.run, dict(case.names)
    if run is None:
        return names
    names["time"] = preset.run.start + (run.times[:, None] if run.times.ndim == 1 else run.times)
    names["loop_ratio"], names["loop_gain"] = run.loop_ratios, run.loop_gains
    with np.errstate(over="ignore"):
        for index, stock in enumerate(preset.stocks):
            names[f"log_stock.{stock}"] = run.log_stocks[..., index]
            names[f"stock.{stock}"] = np.exp(run.log_stocks[..., index])
            names[f"growth.{stock}"] = run.growth_rates[..., index]
            names[f"pace.{stock}"] = np.exp(run.log_paces[..., index])
        for index, component in enumerate(preset.components):
            names[f"acceleration.{component}"] = np.exp(run.log_accelerations[..., index])
            if run.log_odds is not None:
                names[f"share.{component}"] = 1.0 / (1.0 + np.exp(-run.log_odds[..., index]))
        if run.log_resources is not None:
            for index, resource in enumerate(preset.resources):
                names[f"log_resource.{resource}"] = run.log_resources[..., index]
                names[f"resource.{resource}"] = np.exp(run.log_resources[..., index])
    return names


def _names_at(preset: Preset, measure: PresetMeasure, case: CaseRun) -> Names:
    if measure.at_generation is not None:
        return _names_at_generation(preset, int(measure.at_generation), case)
    if measure.at_doubling is not None:
        return _names_at_doubling(preset, int(measure.at_doubling), case)
    if case.run is None:
        return case.names
    if measure.at_time is None:
        return {name: _row(value, 0) for name, value in series_names(preset, case).items()}
    when = measure.at_time - preset.run.start
    at = int(np.argmin(np.abs(case.run.times - when)))
    off = abs(case.run.times[at] - when)
    if case.growth is not None and off > _SAME_TIME and 0.0 < when < case.run.times[-1]:
        return _names_between(preset, case, when)
    return {name: _row(value, at) for name, value in series_names(preset, case).items()}


#: A time of the series so near to another is the same.
_SAME_TIME = 1e-9


def _names_between(preset: Preset, case: CaseRun, when: float) -> Names:
    """Return the names at a time between two of the series, by a step from the one before it."""
    if case.run is None or case.growth is None:
        return case.names
    rows = np.arange(case.growth.draws)
    begun = int(np.searchsorted(case.run.times, when)) - 1
    times = np.stack([np.full(len(rows), time) for time in (case.run.times[begun], when)])
    zoomed = case.zoomed(rows, case.run.log_stocks[begun], times)
    closer = series_names(preset, zoomed)
    return {name: _row(value, 1) for name, value in closer.items()}


def _row(value: Floats | float, index: int) -> Floats | float:
    array = np.asarray(value)
    if array.ndim < 2:
        return value
    return np.asarray(array[index if len(array) > 1 else 0])


def _names_at_doubling(preset: Preset, index: int, case: CaseRun) -> Names:
    path = case.doublings
    if path is None or not 0 <= index < len(path.durations):
        raise FormulaError(f"The run has no doubling {index}; see doublings in [run].")
    names = dict(case.names)
    names["time"] = preset.run.start + path.elapsed[index]
    names["doubling_time"] = path.durations[index]
    names["loop_gain"] = path.loop_gains[index]
    stock = next(iter(preset.stocks))
    names[f"growth.{stock}"] = np.log(2.0) / path.durations[index]
    names[f"log_stock.{stock}"] = float(index * np.log(2.0))
    names[f"stock.{stock}"] = 2.0**index
    return names


def _names_at_generation(preset: Preset, index: int, case: CaseRun) -> Names:
    run = case.run
    if run is None or run.generation_times is None or run.generation_log_stocks is None:
        raise FormulaError("The run has no generations; add [generation].")
    if not 1 <= index <= len(run.generation_times):
        raise FormulaError(f"The run has no generation {index}; make it longer.")
    names = dict(case.names)
    names["time"] = preset.run.start + run.generation_times[index - 1]
    before = run.generation_times[index - 2] if index > 1 else 0.0
    names["generation_time"] = run.generation_times[index - 1] - before
    for position, stock in enumerate(preset.stocks):
        levels = run.generation_log_stocks[:, :, position]
        names[f"log_stock.{stock}"] = levels[index - 1]
        names[f"previous_log_stock.{stock}"] = levels[index - 2] if index > 1 else 0.0 * levels[0]
    return names


def _event_dates(preset: Preset, event: PresetEvent, case: CaseRun) -> Floats:
    if event.kind == "window":
        if case.doublings is None or event.doublings is None or event.within is None:
            raise FormulaError("A window of doublings needs doublings in [run].")
        window = int(np.max(np.asarray(event.doublings.value(case.names))))
        ends, starts = case.doublings.elapsed[window:], case.doublings.elapsed[:-window]
        with np.errstate(invalid="ignore"):
            # A draw that never makes so many doublings takes for ever.
            spans = np.where(np.isfinite(ends), ends - starts, np.inf)
        quick = spans.min(axis=0, initial=np.inf) <= np.asarray(event.within.value(case.names))
        return np.where(quick, preset.run.start, np.inf)
    if case.run is None:
        raise FormulaError("An event needs a run over time.")
    if event.kind == "runs-away":
        return preset.run.start + np.nan_to_num(case.run.pole_times, nan=np.inf)
    if event.value is None or event.reaches is None:
        raise FormulaError("An event that is reached needs value and reaches.")
    dates = _crossings(preset, event, case)
    return preset.run.start + np.fmin(
        dates, np.where(np.isfinite(dates), case.run.pole_times, dates)
    )


#: How often a crossing is looked at more closely, and by how many steps: 64 times the run's own.
_CLOSER, _STEPS_CLOSER = 2, 8


def _crossings(preset: Preset, event: PresetEvent, case: CaseRun) -> Floats:
    """Return when the event happens, shape (draws,), years from the start; ``inf`` for never.

    Between two times of the series the run is followed again in shorter steps, so that a date does
    not depend on the step.
    """
    dates = _crossings_along(preset, event, case)
    run = case.run
    if run is None or case.growth is None:
        return dates
    rows = np.flatnonzero(np.isfinite(dates) & (dates > 0.0) & ~np.isfinite(run.pole_times))
    if not len(rows):
        return dates
    every = np.arange(len(rows))
    after = np.clip(np.searchsorted(run.times, dates[rows]), 1, len(run.times) - 1)
    begins, ends, stocks = run.times[after - 1], run.times[after], run.log_stocks[after - 1, rows]
    parts = np.linspace(0.0, 1.0, _STEPS_CLOSER + 1)[:, None]
    for _ in range(_CLOSER):
        closer = case.zoomed(rows, stocks, begins + parts * (ends - begins))
        found = _crossings_along(preset, event, closer)
        whole = closer.run
        if whole is None or not np.isfinite(found).all():
            # A crossing that rounding hides keeps the date it has.
            break
        dates[rows] = found
        after = np.clip((whole.times < found).sum(axis=0), 1, _STEPS_CLOSER)
        begins, ends = whole.times[after - 1, every], whole.times[after, every]
        stocks = whole.log_stocks[after - 1, every]
    return dates


def _crossings_along(preset: Preset, event: PresetEvent, case: CaseRun) -> Floats:
    if case.run is None or event.value is None or event.reaches is None:
        raise FormulaError("An event that is reached needs value and reaches.")
    names = series_names(preset, case)
    gap = np.asarray(event.value.value(names)) - np.asarray(event.reaches.value(names))
    gap = np.broadcast_to(gap, case.run.loop_ratios.shape)
    return first_crossing(case.run.times, gap if event.direction == "up" else -gap)


def first_crossing(times: Floats, gap: Floats) -> Floats:
    """Return when each column first reaches 0 from below, straight between times, shape (draws,).

    Times rise, shape (times,) or (times, draws); the gap has the shape (times, draws). The first
    time itself if a column starts at 0 or above, ``inf`` if it never gets there.

    >>> first_crossing(np.array([0.0, 1.0]), np.array([[-1.0, -1.0], [3.0, -0.5]])).tolist()
    [0.25, inf]
    """
    reached = gap >= 0.0
    index = reached.argmax(axis=0)
    column = np.arange(gap.shape[1])
    earlier = np.maximum(index - 1, 0)
    before, after = gap[earlier, column], gap[index, column]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(index == earlier, 0.0, before / (before - after))
    part = np.nan_to_num(part, nan=1.0)
    own = np.broadcast_to(times[:, None] if times.ndim == 1 else times, gap.shape)
    begins, ends = own[earlier, column], own[index, column]
    dates = begins + part * (ends - begins)
    return np.where(reached.any(axis=0), dates, np.inf)


def _quantile(values: Floats, share: float) -> float:
    if values.ndim == 0 or np.all(values == values.flat[0]):
        return float(values.flat[0])
    with np.errstate(invalid="ignore"):
        found = float(np.quantile(values, share))
    return float(np.quantile(values, share, method="lower")) if np.isnan(found) else found
