"""Some of the draws: the same record of arrays, for the rows that are still running."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

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
