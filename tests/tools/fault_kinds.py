"""Print how well faults of a set are told at many places of the map, kind by kind.

uv run python tests/tools/fault_kinds.py text [--count 40] [--seed 0] [--misses 3] [WORD ...]

The sets are text (slips of the pen), meaning (what reads well and is wrong) and toml (the other
files). With words, only the kinds whose names have one of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

import meaning_fault_grounds  # noqa: F401 - registers its kinds
import meaning_fault_kinds  # noqa: F401
import meaning_fault_subjects  # noqa: F401
import meaning_faults
import text_fault_kinds
import text_faults
from blind_faults import BlindFault, BlindOutcome, MapCopy
from toml_fault_kinds import TOML_KINDS, toml_faults

TEXT_KINDS = {kind.name: kind for kind in text_fault_kinds.KINDS}


class FaultSet(NamedTuple):
    """A set of kinds of faults.

    Attributes:
        kinds: their names.
        made: makes so many faults of a kind with a seed.
        sound: those of which nothing is to be told.
    """

    kinds: Iterable[str]
    made: Callable[[str, int, int], Iterable[BlindFault]]
    sound: frozenset[str] = frozenset()


class Asked(NamedTuple):
    """One kind of a set, to be tried."""

    of: str
    kind: str
    count: int
    seed: int


class Share(NamedTuple):
    """How many faults of a kind were made, and those that are not well reported, in words."""

    made: int
    misses: list[str]


def _text(kind: str, count: int, seed: int) -> Iterable[BlindFault]:
    return text_faults.faults(TEXT_KINDS[kind], text_faults.sources(), count, seed)


def _meaning(kind: str, count: int, seed: int) -> Iterable[BlindFault]:
    return meaning_faults.faults(_sound_map(), kind, count, seed)


@cache
def _sound_map() -> meaning_faults.SoundMap:
    return meaning_faults.SoundMap()


SETS = {
    "text": FaultSet(TEXT_KINDS, _text, frozenset(kind.name for kind in text_fault_kinds.SOUND)),
    "meaning": FaultSet(meaning_faults.KINDS, _meaning),
    "toml": FaultSet(TOML_KINDS, toml_faults),
}


def main() -> None:
    """Print each kind with its share, and some of its misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_intermixed_args()
    chosen = [
        Asked(asked.set, kind, asked.count, asked.seed)
        for kind in SETS[asked.set].kinds
        if not asked.words or any(word.lower() in kind.lower() for word in asked.words)
    ]
    good = tried = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        for one, share in zip(chosen, pool.map(_try, chosen), strict=True):
            well = share.made - len(share.misses)
            tried, good = tried + share.made, good + well
            print(f"{one.kind}: {well} of {share.made}", flush=True)
            for text in share.misses[: asked.misses]:
                print(text)
    print(f"{good} of {tried} well reported ({good / max(1, tried):.1%})")


def _try(asked: Asked) -> Share:
    of = SETS[asked.of]
    made = list(of.made(asked.kind, asked.count, asked.seed))
    with tempfile.TemporaryDirectory() as folder:
        copy = MapCopy(Path(folder))
        if asked.kind in of.sound:
            misses = [found for found in map(copy.outcome, made) if found.problems]
        else:
            misses = copy.misses(made)
    return Share(len(made), [_shown(found) for found in misses])


def _shown(found: BlindOutcome) -> str:
    fault, lines = found.fault, found.fault.text.splitlines()
    helped = "CASCADE" if found.helps else "REMEDY"
    why = "UNTOLD" if not found.problems else helped if found.in_place else "PLACE"
    said = [f"  {why} {fault.name} {fault.file} /{fault.remedy.pattern}/"]
    fair = [line for line in sorted(fault.lines) if line <= len(lines)]
    said += [f"     {line:4} | {lines[line - 1][:150]}" for line in fair[:4]]
    said += [f"     > {one}"[:500] for one in found.problems[:3]]
    if len(found.problems) > 3:
        said.append(f"     > and {len(found.problems) - 3} more")
    return "\n".join(said)


if __name__ == "__main__":
    main()
