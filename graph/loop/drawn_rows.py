"""Draws as a table, a line a draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.loop.sample import Array


@dataclass(frozen=True)
class DrawnRows:
    """A table with a line a draw.

    Attributes:
        columns: the heads.
        lines: the values.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[float, ...], ...]


def rows_of(table: Mapping[str, Array]) -> DrawnRows:
    """Return columns of equal length as lines.

    >>> import numpy as np
    >>> rows_of({"a": np.array([1.0, 2.0]), "b": np.array([3.0, 4.0])}).lines
    ((1.0, 3.0), (2.0, 4.0))
    """
    columns = [values.tolist() for values in table.values()]
    return DrawnRows(tuple(table), tuple(zip(*columns, strict=True)))
