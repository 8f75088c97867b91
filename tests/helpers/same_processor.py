"""Makes the matrix library compute alike on every processor, so that kept outputs can be compared.

OpenBLAS has other kernels for other processors, which add up in another order: a last digit may
differ, and with it the order of two rows that are nearly equal. Whoever compares outputs imports
this before NumPy, and has the kernels that every processor with AVX2 can run; on others nothing is
changed, and such a comparison may fail in a last digit.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock


def use_common_kernels(processors: Path = Path("/proc/cpuinfo")) -> None:
    """Ask for the kernels of Haswell, unless others are asked for or this processor has none.

    Args:
        processors: what the system says of its processors; nothing is done where it is missing.
    """
    if processors.is_file() and " avx2 " in processors.read_text(encoding="utf-8"):
        os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Forget numbers that were worked out and kept before, perhaps by other kernels."""
    with tempfile.TemporaryDirectory(prefix="loopmap-outputs-") as folder:
        kept = {"LOOPMAP_CACHE": "on", "XDG_CACHE_HOME": folder, "LOCALAPPDATA": folder}
        with mock.patch.dict(os.environ, kept):
            yield


use_common_kernels()
