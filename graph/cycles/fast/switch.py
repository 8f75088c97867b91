"""When the compiled kernels are used, and where what was compiled is kept."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from pathlib import Path

#: Dependencies of one strongly connected part from which compiled code is quicker once loaded.
FAST_FROM = 2_000
#: Those from which it repays to load it, which takes about as long as plain Python takes for them.
LOAD_FROM = 50_000
#: Numbers of a table of arcs and columns from which compiled sweeps are quicker once loaded.
SWEEP_FROM = 20_000
#: Arcs and numbers of a table from which it repays to load them: many sweeps follow on a first
#: one of such a size.
LOAD_SWEEPS_FROM, LOAD_NUMBERS_FROM = 32_000, 1_000_000
#: Set to ``off`` or ``0``, plain Python does everything.
SWITCH = "LOOPMAP_FAST"


def is_wanted(arc_count: int, load_from: int | None = None) -> bool:
    """Return whether compiled code is to be used for so many dependencies.

    Args:
        arc_count: how many.
        load_from: those from which it repays to load it; if not given, those of one period.

    >>> is_wanted(10)
    False
    """
    load = LOAD_FROM if load_from is None else load_from
    least = FAST_FROM if "numba" in sys.modules else load
    return arc_count >= least and not _is_off() and is_installed()


def sweeps_are_compiled(arcs: int, columns: int) -> bool:
    """Return whether compiled code is to sweep over a table of so many arcs and columns.

    >>> sweeps_are_compiled(100, 10)
    False
    """
    loaded = "numba" in sys.modules
    large = loaded or arcs >= LOAD_SWEEPS_FROM
    least = SWEEP_FROM if loaded else LOAD_NUMBERS_FROM
    return large and arcs * columns >= least and not _is_off() and is_installed()


def _is_off() -> bool:
    return os.environ.get(SWITCH, "").strip().lower() in ("off", "0")


@cache
def is_installed() -> bool:
    """Return whether numba is there; it is not loaded for that."""
    return importlib.util.find_spec("numba") is not None


def can_keep_compiled(module_file: str) -> bool:
    """Return whether what is compiled for a module can be kept on disk.

    Numba refuses at import where neither the module's folder nor the user's own can be written
    to; then the code is compiled anew in each process, which takes seconds and harms nothing.

    Args:
        module_file: of the module that holds the compiled functions.
    """
    named = os.environ.get("NUMBA_CACHE_DIR", "")
    home = os.path.expanduser("~")
    places = [Path(named)] if named else [Path(module_file).parent / "__pycache__"]
    if not named and os.path.isabs(home):
        places.append(Path(os.environ.get("XDG_CACHE_HOME") or Path(home, ".cache"), "numba"))
    return any(map(_can_write, places))


def _can_write(folder: Path) -> bool:
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
