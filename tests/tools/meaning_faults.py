"""Print how well faults of meaning are told at many places of the map, kind by kind.

uv run python tests/tools/meaning_faults.py [--count 40] [--seed 0] [--misses 3] [WORD ...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

import meaning_fault_grounds  # noqa: F401 - registers its kinds
import meaning_fault_kinds  # noqa: F401
import meaning_fault_subjects  # noqa: F401
from blind_faults import BlindOutcome, MapCopy
from meaning_faults import KINDS, SoundMap, faults


def main() -> None:
    """Print each kind with its share, and some of its misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    chosen = [
        one
        for one in KINDS
        if not asked.words or any(word.lower() in one.lower() for word in asked.words)
    ]
    good = tried = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for told in pool.map(_try, [(one, asked.count, asked.seed) for one in chosen]):
            name, count, misses = told
            tried, good = tried + count, good + count - len(misses)
            print(f"{name}: {count - len(misses)} of {count}", flush=True)
            for text in misses[: asked.misses]:
                print(text)
    print(f"{good} of {tried} well reported ({good / max(1, tried):.1%})")


_MAPS: list[SoundMap] = []


def _try(asked: tuple[str, int, int]) -> tuple[str, int, list[str]]:
    name, count, seed = asked
    if not _MAPS:
        _MAPS.append(SoundMap())
    made = faults(_MAPS[0], name, count, seed)
    with tempfile.TemporaryDirectory() as folder:
        misses = MapCopy(Path(folder)).misses(made)
    return name, len(made), [_shown(found) for found in misses]


def _shown(found: BlindOutcome) -> str:
    fault, lines = found.fault, found.fault.text.splitlines()
    helped = "CASCADE" if found.helps else "REMEDY"
    why = "UNTOLD" if not found.problems else helped if found.in_place else "PLACE"
    said = [f"  {why} {fault.name} {fault.file} /{fault.remedy.pattern}/"]
    said += [f"     {one:4} | {lines[one - 1][:150]}" for one in sorted(fault.lines)[:4]]
    said += [f"     > {one}"[:500] for one in found.problems[:3]]
    if len(found.problems) > 3:
        said.append(f"     > and {len(found.problems) - 3} more")
    return "\n".join(said)


if __name__ == "__main__":
    main()
