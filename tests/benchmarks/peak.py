"""How much memory a process took at its peak."""

import re
from pathlib import Path


def peak_megabytes() -> float:
    """Return the most memory that this process has had at once since its program began.

    It is not ``ru_maxrss``, which a process takes over from the one that starts it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
