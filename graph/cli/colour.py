"""Whether a stream is written in colour: where somebody looks, unless they say otherwise.

Colours are the terminal's own few, written directly: the library for them (rich) takes 71 ms to
load, half of what an answer of central numbers takes altogether.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

import click

from graph.reports.tones import painted_finding


def wants_colour(stream: TextIO | None, environment: Mapping[str, str] | None = None) -> bool:
    """Return whether colours may be written to a stream.

    ``NO_COLOR`` with any text forbids them, then ``FORCE_COLOR`` demands them (``0`` does not),
    then ``TERM=dumb`` forbids them; else a terminal gets them, and a pipe or file does not.

    Args:
        stream: standard output or error.
        environment: that of the process, unless given.
    """
    said = os.environ if environment is None else environment
    if said.get("NO_COLOR"):
        return False
    if said.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    if said.get("TERM") == "dumb" or stream is None:
        return False
    return not stream.closed and stream.isatty()


def echo_finding(text: str, *, err: bool = False) -> None:
    """Print a finding, with the word for how bad it is in colour where that is wanted.

    Args:
        text: as it is printed without colour.
        err: whether to standard error.
    """
    colour = wants_colour(sys.stderr if err else sys.stdout)
    click.echo(painted_finding(text) if colour else text, err=err, color=colour)
