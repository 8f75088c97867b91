"""How long it takes until an improvement reaches the components: the generation time."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.questions.growth.kernel.power_mean import Floats
from graph.records import record

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


#: Indices of draws, shape (rows,).
Rows = NDArray[np.intp]


def take_rows(record: Record, rows: Rows) -> Record:
    """Return a record in which every array with a first axis of draws keeps only *rows*.

    Arrays whose first axis has length 1 hold for every draw and stay as they are.
    """
    changes = {field.name: _take(getattr(record, field.name), rows) for field in fields(record)}
    return replace(record, **changes)


def _take(value: object, rows: Rows) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return take_rows(value, rows)
    if isinstance(value, tuple):
        return tuple(_take(part, rows) for part in value)
    if isinstance(value, np.ndarray) and value.ndim > 0 and value.shape[0] > 1:
        return value[rows]
    return value


@record(slots=False)
class GenerationState:
    """The loop at the start of a generation, for some of the draws.

    Attributes:
        draws: which draws these rows are, shape (rows,).
        times: shape (rows,), years since the start.
        log_stocks: ln S, shape (rows, stocks).
        log_accelerations: ln a, shape (rows, components).
    """

    draws: Rows
    times: Floats
    log_stocks: Floats
    log_accelerations: Floats


class GenerationTime(Protocol):
    """Anything that knows how long the next generation takes."""

    @property
    def floor_years(self) -> Floats:
        """What no acceleration shortens, shape (draws,) or (1,), years, 0 or more."""

    def years(self, state: GenerationState) -> Floats:
        """Return the years that the generation starting now takes, shape (rows,)."""


@record(slots=False)
class FixedTime:
    """Every generation takes the same time.

    Attributes:
        length_years: shape (draws,) or (1,), above 0.
    """

    length_years: Floats

    @property
    def floor_years(self) -> Floats:
        """The whole of it."""
        return self.length_years

    def years(self, state: GenerationState) -> Floats:
        """Return the fixed length for these draws."""
        return np.broadcast_to(_pick(self.length_years, state.draws), state.times.shape)


@record(slots=False)
class ShrinkingTime:
    """A floor, and a part that shrinks as the stocks grow: start_years exp(-sum of e_n ln S_n).

    Attributes:
        floor_years: the floor, shape (draws,) or (1,), 0 or more.
        start_years: the shrinking part at the start, likewise.
        elasticities: e, shape (draws, stocks) or (1, stocks).
        in_sequence: the floor comes first and the rest after it (sum); otherwise both run at
            the same time (the longer counts).
    """

    floor_years: Floats
    start_years: Floats
    elasticities: Floats
    in_sequence: bool = True

    def years(self, state: GenerationState) -> Floats:
        """Return floor and rest, one after the other or side by side."""
        shrink = (_pick(self.elasticities, state.draws) * state.log_stocks).sum(axis=-1)
        rest = _pick(self.start_years, state.draws) * np.exp(-shrink)
        floor = _pick(self.floor_years, state.draws)
        return np.asarray(floor + rest if self.in_sequence else np.maximum(floor, rest))


def _pick(values: Floats, draws: Rows) -> Floats:
    return values if len(values) == 1 else values[draws]
