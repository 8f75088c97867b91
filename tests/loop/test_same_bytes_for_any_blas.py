"""The same seed gives the same bytes however many threads the matrix library takes."""

from __future__ import annotations

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
