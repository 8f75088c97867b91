"""The sources of events, a file each. ``SOURCES`` lists them in the order of the help.

A source keeps the contract of ``graph.measuring.source``; its entry is all that the command line
needs to know of it.
"""

from __future__ import annotations

from graph.measuring.source import SourceEntry
from graph.measuring.sources import events, git, github, gitlab

SOURCES: tuple[SourceEntry, ...] = (events.ENTRY, github.ENTRY, git.ENTRY, gitlab.ENTRY)
