"""Reads the instances with known answers in ``tests/known_answers``."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from graph.cycles.marked_graph import Arc, MarkedGraph

FOLDER = Path(__file__).parents[1] / "known_answers"


def read(name: str) -> Any:
    """Return the contents of one file."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def number(value: Any) -> Fraction:
    """Read a number, or a fraction or decimal written as text."""
    return Fraction(str(value))


def optional(value: Any) -> Fraction | None:
    """Read a number that may be missing."""
    return None if value is None else number(value)


def graph_of(data: Any, durations: str = "durations", returning: bool = False) -> MarkedGraph:
    """Build the graph of one instance."""
    names = data["nodes"]
    days = data.get(durations, {})
    rows = [*data["arcs"], data["return_arc"]] if returning else data["arcs"]
    arcs = tuple(
        Arc(
            names.index(row["from"]),
            names.index(row["to"]),
            number(row["lag"]),
            number(row.get("delay", 0)),
            f"{row['from']}->{row['to']}",
        )
        for row in rows
    )
    return MarkedGraph(tuple(names), tuple(number(days.get(name, 0)) for name in names), arcs)


def graph_of_matrix(data: Any) -> MarkedGraph:
    """Build the graph of a max-plus matrix: row i, column j is an arc from j to i."""
    matrix = data["matrix"]
    count = len(matrix)
    lags = data.get("lags") or [[1] * count] * count
    arcs = tuple(
        Arc(column, row, number(lags[row][column]), number(matrix[row][column]))
        for row in range(count)
        for column in range(count)
        if matrix[row][column] is not None
    )
    return MarkedGraph(tuple(f"x{row + 1}" for row in range(count)), (0,) * count, arcs)


CMLIB = [
    "producer-consumer", "railroad", "channel-decoder", "multiple-outputs", "conveyor-belt", "eggs"
]  # fmt: skip
MATRICES = [
    pytest.param(matrix, id=f"{file}:{matrix['id']}")
    for file in ("cmlib/matrices.json", "maxplus-jl-matrices.json")
    for matrix in read(file)["matrices"]
]
HAND = {graph["id"]: graph for graph in read("maxpluslib-hand-graphs.json")["graphs"]}
