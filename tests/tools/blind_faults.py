"""Print how well the blind sets of seeded faults are told, the misses first.

uv run python tests/tools/blind_faults.py set_1 [set_2 ...]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from blind_faults import BlindFault, BlindOutcome, MapCopy, read_faults


def main(names: list[str]) -> None:
    """Print the misses of some sets, then their shares."""
    with tempfile.TemporaryDirectory() as folder:
        copy = MapCopy(Path(folder))
        shares = [_share(name, read_faults(name), copy) for name in names]
    print("\n".join(shares))


def _share(name: str, faults: tuple[BlindFault, ...], copy: MapCopy) -> str:
    outcomes = [copy.outcome(fault) for fault in faults]
    for found in outcomes:
        if not found.good:
            _print_miss(name, found)
    placed = sum(bool(found.in_place) for found in outcomes)
    helped = sum(found.helps for found in outcomes)
    good = sum(found.good for found in outcomes)
    told = sum(bool(found.problems) for found in outcomes)
    return (
        f"{name}: {good} of {len(faults)} well reported ({good / len(faults):.1%}); "
        f"told {told}, in place {placed}, with a useful remedy {helped}"
    )


def _print_miss(name: str, found: BlindOutcome) -> None:
    fault = found.fault
    print(f"MISS {name}: {fault.name} ({fault.kind}), {fault.file}:{sorted(fault.lines)}")
    print(f"  wanted /{fault.remedy.pattern}/, at most {fault.at_most}, told {len(found.problems)}")
    for one in found.problems[:5]:
        print(f"  {one}")


if __name__ == "__main__":
    main(sys.argv[1:] or ["set_1"])
