"""How often the critical path of a measured loop names the true bottleneck, over many simulations.

uv run python tests/tools/simulate_loops.py 200
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "helpers"))

from simulated_loops import drawn_loop, measured_loop, simulated


def main(count: int) -> int:
    """Simulate, measure and ask; print each loop that was named wrongly, then the count."""
    right = 0
    for seed in range(count):
        loop = drawn_loop(random.Random(seed))
        with tempfile.TemporaryDirectory() as folder:
            named = measured_loop(loop, simulated(loop, seed).events, Path(folder))[1]
        right += named == loop.bottleneck
        if named != loop.bottleneck:
            loads = ", ".join(f"{part} {load:.2f}" for part, load in loop.loads.items())
            print(f"loop {seed}: {loop.bottleneck} blocks it, {named} was named ({loads})")
    print(f"The true bottleneck was named in {right} of {count} loops.")
    return 0 if right >= 0.95 * count else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
