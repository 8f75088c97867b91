"""The command line: ``loopmap COMMAND``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

#: New objects after which Python looks for garbage among them, five hundred times as many as usual,
#: and how many such looks come before it goes through older ones again.
_OBJECTS_BETWEEN_COLLECTIONS, _LOOKS_BEFORE_OLDER = 350_000, 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 fine, 1 findings, 2 unusable input, 3 internal error."""
    # One answer and the process ends: to look for garbage often takes longer than it saves.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, _LOOKS_BEFORE_OLDER)
    # The tables of a map are too small for several threads of linear algebra: to start them, and
    # to let them wait, takes as long as to load NumPy itself. Who sets a number gets it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from graph.cli.application import run
    from graph.cli.output_stream import make_standard_streams_writable

    make_standard_streams_writable()
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone (``loopmap ... | head``): nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        # No room for the output: Python would complain once more while it ends.
        sys.stderr.write(f"error: {error.strerror}: the output could not be written.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = code or 2
    # The process ends here: what is left need not be gone through once more for garbage.
    gc.freeze()
    raise SystemExit(code)
