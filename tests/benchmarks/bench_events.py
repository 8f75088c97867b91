"""``loopmap import events`` on ten million events, beside one plain query of DuckDB on them.

``uv run python tests/benchmarks/bench_events.py [ROWS]`` makes a Parquet file, counts its rows by
stage and month with DuckDB alone, imports it, and prints time, memory at the peak and the ratio.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

_MAKE = """
COPY (
  SELECT 'ISSUE-' || i AS item, stage, 'person ' || (hash(i * 13 + k) % 500) AS actor,
    begun + (k * 86400 + hash(i * 10 + k) % 40000)::BIGINT * INTERVAL 1 second AS start,
    begun + (k * 86400 + hash(i * 10 + k) % 40000 + 600 + hash(i * 7 + k) % 50000)::BIGINT
      * INTERVAL 1 second AS "end"
  FROM (SELECT i, TIMESTAMPTZ '2022-01-01' + (hash(i) % 126000000)::BIGINT * INTERVAL 1 second
        AS begun FROM range({items}) numbers(i)),
       (VALUES (0, 'to do'), (1, 'doing'), (2, 'review'), (3, 'deploying')) stages(k, stage)
) TO '{path}' (FORMAT parquet)
"""
_PEER = (
    'SELECT stage, date_trunc(\'month\', "end"), count(*), median(epoch("end") - epoch(start)), '
    "count(DISTINCT item), count(DISTINCT actor) FROM '{path}' GROUP BY ALL"
)
# Not ru_maxrss: a process inherits the peak of the one that started it, which made the file.
_IMPORT = """
import re, sys
from pathlib import Path
from graph.cli.application import run
code = run(["import", "events", {path!r}, "--out", {out!r}])
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024, file=sys.stderr)
sys.exit(code)
"""


def main(rows: int) -> None:
    """Make the file, ask both, print."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "events.parquet", Path(folder) / "events.ttl"
        duckdb.sql(_MAKE.format(items=rows // 4, path=path))
        start = time.perf_counter()
        duckdb.sql(_PEER.format(path=path)).fetchall()
        peer = time.perf_counter() - start
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        code = _IMPORT.format(path=str(path), out=str(out))
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        ours = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"rows                        {rows:,}")
        print(f"DuckDB, one plain query     {peer:.1f} s")
        print(f"import events, all measures {ours:.1f} s, {processor:.1f} s of processor")
        print(f"ratio                       {ours / peer:.1f}")
        print(f"memory at the peak          {done.stderr.split()[-1]} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
