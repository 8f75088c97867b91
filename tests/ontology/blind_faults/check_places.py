"""Says which places of the seeded faults are no longer there once in this checkout."""

import sys
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent
ONTOLOGY = FOLDER.parents[2] / "ontology"


def main() -> int:
    """Print each such place, and return 1 if there is one."""
    names: set[str] = set()
    faults = 0
    for path in sorted(FOLDER.glob("set_*.toml")):
        for fault in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            path = ONTOLOGY / fault["file"]
            text = "" if "write" in fault else path.read_text(encoding="utf-8")
            if "write" in fault:
                changed = fault["write"]
                if path.exists():
                    print(f"{fault['name']}: {fault['file']} is there already")
                    faults += 1
            elif "find" in fault:
                count = text.count(fault["find"])
                if count != 1:
                    print(f"{fault['name']}: stands {count} times in {fault['file']}")
                    faults += 1
                changed = text.replace(fault["find"], fault["replace"])
            else:
                changed = fault.get("prepend", "") + text + fault.get("append", "")
            lines = fault["line_of"] if isinstance(fault["line_of"], list) else [fault["line_of"]]
            for line in lines:
                if changed.count(line) != 1 or line.endswith("\n"):
                    count = changed.count(line)
                    print(f"{fault['name']}: {line!r} stands {count} times after the change")
                    faults += 1
            if fault["name"] in names or changed == text:
                print(f"{fault['name']}: a name used twice, or no change")
                faults += 1
            names.add(fault["name"])
    print(f"{len(names)} faults, {faults} wrong places")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
