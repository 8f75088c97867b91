"""Print how well seeded faults are told, the misses first."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))

from seeded_faults import LATER, LIKE_BLIND, NAMED, OTHERS, outcome


def main() -> None:
    """Print the misses, then the shares."""
    shares = []
    for name, faults in (
        ("named", NAMED),
        ("others", OTHERS),
        ("later", LATER),
        ("like blind", LIKE_BLIND),
    ):
        outcomes = [(fault, outcome(fault)) for fault in faults]
        for fault, found in outcomes:
            if not found.good:
                print(f"MISS {name}: {fault.kind} (line {fault.expected_line}, '{fault.word}')")
                print(f"  line {found.on_line}, helps {found.helps}, alone {found.alone}")
                for one in found.told[:4]:
                    print(f"  {one}")
        good = sum(found.good for _, found in outcomes)
        shares.append(f"{name}: {good} of {len(faults)} good ({good / len(faults):.0%})")
    print("\n".join(shares))


if __name__ == "__main__":
    main()
