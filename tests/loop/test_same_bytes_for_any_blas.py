"""The same seed gives the same bytes however many threads the matrix library takes."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_threads_of_the_matrix_library_change_no_byte() -> None:
    """The shipped map, with so many draws weighed anew that the library shares sums out."""
    command = [sys.executable, "-m", "graph", "critical-path", "--draws", "5000", "-f", "json"]
    running = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "LOOPMAP_CACHE": "off", "OPENBLAS_NUM_THREADS": threads},
            stdout=subprocess.PIPE,
        )
        for threads in ("1", "2")
    ]
    one, two = (process.communicate()[0] for process in running)
    assert one.startswith(b"{")
    assert one == two


#: Where draws or evidence are added up, and the one module there whose sums are of a few numbers.
ROOMS = ("loop", "evidence", "statistics", "questions/sensitivity")
FEW_NUMBERS = {"statistics/conjugate.py", "statistics/tiled_matrices.py"}


def test_no_sum_of_draws_or_evidence_is_left_to_the_matrix_library() -> None:
    """Products are of tiles, or by NumPy's own loops, so that a new one cannot slip in."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ROOMS
        for path in sorted((ROOT / "graph" / room).rglob("*.py"))
        if str(path.relative_to(ROOT / "graph")) not in FEW_NUMBERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))
        or (isinstance(node, ast.Attribute) and node.attr in {"dot", "matmul", "tensordot", "cov"})
    ]
    assert not found, "write inner(), mixed() or product() of graph/statistics instead"
