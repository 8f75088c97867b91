"""Print how well faults in TOML files are told at many places, kind by kind.

uv run python tests/tools/toml_faults.py [--count 40] [--seed 0] [--misses 3] [WORD ...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from blind_faults import BlindOutcome, MapCopy
from toml_fault_kinds import TOML_KINDS, toml_faults


def main() -> None:
    """Print each kind with its share, and some of its misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses", type=int, default=3)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    good = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = MapCopy(Path(folder))
        for name in TOML_KINDS:
            if asked.words and not any(word.lower() in name.lower() for word in asked.words):
                continue
            made = toml_faults(name, asked.count, asked.seed)
            misses = copy.misses(made)
            tried, good = tried + len(made), good + len(made) - len(misses)
            print(f"{name}: {len(made) - len(misses)} of {len(made)}", flush=True)
            for found in misses[: asked.misses]:
                print(_shown(found))
    print(f"{good} of {tried} well reported ({good / max(1, tried):.1%})")


def _shown(found: BlindOutcome) -> str:
    fault, lines = found.fault, found.fault.text.splitlines()
    helped = "CASCADE" if found.helps else "REMEDY"
    why = "UNTOLD" if not found.problems else helped if found.in_place else "PLACE"
    said = [f"  {why} {fault.name} {fault.file} /{fault.remedy.pattern}/"]
    said += [f"     {one:4} | {lines[one - 1][:150]}" for one in sorted(fault.lines)[:3]]
    said += [f"     > {one}"[:400] for one in found.problems[:3]]
    return "\n".join(said)


if __name__ == "__main__":
    main()
