"""Has the cycle engine use one of its ways of computing, whatever the size of a loop."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from graph.cycles import howard, howard_part, integer_graph, latency, shortest_cycles
from graph.cycles.fast import switch

#: Lists of Python, arrays of NumPy, and code compiled by numba.
BACKENDS = ("lists", "arrays", "compiled")
_NEVER = 10**9


@contextmanager
def using(backend: str) -> Iterator[None]:
    """Use one of ``BACKENDS`` throughout."""
    importlib.import_module("numba")
    arrays = _NEVER if backend == "lists" else 1
    compiled = 1 if backend == "compiled" else _NEVER
    with (
        patch.object(howard, "WIDE_FROM", arrays),
        patch.object(integer_graph, "PACKED_FROM", arrays),
        patch.object(howard_part, "ARRAYS_FROM", arrays),
        patch.object(howard_part, "ARRAYS_LOAD_FROM", arrays),
        patch.object(latency, "ARRAYS_FROM", arrays),
        patch.object(shortest_cycles, "LOAD_FROM", compiled),
        patch.object(shortest_cycles, "FURTHER_FROM", arrays),
        patch.object(switch, "FAST_FROM", compiled),
        patch.object(switch, "LOAD_FROM", compiled),
        patch.dict(os.environ, {switch.SWITCH: "on" if backend == "compiled" else "off"}),
    ):
        yield
