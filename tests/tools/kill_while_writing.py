"""Kills a writer at random moments and looks at what it leaves.

``uv run python tests/tools/kill_while_writing.py [KILLS]`` starts a process that writes one file
over and over, ends it with a signal that cannot be caught, and counts how often the file is the
whole old or the whole new text (100 kills unless said otherwise). Exit code 1 unless always.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: Writes two texts in turn, for ever; the longer, the more there is to cut off.
WRITER = """
import sys
from pathlib import Path
from graph.editing.writing import FileChange, locked, write_changes
path = Path(sys.argv[1])
texts = [bytes([sign]) * int(sys.argv[2]) + b"\\n" for sign in b"ab"]
print("ready", flush=True)
while True:
    old = path.read_bytes()
    new = texts[1] if old == texts[0] else texts[0]
    with locked([path.parent]):
        write_changes([FileChange(path, path.name, old, new)])
"""
SIZE = 300_000


def kills(count: int, folder: Path, seed: int = 1) -> int:
    """Return after how many of some kills the file was whole.

    Args:
        count: how often the writer is killed.
        folder: where the file is.
        seed: of the moments.
    """
    pick, path = random.Random(seed), folder / "map.ttl"
    texts = [sign * SIZE + b"\n" for sign in (b"a", b"b")]
    path.write_bytes(texts[0])
    whole = 0
    for _ in range(count):
        command = [sys.executable, "-c", WRITER, str(path), str(SIZE)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(pick.uniform(0, 0.05))
            writer.kill()
        whole += path.read_bytes() in texts
        for left in folder.glob(".map.ttl.*.new"):
            left.unlink()
    return whole


def main() -> int:
    """Kill as often as asked and print the count."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        whole = kills(count, Path(folder))
    print(f"{whole} of {count} kills left the old or the new file whole")
    return 0 if whole == count else 1


if __name__ == "__main__":
    sys.exit(main())
