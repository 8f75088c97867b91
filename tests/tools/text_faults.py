# ruff: noqa: E501 - a kind stands on a line of its own
"""Print how well faults of the text are told at many places of the map, kind by kind.

uv run python tests/tools/text_faults.py [--count 40] [--seed 0] [--misses 3] [WORD IN A KIND ...]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from blind_faults import BlindOutcome, MapCopy
from text_fault_kinds import KINDS, SOUND
from text_faults import faults, sources


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
        number
        for number, kind in enumerate(KINDS)
        if not asked.words or any(re.search(word, kind.name) for word in asked.words)
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


def _try(asked: tuple[int, int, int]) -> tuple[str, int, list[str]]:
    number, count, seed = asked
    kind = KINDS[number]
    made = list(faults(kind, sources(), count, seed))
    with tempfile.TemporaryDirectory() as folder:
        copy = MapCopy(Path(folder))
        misses = copy.misses(made)
        if kind in SOUND:
            misses = [found for found in map(copy.outcome, made) if found.problems]
    return kind.name, len(made), [_shown(found) for found in misses]


def _shown(found: BlindOutcome) -> str:
    fault = found.fault
    lines = fault.text.splitlines()
    why = (
        "UNTOLD" if not found.problems else "PLACE" if not found.in_place
        else "REMEDY" if not found.helps else "CASCADE"
    )  # fmt: skip
    said = [
        f"  {why} {fault.name} /{fault.remedy.pattern}/",
        *(
            f"     {one:4} | {lines[one - 1][:150]}"
            for one in sorted(fault.lines)[:3]
            if one <= len(lines)
        ),
        *(
            f"     > {one.place.file.rpartition('/')[2]}:{one.place.line} {one.code}: {one.subject}: {one.message} {one.remedy}"[
                :400
            ]
            if one.place
            else f"     > {one}"
            for one in found.problems[:3]
        ),
    ]
    if len(found.problems) > 3:
        said.append(f"     > and {len(found.problems) - 3} more")
    return "\n".join(said)


if __name__ == "__main__":
    main()
